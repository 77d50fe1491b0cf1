"""Whom to ring when they are missed: everybody expected who is not marked, and how to reach them. With the second step
only, and every look is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, press
from blueprints.doors import organisers
from blueprints.proof import needs_proof
from blueprints.register_addresses import Moment, SessionFound, find_session
from blueprints.register_sheet import Row, list_sheet
from blueprints.registers import registers
from blueprints.registers.printing import lines_here, note_people
from blueprints.registers.reaching import CONTACT, list_file, printed_list, seen_here, ways_to
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from extensions import db
from models.clock_words import day_words, span_words
from models.expected import Line

TITLE = "Who to ring"


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who is expected, and how to reach them."""

    line: Line
    ways: list[str]

    @property
    def rung_by(self) -> str:
        return (self.line.attender.rung_by or "") if self.line.attender else ""

    @property
    def row(self) -> Row:
        agreed = [f"{self.rung_by} agreed to ring"] if self.rung_by else []
        return Row(self.line.name, "First time" if self.line.is_first else "", [*self.ways, *agreed])


@registers.get("/registers/<uuid:listing_id>/<session:moment>/contacts")
@organisers
@needs_proof
@shows_people
def contacts(listing_id: UUID, moment: Moment) -> AnyResponse:
    """How to reach whoever is expected and not marked yet."""
    found = find_session(listing_id, moment)
    missed, unknown = _missed(found)
    page = render_page(
        "registers/contacts.html",
        panel=None,
        found=found,
        when=f"{day_words(found.meeting.date, clock.today())}, {span_words(found.meeting.starts, found.meeting.ends)}",
        missed=missed,
        unknown=unknown,
        sheet_url=found.url("registers.contacts_file" if press.can_print() else "registers.contacts_sheet"),
        back_url=found.url("registers.show"),
    )
    note_people(found, [each.line for each in missed], "saw contact", CONTACT)
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page


@registers.get("/registers/<uuid:listing_id>/<session:moment>/contacts.pdf")
@organisers
@needs_proof
@shows_people
def contacts_file(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The list on paper, which says to shred it."""
    found = find_session(listing_id, moment)
    missed, _ = _missed(found)
    made = list_file(found, [each.line for each in missed], _content(found, missed), "who-to-ring")
    return made or redirect(found.url("registers.contacts_sheet"), 303)


@registers.get("/registers/<uuid:listing_id>/<session:moment>/contacts/sheet")
@organisers
@needs_proof
@shows_people
def contacts_sheet(listing_id: UUID, moment: Moment) -> AnyResponse:
    """The same as a page that the browser prints."""
    found = find_session(listing_id, moment)
    missed, _ = _missed(found)
    return printed_list(found, [each.line for each in missed], _content(found, missed), "registers.contacts")


def _missed(found: SessionFound) -> tuple[list[Missed], int]:
    """Those who can be reached, and how many others are not marked."""
    seen = seen_here(found)
    unmarked = [line for line in lines_here(found) if line.mark is None]
    reached = [Missed(line, ways) for line in unmarked if (ways := ways_to(line, seen))]
    return reached, len(unmarked) - len(reached)


def _content(found: SessionFound, missed: Sequence[Missed]) -> dict[str, Any]:
    lead = "Expected and not marked yet. Ask how they are: never say on a message why you ring."
    lead = lead if missed else "Nobody is left to ring."
    rows = [each.row for each in missed]
    return list_sheet(found.listing, found.meeting, rows, title=TITLE, lead=lead, today=clock.today())
