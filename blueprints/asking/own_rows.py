"""What a private page shows in rows: what was asked, how to reach them, and the first time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from blueprints.asking.days import meeting_on
from blueprints.listing_words import address, is_masked, sentences
from extensions import db
from models.accessible import words_for
from models.attender import Attender
from models.clock_words import date_words, span_words, time_words
from models.listing import Listing
from models.person import ERASED, Contact, Person
from models.referral import Referral
from models.referral_words import Source
from models.wall_clock import london_date

Rows = list[tuple[str, Any]]


def first_words(referral: Referral, now: datetime) -> str:
    """The first day with its time: "Tuesday 10 March, 10am to 1pm"."""
    if referral.first_date is None:
        return ""
    day = date_words(referral.first_date, london_date(now), weekday=True)
    if referral.first_starts:
        return f"{day}, {time_words(referral.first_starts)}"
    meeting = meeting_on(referral.listing, referral.first_date)
    return f"{day}, {span_words(meeting.starts, meeting.ends)}" if meeting else day


def visit_rows(referral: Referral, now: datetime) -> Rows:
    """When, where, and who looks out for them."""
    listing = referral.listing
    whom = "them" if referral.source is Source.ASKED_FOR else "you"
    return [
        ("When", first_words(referral, now)),
        *place_rows(listing),
        (f"Looks out for {whom}", sentences(referral.welcomer or "")),
        ("Bring", sentences(listing.bring)),
    ]


def place_rows(listing: Listing) -> Rows:
    exact = "They tell the exact place when they get in touch" if is_masked(listing) else ""
    return [
        ("Where", sentences(address(listing), exact) if exact else address(listing)),
        ("Getting in", sentences(listing.way_in)),
        ("Getting there", sentences(listing.getting_there)),
    ]


def asked_rows(referral: Referral) -> Rows:
    return [("When to come", referral.would_come or ""), ("Must know", referral.must_know or "")]


def person_rows(person: Person) -> Rows:
    """Who they are and how to reach them, until that is erased."""
    if person.erased_at is not None:
        return [("Name", f"{ERASED}. The name and details have been erased.")]
    ways = {Contact.RING: "Ring", Contact.TEXT: "Text", Contact.EMAIL: "Email", Contact.THROUGH: ""}
    return [
        ("Name", person.called),
        ("How to reach", f"{ways[person.contact]} {person.reach}" if person.reach else person.contact.label),
        ("Leave a message", {True: "Yes", False: "No, please", None: ""}[person.message_safe]),
        ("Good times", person.good_times or ""),
        ("What would help", sentences(*words_for([*(person.day_needs or []), *(person.communication or [])]))),
        ("Asked for by", person.spoken_for_by or ""),
    ]


def register_rows(referral: Referral, now: datetime) -> Rows:
    """What the group's register says of them: how often they came, and when last."""
    attender = db.session.get(Attender, referral.id)
    if attender is None or attender.last_came_on is None:
        return []
    day = date_words(attender.last_came_on, london_date(now), weekday=True)
    words = f"Came once, on {day}" if attender.times == 1 else f"Came {attender.times} times, last on {day}"
    return [("In the group’s register", words)]
