"""What sheets of figures say: made-up years, one month and twelve, few people and very many."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from blueprints.figures.paper import sheet_of
from models.attendance_figures import Counts, Figures
from models.figure_table import FigureTable
from models.published_figures import publish
from models.report_year import ReportYear
from models.rounded_figures import publish_rounded
from models.team_figures import TeamCounts, publish_team
from tests.sheets.contents import MANY_LETTERS

AFTER, TODAY = date(2027, 3, 1), date(2027, 3, 3)
LEAST = 5


def year_of(months: int, scale: float, *, first: date = date(2026, 1, 1), named: bool = True) -> Figures:
    """So many months of a group that `scale` people come to."""
    chance = random.Random(months)
    found = Figures(ReportYear(first), {})
    for month in ReportYear(first).months[:months]:
        people = max(1, round(scale * chance.uniform(0.7, 1.2)))
        visits = people * chance.randint(2, 4)
        counts = Counts(
            ran=chance.randint(3, 5), weather=chance.randint(0, 1), named=visits if named else 0,
            heads=0 if named else visits, new=round(people * chance.uniform(0, 0.35)),
            heads_new=0 if named else 3, filled=visits, places=round(visits * 1.4), pence=visits * 150,
            people=people if named else 0, referred=round(people * 0.4) if named else 0,
        )  # fmt: skip
        counts.again_soon = counts.new // 2 if named else 0
        found.months[month] = counts
        found.whole.add(counts)
    found.whole.people = found.whole.new + round(scale) if named else 0
    found.whole.referred = round(scale * 0.8) if named else 0
    return found


def team_year() -> FigureTable:
    chance = random.Random(1)
    months = {
        month: TeamCounts(
            sent=(sent := chance.randint(9, 24)), came=(came := sent // 2), visits=came * 3, again=came // 2,
            stayed=came // 3, no_shows=chance.randint(0, 6),
        )
        for month in ReportYear(date(2026, 1, 1)).months
    }  # fmt: skip
    return publish_team(ReportYear(date(2026, 1, 1)), months, LEAST, AFTER)


def content(table: FigureTable, name: str = "The Lock-up Lot", patch: str = "Larkmoor") -> dict[str, Any]:
    return sheet_of(name, patch, "hereabouts.example.org", table, LEAST, TODAY)


def told(found: Figures, closed: date = AFTER) -> FigureTable:
    return publish(found, LEAST, closed)


CONTENTS = {
    "a full year": content(told(year_of(12, 24))),
    "one month": content(told(year_of(1, 11), date(2026, 2, 1))),
    "the funder’s year": content(told(year_of(12, 40, first=date(2025, 4, 1)))),
    "all hidden": content(told(year_of(12, 3))),
    "heads alone": content(told(year_of(12, 30, named=False))),
    "a panel with very many": content(
        publish_rounded(year_of(12, 18_000), LEAST, AFTER),
        "Larkmoor and the villages panel",
        "Larkmoor and the villages",
    ),
    "a team": content(team_year(), "Larkmoor link workers", ""),
    "a very long name": content(told(year_of(12, 24)), MANY_LETTERS[:110], "Larkmoor"),
    "an Urdu name": content(told(year_of(12, 24)), "بزرگوں کی محفل", "Larkmoor"),
}
