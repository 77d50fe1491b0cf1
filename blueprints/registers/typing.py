"""Typing up a register from paper: one page, one form, made for the keyboard; one press puts all of it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, register_news, tick
from blueprints import referral_news as news
from blueprints.doors import organisers
from blueprints.register_addresses import Moment, SessionFound, find_session, held_register
from blueprints.register_sheet import MARKS
from blueprints.registers import registers
from blueprints.registers.printing import lines_here, note_people
from blueprints.registers.sheet import last_keeping
from blueprints.registers.typed_up import TypedUp, close_key
from blueprints.registers.typing_form import TypedRow, TypingForm, WalkIn, rows_of, walk_ins
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.clock_words import day_words, span_words
from models.register_words import Keeping, Mark

KEYS = dict(zip(Mark, "clad", strict=True))
"""The key that sets each mark, where there is a script."""


@registers.get("/registers/<uuid:listing_id>/<session:moment>/typing")
@organisers
@shows_people
def type_up(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The sheet on screen, in the order in which it was printed."""
    found = find_session(listing_id, moment)
    form = TypingForm(formdata=None)
    form.fill_from(found.register)
    return _page(found, form, rows_of(_lines(found), sent=False), walk_ins(sent=False))


@registers.post("/registers/<uuid:listing_id>/<session:moment>/typing")
@organisers
def keep_typed(listing_id: UUID, moment: Moment) -> AnyResponse:
    """All of it in one go; with "Save and close the day" the day is closed as well."""
    found, form, now = find_session(listing_id, moment), TypingForm(), clock.now()
    register = held_register(found, now)
    found = SessionFound(found.listing, found.meeting, register)
    if register.is_closed and register.has_press(close_key(form)):
        return redirect(found.url("registers.show"), 303)
    rows, written = rows_of(_lines(found), sent=True), walk_ins(sent=True)
    typed, is_whole = TypedUp(found, register, form, now), form.validate() and not _is_unkept(form)
    if register.is_closed:
        form.form_errors.append("This day is closed. Open it again on its page and say why, then save this.")
        return _refused(listing_id, moment, form, rows, written)
    if not typed.write(rows, written) or not is_whole:  # all that is to be put right is said at once
        return _refused(listing_id, moment, form, rows, written)
    is_disputed = register.is_disputed
    if typed.is_called_off:
        register_news.tell_everybody(register, now)
    news.tell(now)
    db.session.commit()
    tick.soon()
    return _kept(found, typed, is_disputed=is_disputed)


def _is_unkept(form: TypingForm) -> bool:
    """Whether something was said of the session that only closing the day keeps."""
    if form.is_closing or form.sent_state is None:
        return False
    form.state.errors = ["Press “Save and close the day” to keep this."]
    return True


def _kept(found: SessionFound, typed: TypedUp, *, is_disputed: bool) -> AnyResponse:
    if is_disputed:
        flash("Saved. Somebody else said something different. Both are kept: say which is right.", "warn")
    elif typed.is_called_off:
        flash("Saved, and written down as not held. Now shred the sheet.", "good")
        return redirect(found.url("registers.calling_off"), 303)
    elif typed.is_closed:
        flash("Saved, and the day is closed. Now shred the sheet.", "good")
    else:
        flash("Saved. If this is all of it, close the day and shred the sheet.", "good")
    done = is_disputed or typed.is_closed
    return redirect(found.url("registers.show" if done else "registers.type_up"), 303)


def _refused(
    listing_id: UUID, moment: Moment, form: TypingForm, rows: Sequence[TypedRow], written: Sequence[WalkIn]
) -> AnyResponse:
    """The page again with all that was typed. Nothing of it is in the register."""
    db.session.rollback()
    found = find_session(listing_id, moment)
    errors = {row.line.who: row.error for row in rows}
    again = rows_of(_lines(found), sent=True)
    for row in again:
        row.error = errors.get(row.line.who, "")
    return _page(found, form, again, written, status=422)


def _lines(found: SessionFound) -> list[Any]:
    """Nobody's name on a sheet that counts heads."""
    keeping = found.register.keeping if found.register else last_keeping(found)
    return [] if keeping is Keeping.HEADS else list(lines_here(found))


def _page(
    found: SessionFound, form: TypingForm, rows: Sequence[TypedRow], written: Sequence[WalkIn], status: int = 200
) -> AnyResponse:
    lines = [row.line for row in rows]
    keeping = found.register.keeping if found.register else last_keeping(found)
    page = render_page(
        "registers/typing.html",
        status=status,
        panel=None,
        found=found,
        register=found.register,
        is_closed=found.register is not None and found.register.is_closed,
        by_heads=keeping is Keeping.HEADS,
        when=f"{day_words(found.meeting.date, clock.today())}, {span_words(found.meeting.starts, found.meeting.ends)}",
        form=form,
        rows=rows,
        written=written,
        shown=sum(bool(each.called) for each in written),
        marks=[(mark.value, KEYS[mark], words) for mark, words in zip(Mark, MARKS, strict=True)],
        back_url=found.url("registers.show"),
    )
    note_people(found, lines, "looked", ("called",))
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page
