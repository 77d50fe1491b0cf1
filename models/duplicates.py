"""Listings that may be the same thing twice: alike in name, or in the same place at the same time."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.rhythm import WEEKDAYS
from models.session_time import SessionTime

ALIKE = 0.86
"""How alike two names are before somebody is asked: "Tuesday walkers" and "The Tuesday Walk" are."""
MOST_SHOWN = 5
DAYS = {name.lower() for name in WEEKDAYS}
FILLING = {"the", "a", "an", "of", "at", "in", "and", "for", "group", "club", "society"}


@dataclass(frozen=True, slots=True)
class Double:
    """A listing that may be the same thing, and why."""

    listing: Listing
    why: str


def possible_doubles(
    session: Session,
    patch: Patch,
    *,
    name: str,
    venue_id: UUID | None = None,
    patterns: Sequence[Pattern] = (),
    except_for: UUID | None = None,
) -> list[Double]:
    """Listings of the patch that a new one may double, the most alike first, at most a handful. Stopped ones count:
    it may be better to start one again."""
    patch_words = set(_words(patch.name))
    rows = session.execute(
        select(Listing.id, Listing.name).where(Listing.patch_id == patch.id).order_by(Listing.name, Listing.id)
    )
    scores = {id: likeness(name, other, patch_words) for id, other in rows if id != except_for}
    alike = sorted((id for id, score in scores.items() if score >= ALIKE), key=lambda id: -scores[id])[:MOST_SHOWN]
    together = [id for id in _same_place_and_time(session, venue_id, patterns) if id != except_for]
    wanted = list(dict.fromkeys([*alike, *together]))[:MOST_SHOWN]
    if not wanted:
        return []
    found = {listing.id: listing for listing in session.scalars(select(Listing).where(Listing.id.in_(wanted)))}
    return [
        Double(found[id], "much the same name" if id in alike else "the same place at the same time") for id in wanted
    ]


def likeness(one: str, other: str, unimportant: set[str] = FILLING) -> float:
    """0 for nothing alike, 1 for the same name in other clothes."""
    mine, theirs = _key(one, unimportant), _key(other, unimportant)
    if not mine or not theirs:
        return 0.0
    if mine == theirs or sorted(mine.split()) == sorted(theirs.split()):
        return 1.0
    if _telling(mine) != _telling(theirs):
        return 0.0
    matcher = SequenceMatcher(None, mine, theirs)
    return 0.0 if matcher.quick_ratio() < ALIKE else matcher.ratio()


def _same_place_and_time(session: Session, venue_id: UUID | None, patterns: Sequence[Pattern]) -> list[UUID]:
    if venue_id is None or not patterns:
        return []
    starts = {(pattern.meets_on, pattern.starts) for pattern in patterns}
    rows = session.execute(
        select(Listing.id, SessionTime)
        .join(SessionTime, SessionTime.listing_id == Listing.id)
        .where(Listing.venue_id == venue_id, Listing.stopped_at.is_(None))
        .where(SessionTime.starts.in_({starts for _, starts in starts}))
        .order_by(Listing.name, Listing.id)
    )
    return [id for id, row in rows if (row.pattern.meets_on, row.starts) in starts]


def _telling(key: str) -> set[str]:
    """The words that tell one from the other however alike the rest: days of the week and numbers."""
    return {word for word in key.split() if word in DAYS or word.isdigit()}


def _key(name: str, unimportant: set[str]) -> str:
    words = _words(name)
    kept = [word.rstrip("s") for word in words if word not in FILLING and word not in unimportant]
    return " ".join(kept or words)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold().replace("’", "").replace("'", "")
    return re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
