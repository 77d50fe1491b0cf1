"""What comes out of the printer is finished: leaflets on one side, a week on two, lists with somebody to ring."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from tests.journeys.conftest import DESK, AddressOf, Meet
from tests.journeys.every_page import listing, shortlist
from tests.journeys.paper import print_page

WORDIEST = 10


def test_the_longest_leaflets_fit_one_side(meet: Meet, desk: Session) -> None:
    stranger = meet(screen=DESK, scripts=False)
    for name, address in wordiest(desk):
        sheet = print_page(stranger.opens(address).page)
        assert sheet.pages == 1, f"{name} takes {sheet.pages} sides"
        assert name in sheet.words
        assert "Is it still on?" in sheet.words


def test_a_leaflet_of_something_with_no_times_or_stopped_says_so(meet: Meet, address_of: AddressOf) -> None:
    stranger = meet(screen=DESK, scripts=False)
    bench = print_page(stranger.opens(address_of(listing("The green bench in Pickersgill Park"))).page)
    assert bench.pages == 1
    stopped = print_page(stranger.opens(address_of(listing("Advice drop-in, 4 The Parade"))).page)
    assert "This has stopped" in stopped.words


def test_a_week_prints_on_two_sides(meet: Meet) -> None:
    stranger = meet(screen=DESK, scripts=False)
    sheet = print_page(stranger.opens("/patches/larkmoor").page)
    assert sheet.pages <= 2
    for said in ("Tuesday 3 March", "The Tuesday dawdle", "Rather talk to somebody?", "0161 496 0110"):
        assert said in sheet.words
    assert "Look for something" not in sheet.words


def test_a_list_in_large_letters_is_larger(meet: Meet, address_of: AddressOf) -> None:
    stranger = meet(screen=DESK, scripts=False)
    stranger.opens(address_of(shortlist("The Tuesday dawdle", "Goitside Singers")))
    usual = print_page(stranger.page)
    stranger.follows("Show it in large letters")
    large = print_page(stranger.page)
    assert usual.pages < large.pages
    assert "Ring before you go" in usual.words
    assert "Ring before you go" in large.words


def wordiest(session: Session) -> Iterator[tuple[str, str]]:
    """Those with most to say, and their addresses."""
    rows = session.scalars(select(Listing).where(Listing.published_at.is_not(None), Listing.stopped_at.is_(None))).all()
    found = sorted(rows, key=lambda row: -sum(len(value) for value in vars(row).values() if isinstance(value, str)))
    told = [(row.name, f"/listings/{row.id}/{row.slug}") for row in found[:WORDIEST]]
    session.rollback()
    yield from told
