"""What the desk says of a call, a referral and an enquiry, in a few words."""

from datetime import date

from blueprints.referral_tones import TONES
from models.base import LONDON
from models.call import Call, CallAbout
from models.clock_words import date_words, day_words, time_words
from models.referral import Referral
from models.referral_words import State
from models.short_code import spoken

RING_THE_GROUP = (CallAbout.NO_REPLY, CallAbout.GROUP_ASKS)
PILES = {
    "ring": "To ring today",
    "unanswered": "Waiting for an answer",
    "answered": "Answered lately",
    "no-reply": "No reply",
    "came": "Came lately",
}
ALL_OF = {
    "ring": "to-ring",
    "unanswered": "waiting-for-an-answer",
    "answered": "answered",
    "no-reply": "no-reply",
    "came": "came",
}
"""How the page of the team's referrals calls the same."""
NOTHING = {
    "ring": "Nobody needs a call today.",
    "unanswered": "Nothing is waiting for an answer.",
    "answered": "No group has answered in the last two weeks.",
    "no-reply": "Every group has answered in time.",
    "came": "We have not heard that somebody came in the last two weeks.",
}


def state(referral: Referral) -> tuple[str, str, str]:
    """The words, the tone and the drawing of its tag. A place that came free is told apart from waiting."""
    if referral.state is State.WAITING and referral.has_place:
        return "A place came free", "good", "tick"
    return referral.state.label, *TONES[referral.state]


def news(pile: str, referral: Referral, today: date) -> str:
    """What a line of this pile says."""
    return {"answered": answer, "came": came}.get(pile, promised)(referral, today)


def promised(referral: Referral, today: date) -> str:
    """By when the group promised an answer."""
    if referral.promise_by is None:
        return ""
    days = (referral.promise_by - today).days
    if days < 0:
        return f"An answer was promised by {date_words(referral.promise_by, today, weekday=True)}"
    return "An answer is promised by " + (
        "today" if days == 0 else date_words(referral.promise_by, today, weekday=True)
    )


def answer(referral: Referral, today: date) -> str:
    """What the group said."""
    if referral.state is State.ACCEPTED:
        when = ""
        if referral.first_date:
            at = f", {time_words(referral.first_starts)}" if referral.first_starts else ""
            when = f"First time: {day_words(referral.first_date, today)}{at}"
        return ". ".join(filter(None, (when, f"Welcomed by {referral.welcomer}" if referral.welcomer else "")))
    if referral.state is State.WAITING:
        if referral.has_place:
            return "Ask if they still want to come"
        since = referral.waiting_since.astimezone(LONDON).date() if referral.waiting_since else None
        return f"Waiting since {date_words(since, today)}" if since else ""
    return "Not this time. See what else is near"


def came(referral: Referral, today: date) -> str:
    """When they came first."""
    return f"Came on {date_words(referral.came_on, today, weekday=True)}" if referral.came_on else ""


def since(call: Call, today: date) -> str:
    """How long a call has been due."""
    days = (today - call.due_on).days
    return "Since today" if days <= 0 else "Since yesterday" if days == 1 else f"Since {days} days ago"


def rings_the_group(call: Call) -> bool:
    return call.about in RING_THE_GROUP


__all__ = ["ALL_OF", "NOTHING", "PILES", "news", "rings_the_group", "since", "spoken", "state"]
