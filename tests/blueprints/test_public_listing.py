"""The page of a listing: is it on, where, what happens when I walk in, who do I ask for."""

import json
import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.changes import Change
from models.group import AddressShown
from models.patterns import Pattern
from models.vocabulary import ContactShown, Cost, HowChecked, JustWatch, Kind
from tests.boards import THURSDAY, TUESDAYS, make_group, make_listing, make_venue, url_of
from tests.conftest import NOW
from tests.people import make_panel, make_patch

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\u202edetrever ylneddus",
    "🪑🧵 <b>bold</b> & 'quoted' \"twice\"",
    "{{ 7 * 7 }} {% raw %}",
    "word " * 18,
]


def test_it_tells_everything_in_the_order_people_ask_it(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    listing = make_listing(
        db_session,
        patch,
        venue=make_venue(db_session, patch),
        group=make_group(db_session, patch),
        way_in="Round the back, blue door.",
        getting_there="Bus 41 to Mill Row",
        greeter="Derek or Yusuf, in brown aprons",
        first_ten_minutes="A brew and a look round.",
        just_watch=JustWatch.YES,
        contact_name="Derek",
        contact_phone="0161 496 0142",
        cost=Cost.UP_TO_3,
        cost_note="£2 in the tin, tea included",
        access=["step-free", "toilet", "women"],
        minimum_age=18,
        checked_at=NOW - timedelta(weeks=3),
        checked_how=HowChecked.VISITED,
    )
    page = client.get(url_of(listing))
    assert page.status_code == 200
    said = page.page.text
    parts = [
        "Something to do",
        "Lockside Shed",
        "Today, Tuesday 3 March, 10am",
        "St Oswin’s hall, 14 Mill Row, Larkmoor, ZZ4 1AB",
        "Round the back, blue door.",
        "Bus 41 to Mill Row.",
        "If it is your first time",
        "Derek or Yusuf, in brown aprons.",
        "Ask for Derek",
        "Ring 0161 496 0142",
        "£2 in the tin, tea included.",
        "Step-free entrance. Accessible toilet.",
        "Women only. Ages 18 and over.",
        "Checked 3 weeks ago by the panel, who visited",
        "Kept by Lockside Shed",
        "Something wrong with this?",
    ]
    missing = [words for words in parts if words not in said]
    assert not missing, said
    places = [said.index(words, said.index("Can I trust this?") if "Checked" in words else 0) for words in parts]
    assert places == sorted(places), [words for words, place in zip(parts, places, strict=True)]


def test_no_cookie_is_set_and_no_session_is_looked_at(client: FlaskClient, db_session: Session) -> None:
    answer = client.get(url_of(make_listing(db_session)))
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_it_is_kept_by_browsers_but_asked_about_each_time(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(db_session)
    first = client.get(url_of(listing))
    assert first.headers["Cache-Control"] == "no-cache"
    etag = first.headers["ETag"]
    again = client.get(url_of(listing), headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.get_data() == b""
    listing.name, listing.revision = "Lockside Shed and Garden", 2
    db_session.commit()
    changed = client.get(url_of(listing), headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.page.heading == "Lockside Shed and Garden"


def test_a_changed_panel_venue_or_check_shows_at_once(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    venue = make_venue(db_session, patch)
    listing = make_listing(db_session, patch, venue=venue)
    client.get(url_of(listing))
    venue.street = "15 Mill Row"
    patch.panel.phone = "0161 496 0999"
    listing.checked_at, listing.checked_how = NOW, HowChecked.PHONED
    db_session.commit()
    said = client.get(url_of(listing)).page.text
    assert "15 Mill Row" in said
    assert "0161 496 0999" in said
    assert "Checked today by the panel, who phoned" in said


def test_an_old_or_shortened_address_leads_to_the_page(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(db_session)
    for path in (f"/listings/{listing.id}", f"/listings/{listing.id}/an-older-name?list=x"):
        answer = client.get(path)
        assert answer.status_code == 301
        assert answer.headers["Location"].startswith(url_of(listing))
    assert client.get(f"/listings/{listing.id}/older?list=x").headers["Location"].endswith("?list=x")


@pytest.mark.parametrize("name", ["Edit", "History", "???", "日本語"])
def test_any_name_makes_an_address_of_its_own(client: FlaskClient, db_session: Session, name: str) -> None:
    listing = make_listing(db_session, name=name)
    assert client.get(url_of(listing)).page.heading == name


def test_a_draft_or_an_unknown_id_is_not_there(client: FlaskClient, db_session: Session) -> None:
    draft = make_listing(db_session, published_at=None)
    assert client.get(url_of(draft)).status_code == 404
    assert client.get(f"/listings/{draft.id}/calendar.ics").status_code == 404
    assert client.get(f"/listings/{draft.id}/suggestions/new").status_code == 404
    assert client.get(f"/listings/{uuid.uuid4()}/x").status_code == 404
    for nonsense in ("/listings/1/x", "/listings/%00/x", "/listings/../x", f"/listings/{'9' * 5000}/x"):
        assert client.get(nonsense).status_code == 404


def test_paused_says_until_when_and_why_on_top(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(
        db_session, paused_at=NOW, paused_until=date(2026, 4, 14), state_reason="the roof is being mended"
    )
    said = client.get(url_of(listing)).page.text
    assert "Not on just now. The roof is being mended. It is back on Tuesday 14 April." in said
    assert said.index("Not on just now.") < said.index("Something to do")
    assert "Tuesday 14 April, 10am" in said
    assert "Today" not in said
    no_end = make_listing(db_session, paused_at=NOW)
    said = client.get(url_of(no_end)).page.text
    assert "Not on just now. We do not know yet until when." in said


def test_stopped_says_so_and_offers_what_is_like_it(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    stopped = make_listing(
        db_session, patch, name="Old choir", needs=["music"], stopped_at=NOW, state_reason="Our leader has moved away"
    )
    make_listing(db_session, patch, name="Goitside Singers", needs=["music", "company"], kind=Kind.GROUP)
    answer = client.get(url_of(stopped))
    assert answer.status_code == 200
    said = answer.page.text
    assert "This has stopped. Our leader has moved away." in said
    assert "Goitside Singers" in said
    assert said.index("This has stopped.") < said.index("Goitside Singers")
    assert "Tuesdays" not in said.split("Near, or something like it")[0]
    assert 'content="noindex"' in answer.text
    assert "application/ld+json" not in answer.text


def test_a_called_off_date_is_struck_out_with_its_reason_and_a_moved_one_says_where_to(
    client: FlaskClient, db_session: Session
) -> None:
    listing = make_listing(
        db_session,
        times=[TUESDAYS, Pattern.weekly(THURSDAY, time(10), time(13))],
        changes=[
            Change.cancelled(date(2026, 3, 10), reason="the chimney is being swept"),
            Change.moved(date(2026, 3, 12), date(2026, 3, 13), reason="polling day"),
        ],
    )
    page = client.get(url_of(listing))
    assert "<s>Tuesday 10 March</s> Not on: the chimney is being swept" in page.text
    assert "<s>Thursday 12 March</s> Not on: moved to Friday 13 March" in page.text
    assert "Friday 13 March, 10am to 1pm</time>: Moved from Thursday 12 March: polling day" in page.text


@pytest.mark.parametrize(
    ("shown", "street", "area", "hidden"),
    [
        (AddressShown.STREET, True, True, ["14", "Rose Cottage", "1AB", "53.42"]),
        (AddressShown.AREA, False, True, ["Mill Row", "Rose Cottage", "14", "1AB", "53.42"]),
    ],
)
def test_a_masked_address_is_masked_everywhere(
    client: FlaskClient, db_session: Session, shown: AddressShown, street: bool, area: bool, hidden: list[str]
) -> None:
    patch = make_patch(db_session)
    venue = make_venue(db_session, patch, name="Rose Cottage", street="Rose Cottage, 14a Mill Row", address_shown=shown)
    times = [Pattern.weekly(1, time(10), time(11, 30))]
    listing = make_listing(db_session, patch, venue=venue, times=times, any_time=False)
    page = client.get(url_of(listing))
    words = page.text.replace(str(listing.id), "")
    calendar = client.get(f"/listings/{listing.id}/calendar.ics").text.replace(str(listing.id), "")
    board = client.get(f"/patches/{patch.slug}").text.replace(str(listing.id), "")
    qr_left_out = words.split('<svg class="qr"')[0]
    for text in (qr_left_out, board):
        assert ("Mill Row" in text) is street
        assert ("Larkmoor, ZZ4" in text) is area
        assert not [part for part in hidden if part in text and part != "14"]
        assert "14a" not in text
    assert not [part for part in hidden if part in calendar and part not in ("14", "53.42")]
    assert "exact place is given when you ask" in page.page.text


@pytest.mark.parametrize(
    ("shown", "seen", "unseen"),
    [
        (ContactShown.PUBLIC, ["Derek", "0161 496 0142", "derek@example.org"], []),
        (ContactShown.PANEL, ["they pass you on", "0161 496 0123"], ["0142", "derek@"]),
        (ContactShown.PRIVATE, ["Not sure about going alone?"], ["0142", "derek@", "Ask for Derek"]),
    ],
)
def test_the_contact_is_public_passed_on_or_private(
    client: FlaskClient, db_session: Session, shown: ContactShown, seen: list[str], unseen: list[str]
) -> None:
    listing = make_listing(
        db_session,
        contact_name="Derek",
        contact_phone="0161 496 0142",
        contact_email="derek@example.org",
        contact_shown=shown,
        panel_note="Derek is poorly",
    )
    page = client.get(url_of(listing))
    for words in seen:
        assert words in page.page.text
    everything = page.text + client.get(f"/listings/{listing.id}/calendar.ics").text
    everything += client.get(f"/shortlist?list={listing.short_id}").text
    for words in [*unseen, "poorly"]:
        assert words not in everything


@pytest.mark.parametrize("words", HOSTILE)
def test_any_text_shows_as_text(client: FlaskClient, db_session: Session, words: str) -> None:
    patch = make_patch(db_session)
    listing = make_listing(
        db_session,
        patch,
        name=words.strip()[:100],
        venue=make_venue(db_session, patch, name=words[:100]),
        group=make_group(db_session, patch, words[:100]),
        changes=[Change.cancelled(date(2026, 3, 10), reason=words[:100])],
        contact_name=words[:80],
        **dict.fromkeys(("summary", "description", "way_in", "greeter", "bring", "for_whom"), words),
    )
    for path in (
        url_of(listing),
        f"/patches/{patch.slug}",
        f"/?patch={patch.slug}",
        f"/shortlist?list={listing.short_id}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<b>bold" not in answer.text
        assert "49" not in answer.page.heading


def test_ten_thousand_words_are_shown_in_paragraphs(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(db_session, description="Bring a chair.\n\n" * 3_000)
    page = client.get(url_of(listing))
    assert page.text.count('<p dir="auto">Bring a chair.</p>') == 3_000


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://example.org", "data:text/html,x"])
def test_only_web_addresses_become_links(client: FlaskClient, db_session: Session, website: str) -> None:
    page = client.get(url_of(make_listing(db_session, website=website)))
    assert website not in page.text


def structured(page: Any) -> dict[str, Any]:
    block = next(script for script in page.page.all("script") if script.get("type") == "application/ld+json")
    found: dict[str, Any] = json.loads(block.text)
    return found


def test_machines_are_told_of_an_event_with_its_schedule(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    name = "Shed </script><!-- & \u2028 friends"
    listing = make_listing(
        db_session,
        patch,
        name=name,
        venue=make_venue(db_session, patch),
        changes=[Change.cancelled(date(2026, 3, 10), reason="swept")],
    )
    told = structured(client.get(url_of(listing)))
    assert told["@type"] == "Event"
    assert told["name"] == name
    assert told["startDate"] == "2026-03-03T10:00:00+00:00"
    assert told["eventSchedule"][0]["byDay"] == "https://schema.org/Tuesday"
    assert told["eventSchedule"][0]["repeatFrequency"] == "P1W"
    assert told["eventSchedule"][0]["exceptDate"] == ["2026-03-10"]
    assert told["location"]["address"]["postalCode"] == "ZZ4 1AB"
    assert told["isAccessibleForFree"] is True
    assert told["url"] == f"http://localhost{url_of(listing)}"


def test_machines_are_told_of_a_place_that_is_there_any_time(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    bench = make_listing(
        db_session,
        patch,
        "The chatty bench",
        kind=Kind.PLACE,
        times=[],
        any_time=True,
        venue=make_venue(db_session, patch),
    )
    page = client.get(url_of(bench))
    assert structured(page)["@type"] == "Place"
    assert "Any time." in page.page.text
    assert "If it is your first time" not in page.page.text


def test_ending_before_dark_is_said(client: FlaskClient, db_session: Session) -> None:
    early = make_listing(db_session)
    late = make_listing(db_session, times=[Pattern.weekly(1, time(19), time(21))])
    assert "you are home before dark" in client.get(url_of(early)).page.text
    assert "before dark" not in client.get(url_of(late)).page.text


def test_a_meeting_that_has_begun_is_on_now_and_afterwards_it_is_next_week(
    app: Flask, client: FlaskClient, db_session: Session
) -> None:
    listing = make_listing(db_session)
    assert "On now, until 1pm" in client.get(url_of(listing)).page.text
    app.config["NOW"] = NOW + timedelta(hours=3, seconds=1)
    said = client.get(url_of(listing)).page.text
    assert "On now" not in said
    assert "Tuesday 10 March, 10am" in said


def test_a_panel_without_a_phone_is_no_dead_end(client: FlaskClient, db_session: Session) -> None:
    panel = make_panel(db_session, phone="", helpers="", email="")
    listing = make_listing(db_session, make_patch(db_session, panel), contact_shown=ContactShown.PANEL)
    assert client.get(url_of(listing)).status_code == 200
    assert client.get("/").status_code == 200


def test_the_first_view_weighs_little(client: FlaskClient, db_session: Session) -> None:
    listing = make_listing(db_session, description="Somebody is always mending a chair. " * 20)
    answer = client.get(url_of(listing), headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 5_500
