"""The history of a register: every press in words, with who and when, and whether it stands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints import clock
from blueprints.doors import organisers
from blueprints.register_addresses import Moment, find_session
from blueprints.registers import registers
from blueprints.registers.pounds import pounds
from blueprints.registers.sheet import Sheet, address_of, note_sight, read_sheet
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.acting import Part
from models.attender import Attender
from models.person import ERASED
from models.reading_moments import moment_words
from models.register_entry import RegisterEntry
from models.register_words import Mark, RegisterDeed

MOST = 2_000
"""Entries of one register shown; a session of 200 people has some hundreds."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """One entry as the page says it."""

    what: str
    by: str
    when: str
    standing: str
    """A word for an entry that is not what the register says; empty for one that is."""


@registers.get("/registers/<uuid:listing_id>/<session:moment>/history")
@organisers
@shows_people
def history(listing_id: uuid.UUID, moment: Moment) -> Response:
    """What was done to the register, the latest first."""
    found = find_session(listing_id, moment)
    sheet = read_sheet(found)
    names = _names(sheet)
    waiting = {line.who: line.attendance.other_mark for line in sheet.differing if line.attendance}
    entries: list[RegisterEntry] = []
    if found.register is not None:
        rows = (
            select(RegisterEntry)
            .options(joinedload(RegisterEntry.by))
            .where(RegisterEntry.register_id == found.register.id)
            .order_by(RegisterEntry.number.desc(), RegisterEntry.id)
        )
        entries = list(db.session.scalars(rows.limit(MOST)))
    note_sight(found, sheet.lines)
    page = render_page(
        "registers/history.html",
        panel=None,
        sheet=sheet,
        listing=found.listing,
        entries=[_words(entry, names, waiting) for entry in entries],
        back=address_of(found),
    )
    db.session.commit()
    return page


def _names(sheet: Sheet) -> dict[uuid.UUID, str]:
    """Who each entry is about: whoever was joined with another line goes by the name of the one who stayed."""
    names = {line.who: line.name for line in sheet.lines}
    if sheet.register is not None:  # and whoever was added by mistake, and taken back
        names |= {
            row.attender_id: row.attender.name for row in sheet.register.attendances if row.attender_id not in names
        }
    joined = select(Attender.id, Attender.merged_into_id).where(
        Attender.listing_id == sheet.found.listing.id, Attender.merged_into_id.is_not(None)
    )
    into = {gone: kept for gone, kept in db.session.execute(joined) if kept}
    for gone in into:
        kept = gone
        while kept in into:
            kept = into[kept]
        if kept in names:
            names[gone] = names[kept]
    return names


def _words(entry: RegisterEntry, names: dict[uuid.UUID, str], waiting: Mapping[uuid.UUID, Mark | None]) -> EntryWords:
    who = names.get(entry.attender_id, ERASED) if entry.attender_id else ""
    by = entry.by.name if entry.by else {Part.CLOCK: "By itself"}.get(entry.part, "A phone that was not signed in")
    standing = "" if entry.stands else "Does not stand"
    if standing and entry.attender_id in waiting and entry.mark is waiting[entry.attender_id]:
        standing = "Not settled yet"
    return EntryWords(_what(entry, who), by, moment_words(entry.pressed_at, clock.today()), standing)


def _what(entry: RegisterEntry, who: str) -> str:
    deed = entry.deed
    if deed in (RegisterDeed.MARKED, RegisterDeed.SETTLED) and who:
        said = entry.mark.label if entry.mark else "Mark taken away"
        return f"{who}: {said}" + (" (settled)" if deed is RegisterDeed.SETTLED else "")
    if deed in (RegisterDeed.COUNTED, RegisterDeed.SETTLED):
        return f"{deed.label}: {entry.people or 0}, {entry.new or 0} new, {entry.referred or 0} sent"
    if deed is RegisterDeed.MONEY:
        return f"{deed.label}: £{pounds(entry.pence)}" if entry.pence is not None else "Money taken away"
    said = ": ".join(part for part in (deed.label, who) if part)
    if entry.state is not None:
        said += f": {entry.state.label}"
    return f"{said}. {entry.words}" if entry.words else said
