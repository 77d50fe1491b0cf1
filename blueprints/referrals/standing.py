"""Where a referral stands, in words, and the shape beside them."""

from __future__ import annotations

from datetime import date, time

from blueprints.referrals.wording import they
from models.clock_words import date_words, time_words
from models.referral import Referral
from models.referral_words import Decline, Deed, State, Stop
from models.wall_clock import london_date


def standing(referral: Referral, today: date) -> str:
    """In a sentence or two: what has happened, and what is waited for."""
    who = they(referral)
    match referral.state:
        case State.DRAFT:
            return "Nothing has been sent yet."
        case State.SENT:
            return f"Sent{_on(referral.sent_at and london_date(referral.sent_at), today)}. {_promise(referral, today)}"
        case State.SEEN:
            return f"{who} has opened it. {_promise(referral, today)}"
        case State.ACCEPTED:
            return _welcome(referral, who, today)
        case State.WAITING:
            until = f" It may be{_until(referral.waiting_until, today)}." if referral.waiting_until else ""
            if referral.offered_at and referral.has_place:
                return f"A place came free and is held for them. {who} is asked for a day."
            return f"{who} says yes, but there is a wait.{until} The first on the list gets the next place."
        case State.DECLINED:
            return f"{who} says no: {_reason(referral, Deed.DECLINED)}."
        case State.WITHDRAWN:
            return "It was taken back. The group sees nothing of it."
        case State.CAME:
            return f"They came{_on(referral.came_on, today)}."
        case State.SETTLED:
            return "They have settled in."
        case State.STOPPED:
            return f"They do not go any more: {_reason(referral, Deed.STOPPED)}."
        case State.NO_REPLY:
            return f"{who} has not answered in the time promised. Please ring them."


def _welcome(referral: Referral, who: str, today: date) -> str:
    if referral.first_date is None or referral.first_date >= today:
        return f"{who} says yes: come{_on(referral.first_date, today)}{_at(referral.first_starts)}.{_met(referral)}"
    if referral.no_shows:
        return f"They did not come{_on(referral.first_date, today)}. They are as welcome as before."
    return f"They were expected{_on(referral.first_date, today)}. Nobody has told us yet whether they came."


def reason_words(deed: Deed, code: str) -> str:
    """A coded reason as people say it."""
    known: dict[str, str] = {each.value: each.label for each in (Stop if deed is Deed.STOPPED else Decline)}
    return known.get(code, code)


def _reason(referral: Referral, deed: Deed) -> str:
    code = next((step.reason for step in reversed(referral.steps) if step.deed is deed), "")
    words = reason_words(deed, code)
    return f"{words[:1].lower()}{words[1:]}" if words else "no reason was given"


def _promise(referral: Referral, today: date) -> str:
    day = referral.promise_by
    return f"An answer is promised by {date_words(day, today, weekday=True)}." if day else ""


def _met(referral: Referral) -> str:
    return f" Looking out for them: {referral.welcomer}." if referral.welcomer else ""


def _on(day: date | None, today: date) -> str:
    return f" on {date_words(day, today, weekday=True)}" if day else ""


def _until(day: date, today: date) -> str:
    return f" until {date_words(day, today)}"


def _at(clock: time | None) -> str:
    return f", {time_words(clock)}" if clock else ""
