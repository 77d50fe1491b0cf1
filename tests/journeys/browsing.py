"""Somebody in front of a real browser. The verbs are theirs; whatever they cannot see is written down as a fault."""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

REFUSALS = "Failed to load resource: the server responded with a status of 4"
"""Chromium says so in the console when a page of ours politely refuses; what matters is the page."""
OVERTAKEN = re.compile(r"^htmx:(sendAbort|afterRequest)\b")
"""So does htmx when a newer search overtakes one that is still on its way."""


class Person:
    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context = context
        self.host = urlsplit(home).netloc
        self.unseen: list[str] = []
        self.has_account = False
        self.page = self._watch(context.new_page())
        context.on("page", self._watch)

    def opens(self, address: str) -> Person:
        self.page.goto(address)
        return self

    def opens_in_a_new_window(self, address: str) -> Person:
        """Another window of the same browser; the person goes on there."""
        self.page = self.context.new_page()
        return self.opens(address)

    def goes_back_to(self, window: Page) -> Person:
        self.page = window
        window.bring_to_front()
        return self

    def types(self, words: str, into: str) -> Person:
        self.field(into).fill(words)
        return self

    def ticks(self, *labels: str) -> Person:
        self.page.wait_for_load_state()  # a style that arrives late moves the box from under the finger
        for label in labels:
            self.page.get_by_label(label, exact=True).first.check(force=True)
        return self

    def chooses(self, option: str, of: str) -> Person:
        self.field(of).select_option(label=option)
        return self

    def presses(self, button: str | re.Pattern[str]) -> Person:
        """Press a button by its words, or by how they begin."""
        self._called("button", button).click()
        return self

    def follows(self, link: str | re.Pattern[str]) -> Person:
        """Follow a link by its words, or by how they begin."""
        self._called("link", link).click()
        return self

    def unfolds(self, summary: str) -> Person:
        self.page.locator("summary", has_text=summary).first.click()
        return self

    def field(self, label: str) -> Locator:
        return self._one(self.page.get_by_label(label, exact=True))

    def sees(self, *words: str | re.Pattern[str]) -> Person:
        for each in words:
            try:
                expect(self.page.locator("body")).to_contain_text(each, use_inner_text=True)
            except AssertionError:
                raise AssertionError(f"{each!r} is not on {self._where()}") from None
        return self

    def does_not_see(self, *words: str | re.Pattern[str]) -> Person:
        for each in words:
            try:
                expect(self.page.locator("body")).not_to_contain_text(each, use_inner_text=True)
            except AssertionError:
                raise AssertionError(f"{each!r} is on {self._where()}") from None
        return self

    def is_on(self, heading: str | re.Pattern[str]) -> Person:
        """The page with this heading."""
        try:
            expect(self.page.locator("h1")).to_have_text(heading)
        except AssertionError:
            raise AssertionError(f"{heading!r} is not the heading of {self._where()}") from None
        return self

    def hears(self, words: str | re.Pattern[str]) -> Person:
        """What a screen reader is told without being asked."""
        expect(self.page.locator("[role=status], [role=alert]").filter(has_text=words).first).to_be_attached()
        return self

    def is_told_to_mend(self, *problems: str) -> Person:
        """The list of what to put right stands at the top, with these in it."""
        summary = self.page.locator(".errors[role=alert]")
        expect(summary).to_be_visible()
        for problem in problems:
            expect(summary).to_contain_text(problem)
        return self

    def finds_still(self, words: str, in_field: str) -> Person:
        expect(self.field(in_field)).to_have_value(words)
        return self

    @property
    def address(self) -> str:
        """The path and question of the page."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def headings(self) -> list[str]:
        """The names of the cards on the page, in order."""
        return self.page.locator("main h3").all_inner_texts()

    def faults(self) -> list[str]:
        """What went wrong without anybody seeing it, and cookies that a stranger was given."""
        return self.unseen

    def has_no_cookie(self) -> Person:
        assert self.context.cookies() == []
        return self

    def keeps_nothing_on_this_phone(self) -> Person:
        assert self.remembered() == {}, "something is kept in the browser"
        return self.has_no_cookie()

    def remembered(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.page.evaluate("() => ({...localStorage, ...sessionStorage})")
        return kept

    def _where(self) -> str:
        said = " ".join(self.page.locator("main").inner_text().split())
        return f"{self.address}, which reads: {said[:1500]}"

    def _called(self, role: Literal["button", "link"], words: str | re.Pattern[str]) -> Locator:
        """The one of just these words if there is one, else the first that begins with them."""
        if isinstance(words, re.Pattern):
            return self._one(self.page.get_by_role(role, name=words))
        begins = self.page.get_by_role(role, name=re.compile(rf"^\s*{re.escape(words)}"))
        begins.first.wait_for()
        exact = self.page.get_by_role(role, name=words, exact=True)
        return self._one(exact if exact.count() else begins)

    def _one(self, found: Locator) -> Locator:
        return found.locator("visible=true").first if found.count() > 1 else found

    def _watch(self, page: Page) -> Page:
        page.on("console", self._read_console)
        page.on("pageerror", lambda error: self.unseen.append(f"a script failed on {page.url}: {error}"))
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def _read_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (
            message.text.startswith(REFUSALS) or OVERTAKEN.match(message.text)
        ):
            self.unseen.append(f"the console says: {message.text}")

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self.unseen.append(f"a request went to {parts.netloc}")

    def _note_response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.status >= 500 or (response.status >= 400 and path.startswith("/static")):
            self.unseen.append(f"{path} answered {response.status}")
