"""What a private page says: where it stands, in plain words, to "you" or about "them"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from blueprints.asking.own_rows import Rows, asked_rows, person_rows, place_rows, register_rows, visit_rows
from blueprints.cards import Card, cards_for
from blueprints.listing_words import WhoToAsk, sentences, who_to_ask
from extensions import db
from models.clock_words import date_words
from models.enquiry import Enquiry, EnquiryState
from models.might_come import MightCome
from models.patch import Patch
from models.people import Panel
from models.person import Contact
from models.referral import Referral
from models.referral_step import ReferralStep
from models.referral_words import Decline, Deed, Source, State
from models.short_code import spoken
from models.similar import similar_to
from models.wall_clock import london_date

NO_FAULT = "It is nobody’s fault. Something else may suit just as well."
NEXT_PLACE = "The first on the list gets the next place. There is nothing to do until then."
NO_GOES_ON = (State.DECLINED, State.NO_REPLY, State.WITHDRAWN, State.STOPPED)
"""Where there is something else to offer."""
REASONS = {
    Decline.FULL: "They are full just now",
    Decline.MORE_FACTS: "They need to know more first, so ring them if you can",
    Decline.ACCESS: "They cannot give what would be needed on the day",
    Decline.TOO_FAR: "It is too far away",
    Decline.NOT_RUNNING: "They are not running just now",
    Decline.NO_CONTACT: "They could not get through to anybody",
}
"""What is said of a no. The other reasons help nobody who reads them here."""


@dataclass(slots=True)
class OwnWords:
    """One private page."""

    title: str
    tone: str
    """Of the tag: as templates/components/tag.html has them."""
    tag: str
    told: list[str]
    patch: Patch | None
    panel: Panel | None
    reference: str = ""
    rows: Rows = field(default_factory=list)
    """What was asked."""
    visit: Rows = field(default_factory=list)
    """The first time: when, where, who looks out for them."""
    ask: WhoToAsk = field(default_factory=WhoToAsk)
    near: list[Card] = field(default_factory=list)
    is_welcome: bool = False


def for_referral(referral: Referral, now: datetime) -> OwnWords:
    title, tone, told = _where_it_stands(referral, now)
    listing, goes_on = referral.listing, referral.state in NO_GOES_ON
    near = cards_for(db.session(), similar_to(db.session(), listing), now=now) if goes_on else []
    is_welcome = referral.state is State.ACCEPTED
    return OwnWords(
        title=title,
        tone=tone,
        tag=referral.state.label,
        told=told,
        patch=listing.patch,
        panel=listing.panel,
        reference=spoken(referral.reference),
        rows=[*person_rows(referral.person), *asked_rows(referral), *register_rows(referral, now)],
        visit=visit_rows(referral, now) if is_welcome else [],
        ask=who_to_ask(listing),
        near=near,
        is_welcome=is_welcome,
    )


def for_enquiry(enquiry: Enquiry, now: datetime) -> OwnWords:
    state, team = enquiry.state, enquiry.team
    titles = {
        EnquiryState.RECEIVED: ("We have it", "", [f"{team.name} will get in touch", "Most people hear in a few days"]),
        EnquiryState.BEING_HELPED: ("Somebody is on it", "good", [f"Somebody from {team.name} is helping now"]),
        EnquiryState.CLOSED: ("This is finished", "quiet", ["You can ask again whenever you like"]),
    }
    title, tone, told = titles[state]
    return OwnWords(
        title=title,
        tone=tone,
        tag=state.label,
        told=[sentences(*told)],
        patch=enquiry.patch,
        panel=enquiry.patch.panel if enquiry.patch else None,
        reference=spoken(enquiry.reference),
        rows=person_rows(enquiry.person),
    )


def for_might_come(note: MightCome, now: datetime) -> OwnWords:
    listing = note.listing
    day = date_words(note.day, london_date(now), weekday=True) if note.day else "Not sure which day"
    return OwnWords(
        title="They may look out for you",
        tone="good",
        tag="Kept",
        told=["The group can read your first name and the day. Nobody promised anything, and neither did you."],
        patch=listing.patch,
        panel=listing.panel,
        rows=[
            ("Name", note.called),
            ("Day", day),
            ("Kept until", date_words(london_date(note.delete_at), london_date(now))),
        ],
        visit=place_rows(listing),
        ask=who_to_ask(listing),
    )


def _where_it_stands(referral: Referral, now: datetime) -> tuple[str, str, list[str]]:
    """Title, tone and what is said, by state."""
    today, keeper = london_date(now), referral.keeper_name
    you, them = ("they", "them") if referral.source is Source.ASKED_FOR else ("you", "you")
    promise = date_words(referral.promise_by, today, weekday=True) if referral.promise_by else ""
    hear = f"An answer comes by {promise}" if promise else ""
    ring = f"If nothing comes, ring the panel on {referral.panel.phone}" if referral.panel.phone else ""
    until = date_words(referral.waiting_until, today) if referral.waiting_until else ""
    match referral.state:
        case State.SENT | State.SEEN | State.DRAFT:
            seen = f"{keeper} have opened it" if referral.state is State.SEEN else f"We have asked {keeper}"
            return "They have been asked", "", [sentences(seen, hear), sentences(_how_they_hear(referral), ring)]
        case State.ACCEPTED:
            return "Good news: come along", "good", [sentences(f"{keeper} said yes", f"They know that {you} may come")]
        case State.WAITING if referral.offered_at:
            return "A place came free", "good", [sentences(f"{keeper} will say on which day {you} can come", ring)]
        case State.WAITING:
            about = f"They think there is room from about {until}" if until else ""
            return (
                "On the waiting list",
                "",
                [sentences(f"{keeper} would like {them} to come, but are full", about), NEXT_PLACE],
            )
        case State.DECLINED:
            return (
                "Not this time",
                "quiet",
                [sentences(f"{keeper} cannot take {them} on this time", _why_not(referral, now)), NO_FAULT],
            )
        case State.NO_REPLY:
            sorry = f"{keeper} have not answered in time. We are sorry"
            return "No answer yet", "", [sentences(sorry, ring or "Something else may suit just as well")]
        case State.WITHDRAWN:
            return "Taken back", "quiet", ["The group can see nothing of it any more."]
        case State.CAME | State.SETTLED:
            return "It worked out", "done", [sentences(f"{keeper} noted that {you} came")]
    return "This is finished", "quiet", ["The group can see nothing of it any more."]


def _how_they_hear(referral: Referral) -> str:
    if referral.person.contact is Contact.EMAIL:
        return "A mail tells when there is an answer, and it stands here"
    return "The answer stands here. They may also get in touch"


def _why_not(referral: Referral, now: datetime) -> str:
    step = _last(referral, Deed.DECLINED)
    reason = REASONS.get(Decline(step.reason), "") if step and step.reason else ""
    if reason and step and step.day:
        return f"{reason}, until about {date_words(step.day, london_date(now))}"
    return reason


def _last(referral: Referral, deed: Deed) -> ReferralStep | None:
    return next((step for step in reversed(referral.steps) if step.deed is deed), None)
