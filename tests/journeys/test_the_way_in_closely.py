"""Pages that only a mail or a printed link leads to, and pages after a refusal, looked at as closely as the rest."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import expect

from tests.journeys.conftest import AddressOf, Meet, link_in
from tests.journeys.every_page import DAWDLE, listing
from tests.journeys.test_every_page_closely import look_closely

DOT = "dot@example.org"


def test_the_mail_its_link_and_its_code(meet: Meet, post: Callable[[], str]) -> None:
    dot = meet()
    dot.opens("/sign-in").types("dot", "Your email address").presses("Send me a mail")
    dot.is_told_to_mend("Write it like")
    assert list(look_closely(dot.page)) == []
    dot.types(DOT, "Your email address").presses("Send me a mail")
    assert list(look_closely(dot.page)) == []
    dot.opens(link_in(post())).is_on("Sign in to Hereabouts")
    assert list(look_closely(dot.page)) == []


def test_an_invitation(meet: Meet, post: Callable[[], str]) -> None:
    bernadette = meet(email="bernadette@example.org")
    bernadette.opens("/panels/larkmoor/people").types("sol@example.org", "Their email address")
    bernadette.presses("Send the invitation").sees("sol@example.org")
    assert list(look_closely(bernadette.page)) == []
    sol = meet()
    sol.opens(link_in(post())).sees("Bernadette Quigley")
    assert list(look_closely(sol.page)) == []


def test_the_set_up_page(meet: Meet, app: Flask) -> None:
    ada = meet()
    ada.opens(link_in(app.test_cli_runner().invoke(args=["accounts", "setup-link"]).output)).is_on("Open a panel")
    ada.presses("Open the panel").is_told_to_mend("Write your name.")
    assert list(look_closely(ada.page)) == []


def test_a_listing_full_of_mistakes(meet: Meet) -> None:
    dot = meet(email=DOT)
    dot.opens("/panels/larkmoor/listings/new")
    dot.types("25 o’clock", "Starts").types("ring me", "Phone number people can ring").types("home", "Website or page")
    dot.presses("Save and show it").is_told_to_mend("Say what people call it.", "time")
    # Then the focus is on the list of what to mend, and each of its lines leads to its field
    expect(dot.page.locator(".errors")).to_be_focused()
    first = dot.page.locator(".errors a").first
    target = first.get_attribute("href")
    assert target
    first.click()
    dot.page.wait_for_function("id => document.activeElement.closest(id) !== null || location.hash === id", arg=target)
    expect(dot.page).to_have_title(re.compile("^Error: "))
    assert list(look_closely(dot.page)) == []


def test_a_message_to_the_panel_with_nothing_in_it(meet: Meet, address_of: AddressOf) -> None:
    stranger = meet()
    stranger.opens(address_of(listing(DAWDLE, "suggestions/new"))).presses("Send to the panel").is_told_to_mend(
        "Choose"
    )
    assert list(look_closely(stranger.page)) == []


def test_two_versions_and_a_form_that_was_kept(meet: Meet, address_of: AddressOf) -> None:
    dot, kasia = meet(email=DOT), meet(email="kasia@example.org")
    address = address_of(listing(DAWDLE, "edit"))
    for person in (dot, kasia):
        person.opens(address)
    dot.types("A slow walk.", "In one sentence").presses("Save").sees("is saved")
    kasia.types("A short walk.", "In one sentence").presses("Save").is_on("Somebody else changed this too")
    assert list(look_closely(kasia.page)) == []
    dot.context.clear_cookies(name="hereabouts-form")
    dot.presses("Save").is_on("Please press the button once more")
    assert list(look_closely(dot.page)) == []


def test_the_demo_offers_its_people_and_shows_its_mail(meet: Meet, settle: Callable[..., object]) -> None:
    settle(demo=True)
    visitor = meet()
    visitor.opens("/sign-in").types(DOT, "Your email address").presses("Send me a mail")
    visitor.opens("/outbox").sees("dot@example.org")
    assert list(look_closely(visitor.page)) == []
    visitor.opens("/sign-in").sees("Bernadette Quigley", "Dot Hardcastle")
    assert list(look_closely(visitor.page)) == []
    visitor.presses("Sign in as Dot Hardcastle").is_on("The panel’s desk")
