"""What pages say of a referral: what is needed to decide, who asked, what happens next, who answered. Never why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy import select

from blueprints import clock
from blueprints.listing_words import Pairs, phone_link, sentence
from blueprints.replies.days import when_words
from extensions import db
from models.accessible import words_for
from models.acting import How, Part
from models.clock_words import date_words
from models.listing import Listing
from models.person import Contact
from models.referral import Referral
from models.referral_step import ReferralStep
from models.referral_words import Deed, GoAlong, Source, State
from models.short_code import spoken

TO_DECIDE = ("called", "communication", "day_needs", "go_along", "lift_wanted", "must_know", "would_come")
"""The kinds of details that the audit trail notes for these pages."""
CONTACT = ("contact", "good_times", "message_safe", "reach", "spoken_for_by")
ANSWERS = (Deed.ACCEPTED, Deed.WAITING, Deed.DECLINED, Deed.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page may say of a referral before anybody has opened it: a reference and days."""

    reference: str
    listing: str
    answer_by: str
    first_day: str
    stands: str
    teller: str
    """Who asked and can be asked to ring, to begin a sentence with; empty where people asked themselves."""
    passed_on: str
    """How they hear the answer, as a sentence."""
    urgent: list[str]
    """The local numbers for worries about somebody's safety."""

    @classmethod
    def of(cls, referral: Referral) -> Told:
        today, first = clock.today(), referral.first_date
        return cls(
            reference=spoken(referral.reference),
            listing=referral.listing.name,
            answer_by=day_words(referral.promise_by),
            first_day=when_words(first, referral.first_starts, today) if first else "",
            stands=where_from_here(referral),
            teller=teller(referral),
            passed_on=passed_on(referral),
            urgent=urgent_lines(referral),
        )


def facts(referral: Referral) -> Pairs:
    """What is needed to decide, and nothing that says who they are."""
    person = referral.person
    needs = [*(person.day_needs or []), *(person.communication or [])]
    company = [referral.go_along.label] if referral.go_along is not GoAlong.NO else []
    lift = ["A lift, if you can offer one"] if referral.lift_wanted else []
    return [
        ("Call them", person.name),
        ("On the day", _lines([*words_for(needs), *company, *lift])),
        ("Good to know", sentence(referral.must_know or "")),
        ("Would like to come", sentence(referral.would_come or "")),
        ("Asked by", asked_by(referral)),
    ]


def asked_by(referral: Referral) -> Markup | str:
    """ "Shanaz, Larkmoor link workers, 0161 496 0118"; nobody by name where people asked themselves."""
    team = referral.team
    if team is None:
        return "Themselves" if referral.source is Source.ASKED else "Somebody they know, for them"
    who = f"{worker(referral)}, {team.name}" if worker(referral) else team.name
    return Markup("{}, {}").format(who, phone_link(team.phone)) if team.phone else who


def worker(referral: Referral) -> str:
    """The first name of whoever asked; empty without one."""
    return referral.referred_by.name.split()[0] if referral.referred_by and referral.referred_by.name.strip() else ""


def teller(referral: Referral) -> str:
    """Who passes the answer on, at the beginning of a sentence; empty where nobody does."""
    return worker(referral) or (f"Somebody of {referral.team.name}" if referral.team else "")


def passed_on(referral: Referral) -> str:
    """How they hear the answer."""
    if referral.team:
        return f"{teller(referral)} tells them your answer, the day and who to look for."
    if referral.person.contact is Contact.EMAIL:
        return "They get your answer by mail, and find it on a page of their own."
    return "They find your answer on a page of their own. If you can, ring them too: you see how when you sign in."


def urgent_lines(referral: Referral) -> list[str]:
    """The local numbers for worries about somebody's safety."""
    return [line.strip() for line in referral.team.urgent.splitlines() if line.strip()] if referral.team else []


def where_from_here(referral: Referral) -> str:
    """Where it stands, as a sentence for the group."""
    today = clock.today()
    if referral.state is State.ACCEPTED and referral.first_date:
        return f"They come on {when_words(referral.first_date, referral.first_starts, today)}."
    if referral.state is State.WAITING:
        if referral.has_place:
            return "A place is kept for them. Please say which day they may come."
        return f"They wait for a place, since {_since(referral)}."
    if referral.state is State.CAME and referral.came_on:
        return f"They came on {date_words(referral.came_on, today, weekday=True)}."
    if referral.state is State.NO_REPLY:
        return "The time for an answer has passed. You can still answer."
    return f"Please answer by {date_words(referral.promise_by, today, weekday=True)}." if referral.promise_by else ""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who was quicker, and what they said."""

    by: str
    what: str
    step: ReferralStep


def who_answered(referral: Referral) -> Answered | None:
    """The last answer: for somebody who comes second."""
    steps = select(ReferralStep).where(ReferralStep.referral_id == referral.id, ReferralStep.deed.in_(ANSWERS))
    step = db.session.scalar(steps.order_by(ReferralStep.number.desc(), ReferralStep.id).limit(1))
    if step is None:
        return None
    return Answered(_who(step), step.state.label, step)


def _who(step: ReferralStep) -> str:
    if step.by is not None:
        return step.by.name
    if step.part is Part.ORGANISER:
        return "Somebody of the group, by the code on the sheet" if step.how is How.SHEET else "Somebody of the group"
    return "Whoever asked"


def last_welcomer(listing: Listing) -> str:
    """Who looked out for the newcomer before this one, or who greets people anyway."""
    rows = select(Referral.welcomer).where(Referral.listing_id == listing.id, Referral.welcomer.is_not(None))
    found = db.session.scalar(rows.order_by(Referral.answered_at.desc(), Referral.id).limit(1))
    return listing.greeter or found or ""


def day_words(day: date | None) -> str:
    return date_words(day, clock.today(), weekday=True) if day else ""


def _since(referral: Referral) -> str:
    return date_words(referral.waiting_since.date(), clock.today()) if referral.waiting_since else "a while ago"


def _lines(words: list[str]) -> Markup | str:
    return Markup("<br>").join(words)
