"""Figures on one sheet of paper, for whoever pays: what the press sets, and what a page can say in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

from blueprints.figures.charts import charts_of
from blueprints.figures.wording import (
    SHORT,
    columns_of,
    in_short,
    notes_of,
    open_words,
    period_words,
    sessions_words,
    words_at,
)
from blueprints.listing_words import on_paper
from models.clock_words import date_words
from models.figure_table import FigureTable
from models.figure_words import Measure
from models.report_year import month_name


def sheet_of(name: str, patch: str, host: str, table: FigureTable, least: int, today: date) -> dict[str, Any]:
    """What the sheet says: `name`, `period`, `short` (each number and words), `charts`, `heads`, `rows`, `notes`."""
    columns = columns_of(table)

    def words(at: int | None) -> list[str]:
        return [words_at(table, each, at) for each in columns]

    return {
        "title": "Figures",
        "name": on_paper(name),
        "period": period_words(table),
        "patch": on_paper(patch),
        "host": host,
        "printed": f"Made on {date_words(today)}",
        "sessions": "" if Measure.SENT in table.lines else sessions_words(table),
        "short": [{"number": number, "words": said} for number, said in in_short(table)],
        "charts": [
            {
                "title": chart.title,
                "keys": list(chart.keys or ()),
                "bars": [
                    {
                        "label": bar.label,
                        "share": bar.share,
                        "part": bar.filled / bar.long if bar.filled is not None and bar.long else None,
                        "hidden": bar.is_hidden,
                        "words": bar.words,
                    }
                    for bar in chart.bars
                ],
            }
            for chart in charts_of(table)[:2]
        ],
        "heads": ["Month", *(SHORT[each] for each in columns)],
        "rows": [[month_name(month), *words(at)] for at, month in enumerate(table.months)],
        "total": ["All", *words(None)],
        "notes": [*notes_of(table, least), *filter(None, [open_words(table)])],
    }
