"""Friendly calls: who was missed, who said they would ring, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.acting import acting_as
from blueprints.doors import organisers
from blueprints.hosted_listings import hosted_by
from blueprints.proof import needs_proof
from blueprints.registers import registers
from blueprints.registers.pressing import part_for
from blueprints.registers.reaching import CONTACT
from blueprints.registers.telling import number_of, ways_of
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.acting import How
from models.attender import Attender
from models.audit import AuditEntry
from models.clock_words import date_words
from models.errors import RuleBroken
from models.friendly_call import FriendlyCall, HowTheyAre, Missed
from models.listing import Listing
from models.person import Contact
from models.referral import Referral
from models.register import Register

UNDO_FOR = timedelta(days=1)
"""So long what came of a call stays on the page, with the way back."""
MOST_DONE = 10


class NotSaid(RuleBroken):
    """No button was pressed."""

    message = "Choose what came of the call."


@dataclass(frozen=True, slots=True)
class ToRing:
    """One call in words."""

    call: FriendlyCall
    today: date

    @property
    def name(self) -> str:
        return self.call.attender.name

    @property
    def listing(self) -> Listing:
        return self.call.attender.listing

    @property
    def why(self) -> str:
        """ "Missed two in a row. Came last on Tuesday 17 February."."""
        call, last = self.call, self.call.attender.last_came_on
        if call.about is Missed.NO_SHOW:
            return f"Was to come for the first time on {self._day(call.missed_on)}, and did not."
        return f"{call.about.label}. Came last on {self._day(last)}." if last else f"{call.about.label}."

    @property
    def who(self) -> str:
        """Who agreed to ring; empty where nobody has."""
        return self.call.attender.rung_by or ""

    @property
    def when(self) -> str:
        due = self.call.due_on
        return "Ring today" if due <= self.today else f"Ring on {self._day(due)}"

    @property
    def is_due(self) -> bool:
        return self.call.due_on <= self.today

    def _day(self, day: date) -> str:
        return date_words(day, self.today, weekday=True)


@registers.get("/registers/calls")
@organisers
@shows_people
def calls() -> Response:
    """Whom to ring, the longest due first."""
    return _show()


@registers.post("/registers/calls/<uuid:friendly_call_id>")
@organisers
def log_call(friendly_call_id: uuid.UUID) -> AnyResponse:
    """What came of it, in one press. Somebody else was quicker: the list as it stands."""
    call = _held(friendly_call_id)
    if call.done_at is None:
        call.log(_outcome(), by=current_user._get_current_object(), at=clock.now())
    return _kept()


@registers.post("/registers/calls/<uuid:friendly_call_id>/undo")
@organisers
def take_call_back(friendly_call_id: uuid.UUID) -> AnyResponse:
    """It was the wrong button."""
    _held(friendly_call_id).take_back()
    return _kept()


@registers.post("/registers/calls/<uuid:friendly_call_id>/promise")
@organisers
def promise_call(friendly_call_id: uuid.UUID) -> AnyResponse:
    """ "I will"."""
    call = _held(friendly_call_id)
    if call.done_at is None:
        call.promise(by=current_user._get_current_object())
    return _kept()


@registers.post("/registers/calls/<uuid:friendly_call_id>/number")
@organisers
@needs_proof
def show_number(friendly_call_id: uuid.UUID) -> Response:
    """How to reach them: on this one answer, with the second step, and noted."""
    return _show(_held(friendly_call_id))


def to_ring(listing_ids: Iterable[uuid.UUID], *, only_due: bool = False) -> list[ToRing]:
    """The calls to make for these listings, as their templates show them, noted as looked at."""
    today = clock.today()
    rows = FriendlyCall.open_of(list(listing_ids)).options(*_whole())
    found = [ToRing(call, today) for call in db.session.scalars(rows) if call.attender.is_named]
    found = [each for each in found if each.is_due or not only_due]
    _note(found, "looked", ("called",))
    return found


def of_register(register: Register) -> list[ToRing]:
    """The calls that came of one session."""
    return [each for each in to_ring([register.listing_id]) if each.call.register_id == register.id]


def _show(chosen: FriendlyCall | None = None) -> Response:
    ids = _mine()
    rows = to_ring(ids)
    done = FriendlyCall.made_of(ids, clock.now() - UNDO_FOR).options(*_whole()).limit(MOST_DONE)
    made = [ToRing(call, clock.today()) for call in db.session.scalars(done) if call.attender.is_named]
    _note(made, "looked", ("called",))
    reach, ways = (Contact.RING, ""), list[str]()
    if chosen is not None:
        reach, ways = number_of(chosen.attender), ways_of(chosen.attender)
        _note([ToRing(chosen, clock.today())], "saw contact", CONTACT)
    page = render_page(
        "registers/calls.html",
        panel=None,
        calls=rows,
        made=made,
        outcomes=list(HowTheyAre),
        chosen=chosen.id if chosen else None,
        reach=reach,
        ways=ways,
    )
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page


def _note(shown: Sequence[ToRing], action: str, fields: tuple[str, ...]) -> None:
    """Into the trail of whoever was referred; a number of anybody else into their own."""
    people: dict[uuid.UUID, Any] = {}
    for each in shown:
        attender = each.call.attender
        if attender.referral is not None and attender.referral.is_seen_by_group:
            people[attender.id] = attender.referral
        elif "reach" in fields:
            people[attender.id] = attender
    parts = {each.call.attender_id: part_for(each.listing) for each in shown}
    AuditEntry.note_each(
        db.session(), list(people.values()), action,
        acting=lambda thing: acting_as(parts[thing.id], How.REGISTER), at=clock.now(), fields=fields,
    )  # fmt: skip


def _whole() -> tuple[Any, ...]:
    person = joinedload(FriendlyCall.attender).joinedload(Attender.referral).joinedload(Referral.person)
    return person, joinedload(FriendlyCall.attender).joinedload(Attender.listing), joinedload(FriendlyCall.done_by)


def _mine() -> list[uuid.UUID]:
    mine = hosted_by(current_user, stopped=True).with_only_columns(Listing.id).order_by(None)
    return list(db.session.scalars(mine))


def _held(call_id: uuid.UUID) -> FriendlyCall:
    """The call, its row held, or 404 when it is no business of theirs, or of somebody they see no more."""
    call = db.session.get(FriendlyCall, call_id, with_for_update={"of": FriendlyCall}, populate_existing=True)
    if call is None or call.listing_id not in _mine() or not call.attender.is_named:
        abort(404)
    return call


def _outcome() -> HowTheyAre:
    try:
        return HowTheyAre(request.form.get("outcome", ""))
    except ValueError as error:
        raise NotSaid from error


def _kept() -> AnyResponse:
    db.session.commit()
    return redirect(url_for("registers.calls"), 303)
