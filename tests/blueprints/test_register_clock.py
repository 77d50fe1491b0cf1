"""Names, numbers, notes and drivers of registers go on their day; every figure is what it was."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from blueprints import referral_clock, register_clock, tick
from models.attendance import Attendance
from models.attendance_figures import Scope, figures
from models.attended_month import AttendedMonth
from models.attender import Attender
from models.drafting import draft, throw_away
from models.figures_by_listing import figures_by_listing, listings_with_newcomers, totals_by_listing
from models.friendly_call import FriendlyCall
from models.listing import Listing
from models.referral import Referral
from models.referral_words import State, Stop
from models.register import Register
from models.register_entry import RegisterEntry
from models.register_words import Keeping, Lift, Mark, SessionState
from models.report_year import ReportYear
from models.rhythm import Rhythm
from models.session_cancelling import call_off
from models.session_dates import meeting_at
from models.session_time import SessionTime
from models.team import Team
from models.team_figures import team_figures
from tests.boards import make_listing
from tests.referring import by_worker, make_person, make_referral
from tests.registering import AT, TEN, TUESDAY, by_organiser, make_register, make_regular, make_weekly_listing, press

TWO_YEARS = AT + timedelta(days=730)
CALENDAR, FUNDER = ReportYear(date(2026, 1, 1)), ReportYear(date(2025, 4, 1))


@pytest.fixture(autouse=True)
def in_the_app(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def hold(session: Session, listing: Listing, on: date, came: list[uuid.UUID], *, walk_ins: list[str]) -> Register:
    at, acting = moment(on), by_organiser()
    register = make_register(session, listing, on=on, at=at)
    for who in came:
        register.mark(who, Mark.CAME, press(at), acting=acting, at=at)
    for name in walk_ins:
        register.walk_in(name, press(at), acting=acting, at=at)
    register.write_note("Marlene is poorly", press(at), acting=acting, at=at)
    register.note_money(1250, press(at), acting=acting, at=at)
    session.commit()
    return register


def make_world(session: Session) -> None:
    """Two groups and a panel's own listing over two months: regulars, walk-ins, heads, people who were referred and
    went on, stopped or took it back, two lines made one, a storm, a draft that was thrown away."""
    shed, choir = make_weekly_listing(session), make_weekly_listing(session)
    bench = make_listing(session, shed.patch, name="The bench on the green", group_id=None)
    bench.session_times = [SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=1, starts=TEN, ends=time(12))]
    session.commit()
    person = make_person(session, called="Amina")
    settled = make_referral(session, shed, state=State.ACCEPTED, first=TUESDAY, person=person)
    both = make_referral(
        session, choir, state=State.ACCEPTED, first=TUESDAY, person=person, team=settled.team, by=settled.referred_by
    )
    stopped = make_referral(session, shed, state=State.ACCEPTED, first=TUESDAY)
    regular = make_regular(session, shed, "Big Col", 5, 4, 2, 1)
    for weeks in range(3):
        on = TUESDAY + timedelta(weeks=weeks)
        came = [regular.id, settled.id] + ([] if weeks else [stopped.id])
        register = hold(session, shed, on, came, walk_ins=["Marlene"])
        register.note_lift(settled.id, Lift.TAKEN, "Winston", press(moment(on)), acting=by_organiser(), at=moment(on))
        if weeks == 2:
            ids = [row.attender_id for row in register.attendances if row.attender.name == "Marlene"]
            first = session.scalars(select(Attender.id).where(Attender.called.is_not(None), Attender.id.not_in(ids)))
            other = next(each for each in first if each not in (regular.id, settled.id, stopped.id))
            register.join(other, ids[0], press(moment(on)), acting=by_organiser(), at=moment(on))
        register.close(None, press(moment(on)), acting=by_organiser(), at=moment(on))
        hold(session, choir, on, [both.id], walk_ins=["Ann"])
        heads = make_register(session, bench, on=on, at=moment(on))
        heads.keep_by(Keeping.HEADS, press(moment(on)), acting=by_organiser(), at=moment(on))
        heads.count_heads(9, 2, 1, press(moment(on)), acting=by_organiser(), at=moment(on))
        heads.close(None, press(moment(on)), acting=by_organiser(), at=moment(on))
    settled.settle(acting=by_worker(settled.referred_by), at=AT + timedelta(days=15))
    _stop(stopped)
    storm = TUESDAY + timedelta(weeks=3)
    meeting = meeting_at(session, shed, storm, TEN)
    assert meeting is not None
    at = moment(storm)
    call_off(session, shed, meeting, SessionState.WEATHER, "the weather", press(at), acting=by_organiser(), at=at)
    worker = by_worker(settled.referred_by)
    assert settled.team is not None
    (thrown,) = draft(session, [choir], team=settled.team, acting=worker, form_key=uuid.uuid4(), at=at)
    throw_away(session, thrown, acting=worker, at=at)
    session.commit()


def _stop(referral: Referral) -> None:
    referral.stop(Stop.NOT_FOR_THEM, acting=by_worker(referral.referred_by), at=AT + timedelta(days=1))


def figures_of(session: Session) -> dict[str, Any]:
    """Every figure there is, of everybody, and the raw sums under them."""
    session.expire_all()
    found: dict[str, Any] = {}
    listings = session.scalars(select(Listing).order_by(Listing.id)).all()
    scopes = {"site": Scope(), **{f"listing {each.id}": Scope.of_listing(each) for each in listings}}
    scopes |= {f"group {each.group_id}": Scope.of_group(each.group) for each in listings if each.group}
    scopes |= {f"panel {each.panel_id}": Scope.of_panel(each.panel) for each in listings}
    for name, scope in scopes.items():
        for year in (CALENDAR, FUNDER):
            before = date(2026, 12, 31)
            found[f"{name} {year.key}"] = figures(session, scope, year, before)
            found[f"{name} {year.key} by listing"] = figures_by_listing(session, scope, year, before)
            found[f"{name} {year.key} totals"] = totals_by_listing(session, scope, year, before)
            found[f"{name} {year.key} newcomers"] = listings_with_newcomers(session, scope, year, before)
    for team_id in session.scalars(select(Team.id)).all():
        for year in (CALENDAR, FUNDER):
            found[f"team {team_id} {year.key}"] = team_figures(session, team_id, year, date(2026, 12, 31))
    for column in (Attendance.listing_id, Attendance.group_id, Attendance.panel_id, Attendance.team_id, Attendance.on):
        sums = select(
            column,
            func.count(),
            func.sum(case((Attendance.came, 1), else_=0)),
            func.sum(case((Attendance.is_first, 1), else_=0)),
            func.sum(case((Attendance.is_referred, 1), else_=0)),
            func.count(Attendance.counted_as.distinct()),
        )
        found[f"lines by {column.key}"] = sorted(map(str, session.execute(sums.group_by(column))))
    table = Register.__table__.c
    counted = [table[name] for name in ("named", "named_new", "named_referred", "heads", "heads_new", "heads_referred")]
    found["registers"] = session.execute(select(table.id, table.state, table.pence, *counted).order_by(table.id)).all()
    found["months"] = session.execute(select(AttendedMonth.__table__).order_by("attender_id", "month")).all()
    times = select(Attender.id, Attender.counted_as, Attender.times, Attender.first_came_on, Attender.last_came_on)
    found["people"] = session.execute(times.order_by(Attender.id)).all()
    sent = select(Referral.state, func.count()).where(Referral.sent_at.is_not(None)).group_by(Referral.state)
    found["referrals"] = sorted(map(str, session.execute(sent)))
    return found


def test_not_one_figure_changes_when_everything_has_been_erased(db_session: Session) -> None:
    make_world(db_session)
    before = figures_of(db_session)
    assert before["site 2026"].whole.people > 5
    for at in (TUESDAY + timedelta(days=100), TUESDAY + timedelta(days=200), TWO_YEARS.date()):
        referral_clock.erase_what_is_due(moment(at))
        register_clock.erase_what_is_due(moment(at))
        assert figures_of(db_session) == before
    assert db_session.scalars(select(Attender).where(Attender.called.is_not(None))).all() == []
    for column in (Attender.rung_by, Attender.reach, Register.note, Attendance.driver, RegisterEntry.words):
        assert db_session.scalar(select(func.count(column))) == 0, column.key
    assert db_session.scalars(select(Register).where(Register.erased_at.is_(None))).all() == []
    assert register_clock.erase_what_is_due(TWO_YEARS) == 0


def names(session: Session) -> set[str]:
    session.expire_all()
    return {each.called for each in session.scalars(select(Attender)) if each.called}


def test_a_name_goes_after_half_a_year_of_silence_and_not_a_day_before(db_session: Session) -> None:
    regular = make_regular(db_session, make_weekly_listing(db_session), "Big Col", 1)
    regular.rung_by, regular.reach = "Derek", "07700 900184"
    db_session.commit()
    heard = regular.last_active_at
    register_clock.erase_what_is_due(heard + timedelta(days=180, seconds=-1))
    assert names(db_session) == {"Big Col"}
    register_clock.erase_what_is_due(heard + timedelta(days=180))
    db_session.expire_all()
    assert (regular.called, regular.rung_by, regular.reach, regular.times) == (None, None, None, 1)
    assert (regular.name, regular.is_named) == ("Somebody", False)


def test_whoever_the_group_took_off_its_list_goes_after_ninety_days_unless_they_come_again(db_session: Session) -> None:
    listing = make_weekly_listing(db_session)
    gone, back = make_regular(db_session, listing, "Gone", 1), make_regular(db_session, listing, "Back", 1)
    gone.left_at = back.left_at = AT
    later = AT + timedelta(days=28)
    register = make_register(db_session, listing, on=later.date(), at=later)
    register.mark(back.id, Mark.CAME, press(later), acting=by_organiser(), at=later)
    db_session.commit()
    register_clock.erase_what_is_due(AT + timedelta(days=91))
    assert names(db_session) == {"Back"}


def test_with_the_person_of_a_referral_goes_the_name_unless_they_have_settled_in(db_session: Session) -> None:
    listing = make_weekly_listing(db_session)
    settled, stopped = (
        make_referral(
            db_session, listing, state=State.ACCEPTED, first=TUESDAY, person=make_person(db_session, called=n)
        )
        for n in ("Amina", "Bert")
    )
    register = make_register(db_session, listing)
    for each in (settled, stopped):
        register.mark(each.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
    settled.settle(acting=by_worker(settled.referred_by), at=AT)
    _stop(stopped)
    db_session.commit()
    now = AT + timedelta(days=95)
    assert referral_clock.erase_what_is_due(now) > 0
    register_clock.erase_what_is_due(now)
    assert names(db_session) == {"Amina"}
    register_clock.erase_what_is_due(AT + timedelta(days=181))
    assert names(db_session) == set()


def test_words_go_after_half_a_year_and_a_reason_written_since_stays_its_time(db_session: Session) -> None:
    listing = make_weekly_listing(db_session)
    register = hold(db_session, listing, TUESDAY, [], walk_ins=["Marlene"])
    register.close(None, press(moment(TUESDAY)), acting=by_organiser(), at=moment(TUESDAY))
    later = moment(TUESDAY + timedelta(days=185))
    register_clock.erase_what_is_due(moment(TUESDAY + timedelta(days=180)))
    db_session.expire_all()
    assert register.note == "Marlene is poorly"
    register_clock.erase_what_is_due(later)
    db_session.expire_all()
    assert (register.note, register.pence, register.erased_at) == (None, 1250, later)
    assert all(entry.words is None for entry in register.entries)
    register.reopen("One mark was wrong", press(later), acting=by_organiser(), at=later)
    db_session.commit()
    register_clock.erase_what_is_due(later + timedelta(days=1))
    db_session.expire_all()
    assert register.entries[-1].words == "One mark was wrong"
    register_clock.erase_what_is_due(later + timedelta(days=181))
    db_session.expire_all()
    assert register.entries[-1].words is None
    assert register.erased_at == later


def test_nobody_is_asked_to_ring_somebody_whose_name_is_gone(db_session: Session) -> None:
    listing = make_weekly_listing(db_session)
    regular = make_regular(db_session, listing, "Big Col", 1)
    on = TUESDAY
    register = make_register(db_session, listing)
    call = FriendlyCall(
        attender_id=regular.id, register_id=register.id, listing_id=listing.id, about="two-gaps", missed_on=on,
        due_on=on, created_at=AT,
    )  # fmt: skip
    db_session.add(call)
    db_session.commit()
    register_clock.erase_what_is_due(AT + timedelta(days=181))
    assert db_session.scalars(FriendlyCall.open_of([listing.id])).all() == []


def test_the_clock_does_it_every_hour() -> None:
    assert "erasing-registers" in {piece.name for piece in tick.pieces}
