"""Print runs: asked for once, taken up by one at a time, made in steps, kept for two days."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.people import Panel
from models.print_run import (
    GIVEN_UP_AFTER,
    HELD_FOR,
    KEPT_FOR,
    MOST_AT_ONCE,
    MOST_POSTERS,
    POSTERS_AT_A_TIME,
    PrintRun,
    PrintRunPart,
    RunState,
    TooManyPosters,
    TooManyRuns,
)
from tests.people import make_panel, make_volunteer


@pytest.fixture
def panel(session: Session) -> Panel:
    return make_panel(session)


def ask(session: Session, panel: Panel, now: datetime, count: int = 3) -> PrintRun:
    run = PrintRun.ask(session, panel, [uuid.uuid4() for _ in range(count)], by=None, at=now)
    session.commit()
    return run


def test_a_run_takes_each_poster_once_in_the_order_given(session: Session, panel: Panel, now: datetime) -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    run = PrintRun.ask(session, panel, [two, one, two], by=None, at=now)
    assert run.poster_ids == [str(two), str(one)]
    assert run.next_ids == [two, one]
    assert run.state is RunState.WAITING


def test_none_too_many_and_too_often_are_refused(session: Session, panel: Panel, now: datetime) -> None:
    with pytest.raises(RuleBroken, match="Tick at least one poster"):
        PrintRun.ask(session, panel, [], by=None, at=now)
    with pytest.raises(TooManyPosters):
        ask(session, panel, now, MOST_POSTERS + 1)
    assert ask(session, panel, now, MOST_POSTERS).total == MOST_POSTERS
    for _ in range(MOST_AT_ONCE - 1):
        ask(session, panel, now)
    with pytest.raises(TooManyRuns):
        ask(session, panel, now)
    assert ask(session, make_panel(session), now).total == 3


def test_the_same_run_asked_for_twice_is_one(session: Session, panel: Panel, now: datetime) -> None:
    run = ask(session, panel, now)
    assert PrintRun.ask(session, panel, run.next_ids, by=None, at=now) is run
    run.keep(3, None, [], after=0)
    run.finish(None, at=now)
    assert PrintRun.ask(session, panel, [uuid.UUID(each) for each in run.poster_ids], by=None, at=now) is not run


def test_one_of_several_takes_a_step_up_and_whoever_dies_with_it_is_followed(
    session: Session, panel: Panel, now: datetime
) -> None:
    run = ask(session, panel, now)
    assert PrintRun.take_up(session, run.id, now)
    assert not PrintRun.take_up(session, run.id, now)
    assert not PrintRun.take_up(session, run.id, now + HELD_FOR - timedelta(seconds=1))
    assert PrintRun.take_up(session, run.id, now + HELD_FOR)
    session.refresh(run)
    run.lay_down()
    session.flush()
    assert PrintRun.take_up(session, run.id, now)
    assert not PrintRun.take_up(session, uuid.uuid4(), now)


def test_steps_go_through_all_of_it_and_the_last_puts_it_together(
    session: Session, panel: Panel, now: datetime
) -> None:
    run = ask(session, panel, now, POSTERS_AT_A_TIME + 2)
    assert len(run.next_ids) == POSTERS_AT_A_TIME
    run.keep(POSTERS_AT_A_TIME, b"first", [], after=0)
    session.commit()
    assert (run.done, run.state, run.is_all_made, len(run.next_ids)) == (POSTERS_AT_A_TIME, RunState.PRINTING, False, 2)
    refused = {"poster": run.poster_ids[-1], "title": "Shed", "why": "The name is too long."}
    run.keep(2, b"second", [refused], after=POSTERS_AT_A_TIME)
    session.commit()
    assert run.is_all_made
    assert run.set_count == POSTERS_AT_A_TIME + 1
    assert [part.pdf for part in run.parts] == [b"first", b"second"]
    run.finish(b"whole", at=now)
    session.commit()
    assert (run.state, run.pdf, run.refused) == (RunState.READY, b"whole", [refused])
    assert session.scalar(select(func.count()).select_from(PrintRunPart)) == 0
    assert not PrintRun.take_up(session, run.id, now + HELD_FOR)


def test_a_step_that_came_too_late_is_forgotten(session: Session, panel: Panel, now: datetime) -> None:
    run = ask(session, panel, now, 2 * POSTERS_AT_A_TIME)
    run.keep(POSTERS_AT_A_TIME, b"first", [], after=0)
    run.keep(POSTERS_AT_A_TIME, b"first, again", [], after=0)
    run.finish(b"half", at=now)
    assert (run.done, len(run.parts), run.state) == (POSTERS_AT_A_TIME, 1, RunState.PRINTING)


def test_files_are_let_go_after_two_days_and_runs_nobody_could_finish_too(
    session: Session, panel: Panel, now: datetime
) -> None:
    made, stuck = ask(session, panel, now), ask(session, panel, now)
    made.keep(3, b"part", [], after=0)
    made.finish(b"whole", at=now)
    session.commit()
    assert session.scalars(PrintRun.worn_out(now + KEPT_FOR)).all() == []
    assert session.scalars(PrintRun.worn_out(now + KEPT_FOR + timedelta(seconds=1))).all() == [made]
    gone = session.scalars(PrintRun.worn_out(now + KEPT_FOR + GIVEN_UP_AFTER + timedelta(seconds=1))).all()
    assert set(gone) == {made, stuck}
    for run in gone:
        run.clear(now + KEPT_FOR)
    session.commit()
    assert (made.state, made.pdf, stuck.state) == (RunState.GONE, None, RunState.GONE)
    assert session.scalars(PrintRun.unfinished()).all() == []


def test_runs_are_the_panels_own(session: Session, panel: Panel, now: datetime) -> None:
    run = ask(session, panel, now)
    assert session.scalars(PrintRun.visible_to(make_volunteer(session, panel))).all() == [run]
    assert session.scalars(PrintRun.visible_to(make_volunteer(session, make_panel(session)))).all() == []
    assert session.scalars(PrintRun.of(panel)).all() == [run]
