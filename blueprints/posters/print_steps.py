"""The work of a print run, a few posters at a time: read what they say, let the database go, set them, keep the part.

The waiting-work thread of `flask serve` and `flask tick` do it; so does the page of a run, one step a press of its
button. Whoever takes a step up holds it: never do two work on the same one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload, undefer

from blueprints import press, tick
from blueprints.binding import bind
from blueprints.posters.contents import Subject, check_after_for, content_now, ready_for_press
from blueprints.posters.truth import changed_by
from extensions import db
from models.database import READ_ONLY
from models.errors import RuleBroken
from models.placement import Placement
from models.poster import Poster
from models.poster_choice import Sheet
from models.print_run import PrintRun, Refused
from models.wall_clock import london_date
from models.walls import leads_nowhere

SECONDS_A_ROUND = 2.0
"""Mail and everything else that waits has its turn in between."""
CLEARED_EVERY = timedelta(minutes=30)

logger = logging.getLogger("hereabouts.press")


@dataclass(frozen=True, slots=True)
class Job:
    """One poster to set. `anew` is what it says from now on, when that is not what it said before."""

    poster_id: UUID
    title: str
    template: str
    pages: int
    content: dict[str, Any]
    anew: dict[str, Any] | None
    check_after: date
    listing_revision: int | None


@dataclass(slots=True)
class Step:
    """What a step has to do: some posters, or, when all are set, to put the parts into one file."""

    after: int
    count: int
    title: str
    parts: list[bytes] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def is_the_last(self) -> bool:
        return not self.count


@tick.every("print-runs", timedelta(0))
def print_what_waits(now: datetime) -> int:
    """Steps of the runs that wait, the longest waiting first, for about two seconds. Gives how many."""
    began, steps = time.monotonic(), 0
    if not press.can_print():
        return 0
    for run_id in db.session.scalars(PrintRun.unfinished().with_only_columns(PrintRun.id)).all():
        while time.monotonic() - began < SECONDS_A_ROUND and take_step(run_id, now):
            steps += 1
    if steps and db.session.scalar(PrintRun.unfinished().with_only_columns(PrintRun.id).limit(1)):
        tick.soon()
    return steps


@tick.every("clear-print-runs", CLEARED_EVERY)
def clear_print_runs(now: datetime) -> int:
    """Let go of files that have lain ready long enough. Gives how many."""
    old = db.session.scalars(PrintRun.worn_out(now)).all()
    for run in old:
        run.clear(now)
    db.session.commit()
    return len(old)


def take_step(run_id: UUID, at: datetime) -> bool:
    """Do the next step of a run, unless it is finished or in other hands. Commits."""
    taken = PrintRun.take_up(db.session(), run_id, at)
    db.session.commit()
    if not taken:
        return False
    try:
        with reading_only():
            step = _next_step(run_id, at)
        if step.is_the_last:
            _finish(run_id, bind(step.parts, step.title) if step.parts else None, at)
        else:
            _keep(run_id, step, *_set(step), at)
    except BaseException:
        db.session.rollback()
        db.session.get_one(PrintRun, run_id).lay_down()
        db.session.commit()
        raise
    return True


@contextmanager
def reading_only() -> Iterator[None]:
    """Read without keeping anybody from writing, and let go of what was read at the end."""
    db.session.rollback()
    token = READ_ONLY.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        READ_ONLY.reset(token)


def _next_step(run_id: UUID, at: datetime) -> Step:
    run = db.session.get_one(PrintRun, run_id)
    ids = run.next_ids
    sheets = run.total - len(run.refused)
    step = Step(run.done, len(ids), f"{sheets} {'poster' if sheets == 1 else 'posters'}, {run.panel.name}")
    if step.is_the_last:
        step.parts = [part.pdf for part in run.parts]
        return step
    options = (undefer(Poster.content), joinedload(Poster.listing))
    hung = joinedload(Poster.placement).joinedload(Placement.site)
    rows = Poster.of(run.panel).where(Poster.id.in_(ids)).options(*options, hung)
    found, changed, today = {each.id: each for each in db.session.scalars(rows)}, changed_by(at), london_date(at)
    for poster_id in ids:
        poster = found.get(poster_id)
        if poster is None or (why := _why_not(poster, today)):
            words = "This poster is not there any more." if poster is None else why
            step.refused.append(_refused(poster_id, poster.title if poster else "A poster", words))
            continue
        needs_it = bool(changed(poster)) or poster.check_after < today
        step.jobs.append(_job(poster, content_now(poster, at) if needs_it else None, at))
    return step


def _why_not(poster: Poster, today: date) -> str:
    """Why a poster is not worth its paper. "" for others."""
    if leads_nowhere(poster, today):
        return "It has stopped. Take the poster down where it hangs."
    if poster.choice.sheet is Sheet.WEEK and poster.week and poster.week + timedelta(days=6) < today:
        return "Its week is over. Make a new poster for this week."
    return ""


def _job(poster: Poster, anew: dict[str, Any] | None, at: datetime) -> Job:
    choice = poster.choice
    return Job(
        poster_id=poster.id,
        title=poster.title,
        template=choice.template,
        pages=choice.pages,
        content=ready_for_press(anew or poster.content),
        anew=anew,
        check_after=check_after_for(Subject.of(poster), choice, at),
        listing_revision=poster.listing.revision if poster.listing else None,
    )


def _set(step: Step) -> tuple[list[Job], bytes | None]:
    """Set each sheet. Gives those that could be, in one PDF; what could not is noted in the step."""
    done, pdfs = [], []
    for job in step.jobs:
        try:
            pdfs.append(press.pdf(job.template, job.content, pages=job.pages))
        except RuleBroken as refusal:
            step.refused.append(_refused(job.poster_id, job.title, refusal.message))
        except Exception:
            logger.exception("a poster of a print run could not be set")
            step.refused.append(_refused(job.poster_id, job.title, press.PressBroken.message))
        else:
            done.append(job)
    return done, bind(pdfs, step.title) if pdfs else None


def _refused(poster_id: UUID, title: str, why: str) -> Refused:
    return {"poster": str(poster_id), "title": title, "why": why}


def _keep(run_id: UUID, step: Step, done: Sequence[Job], made: bytes | None, at: datetime) -> None:
    run = db.session.get_one(PrintRun, run_id, with_for_update=True)
    if run.done == step.after:
        for job in done:
            poster = db.session.get(Poster, job.poster_id)
            if job.anew is not None and poster is not None:
                poster.print_as(poster.choice, job.anew, check_after=job.check_after, by=run.asked_by, at=at)
                poster.listing_revision = job.listing_revision
    run.keep(step.count, made, step.refused, after=step.after)
    run.lay_down()
    db.session.commit()


def _finish(run_id: UUID, merged: bytes | None, at: datetime) -> None:
    run = db.session.get_one(PrintRun, run_id, with_for_update=True)
    run.finish(merged, at=at)
    run.lay_down()
    db.session.commit()
