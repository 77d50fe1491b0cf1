"""Doing one thing to a register: find it, hold it, do it, tell who has to know. Refused, the page says so where it was
typed, and keeps it."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, tick
from blueprints import referral_news as news
from blueprints.forms import tidy_text
from blueprints.register_addresses import Moment, SessionFound, find_session, held_register
from blueprints.registers.pressing import acting_for, press_at
from blueprints.registers.sheet import address_of
from blueprints.registers.showing import render_register
from extensions import db
from models.acting import Acting
from models.errors import RuleBroken
from models.register import Register
from models.register_entry import Press

Verb = Callable[[Register, Press, Acting, datetime], object]
NOT_TYPED = ("csrf_token", "key", "seen")


@dataclass(frozen=True)
class Refused:
    """What was not taken: which part of the page it is about, why, and everything that was typed."""

    about: str
    message: str
    field: str = ""
    typed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    cautions: list[str] = dataclasses.field(default_factory=list)
    """What the words give away, to be minded once."""
    despairs: bool = False
    mark: str = ""
    """Sent again with this mark, the same words are taken as they are."""


def do(
    listing_id: uuid.UUID,
    moment: Moment,
    verb: Verb,
    *,
    about: str,
    anchor: str = "",
    said: str = "",
    way_back: Callable[[SessionFound, Any], dict[str, str]] | None = None,
) -> AnyResponse:
    """The answer to a form: done, and back to the page at `anchor`, or refused at its place. What is `said` stands at
    the top; on a page that goes on at an anchor it stands in the strip, which is in sight there, with the `way_back`
    from what the verb gave."""
    found, now = find_session(listing_id, moment), clock.now()
    try:
        done = verb(held_register(found, now), press_at(now), acting_for(found.listing), now)
    except RuleBroken as refusal:
        return refuse(listing_id, moment, about, refusal)
    last: Any = {"words": said, **(way_back(found, done) if way_back else {})}
    news.tell(now)
    db.session.commit()
    tick.soon()
    if said:
        flash(*((last, "mark") if anchor else (said, "good")))
    return redirect(address_of(found) + (f"#{anchor}" if anchor else ""), 303)


def refuse(listing_id: uuid.UUID, moment: Moment, about: str, refusal: RuleBroken) -> AnyResponse:
    """The page again, with what was typed. Nothing was kept."""
    db.session.rollback()
    refused = Refused(about, refusal.message, refusal.field or "", typed_in_form())
    return render_register(find_session(listing_id, moment), status=422 if refusal.field else 409, refused=refused)


def typed_in_form() -> dict[str, str]:
    """What was sent, without what the page itself put there."""
    return {name: tidy_text(value) or "" for name, value in request.form.items() if name not in NOT_TYPED}
