"""Every page, on a small phone, a phone and a desk, light and dark, spaced out and twice as large."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from tests.journeys.browsing import Person
from tests.journeys.conftest import PHONE, AddressOf, Meet, person_at, session_cookie
from tests.journeys.every_page import (
    FOR_A_LEAD,
    FOR_A_LINK_WORKER,
    FOR_ALL,
    FOR_AN_ORGANISER,
    NOT_PAGES,
    WITH_A_BROWSER_SESSION,
    addresses,
)
from tests.journeys.looking_closely import (
    COLOURS,
    SPACED_OUT,
    TWICE_AS_LARGE,
    axe_faults,
    cut_words,
    dressed_as,
    sideways,
    small_targets,
    unfold,
    unseen_focus,
    wrong_order,
)
from tests.journeys.test_spreadsheet import upload

BERNADETTE = "bernadette@example.org"
PRIYA = "priya@example.org"
ALAN = "alan@example.org"


Sit = Callable[..., Person]


@pytest.fixture(scope="module")
def windows(browser: Browser, base_url: str) -> Iterator[dict[str, Person]]:
    """A window for each of them, kept from page to page: to open one takes as long as to look."""
    opened: dict[str, Person] = {}
    yield opened
    for person in opened.values():
        person.context.close()


@pytest.fixture
def sit_down(app: Flask, browser: Browser, base_url: str, windows: dict[str, Person]) -> Iterator[Sit]:
    """sit_down(PRIYA) gives Priya, signed in, before an empty window; sit_down() a stranger. Then as `meet`."""
    there: list[Person] = []

    def come(email: str = "") -> Person:
        if email not in windows:
            windows[email] = person_at(browser, base_url)
        person = windows[email]
        there.append(person)
        if email:
            person.context.add_cookies([session_cookie(app, email, base_url, proved=True)])
        return person

    yield come
    for person in there:
        faults = person.faults().copy()
        forget(person)
        assert not faults, "\n".join(faults)


def forget(person: Person) -> None:
    """Leave the window as if it were new."""
    person.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    person.context.clear_cookies()
    person.page.goto("about:blank")
    person.faults().clear()


@pytest.mark.parametrize("name", FOR_ALL)
def test_public_page(sit_down: Sit, address_of: AddressOf, name: str) -> None:
    stranger = sit_down()
    stranger.opens(address_of(FOR_ALL[name]))
    assert not (faults := list(look_closely(stranger.page))), "\n".join(faults)
    if name not in WITH_A_BROWSER_SESSION:
        stranger.keeps_nothing_on_this_phone()


@pytest.mark.parametrize("name", FOR_A_LEAD)
def test_staff_page(sit_down: Sit, address_of: AddressOf, name: str) -> None:
    bernadette = sit_down(BERNADETTE)
    if "spreadsheet" in name:
        upload(bernadette)
    bernadette.opens(address_of(FOR_A_LEAD[name]))
    assert not (faults := list(look_closely(bernadette.page))), "\n".join(faults)


@pytest.mark.parametrize("name", FOR_A_LINK_WORKER)
def test_page_of_a_team(sit_down: Sit, address_of: AddressOf, name: str) -> None:
    priya = sit_down(PRIYA)
    priya.opens(address_of(FOR_A_LINK_WORKER[name]))
    assert not (faults := list(look_closely(priya.page))), "\n".join(faults)


@pytest.mark.parametrize("name", FOR_AN_ORGANISER)
def test_page_of_an_organiser(sit_down: Sit, address_of: AddressOf, name: str) -> None:
    alan = sit_down(ALAN)
    alan.opens(address_of(FOR_AN_ORGANISER[name]))
    assert not (faults := list(look_closely(alan.page))), "\n".join(faults)


def test_no_page_is_left_out(app: Flask, desk: Session, meet: Meet) -> None:
    upload(meet(email=BERNADETTE))
    adapter = app.url_map.bind("localhost")
    walked = {adapter.match(address.split("?")[0])[0] for address in addresses(desk) if address != "/nowhere"}
    answering = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert answering - walked - set(NOT_PAGES) == set(), "add these to tests/journeys/every_page.py"


def look_closely(page: Page) -> Iterator[str]:
    """Everything that is wrong with it, and on which screen."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    unfold(page)
    yield from on("320", [*sideways(page), *cut_words(page), *small_targets(page), *wrong_order(page)])
    yield from on("320, spaced out", dressed_as(page, SPACED_OUT, fits))
    yield from on("320", unseen_focus(page))
    page.set_viewport_size({"width": 390, "height": 844})
    yield from on("390", [*sideways(page), *axe_faults(page)])
    page.emulate_media(color_scheme="dark")
    yield from on("390, dark", axe_faults(page, *COLOURS))
    page.emulate_media(color_scheme="light", forced_colors="active")
    yield from on("390, forced colours", [*sideways(page), *unseen_focus(page)])
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 900})
    yield from on("1280", [*sideways(page), *axe_faults(page)])
    yield from on("1280, twice as large", dressed_as(page, TWICE_AS_LARGE, fits))


def fits(page: Page) -> list[str]:
    return [*sideways(page), *cut_words(page)]


def on(screen: str, faults: Iterable[str]) -> list[str]:
    return [f"{screen}: {fault}" for fault in faults]
