"""A stranger with a small old phone, JavaScript switched off, finds company, keeps it, prints it and puts it right."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.paper import print_page

DAWDLE = "The Tuesday dawdle"
TABLE = "The chatty table at the Blue Kettle"


@pytest.mark.parametrize("typed", ["lonely", "lonley"])
def test_somebody_lonely_finds_company_however_it_is_spelt(meet: Meet, typed: str) -> None:
    stranger = meet(scripts=False)
    # Given the front of the board
    stranger.opens("/").is_on("What would you like to do, or find?")
    # When somebody says how it is
    stranger.types(typed, "What are you looking for?").presses("Look")
    # Then there is company, with its day and its place, and the address can be handed on
    stranger.is_on("Find something").sees("best match first", DAWDLE, TABLE)
    assert f"q={typed}" in stranger.address
    # And the page of one answers: when, where, who greets me, who to ask, what it costs
    stranger.follows(DAWDLE).is_on(DAWDLE)
    stranger.sees("Today, Tuesday 3 March, 10.30am", "Where", "If it is your first time", "Who to ask", "Cost", "Free")
    stranger.sees("Checked", "Something wrong with this?")
    stranger.has_no_cookie()


def test_a_list_is_kept_in_the_address_and_printed_as_one_sheet(meet: Meet) -> None:
    stranger = meet(scripts=False)
    # Given two things that look right
    stranger.opens("/find?q=lonely")
    stranger.follows(f"Keep this : {DAWDLE}").sees("Your list: 1")
    stranger.follows(f"Keep this : {TABLE}").sees("Your list: 2")
    # When the list is opened
    stranger.follows("Your list: 2").is_on("2 things to try")
    # Then both are on it, on one printed page with both names, and nothing stays on the phone
    stranger.sees(DAWDLE, TABLE)
    sheet = print_page(stranger.page)
    assert sheet.pages == 1
    assert DAWDLE in sheet.words
    assert TABLE in sheet.words
    stranger.has_no_cookie()
    # And taking one off leaves the other
    stranger.follows(f"Take it off : {TABLE}").sees(DAWDLE).does_not_see(TABLE)


def test_a_listing_prints_as_a_leaflet(meet: Meet) -> None:
    stranger = meet(scripts=False)
    stranger.opens("/find?q=dawdle").follows(DAWDLE).is_on(DAWDLE)
    # When it is printed
    leaflet = print_page(stranger.page)
    # Then it is one finished sheet: what, when, where, who, and none of the screen's buttons
    assert leaflet.pages == 1
    for said in (DAWDLE, "10.30am", "ticket machine", "First time?", "Is it still on?", "0161 496 0110"):
        assert said in leaflet.words
    for only_on_screen in ("Keep this on a list", "Panel members sign in", "Talk to somebody"):
        assert only_on_screen not in leaflet.words


def test_something_wrong_reaches_the_panels_desk(meet: Meet, pass_time: Callable[..., Any]) -> None:
    stranger = meet(scripts=False)
    # Given a listing with a mistake on it
    stranger.opens("/find?q=dawdle").follows(DAWDLE).follows("Something wrong with this?")
    stranger.is_on("Something wrong with this?")
    pass_time(seconds=40)
    # When the form is sent half empty
    stranger.types("It starts at eleven now.", "What should we know?").presses("Send to the panel")
    # Then it says what is missing and keeps what was typed
    stranger.is_told_to_mend("Choose").finds_still("It starts at eleven now.", "What should we know?")
    # When it is put right
    stranger.ticks("Something is out of date or wrong").presses("Send to the panel")
    stranger.is_on("Thank you: the panel has it").has_no_cookie()
    # Then it lies on the panel's desk
    bernadette = meet(email="bernadette@example.org", scripts=False)
    bernadette.opens("/panels/larkmoor/desk").sees("It starts at eleven now.", DAWDLE)


def test_nothing_found_is_not_the_end(meet: Meet) -> None:
    stranger = meet(scripts=False)
    stranger.opens("/find?q=walking&day=sun&cost=free&access=loop&kind=help")
    # Then there is a way on, and somebody to ring
    stranger.sees("0161 496 0110").has_no_cookie()
    assert stranger.page.locator("main a[href^='/find']").count() > 0
