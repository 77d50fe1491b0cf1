"""What the desk says of a call, a referral and an enquiry, in a few words."""

from datetime import date

from models.base import LONDON
from models.call import Call, CallAbout
from models.clock_words import date_words, day_words, time_words
from models.referral import Referral
from models.referral_words import State

RING_THE_GROUP = (CallAbout.NO_REPLY, CallAbout.GROUP_ASKS)
TONES = {
    State.ACCEPTED: "good",
    State.CAME: "done",
    State.DECLINED: "no",
    State.DRAFT: "quiet",
    State.NO_REPLY: "quiet",
}
"""How the tag of a state looks. What is not here is simply going on."""


def state(referral: Referral) -> tuple[str, str]:
    """The words and the tone of its tag. A place that came free is told apart from waiting."""
    if referral.state is State.WAITING and referral.has_place:
        return "A place came free", "good"
    return referral.state.label, TONES.get(referral.state, "")


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
