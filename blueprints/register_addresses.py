"""The address of a session's register: its listing, and the day and start of the session.

    @registers.get("/registers/<uuid:listing_id>/<session:moment>")
    @organisers
    @shows_people
    def show(listing_id, moment):
        found = find_session(listing_id, moment)

`moment` reads 2026-03-03T1000: the wall clock, with nothing that an address has to escape.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import Flask, abort, url_for
from flask_login import current_user
from werkzeug.routing import BaseConverter, ValidationError

from blueprints import clock
from blueprints.hosted_listings import hosted_by
from blueprints.rendering import find
from extensions import db
from models.listing import Listing
from models.meeting import Meeting
from models.register import Register
from models.session_dates import meeting_at

WRITTEN = "%Y-%m-%dT%H%M"
FURTHEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a start by the wall clock, as an address has it."""

    on: date
    starts: time

    def __str__(self) -> str:
        return f"{datetime.combine(self.on, self.starts):{WRITTEN}}"


class MomentConverter(BaseConverter):
    """`<session:moment>` in a route gives a Moment; any other writing of it is no such page."""

    regex = r"\d{4}-\d{2}-\d{2}T\d{4}"

    def to_python(self, value: str) -> Moment:
        try:
            written = datetime.strptime(value, WRITTEN)  # noqa: DTZ007 - a wall clock, of no zone
        except ValueError as error:
            raise ValidationError from error
        return Moment(written.date(), written.time())

    def to_url(self, value: Moment) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class SessionFound:
    """One session of a listing that the person at hand answers for. `register` is None until the first deed."""

    listing: Listing
    meeting: Meeting
    register: Register | None

    @property
    def moment(self) -> Moment:
        return Moment(self.meeting.date, self.meeting.starts)

    def url(self, endpoint: str = "registers.show") -> str:
        """Where its register stands, or another page of it."""
        return register_url(self.listing.id, self.meeting.date, self.meeting.starts, endpoint)


def init_app(app: Flask) -> None:
    """Let addresses hold a session's moment."""
    app.url_map.converters["session"] = MomentConverter


def find_session(listing_id: uuid.UUID, moment: Moment) -> SessionFound:
    """The session, or 404: for a listing that is not theirs, and a moment with neither a session nor a register."""
    listing = find(hosted_by(current_user, stopped=True).where(Listing.id == listing_id))
    register = db.session.scalar(Register.of_session(listing.id, moment.on, moment.starts))
    if register is not None:
        return SessionFound(listing, Meeting(register.on, register.starts, register.ends), register)
    if moment.on > clock.today() + FURTHEST_AHEAD:
        abort(404)
    meeting = meeting_at(db.session(), listing, moment.on, moment.starts)
    return SessionFound(listing, meeting or abort(404), None)


def held_register(found: SessionFound, at: datetime) -> Register:
    """Its register, held until the commit; made when there is none yet."""
    return Register.held_or_made(db.session(), found.listing, found.meeting, by=current_user, at=at)


def register_url(listing_id: uuid.UUID, on: date, starts: time, endpoint: str = "registers.show") -> str:
    """Where a session's register stands, or another page of it."""
    return url_for(endpoint, listing_id=listing_id, moment=Moment(on, starts))
