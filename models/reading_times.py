"""Times of day as people type them: "10", "1.30 pm", "13:30", "noon", "half past ten".

A bare hour from 1 to 7 is taken for the afternoon or evening and one from 8 to 11 for the morning, as on a notice;
"07:00" and "13:30" are read as a digital clock.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from models.errors import RuleBroken

HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25, "half": 30}
MORNING, LATER = "am", "pm"
LONGEST = 60
"""Letters of a typed time that are looked at."""

_HALF = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?|in the (?:morning|afternoon|evening)|at night|noon\b)"
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(HOURS)})"
_DIGITAL = re.compile(rf"(?P<hour>\d{{1,2}})(?:[.:h](?P<minute>\d{{2}}))?(?::00)?\s*{_HALF}?")
_FOUR = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})\s*(?:hrs|hours)?")
_SPOKEN = re.compile(rf"(?:(?P<minutes>{'|'.join(MINUTES)})\s*(?P<way>past|to|\b)\s*)?{_HOUR}(?: o'?clock)?\s*{_HALF}?")


class TimeNotRead(RuleBroken):
    """A typed time that nobody could read for certain."""

    def __init__(self, text: str, field: str | None) -> None:
        shown = text.strip()[:LONGEST]
        said = f"We could not read the time “{shown}”." if shown else "Put in a time."
        super().__init__(f"{said} Write it like 10am or 1.30pm.", field=field)


def parse_time(text: str, *, after: time | None = None, field: str | None = None) -> time:
    """A typed time. Of the two meanings of a bare "1", one `after` another time is preferred. Raises TimeNotRead."""
    choices = readings(text)
    if not choices:
        raise TimeNotRead(text, field)
    later = [clock for clock in choices if after and clock > after]
    return (later or choices)[0]


def readings(text: str, half: str | None = None) -> list[time]:
    """What a typed time can mean, the likeliest first; empty when it is no time. `half` (am or pm) is what the words
    around it suggest."""
    typed = " ".join(text.lower().replace("’", "'").split())[:LONGEST].removesuffix(" onwards").strip(" .")
    if typed in ("noon", "midday", "12 noon", "12 midday", "twelve noon"):
        return [time(12)]
    if typed in ("midnight", "12 midnight", "twelve midnight"):
        return [time(0)]
    if match := _DIGITAL.fullmatch(typed):
        exact = typed.startswith("0")
        return _choices(int(match["hour"]), int(match["minute"] or 0), match["half"], half, exact=exact)
    if match := _FOUR.fullmatch(typed):
        return _choices(int(match["hour"]), int(match["minute"]), None, None, exact=True)
    if match := _SPOKEN.fullmatch(typed):
        return _spoken(match, half)
    return []


def best_span(starts: str, ends: str | None, half: str | None = None) -> tuple[time, time | None] | None:
    """The likeliest meaning of "10" to "1" or "7" to "9": one that ends after it starts. None when there is none."""
    opening = readings(starts, half or (says_half(ends) if ends else None))
    if ends is None:
        return (opening[0], None) if opening else None
    closing = readings(ends, half)
    return next(((a, b) for a in opening for b in sorted(closing) if b > a), None)


def span_of_length(starts: str, length: timedelta, half: str | None = None) -> tuple[time, time | None] | None:
    """The meaning of "2pm for 90 minutes"; None when it would run past midnight."""
    for clock in readings(starts, half):
        finish = datetime.combine(date(2000, 1, 1), clock) + length
        if finish.day == 1:
            return clock, finish.time()
    return None


def says_half(text: str) -> str | None:
    """am or pm when a typed time says so itself. Noon says nothing of the time before it."""
    if match := re.search(_HALF, text.lower()):
        return _half(match["half"])
    return None


def _half(words: str) -> str | None:
    if words.startswith("noon"):
        return None
    return MORNING if (words.startswith("a") and words != "at night") or "morning" in words else LATER


def _spoken(match: re.Match[str], half: str | None) -> list[time]:
    hour = int(match["hour"]) if match["hour"].isdigit() else HOURS.index(match["hour"]) + 1
    minutes = MINUTES[match["minutes"]] if match["minutes"] else 0
    if match["way"] == "to":
        whole = [datetime.combine(date(2000, 1, 2), clock) for clock in _choices(hour, 0, match["half"], half)]
        return [(clock - timedelta(minutes=minutes)).time() for clock in whole]
    if match["minutes"] not in (None, "half") and not match["way"]:
        return []  # "ten two" is nothing; "half two" is half past
    return _choices(hour, minutes, match["half"], half)


def _choices(hour: int, minute: int, said: str | None, hint: str | None, *, exact: bool = False) -> list[time]:
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return []
    if hour == 24:
        return [time(0)]
    half = _half(said) if said else None
    if said and said.startswith("noon"):
        return [time(12, minute)] if hour == 12 else []
    if half:
        if hour > 12 or hour == 0:
            return [time(hour, minute)] if half == (LATER if hour > 12 else MORNING) else []
        return [time(hour % 12 + (12 if half == LATER else 0), minute)]
    if exact or hour > 12 or hour == 0:
        return [time(hour, minute)]
    if hour == 12:
        return [time(12, minute)]
    both: Sequence[time] = (time(hour, minute), time(hour + 12, minute))
    later_first = hint == LATER or (hint is None and hour <= 7)
    return list(reversed(both)) if later_first else list(both)
