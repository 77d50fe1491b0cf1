"""The bench's own parts: its questions differ, and its tables say what was measured."""

from datetime import datetime

from sqlalchemy.orm import Session

from bench.figures import Report, figures_table
from bench.questions import HOW_MANY, questions
from bench.report import tables
from bench.run import Measured
from models.place import PostcodeSector
from seeds.generated import generate

PAGES = ("find", "listing", "patch")


def test_two_hundred_different_searches_are_asked(session: Session, now: datetime) -> None:
    generate(session, 400, seed=3, now=now)
    session.add(PostcodeSector.at("ZZ10 0", 390_000, 400_000))
    session.flush()
    asked = questions(session)
    assert len(set(asked.searches)) == len(asked.searches) == HOW_MANY
    assert len(asked.listings) == HOW_MANY
    assert set(asked.placed) < set(asked.searches)


def test_the_tables_say_ratios_times_growth_and_weights() -> None:
    def measured(size: int, p95: float) -> Measured:
        times = dict.fromkeys((*PAGES, "placed"), (1.0, p95))
        ratios = dict.fromkeys(PAGES, 0.2)
        weights = dict.fromkeys(PAGES, (11_000, 3))
        return Measured("sqlite", size, 2000.0, ratios, ratios, ratios, times, 99.0, 0.8, weights)

    said = tables([measured(2_000, 4.0), measured(200_000, 6.0)])
    assert "| sqlite | 2,000 to 200,000 | x 1.50 |" in said
    assert "| sqlite | 200,000 | 2,000/s | 0.20" in said
    assert "11.0 kB" in said


def test_the_table_of_year_reports_says_both_sizes() -> None:
    said = figures_table([Report("sqlite", "panel", 4.0, 91.26, 120.0, 200.0)])
    assert "| sqlite | panel | 4.0 ms | 91.3 / 120.0 ms | 0.46 |" in said
