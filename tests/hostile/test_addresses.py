"""Whatever stands in an address, the answer is a page: never a 500, never anything but text, never another site."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser

from config import ROOT
from tests.hostile.asking import Trouble, ask
from tests.hostile.reading import Noted, Place, noting, places
from tests.hostile.town import Town, Visit, routes
from tests.hostile.values import IN_ADDRESSES, PATHS
from tests.inspecting_client import is_whole_page

PARAMETERS = {
    "find.index": "q day time near within cost access need kind page patch list exact",
    "public.home": "patch list",
    "public.patch": "list",
    "public.listing": "list",
    "public.shortlist": "list large",
    "public.listing_calendar_file": "list",
    "listings.index": "name status page",
    "referrals.new": "listing list_id again team",
    "referrals.index": "state whose page",
    "registers.earlier": "page",
    "registers.show": "q alike",
    "replies.index": "pile page",
    "replies.phone_list": "page",
    "lists.show": "q day time near within cost access need kind page patch exact",
    "lists.compare": "listing near list_id",
    "lists.new": "need enquiry",
    "asking.ask": "for",
    "asking.own_introduction_file": "large",
    "listings.history": "before",
    "listings.pause": "next",
    "listings.stop": "next",
    "panel.words": "q",
    "imports.export": "patch",
    "accounts.sign_in": "next",
    "accounts.second_factor": "next",
    "accounts.second_factor_check": "next",
    "accounts.new_passkey": "next",
    "accounts.new_app": "next",
    "accounts.recovery_codes": "next",
    "posters.type_code": "code",
    "replies.type_arrival": "code",
    "posters.many": "outdated state site listing",
    "posters.languages": "language",
    "public.shortlist_pdf": "list large",
    "posters.index": "name listing site state page",
    "posters.new": "sheet listing patch week site design paper ink large strips line picture language kind need again",
    "posters.preview": "sheet listing design line was name",
    "posters.make": "form",
    "posters.walls": "show",
    "figures.group": "year",
    "figures.listing": "year",
    "figures.panel": "year",
    "figures.team": "year",
    "figures.everything": "year",
    "posters.walk": "wall start near chosen",
    "posters.walk_sheet": "wall start near chosen",
    "posters.type_up_walk": "wall start near chosen all",
}
ANYTHING = {name for names in PARAMETERS.values() for name in names.split()}
READING = re.compile(r'(?:request\.(?:args|values)|\(args)(?:\.get(?:list)?\(|\[|, )"(\w+)"')
NEVER_OURS = ("http-equiv", "srcdoc")
LEADS = ("href", "action", "src", "formaction")
AWAY = ("//evil", "/\\", "javascript:")


def test_every_parameter_that_a_page_reads_is_tried_here() -> None:
    read = {
        name
        for source in (ROOT / "blueprints").rglob("*.py")
        for name in READING.findall(source.read_text(encoding="utf-8"))
    }
    assert len(read) > 10
    assert read <= ANYTHING, f"add to PARAMETERS: {read - ANYTHING}"


@pytest.fixture
def pages(app: Flask, town: Town, visit: Visit) -> list[Place]:
    """Every page, with one to whom it opens, and whether it looks at a parameter when every one of them is there."""
    return places(app, town, visit, "&".join(f"{name}=1" for name in [*sorted(ANYTHING), "unknown"]))


@pytest.mark.parametrize("what", IN_ADDRESSES)
def test_any_value_of_every_parameter_gets_a_page(pages: list[Place], visit: Visit, what: str) -> None:
    value, trouble = IN_ADDRESSES[what], Trouble()
    everything = "&".join(f"{name}={value}" for name in [*sorted(ANYTHING), "unknown"])
    if len(value) > 4_000:
        everything = f"q={value}"
    for page in pages:
        names = PARAMETERS.get(page.endpoint, "").split()
        queries = [everything] if page.reads or names else []
        for query in [*queries, *(f"{name}={value}" for name in names)]:
            _gets_a_page(trouble, visit(page.who), page, query, look=any(odd in value for odd in ("script", "evil")))
    trouble.verdict()


def test_whatever_stands_behind_the_address_of_a_page_that_reads_nothing_is_let_be(
    app: Flask, pages: list[Place], visit: Visit
) -> None:
    """Every value at once: what reads none of them can be told apart by none of them."""
    trouble, query = Trouble(), "&".join(f"q={value}" for value in IN_ADDRESSES.values())
    quiet = [page for page in pages if not page.reads and page.endpoint not in PARAMETERS]
    assert len(quiet) > 60
    for page in quiet:
        with noting(app):
            _gets_a_page(trouble, visit(page.who), page, query, look=True)
            if Noted.looked:
                trouble.say(f"{page.address} reads parameters: put them into PARAMETERS")
    trouble.verdict()


def _gets_a_page(trouble: Trouble, client: FlaskClient, page: Place, query: str, *, look: bool) -> None:
    answer = ask(trouble, client, "GET", page.address, query_string=query)
    if answer is None:
        return
    if 300 <= answer.status_code < 400:
        _stays_here(trouble, query, answer.location)
    elif look and is_whole_page(answer):
        _is_only_text(trouble, f"{page.address}?{query}", answer.text)


@pytest.mark.parametrize(
    "name", ["q[]", "q[0]", "q.$ne", "__proto__", "constructor", "%00", "%FF", "", "&", "=", "q=%"]
)
def test_any_name_of_a_parameter_gets_a_page(app: Flask, town: Town, visit: Visit, name: str) -> None:
    trouble, stranger = Trouble(), visit()
    for rule in routes(app):
        ask(trouble, stranger, "GET", town.address(app, rule), query_string=f"{name}=x&{name}=y")
    trouble.verdict()


def test_doubled_parameters_are_read_once_or_together(pages: list[Place], visit: Visit) -> None:
    trouble = Trouble()
    for page in pages:
        for name in PARAMETERS.get(page.endpoint, "").split():
            for values in (["1", "%00"], ["evil", "//evil.example"], ["x"] * 2_000):
                query = "&".join(f"{name}={value}" for value in values)
                ask(trouble, visit(page.who), "GET", page.address, query_string=query)
    trouble.verdict()


@pytest.mark.parametrize("what", PATHS)
def test_any_part_of_a_path_gets_a_page(app: Flask, town: Town, visit: Visit, what: str) -> None:
    """Each part of each address in turn is replaced by something hostile, as a GET and as a POST."""
    trouble, lead = Trouble(), visit("bernadette")
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            known = town.address(app, rule)
            for place in _with_each_part_replaced(rule.rule, known, PATHS[what]):
                ask(trouble, lead, method, place)
    trouble.verdict()


def _with_each_part_replaced(rule: str, known: str, value: str) -> list[str]:
    pieces, real = rule.split("/"), known.split("/")
    return [
        "/".join([*real[:n], re.sub(r"<[^>]+>", lambda _: value, piece), *real[n + 1 :]])
        for n, piece in enumerate(pieces)
        if "<" in piece and n < len(real)
    ]


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.git", "/.env", "/instance", "/instance/hereabouts.db", "/instance/secret_key", "/config.py",
     "/app.py", "/static", "/static/", "/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py",
     "/static/css/", "/static//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/templates/base.html", "/server-status",
     "/console", "/debug", "/metrics", "/wp-login.php", "/pyproject.toml", "/requirements.txt", "/.well-known/x",
     "/favicon.ico/x", "/healthz/x", "//evil.example", "//evil.example/%2f..", "/find/", "/patches/", "/listings/"],
)  # fmt: skip
def test_nothing_of_the_server_is_for_show(visit: Visit, path: str) -> None:
    answer = visit().get(path)
    assert answer.status_code in (404, 200, 308, 400) if path in ("/find/",) else answer.status_code in (400, 404), path
    assert b"SECRET" not in answer.data
    assert "evil" not in answer.headers.get("Location", "")


def _stays_here(trouble: Trouble, query: str, location: str | None) -> None:
    if location is None or not location.startswith("/") or location.startswith(("//", "/\\")) or "\n" in location:
        trouble.say(f"?{query[:200]} leads to {location}")


def _is_only_text(trouble: Trouble, place: str, html: str) -> None:
    """No element or attribute of the page was made by what stands in the address."""
    for element in HTMLParser(namespaceHTMLElements=False).parse(html).iter():
        if element.tag == "script" and "alert" in (element.text or ""):
            trouble.say(f"{place[:200]} makes a script")
        for name, value in element.attrib.items():
            if str(name).startswith("on") or name in NEVER_OURS:
                trouble.say(f"{place[:200]} makes {name} on <{element.tag}>")
            if name in LEADS and value.strip().startswith(AWAY):
                trouble.say(f"{place[:200]} makes {name}={value[:60]} on <{element.tag}>")
