"""Several reports side by side: every small world is written down, those that publish the very same are put together,
and in none of these may a hidden number be the same in all."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from itertools import product

import pytest

from models.attendance_figures import Counts, Figures
from models.figure_table import FigureTable
from models.figure_words import Measure
from models.figures_among import publish_among
from models.published_figures import publish
from models.report_year import ReportYear
from models.rounded_figures import publish_rounded, published_parts
from models.small_numbers import is_small
from models.team_figures import TeamCounts, publish_team
from tests.models.test_published_figures import LEAST

CALENDAR, FUNDERS = ReportYear(date(2026, 1, 1)), ReportYear(date(2025, 4, 1))
JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, n, 1) for n in (1, 2, 3, 4))
OVER = date(2027, 1, 1)
ONE, OTHER = ((uuid.UUID(int=n), uuid.UUID(int=9)) for n in (1, 2))
Someone = tuple[tuple[date, ...], bool]
"""The months in which they came, once each; and whether they were new."""


def figures_of(people: Mapping[Someone, int], year: ReportYear, closed: date, ran: Iterable[date]) -> Figures:
    months = {month: Counts(ran=month in ran) for month in year.months_before(closed)}
    found = Figures(year, months)
    for (came, is_new), number in people.items():
        for month in (each for each in came if each in months):
            counts = months[month]
            counts.named, counts.people = counts.named + number, counts.people + number
            if is_new and month == came[0]:
                counts.new += number
                counts.again_soon += number if len(came) > 1 else 0
    for counts in months.values():
        found.whole.add(counts)
    found.whole.people = sum(number for (came, _), number in people.items() if set(came) & set(months))
    return found


def printed(table: FigureTable) -> Hashable:
    """Everything that a reader sees of it."""
    lines = ((each.value, tuple(cell and cell.words for cell in (*line.cells, line.total))) for each, line in
             table.lines.items())  # fmt: skip
    return (*lines, table.heads.words)


class Worlds:
    """Who publishes the same is one class."""

    def __init__(self, most: int) -> None:
        self.most = most
        """How far was counted: beside that there are worlds that were not tried."""
        self.found: dict[Hashable, list[tuple[tuple[int, ...], dict[Hashable, int]]]] = defaultdict(list)

    def note(self, numbers: tuple[int, ...], tables: Iterable[FigureTable], hidden: dict[Hashable, int]) -> None:
        self.found[tuple(printed(each) for each in tables)].append((numbers, hidden))

    def given_away(self) -> list[object]:
        """Small numbers that are the same in every world of a class."""
        found: list[object] = []
        for worlds in self.found.values():
            if any(max(numbers) >= self.most for numbers, _ in worlds):
                continue
            for name in worlds[0][1]:
                values = {hidden[name] for _, hidden in worlds}
                if len(values) == 1 and is_small(values.pop(), LEAST):
                    found.append((name, worlds[:3]))
        return found


def test_two_years_that_overlap_tell_no_more_than_one() -> None:
    """A group meets in March and April: the funder's year ends between them, the calendar's holds both."""
    kinds: list[Someone] = [((MARCH,), False), ((MARCH, APRIL), False), ((APRIL,), False), ((APRIL,), True)]
    worlds = Worlds(most=6)
    for numbers in product(range(7), repeat=4):
        people = dict(zip(kinds, numbers, strict=True))
        hidden: dict[Hashable, int] = {}
        tables = []
        for year in (FUNDERS, CALENDAR):
            found = figures_of(people, year, OVER, (MARCH, APRIL))
            tables.append(publish(found, LEAST, OVER))
            for measure, name in ((Measure.PEOPLE, "people"), (Measure.NEW, "new")):
                for month, cell in zip(tables[-1].months, tables[-1].lines[measure].cells, strict=True):
                    if cell and cell.is_hidden:
                        hidden[name, month] = getattr(found.months[month], name)
        worlds.note(numbers, tables, hidden)
    assert worlds.given_away() == []


def test_who_came_back_does_not_say_how_many_were_new_the_month_after() -> None:
    """All of January's came once, and all came back: whoever else was there in February was new."""
    people = {((JANUARY, FEBRUARY), True): 6, ((FEBRUARY,), True): 1}
    table = publish(figures_of(people, CALENDAR, OVER, (JANUARY, FEBRUARY)), LEAST, OVER)
    assert table.lines[Measure.NEW].at(1).is_hidden
    assert table.lines[Measure.AGAIN].at(0).is_hidden


def _a_month(people: int, places: int) -> Figures:
    counts = Counts(ran=1, named=people, people=people, new=people, filled=people if places else 0, places=places)
    found = Figures(CALENDAR, {JANUARY: counts})
    found.whole.add(counts)
    found.whole.people = people
    return found


def test_two_listings_beside_their_group_give_no_small_one_away() -> None:
    """Of the first some come to the second as well; how many places there were, everybody can read on the board."""
    worlds, names = Worlds(most=10), ("of one", "of the other")
    for one, other, both in product(range(11), repeat=3):
        if not one + both or not other + both:
            continue
        parts = {ONE: _a_month(one + both, 12), OTHER: _a_month(other + both, 12)}
        group = _a_month(0, 0)
        for each in parts.values():
            group.months[JANUARY].add(each.whole)
        group.months[JANUARY].people = one + other + both
        group.months[JANUARY].ran = 2
        group.whole = group.months[JANUARY]
        whole = publish(group, LEAST, APRIL, {JANUARY: 2})
        tables = [whole, *(publish_among(whole, parts, kept, LEAST, APRIL) for kept in parts)]
        worlds.note((one, other, both), tables, dict(zip(names, (one + both, other + both), strict=True)))
    assert worlds.given_away() == []


def test_a_listing_that_was_hidden_one_month_is_not_shown_by_its_year() -> None:
    """In January eight came to one and one to the other; in February and March the first had plenty."""
    months = {JANUARY: (8, 1), FEBRUARY: (10, 0), MARCH: (12, 0)}
    parts = {}
    for at, kept in enumerate((ONE, OTHER)):
        ran = [month for month, numbers in months.items() if numbers[at]]
        people: dict[Someone, int] = {((month,), True): numbers[at] for month, numbers in months.items()}
        parts[kept] = figures_of(people, CALENDAR, APRIL, ran)
    everybody: dict[Someone, int] = {((month,), True): sum(numbers) for month, numbers in months.items()}
    whole = publish(figures_of(everybody, CALENDAR, APRIL, months), LEAST, APRIL, {JANUARY: 2})
    table = publish_among(whole, parts, ONE, LEAST, APRIL)
    january, *_ = (cell for cell in table.lines[Measure.VISITS].cells if cell)
    assert january.words == "5 to 9"
    assert table.lines[Measure.VISITS].at(None).words == "at least 27"
    assert not table.lines[Measure.PEOPLE].at(None).is_told


@pytest.mark.parametrize("january", [(0, 9), (1, 9)])
def test_the_year_of_a_listing_does_not_show_a_small_month_of_the_other(january: tuple[int, int]) -> None:
    """Of ten in February one to four came to one of the two: whichever it was, the three sheets are the same."""
    said = set()
    for few in range(1, LEAST):
        parts, everybody = {}, Counter[Someone]()
        for kept, numbers in ((ONE, (january[0], few)), (OTHER, (january[1], 10 - few))):
            ours: dict[Someone, int] = {((m,), True): n for m, n in zip((JANUARY, FEBRUARY), numbers, strict=True)}
            parts[kept] = figures_of(ours, CALENDAR, MARCH, [came[0] for (came, _), number in ours.items() if number])
            everybody.update(ours)
        whole = publish(figures_of(everybody, CALENDAR, MARCH, (JANUARY, FEBRUARY)), LEAST, MARCH)
        said.add((printed(whole), *(printed(publish_among(whole, parts, kept, LEAST, MARCH)) for kept in parts)))
    assert len(said) == 1


def test_a_panels_listings_give_no_small_one_away_beside_its_whole() -> None:
    worlds, keys = Worlds(most=12), [(uuid.UUID(int=n), uuid.UUID(int=9)) for n in range(3)]
    for numbers in product(range(1, 13), repeat=3):
        parts = {kept: _a_month(number, 0).whole for kept, number in zip(keys, numbers, strict=True)}
        panel = _a_month(0, 0)
        for each in parts.values():
            panel.months[JANUARY].add(each)
        panel.months[JANUARY].people = sum(numbers)
        panel.whole = panel.months[JANUARY]
        whole = publish_rounded(panel, LEAST, APRIL)
        told = published_parts(whole, parts, LEAST)
        said = tuple(tuple(cell.words for cell in cells.values()) for cells in told.values())
        hidden: dict[Hashable, int] = dict(enumerate(numbers))
        worlds.found[printed(whole), said].append((numbers, hidden))
    assert worlds.given_away() == []


def test_a_teams_quarter_does_not_show_why_a_sum_is_left_out() -> None:
    """Of three months with four each the sum is not told: one of those who came back would show that it is not few."""
    worlds, months = Worlds(most=5), (JANUARY, FEBRUARY, MARCH)
    for came in product(range(6), repeat=3):
        for again in product(*(range(number + 1) for number in came)):
            counts = {m: TeamCounts(came=a, again=b) for m, a, b in zip(months, came, again, strict=True)}
            table = publish_team(CALENDAR, counts, LEAST, OVER)
            hidden: dict[Hashable, int] = {
                (measure, at): numbers[at]
                for measure, numbers in ((Measure.CAME, came), (Measure.AGAIN, again))
                for at in range(3)
                if table.lines[measure].at(at).is_hidden
            }
            worlds.note(came, [table], hidden)
    assert worlds.given_away() == []


def test_heads_do_not_say_what_the_hidden_months_came_to() -> None:
    """Four heads in each of two months: "about 10" of them would be four and four."""
    found = figures_of({}, CALENDAR, APRIL, (JANUARY, FEBRUARY))
    for month in (JANUARY, FEBRUARY):
        found.months[month].heads = 4
    found.whole.heads = 8
    assert publish(found, LEAST, APRIL).heads.is_hidden
