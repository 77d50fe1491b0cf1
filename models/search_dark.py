"""Home before dark: exact, by the end of the next meeting and that day's sunset at the patch.

Which listings that holds for changes daily, so it is no word of the index. The other filters narrow first, to at most
the ceiling of search; each of those is then decided here, and remembered until its next meeting is over. So pages are
full and the count is right.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.base import LONDON
from models.changes import Change
from models.daylight import home_before_dark
from models.meeting import Meeting
from models.occurrences import next_meeting
from models.patterns import Pattern
from models.search_entry import card_rows
from models.search_statements import Hit
from models.term_dates import Term

MIDDLE = (53.5, -2.2)
"""Degrees of a patch that has not said where it is: the middle of Great Britain, some minutes of sunset either way."""
MOST_REMEMBERED = 20_000

_remembered: dict[uuid.UUID, tuple[int, datetime, datetime, bool]] = {}


def only_before_dark(session: Session, hits: Sequence[Hit], *, now: datetime) -> list[Hit]:
    """Those whose next meeting leaves time to get home by daylight, in the same order. A bench is always there."""
    known = {hit.listing_id: kept for hit in hits if (kept := _recall(hit, now)) is not None}
    missing = [hit.listing_id for hit in hits if hit.listing_id not in known]
    for listing_id, fingerprint, facts in card_rows(session, missing, with_facts=True):
        known[listing_id], until = _decide(json.loads(facts or "{}"), now)
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[listing_id] = (fingerprint, now, until, known[listing_id])
    return [hit for hit in hits if known.get(hit.listing_id)]


def _recall(hit: Hit, now: datetime) -> bool | None:
    fingerprint, since, until, kept = _remembered.get(hit.listing_id, (None, now, now, False))
    return kept if fingerprint == hit.fingerprint and since <= now < until else None


def _decide(facts: Mapping[str, Any], now: datetime) -> tuple[bool, datetime]:
    tomorrow = now + timedelta(days=1)
    meeting = upcoming(facts, now)
    if meeting is None:
        return bool(facts.get("any_time")), tomorrow
    latitude, longitude = (facts.get("position") or [None, None])[:2]
    if latitude is None or longitude is None:
        latitude, longitude = MIDDLE
    ends = meeting.ends_at.astimezone(LONDON).time()
    return home_before_dark(ends, meeting.date, latitude, longitude), min(tomorrow, meeting.ends_at)


def upcoming(facts: Mapping[str, Any], now: datetime) -> Meeting | None:
    """The next meeting by a card's facts; after a pause when there is one, none while nobody knows its end."""
    if not facts.get("times"):
        return None
    on_or_after: date | datetime = now
    if "paused_until" in facts:
        back = date.fromisoformat(facts["paused_until"])
        if back.year == date.max.year:
            return None
        if back > now.astimezone(LONDON).date():
            on_or_after = back
    return next_meeting(
        [Pattern.from_dict(each) for each in facts["times"]],
        [Change.from_dict(each) for each in facts.get("changes", ())],
        on_or_after=on_or_after,
        terms=[Term("", date.fromisoformat(first), date.fromisoformat(last)) for first, last in facts.get("terms", ())],
    )
