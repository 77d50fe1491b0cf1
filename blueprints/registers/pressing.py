"""What every form of a register carries: a key of its own, and which version of a line it was pressed on."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import abort, current_app, request

from blueprints.acting import acting_as
from models.acting import Acting, How, Part
from models.listing import Listing
from models.referral_clocks import ReferralClocks
from models.register_entry import Press
from models.register_words import Mark

MOST_DIGITS = 9
"""Of a version: more is no version of ours."""


def press_at(now: datetime) -> Press:
    """The press that was sent."""
    return Press(read_key("key") or uuid.uuid4(), now, read_number("seen"))


def read_key(name: str) -> uuid.UUID | None:
    """An id in the form, or None."""
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError:
        return None


def read_number(name: str) -> int | None:
    """A whole number from 0 in the form, or None."""
    typed = request.form.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None


def read_mark(word: str) -> Mark | None:
    """The mark of this name; none for no name at all."""
    try:
        return Mark(word) if word else None
    except ValueError:
        abort(400)


def part_for(listing: Listing) -> Part:
    """A group's organiser speaks for the group, a member of the panel for what the panel keeps itself."""
    return Part.ORGANISER if listing.group_id else Part.PANEL


def acting_for(listing: Listing) -> Acting:
    return acting_as(part_for(listing), How.REGISTER)


def clocks() -> ReferralClocks:
    found: ReferralClocks = current_app.config["SETTINGS"].referral_clocks
    return found
