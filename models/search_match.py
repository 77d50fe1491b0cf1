"""A search as the full-text index reads it. Built from stems and facet words alone: nothing typed is passed on.

The same tree is written for FTS5 (`"walk" AND {name about} : "coffe"`) and for PostgreSQL (`'walk' & 'coffe':AB`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from models.search_meaning import Slot


class Where(Enum):
    """Which columns count: (FTS5's filter, PostgreSQL's weights)."""

    NAME = ("name", "A")
    FRONT = ("{name about}", "AB")
    ANYWHERE = ("", "")


@dataclass(frozen=True, slots=True)
class Term:
    """One stem or facet word, somewhere."""

    word: str
    where: Where = Where.ANYWHERE


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of these."""

    parts: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these."""

    parts: tuple["Match", ...]


Match = Term | Any | All


def any_of(parts: Iterable[Match]) -> Match:
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else Any(kept)


def all_of(parts: Iterable[Match]) -> Match:
    kept = tuple(dict.fromkeys(parts))
    return kept[0] if len(kept) == 1 else All(kept)


def terms(words: Iterable[str], where: Where = Where.ANYWHERE) -> list[Match]:
    return [Term(word, where) for word in sorted(words)]


def for_fts5(match: Match) -> str:
    """As FTS5 reads it."""
    if isinstance(match, Term):
        column = f"{match.where.value[0]} : " if match.where is not Where.ANYWHERE else ""
        return f'{column}"{match.word}"'
    joint = " OR " if isinstance(match, Any) else " AND "
    return "(" + joint.join(for_fts5(part) for part in match.parts) + ")"


def for_postgres(match: Match) -> str:
    """As PostgreSQL's tsquery reads it."""
    if isinstance(match, Term):
        weights = match.where.value[1]
        return f"'{match.word}'" + (f":{weights}" if weights else "")
    joint = " | " if isinstance(match, Any) else " & "
    return "(" + joint.join(for_postgres(part) for part in match.parts) + ")"


def tiers_of(slots: Sequence[Slot], narrowing: Sequence[Match]) -> list[Match]:
    """Ever wider matches, the best first: typed words in the name; in the name or summary; near-words in the name;
    typed words anywhere; near-words in the summary; everything anywhere with a typed word in the name; everything
    anywhere, hints of needs included."""
    kin = any(slot.kin for slot in slots)
    anywhere = [_anywhere(slot) for slot in slots]
    tiers = [
        [_satisfied(slot, where, kin=with_kin) for slot in slots]
        for where, with_kin in (
            (Where.NAME, False),
            (Where.FRONT, False),
            (Where.NAME, True),
            (Where.ANYWHERE, False),
            (Where.FRONT, True),
        )
        if kin or not with_kin
    ]
    if len(slots) > 1:
        named = [Term(word, Where.NAME) for slot in slots for word in sorted(slot.own)]
        tiers.append([*anywhere, any_of(named)])
    tiers.append(anywhere)
    return list(dict.fromkeys(all_of([*tier, *narrowing]) for tier in tiers))


def surest(slots: Sequence[Slot], narrowing: Sequence[Match]) -> Match | None:
    """What meets each slot by typed words anywhere, or near-words in the name or summary; None if nothing is asked."""
    parts = [
        any_of([_satisfied(slot, Where.ANYWHERE, kin=False), _satisfied(slot, Where.FRONT, kin=True)]) for slot in slots
    ]
    return all_of([*parts, *narrowing]) if parts or narrowing else None


def closest(slots: Sequence[Slot], narrowing: Sequence[Match]) -> Match | None:
    """What is about each slot, not only mentions it: words or near-words in the name or summary, or the need itself."""
    parts = [any_of([_satisfied(slot, Where.FRONT, kin=True), *terms(slot.needs)]) for slot in slots]
    return all_of([*parts, *narrowing]) if parts else None


def widest(slots: Sequence[Slot], narrowing: Sequence[Match]) -> Match | None:
    """Everything that meets each slot anywhere; None when nothing is asked for at all."""
    parts = [*(_anywhere(slot) for slot in slots), *narrowing]
    return all_of(parts) if parts else None


def each_alone(slots: Sequence[Slot], narrowing: Sequence[Match]) -> list[Match]:
    """One match for each slot by itself, narrowed: for when nothing meets them all."""
    return [all_of([_anywhere(slot), *narrowing]) for slot in slots]


def in_name(slot: Slot) -> Match:
    """The slot's own words in the name."""
    return any_of(terms(slot.own, Where.NAME))


def _satisfied(slot: Slot, where: Where, *, kin: bool) -> Match:
    words = slot.own | slot.kin if kin else slot.own
    together = [all_of(terms(joint, where)) for joint in slot.joint]
    return any_of([*terms(words, where), *together, *terms(slot.filters)])


def _anywhere(slot: Slot) -> Match:
    match = _satisfied(slot, Where.ANYWHERE, kin=True)
    hints = terms(slot.needs)
    if not hints:
        return match
    return any_of([*(match.parts if isinstance(match, Any) else (match,)), *hints])
