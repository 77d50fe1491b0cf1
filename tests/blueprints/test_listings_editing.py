"""Adding a listing on one page, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.check import Check
from models.group import AddressShown, Group, Venue
from models.listing import Listing, Status
from models.listing_version import Deed, ListingVersion
from models.patch import Patch
from models.people import Panel, User
from models.place import PostcodeSector
from models.rhythm import Rhythm
from models.vocabulary import HowChecked
from tests.conftest import NOW
from tests.filling import form_of, send, values_of
from tests.people import make_panel, make_patch, make_volunteer

PAGE = "listing-form"
ENOUGH = {"name": "Lockside Shed", "times-0-days": ["1", "3"], "times-0-starts": "10", "times-0-ends": "1"}
SAVE, DRAFT = ("do", "save"), ("do", "draft")


class Town(NamedTuple):
    panel: Panel
    patch: Patch
    pauline: User


@pytest.fixture
def town(db_session: Session) -> Town:
    panel = make_panel(db_session, slug="larkmoor")
    patch = make_patch(db_session, panel, slug="larkmoor")
    db_session.add(PostcodeSector.at("ZZ4 1", 378_100, 392_100))
    return Town(panel, patch, make_volunteer(db_session, panel, name="Pauline"))


@pytest.fixture
def pauline(town: Town, signed_in: Callable[[Any], FlaskClient]) -> FlaskClient:
    return signed_in(town.pauline)


NEW = "/panels/larkmoor/listings/new"


def add(client: FlaskClient, press: tuple[str, str] = SAVE, **answers: Any) -> TestResponse:
    page = client.get(NEW).page  # type: ignore[attr-defined]
    return send(
        client,
        page,
        {**ENOUGH, **{name.replace("__", "-"): each for name, each in answers.items()}},
        id=PAGE,
        press=press,
    )


def only(session: Session) -> Listing:
    session.expire_all()
    return session.scalars(select(Listing)).one()


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def errors(response: TestResponse) -> str:
    assert response.status_code == 422
    assert response.page.title.startswith("Error:")  # type: ignore[attr-defined]
    box = next(each for each in response.page.all("div") if each.get("id") == "errors")  # type: ignore[attr-defined]
    return " ".join("".join(box.itertext()).split())


def test_a_name_and_a_time_are_enough_to_be_on_the_board(town: Town, pauline: FlaskClient, db_session: Session) -> None:
    answer = add(pauline)
    listing = only(db_session)
    assert (answer.status_code, answer.location) == (303, f"/listings/{listing.id}/edit")
    assert listing.status(NOW.date()) is Status.ON
    assert (listing.panel, listing.patch, listing.created_by_id) == (town.panel, town.patch, town.pauline.id)
    assert [row.pattern.weekday for row in listing.session_times] == [1, 3]
    assert [f"{row.starts:%H:%M}-{row.ends:%H:%M}" for row in listing.session_times] == ["10:00-13:00"] * 2
    assert (listing.short_name, listing.short_pattern) == ("Lockside Shed", "Tue & Thu, 10am")
    assert [(each.number, each.deed, each.by) for each in listing.versions] == [(1, Deed.ADDED, town.pauline)]
    told = pauline.get(answer.location).page.text  # type: ignore[attr-defined]
    assert "Lockside Shed is saved and showing on the board. Undo" in told
    assert "Last changed by Pauline" in told


def test_undo_after_adding_takes_it_off_the_board(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    page = pauline.get(add(pauline).location).page  # type: ignore[attr-defined]
    answer = send(pauline, page, action="/undo/0")
    assert answer.status_code == 303
    assert only(db_session).status(NOW.date()) is Status.DRAFT
    assert "kept as a draft" in pauline.get(answer.location).page.text  # type: ignore[attr-defined]


def test_a_draft_needs_only_a_name_and_nobody_else_sees_it(
    client: FlaskClient, pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    assert add(pauline, DRAFT, times__0__days=[], times__0__starts="", times__0__ends="").status_code == 303
    listing = only(db_session)
    assert not listing.is_public
    assert client.get(f"/listings/{listing.id}/{listing.slug}").status_code == 404


def test_a_draft_that_is_complete_goes_on_the_board(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    where = add(pauline, DRAFT).location
    assert send(pauline, pauline.get(where).page, id=PAGE, press=SAVE).status_code == 303  # type: ignore[attr-defined]
    listing = only(db_session)
    assert listing.is_public
    assert listing.versions[0].deed is Deed.PUBLISHED


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    answer = add(
        pauline, name="", times__0__starts=" ten-ish", summary="  A warm   workshop ", contact_phone="0161 496 014",
        needs=["company", "making"], cost="donation",
    )  # fmt: skip
    told = errors(answer)
    assert "Say what people call it." in told
    assert "We could not read the time “ten-ish”. Write it like 10am or 1.30pm." in told
    assert "Add the missing digit: numbers here have eleven." in told
    kept = values_of(form_of(answer.page, id=PAGE))  # type: ignore[attr-defined]
    assert kept["times-0-starts"] == " ten-ish"
    assert kept["summary"] == "  A warm   workshop "
    assert kept["contact_phone"] == "0161 496 014"
    assert kept.getlist("times-0-days") == ["1", "3"]
    assert kept.getlist("needs") == ["company", "making"]
    assert kept["cost"] == "donation"
    assert count(db_session, Listing) == 0


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"times__0__starts": "10am", "times__0__ends": "1am"}, "Finish after the start. Did you mean 1pm?"),
        ({"times__0__starts": "", "times__0__ends": "", "times__0__days": []}, "Say when it is on, or tick"),
        ({"times__0__starts": ""}, "Say when it starts, such as 10 or 1.30pm."),
        ({"times__0__days": []}, "Tick the days it is on."),
        ({"times__0__rhythm": "once"}, "Say which date it is on, such as 3 March."),
        ({"times__0__rhythm": "monthly"}, "Tick which ones of the month"),
        ({"times__0__rhythm": "monthly", "times__0__nths": ["1"]}, "Choose the day of the week it is on."),
        ({"times__0__rhythm": "every-n-weeks"}, "Give one date when it is on"),
        (
            {"times__0__rhythm": "every-n-weeks", "times__0__anchor": "3 March", "times__0__interval": "99"},
            "from 2 to 26",
        ),
        ({"times__0__valid_from": "4 May 2026", "times__0__valid_until": "1 May 2026"}, "last date is before"),
        ({"where": "new", "venue_area": "Larkmoor"}, "Give the place a name, or its street."),
        ({"where": "new", "venue_name": "Hall", "venue_postcode": "nonsense"}, "does not look like a postcode"),
        ({"minimum_age": "60", "maximum_age": "50"}, "The youngest age is above the oldest."),
        ({"minimum_age": "old"}, "Put it in figures, such as 12."),
        ({"places": "4", "places_taken": "5"}, "5 already come, so there cannot be only 4 places."),
        ({"room": "full"}, "Say until when it is full."),
        ({"room": "full", "full_until": "31 February"}, "There is no 31 February."),
        ({"contact_email": "derek"}, "That is not an email address."),
        ({"website": "javascript:alert(1)"}, "A web address starts with https:// or http://"),
        ({"keeper": "new"}, "Say what the group is called."),
        ({"name": "x" * 101}, "That is 101 letters. Keep it to 100 or fewer."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_plain_words(
    pauline: FlaskClient, town: Town, db_session: Session, answers: dict[str, Any], said: str
) -> None:
    assert said in errors(add(pauline, **answers))
    assert count(db_session, Listing) == 0


def test_every_answer_of_the_page_is_kept(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    answer = add(
        pauline,
        kind="group", summary="A warm workshop.", description="Line one.\r\n\r\nLine two.", needs=["making", "company"],
        for_whom="Anyone over 50", minimum_age="50", maximum_age="99", languages="Urdu, Polish", short_name="The Shed",
        short_pattern="Tues and Thurs", when_note="best before noon", where="new", venue_name="Workshop",
        venue_street="12 Mill Row", venue_area="Larkmoor", venue_postcode="zz41ab", venue_shown="street",
        way_in="Blue door", getting_there="Bus 41", lift_offered="y", greeter="Derek", first_ten_minutes="A brew.",
        just_watch="ask", leave_any_time=[], companion_offered="y", bring="A mug", access=["loop", "step-free"],
        access_note="Ramp at the side", cost="up-to-3", cost_note="£2 in the tin", room="full", full_until="10 April",
        places="12", places_taken="12", contact_name="Derek", contact_phone="07700 900123",
        contact_email="derek@example.org", contact_shown="panel", website="www.example.org", keeper="new",
        group_name="Shed committee", group_email="shed@example.org", group_phone="0161 496 0199",
        panel_note="Ring twice", checked="visited", check_note="Derek says hello",
    )  # fmt: skip
    assert answer.status_code == 303
    listing = only(db_session)
    kept = {name: getattr(listing, name) for name in (
        "summary", "description", "needs", "for_whom", "minimum_age", "maximum_age", "languages", "short_name",
        "short_pattern", "when_note", "way_in", "getting_there", "lift_offered", "greeter", "first_ten_minutes",
        "leave_any_time", "companion_offered", "bring", "access", "access_note", "cost_note", "places", "places_taken",
        "contact_name", "contact_phone", "contact_email", "website", "panel_note",
    )}  # fmt: skip
    assert kept == {
        "summary": "A warm workshop.", "description": "Line one.\n\nLine two.", "needs": ["company", "making"],
        "for_whom": "Anyone over 50", "minimum_age": 50, "maximum_age": 99, "languages": "Urdu, Polish",
        "short_name": "The Shed", "short_pattern": "Tues and Thurs", "when_note": "best before noon",
        "way_in": "Blue door", "getting_there": "Bus 41", "lift_offered": True, "greeter": "Derek",
        "first_ten_minutes": "A brew.", "leave_any_time": False, "companion_offered": True, "bring": "A mug",
        "access": ["step-free", "loop"], "access_note": "Ramp at the side", "cost_note": "£2 in the tin", "places": 12,
        "places_taken": 12, "contact_name": "Derek", "contact_phone": "07700 900123",
        "contact_email": "derek@example.org", "website": "https://www.example.org", "panel_note": "Ring twice",
    }  # fmt: skip
    assert [getattr(listing, name).value for name in ("kind", "just_watch", "cost", "room", "contact_shown")] == [
        "group", "ask", "up-to-3", "full", "panel",
    ]  # fmt: skip
    assert f"{listing.full_until}" == "2026-04-10"
    venue, group = listing.venue, listing.group
    assert venue is not None
    assert group is not None
    assert (venue.name, venue.postcode, venue.address_shown) == ("Workshop", "ZZ4 1AB", AddressShown.STREET)
    assert venue.public_address == "Mill Row, Larkmoor, ZZ4"
    assert (venue.easting, venue.northing) == (378_100, 392_100)
    assert (group.name, group.email, group.phone) == ("Shed committee", "shed@example.org", "0161 496 0199")
    check = db_session.scalars(select(Check)).one()
    assert (check.how, check.note, listing.checked_how) == (HowChecked.VISITED, "Derek says hello", HowChecked.VISITED)


def test_saving_the_page_again_untouched_changes_nothing(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    where = add(
        pauline, times__0__months=["1", "2", "10"], times__0__note="short loop", times__0__term_time_only="y",
        where="new", venue_name="Hall", needs=["company"], room="full", full_until="10 April 2027",
    ).location  # fmt: skip
    answer = send(pauline, pauline.get(where).page, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    assert "Nothing was changed." in pauline.get(answer.location).page.text  # type: ignore[attr-defined]
    assert (count(db_session, ListingVersion), count(db_session, Venue)) == (1, 1)


def test_saying_that_it_was_checked_is_no_change(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    where = add(pauline).location
    answer = send(pauline, pauline.get(where).page, {"checked": "phoned"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    assert "Your check is noted. Nothing else was changed." in pauline.get(answer.location).page.text  # type: ignore[attr-defined]
    assert only(db_session).checked_how is HowChecked.PHONED
    assert count(db_session, ListingVersion) == 1


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {"rhythm": "monthly", "nths": ["1", "-1"], "month_day": "5"},
            [(Rhythm.MONTHLY, 5, 1), (Rhythm.MONTHLY, 5, -1)],
        ),
        ({"rhythm": "every-n-weeks", "anchor": "3 March", "interval": "3"}, [(Rhythm.EVERY_N_WEEKS, 1, None)]),
        ({"rhythm": "once", "on_date": "next friday"}, [(Rhythm.ONCE, None, None)]),
        ({"rhythm": "weekly", "days": ["0", "6"]}, [(Rhythm.WEEKLY, 0, None), (Rhythm.WEEKLY, 6, None)]),
    ],
)
def test_each_rhythm_becomes_patterns_and_comes_back_to_the_page(
    pauline: FlaskClient, town: Town, db_session: Session, answers: dict[str, Any], expected: list[Any]
) -> None:
    where = add(pauline, **{f"times__0__{name}": each for name, each in answers.items()}).location
    patterns = [row.pattern for row in only(db_session).session_times]
    assert [(each.rhythm, each.weekday, each.nth) for each in patterns] == expected
    shown = values_of(form_of(pauline.get(where).page, id=PAGE))  # type: ignore[attr-defined]
    assert shown["times-0-rhythm"] == answers["rhythm"]
    assert shown.getlist("times-0-nths") == answers.get("nths", [])
    assert "times-1-rhythm" not in shown


def test_a_place_without_fixed_times_needs_none(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    add(pauline, any_time="y", times__0__days=[], times__0__starts="", times__0__ends="")
    listing = only(db_session)
    assert (listing.any_time, listing.session_times, listing.short_pattern) == (True, [], "Any time")


def test_a_postcode_outside_the_patch_is_asked_about_not_refused(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    answer = add(pauline, where="new", venue_name="Hall", venue_postcode="ZZ9 1AA")
    assert "ZZ9 is outside Larkmoor. Is that right?" in errors(answer)
    again = send(pauline, answer.page, {"venue_postcode": "ZZ8 1AA", "postcode_is_right": "ZZ9"}, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    assert "ZZ8 is outside Larkmoor. Is that right?" in errors(again)
    assert send(pauline, again.page, {"postcode_is_right": "ZZ8"}, id=PAGE, press=SAVE).status_code == 303  # type: ignore[attr-defined]
    venue = only(db_session).venue
    assert venue is not None
    assert venue.postcode == "ZZ8 1AA"


def test_what_may_be_the_same_thing_is_shown_before_it_is_added_twice(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    add(pauline)
    answer = add(pauline, name="The Lockside shed", description="typed with care")
    assert answer.status_code == 422
    assert "Is it on the board already?" in answer.page.text  # type: ignore[attr-defined]
    assert f"/listings/{only(db_session).id}/edit" in answer.page.links().values()  # type: ignore[attr-defined]
    assert values_of(form_of(answer.page, id=PAGE))["description"] == "typed with care"  # type: ignore[attr-defined]
    assert send(pauline, answer.page, {"another_one": "yes"}, id=PAGE, press=SAVE).status_code == 303  # type: ignore[attr-defined]
    assert count(db_session, Listing) == 2


def test_a_new_place_or_group_that_is_known_already_is_not_made_twice(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    for name in ("Shed", "Choir"):
        add(
            pauline,
            name=name,
            where="new",
            venue_name="Hall",
            venue_postcode="ZZ4 1AB",
            keeper="new",
            group_name="Club",
        )
    assert (count(db_session, Venue), count(db_session, Group), count(db_session, Listing)) == (1, 1, 2)


def with_rows(client: FlaskClient, *presses: str) -> Any:
    """A new page, filled in as far as it must be, after these buttons."""
    page = client.get(NEW).page  # type: ignore[attr-defined]
    for press in presses:
        page = send(client, page, ENOUGH, id=PAGE, press=("do", press)).page  # type: ignore[attr-defined]
    return page


def test_dates_off_and_moves_are_kept_and_shown_again(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    answers = {
        "changes-0-on": "24 December", "changes-0-until": "2 January", "changes-0-reason": "Christmas",
        "changes-1-on": "10 March", "changes-1-to_date": "11 March", "changes-1-to_starts": "2",
        "changes-1-place": "the library",
    }  # fmt: skip
    answer = send(pauline, with_rows(pauline, "add-closure", "add-move"), answers, id=PAGE, press=SAVE)
    off, moved = [row.change for row in only(db_session).session_changes]
    assert (f"{off.on}", f"{off.until}", off.reason) == ("2026-12-24", "2027-01-02", "Christmas")
    assert (f"{moved.on}", f"{moved.to_date}", f"{moved.to_starts:%H:%M}", moved.place) == (
        "2026-03-10", "2026-03-11", "14:00", "the library",
    )  # fmt: skip
    shown = values_of(form_of(pauline.get(answer.location).page, id=PAGE))  # type: ignore[attr-defined]
    assert (shown["changes-0-on"], shown["changes-0-reason"]) == ("24 December 2026", "Christmas")
    assert (shown["changes-1-kind"], shown["changes-1-to_starts"]) == ("moved", "2pm")


def test_a_change_can_speak_of_one_of_the_times(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    answers = {
        "times-1-days": ["4"], "times-1-starts": "2", "changes-0-on": "6 March", "changes-0-which": "1",
    }  # fmt: skip
    where = send(pauline, with_rows(pauline, "add-time", "add-closure"), answers, id=PAGE, press=SAVE).location
    assert [row.change.position for row in only(db_session).session_changes] == [2]
    answer = send(pauline, pauline.get(where).page, id=PAGE, press=SAVE)  # type: ignore[attr-defined]
    assert "Nothing was changed." in pauline.get(answer.location).page.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"on": "24 December 2026", "until": "1 December 2026"}, "The last day is before the first day."),
        ({"reason": "Christmas"}, "Say which date, such as 24 December."),
        ({"on": "1 January 2026", "until": "1 January 2028"}, "Pause or stop the listing instead."),
    ],
)
def test_a_change_that_cannot_be_is_told_at_its_field(
    pauline: FlaskClient, town: Town, answers: dict[str, str], said: str
) -> None:
    page = with_rows(pauline, "add-closure")
    named = {f"changes-0-{name}": each for name, each in answers.items()}
    assert said in errors(send(pauline, page, named, id=PAGE, press=SAVE))


def test_one_more_time_can_be_asked_for_and_taken_out_again_with_or_without_script(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    page = pauline.get(NEW).page  # type: ignore[attr-defined]
    more = send(pauline, page, {**ENOUGH, "times-0-starts": "half ten"}, id=PAGE, press=("do", "add-time"))
    kept = values_of(form_of(more.page, id=PAGE))  # type: ignore[attr-defined]
    assert (more.status_code, kept["name"], kept["times-0-starts"]) == (200, "Lockside Shed", "half ten")
    less = send(pauline, more.page, {"times-1-starts": "2pm"}, id=PAGE, press=("do", "remove-time-0"))  # type: ignore[attr-defined]
    kept = values_of(form_of(less.page, id=PAGE))  # type: ignore[attr-defined]
    assert kept["times-0-starts"] == "2pm"
    assert "times-1-starts" not in kept
    part = send(pauline, page, ENOUGH, id=PAGE, press=("do", "add-time"), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert part.text.startswith('<div id="times">')
    assert part.text.count("<legend>Time ") == 2
    assert "HX-Request" in part.headers["Vary"]
    assert count(db_session, Listing) == 0


def test_removing_every_time_leaves_one_empty_row(pauline: FlaskClient, town: Town) -> None:
    answer = send(pauline, pauline.get(NEW).page, ENOUGH, id=PAGE, press=("do", "remove-time-0"))  # type: ignore[attr-defined]
    assert values_of(form_of(answer.page, id=PAGE))["times-0-starts"] == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_card_can_be_looked_at_before_anything_is_kept(
    pauline: FlaskClient, town: Town, db_session: Session, headers: dict[str, str]
) -> None:
    page = pauline.get(NEW).page  # type: ignore[attr-defined]
    answers = {**ENOUGH, "summary": "A warm workshop.", "where": "new", "venue_name": "Blue hall", "contact_phone": "1"}
    to = {"to": "/panels/larkmoor/listings/preview"} if headers else {}
    answer = send(pauline, page, answers, id=PAGE, press=("do", "preview"), headers=headers, **to)
    assert answer.status_code == 200
    for words in ("Tuesday 3 March, 10am", "Blue hall", "A warm workshop."):
        assert words in answer.text
    assert [count(db_session, each) for each in (Listing, Venue, ListingVersion)] == [0, 0, 0]


def test_signed_out_people_are_shown_the_way_in_and_keep_what_they_typed(
    client: FlaskClient, pauline: FlaskClient, town: Town
) -> None:
    assert client.get(NEW).status_code == 303
    answer = client.post(NEW, data={**ENOUGH, "description": "typed with care"})
    assert answer.status_code == 403
    assert "typed with care" in answer.text


def test_a_form_that_waited_too_long_is_sent_again_with_one_button(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    page = pauline.get(NEW).page  # type: ignore[attr-defined]
    answer = send(
        pauline, page, {**ENOUGH, "csrf_token": "stale", "description": "typed\r\nwith care"}, id=PAGE, press=SAVE
    )
    assert answer.status_code == 403
    assert send(pauline, answer.page, action=NEW).status_code == 303  # type: ignore[attr-defined]
    listing = only(db_session)
    assert (listing.description, [row.weekday for row in listing.session_times]) == ("typed\nwith care", [1, 3])


def test_people_of_another_panel_see_no_such_page(
    pauline: FlaskClient, town: Town, db_session: Session, signed_in: Callable[[Any], FlaskClient]
) -> None:
    listing_id = add(pauline).location.split("/")[2]
    stranger = signed_in(make_volunteer(db_session, make_panel(db_session, "Other panel")))
    for path in (NEW, "/panels/larkmoor/listings", f"/listings/{listing_id}/edit", f"/listings/{listing_id}/history",
                 f"/listings/{listing_id}/pause", f"/listings/{listing_id}/stop"):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    token = values_of(form_of(stranger.get("/account").page, action="/sign-out"))["csrf_token"]  # type: ignore[attr-defined]
    for path in ("edit", "pause", "stop", "restart", "publication", "checks", "undo/0"):
        answer = stranger.post(f"/listings/{listing_id}/{path}", data={"csrf_token": token, "how": "phoned", **ENOUGH})
        assert answer.status_code == 404, path
    assert only(db_session).revision == 1


def test_nobody_can_put_a_listing_on_another_panels_patch_or_in_its_places(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    other = make_panel(db_session, "Other panel")
    patch = make_patch(db_session, other, name="Elsewhere")
    venue = Venue(panel_id=other.id, name="Their hall", created_at=NOW)
    group = Group(panel_id=other.id, name="Their group", created_at=NOW)
    db_session.add_all([venue, group])
    db_session.commit()
    for answers in (
        {"patch_id": str(patch.id)},
        {"where": "known", "venue_id": str(venue.id)},
        {"keeper": "known", "group_id": str(group.id)},
    ):
        assert "Choose from what is offered here." in errors(add(pauline, **answers))
    where = add(pauline).location
    listing = only(db_session)
    send(
        pauline, pauline.get(where).page,  # type: ignore[attr-defined]
        {"panel_id": str(other.id), "published_at": "2020-01-01", "created_by_id": str(other.id), "bring": "A mug",
         "stopped_at": "2020-01-01", "id": str(other.id), "revision": "1"},
        id=PAGE, press=SAVE,
    )  # fmt: skip
    after = only(db_session)
    assert (after.id, after.panel, after.published_at, after.stopped_at) == (listing.id, town.panel, NOW, None)
    assert after.bring == "A mug"
