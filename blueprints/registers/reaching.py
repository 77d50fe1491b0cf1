"""How to reach whoever stands on a register: for the driver, and for whoever rings when they are missed. Only what the
group has sight of just now, and of regulars only a number they gave for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response
from flask_login import current_user
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as AnyResponse

from blueprints.listing_words import sentence
from blueprints.register_addresses import SessionFound
from blueprints.register_sheet import print_sheet as set_sheet
from blueprints.registers.printing import as_pdf, note_people
from blueprints.rendering import render_page
from extensions import db
from models.errors import RuleBroken
from models.expected import Line
from models.person import Contact
from models.referral import Referral

CONTACT = ("called", "contact", "good_times", "message_safe", "reach", "spoken_for_by")
"""The kinds of details that the audit trail notes for these lists."""
ASK_FIRST = {
    Contact.RING: "Ring {}",
    Contact.TEXT: "Text {}",
    Contact.EMAIL: "Email {}",
    Contact.THROUGH: "Go through {}",
}


def seen_here(found: SessionFound) -> set[UUID]:
    """Of whose referrals to this listing the person at hand has sight, by id."""
    rows = Referral.shown_to_organiser(current_user).options(joinedload(Referral.team))
    return {each.id for each in db.session.scalars(rows.where(Referral.listing_id == found.listing.id))}


def ways_to(line: Line, seen: set[UUID]) -> list[str]:
    """How to reach somebody, in lines; none when nobody here may know, or nothing is known."""
    referral = line.referral
    if referral is not None:
        return _ways_of(referral) if referral.id in seen else []
    reach = line.attender.reach if line.attender else None
    return [f"Ring {reach}"] if reach else []


def _ways_of(referral: Referral) -> list[str]:
    person = referral.person
    reach = person.reach or ""
    if person.contact is Contact.THROUGH:
        reach = reach or _whoever_asked(referral)
    if not reach:
        return []
    message = {True: "You may leave a message.", False: "Leave no message, please."}
    lines = [f"{ASK_FIRST[person.contact].format(reach)}. {message.get(person.message_safe, '')}".strip()]  # type: ignore[arg-type]
    lines.append(sentence(person.good_times or ""))
    if person.spoken_for_by and person.spoken_for_by not in reach:
        lines.append(f"Asked for by {person.spoken_for_by}.")
    return [line for line in lines if line]


def _whoever_asked(referral: Referral) -> str:
    team, worker = referral.team, referral.referred_by
    first = worker.name.split()[0] if worker and worker.name.split() else ""
    of_team = (team.name, team.phone) if team else ()
    return ", ".join(filter(None, (referral.person.spoken_for_by or first, *of_team)))


def printed_list(found: SessionFound, lines: Sequence[Line], content: dict[str, Any], back: str) -> Response:
    """The list as a page that the browser prints. Each person on it is noted."""
    page = render_page(
        "registers/printed_list.html",
        c=content,
        back_url=found.url(back),
        back_words="Back",
    )
    _note(found, lines, content)
    return page


def list_file(found: SessionFound, lines: Sequence[Line], content: dict[str, Any], name: str) -> AnyResponse | None:
    """The list as a PDF, or None when the press cannot set it. Each person on it is noted."""
    try:
        made = set_sheet("lifts", content)
    except RuleBroken:
        return None
    _note(found, lines, content)
    return as_pdf(made, name)


def _note(found: SessionFound, lines: Sequence[Line], content: dict[str, Any]) -> None:
    note_people(found, lines, f"printed {content['title'].lower()}", CONTACT)
    db.session.commit()
