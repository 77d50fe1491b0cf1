"""The words of a card: the next date on its leaf, cost, room and freshness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from blueprints.filters import ago
from models.card_facts import UNKNOWN_END
from models.check import freshness
from models.clock_words import date_words
from models.meeting import Meeting
from models.vocabulary import Cost, Kind, Room
from models.when_words import meeting_words

LONGEST_COST_NOTE = 60
"""Letters. A longer note waits on the listing's own page."""


@dataclass(frozen=True, slots=True)
class NextDate:
    """A date as the torn-off leaf and the words beside it show it."""

    day_words: str
    iso: str
    leaf_day: str
    leaf_date: int
    leaf_month: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """Whether there is room for one more: level "open", "few", "full" or "paused"."""

    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """How lately it was checked: level "fresh", "due", "over" or "old"."""

    level: str
    words: str


def next_date_for(meeting: Meeting, today: date) -> NextDate:
    """The leaf and words of a meeting: "Today, Monday 2 March, 11am"."""
    starts_at = meeting.starts_at
    return NextDate(
        day_words=meeting_words(meeting, today),
        iso=f"{starts_at:%Y-%m-%dT%H:%M}",
        leaf_day=f"{meeting.date:%a}",
        leaf_date=meeting.date.day,
        leaf_month=f"{meeting.date:%b}",
        is_today=meeting.date == today,
    )


def cost_words(cost: str, note: str) -> str:
    """The note when it says the price itself, else the price with the note behind it when that is short."""
    label = Cost(cost or Cost.FREE).label
    if not note or len(note) > LONGEST_COST_NOTE:
        return label
    says_it = any(sign in note.lower() for sign in ("£", "free", "donation", "nothing")) or any(map(str.isdigit, note))
    return note[0].upper() + note[1:] if says_it else f"{label}: {note[0].lower()}{note[1:]}"


def room_for(facts: Mapping[str, Any], today: date) -> RoomLeft | None:
    """Paused or stopped first; then how many places are left. Nothing for a place that is simply there."""
    if facts.get("stopped"):
        return RoomLeft("paused", "This has stopped")
    until = date.fromisoformat(facts["paused_until"]) if "paused_until" in facts else None
    if until and today < until:
        return RoomLeft(
            "paused", "Paused for now" if until == UNKNOWN_END else f"Paused until {date_words(until, today)}"
        )
    room = Room(facts.get("room", Room.OPEN))
    full_until = date.fromisoformat(facts["full_until"]) if "full_until" in facts else None
    if room is Room.FULL and full_until and today < full_until:
        return RoomLeft("full", f"Full until {date_words(full_until, today)}")
    if room is Room.FULL and not full_until:
        return RoomLeft("full", "Full for now")
    if room is Room.FEW:
        return RoomLeft("few", Room.FEW.label)
    if facts.get("any_time") or facts["kind"] in (Kind.PLACE, Kind.NETWORK, Kind.HELP):
        return None
    return RoomLeft("open", "Turn up")


def fresh_for(checked_at: str | datetime | None, now: datetime) -> Fresh:
    """How long ago somebody checked: "Checked 3 weeks ago"."""
    at = datetime.fromisoformat(checked_at) if isinstance(checked_at, str) else checked_at
    words = f"Checked {ago(at, now)}" if at else "Not checked yet"
    return Fresh(freshness(at, now).value, words)
