"""Walls and what hangs on them, in words: how often somebody scanned, what there is to do, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from blueprints.posters.contents import until_words
from models.clock_words import date_words, listed
from models.listing import Status
from models.placement import Placement, PlacementState, Reason
from models.poster import FACTS, Poster
from models.scan_count import DAYS_UNTIL_ONE_CAN_TELL, RECENT, Scans
from models.short_code import spoken
from models.vocabulary import Room
from models.walk_order import Leg
from models.wall_clock import london_date
from models.walls import Errand, Wall

TONES = {PlacementState.TO_HANG: "", PlacementState.UP: "good", PlacementState.DOWN: "quiet"}
ICONS = {PlacementState.TO_HANG: "clock", PlacementState.UP: "tick", PlacementState.DOWN: "cross"}
CLOSE_BY = 100
"""Metres. Walls are known by their postcode or street, so less than this is no more than a guess."""
A_MILE = 1_609


def count_words(count: int, one: str, many: str = "") -> str:
    """ "1 poster", "3 posters"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def day_words(day: date | datetime, today: date) -> str:
    return date_words(london_date(day) if isinstance(day, datetime) else day, today)


def scans_words(scans: Scans, up_since: date | None, today: date) -> str:
    """How often it was scanned lately, and what that says of the wall."""
    if scans.recent:
        return f"{count_words(scans.recent, 'scan')} in four weeks"
    if scans.ever and scans.last:
        told = f"No scan in four weeks. The last was on {date_words(scans.last, today)}"
        return f"{told}: try another wall?" if up_since and today - up_since > RECENT else f"{told}."
    if up_since is None:
        return ""
    days = (today - up_since).days
    if days < DAYS_UNTIL_ONE_CAN_TELL:
        return f"Nobody has scanned here yet; up since {date_words(up_since, today)}"
    return f"Never scanned in {days // 7} weeks: try another wall"


def hanging_words(wall: Wall, today: date) -> str:
    """ "3 posters up, 1 to put up. Look again on 14 April."."""
    if not wall.placements:
        return "Nothing of ours hangs here."
    told = [count_words(len(wall.up), "poster") + " up"] if wall.up else []
    told += [f"{len(wall.to_hang)} to put up"] if wall.to_hang else []
    look = wall.look_again_on
    when = "" if look is None else f" Look again {'now' if look <= today else f'on {date_words(look, today)}'}."
    return f"{', '.join(told)}.{when}"


def why(errand: Errand, today: date) -> str:
    """Why something is to be done, in a sentence or two."""
    placement, poster = errand.placement, errand.poster
    match errand.reason:
        case Reason.STOPPED:
            has_stopped = poster.listing is not None and poster.listing.status(today) is Status.STOPPED
            return "It has stopped." if has_stopped else "It is not on the board any more."
        case Reason.WALL_ENDED:
            return "They would rather not have posters."
        case Reason.CHANGED:
            return f"{_not_true(errand, today)} Print it again first."
        case Reason.NEW_PRINT:
            return f"A new print is ready, from {day_words(poster.printed_at, today)}."
        case Reason.TIME_IS_UP:
            return f"{_time_is_up(poster, today)} Print it again first."
        case Reason.PRINT_FIRST:
            what = _not_true(errand, today) if errand.changed else _time_is_up(poster, today)
            return f"{what} Print it again first."
        case Reason.READY:
            return f"Printed on {day_words(poster.printed_at, today)}, not up yet."
    seen = placement.looked_at or placement.put_up_at
    return f"Nobody has looked since {day_words(seen, today)}." if seen else "Nobody has looked lately."


def _not_true(errand: Errand, today: date) -> str:
    listing = errand.poster.listing
    if "state" in errand.changed and listing is not None and listing.status(today) is Status.PAUSED:
        until = listing.paused_until
        return f"It is paused until {date_words(until, today)}." if until else "It is paused, nobody knows how long."
    if "state" in errand.changed and listing is not None and listing.room is Room.FULL and listing.full_until:
        return f"It is full until {date_words(listing.full_until, today)}."
    return f"Not true any more: {listed([FACTS[key] for key in errand.changed])}."


def _time_is_up(poster: Poster, today: date) -> str:
    return f"The poster says to check after {until_words(poster.check_after, poster.choice, today)}."


@dataclass(frozen=True, slots=True)
class Hanging:
    """One poster and where it hangs, as a page shows it."""

    poster: Poster
    placement: Placement | None
    state: PlacementState | None
    lines: Sequence[str]
    errand: Errand | None
    why: str
    scans: str

    @property
    def code(self) -> str:
        return spoken(self.poster.code)

    @property
    def tone(self) -> str:
        return TONES[self.state] if self.state else "quiet"

    @property
    def taken_down_at(self) -> float:
        at = self.placement.taken_down_at if self.placement else None
        return at.timestamp() if at else 0.0

    @property
    def icon(self) -> str:
        return ICONS[self.state] if self.state else "page"


def hanging_of(poster: Poster, errand: Errand | None, scans: Scans, today: date) -> Hanging:
    """A poster with its state, its story and what there is to do about it."""
    placement = poster.placement
    if placement is None:
        return Hanging(poster, None, None, ["It is for no wall yet."], None, "", "")
    since = london_date(placement.put_up_at) if placement.put_up_at else None
    told = scans_words(scans, since if placement.state is PlacementState.UP else None, today)
    reason = why(errand, today) if errand else ""
    return Hanging(poster, placement, placement.state, list(_story(placement, today)), errand, reason, told)


def _story(placement: Placement, today: date) -> list[str]:
    told = []
    if placement.put_up_at:
        by = f", put up by {placement.put_up_by}" if placement.put_up_by else ""
        if placement.state is PlacementState.UP:
            told.append(f"Up since {day_words(placement.put_up_at, today)}{by}.")
        else:
            told.append(f"It hung from {day_words(placement.put_up_at, today)}{by}.")
    if placement.taken_down_at:
        gone = "It was gone when somebody looked on" if placement.missing_when_looked else "Taken down on"
        told.append(f"{gone} {day_words(placement.taken_down_at, today)}.")
        return told
    if placement.spot:
        told.append(placement.spot if placement.spot[-1] in ".!?" else f"{placement.spot}.")
    if placement.looked_at and placement.put_up_at and placement.looked_at > placement.put_up_at:
        told.append(f"Somebody looked on {day_words(placement.looked_at, today)}.")
    if placement.look_again_on and placement.state is PlacementState.UP:
        told.append(f"Look again on {date_words(placement.look_again_on, today)}.")
    return told


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the small drawing: where it stands and how tall it is, in a box of 280 by 40."""

    x: int
    height: float

    @property
    def y(self) -> float:
        return 40 - self.height


@dataclass(frozen=True, slots=True)
class FourWeeks:
    """Scans by the day, as a drawing and as a table of weeks; days still to come, or before, are None."""

    bars: Sequence[Bar]
    weeks: Sequence[tuple[str, Sequence[int | None], int]]
    total: int


def four_weeks(by_day: dict[date, int], today: date) -> FourWeeks:
    """The 28 days that end today."""
    first = today - RECENT + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range(RECENT.days)]
    most = max(by_day.values(), default=0) or 1
    bars = [Bar(n * 10 + 1, max(1.0, round(by_day.get(day, 0) / most * 38, 1))) for n, day in enumerate(days)]
    weeks = []
    monday = first - timedelta(days=first.weekday())
    while monday <= today:
        week = [monday + timedelta(days=n) for n in range(7)]
        cells = [by_day.get(day, 0) if first <= day <= today else None for day in week]
        weeks.append((f"{monday.day} {monday:%b}", cells, sum(filter(None, cells))))
        monday += timedelta(days=7)
    return FourWeeks(bars, weeks, sum(by_day.get(day, 0) for day in days))


def away_words(leg: Leg | None) -> str:
    """The way from one stop to the next: "about 6 minutes, 480 metres"."""
    if leg is None:
        return ""
    if leg.metres < CLOSE_BY:
        return "close by"
    step = 10 if leg.metres < 300 else 50
    metres = (
        f"{round(leg.metres / step) * step:,} metres" if leg.metres < A_MILE else f"{leg.metres / A_MILE:.1f} miles"
    )
    return f"about {count_words(max(1, leg.minutes), 'minute')}, {metres}"
