"""The statements of search, one text for both databases: SQLite's FTS5 and PostgreSQL's text search.

Each is a ladder: the full-text index gives numbers of listings (never more than a ceiling, in the order they were
added), and the few columns that order them come from `find_entry`. No row of a listing is read here.
"""
# ruff: noqa: S608 (names of our own tables stand in the statements; whatever is typed goes in as a parameter)

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from models.search_match import Match, for_fts5, for_postgres

CEILING = 1_000
"""Matches that are looked at. Beyond it people need to narrow, not to page."""
TIER_CEILING = 250
"""Of one tier of words: more than the 200 that are ever shown."""
COLUMNS = "e.listing_id, e.fingerprint, e.number"


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the listing, the fingerprint of its card's facts, and how far it is in metres, when known."""

    listing_id: uuid.UUID
    fingerprint: int
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of hits, and how many there are in all: never more than the ceiling. `number` is of the index's rows."""

    hits: list[Hit]
    total: int
    ceiling_hit: bool = False


class Statements:
    """Search's questions to one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"

    def best(self, tiers: Sequence[Match], *, common: bool, today: int, limit: int, offset: int) -> Slice:
        """The best tier first; in a tier the shortest names, then by name. Paused listings come last.

        `common` says that a great part of all listings match, so that a few are soon found by looking along them.
        """
        matching = self._matching_up_to(TIER_CEILING, fenced=not common)
        ladder = " UNION ALL ".join(
            f"SELECT number, {tier} AS tier FROM ({matching}) AS m{tier}" for tier in range(len(tiers))
        )
        sql = f"""
            SELECT {COLUMNS}, NULL, count(*) OVER () FROM
            (SELECT number, min(tier) AS tier FROM ({ladder}) AS ladder GROUP BY number) AS h
            JOIN find_entry e ON e.number = h.number
            ORDER BY {PAUSED}, h.tier, e.name_words, e.name_key, e.number LIMIT ? OFFSET ?"""
        return self._slice(sql, [*map(self._written, tiers), today, limit, offset])

    def nearest(
        self,
        match: Match,
        about: Match | None,
        position: tuple[int, int],
        within: int,
        *,
        today: int,
        limit: int,
        offset: int,
    ) -> Slice:
        """Those that meet `about` first; among them and among the rest the nearest first, then those without a fixed
        place; none farther than `within` metres."""
        easting, northing = position
        away = _away("e")
        here = (easting, easting, northing, northing)
        sql = f"""
            SELECT {COLUMNS}, {away} AS away, count(*) OVER (), h.looked_at
            FROM (SELECT number, count(*) OVER () AS looked_at FROM ({self._matching}) AS m) AS h
            JOIN find_entry e ON e.number = h.number
            {f"LEFT JOIN ({self._matching}) AS a ON a.number = h.number" if about else ""}
            WHERE e.easting IS NULL OR {away} <= ?
            ORDER BY {PAUSED}, {"(a.number IS NULL), " if about else ""}(e.easting IS NULL), away, e.name_key, e.number
            LIMIT ? OFFSET ?"""
        asked = [self._written(match), *([self._written(about)] if about else [])]
        return self._slice(sql, [*here, *asked, *here, within * within, today, limit, offset])

    def lately_checked(self, match: Match | None, *, today: int, limit: int, offset: int) -> Slice:
        """The most lately checked first, paused ones last. Without a match: of everything."""
        if match is None:
            return self._everything(today=today, limit=limit, offset=offset)
        sql = f"""
            SELECT {COLUMNS}, NULL, count(*) OVER ()
            FROM ({self._matching}) AS h JOIN find_entry e ON e.number = h.number
            ORDER BY {PAUSED}, e.checked_on DESC, e.name_key, e.number LIMIT ? OFFSET ?"""
        return self._slice(sql, [self._written(match), today, limit, offset])

    def summed(
        self, weighed: Sequence[tuple[Match, float]], least: float, *, today: int, limit: int, offset: int
    ) -> Slice:
        """Those with the most telling of the matches, each with a weight; none with a sum under `least`."""
        ladder = " UNION ALL ".join(
            f"SELECT number, CAST(? AS FLOAT) AS weight FROM ({self._matching}) AS m{n}" for n in range(len(weighed))
        )
        sql = f"""
            SELECT {COLUMNS}, NULL, count(*) OVER () FROM
            (SELECT number, sum(weight) AS weight FROM ({ladder}) AS ladder GROUP BY number) AS h
            JOIN find_entry e ON e.number = h.number WHERE h.weight >= ?
            ORDER BY {PAUSED}, h.weight DESC, e.name_words, e.name_key, e.number LIMIT ? OFFSET ?"""
        values: list[Any] = []
        for match, weight in weighed:
            values += [weight, self._written(match)]
        return self._slice(sql, [*values, least, today, limit, offset])

    def tastes(
        self, ways: Sequence[tuple[Match, tuple[int, int, int] | None]], *, today: int, each: int
    ) -> list[Slice]:
        """For each way to search, how many there are and the few most lately checked. A way may keep to a circle:
        (easting, northing, metres)."""
        matching = self._matching_up_to(TIER_CEILING)
        values: list[Any] = []
        ladder = []
        for number, (match, circle) in enumerate(ways):
            within = ""
            values.append(self._written(match))
            if circle is not None:
                easting, northing, metres = circle
                within = f" WHERE e{number}.easting IS NULL OR {_away(f'e{number}')} <= ?"
                values += [easting, easting, northing, northing, metres * metres]
            ladder.append(
                f"SELECT {number} AS way, e{number}.number FROM ({matching}) AS m{number}"
                f" JOIN find_entry e{number} ON e{number}.number = m{number}.number{within}"
            )
        sql = f"""
            SELECT listing_id, fingerprint, number, NULL, total, way FROM (
                SELECT {COLUMNS}, w.way, count(*) OVER (PARTITION BY w.way) AS total, row_number() OVER (
                    PARTITION BY w.way ORDER BY {PAUSED}, e.checked_on DESC, e.name_key, e.number
                ) AS place
                FROM ({" UNION ALL ".join(ladder)}) AS w JOIN find_entry e ON e.number = w.number
            ) AS placed WHERE place <= ? ORDER BY way, place"""
        rows = self._run(sql, [today, *values, each]) if ways else []
        return [
            Slice([self._hit(row) for row in rows if row[5] == way], next((row[4] for row in rows if row[5] == way), 0))
            for way in range(len(ways))
        ]

    def count(self, match: Match | None, *, common: bool = False) -> int:
        """How many match, up to the ceiling."""
        if match is None:
            everything = f"SELECT 1 FROM find_entry LIMIT {CEILING}"
            return int(self._run(f"SELECT count(*) FROM ({everything}) AS e", [])[0][0])
        matching = self._matching_up_to(CEILING, fenced=not common)
        return int(self._run(f"SELECT count(*) FROM ({matching}) AS h", [self._written(match)])[0][0])

    def mark(self) -> str:
        """Changes whenever the vocabulary or a synonym does."""
        return str(self._run("SELECT mark FROM find_state", [])[0][0])

    def vocabulary(self) -> tuple[dict[str, int], int]:
        """Every word with how many listings have it, and how many listings there are."""
        words = dict(map(tuple, self._run("SELECT word, listings FROM find_vocabulary", [])))
        return words, int(self._run("SELECT count(*) FROM find_entry", [])[0][0])

    def _everything(self, *, today: int, limit: int, offset: int) -> Slice:
        total = self.count(None)
        running = "(e.paused_until IS NULL OR e.paused_until <= ?)"
        order = "ORDER BY e.checked_on DESC, e.name_key, e.number LIMIT ? OFFSET ?"
        sql = f"SELECT {COLUMNS}, NULL, {total} FROM find_entry e WHERE {{}} {order}"
        page = self._slice(sql.format(running), [today, limit, offset])
        if len(page.hits) < limit and total < CEILING:
            skipped = 0 if page.hits else max(0, offset - self._running(running, today))
            paused = self._slice(sql.format(f"NOT {running}"), [today, limit - len(page.hits), skipped])
            page = Slice(page.hits + paused.hits, total)
        return Slice(page.hits, total, total >= CEILING)

    def _running(self, running: str, today: int) -> int:
        return int(self._run(f"SELECT count(*) FROM find_entry e WHERE {running}", [today])[0][0])

    @property
    def _matching(self) -> str:
        return self._matching_up_to(CEILING)

    def _matching_up_to(self, ceiling: int, *, fenced: bool = True) -> str:
        """Numbers that match, in their own order. The fence (OFFSET 0) keeps PostgreSQL to its full-text index."""
        if self.sqlite:
            return f"SELECT rowid AS number FROM find_words WHERE find_words MATCH ? LIMIT {ceiling}"
        matching = "SELECT number FROM find_entry WHERE words @@ CAST(? AS tsquery)"
        if fenced:
            matching = f"SELECT number FROM ({matching} OFFSET 0) AS fenced"
        return f"{matching} ORDER BY number LIMIT {ceiling}"

    def _written(self, match: Match) -> str:
        return for_fts5(match) if self.sqlite else for_postgres(match)

    def _run(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """SQLite is asked without a detour, which takes a fifth off a search; what fails is asked again the long way,
        whose errors the rest of the app knows."""
        if not self.sqlite:
            sql = sql.replace("?", "%s")
        elif (driver := self.connection.connection.driver_connection) is not None:
            with suppress(Exception):
                return driver.execute(sql, tuple(values)).fetchall()  # type: ignore[no-any-return]
        return self.connection.exec_driver_sql(sql, tuple(values)).fetchall()

    def _slice(self, sql: str, values: Sequence[Any]) -> Slice:
        rows = self._run(sql, values)
        hits = [self._hit(row) for row in rows]
        total = rows[0][4] if rows else 0
        looked_at = rows[0][5] if rows and len(rows[0]) > 5 else total
        return Slice(hits, total, looked_at >= CEILING)

    def _hit(self, row: Any) -> Hit:
        listing_id = uuid.UUID(row[0]) if self.sqlite else row[0]
        return Hit(listing_id, row[1], None if row[3] is None else float(row[3]) ** 0.5)


def _away(entry: str) -> str:
    """The square of the distance in metres to a point, given as easting twice and northing twice."""
    across, up = f"({entry}.easting - ?)", f"({entry}.northing - ?)"
    return f"({across} * {across} + {up} * {up})"


PAUSED = "(CASE WHEN e.paused_until > ? THEN 1 ELSE 0 END)"
