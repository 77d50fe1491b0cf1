"""A test client that looks at every whole page it fetches, as a strict reader would, and fails with what it saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKENS = {"csrf_token", "public_token"}
SELF_LABELLED = {"hidden", "submit", "button", "reset", "image"}
INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong", "time", "mark", "title", "h1"}
DATA_BLOCKS = {"application/ld+json", "application/json"}


class Page:
    """A fetched page, parsed. `faults` lists what is wrong with it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.tree: Element = parser.parse(html)
        self.parse_faults = [
            f"not valid HTML at line {line}: {code} {names}" for (line, _), code, names in parser.errors
        ]

    def all(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.tree.iter() if element.tag in tags)

    @property
    def title(self) -> str:
        return words(next(self.all("title"), None))

    @property
    def heading(self) -> str:
        return words(next(self.all("h1"), None))

    @property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        return words(next(self.all("body"), None))

    def links(self) -> dict[str, str]:
        """The address of each link, by its words."""
        return {words(link): link.get("href", "") for link in self.all("a")}

    def faults(self) -> list[str]:
        return [*self.parse_faults, *self._frame(), *self._ids(), *self._labels(), *self._forms(), *self._inline()]

    def _frame(self) -> Iterator[str]:
        headings = list(self.all("h1"))
        if len(headings) != 1:
            yield f"it has {len(headings)} h1 headings; a page has one"
        elif not self.title.startswith((self.heading, "Error:")):
            yield f"its title {self.title!r} does not begin with its heading {self.heading!r} (or with 'Error:')"
        if not any(html.get("lang") for html in self.all("html")):
            yield "its <html> has no lang"
        if len(list(self.all("main"))) != 1:
            yield "it needs exactly one <main>"
        for image in self.all("img"):
            if image.get("alt") is None:
                yield f"the picture {image.get('src')} has no alt"

    def _ids(self) -> Iterator[str]:
        counts = Counter(element.get("id") for element in self.tree.iter() if element.get("id"))
        yield from (f"the id {name!r} stands {count} times" for name, count in counts.items() if count > 1)
        for element in self.tree.iter():
            for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
                for name in element.get(attribute, "").split():
                    if name not in counts:
                        yield f"{attribute}={name!r} on <{element.tag}> points at nothing"
            link = element.get("href", "") if element.tag == "a" else ""
            if link.startswith("#") and link != "#" and link[1:] not in counts:
                yield f"the link {link} points at nothing"

    def _labels(self) -> Iterator[str]:
        named = {label.get("for") for label in self.all("label")}
        inside = {id(field) for label in self.all("label") for field in label.iter()}
        for field in self.all("input", "select", "textarea"):
            if field.tag == "input" and field.get("type", "text") in SELF_LABELLED:
                continue
            own = field.get("aria-label") or field.get("aria-labelledby")
            if not own and field.get("id") not in named and id(field) not in inside:
                yield f"the field {field.get('name')!r} has no label"
        for button in self.all("button", "a"):
            if not words(button) and not button.get("aria-label") and not any(i.get("alt") for i in button.iter("img")):
                yield f"a <{button.tag}> has no words: {button.attrib}"

    def _forms(self) -> Iterator[str]:
        for form in self.all("form"):
            action, method = form.get("action"), form.get("method", "get").lower()
            if not action:
                yield "a form has no action"
            if method == "post" and not TOKENS & {field.get("name") for field in form.iter("input")}:
                yield f"the form that posts to {action} has no token against forgery"
            for button in form.iter("button"):
                sends = method == "get" and button.get("formmethod", "").lower() == "post"
                if sends and button.get("name") not in TOKENS:
                    yield f"the button that posts to {button.get('formaction')} carries no token against forgery"

    def _inline(self) -> Iterator[str]:
        for element in self.tree.iter():
            if not isinstance(element.tag, str):
                continue
            if element.tag == "style" or element.get("style") is not None:
                yield f"inline style on <{element.tag}>"
            if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_BLOCKS:
                yield "an inline script"
            for name, value in element.attrib.items():
                leads = name in ("href", "src", "action", "formaction")
                if str(name).startswith("on") or (leads and value.strip().lower().startswith("javascript:")):
                    yield f"inline script in {name} on <{element.tag}>"


def words(element: Element | None) -> str:
    """The words in it with single spaces; those of different blocks and boxes stay apart."""
    return "" if element is None else " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    apart = "" if element.tag in INLINE else " "
    yield apart + (element.text or "" if isinstance(element.tag, str) and element.tag != "script" else "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart


def is_whole_page(response: TestResponse) -> bool:
    start = response.get_data()[:200].lstrip().lower()
    return response.mimetype == "text/html" and start.startswith(b"<!doctype html") and not response.location


class TidyClient(FlaskClient):
    """Flask's own, which leaves no file open: neither one that was served nor the one a large upload was written to."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **{"buffered": True, **kwargs})
        for answer in (*response.history, response):
            answer.request.environ["wsgi.input"].close()
        return response


class InspectingClient(TidyClient):
    """Use it like Flask's own. `response.page` is the parsed page; fragments for htmx and redirects are let be."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if is_whole_page(response):
            page = Page(response.get_data(as_text=True))
            faults = page.faults()
            if faults:
                shown = "\n".join(f"  - {fault}" for fault in faults)
                raise AssertionError(f"{response.request.path} answered {response.status_code} and:\n{shown}")
            response.page = page  # type: ignore[attr-defined]
        return response
