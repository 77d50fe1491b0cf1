"""Figures on their pages, on paper and as a spreadsheet: exact for those who keep the registers, no small number for
anybody else, and nothing at all for strangers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.attender import Attender
from models.listing import Listing
from models.meeting import Meeting
from models.people import Role, User
from models.register import Register
from models.register_words import Mark
from tests.boards import make_group, make_listing
from tests.people import make_membership, make_patch, make_user, make_volunteer
from tests.referring import make_link_worker, make_organiser, make_team, make_team_lead, sign_in_and_prove
from tests.registering import AT, by_organiser, make_weekly_listing, press

SignedIn = Callable[[Any], FlaskClient]
TEN = time(10, 0)


@pytest.fixture
def listing(db_session: Session) -> Listing:
    """Six came in December and January, two of them new in January; one more in February; nobody yet in March."""
    listing = make_weekly_listing(db_session, name="The shed", places=10)
    people = [come(db_session, listing, date(2025, 12, 2)) for _ in range(4)]
    people += [come(db_session, listing, date(2026, 1, 6)) for _ in range(2)]
    for person in people[:4]:
        come(db_session, listing, date(2026, 1, 6), person)
    for person in [*people, None]:
        come(db_session, listing, date(2026, 2, 3), person)
    db_session.commit()
    return listing


@pytest.fixture
def derek(db_session: Session, listing: Listing) -> User:
    assert listing.group is not None
    return make_organiser(db_session, listing.group)


@pytest.fixture
def host(signed_in: SignedIn, derek: User) -> FlaskClient:
    return signed_in(derek)


def come(session: Session, listing: Listing, on: date, who: Attender | None = None) -> Attender:
    at = datetime(on.year, on.month, on.day, 10, 30, tzinfo=UTC)
    register = Register.held_or_made(session, listing, Meeting(on, TEN, None), by=None, at=at)
    if who is None:
        return register.walk_in("Stan", press(at), acting=by_organiser(), at=at).attender
    return register.mark(who.id, Mark.CAME, press(at), acting=by_organiser(), at=at).attender


def of_group(listing: Listing, ending: str = "") -> str:
    return f"/figures/groups/{listing.group_id}{ending}"


def rows_of(client: FlaskClient, address: str, caption: str = "month by month") -> dict[str, list[str]]:
    """The table of a page: its lines by month."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.page  # type: ignore[attr-defined]
    found = {}
    for table in page.all("table"):
        if caption in "".join(next(table.iter("caption")).itertext()):
            for row in table.iter("tr"):
                cells = ["".join(cell.itertext()).strip() for cell in row]
                found[cells[0]] = cells[1:]
    return found


def lines_of(client: FlaskClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


class TestTheOrganisersPage:
    def test_it_is_one_click_away_and_exact(self, host: FlaskClient, listing: Listing) -> None:
        assert 'href="/figures"' in host.get("/hosting").text
        answer = host.get("/figures")
        assert answer.location == of_group(listing)
        rows = rows_of(host, answer.location)
        assert rows["January"] == ["1", "0", "0", "0", "6", "6", "2", "0", "2", "60%"]
        assert rows["February"][4:8] == ["7", "7", "1", "0"]
        assert rows["All"][4:7] == ["13", "7", "3"]

    def test_the_funders_year_can_be_chosen(self, host: FlaskClient, listing: Listing) -> None:
        rows = rows_of(host, of_group(listing, "?year=2025-26"))
        assert list(rows)[1] == "April"
        assert rows["All"][4:7] == ["17", "7", "7"]
        page = host.get(of_group(listing)).page  # type: ignore[attr-defined]
        assert "April 2025 to March 2026" in page.text

    def test_it_says_which_days_are_not_closed(self, host: FlaskClient, listing: Listing) -> None:
        assert "2 sessions are not closed yet" in host.get(of_group(listing)).text

    def test_a_year_without_anything_says_so(self, host: FlaskClient, listing: Listing) -> None:
        assert "Nothing to count yet" in host.get(of_group(listing, "?year=2019")).text

    def test_one_thing_of_the_group_has_figures_of_its_own(self, host: FlaskClient, listing: Listing) -> None:
        rows = rows_of(host, f"/figures/listings/{listing.id}")
        assert rows["All"][4:7] == ["13", "7", "3"]

    def test_several_groups_are_a_choice(
        self, host: FlaskClient, derek: User, listing: Listing, db_session: Session
    ) -> None:
        from models.organiser import Organiser

        other = make_group(db_session, listing.patch, name="The other lot")
        db_session.add(Organiser(user=derek, group=other, started_at=AT))
        db_session.commit()
        page = host.get("/figures").page  # type: ignore[attr-defined]
        assert "The other lot" in page.text
        assert "The shed" in page.text

    def test_heads_stand_beside_the_people(self, host: FlaskClient, listing: Listing, db_session: Session) -> None:
        on = date(2026, 2, 10)
        at = datetime(2026, 2, 10, 10, 30, tzinfo=UTC)
        register = Register.held_or_made(db_session, listing, Meeting(on, TEN, None), by=None, at=at)
        register.count_heads(9, 2, 1, press(at), acting=by_organiser(), at=at)
        db_session.commit()
        page = host.get(of_group(listing)).page  # type: ignore[attr-defined]
        assert "Of the visits 9 were counted without a name. Of these heads 2 were new, and 1 were sent." in page.text
        rows = rows_of(host, of_group(listing))
        assert rows["All"][4:7] == ["22", "9", "7"]


class TestWhatLeavesTheGroup:
    def test_the_spreadsheet_ends_with_the_last_month_and_hides_the_few(
        self, host: FlaskClient, listing: Listing
    ) -> None:
        come_today = of_group(listing, "/figures.csv")
        lines = {line[0]: line[1:] for line in lines_of(host, come_today) if line}
        assert lines["Month"][4:8] == ["Visits", "Different people", "First visits", "People who were sent"]
        assert lines["January 2026"][4:9] == ["6", "6", "hidden", "0", "hidden"]
        assert lines["February 2026"][4:9] == ["7", "7", "hidden", "0", "too early"]
        assert "March 2026" not in lines
        assert lines["All"][4:8] == ["13", "7 to 13", "hidden", "0"]

    def test_a_name_that_would_be_a_formula_is_text(
        self, host: FlaskClient, listing: Listing, db_session: Session
    ) -> None:
        assert listing.group is not None
        listing.group.name = "=HYPERLINK(1)"
        db_session.commit()
        cells = [cell for line in lines_of(host, of_group(listing, "/figures.csv")) for cell in line]
        assert "'=HYPERLINK(1), January to February 2026" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]

    def test_the_sheet_is_one_page_with_the_same_numbers(self, host: FlaskClient, listing: Listing) -> None:
        answer = host.get(of_group(listing, "/sheet.pdf?year=2025-26"))
        assert answer.mimetype == "application/pdf"
        pages = pypdfium2.PdfDocument(answer.data)
        text = pages[0].get_textpage().get_text_range()
        assert len(pages) == 1
        for words in ("April 2025 to February 2026", "different people", "hidden", "Most visits were in February"):
            assert words in text

    def test_the_browsers_page_says_the_same(self, host: FlaskClient, listing: Listing) -> None:
        rows = rows_of(host, of_group(listing, "/print"), "Month by month")
        assert rows["January"][4:7] == ["6", "6", "hidden"]

    def test_before_a_month_is_over_there_is_nothing_to_print(
        self, app: Flask, host: FlaskClient, listing: Listing
    ) -> None:
        app.config["NOW"] = datetime(2026, 1, 31, 12, tzinfo=UTC)
        for paper in ("print", "sheet.pdf", "figures.csv"):
            answer = host.get(of_group(listing, f"/{paper}?year=2026"))
            assert (answer.status_code, answer.location) == (303, of_group(listing, "?year=2026"))
        assert "is over yet" in host.get(of_group(listing, "?year=2026")).text

    def test_the_smallest_number_that_is_told_is_a_setting(
        self, app: Flask, host: FlaskClient, listing: Listing
    ) -> None:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], hide_fewer_than=10)
        lines = {line[0]: line[1:] for line in lines_of(host, of_group(listing, "/figures.csv")) if line}
        assert lines["January 2026"][4:6] == ["hidden", "hidden"]

    def test_one_thing_of_several_is_rounded(self, host: FlaskClient, listing: Listing, db_session: Session) -> None:
        other = make_weekly_listing(db_session, patch=listing.patch, name="The walk")
        other.group_id = listing.group_id
        for _ in range(9):
            come(db_session, other, date(2026, 2, 5))
        db_session.commit()
        lines = {line[0]: line[1:] for line in lines_of(host, f"/figures/listings/{listing.id}/figures.csv") if line}
        assert lines["February 2026"][4:6] == ["5", "5"], "a number: that it is rounded stands below"
        whole = {line[0]: line[1:] for line in lines_of(host, of_group(listing, "/figures.csv")) if line}
        assert whole["February 2026"][4:6] == ["16", "16"]

    def test_a_spreadsheet_can_add_up_what_stands_in_it(
        self, host: FlaskClient, listing: Listing, db_session: Session
    ) -> None:
        register = Register.held_or_made(db_session, listing, Meeting(date(2026, 2, 10), TEN, None), by=None, at=AT)
        register.count_heads(1_200, 0, 0, press(AT), acting=by_organiser(), at=AT)
        register.note_money(123_450, press(AT), acting=by_organiser(), at=AT)
        db_session.commit()
        lines = {line[0]: line[1:] for line in lines_of(host, of_group(listing, "/figures.csv")) if line}
        assert lines["Month"][-1] == "Money taken, £"
        february = lines["February 2026"]
        assert (february[4], february[-1]) == ("1207", "1234.50")


class TestHeadsWithoutNames:
    def test_nothing_is_said_of_people_where_only_heads_were_counted(
        self, host: FlaskClient, listing: Listing, db_session: Session
    ) -> None:
        """ "0 people" beside forty visits would be read as nobody."""
        at = datetime(2026, 3, 3, 11, tzinfo=UTC)
        register = Register.held_or_made(db_session, listing, Meeting(date(2026, 3, 3), TEN, None), by=None, at=at)
        register.count_heads(40, 3, 0, press(at), acting=by_organiser(), at=at)
        db_session.commit()
        rows = rows_of(host, of_group(listing))
        heads = rows["Month"].index("Heads")
        assert rows["March"][heads - 1 : heads + 3] == ["40", "40", "–", "3"]
        page = host.get(of_group(listing)).text
        assert "different people, by name" in page
        assert "nothing is said of different people" in page, "a dash is explained"


class TestSharedWithOthers:
    def test_a_panel_sees_rounded_figures_and_each_listing(
        self, signed_in: SignedIn, listing: Listing, db_session: Session
    ) -> None:
        client = signed_in(make_volunteer(db_session, listing.panel))
        address = f"/panels/{listing.panel.slug}/figures"
        assert rows_of(client, address)["January"][4:7] == ["5", "5", "hidden"]
        assert rows_of(client, address, "What each came to")["The shed"] == ["2", "15", "5", "hidden"]
        assert f'href="{address}"' in client.get(f"/panels/{listing.panel.slug}/desk").text

    def test_a_panel_member_does_not_see_a_groups_own_page(
        self, signed_in: SignedIn, listing: Listing, db_session: Session
    ) -> None:
        client = signed_in(make_membership(db_session, panel=listing.panel, role=Role.LEAD).user)
        for address in (of_group(listing), of_group(listing, "/print"), f"/figures/listings/{listing.id}",
                        f"/figures/listings/{listing.id}/figures.csv"):  # fmt: skip
            assert client.get(address).status_code == 404

    def test_what_a_panel_keeps_itself_its_members_see_exactly(
        self, signed_in: SignedIn, listing: Listing, db_session: Session
    ) -> None:
        bench = make_listing(db_session, listing.patch, name="The bench")
        come(db_session, bench, date(2026, 2, 3))
        db_session.commit()
        client = signed_in(make_volunteer(db_session, listing.panel))
        assert "The bench" in client.get("/figures").text
        assert rows_of(client, f"/figures/listings/{bench.id}")["All"][4:6] == ["1", "1"]

    def test_another_groups_organiser_is_told_there_is_no_such_page(
        self, signed_in: SignedIn, listing: Listing, db_session: Session
    ) -> None:
        client = signed_in(make_organiser(db_session, make_group(db_session, make_patch(db_session))))
        for address in (of_group(listing), of_group(listing, "/sheet.pdf"), f"/figures/listings/{listing.id}"):
            assert client.get(address).status_code == 404

    def test_a_team_sees_its_own_referrals(self, client: FlaskClient, listing: Listing, db_session: Session) -> None:
        team = make_team(db_session, patches=[listing.patch])
        sign_in_and_prove(client, make_link_worker(db_session, team))
        assert "Nothing to count yet" in client.get(f"/teams/{team.slug}/figures").text
        other = make_team(db_session, patches=[listing.patch])
        assert client.get(f"/teams/{other.slug}/figures").status_code == 404

    def test_the_whole_board_is_for_whoever_leads_something(
        self, signed_in: SignedIn, listing: Listing, db_session: Session
    ) -> None:
        lead = signed_in(make_membership(db_session, panel=listing.panel, role=Role.LEAD).user)
        assert rows_of(lead, "/figures/everything")["All"][4:6] == ["15", "5"]
        of_a_team = signed_in(make_team_lead(db_session))
        assert of_a_team.get("/figures/everything/figures.csv").status_code == 200
        for user in (make_volunteer(db_session, listing.panel), make_link_worker(db_session), make_user(db_session)):
            assert signed_in(user).get("/figures/everything").status_code == 404
