"""What a seed says of one listing: its contents as a panel would write them, and what has happened to it since."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from models.changes import Change
from models.patterns import Pattern
from models.vocabulary import Access, ContactShown, Cost, HowChecked, JustWatch, Kind, Need, Room
from models.when_short import short_pattern

VISITED, PHONED, EMAILED, TAPPED, MEETING = HowChecked


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody checked it, so many days ago. `by` is a person's key; empty is the keeper's own tap on the link."""

    days: int
    how: HowChecked
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed it; `was` holds what the changed fields said before."""

    days: int
    by: str
    was: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paused:
    days: int
    by: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Restarted:
    days: int
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    days: int
    by: str
    reason: str


Step = Edited | Paused | Restarted | Stopped


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One listing. The names of its fields are those of `Listing`; needs and access are words with spaces between."""

    key: str
    kind: Kind
    name: str
    short_name: str
    summary: str
    description: str
    needs: str
    for_whom: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    languages: str = ""

    patch: str = "larkmoor"
    group: str = ""
    venue: str = ""
    times: tuple[Pattern, ...] = ()
    changes: tuple[Change, ...] = ()
    any_time: bool = False
    short_pattern: str = ""
    """Worked out from the times when it is left empty."""
    when_note: str = ""
    way_in: str = ""
    getting_there: str = ""
    lift_offered: bool = False

    greeter: str = ""
    first_ten_minutes: str = ""
    just_watch: JustWatch = JustWatch.UNKNOWN
    leave_any_time: bool = True
    bring: str = ""
    companion_offered: bool = False

    cost: Cost = Cost.FREE
    cost_note: str = ""
    access: str = ""
    access_note: str = ""
    room: Room = Room.OPEN
    full_until: date | None = None
    places: int | None = None
    places_taken: int | None = None

    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    contact_shown: ContactShown = ContactShown.PUBLIC
    website: str = ""
    panel_note: str = ""

    added: int = 240
    """Days ago."""
    added_by: str = "dot"
    draft: bool = False
    checks: tuple[Seen, ...] = ()
    story: tuple[Step, ...] = field(default_factory=tuple)

    def contents(self) -> dict[str, Any]:
        """As `models.listing_contents.write` reads them, but for the patch, group and venue."""
        told = ("key", "patch", "group", "venue", "added", "added_by", "draft", "checks", "story")
        contents = {each.name: _plain(getattr(self, each.name)) for each in fields(self) if each.name not in told}
        contents["needs"] = [Need(word).value for word in self.needs.split()]
        contents["access"] = [Access(word).value for word in self.access.split()]
        contents["short_pattern"] = self.short_pattern or short_pattern(self.times, any_time=self.any_time)
        return contents


def _plain(value: Any) -> Any:
    """A field as JSON keeps it; apostrophes as they are printed."""
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, tuple):
        return [{name: _plain(each) for name, each in one.to_dict().items()} for one in value]
    return value.isoformat() if isinstance(value, date) else value


def typeset(words: str) -> str:
    """Curly apostrophes; content is written with straight ones, which are on every keyboard."""
    return words.replace("'", "’")
