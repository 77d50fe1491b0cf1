"""Beside the person: from what they need to a list that is compared, printed, sent and referred from."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import Person
from tests.journeys.conftest import DESK, PHONE, Meet, link_in
from tests.journeys.looking_closely import sideways
from tests.journeys.paper import print_page

SHANAZ = "shanaz@example.org"
A4_ON_ITS_SIDE = (842, 595)


def of(button: str, name: str) -> re.Pattern[str]:
    """The button with these words for this one: its name is only for those who hear the page."""
    return re.compile(rf"^\s*{button}\s*: {re.escape(name)}$")


def begin(meet: Meet, *, scripts: bool = True, screen: dict[str, int] | None = None) -> Person:
    """Given a link worker who has begun a list for somebody after company, or nature, who cannot do steps."""
    shanaz = meet(SHANAZ, scripts=scripts, screen=screen or DESK, proved=True)
    shanaz.opens("/teams/larkmoor-link-workers/lists").is_on("Lists")
    shanaz.follows("Begin a list").is_on("Begin a list")
    shanaz.types("Jean Smith", into="What will you call it?").ticks("Company", "Nature and growing")
    shanaz.unfolds("Getting in").ticks("Step-free entrance")
    # When she types a name, then she is asked about it, and nothing is lost
    shanaz.presses("Begin the list").sees("“Jean Smith” looks like a name.")
    shanaz.types("Tuesday, likes gardens", into="What will you call it?").presses("Begin the list")
    return shanaz.is_on("Tuesday, likes gardens").sees("It must have: Step-free entrance.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_from_needs_to_a_referral(meet: Meet, scripts: bool, screen: dict[str, int]) -> None:
    shanaz = begin(meet, scripts=scripts, screen=screen)
    names = shanaz.headings[:3]
    # When she puts three things on the list
    for number, name in enumerate(names, 1):
        shanaz.presses(of("Put on the list", name))
        expect(shanaz.page.locator("#the-list-title")).to_have_text(f"On the list: {number}")
    # And changes their order, and takes one off, and thinks again
    shanaz.presses(of("Move it up", names[2]))
    expect(shanaz.page.locator("#the-list li strong").nth(1)).to_have_text(names[2])
    shanaz.presses(of("Take it off", names[2])).sees("It is off the list.")
    shanaz.presses("Undo")
    expect(shanaz.page.locator("#the-list li strong")).to_have_text([names[0], names[2], names[1]])
    # Then she compares them
    shanaz.presses("Compare").is_on("Compare").sees("Next date", "How far", "Who greets you", *names)
    assert not sideways(shanaz.page)
    # And refers to two of them in one go
    shanaz.follows("Back to the list").ticks(names[0], names[1])
    shanaz.presses("Refer to these").is_on("Ask a group to welcome somebody")
    for name in names[:2]:
        expect(shanaz.page.get_by_label(name, exact=True)).to_be_checked()


def test_with_scripts_nothing_jumps_and_ticks_stay(meet: Meet) -> None:
    shanaz = begin(meet)
    names = shanaz.headings[:2]
    shanaz.presses(of("Put on the list", names[0]))
    shanaz.ticks(names[0])
    # When she puts another on the list
    button = shanaz.page.get_by_role("button", name=of("Put on the list", names[1]))
    place = button.evaluate("button => button.id")
    button.click()
    shanaz.hears("It is on the list.")
    # Then the cursor is where it was, the tick stays, and she goes on searching without losing it
    expect(shanaz.page.locator(f"[id='{place}']")).to_be_focused()
    expect(shanaz.page.get_by_label(names[0], exact=True)).to_be_checked()
    shanaz.field("Other words, if you like").press_sequentially("zzyzzx")
    shanaz.hears("Nothing found")
    shanaz.sees("Nothing on the board is quite that")
    expect(shanaz.page.get_by_label(names[0], exact=True)).to_be_checked()
    assert parse_qs(urlsplit(shanaz.page.url).query)["q"] == ["zzyzzx"]
    # And the whole postcode of the person never stands in the address
    shanaz.types("", into="Other words, if you like").types("ZZ4 7PB", into="Near").presses("Show these")
    expect(shanaz.page).to_have_url(re.compile(r"near=ZZ4\+7&"))
    assert "7PB" not in shanaz.page.url


def test_six_side_by_side_fit_one_sheet_of_paper(meet: Meet) -> None:
    shanaz = begin(meet)
    for number in range(1, 8):
        shanaz.page.get_by_role("button", name=re.compile("Put on the list")).first.click()
        expect(shanaz.page.locator("#the-list-title")).to_have_text(f"On the list: {number}")
    shanaz.presses("Compare").sees("Six fit side by side, so here are the first six.")
    with pypdfium2.PdfDocument(print_page(shanaz.page).contents) as paper:
        assert [tuple(map(round, page.get_size())) for page in paper] == [A4_ON_ITS_SIDE]
        said = paper[0].get_textpage().get_text_range()
    assert "Next date" in said
    assert "Refer" not in said
    assert "Larkmoor link workers" not in said


def test_the_list_reaches_the_person_and_says_nothing_on_the_way(meet: Meet, post: Callable[[], str]) -> None:
    shanaz = begin(meet)
    name = shanaz.headings[0]
    shanaz.presses(of("Put on the list", name)).hears("It is on the list.")
    shanaz.follows("Send it by email").is_on("Send the list by email").sees("Others at home may read their mail.")
    shanaz.types("jean@example.org", into="Their email address").presses("Send the list")
    shanaz.is_on("The list is on its way").does_not_see("jean@example.org")
    mail = post()
    assert name not in mail
    jean = meet()
    jean.opens(link_in(mail)).is_on("Something to try").sees(name).has_no_cookie()
    shanaz.page.reload()
    shanaz.sees("Sent. You sent it on")
