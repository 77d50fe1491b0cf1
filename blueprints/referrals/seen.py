"""All that the group sees, in pairs of a name and plain words: the same on every page of this room."""

from __future__ import annotations

from collections.abc import Iterable

from models.accessible import words_for
from models.person import Contact, Person
from models.referral import Referral
from models.referral_words import GoAlong

Pairs = list[tuple[str, str]]

DETAILS = ("called", "reach", "good_times", "day_needs", "communication", "would_come", "must_know")
"""The names of what these pages show, for the audit trail."""
FIRST_TIME = {GoAlong.AT_THE_DOOR: "Somebody to meet them at the door", GoAlong.COME_ALONG: "Somebody to go along"}


def seen_by_group(referral: Referral, *, by: str = "") -> Pairs:
    """What is told of this referral. `by` is the link worker who asks."""
    worker = by or (referral.referred_by.name if referral.referred_by else "")
    return told(
        referral.person,
        go_along=referral.go_along,
        lift_wanted=referral.lift_wanted,
        would_come=referral.would_come or "",
        must_know=referral.must_know or "",
        worker=worker,
        team=referral.team.name if referral.team else "",
        team_phone=referral.team.phone if referral.team else "",
    )


def told(
    person: Person,
    *,
    go_along: GoAlong,
    lift_wanted: bool,
    would_come: str,
    must_know: str,
    worker: str,
    team: str,
    team_phone: str,
) -> Pairs:
    way, how = reached(person, ", ".join(filter(None, (worker, team_phone))))
    pairs = [
        ("Call them", person.called or ""),
        (way, how),
        ("Good times", person.good_times or ""),
        ("On the day", said(person.day_needs)),
        ("To read and talk", said(person.communication)),
        ("First time", FIRST_TIME.get(go_along, "")),
        ("Getting there", "They would like a lift" if lift_wanted else ""),
        ("Would come", would_come),
        ("Must know", must_know),
        ("From", ", ".join(filter(None, (worker, team)))),
    ]
    return [(name, words) for name, words in pairs if words]


def reached(person: Person, worker: str) -> tuple[str, str]:
    """How to get in touch: the way, and the number or address with what to mind."""
    if person.contact is Contact.THROUGH:
        return "Through", worker or "whoever asked for them"
    minded = ""
    if person.reach and person.contact is Contact.RING and person.message_safe is not None:
        minded = ". A message is safe." if person.message_safe else ". Leave no message: others may hear it."
    return {"ring": "Ring", "text": "Text", "email": "Email"}[person.contact.value], f"{person.reach or ''}{minded}"


def said(codes: Iterable[str] | None) -> str:
    """Needs, each a short sentence."""
    return " ".join(f"{words}." for words in words_for(codes or []))
