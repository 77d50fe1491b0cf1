"""Templates: whole, plain, in our own look, and free of anything that the strict content policy would stop."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html"))
NAMES = [path.relative_to(TEMPLATES).as_posix() for path in PAGES]
WITHOUT_A_LAYOUT = ("base.html", "components/", "layouts/")
LONGEST = 120
"""Lines. About 80 is the aim; a form of many parts may take more, a page of two jobs may not."""
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASS = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', re.DOTALL)

page = pytest.mark.parametrize("name", NAMES)


def read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


@page
def test_it_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@page
def test_it_has_no_inline_style_or_script(name: str) -> None:
    text = without_comments(read(name))
    markup = JINJA.sub("", text)
    assert not re.search(r"<style\b|\sstyle=", markup), "put it in static/css"
    assert not re.search(r"\son[a-z]+=[\"']", markup), "put it in static/js"
    assert "javascript:" not in text
    assert not re.search(r"\shx-on[:-]|hx-vals=[\"']js:|hx-vars=", text), "htmx may evaluate nothing"
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/ld+json"' in script, f"{script}: put it in static/js"


@page
def test_it_loads_nothing_from_another_host(name: str) -> None:
    text = without_comments(read(name))
    for tag in re.findall(r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*>", text):
        assert not re.search(r"(?:src|href|data)=[\"'](?:https?:)?//", tag), tag


@page
def test_what_people_typed_shows_as_text(name: str) -> None:
    text = without_comments(read(name))
    assert "autoescape false" not in text
    assert not re.search(r"\|\s*safe\b", text), "build markup in Python with Markup and escape, where it can be tested"


@page
def test_every_whole_page_stands_on_a_layout(name: str) -> None:
    is_partial = name.rpartition("/")[2].startswith("_")
    if is_partial or name.startswith(WITHOUT_A_LAYOUT):
        return
    assert "<html" not in read(name)
    while not name.startswith(WITHOUT_A_LAYOUT):
        extends = re.search(r'\{%-?\s*extends\s+"([^"]+)"', read(name))
        assert extends, f"{name}: extend one of templates/layouts/"
        name = extends[1]


@page
def test_it_is_short(name: str) -> None:
    assert len(read(name).splitlines()) <= LONGEST, "two jobs: move one into a partial or a component"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("components/")])
def test_a_component_says_what_it_is_for(name: str) -> None:
    assert read(name).startswith("{#"), "begin with a comment: the macros, what they take, when to use them"
    for macro in re.findall(r"\{% macro ([a-z]\w*)\(", read(name)):
        comments = " ".join(re.findall(r"\{#.*?#\}", read(name), re.DOTALL))
        if macro not in ("leaf", "rows"):  # parts of the macros beside them
            assert f"{macro}(" in comments, f"the comment does not name {macro}()"


@page
def test_it_names_only_classes_that_the_style_sheets_have(name: str) -> None:
    unknown = set(classes_used(without_comments(read(name)))) - classes_styled()
    assert not unknown, f"{sorted(unknown)}: look in /gallery for a piece that does this, or add it to static/css"


def test_the_style_sheets_hold_nothing_that_no_template_uses() -> None:
    said = " ".join(
        path.read_text(encoding="utf-8") for folder in ("templates", "blueprints", "static/js", "models")
        for path in (ROOT / folder).rglob("*.*") if path.suffix in (".html", ".py", ".js")
    )  # fmt: skip
    words = set(re.findall(r"[a-z][\w-]*", said))
    assert not classes_styled() - words - {"htmx-request", "htmx-added"}


def classes_used(text: str) -> Iterator[str]:
    """The class names written out in class attributes; those chosen by Jinja are not looked at."""
    for value in CLASS.findall(text):
        yield from (word for word in JINJA.sub("\0", value).split() if "\0" not in word)


def classes_styled() -> set[str]:
    styles = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "static/css").glob("*.css"))
    styles = re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", styles)
    return {found for selector in selectors for found in re.findall(r"\.([a-z][\w-]*)", selector)}
