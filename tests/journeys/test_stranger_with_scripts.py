"""The same stranger with JavaScript on: pages that answer while you type, and a phone that keeps nothing unasked."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Meet

DAWDLE = "The Tuesday dawdle"
BOX = "What are you looking for?"


def test_results_follow_the_typing_and_the_cursor_stays(meet: Meet) -> None:
    stranger = meet()
    # Given the find page
    stranger.opens("/find").is_on("Find something")
    # When words are typed, letter by letter, with a slip
    stranger.field(BOX).press_sequentially("walkng", delay=15)
    # Then the results change by themselves, the count is read out, and the cursor is where it was
    stranger.hears(re.compile(r"\d+ found")).sees("We looked for walking", DAWDLE)
    expect(stranger.field(BOX)).to_be_focused()
    expect(stranger.page).to_have_url(re.compile(r"/find\?.*q=walkng"))
    expect(stranger.page).to_have_title(re.compile("walkng"))
    # When only free things are wanted
    before = stranger.page.locator("#results h2").first.inner_text()
    stranger.ticks("Free")
    expect(stranger.page.locator("#results h2").first).not_to_have_text(before)
    expect(stranger.page).to_have_url(re.compile(r"cost=free"))
    # Then whoever is given the address sees the same
    friend = meet(scripts=False)
    friend.opens(stranger.address)
    assert friend.headings == stranger.headings
    stranger.has_no_cookie()


def test_back_leads_to_the_search_before(meet: Meet) -> None:
    stranger = meet()
    stranger.opens("/find?q=walking").sees(DAWDLE)
    # Given a step of its own: only what can be done on a Tuesday
    stranger.unfolds("More choices").unfolds("Day and time").ticks("Tuesday")
    expect(stranger.page).to_have_url(re.compile("day=tue"))
    # And a listing opened from there
    stranger.follows(DAWDLE).is_on(DAWDLE)
    # When Back is pressed, it is the search with its tick and its word
    stranger.page.go_back()
    stranger.is_on("Find something").sees(DAWDLE).finds_still("walking", BOX)
    expect(stranger.page.get_by_label("Tuesday", exact=True)).to_be_checked()
    # And once more: the search before, a whole page and not a piece of one
    stranger.page.go_back()
    expect(stranger.page).not_to_have_url(re.compile("day=tue"))
    stranger.sees(DAWDLE).finds_still("walking", BOX)
    expect(stranger.page.get_by_label("Tuesday", exact=True)).not_to_be_checked()
    expect(stranger.page.locator("header.rail")).to_be_visible()


def test_back_leaves_a_search_that_was_only_typed(meet: Meet) -> None:
    stranger = meet()
    stranger.opens("/").follows("Find").is_on("Find something")
    stranger.field(BOX).press_sequentially("dawdle", delay=15)
    expect(stranger.page).to_have_url(re.compile("q=dawdle"))
    # When the box is left, nothing new is noted; Back is the front of the board
    stranger.field(BOX).press("Tab")
    stranger.page.wait_for_timeout(600)
    stranger.page.go_back()
    stranger.is_on("What would you like to do, or find?")


def test_a_list_stays_on_the_phone_only_when_asked(meet: Meet) -> None:
    stranger = meet()
    # Given one thing on a list
    stranger.opens("/find?q=dawdle").follows(f"Keep this : {DAWDLE}").follows("Your list: 1").sees(DAWDLE)
    # Then nothing is kept by itself
    stranger.keeps_nothing_on_this_phone()
    # When somebody asks for it
    stranger.presses("Remember this list on this phone").hears("remembered here")
    assert len(stranger.remembered()) == 1
    # Then it is there in a fresh window
    stranger.opens("/shortlist").follows("Open the list remembered here").sees(DAWDLE)
    # And gone when asked
    stranger.presses("Forget the list remembered here").hears("forgotten here")
    stranger.keeps_nothing_on_this_phone()
    stranger.opens("/shortlist")
    expect(stranger.page.get_by_role("link", name="Open the list remembered here")).to_be_hidden()


def test_a_place_that_is_not_known_is_said_beside_its_box(meet: Meet) -> None:
    stranger = meet()
    stranger.opens("/find?q=walking")
    stranger.types("ZZ4 7PB", "Near")
    stranger.field("Near").press("Tab")
    # Then distances show
    stranger.sees(re.compile(r"\bmiles?\b|\bmetres?\b|\byards?\b|minutes’? walk"))
    stranger.types("Atlantis", "Near")
    stranger.field("Near").press("Tab")
    expect(stranger.page.locator("#near-said")).to_contain_text(re.compile(r"\w"))
    stranger.has_no_cookie()


def test_public_pages_ask_nobody_else_and_leave_nothing(meet: Meet) -> None:
    stranger = meet()
    for address in ("/", "/find", "/patches/larkmoor", "/patches/hollinfold", "/shortlist", "/about", "/accessibility"):
        stranger.opens(address)
    stranger.opens("/patches/larkmoor").follows(re.compile("dawdle"))
    stranger.keeps_nothing_on_this_phone()
