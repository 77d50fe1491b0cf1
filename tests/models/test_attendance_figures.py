"""Figures against a count by hand, and against a plain count in Python after any marks in any order."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.attendance_figures import Counts, Figures, Scope, days_with_registers, figures
from models.attended_month import STAYED_FOR, AttendedMonth
from models.attender import Attender
from models.figures_by_listing import figures_by_listing
from models.listing import Listing
from models.meeting import Meeting
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_words import Mark, SessionState
from models.report_year import ReportYear
from models.team_figures import publish_team, team_figures
from tests.people import make_patch
from tests.referring import make_person, make_referral, make_team
from tests.registering import TEN, by_organiser, make_weekly_listing, press

YEAR = ReportYear(date(2026, 1, 1))
FUNDERS = ReportYear(date(2025, 4, 1))
LATER = datetime(2026, 12, 31, 12, tzinfo=UTC)
AFTER = date(2027, 1, 1)


def register_on(session: Session, listing: Listing, on: date, at: datetime = LATER) -> Register:
    return Register.held_or_made(session, listing, Meeting(on, TEN, None), by=None, at=at)


def walk_in(session: Session, register: Register, called: str = "Stan") -> Attender:
    return register.walk_in(called, press(LATER), acting=by_organiser(), at=LATER).attender


def mark(register: Register, who: uuid.UUID, mark: Mark | None = Mark.CAME, at: datetime = LATER) -> None:
    register.mark(who, mark, press(at), acting=by_organiser(), at=at)


def count(session: Session, listing: Listing, year: ReportYear = YEAR, before: date = AFTER) -> Figures:
    session.flush()
    return figures(session, Scope.of_listing(listing), year, before)


def months(found: Figures, name: str) -> dict[int, int]:
    """What each month that has any comes to."""
    return {month.month: getattr(counts, name) for month, counts in found.months.items() if getattr(counts, name)}


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_weekly_listing(session, places=6)


def expected(session: Session, listing: Listing, first: date, **more: Any) -> Referral:
    """Somebody who was sent, and has a yes for that day."""
    at = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=7)
    return make_referral(session, listing, state=State.ACCEPTED, first=first, **{"at": at, **more})


class TestCountedByHand:
    def test_a_small_year(self, session: Session, listing: Listing) -> None:
        """January: Stan and Col. February: Stan twice, Col once, and Ida, who was referred. March: called off once, and
        a day on which seven heads were counted, two of them new."""
        ida = expected(session, listing, date(2026, 2, 10))
        first = register_on(session, listing, date(2026, 1, 6))
        stan, col = walk_in(session, first, "Stan"), walk_in(session, first, "Col")
        first.note_money(450, press(LATER), acting=by_organiser(), at=LATER)
        for on, who in ((3, (stan.id, col.id)), (10, (stan.id, ida.id))):
            register = register_on(session, listing, date(2026, 2, on))
            for each in who:
                mark(register, each)
            register.close(None, press(LATER), acting=by_organiser(), at=LATER)
        storm = register_on(session, listing, date(2026, 3, 3))
        storm.close(SessionState.WEATHER, press(LATER), acting=by_organiser(), at=LATER)
        heads = register_on(session, listing, date(2026, 3, 10))
        heads.count_heads(7, 2, 1, press(LATER), acting=by_organiser(), at=LATER)
        empty = register_on(session, listing, date(2026, 3, 17))
        empty.close(SessionState.NOBODY, press(LATER), acting=by_organiser(), at=LATER)
        found = count(session, listing)
        assert months(found, "ran") == {1: 1, 2: 2, 3: 1}
        assert months(found, "weather") == {3: 1}
        assert months(found, "nobody") == {3: 1}
        assert months(found, "visits") == {1: 2, 2: 4, 3: 7}
        assert months(found, "people") == {1: 2, 2: 3}
        assert months(found, "new") == {1: 2, 2: 1, 3: 2}
        assert months(found, "referred") == {2: 1}
        assert months(found, "again") == {1: 2}
        assert months(found, "again_soon") == {1: 2}
        assert months(found, "open") == {1: 1, 3: 1}
        whole = found.whole
        assert (whole.people, whole.referred, whole.visits, whole.heads, whole.new) == (3, 1, 13, 7, 5)
        assert (whole.filled, whole.places, whole.pence) == (13, 30, 450), "nobody came to one of the five"

    def test_whoever_comes_to_two_things_of_a_group_is_one_person(self, session: Session, listing: Listing) -> None:
        other = make_weekly_listing(session, patch=listing.patch)
        other.group_id = listing.group_id
        session.flush()
        ida = make_person(session)
        for each in (listing, other):
            referral = expected(session, each, date(2026, 2, 3), person=ida)
            mark(register_on(session, each, date(2026, 2, 3)), referral.id)
        session.flush()
        assert listing.group is not None
        found = figures(session, Scope.of_group(listing.group), YEAR, AFTER)
        assert (found.whole.people, found.whole.new, found.whole.visits, found.whole.referred) == (1, 2, 2, 1)
        parts = figures_by_listing(session, Scope.of_group(listing.group), YEAR, AFTER)
        assert sorted(each.whole.people for each in parts.values()) == [1, 1]
        assert figures(session, Scope(), YEAR, AFTER).whole.people == 1
        assert figures(session, Scope.of_panel(listing.panel), YEAR, AFTER).whole.people == 1

    def test_a_listing_that_never_met_has_nothing(self, session: Session, listing: Listing) -> None:
        found = count(session, listing)
        assert found.is_empty
        assert found.whole == Counts()
        assert days_with_registers(session, Scope.of_listing(listing)) is None


class TestYearsAndMonths:
    def test_a_visit_is_of_the_day_on_the_wall_in_london(self, session: Session, listing: Listing) -> None:
        """Whenever it was pressed: half past midnight of 1 April in London is still March by Greenwich."""
        at = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
        for on in (date(2026, 3, 31), date(2026, 4, 1)):
            register_on(session, listing, on, at).walk_in("Stan", press(at), acting=by_organiser(), at=at)
        assert months(count(session, listing), "visits") == {3: 1, 4: 1}

    def test_december_and_january_are_in_two_years_and_one_funders_year(
        self, session: Session, listing: Listing
    ) -> None:
        stan = walk_in(session, register_on(session, listing, date(2025, 12, 30)))
        mark(register_on(session, listing, date(2026, 1, 6)), stan.id)
        assert count(session, listing, ReportYear(date(2025, 1, 1))).whole.people == 1
        assert (count(session, listing).whole.people, count(session, listing).whole.new) == (1, 0)
        funders = count(session, listing, FUNDERS)
        assert (funders.whole.people, funders.whole.visits, funders.whole.new) == (1, 2, 1)
        assert funders.whole.again_soon == 1
        assert list(funders.months)[0::11] == [date(2025, 4, 1), date(2026, 3, 1)]

    def test_the_funders_year_ends_with_march(self, session: Session, listing: Listing) -> None:
        for on in (date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)):
            walk_in(session, register_on(session, listing, on))
        assert count(session, listing, FUNDERS).whole.people == 2

    def test_a_year_that_runs_ends_with_the_day_before(self, session: Session, listing: Listing) -> None:
        walk_in(session, register_on(session, listing, date(2026, 3, 3)))
        sorry = register_on(session, listing, date(2026, 3, 31), datetime(2026, 3, 3, 12, tzinfo=UTC))
        session.flush()
        assert sorry.state is None
        found = count(session, listing, before=date(2026, 3, 4))
        assert (len(found.months), found.whole.open, found.whole.visits) == (3, 1, 1)

    @pytest.mark.parametrize(
        ("key", "first"), [("2026", date(2026, 1, 1)), ("2026-27", date(2026, 4, 1)), ("2099-00", date(2099, 4, 1))]
    )
    def test_a_year_has_a_key(self, key: str, first: date) -> None:
        read = ReportYear.read(key)
        assert read is not None
        assert (read.first, read.key) == (first, key)

    @pytest.mark.parametrize("key", ["", "26", "2026-28", "1026", "2026-", "٢٠٢٦", "20260", "2026-27x", "9999"])
    def test_anything_else_is_no_year(self, key: str) -> None:
        assert ReportYear.read(key) is None

    def test_the_years_of_some_days(self) -> None:
        years = ReportYear.all_between(date(2025, 5, 6), date(2026, 3, 3))
        assert [year.key for year in years] == ["2026", "2025", "2025-26"]


class TestChangesAfterwards:
    def test_an_earlier_day_typed_up_late_moves_the_first_visit(self, session: Session, listing: Listing) -> None:
        stan = walk_in(session, register_on(session, listing, date(2026, 5, 5)))
        assert months(count(session, listing), "new") == {5: 1}
        mark(register_on(session, listing, date(2026, 2, 3)), stan.id)
        found = count(session, listing)
        assert (months(found, "new"), months(found, "again"), months(found, "again_soon")) == ({2: 1}, {2: 1}, {})

    def test_two_who_are_one_are_counted_once(self, session: Session, listing: Listing) -> None:
        first, second = (register_on(session, listing, date(2026, n, 3)) for n in (2, 3))
        stan, stanley = walk_in(session, first, "Stan"), walk_in(session, second, "Stanley")
        assert count(session, listing).whole.people == 2
        second.join(stan.id, stanley.id, press(LATER), acting=by_organiser(), at=LATER)
        found = count(session, listing)
        assert (found.whole.people, found.whole.visits, found.whole.new, found.whole.again) == (1, 2, 1, 1)
        assert not session.scalars(select(AttendedMonth).where(AttendedMonth.attender_id == stanley.id)).all()

    def test_a_mark_taken_away_after_the_day_was_opened_again(self, session: Session, listing: Listing) -> None:
        register = register_on(session, listing, date(2026, 2, 3))
        stan, _ = walk_in(session, register), walk_in(session, register, "Col")
        register.close(None, press(LATER), acting=by_organiser(), at=LATER)
        register.reopen("Stan was not there", press(LATER), acting=by_organiser(), at=LATER)
        mark(register, stan.id, Mark.ABSENT)
        found = count(session, listing)
        assert (found.whole.people, found.whole.new, found.whole.open, found.whole.ran) == (1, 1, 1, 1)

    def test_a_group_that_takes_a_listing_over_does_not_get_the_figures_of_the_one_before(
        self, session: Session, listing: Listing
    ) -> None:
        walk_in(session, register_on(session, listing, date(2026, 2, 3)))
        session.commit()
        group, listing.group = listing.group, None
        session.commit()
        walk_in(session, register_on(session, listing, date(2026, 2, 10)), "Col")
        assert count(session, listing).whole.people == 1
        assert group is not None
        assert figures(session, Scope.of_group(group), YEAR, AFTER).whole.people == 1
        assert figures(session, Scope.of_panel(listing.panel), YEAR, AFTER).whole.people == 2


class TestATeam:
    def test_its_referrals_by_month(self, session: Session, listing: Listing) -> None:
        """Three sent in January; a fourth was taken back before it left, a fifth is a draft. One came on 3 February, 10
        February and 24 March; one came once, in March; one did not come."""
        team, now = make_team(session, patches=[listing.patch]), datetime(2026, 1, 31, 23, 50, tzinfo=UTC)
        sent = [
            make_referral(session, listing, state=State.ACCEPTED, team=team, at=now, first=date(2026, 2, 3))
            for _ in range(3)
        ]
        back = make_referral(session, listing, team=team, at=now)
        back.take_back(acting=by_organiser(), at=now)
        make_referral(session, listing, state=State.DRAFT, team=team, at=now)
        days = {(2, 3): (0,), (2, 10): (0,), (3, 24): (0, 1)}
        for (month, day), came in days.items():
            for number in came:
                mark(register_on(session, listing, date(2026, month, day)), sent[number].id)
        mark(register_on(session, listing, date(2026, 2, 10)), sent[2].id, Mark.ABSENT)
        walk_in(session, register_on(session, listing, date(2026, 2, 3)))
        session.flush()
        found = team_figures(session, team.id, YEAR, date(2026, 7, 1))
        january, february, march = (found[date(2026, n, 1)] for n in (1, 2, 3))
        assert (january.sent, february.sent) == (3, 0)
        assert (february.came, february.visits, february.again, february.stayed, february.no_shows) == (1, 2, 1, 1, 1)
        assert (march.came, march.visits, march.again, march.stayed) == (1, 2, 0, 0)
        table = publish_team(YEAR, found, 5, date(2026, 7, 1))
        words = {measure.value: line.at(None).words for measure, line in table.lines.items()}
        assert words == {"sent": "hidden", "came": "hidden", "visits": "hidden", "again": "hidden",
                         "stayed": "hidden", "no-shows": "hidden"}  # fmt: skip

    def test_a_summer_midnight_is_of_the_day_that_begins_in_london(self, session: Session, listing: Listing) -> None:
        team = make_team(session, patches=[listing.patch])
        make_referral(session, listing, team=team, at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
        found = team_figures(session, team.id, YEAR, AFTER)
        assert {month.month: each.sent for month, each in found.items() if each.sent} == {7: 1}


@pytest.mark.parametrize("seed", range(4))
def test_any_marks_in_any_order_come_to_what_a_plain_count_says(session: Session, seed: int) -> None:
    """Walk-ins, marks, marks taken away, joins and referred people at two listings, then the same questions asked of
    the plain lines."""
    chance = random.Random(seed)
    patch = make_patch(session)
    listings = [make_weekly_listing(session, patch=patch) for _ in range(2)]
    team, person = make_team(session, patches=[patch]), make_person(session)
    referrals = [expected(session, each, date(2025, 11, 4), team=team, person=person) for each in listings]
    days = [date(2025, 11, 4) + timedelta(days=9 * n) for n in range(20)]
    for _ in range(60):
        at = chance.randrange(2)
        register = register_on(session, listings[at], chance.choice(days))
        here = select(Attender).where(Attender.listing_id == listings[at].id, Attender.merged_into_id.is_(None))
        known = list(session.scalars(here.order_by(Attender.id)))
        deed = chance.random()
        if deed < 0.15 or len(known) < 3:
            walk_in(session, register, "Somebody")
        elif deed < 0.2:
            keep, gone = chance.sample(known, 2)
            register.join(keep.id, gone.id, press(LATER), acting=by_organiser(), at=LATER)
        elif deed < 0.3:
            mark(register, referrals[at].id)
        else:
            mark(register, chance.choice(known).id, chance.choice([*Mark, Mark.CAME, Mark.CAME, None]))
    session.commit()
    for year in (YEAR, ReportYear(date(2025, 1, 1)), FUNDERS):
        for scope, ours in ((Scope(), listings), (Scope.of_listing(listings[0]), listings[:1])):
            _compare(figures(session, scope, year, AFTER), _lines(session, ours))
    told = team_figures(session, team.id, FUNDERS, AFTER)
    plain = [line for line in _lines(session, listings) if line.team_id and line.on < FUNDERS.end]
    assert sum(each.visits for each in told.values()) == sum(line.came for line in plain)
    assert sum(each.no_shows for each in told.values()) == sum(line.mark is Mark.ABSENT for line in plain)
    _compare_stays(session, listings)


def _lines(session: Session, listings: list[Listing]) -> list[Attendance]:
    ids = [each.id for each in listings]
    return list(
        session.scalars(select(Attendance).where(Attendance.listing_id.in_(ids)).order_by(Attendance.on, Attendance.id))
    )


def _compare(found: Figures, lines: list[Attendance]) -> None:
    here = [line for line in lines if line.came and found.year.first <= line.on < found.year.end]
    first, last = _firsts(lines)
    for month, counts in found.months.items():
        ours = [line for line in here if (line.on.year, line.on.month) == (month.year, month.month)]
        began = [who for who, on in first.items() if (on.year, on.month) == (month.year, month.month)]
        assert counts.named == len(ours)
        assert counts.people == len({line.counted_as for line in ours})
        assert counts.referred == len({line.counted_as for line in ours if line.is_referred})
        assert counts.new == len(began)
        assert counts.again == sum(last[who] > 1 for who in began)
    assert found.whole.people == len({line.counted_as for line in here})
    assert found.whole.referred == len({line.counted_as for line in here if line.is_referred})


def _firsts(lines: list[Attendance]) -> tuple[dict[uuid.UUID, date], Counter[uuid.UUID]]:
    first: dict[uuid.UUID, date] = {}
    times: Counter[uuid.UUID] = Counter()
    for line in lines:
        if line.came:
            first.setdefault(line.attender_id, line.on)
            times[line.attender_id] += 1
    return first, times


def _compare_stays(session: Session, listings: list[Listing]) -> None:
    lines = [line for line in _lines(session, listings) if line.came]
    first, times = _firsts(lines)
    rows = session.scalars(select(AttendedMonth)).all()
    assert sum(row.times for row in rows) == len(lines)
    assert {row.attender_id for row in rows if row.is_first} == set(first)
    for row in rows:
        if not row.is_first:
            continue
        began = first[row.attender_id]
        stayed = [line.on for line in lines if line.attender_id == row.attender_id and line.on >= began + STAYED_FOR]
        assert (row.stayed_after is not None) is bool(stayed)
        assert (row.again_after is not None) is (times[row.attender_id] > 1)
