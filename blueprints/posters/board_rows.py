"""Many listings on one sheet: what is on near a wall, and what is on in one week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, object_session, selectinload

from blueprints.posters.paper_words import brief_cost, on_paper
from models.card_facts import short_place
from models.clock_words import span_words
from models.group import AddressShown
from models.listing import Listing, Status
from models.national_grid import distance_words, metres_between
from models.occurrences import meetings
from models.patch import Patch
from models.patterns import Pattern
from models.poster import SHORT_PAUSE
from models.poster_choice import Choice, Paper
from models.rhythm import WEEKDAYS, Rhythm
from models.school_term import SchoolTerm
from models.site import Site
from models.translation import IN_ENGLISH, Translation
from models.wall_clock import london_date
from models.when_short import short_pattern
from models.when_words import state_words

METRES_A_MINUTE = 80
ROUND_CORNERS = 1.3
"""Streets are longer than the straight line by about this much."""
LONGEST_WALK = 25
"""Minutes that are said as a walk; beyond that, miles."""
ROOM_FOR = {Paper.A3: 16, Paper.A4: 12, Paper.A5: 8}
ROOM_FOR_LARGE = 4
ANY_DAY = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet and where it stands among the others."""

    order: tuple[int, str, str]
    content: dict[str, Any]
    listing: Listing
    metres: float | None


def rows_near(patch: Patch, choice: Choice, site: Site | None, now: datetime) -> tuple[list[dict[str, Any]], int]:
    """What is regularly on, by weekday, and how many more there are. From a wall: the nearest are chosen."""
    return _chosen(_all_near(patch, choice, site, now), choice)


def rows_of_week(
    patch: Patch, choice: Choice, site: Site | None, monday: date, now: datetime
) -> tuple[list[dict[str, Any]], int]:
    """What is on from this Monday to its Sunday, by day and time, what is called off among it; and how many more."""
    rows = _all_of_week(patch, choice, site, monday, now)
    if len(rows) > _room(choice):  # each thing once, rather than some things not at all
        rows = list({row.listing.id: row for row in sorted(rows, key=lambda row: row.order, reverse=True)}.values())
    return _chosen(rows, choice)


def untrue_rows(
    printed: Sequence[dict[str, Any]],
    patch: Patch,
    choice: Choice,
    site: Site | None,
    monday: date | None,
    now: datetime,
) -> list[dict[str, Any]]:
    """The printed rows that are not so any more; with `monday`, the rows are those of its week.

    What is new, what now stands nearer, and what rests for a while and is back soon makes no row untrue.
    """
    if monday:
        rows = _all_of_week(patch, choice, site, monday, now)
    else:
        rows = _all_near(patch, choice, site, now, resting=SHORT_PAUSE)
    true = [row.content for row in rows]
    return [row for row in printed if row not in true]


def session_of(patch: Patch) -> Session:
    """The session the patch was read in."""
    session = object_session(patch)
    if session is None:
        raise RuntimeError("a sheet is made within a session")
    return session


def _all_near(
    patch: Patch, choice: Choice, site: Site | None, now: datetime, resting: timedelta = timedelta(0)
) -> list[Row]:
    """With those that rest and are back within `resting`."""
    today = london_date(now)
    found = _on(patch, choice, today, by=today + resting)
    return [row for listing in found if (row := _regular(listing, site, today))]


def _all_of_week(patch: Patch, choice: Choice, site: Site | None, monday: date, now: datetime) -> list[Row]:
    today = london_date(now)
    terms = session_of(patch).scalars(SchoolTerm.of(patch.panel)).all()
    found = _on(patch, choice, today, by=monday)
    return [row for listing in found for row in _dated(listing, site, monday, terms, today)]


def _on(patch: Patch, choice: Choice, today: date, by: date | None = None) -> list[Listing]:
    rows = (
        Listing.on_the_board()
        .options(joinedload(Listing.venue), selectinload(Listing.session_times), selectinload(Listing.session_changes))
        .where(Listing.patch_id == patch.id)
    )
    if choice.kinds:
        rows = rows.where(Listing.kind.in_(choice.kinds))
    if choice.languages:
        rows = rows.where(_in_one_of(choice.languages))
    day = max(today, by) if by else today
    wanted = {need.value for need in choice.needs}
    return [
        listing
        for listing in session_of(patch).scalars(rows).unique()
        if listing.status(day) is Status.ON and (not wanted or wanted & set(listing.needs or ()))
    ]


def _in_one_of(languages: Sequence[str]) -> ColumnElement[bool]:
    """Spoken there, or written about in that language."""
    spoken = [
        Listing.languages.icontains(IN_ENGLISH[each], autoescape=True) for each in languages if each in IN_ENGLISH
    ]
    written = select(Translation.listing_id).where(Translation.language.in_(languages), Translation.read_by != "")
    return or_(*spoken, Listing.id.in_(written))


def _regular(listing: Listing, site: Site | None, today: date) -> Row | None:
    patterns = _still_on([row.pattern for row in listing.session_times], today)
    if listing.session_times and not patterns and not listing.any_time:
        return None
    day, time = _day_and_time(patterns, listing)
    label = WEEKDAYS[day][:3] if day < ANY_DAY else "Any"
    return _row(listing, site, (day, _clock(patterns)), label, time, "")


def _day_and_time(patterns: Sequence[Pattern], listing: Listing) -> tuple[int, str]:
    """The weekday to stand under (ANY_DAY for none) and the words for when."""
    weekdays = sorted({pattern.meets_on for pattern in patterns})
    if not weekdays:
        return ANY_DAY, "any time" if listing.any_time else on_paper(listing.when_note)[:40] or "ask when"
    simple = len(patterns) == 1 and len(weekdays) == 1 and patterns[0].rhythm is Rhythm.WEEKLY
    if simple:
        return weekdays[0], span_words(patterns[0].starts, patterns[0].ends)
    return weekdays[0], listing.short_pattern or short_pattern(patterns)


def _dated(
    listing: Listing, site: Site | None, monday: date, terms: Sequence[SchoolTerm], today: date
) -> Iterator[Row]:
    found = meetings(
        [row.pattern for row in listing.session_times],
        [row.change for row in listing.session_changes],
        on_or_after=monday,
        until=monday + timedelta(days=6),
        terms=terms,
        with_cancelled=True,
    )
    for meeting in found:
        order = ((meeting.date - monday).days, f"{meeting.starts:%H:%M}")
        label = f"{WEEKDAYS[meeting.date.weekday()][:3]} {meeting.date.day}"
        row = _row(listing, site, order, label, span_words(meeting.starts, meeting.ends), state_words(meeting, today))
        yield replace(row, content=row.content | {"place": on_paper(meeting.place)}) if meeting.place else row


def _row(listing: Listing, site: Site | None, order: tuple[int, str], day: str, time: str, note: str) -> Row:
    metres = _metres(listing, site)
    place = ", ".join(filter(None, (short_place(listing.venue), _away(metres))))
    content = {
        "day": day,
        "kind": listing.kind.value,
        "name": on_paper(listing.name),
        "place": on_paper(place),
        "time": on_paper(time),
        "cost": brief_cost(listing),
        "note": on_paper(note),
    }
    return Row((*order, listing.name.lower()), content, listing, metres)


def _metres(listing: Listing, site: Site | None) -> float | None:
    """From the wall to the door; None where either is not known, or where the door is nobody's business."""
    venue = listing.venue
    if site is None or site.point is None or venue is None or venue.address_shown is not AddressShown.FULL:
        return None
    if venue.easting is None or venue.northing is None:
        return None
    return metres_between(site.point, (venue.easting, venue.northing))


def _away(metres: float | None) -> str:
    if metres is None:
        return ""
    minutes = max(1, round(metres * ROUND_CORNERS / METRES_A_MINUTE))
    if minutes > LONGEST_WALK:
        return distance_words(metres)
    return "a minute’s walk" if minutes == 1 else f"{minutes} minutes’ walk"


def _chosen(rows: list[Row], choice: Choice) -> tuple[list[dict[str, Any]], int]:
    """As many as the paper holds: the nearest, then the last checked; shown by day."""
    room = _room(choice)
    best = sorted(rows, key=lambda row: (row.metres is None, row.metres or 0, -_checked(row.listing), row.order))[:room]
    return [row.content for row in sorted(best, key=lambda row: row.order)], len(rows) - len(best)


def _room(choice: Choice) -> int:
    return ROOM_FOR_LARGE if choice.large else ROOM_FOR.get(choice.paper, 12)


def _checked(listing: Listing) -> float:
    return listing.checked_at.timestamp() if listing.checked_at else 0.0


def _still_on(patterns: Sequence[Pattern], today: date) -> list[Pattern]:
    """Without what was on once and is over, and what has run out."""
    ends = ((pattern, pattern.on_date or pattern.valid_until) for pattern in patterns)
    return [pattern for pattern, end in ends if end is None or end >= today]


def _clock(patterns: Sequence[Pattern]) -> str:
    return min((f"{pattern.starts:%H:%M}" for pattern in patterns), default="99")
