"""What sheets say: the words of a listing, a board or a week on paper, and what has changed since."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from blueprints.posters.contents import Subject, check_after_for, content_for, content_now, outdated
from models.changes import Change
from models.group import AddressShown
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patterns import Pattern
from models.poster import Poster
from models.poster_choice import Choice, DoesNotGoTogether, Paper, Sheet
from models.session_time import SessionTime
from models.site import Site, SiteKind
from models.translation import Translation
from models.vocabulary import ContactShown, Kind, Need, Room
from tests.boards import make_group, make_listing, make_venue
from tests.people import make_patch

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
CODE = "7KQ4MX"


@pytest.fixture(autouse=True)
def _within_the_app(app: Flask) -> Any:
    with app.app_context():
        yield


def said(listing: Listing, choice: Choice | None = None, **more: Any) -> dict[str, Any]:
    subject = Subject(listing.panel, listing.patch, listing, **more)
    return content_for(choice or Choice(), subject, code=CODE, now=NOW)


def printed(session: Session, listing: Listing, choice: Choice | None = None) -> Poster:
    choice = choice or Choice()
    subject = Subject(listing.panel, listing.patch, listing)
    poster = Poster(code=CODE, panel=listing.panel, patch=listing.patch, listing=listing, made_at=NOW)
    content = content_for(choice, subject, code=CODE, now=NOW)
    poster.print_as(choice, content, check_after=check_after_for(subject, choice, NOW), by=None, at=NOW)
    session.add(poster)
    session.commit()
    return poster


def make_site(session: Session, patch: Any, **more: Any) -> Site:
    usual: dict[str, Any] = {
        "kind": SiteKind.SURGERY,
        "name": "Riverside Surgery",
        "easting": 378_000,
        "northing": 392_000,
        "created_at": NOW,
    }
    site = Site(panel_id=patch.panel_id, **{**usual, **more})
    session.add(site)
    session.commit()
    return site


def test_a_poster_tells_who_where_when_and_whom_to_ask(db_session: Session) -> None:
    patch = make_patch(db_session)
    listing = make_listing(
        db_session,
        patch,
        venue=make_venue(db_session, patch),
        group=make_group(db_session, patch),
        way_in="Green door, ring the bell.",
        cost_note="£2 with tea.",
        greeter="Brian, at the green door",
        contact_name="Brian",
        contact_phone="0161 496 0142",
        checked_at=NOW - timedelta(days=3),
    )
    content = said(listing)
    assert content["when"] == {"day": "Tuesdays", "time": "10am to 1pm", "short": "Tuesdays, 10am"}
    assert content["where"] == {
        "place": "St Oswin’s hall",
        "address": "14 Mill Row, Larkmoor ZZ4 1AB",
        "way_in": "Green door, ring the bell",
    }
    assert (content["ask_for"], content["phone"]) == ("Brian", "0161 496 0142")
    assert content["facts"].startswith("£2 with tea.")
    assert content["first_time"][0] == "You are met by Brian, at the green door."
    assert content["keeper"].startswith("Kept by Lockside Shed with the Larkmoor panel")
    assert (content["checked"], content["until"]) == ("28 February 2026", "May")
    assert content["path"] == f"/p/{CODE}"


def test_the_date_on_a_sheet_is_the_day_somebody_made_sure_and_never_a_month_gone_by(db_session: Session) -> None:
    old = make_listing(db_session, checked_at=NOW - timedelta(days=300))
    assert said(old)["checked"] == "7 May 2025"
    assert said(old)["until"] == "March"
    over_the_year = content_for(
        Choice(), Subject(old.panel, old.patch, old), code=CODE, now=datetime(2026, 12, 20, tzinfo=UTC)
    )
    assert over_the_year["until"] == "December"


@pytest.mark.parametrize(
    ("shown", "never"),
    [(AddressShown.STREET, ("St Oswin", "14", "1AB")), (AddressShown.AREA, ("St Oswin", "Mill Row", "1AB"))],
)
def test_a_home_is_not_given_away_on_paper(db_session: Session, shown: AddressShown, never: tuple[str, ...]) -> None:
    patch = make_patch(db_session)
    listing = make_listing(db_session, patch, venue=make_venue(db_session, patch, address_shown=shown))
    words = repr(said(listing)["where"])
    assert not [word for word in never if word in words]


def test_a_private_contact_stays_private_and_the_panels_stands_in_when_it_passes_things_on(db_session: Session) -> None:
    contact = {"contact_name": "Brian Ormerod", "contact_phone": "0161 496 0142"}
    hidden = said(make_listing(db_session, contact_shown=ContactShown.PRIVATE, **contact))
    assert (hidden["ask_for"], hidden["phone"]) == ("", "")
    passed_on = said(make_listing(db_session, contact_shown=ContactShown.PANEL, **contact))
    assert (passed_on["ask_for"], passed_on["phone"]) == ("Shanaz and Colin", "0161 496 0123")


def test_marks_that_turn_or_hide_text_are_not_printed(db_session: Session) -> None:
    listing = make_listing(db_session, name="Lock\u202eside\u200b Shed")
    assert said(listing)["name"] == "Lockside Shed"


def test_a_long_pattern_gives_way_to_its_short_form(db_session: Session) -> None:
    times = [Pattern.weekly(day, time(9 + day, 15), time(11 + day, 45)) for day in range(6)]
    content = said(make_listing(db_session, times=times, short_pattern="Mon to Sat mornings"))
    assert content["when"]["day"] == "Mon to Sat mornings"


def test_paused_stopped_and_full_are_said(db_session: Session) -> None:
    assert said(make_listing(db_session))["state"] == ""
    paused = make_listing(db_session, paused_at=NOW, paused_until=date(2026, 5, 4))
    assert said(paused)["state"] == "Not on until Monday 4 May."
    assert said(make_listing(db_session, stopped_at=NOW))["state"] == "This has stopped."
    full = make_listing(db_session, room=Room.FULL, full_until=date(2026, 4, 1))
    assert said(full)["state"] == "Full until 1 April. Ring first."


def test_only_words_that_a_speaker_has_read_are_printed(db_session: Session) -> None:
    listing = make_listing(db_session)
    for language, reader in (("pl", "Kasia"), ("ur", "")):
        db_session.add(
            Translation(
                listing=listing,
                language=language,
                title=f"In {language}",
                when="…",
                read_by=reader,
                changed_at=NOW,
                listing_revision=1,
            )
        )
    db_session.commit()
    chosen = Choice(languages=("ur", "pl"))
    assert [each["lang"] for each in said(listing, chosen)["languages"]] == ["pl"]

    save(listing, Deed.EDITED, by=None, at=NOW)
    polish = db_session.scalars(Translation.of(listing)).first()
    assert polish is not None
    polish.listing_revision = listing.revision
    listing.session_times = [SessionTime.from_pattern(Pattern.weekly(3, time(14)), position=0)]
    save(listing, Deed.EDITED, by=None, at=NOW)
    db_session.commit()
    assert said(listing, chosen)["languages"] == [], "a wrong day in Polish is worse than no Polish"


def test_a_wall_is_told_how_far_it_is_but_never_to_a_home(db_session: Session) -> None:
    patch = make_patch(db_session)
    near = make_venue(db_session, patch, easting=378_300, northing=392_400)
    home = make_venue(db_session, patch, easting=378_300, northing=392_400, address_shown=AddressShown.AREA)
    make_listing(db_session, patch, "The shed", venue=near)
    make_listing(db_session, patch, "Front room", venue=home)
    make_listing(db_session, patch, "Gone", venue=near, stopped_at=NOW)
    make_listing(db_session, patch, "Resting", venue=near, paused_at=NOW)
    site = make_site(db_session, patch)
    choice = Choice(sheet=Sheet.NEAR)
    content = content_for(choice, Subject(patch.panel, patch, site=site), code=CODE, now=NOW)
    rows = {row["name"]: row for row in content["week"]}
    assert set(rows) == {"The shed", "Front room"}
    assert rows["The shed"]["place"].endswith("8 minutes’ walk")
    assert "walk" not in rows["Front room"]["place"]
    assert content["name"] == "What’s on near Riverside Surgery"
    assert rows["The shed"]["day"] == "Tue"
    assert rows["The shed"]["time"] == "10am to 1pm"


def test_kinds_and_needs_narrow_a_board_and_the_sheet_says_so(db_session: Session) -> None:
    patch = make_patch(db_session)
    make_listing(db_session, patch, "Soup", kind=Kind.GROUP, needs=["company"])
    make_listing(db_session, patch, "Run", kind=Kind.GROUP, needs=["active"])
    make_listing(db_session, patch, "Bench", kind=Kind.PLACE, needs=["company"])
    choice = Choice(sheet=Sheet.NEAR, kinds=(Kind.GROUP,), needs=(Need.COMPANY,))
    content = content_for(choice, Subject(patch.panel, patch), code=CODE, now=NOW)
    assert [row["name"] for row in content["week"]] == ["Soup"]
    assert content["in_brief"] == "A group to join · Company"


def test_more_than_the_paper_holds_is_counted_not_cut(db_session: Session) -> None:
    patch = make_patch(db_session)
    for number in range(15):
        make_listing(db_session, patch, f"Thing {number}")
    content = content_for(Choice(sheet=Sheet.NEAR), Subject(patch.panel, patch), code=CODE, now=NOW)
    assert len(content["week"]) + content["more"] == 15
    assert content["more"] == 3


def test_a_week_has_its_dates_and_what_is_called_off(db_session: Session) -> None:
    patch = make_patch(db_session)
    off = Change.cancelled(date(2026, 3, 3), reason="the chimney is swept")
    make_listing(db_session, patch, "The shed", changes=[off])
    make_listing(db_session, patch, "Choir", times=[Pattern.weekly(3, time(19), time(21))])
    subject = Subject(patch.panel, patch, week=date(2026, 3, 2))
    content = content_for(Choice(sheet=Sheet.WEEK), subject, code=CODE, now=NOW)
    assert [(row["day"], row["name"], row["note"]) for row in content["week"]] == [
        ("Tue 3", "The shed", "Not on: the chimney is swept"),
        ("Thu 5", "Choir", ""),
    ]
    assert content["dates"] == "Monday 2 to Sunday 8 March 2026"
    assert content["until"] == "8 March"


def test_paper_is_out_of_date_only_when_it_would_send_somebody_wrong(db_session: Session) -> None:
    listing = make_listing(db_session)
    poster = printed(db_session, listing)
    assert outdated(poster, NOW) == []

    listing.panel_note = "Ring before six"
    save(listing, Deed.EDITED, by=None, at=NOW)
    db_session.commit()
    assert outdated(poster, NOW) == []

    listing.session_times = [SessionTime.from_pattern(Pattern.weekly(3, time(14)), position=0)]
    save(listing, Deed.EDITED, by=None, at=NOW)
    db_session.commit()
    assert outdated(poster, NOW) == ["when"]

    listing.stop(reason="", by=None, at=NOW)
    save(listing, Deed.STOPPED, by=None, at=NOW)
    db_session.commit()
    assert outdated(poster, NOW)[0] == "state"


def test_a_pause_that_ends_by_itself_makes_a_poster_true_again(db_session: Session) -> None:
    listing = make_listing(db_session)
    poster = printed(db_session, listing)
    listing.pause(until=date(2026, 3, 10), reason="", by=None, at=NOW, today=date(2026, 3, 3))
    save(listing, Deed.PAUSED, by=None, at=NOW)
    db_session.commit()
    assert outdated(poster, NOW) == ["state"]
    assert outdated(poster, NOW + timedelta(days=8)) == []


def test_a_sheet_of_many_is_out_of_date_only_when_a_row_of_it_is_wrong(db_session: Session) -> None:
    patch = make_patch(db_session)
    shed = make_listing(db_session, patch, "The shed")
    choice, subject = Choice(sheet=Sheet.NEAR), Subject(patch.panel, patch)
    poster = Poster(code=CODE, panel=patch.panel, patch=patch, made_at=NOW)
    content = content_for(choice, subject, code=CODE, now=NOW)
    poster.print_as(choice, content, check_after=date(2026, 6, 30), by=None, at=NOW)
    db_session.add(poster)
    db_session.commit()

    make_listing(db_session, patch, "A new choir", checked_at=NOW)
    assert outdated(poster, NOW) == []
    shed.pause(until=date(2026, 3, 17), reason="", by=None, at=NOW, today=date(2026, 3, 3))
    db_session.commit()
    assert outdated(poster, NOW) == []
    shed.pause(until=None, reason="", by=None, at=NOW, today=date(2026, 3, 3))
    db_session.commit()
    assert outdated(poster, NOW) == ["week"]
    patch.panel.phone = "0161 496 0999"
    db_session.commit()
    assert outdated(poster, NOW) == ["phone", "week"]


def test_a_poster_outlives_its_listing(db_session: Session) -> None:
    listing = make_listing(db_session)
    poster = printed(db_session, listing)
    db_session.delete(listing)
    db_session.commit()
    db_session.refresh(poster)
    assert content_now(poster, NOW)["state"] == "This has stopped."
    assert outdated(poster, NOW) == ["state"]


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Choice(strips=True, paper=Paper.A5), "strips"),
        (Choice(large=True, strips=True), "large"),
        (Choice(languages=("pl",), paper=Paper.A5), "languages"),
        (Choice(sheet=Sheet.CARDS, paper=Paper.A3), "paper"),
        (Choice(sheet=Sheet.WEEK, strips=True), "strips"),
    ],
)
def test_choices_that_no_sheet_has_together_are_refused_at_their_field(choice: Choice, field: str) -> None:
    with pytest.raises(DoesNotGoTogether) as refused:
        choice.check()
    assert refused.value.field == field


def test_a_choice_comes_back_as_it_was_kept() -> None:
    choice = Choice(sheet=Sheet.NEAR, kinds=(Kind.HELP,), needs=(Need.FOOD,), languages=("cy",), line="Come in")
    assert Choice.from_json(choice.to_json()) == choice
