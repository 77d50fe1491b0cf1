"""A reader's own list: in the address and nowhere else."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from blueprints.shortlist import MOST, Shortlist
from models.vocabulary import Cost
from tests.boards import make_listing, make_venue, url_of
from tests.conftest import NOW
from tests.people import make_panel, make_patch


def test_what_is_written_is_read_again_in_its_order() -> None:
    ids = tuple(uuid.uuid4() for _ in range(5))
    assert Shortlist.read(str(Shortlist(ids))).ids == ids


@pytest.mark.parametrize("text", [None, "", ".", "....", "%", "<script>", "A" * 100_000, "\x00.\ud800", "é" * 22])
def test_anything_at_all_can_be_read(text: str | None) -> None:
    assert Shortlist.read(text).ids == ()


def test_the_same_thing_stands_once_and_twelve_are_the_most() -> None:
    ids = [uuid.uuid4() for _ in range(MOST + 2)]
    full = Shortlist.read(".".join(str(Shortlist((each,))) for each in [ids[0], *ids]))
    assert full.ids == tuple(ids[:MOST])
    assert full.too_many == 2
    assert full.is_full
    assert full.put(ids[-1]) is full


def test_things_are_put_on_taken_off_and_moved_up() -> None:
    a, b, c = (uuid.uuid4() for _ in range(3))
    shortlist = Shortlist().put(a).put(b).put(c)
    assert shortlist.move_up(c).ids == (a, c, b)
    assert shortlist.move_up(a).ids == (a, b, c)
    assert shortlist.take_off(b).ids == (a, c)


def test_the_page_says_of_each_what_one_needs_to_go(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    shed = make_listing(
        db_session,
        patch,
        venue=make_venue(db_session, patch),
        greeter="Derek",
        contact_name="Derek",
        contact_phone="0161 496 0142",
        cost=Cost.DONATION,
    )
    choir = make_listing(db_session, patch, "Goitside Singers")
    answer = client.get(f"/shortlist?list={choir.short_id}.{shed.short_id}")
    said = answer.page.text
    assert answer.page.heading == "2 things to try"
    assert said.index("Goitside Singers") < said.index("Lockside Shed")
    for words in (
        "Tuesdays, 10am to 1pm. Next: Tuesday 3 March, 10am.",
        "St Oswin’s hall, 14 Mill Row, Larkmoor, ZZ4 1AB.",
        "You are met by Derek.",
        "0161 496 0142",
        "Donation.",
        "My notes:",
        "Printed on 3 March 2026. Ring before you go",
        "0161 496 0123",
    ):
        assert words in said
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_list_is_changed_by_links(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    one, two = make_listing(db_session, patch, "One"), make_listing(db_session, patch, "Two")
    links = client.get(f"/shortlist?list={one.short_id}.{two.short_id}&large=1").page.links()
    assert links["Take it off: One"] == f"/shortlist?list={two.short_id}&large=1"
    assert links["Move it up: Two"].startswith(f"/shortlist?list={two.short_id}.{one.short_id}&large=1")
    assert links["Look for more"] == f"/find?list={one.short_id}.{two.short_id}"
    assert links["Show it in ordinary letters"] == f"/shortlist?list={one.short_id}.{two.short_id}"
    assert "large-print" in client.get(f"/shortlist?list={one.short_id}&large=1").text


def test_what_is_not_on_the_board_is_left_out_and_said(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    shed = make_listing(db_session, patch)
    draft = make_listing(db_session, patch, "A secret draft", published_at=None)
    asked = f"{shed.short_id}.{draft.short_id}.{Shortlist((uuid.uuid4(),))}.nonsense"
    said = client.get(f"/shortlist?list={asked}").page
    assert said.heading == "Something to try"
    assert "3 things that were on this list are not on the board" in said.text
    assert "A secret draft" not in said.text


def test_what_has_stopped_or_is_paused_says_so(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    stopped = make_listing(db_session, patch, "Old choir", stopped_at=NOW, state_reason="our leader moved")
    paused = make_listing(db_session, patch, "Sewing", paused_at=NOW)
    said = client.get(f"/shortlist?list={stopped.short_id}.{paused.short_id}").page.text
    assert "This has stopped. Our leader moved." in said
    assert "Not on just now." in said


def test_an_empty_list_says_how_to_begin(client: FlaskClient) -> None:
    page = client.get("/shortlist").page
    assert page.heading == "Your list is empty"
    assert page.links()["Look for something to do"] == "/find"
    assert "Remember this list" not in page.text


def test_things_of_two_patches_share_a_list_and_both_panels_are_named(client: FlaskClient, db_session: Session) -> None:
    here = make_listing(db_session, make_patch(db_session), "Here")
    panel = make_panel(db_session, "Hollinfold panel", helpers="Gillian", phone="0161 496 0120")
    there = make_listing(db_session, make_patch(db_session, panel, name="Hollinfold"), "There")
    said = client.get(f"/shortlist?list={here.short_id}.{there.short_id}").page.text
    assert "0161 496 0123" in said
    assert "Gillian: 0161 496 0120" in said


def test_a_listings_page_puts_it_on_and_takes_it_off(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(db_session)
    page = client.get(url_of(listing)).page
    kept_at = page.links()["Keep this on a list"]
    assert kept_at == f"{url_of(listing)}?list={listing.short_id}"
    kept = client.get(kept_at).page
    assert kept.links()["Your list: 1"] == f"/shortlist?list={listing.short_id}"
    assert kept.links()["On your list: take it off"] == url_of(listing)
    full = Shortlist(tuple(uuid.uuid4() for _ in range(MOST)))
    assert "Keep this on a list" not in client.get(f"{url_of(listing)}?list={full}").text


def test_junk_in_one_readers_address_never_reaches_another(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(db_session)
    client.get(f"{url_of(listing)}?utm=someone&list=")
    assert "utm" not in client.get(url_of(listing)).text
