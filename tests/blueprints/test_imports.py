"""Bringing a spreadsheet in: preview, steps, undo; and taking the list out."""

import csv
import io
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.group import Venue
from models.listing import Listing
from models.listing_contents import save
from models.listing_import import LINES_AT_A_TIME, ListingImport
from models.listing_version import Deed
from models.people import Panel, User
from tests.people import csrf, make_panel, make_patch, make_volunteer

GOOD = (
    "Name;When;Venue;Postcode;Cost;Phone;Colour\r\n"
    "Men's shed;Tues & Thurs 10-1;Lock-up behind St Oswin's;ZZ4 1AB;£2;0161 496 0142;green\r\n"
    "Knit and natter;Mondays 2pm to 4pm;Library;zz41ac;free;;\r\n"
    "Ukuleles;whenever Geoff is about;;;donation;;\r\n"
    ";Mondays 2pm to 4pm;;;;;\r\n"
)


class Desk:
    """A volunteer with a panel, a patch and a signed-in client."""

    def __init__(self, session: Session, signed_in: Any) -> None:
        self.session = session
        self.panel: Panel = make_panel(session)
        self.patch = make_patch(session, self.panel)
        self.user: User = make_volunteer(session, self.panel)
        self.client: FlaskClient = signed_in(self.user)

    def upload(self, text: str | bytes, name: str = "list.csv") -> TestResponse:
        raw = text if isinstance(text, bytes) else text.encode()
        sheet = {"sheet": (io.BytesIO(raw), name), "patch": self.patch.slug}
        return self.client.post(f"/panels/{self.panel.slug}/imports", data={**csrf(self.client), **sheet})

    def step(self, address: str, **more: Any) -> TestResponse:
        return self.client.post(f"{address}/steps", data={**csrf(self.client), **more})

    def listings(self) -> list[Listing]:
        self.session.expire_all()
        return list(self.session.scalars(select(Listing).order_by(Listing.name)))


def test_a_spreadsheet_is_previewed_line_by_line_before_anything_happens(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    answer = desk.upload(GOOD)
    assert answer.status_code == 303
    page = desk.client.get(answer.location).text
    for words in ("Tuesdays and Thursdays, 10am to 1pm", "As a draft", "Cannot come in", "not used: Colour"):
        assert words in page
    assert desk.listings() == []


def test_the_ticked_lines_come_in_together_and_are_undone_together(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    address = desk.upload(GOOD).location
    assert desk.step(address, line=["2", "3", "4"]).status_code == 303
    shed, knit, ukuleles = sorted(desk.listings(), key=lambda each: "MKU".index(each.name[0]))
    assert [each.is_public for each in (shed, knit, ukuleles)] == [True, True, False]
    assert shed.versions[0].deed is Deed.IMPORTED
    assert shed.venue is not None
    assert shed.venue.postcode == "ZZ4 1AB"
    assert "All 3 lines are in" in desk.client.get(address).text
    assert desk.client.post(f"{address}/undoing", data=csrf(desk.client)).status_code == 303
    assert desk.listings() == []
    assert "is undone" in desk.client.get(address).text


def test_a_line_left_unticked_stays_out(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    desk.step(desk.upload(GOOD).location, line=["3"])
    assert [listing.name for listing in desk.listings()] == ["Knit and natter"]


def test_nothing_ticked_is_refused_and_the_preview_stays(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    answer = desk.step(desk.upload(GOOD).location)
    assert answer.status_code == 422
    assert "Tick at least one line" in answer.text


def test_a_long_file_comes_in_by_steps_and_appears_only_with_the_last(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    names = [f"{colour} {thing} {n}" for n in range(7) for colour in ("Red", "Blue", "Green", "Pink", "Grey", "Teal")
             for thing in ("lantern", "walk", "supper", "choir")]  # fmt: skip
    rows = "".join(f"{name},Mondays 10am to 11am\n" for name in names)
    address = desk.upload(f"Name,When\n{rows}").location
    numbers = [str(n) for n in range(2, len(names) + 2)]
    desk.step(address, line=numbers)
    page = desk.client.get(address).text
    assert f"{LINES_AT_A_TIME} of {len(names)} lines are ready" in page
    assert not any(listing.is_public for listing in desk.listings())
    partial = desk.client.post(f"{address}/steps", data=csrf(desk.client), headers={"HX-Request": "true"})
    assert "All" in partial.text
    assert "<html" not in partial.text
    assert sum(listing.is_public for listing in desk.listings()) == len(names)


def test_an_import_thrown_away_half_way_leaves_no_trace(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    rows = "".join(f"{chr(65 + n % 26)}{n:04x}{'xyzw'[n % 4] * 5},Mondays 10am to 11am\n" for n in range(150))
    address = desk.upload(f"Name,When\n{rows}").location
    desk.step(address, line=[str(n) for n in range(2, 152)])
    desk.client.post(f"{address}/undoing", data=csrf(desk.client))
    assert desk.listings() == []


def test_what_somebody_changed_since_is_kept_as_a_draft(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    address = desk.upload(GOOD).location
    desk.step(address, line=["2", "3"])
    changed = next(listing for listing in desk.listings() if listing.name == "Knit and natter")
    changed.summary = "Bring your own needles."
    save(changed, Deed.EDITED, by=desk.session.get(User, desk.user.id), at=changed.changed_at)
    desk.session.commit()
    desk.client.post(f"{address}/undoing", data=csrf(desk.client))
    (kept,) = desk.listings()
    assert (kept.name, kept.is_public) == ("Knit and natter", False)


def test_the_same_line_twice_makes_one_venue(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    text = "Name,When,Venue,Postcode\nShed,Mondays 10am,Hall,ZZ4 1AB\nChoir,Tuesdays 7pm,Hall,ZZ4 1AB\n"
    desk.step(desk.upload(text).location, line=["2", "3"])
    assert db_session.scalar(select(func.count()).select_from(Venue)) == 1


def test_a_second_click_does_not_bring_it_in_twice(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    address = desk.upload(GOOD).location
    desk.step(address, line=["2"])
    assert desk.step(address, line=["2"]).status_code == 409
    assert len(desk.listings()) == 1


def test_a_file_that_is_no_list_is_refused_at_its_field(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    for raw in (b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04zip", b"When,Where\nMonday,Hall\n"):
        answer = desk.upload(raw)
        assert answer.status_code == 422
        assert 'id="sheet-error"' in answer.text
    assert db_session.scalar(select(func.count()).select_from(ListingImport)) == 0


def test_a_file_over_the_limit_is_refused_unread(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    assert desk.upload(b"Name,When\n" + b"x,y\n" * 600_000).status_code == 413


def test_another_panel_never_sees_an_import(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    address = desk.upload(GOOD).location
    stranger = signed_in(make_volunteer(db_session, make_panel(db_session)))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/steps", data={**csrf(stranger), "line": "2"}).status_code == 404
    assert stranger.get(f"/panels/{desk.panel.slug}/listings.csv").status_code == 404


def test_the_exported_list_can_be_brought_in_again(db_session: Session, signed_in: Any) -> None:
    desk = Desk(db_session, signed_in)
    desk.step(desk.upload(GOOD + "=HYPERLINK(1);Mondays 9am to 10am;;;;;\r\n").location, line=["2", "3", "6"])
    answer = desk.client.get(f"/panels/{desk.panel.slug}/listings.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Name"] for row in rows] == ["'=HYPERLINK(1)", "Knit and natter", "Men's shed"]
    other = Desk(db_session, signed_in)
    other.step(other.upload(answer.data).location, line=["2", "3", "4"])
    back = {each.name: each for each in other.listings() if each.panel_id == other.panel.id}
    assert set(back) == {"=HYPERLINK(1)", "Knit and natter", "Men's shed"}
    assert len(back["Men's shed"].session_times) == 2
    assert back["Men's shed"].contact_phone == "0161 496 0142"
