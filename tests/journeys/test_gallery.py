"""Every piece in a real browser: wide and narrow, light and dark, read by axe, with nothing off the side."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from config import Settings
from tests.journeys.looking_closely import axe_faults

SMALLEST_TARGET = 44  # CSS pixels
SPACED_OUT = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
PRESSED = ".btn, .link, .chips a, .chips label, .rows label, .choice, summary, .input, nav a"
TOO_SMALL = """([pressed, least]) => [...document.querySelectorAll(pressed)]
  .filter(piece => piece.getBoundingClientRect().height > 0)
  .filter(piece => piece.getBoundingClientRect().height < least)
  .map(piece => piece.outerHTML.slice(0, 90))"""
LOOKS = [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture
def demo(live_server: str, settle: Callable[..., Settings]) -> str:
    settle(demo=True)
    return live_server


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("path", ["/gallery", "/gallery/sheet", "/gallery/errors/404"])
def test_every_piece_passes_axe_and_fits(demo: str, browser: Browser, path: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "404" not in message.text else None)
    page.goto(demo + path)
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_SMALL, [PRESSED, SMALLEST_TARGET]) == []
    assert said == [], "the content policy or a script complained"
    context.close()


@pytest.mark.parametrize("change", [SPACED_OUT, "html { font-size: 225% !important }"], ids=["spaced", "double"])
def test_wider_spacing_and_larger_letters_fit(demo: str, browser: Browser, change: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(demo + "/gallery")
    page.add_style_tag(content=change)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_it_reads_from_the_right_as_well(demo: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(demo + "/gallery")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    leaf = page.locator(".next .tear").first.bounding_box()
    words = page.locator(".next p").first.bounding_box()
    assert leaf
    assert words
    assert leaf["x"] > words["x"]
    context.close()
