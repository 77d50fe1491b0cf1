"""What a scanned or typed code leads to, and how a scan is counted without anybody being followed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.posters import scan_counting
from blueprints.posters.contents import Subject, check_after_for, content_for
from models.group import Venue
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patch import Patch
from models.poster import Poster
from models.poster_choice import Choice, Sheet
from models.scan_count import ScanCount
from models.session_time import SessionTime
from models.short_code import ALPHABET
from models.site import Site
from models.vocabulary import Kind, Need, Room
from tests.boards import TUESDAYS, make_listing, make_venue, url_of
from tests.conftest import NOW
from tests.people import make_patch, make_volunteer
from tests.walls import make_poster, make_site

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"}
A_MONTH_AGO = NOW - timedelta(days=29)


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session)


@pytest.fixture
def shed(db_session: Session, patch: Patch) -> Listing:
    venue = make_venue(db_session, patch)
    return make_listing(db_session, patch, venue=venue, contact_name="Brian", contact_phone="0161 496 0142")


@pytest.fixture
def site(db_session: Session, patch: Patch) -> Site:
    return make_site(db_session, patch)


@pytest.fixture
def poster(app: Flask, db_session: Session, shed: Listing, site: Site) -> Poster:
    return printed(db_session, shed, site)


def printed(session: Session, listing: Listing, site: Site | None, choice: Choice | None = None) -> Poster:
    """A poster that says what is true, printed a month ago."""
    choice, subject = choice or Choice(), Subject(listing.panel, listing.patch, listing, site)
    content = content_for(choice, subject, code="7KQ4MX", now=A_MONTH_AGO)
    until = check_after_for(subject, choice, A_MONTH_AGO)
    return make_poster(
        session, listing.patch, listing, site=site, choice=choice, content=content, at=A_MONTH_AGO, check_after=until
    )


def change(session: Session, listing: Listing, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(listing, name, value)
    save(listing, Deed.EDITED, by=None, at=NOW)
    session.commit()


def scans(session: Session) -> dict[date, int]:
    scan_counting.write_waiting()
    session.expire_all()
    return {row.day: row.times for row in session.scalars(select(ScanCount))}


@pytest.fixture(autouse=True)
def _nothing_waits(app: Flask) -> None:
    with app.app_context():
        scan_counting._scans._waiting.clear()


def test_a_true_poster_leads_straight_to_the_page_people_share(
    client: FlaskClient, poster: Poster, shed: Listing
) -> None:
    answer = client.get(f"/p/{poster.code}", headers=PHONE)
    assert (answer.status_code, answer.location) == (303, url_of(shed))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    "typed", ["/p/{0}", "/P/{0}", "/p/{1}", "/p/%20{2}", "/p/{3}.", "/p/{0}/", "/p?code={1}", "/p?code={2}",
              "/P?code={3}", "/p?code=hereabouts.example.org/p/{0}", "/p?code=https://hereabouts.example.org/P/{1}/"]
)  # fmt: skip
def test_a_code_is_known_however_it_is_typed(client: FlaskClient, poster: Poster, shed: Listing, typed: str) -> None:
    code = poster.code
    ways = (code, code.lower(), f"{code[:3]}%20{code[3:]}", f"{code[:3].lower()}-{code[3:]}")
    answer = client.get(typed.format(*ways), headers=PHONE)
    assert (answer.status_code, answer.location) == (303, url_of(shed))


def test_each_scan_adds_one_to_the_day_of_its_poster_and_nothing_else(
    app: Flask, client: FlaskClient, db_session: Session, poster: Poster, pass_time: Callable[..., datetime]
) -> None:
    for _ in range(3):
        client.get(f"/p/{poster.code}", headers=PHONE)
    assert db_session.scalar(select(func.count()).select_from(ScanCount)) == 0, "it is written off the request's path"
    assert scans(db_session) == {NOW.date(): 3}
    client.get(f"/p?code={poster.code.lower()}", headers=PHONE | {"Sec-Fetch-Site": "same-origin"})
    assert scans(db_session) == {NOW.date(): 4}, "typed into our own page it counts too"
    pass_time(hours=14, minutes=30)  # half past midnight
    client.get(f"/p/{poster.code}", headers=PHONE)
    assert scans(db_session) == {NOW.date(): 4, NOW.date() + timedelta(days=1): 1}
    row = db_session.scalars(select(ScanCount)).first()
    assert row is not None
    assert set(row.__table__.columns.keys()) == {"id", "poster_id", "day", "times"}


def test_the_day_is_londons(
    app: Flask, client: FlaskClient, db_session: Session, poster: Poster, pass_time: Callable[..., datetime]
) -> None:
    pass_time(days=120, hours=13, minutes=30)  # 11.30pm UTC on 1 July, half past midnight in London
    client.get(f"/p/{poster.code}", headers=PHONE)
    assert scans(db_session) == {date(2026, 7, 2): 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "WhatsApp/2.23.20.0"},
        {"User-Agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"User-Agent": "Slack-ImgProxy (+https://api.slack.com/robots)"},
        {"User-Agent": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"},
        {"User-Agent": "okhttp/4.9"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"HX-Request": "true"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": "http://localhost/patches/larkmoor"},
    ],
)
def test_machines_previews_and_our_own_links_are_not_counted(
    client: FlaskClient, db_session: Session, poster: Poster, headers: dict[str, str]
) -> None:
    assert client.get(f"/p/{poster.code}", headers=PHONE | headers).status_code == 303
    assert scans(db_session) == {}


@pytest.mark.parametrize(
    "headers", [{"Referer": "https://example.org/"}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "cross-site"}, {}]
)
def test_somebody_who_comes_from_anywhere_else_counts(
    client: FlaskClient, db_session: Session, poster: Poster, headers: dict[str, str]
) -> None:
    client.get(f"/p/{poster.code}", headers=PHONE | headers)
    assert scans(db_session) == {NOW.date(): 1}


def test_only_looking_at_the_headers_is_no_scan(client: FlaskClient, db_session: Session, poster: Poster) -> None:
    assert client.head(f"/p/{poster.code}", headers=PHONE).status_code == 303
    assert scans(db_session) == {}


def test_the_panels_own_visits_are_left_out_and_get_the_same_answer(
    signed_in: Callable[[Any], FlaskClient], client: FlaskClient, db_session: Session, poster: Poster, patch: Patch
) -> None:
    dot = signed_in(make_volunteer(db_session, patch.panel))
    theirs = dot.get(f"/p/{poster.code}", headers=PHONE)
    assert scans(db_session) == {}
    anybodys = client.get(f"/p/{poster.code}", headers=PHONE)
    assert (theirs.status_code, theirs.location, theirs.data) == (303, anybodys.location, anybodys.data)


def test_a_paused_thing_says_until_when_and_what_else_there_is(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing, patch: Patch
) -> None:
    make_listing(db_session, patch, "Knit and natter")
    shed.pause(until=date(2026, 4, 14), reason="the boiler is broken", by=None, at=NOW, today=NOW.date())
    change(db_session, shed)
    page = client.get(f"/p/{poster.code}", headers=PHONE).page  # type: ignore[attr-defined]
    assert page.heading == "Lockside Shed"
    assert "Not on until Tuesday 14 April." in page.text
    assert "The boiler is broken." in page.text
    assert "This poster was printed on 2 February." in page.text
    assert "On instead, near here" in page.text
    assert "Knit and natter" in page.text
    assert page.links()["See the whole page"] == url_of(shed)
    assert scans(db_session) == {NOW.date(): 1}


def test_a_stopped_thing_is_never_a_dead_end(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing, patch: Patch
) -> None:
    make_listing(db_session, patch, "Knit and natter")
    shed.stop(reason="Brian has moved to Wales", by=None, at=NOW)
    change(db_session, shed)
    page = client.get(f"/p/{poster.code}").page  # type: ignore[attr-defined]
    assert "This has stopped." in page.text
    assert "Brian has moved to Wales." in page.text
    assert "Tuesdays" not in page.text.partition("On instead")[0]
    assert "Knit and natter" in page.text
    assert page.links()["See what’s on in Larkmoor"] == f"/patches/{patch.slug}"
    assert "0161 496 0123" in page.text, "somebody to ring"


def test_a_moved_thing_says_where_it_is_now_and_what_the_poster_says(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing, patch: Patch
) -> None:
    institute = Venue(
        panel_id=patch.panel_id, name="The Institute", street="2 Goit Side", area="Larkmoor", postcode="ZZ4 2BB",
        created_at=NOW,
    )  # fmt: skip
    change(db_session, shed, venue=institute)
    page = client.get(f"/p/{poster.code}").page  # type: ignore[attr-defined]
    assert "This has moved." in page.text
    assert "Since then the place has changed: now The Institute, 2 Goit Side, Larkmoor ZZ4 2BB." in page.text
    assert "Where now The Institute, 2 Goit Side, Larkmoor ZZ4 2BB" in page.text
    assert "The poster says St Oswin’s hall" in page.text
    assert "When Tuesdays, 10am to 1pm" in page.text
    assert "Ring 0161 496 0142" in page.text


def test_another_day_is_told_beside_the_printed_one(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing
) -> None:
    thursdays = SessionTime.from_pattern(TUESDAYS, position=0)
    thursdays.weekday = 3
    change(db_session, shed, session_times=[thursdays])
    page = client.get(f"/p/{poster.code}").page  # type: ignore[attr-defined]
    assert "The day or time has changed." in page.text
    assert "Since then the day or time has changed: now Thursdays, 10am to 1pm." in page.text
    assert "When now Thursdays, 10am to 1pm" in page.text
    assert "The poster says Tuesdays, 10am to 1pm" in page.text
    assert "Thursday 5 March" in page.text


def test_several_changes_are_told_together(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing
) -> None:
    change(db_session, shed, name="Larkmoor Shed", contact_phone="0161 496 0199")
    page = client.get(f"/p/{poster.code}").page  # type: ignore[attr-defined]
    assert page.heading == "Larkmoor Shed"
    assert "Some things have changed." in page.text
    assert "Since then the name and the phone number have changed." in page.text


def test_what_does_not_send_anybody_wrong_needs_no_page_in_between(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing
) -> None:
    change(db_session, shed, summary="Mend it.", cost_note="£3 now", bring="Old shoes")
    assert client.get(f"/p/{poster.code}").location == url_of(shed)


def test_a_full_group_says_to_ring_first_and_what_else_there_is(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing, patch: Patch
) -> None:
    make_listing(db_session, patch, "Knit and natter")
    change(db_session, shed, room=Room.FULL, full_until=date(2026, 4, 10))
    page = client.get(f"/p/{poster.code}").page  # type: ignore[attr-defined]
    assert "Full until 10 April." in page.text
    assert "Ring first." in page.text
    assert "On instead, near here" in page.text


def test_a_poster_printed_during_a_pause_leads_on_once_it_is_over(
    client: FlaskClient, db_session: Session, shed: Listing, site: Site, app: Flask
) -> None:
    shed.pause(until=date(2026, 3, 1), reason="", by=None, at=A_MONTH_AGO, today=A_MONTH_AGO.date())
    change(db_session, shed)
    poster = printed(db_session, shed, site)
    assert "Not on until" in poster.content["state"]
    assert client.get(f"/p/{poster.code}").location == url_of(shed)


@pytest.mark.parametrize("how", ["deleted", "off the board"])
def test_a_code_outlives_its_listing(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing, patch: Patch, how: str
) -> None:
    make_listing(db_session, patch, "Knit and natter")
    code = poster.code
    if how == "deleted":
        db_session.delete(shed)
    else:
        shed.take_off_the_board()
        shed.summary, shed.revision = "Not for everybody to read", shed.revision + 1
    db_session.commit()
    db_session.expire_all()
    page = client.get(f"/p/{code}", headers=PHONE).page  # type: ignore[attr-defined]
    assert page.heading == "Lockside Shed", "as the paper says"
    assert "This is not on the board any more." in page.text
    assert "Knit and natter" in page.text
    assert "Not for everybody to read" not in page.text
    assert not any("/listings/" in url and "knit" not in url for url in page.links().values())
    assert scans(db_session) == {NOW.date(): 1}


def test_posters_about_the_board_lead_to_the_board_as_seen_from_their_wall(
    client: FlaskClient, db_session: Session, patch: Patch, site: Site
) -> None:
    choice = Choice(sheet=Sheet.NEAR, kinds=(Kind.ACTIVITY, Kind.GROUP), needs=(Need.COMPANY,))
    near = make_poster(db_session, patch, site=site, choice=choice)
    at = client.get(f"/p/{near.code}").location
    assert at == f"/find?patch={patch.slug}&near=ZZ4+1AB&kind=activity&kind=group&need=company"
    nowhere = make_site(db_session, patch, "Tram stop", postcode="", easting=None, northing=None)
    near = make_poster(db_session, patch, site=nowhere, choice=Choice(sheet=Sheet.NEAR))
    assert client.get(f"/p/{near.code}").location == f"/find?patch={patch.slug}"
    for sheet, to in (
        (Sheet.WEEK, f"/patches/{patch.slug}"),
        (Sheet.CARDS, f"/patches/{patch.slug}"),
        (Sheet.BOOKMARKS, f"/patches/{patch.slug}"),
        (Sheet.MISSING, f"/patches/{patch.slug}/suggestions/new"),
    ):
        made = make_poster(db_session, patch, choice=Choice(sheet=sheet))
        assert client.get(f"/p/{made.code}").location == to, sheet


def test_cards_for_a_listing_are_told_on_like_its_posters(
    client: FlaskClient, db_session: Session, shed: Listing, app: Flask
) -> None:
    cards = printed(db_session, shed, None, Choice(sheet=Sheet.CARDS))
    assert client.get(f"/p/{cards.code}").location == url_of(shed)
    shed.stop(reason="", by=None, at=NOW)
    change(db_session, shed)
    assert "This has stopped." in client.get(f"/p/{cards.code}").text


WRONG = ["2346AC", "2346AO", "x", "hello there", "ééé", "%00", "000000", "A" * 500, "<b>x</b>", "2346ACD"]


def test_unknown_and_malformed_codes_look_alike(client: FlaskClient, poster: Poster) -> None:
    shapes = set()
    for typed in WRONG:
        for address in (f"/p/{typed}", f"/p?code={typed}"):
            answer = client.get(address.replace("<b>x</b>", "%3Cb%3Ex"), headers=PHONE)
            if answer.status_code == 429:
                continue
            assert answer.status_code == 404, address
            assert "We do not know that code" in answer.text
            assert answer.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in answer.headers
            shapes.add(answer.text.partition('name="code"')[0])
    assert len(shapes) == 1, "the same page, whatever was wrong"


def test_what_was_typed_is_there_to_be_mended(client: FlaskClient) -> None:
    page = client.get("/p?code=7kq+4mz+9").page  # type: ignore[attr-defined]
    assert [box.get("value") for box in page.all("input")] == ["7kq 4mz 9"]


def test_guessing_is_slowed_and_holds_up_nobody_who_has_a_poster(
    client: FlaskClient, db_session: Session, poster: Poster, pass_time: Callable[..., datetime]
) -> None:
    answers = [client.get(f"/p/{''.join(letters)}").status_code for letters in wrong_codes(25)]
    assert answers == [404] * 20 + [429] * 5
    refused = client.get("/p/222222")
    assert refused.headers["Retry-After"] == "60"
    assert "Please wait a minute" in refused.text
    assert client.get("/p/").status_code == 200
    assert client.get(f"/p/{poster.code}", headers=PHONE).status_code == 303, "a known code is answered all the same"
    assert scans(db_session) == {}, "but is not counted for somebody who guesses"
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/p/222222", environ_overrides=elsewhere).status_code == 404
    client.get(f"/p/{poster.code}", headers=PHONE, environ_overrides=elsewhere)
    assert scans(db_session) == {NOW.date(): 1}


def wrong_codes(count: int) -> list[str]:
    return [f"2222{one}{other}" for one in ALPHABET[3:5] for other in ALPHABET[3:]][:count]


def test_hits_are_never_throttled(client: FlaskClient, poster: Poster) -> None:
    assert {client.get(f"/p/{poster.code}", headers=PHONE).status_code for _ in range(60)} == {303}


def test_a_code_can_be_typed_on_a_page_of_its_own(client: FlaskClient) -> None:
    page = client.get("/p").page  # type: ignore[attr-defined]
    assert page.heading == "Type the code from a poster"
    assert client.get("/p?code=").page.heading == page.heading  # type: ignore[attr-defined]


def test_the_first_view_of_a_scan_is_small(
    client: FlaskClient, db_session: Session, poster: Poster, shed: Listing, patch: Patch
) -> None:
    for number in range(5):
        make_listing(db_session, patch, f"Knit and natter {number}", summary="Bring what you are making. " * 7)
    shed.stop(reason="Brian has moved to Wales", by=None, at=NOW)
    change(db_session, shed)
    page = client.get(f"/p/{poster.code}").page  # type: ignore[attr-defined]
    files = [link.get("href") for link in page.all("link") if link.get("rel") in ("stylesheet", "icon")]
    files += [script.get("src") for script in page.all("script") if script.get("src")]
    weight = len(gzip.compress(page.html.encode(), 6))
    for file in files:
        with client.get(str(file)) as answer:
            weight += len(gzip.compress(answer.data, 6))
    assert len(files) <= 2
    assert weight <= 12 * 1024, weight
