"""`POST /registers/presses`: a phone hands in what was pressed, at once or hours later.

Every press has a key, so a batch that is sent twice, because its answer was lost on the way, is one batch. Each press
gets an answer of its own: kept, kept beside what somebody else said, or refused with words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Response, g, jsonify, request
from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.doors import at_the_door
from blueprints.form_guard import JSON_KIND, takes_json_with_a_pass
from blueprints.register_addresses import FURTHEST_AHEAD, Moment, SessionFound
from blueprints.registers import registers
from blueprints.registers.alike import named_alike
from blueprints.registers.press_reading import Batch, Said, Unreadable, read_batch
from blueprints.registers.pressing import clocks, part_for
from blueprints.registers.send_pass import Bearer, PassRefused, bearer_of
from extensions import db
from models.acting import Acting, How
from models.attendance import Attendance
from models.errors import RuleBroken
from models.meeting import Meeting
from models.referral import Referral
from models.register import Register
from models.session_dates import meeting_at

DAYS_BACK, DAYS_AHEAD = timedelta(days=8), timedelta(days=1)
"""So far from today, presses are taken for a session that is no longer among the listing's dates."""
KEPT, BESIDE, REFUSED = "kept", "beside", "refused"
NO_SENSE = "This mark could not be read. Please make it again."
NO_SESSION = "There is no such session any more. Write it on paper and tell the panel."

Answer = dict[str, Any]


@registers.post("/registers/presses")
@at_the_door
@takes_json_with_a_pass
def take_presses() -> tuple[Response, int]:
    """Take what a phone kept. One transaction for each register; a press that is refused never keeps others back."""
    now = clock.now()
    try:
        if request.mimetype != JSON_KIND:
            raise Unreadable("Send the marks as JSON.", 415)
        batch = read_batch(request.get_data(), now)
        bearer = bearer_of(batch.sealed_pass)
    except Unreadable as broken:
        return jsonify(words=broken.words), broken.status
    except PassRefused as refused:
        return jsonify(why=refused.why, words=refused.words), 403
    answers = {**_unreadable(batch), **dict(_taken(batch, bearer, now))}
    tick.soon()
    return jsonify(answers=[answers[number] for number in sorted(answers)]), 200


def _unreadable(batch: Batch) -> dict[int, Answer]:
    return {
        number: {"key": key, "became": REFUSED, "words": NO_SENSE}
        for number, (key, said) in enumerate(zip(batch.keys, batch.presses, strict=True))
        if said is None
    }


def _taken(batch: Batch, bearer: Bearer, now: datetime) -> Iterator[tuple[int, Answer]]:
    """The answer to each press that could be read, by its place in the batch."""
    by_register = sorted(
        ((number, said) for number, said in enumerate(batch.presses) if said is not None),
        key=lambda pair: str(pair[1].moment),
    )
    for _, presses in groupby(by_register, key=lambda pair: pair[1].moment):
        yield from _take(list(presses), bearer, now)


def _take(presses: list[tuple[int, Said]], bearer: Bearer, now: datetime) -> list[tuple[int, Answer]]:
    register = _held(bearer, presses[0][1].moment, now)
    answers = [(number, _answer(register, said, bearer, now)) for number, said in presses]
    if register is None or all(answer["became"] == REFUSED for _, answer in answers):
        db.session.rollback()
        return answers
    for _, answer in answers:
        answer["register"] = {"moment": str(presses[0][1].moment), "version": register.version}
    news.tell(now)
    db.session.commit()
    return answers


def _held(bearer: Bearer, moment: Moment, now: datetime) -> Register | None:
    """The register of this session, held until the commit; None when there is none and never was."""
    session, listing, today = db.session(), bearer.listing, clock.today()
    meeting = None
    if moment.on <= today + FURTHEST_AHEAD:
        meeting = meeting_at(session, listing, moment.on, moment.starts)
    known = session.scalar(Register.of_session(listing.id, moment.on, moment.starts).with_only_columns(Register.id))
    is_near = today - DAYS_BACK <= moment.on <= today + DAYS_AHEAD
    if meeting is None and known is None and not is_near:
        return None
    meeting = meeting or Meeting(moment.on, moment.starts, None)
    return Register.held_or_made(session, listing, meeting, by=bearer.user, at=now)


def _answer(register: Register | None, said: Said, bearer: Bearer, now: datetime) -> Answer:
    answer: Answer = {"key": str(said.press.key)}
    if register is None:
        return {**answer, "became": REFUSED, "words": NO_SESSION}
    try:
        with db.session.begin_nested():
            return {**answer, **_done(register, said, bearer, now)}
    except RuleBroken as broken:
        return {**answer, "became": REFUSED, "words": broken.message}
    except (DataError, IntegrityError):
        return {**answer, "became": REFUSED, "words": NO_SENSE}


def _done(register: Register, said: Said, bearer: Bearer, now: datetime) -> Answer:
    acting = Acting(part_for(bearer.listing), How.REGISTER, bearer.user, g.get("request_id", ""))
    if said.kind == "heads":
        register.count_heads(*said.heads, said.press, acting=acting, at=now)
        beside = _is_beside(register, said) and register.heads_differ
        return {"became": BESIDE if beside else KEPT, "version": register.heads_version}
    if said.who is not None:
        line = register.mark(said.who, said.mark, said.press, acting=acting, at=now, clocks=clocks())
    else:
        if db.session.scalar(select(Referral.id).where(Referral.id == said.press.key)):
            raise RuleBroken(NO_SENSE)  # a key that somebody chose and no phone drew by chance
        line = register.walk_in(said.called, said.press, acting=acting, at=now, clocks=clocks())
    found = SessionFound(register.listing, Meeting(register.on, register.starts, register.ends), register)
    alike = said.kind == "walk-in" and bool(named_alike(found, line.attender_id))
    became = BESIDE if _is_beside(register, said) and line.is_disputed else KEPT
    return {"became": became, "alike": alike, **_line(line)}


def _is_beside(register: Register, said: Said) -> bool:
    entry = register.entry_of(said.press.key)
    return entry is not None and not entry.stands


def _line(line: Attendance) -> Answer:
    return {"who": str(line.attender_id), "mark": line.mark, "version": line.version}
