"""The front page and the page of a patch: what is on, day by day, and what to do when nothing is."""

from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.changes import Change
from models.patterns import Pattern
from models.school_term import SchoolTerm
from models.vocabulary import Kind, Need
from tests.boards import TUESDAYS, make_listing, make_venue, url_of
from tests.conftest import NOW
from tests.people import make_panel, make_patch


def test_a_site_without_a_patch_tells_a_new_panel_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.page.heading == "What would you like to do, or find?"
    assert "set-up link" in answer.page.text
    assert "Set-Cookie" not in answer.headers


def test_with_one_patch_home_is_its_home(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session, name="Larkmoor")
    listing = make_listing(db_session, patch, venue=make_venue(db_session, patch))
    answer = client.get("/")
    said = answer.page.text
    assert "Today, Tuesday 3 March" in said
    assert answer.page.links()["Lockside Shed"] == url_of(listing)
    assert "Shanaz and Colin can help you find things to do." in said
    assert "Newly on the board" in said
    for need in Need:
        assert f'href="/find?need={need.value}&amp;patch={patch.slug}"' in answer.text


def test_with_several_patches_a_stranger_chooses(client: FlaskClient, db_session: Session) -> None:
    panel = make_panel(db_session)
    make_patch(db_session, panel, name="Larkmoor", slug="larkmoor")
    make_patch(db_session, panel, name="Hollinfold", slug="hollinfold")
    page = client.get("/").page
    assert page.links()["Hollinfold"] == "/patches/hollinfold"
    chosen = client.get("/?patch=hollinfold")
    assert chosen.page.heading == "What would you like to do, or find?"
    assert "What’s on in Hollinfold" in chosen.page.text
    lost = client.get("/?patch=atlantis")
    assert lost.status_code == 302
    assert lost.headers["Location"] == "/"


def test_an_empty_board_says_what_to_do_next(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    assert "Sign in and press “Add an entry”" in client.get("/").page.text
    assert "Nothing is on the board yet" in client.get(f"/patches/{patch.slug}").page.text


def test_the_week_shows_each_day_in_the_order_of_the_clock(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    make_listing(db_session, patch, "Late thing", times=[Pattern.weekly(2, time(19), time(21))])
    make_listing(db_session, patch, "Early thing", times=[Pattern.weekly(2, time(9), time(10))])
    make_listing(db_session, patch, "Over by now", times=[Pattern.weekly(1, time(8), time(9))])
    make_listing(db_session, patch, "Next week", times=[Pattern.once(date(2026, 3, 10), time(9))])
    make_listing(db_session, patch, "Last day", times=[Pattern.once(date(2026, 3, 9), time(9))])
    make_listing(db_session, patch, "A draft", published_at=None)
    make_listing(db_session, patch, "Ended", stopped_at=NOW)
    make_listing(db_session, make_patch(db_session, name="Elsewhere"), "Somewhere else")
    said = client.get(f"/patches/{patch.slug}").page.text
    assert said.index("Wednesday 4 March") < said.index("Early thing") < said.index("Late thing")
    assert "Last day" in said
    for words in ("Over by now", "Next week", "A draft", "Ended", "Somewhere else"):
        assert words not in said


def test_cancelled_moved_and_paused_are_said_plainly(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    make_listing(
        db_session, patch, "Swept", changes=[Change.cancelled(date(2026, 3, 3), reason="the chimney is swept")]
    )
    make_listing(
        db_session, patch, "Moved", changes=[Change.moved(date(2026, 3, 3), date(2026, 3, 5), place="The library")]
    )
    make_listing(
        db_session,
        patch,
        "Resting",
        paused_at=NOW,
        paused_until=date(2026, 4, 1),
        state_reason="norma is having her hip done",
    )
    make_listing(db_session, patch, "Back soon", paused_at=NOW, paused_until=date(2026, 3, 3))
    page = client.get(f"/patches/{patch.slug}")
    assert "Not on: the chimney is swept" in page.page.text
    assert "Moved from Tuesday 3 March" in page.page.text
    assert "The library" in page.page.text
    assert "Not on just now Resting Norma is having her hip done. Back on Wednesday 1 April." in page.page.text
    assert page.page.text.count("Back soon") == 1


def test_term_time_things_follow_the_panels_terms(app: Flask, client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    make_listing(db_session, patch, times=[Pattern.weekly(1, time(10), term_time_only=True)])
    assert "Lockside Shed" not in client.get(f"/patches/{patch.slug}").page.text.split("Rather talk")[0]
    db_session.add(SchoolTerm(panel=patch.panel, name="Spring", starts_on=date(2026, 2, 23), ends_on=date(2026, 3, 27)))
    db_session.commit()
    app.config["NOW"] = NOW + timedelta(seconds=61)  # what a stamp does not tell shows within a minute
    assert "Lockside Shed" in client.get(f"/patches/{patch.slug}").page.text.split("Rather talk")[0]


def test_a_bench_is_there_any_time(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    make_listing(db_session, patch, "The chatty bench", kind=Kind.PLACE, times=[], any_time=True)
    page = client.get(f"/patches/{patch.slug}")
    assert "There any time The chatty bench" in page.page.text
    assert f'href="/find?patch={patch.slug}&amp;kind=place"' in page.text


def test_a_change_on_the_board_shows_at_once(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    listing = make_listing(db_session, patch)
    path = f"/patches/{patch.slug}"
    before = client.get(path)
    assert "Lockside Shed" in before.text
    assert client.get(path, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    listing.stopped_at, listing.revision, listing.changed_at = NOW, 2, NOW
    db_session.commit()
    assert "Lockside Shed" not in client.get(path, headers={"If-None-Match": before.headers["ETag"]}).text


def test_a_busy_day_leads_on_to_the_rest(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    for number in range(45):
        make_listing(db_session, patch, f"Thing {number}", times=[Pattern.weekly(2, time(9 + number % 8), time(18))])
    page = client.get(f"/patches/{patch.slug}").page
    assert page.links()["And 5 more on this day"] == f"/find?patch={patch.slug}&day=wed"


def test_a_reader_keeps_the_list_from_page_to_page(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    listing = make_listing(db_session, patch)
    carried = f"?list={listing.short_id}"
    for path in ("/", f"/patches/{patch.slug}", url_of(listing)):
        links = client.get(path + carried).page.links()
        assert links["Your list: 1"] == f"/shortlist{carried}"
    assert client.get(f"/patches/{patch.slug}{carried}").page.links()["Lockside Shed"] == url_of(listing) + carried
    assert "Your list" not in client.get("/").text


@pytest.mark.parametrize(
    "path", ["/", "/patches/larkmoor", "/patches/larkmoor/calendar.ics", "/about", "/accessibility"]
)
def test_no_cookie_and_no_session_on_public_pages(client: FlaskClient, db_session: Session, path: str) -> None:
    make_listing(db_session, make_patch(db_session, slug="larkmoor"))
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("slug", ["atlantis", "%00", "%ff%fe", "a" * 5_000, "..%2f..%2fetc", "<script>", "💥"])
def test_an_unknown_patch_is_not_there(client: FlaskClient, db_session: Session, slug: str) -> None:
    make_patch(db_session)
    assert client.get(f"/patches/{slug}").status_code == 404
    assert client.get(f"/patches/{slug}/calendar.ics").status_code == 404
    assert client.get(f"/patches/{slug}/suggestions/new").status_code == 404


@pytest.mark.parametrize(
    "query", ["list=%00", "list=" + "A" * 9_000, "patch=%ff", "patch=" + "x" * 9_000, "list[]=1&list=2"]
)
def test_any_query_is_answered(client: FlaskClient, db_session: Session, query: str) -> None:
    make_listing(db_session, make_patch(db_session, slug="larkmoor"))
    for path in ("/", "/patches/larkmoor", "/shortlist"):
        assert client.get(f"{path}?{query}").status_code in (200, 302)


def test_a_calendar_file_of_the_patch_holds_what_is_on(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    listing = make_listing(db_session, patch, times=[TUESDAYS])
    make_listing(db_session, patch, "A draft", published_at=None)
    answer = client.get(f"/patches/{patch.slug}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert "SUMMARY:Lockside Shed" in answer.text
    assert "A draft" not in answer.text
    one = client.get(f"/listings/{listing.id}/calendar.ics")
    assert "SUMMARY:Lockside Shed" in one.text
    assert one.headers["Content-Disposition"] == 'attachment; filename="lockside-shed.ics"'


def test_the_first_view_of_a_full_week_weighs_little(client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    for number in range(70):
        times = [Pattern.weekly(number % 7, time(9 + number % 9), time(19))]
        make_listing(db_session, patch, f"Thing number {number} of the town", times=times)
    answer = client.get(f"/patches/{patch.slug}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 6_500
