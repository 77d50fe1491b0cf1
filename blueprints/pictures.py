"""`flask pictures FOLDER`: pictures of the demo town for the README, or of every page, to look at.

For those who build Hereabouts. It needs a seeded demo, Chromium, and the packages of the tests (`start.py install
tests`); a server that runs for people has none of that, and loads none of it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from PIL import Image
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 880}
CHATTY = "The chatty table at the Blue Kettle"
FOR_THE_README = (
    ("finding-company", "/find?q=lonely", "", "", DESK),
    ("a-listing", "/find?q=chatty+table", CHATTY, CHATTY, PHONE),
    ("making-a-poster", "/panels/larkmoor/listings?name=chatty", f"Make a poster for {CHATTY}", "Make a poster", DESK),
)
"""A name, an address, a link to follow from there, the heading it leads to, and a screen."""
BEGIN_AT = ("/", "/patches/larkmoor", "/find?q=lonely", "/shortlist", "/find?q=zzyzzx&day=sun", "/gallery")
NOT_PICTURED = {"static"}
FILES = (".ics", ".csv", ".xml", ".pdf", ".png", ".jpg")
REPLY = re.compile(r"/reply/[\w-]+")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def init_app(app: Flask) -> None:
    """Give `app` the command `flask pictures`."""
    app.cli.add_command(pictures)


@click.command("pictures")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--every-page", is_flag=True, help="Every page at 390 and 1280 pixels instead, signed out and in.")
@with_appcontext
def pictures(folder: Path, every_page: bool) -> None:
    """Take pictures of the demo town into FOLDER: those of the README, or every page."""
    if not current_app.config["SETTINGS"].demo:
        raise click.ClickException("Pictures are taken of the demo: set HEREABOUTS_DEMO=1, and seed market_town.")
    folder.mkdir(parents=True, exist_ok=True)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with served(app) as home, a_browser() as browser:
        shots = every(app, browser, home) if every_page else for_the_readme(browser, home)
        for name, picture in shots:
            (folder / f"{name}.png").write_bytes(picture)
            click.echo(f"{name}.png, {len(picture) // 1000} KB")


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine, as long as the pictures take."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def a_browser() -> Iterator[Any]:
    """The system's Chromium without a window. Nothing is downloaded."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise click.ClickException("This needs the packages of the tests: python3 start.py install tests") from None
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise click.ClickException("This needs Chromium: install it, or say where it is in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def for_the_readme(browser: Any, home: str) -> Iterator[tuple[str, bytes]]:
    """The pictures of the README, as much as fits a screen."""
    for name, path, link, heading, screen in FOR_THE_README:
        page = browser.new_page(base_url=home, viewport=screen)
        if path.startswith("/panels/"):
            sign_in(page)
        page.goto(path)
        if link:
            page.get_by_role("link", name=link, exact=True).click()
            page.get_by_role("heading", name=heading, level=1).wait_for()
            page.wait_for_load_state("networkidle")
        yield name, in_few_colours(page.screenshot())
        page.close()
    for name, go, screen in ON_BOTH_SIDES:
        page = browser.new_page(base_url=home, viewport=screen)
        go(page)
        page.wait_for_load_state("networkidle")
        yield name, in_few_colours(page.screenshot())
        page.close()


def to_the_desk(page: Any) -> None:
    """To the desk of a link worker, past the second step as the demo lets one pass."""
    sign_in(page, "Shanaz Malik", "**/second-factor/**")
    page.get_by_role("button", name="Go on without").click()
    page.wait_for_url("**/desk")


def to_an_answer(page: Any) -> None:
    """To where an organiser answers, by the link in a mail of the outbox."""
    page.goto("/sign-in")
    sign_in(page)
    page.goto("/outbox")
    mails = page.locator("main article").all_inner_texts()
    asked = next(words for words in mails if "would like to come" in words and "/reply/" in words)
    found = REPLY.search(asked)
    page.goto(found[0] if found else "/")
    page.get_by_role("button", name="See what they need").click()
    page.get_by_role("heading", level=1, name="Could you welcome").wait_for()


def to_a_register(page: Any) -> None:
    """To the register of the shed's last session, on the organiser's phone."""
    sign_in(page, "Alan Birtwistle", "**/hosting")
    page.goto("/registers")
    page.locator("section", has_text="Still open").locator("li", has_text="marked").get_by_role("link").first.click()
    page.get_by_role("heading", level=1, name="Who came").wait_for()
    page.locator("#register").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('register').scrollIntoView()")


def to_the_figures(page: Any) -> None:
    """To what a year came to, for the shed."""
    sign_in(page, "Alan Birtwistle", "**/hosting")
    page.goto("/figures")


def in_few_colours(png: bytes) -> bytes:
    """The picture at a third of the size: a page has few colours, and everybody who clones the code fetches it."""
    kept = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(192).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def every(app: Flask, browser: Any, home: str) -> Iterator[tuple[str, bytes]]:
    """One page of every sort, found by following links; whole pages, on a phone and on a desk."""
    for who in ("stranger", "lead"):
        page = browser.new_page(base_url=home)
        begin = list(BEGIN_AT)
        if who == "lead":
            sign_in(page)
            begin = [urlsplit(page.url).path]
        for sort, path in one_of_each(app, page, begin):
            for screen in (PHONE, DESK):
                page.set_viewport_size(screen)
                page.goto(path)
                yield f"{who}-{sort}-{screen['width']}", page.screenshot(full_page=True)
        page.context.close()


def sign_in(page: Any, name: str = "Bernadette", to: str = "**/desk") -> None:
    """As the lead of the Larkmoor panel, or as somebody else of the demo."""
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.wait_for_url(to)


ON_BOTH_SIDES: tuple[tuple[str, Callable[[Any], None], dict[str, int]], ...] = (
    ("a-desk", to_the_desk, DESK),
    ("an-answer", to_an_answer, PHONE),
    ("a-register", to_a_register, PHONE),
    ("figures", to_the_figures, DESK),
)
"""Both sides of a referral, and what follows: a name, the way there, and a screen."""


def one_of_each(app: Flask, page: Any, begin: list[str]) -> Iterator[tuple[str, str]]:
    """The first address of each sort of page that links lead to, with the name of its sort."""
    seen: dict[str, int] = {}
    waiting = [(path, True) for path in begin]
    while waiting:
        path, anyway = waiting.pop(0)
        sort = sort_of(app, path)
        if sort is None or (sort in seen and not anyway):
            continue
        page.goto(path)
        if sort_of(app, urlsplit(page.url).path) != sort:
            continue  # a closed door leads elsewhere
        seen[sort] = seen.get(sort, 0) + 1
        links = page.eval_on_selector_all("a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
        waiting += [(link, False) for link in links]
        yield sort.replace(".", "-") + (f"-{seen[sort]}" if seen[sort] > 1 else ""), path


def sort_of(app: Flask, path: str) -> str | None:
    """The name of the view that answers there; None for files and for what is not ours."""
    parts = urlsplit(path)
    try:
        sort, _ = app.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        return None
    return None if sort in NOT_PICTURED or parts.path.endswith(FILES) else str(sort)
