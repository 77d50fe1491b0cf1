"""What can be wrong with how a page looks, measured in the browser and told in words. Empty lists are good news."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LEAST_TARGET = 22
"""CSS pixels. WCAG 2.2 asks for 24 each way, or as much air around: a line of small words has it above and below."""
LEAST_BUTTON = 44
"""What a thumb needs: our own promise for what is pressed, ticked and filled in."""
SPACED_OUT = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
TWICE_AS_LARGE = ":root { font-size: 200% !important }"
LOOKING = (Path(__file__).parent / "looking_closely.js").read_text("utf-8")


def look(page: Page, method: str, *details: Any) -> Any:
    """What a method of looking_closely.js says."""
    return page.evaluate(f"([method, details]) => ({LOOKING})[method](...details)", [method, list(details)])


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that a change of colours alone can break."""


def axe_faults(page: Page, *rules: str) -> list[str]:
    """What axe's rules say (all, or these), with the piece each is about."""
    # Only an experimental rule, which we do not ask, reads the style sheets that axe would fetch first.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    broken = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"axe, {rule['id']}: {spot['html'][:140]}" for rule in broken for spot in rule["nodes"][:3]]


def sideways(page: Page) -> list[str]:
    """Whether the page scrolls to the side, and how far."""
    return list(look(page, "sideways"))


def small_targets(page: Page) -> list[str]:
    """What is too small to hit."""
    return [f"too small to hit, {fault}" for fault in look(page, "tooSmall", LEAST_TARGET, LEAST_BUTTON)]


def cut_words(page: Page) -> list[str]:
    """What loses words at an edge, or stands over the page's side."""
    return list(look(page, "cut"))


def unseen_focus(page: Page) -> list[str]:
    """What takes the focus without showing it."""
    page.keyboard.press("Tab")
    return [f"the focus does not show: {fault}" for fault in look(page, "unseenFocus")]


def wrong_order(page: Page) -> list[str]:
    """How the page reads without its styles: its heading first, and no level of heading left out."""
    return list(look(page, "wrongOrder"))


def unfold(page: Page) -> None:
    """Open every fold, so that what is inside is looked at too."""
    look(page, "unfold")


def dressed_as(page: Page, css: str, find: Callable[[Page], list[str]]) -> list[str]:
    """What is found while this style lies over the page."""
    look(page, "dress", css)
    try:
        return find(page)
    finally:
        look(page, "dress", "")
