"""No small number can be worked out from what is published: tried by looking for another table that fits as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.attendance_figures import Counts, Figures
from models.figure_table import FigureTable
from models.figure_words import Measure
from models.published_figures import is_known, publish
from models.report_year import ReportYear, next_month
from models.rounded_figures import publish_rounded
from models.small_numbers import NOT_YET, Cell, Told, about, exactly, hidden, hide_in_company

LEAST = 5
YEAR = ReportYear(date(2026, 1, 1))
AFTER = date(2027, 2, 1)
"""A day on which everything of 2026 is known."""
P, R, F, B = Measure.PEOPLE, Measure.REFERRED, Measure.NEW, Measure.AGAIN
HIDEABLE = (P, R, F, B)


@dataclass
class Someone:
    """One person's year: how often they came in each month."""

    times: list[int]
    is_old: bool
    is_referred: bool


def figures_of(people: list[Someone], ran: list[int], heads: list[int] | None = None, closed: date = AFTER) -> Figures:
    """What these people's year comes to, counted by hand."""
    months = {next_month(YEAR.first, n): Counts(ran=sessions) for n, sessions in enumerate(ran)}
    found = Figures(YEAR, months)
    columns = list(months.values())
    for n, head in enumerate(heads or []):
        columns[n].heads = head
    for person in people:
        came = [n for n, times in enumerate(person.times) if times]
        for n in came:
            columns[n].named += person.times[n]
            columns[n].people += 1
            columns[n].referred += person.is_referred
        if came and not person.is_old:
            columns[came[0]].new += 1
            soon = person.times[came[0]] > 1 or (len(came) > 1 and came[1] == came[0] + 1)
            columns[came[0]].again_soon += soon
    for counts in columns:
        found.whole.add(counts)
    found.whole.people = sum(any(person.times) for person in people)
    found.whole.referred = sum(any(person.times) and person.is_referred for person in people)
    return found


@st.composite
def some_figures(draw: st.DrawFn, months: int = 4) -> Figures:
    ran = draw(st.lists(st.integers(1, 4), min_size=months, max_size=months))
    times = st.tuples(*(st.integers(0, most).map(lambda n: max(0, n)) for most in ran)).map(list)
    rarely = st.tuples(times, st.lists(st.booleans(), min_size=months, max_size=months)).map(
        lambda both: [n if keep else 0 for n, keep in zip(*both, strict=True)]
    )
    someone = st.builds(Someone, rarely, st.booleans(), st.booleans())
    return figures_of(draw(st.lists(someone, max_size=16)), ran)


class Reader:
    """Somebody with a pencil, who knows how the figures hang together and tries what else could be true."""

    def __init__(self, table: FigureTable) -> None:
        self.table = table
        self.columns = range(len(table.months))

    def cell(self, measure: Measure, column: int | None) -> Cell:
        return self.table.lines[measure].at(column)

    def hidden(self) -> list[tuple[Measure, int]]:
        return [(m, c) for m in HIDEABLE for c in self.columns if self.cell(m, c).is_hidden]

    def possible_in(self, column: int) -> Iterator[tuple[int, int, int, int]]:
        """What a month may have come to: people, referred, first visits, came back."""
        ran = self.cell(Measure.RAN, column).low
        visits = self.cell(Measure.VISITS, column)
        choices = [_choices(self.cell(measure, column)) for measure in HIDEABLE]
        for people, referred, new, again in product(*choices):
            fits = visits.is_hidden or visits.low <= people * ran + visits.high - visits.low
            if fits and people <= visits.high and referred <= people and new <= people and again <= new:
                yield people, referred, new, again

    def could_be(self, measure: Measure, column: int) -> set[int]:
        """The numbers that could stand in a cell, as far as whole tables can be found around them."""
        at = HIDEABLE.index(measure)
        best = {c: self._best(list(self.possible_in(c))) for c in self.columns}
        found = set()
        for value in _choices(self.cell(measure, column)):
            here = self._best([each for each in self.possible_in(column) if each[at] == value])
            if self._fits([here if c == column else best[c] for c in self.columns]):
                found.add(value)
        return found

    def _best(self, tuples: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
        """For each pair of first visits and came back the most people: that leaves most room."""
        best: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for each in tuples:
            if each[2:] not in best or each[:2] > best[each[2:]][:2]:
                best[each[2:]] = each
        return list(best.values())

    def _fits(self, columns: list[list[tuple[int, int, int, int]]]) -> bool:
        sums = {(0, 0, 0, 0)}
        for column in columns:
            # max() below forgets the largest month; a hidden one is smaller than any total that is told
            sums = {tuple(a + b for a, b in zip(s, t, strict=True)) for s in sums for t in column}  # type: ignore[misc]
        return any(self._fits_totals(*each) for each in sums)

    def _fits_totals(self, people: int, referred: int, new: int, again: int) -> bool:
        p, r, f, b = (self.cell(measure, None) for measure in HIDEABLE)
        if not (f.low <= new <= f.high and b.low <= again <= b.high):
            return False
        return max(p.low, new, r.low) <= min(p.high, people) and r.low <= referred


def _choices(cell: Cell) -> list[int]:
    if cell is NOT_YET:
        return [0]
    if cell.is_hidden:
        return sorted(cell.options)
    return list(range(cell.low, cell.high + 1))


@settings(max_examples=150, deadline=None)
@given(some_figures())
def test_every_hidden_number_of_a_group_could_be_another(found: Figures) -> None:
    reader = Reader(publish(found, LEAST, AFTER))
    for measure, column in reader.hidden():
        assert len(reader.could_be(measure, column)) >= 2, (measure, column, shown(reader.table))


@settings(max_examples=150, deadline=None)
@given(some_figures(months=3))
def test_every_hidden_number_of_many_groups_could_be_another(found: Figures) -> None:
    reader = Reader(publish_rounded(found, LEAST, AFTER))
    for measure, column in reader.hidden():
        assert len(reader.could_be(measure, column)) >= 2, (measure, column, shown(reader.table))


@settings(max_examples=60, deadline=None)
@given(some_figures(), st.booleans())
def test_what_is_told_is_true_and_never_small(found: Figures, is_rounded: bool) -> None:
    table = publish_rounded(found, LEAST, AFTER) if is_rounded else publish(found, LEAST, AFTER)
    for measure, name in ((P, "people"), (R, "referred"), (F, "new"), (B, "again_soon"), (Measure.VISITS, "visits")):
        columns = [*found.months.values(), found.whole]
        cells = [*table.lines[measure].cells, table.lines[measure].total]
        for counts, cell in zip(columns, cells, strict=True):
            assert cell is not None
            assert cell.low <= getattr(counts, name) <= cell.high
            if not cell.is_hidden:
                assert cell.low == 0 == cell.high or cell.high >= LEAST
                assert cell.number is None or cell.number == 0 or cell.number >= LEAST


@settings(max_examples=60, deadline=None)
@given(some_figures(months=6), st.integers(1, 5))
def test_a_later_report_says_the_same_of_the_months_before(found: Figures, over: int) -> None:
    """And its sums differ from the earlier one's by nothing that the months do not say."""
    earlier = {month: counts for number, (month, counts) in enumerate(found.months.items()) if number < over}
    closed = next_month(YEAR.first, over)
    first = Figures(YEAR, earlier)
    for counts in earlier.values():
        first.whole.add(counts)
    first.whole.people = first.whole.referred = max((c.people for c in earlier.values()), default=0)
    before, after = publish(first, LEAST, closed), publish(found, LEAST, next_month(YEAR.first, 6))
    for measure in HIDEABLE:
        for column, month in enumerate(earlier):
            if measure is not B or is_known(month, closed):
                assert before.lines[measure].cells[column] == after.lines[measure].cells[column]
    quarter = over // 3 * 3
    for counted, row in ((before, over), (after, 6)):
        hidden = [cell.is_hidden for cell in counted.lines[F].cells[quarter:row]]
        total = counted.lines[F].at(None)
        if counted is before and any(hidden):
            assert total.low < total.high, "the sum of a quarter that is not over tells nothing"


def shown(table: FigureTable) -> str:
    rows = ((measure, (*line.cells, line.total)) for measure, line in table.lines.items())
    return "\n".join(f"{m}: {' | '.join('-' if c is None else c.words for c in cells)}" for m, cells in rows)


def table_of(*people: tuple[int, ...], ran: int = 4, closed: date = AFTER) -> FigureTable:
    months = len(people[0]) if people else 3
    return publish(figures_of([Someone(list(times), False, False) for times in people], [ran] * months), LEAST, closed)


class TestWhatIsHidden:
    def test_nought_is_told_and_one_to_four_are_not(self) -> None:
        table = table_of((1, 0, 1), (1, 0, 0))
        assert [cell.words for cell in table.lines[P].cells if cell] == ["hidden", "0", "hidden"]

    def test_a_few_who_are_not_new_hide_how_many_are(self) -> None:
        people = [Someone([1], n < 2, False) for n in range(10)]
        table = publish(figures_of(people, [4]), LEAST, AFTER)
        assert table.lines[P].at(0).words == "10"
        assert table.lines[F].at(0).is_hidden
        assert table.lines[F].at(None).is_hidden

    def test_a_few_who_were_not_referred_hide_how_many_were(self) -> None:
        people = [Someone([1], True, n < 8) for n in range(10)]
        table = publish(figures_of(people, [4]), LEAST, AFTER)
        assert table.lines[R].at(0).is_hidden
        assert table.lines[R].at(None).is_hidden

    def test_one_hidden_month_makes_the_sum_a_range(self) -> None:
        people = [(1, 0, 0)] * 9 + [(0, 1, 0)] * 2
        assert table_of(*people).lines[F].at(None).words == "10 to 13"

    def test_several_hidden_months_of_a_quarter_have_their_exact_sum(self) -> None:
        people = [(1, 0, 0)] * 2 + [(0, 1, 0)] * 3 + [(0, 0, 1)] * 2
        assert table_of(*people).lines[F].at(None).words == "7"

    def test_a_sum_that_says_every_part_is_not_told(self) -> None:
        people = [(1, 0, 0)] * 4 + [(0, 1, 0)] * 4
        assert table_of(*people).lines[F].at(None).told is Told.HIDDEN

    def test_visits_that_say_how_few_came_are_hidden_with_them(self) -> None:
        assert table_of(*[(4,)] * 4).lines[Measure.VISITS].at(0).is_hidden
        assert table_of(*[(4,)] * 2, (2,)).lines[Measure.VISITS].at(0).words == "10"

    def test_different_people_of_a_year_that_is_not_over_are_rounded(self) -> None:
        people = [(1, 1, 0)] * 6 + [(0, 1, 1)] * 6
        assert table_of(*people).lines[P].at(None).words == "about 10"

    def test_places_filled_by_few_are_hidden(self) -> None:
        found = figures_of([Someone([1], False, False) for _ in range(9)], [2])
        counts = next(iter(found.months.values()))
        counts.filled, counts.places = 3, 12
        assert publish(found, LEAST, AFTER).lines[Measure.FILLED].cells[0].is_hidden  # type: ignore[union-attr]
        counts.filled = 9
        assert publish(found, LEAST, AFTER).lines[Measure.FILLED].at(0).words == "75"

    def test_money_of_a_hidden_month_is_not_in_the_sum(self) -> None:
        found = figures_of([Someone([1, 0], False, False)] * 9 + [Someone([0, 1], False, False)], [1, 1])
        for counts, pence in zip(found.months.values(), (1800, 200), strict=True):
            counts.pence = pence
        line = publish(found, LEAST, AFTER).lines[Measure.MONEY]
        assert (line.at(0).low, line.at(1).is_hidden, line.at(None).low) == (1800, True, 1800)

    def test_the_last_month_is_too_early_to_say_who_came_back(self) -> None:
        table = table_of(*[(2, 2, 2)] * 6, closed=date(2026, 4, 1))
        assert [cell.words for cell in table.lines[B].cells if cell] == ["6", "0", "too early"]


@pytest.mark.parametrize("least", [1, 3, 10])
def test_another_smallest_number_can_be_set(least: int) -> None:
    people = [Someone([1, 1, 1], False, n < 4) for n in range(9)]
    table = publish(figures_of(people, [2, 2, 2]), least, AFTER)
    assert table.lines[P].at(0).is_hidden is (least == 10)


@st.composite
def any_counts(draw: st.DrawFn) -> Figures:
    """Months of any size, as large as a county's."""
    found = Figures(YEAR, {})
    for n in range(draw(st.integers(0, 12))):
        people = draw(st.integers(0, 12) | st.integers(0, 400))
        new, heads = draw(st.integers(0, people)), draw(st.sampled_from((0, 0, 3, 60)))
        found.months[next_month(YEAR.first, n)] = counts = Counts(
            ran=draw(st.integers(1, 9)), people=people, named=people * draw(st.integers(1, 4)), heads=heads, new=new,
            referred=draw(st.integers(0, people)), again_soon=draw(st.integers(0, new)),
            places=draw(st.integers(0, 90)),
        )  # fmt: skip
        counts.filled = min(counts.visits, counts.places)
        found.whole.add(counts)
    most = max((counts.people for counts in found.months.values()), default=0)
    everybody = sum(counts.people for counts in found.months.values())
    found.whole.people = min(max(most, found.whole.new) + draw(st.integers(0, 3)), everybody)
    found.whole.referred = max((counts.referred for counts in found.months.values()), default=0)
    return found


@settings(max_examples=150, deadline=None)
@given(any_counts(), st.booleans())
def test_any_year_can_be_published(found: Figures, is_rounded: bool) -> None:
    table = publish_rounded(found, LEAST, AFTER) if is_rounded else publish(found, LEAST, AFTER)
    for measure, name in ((F, "new"), (B, "again_soon"), (P, "people")):
        total = table.lines[measure].at(None)
        assert total.low <= getattr(found.whole, name) <= total.high


class TestOneListingOfSeveral:
    """The group's exact report, beside those of its listings."""

    def test_the_next_smallest_is_hidden_where_the_group_would_give_a_small_one_away(self) -> None:
        parts = [(7, about(7, 5)), (0, exactly(0)), (2, hidden(range(1, 5)))]
        assert [cell.words for cell in hide_in_company(exactly(9), parts, LEAST)] == ["about 5", "0", "hidden"]
        told = hide_in_company(exactly(9), [(8, about(8, 5)), (1, hidden(range(1, 5)))], LEAST)
        assert [cell.words for cell in told] == ["hidden", "hidden"]

    def test_two_fours_and_whatever_else_makes_eight_look_the_same(self) -> None:
        for numbers in ((4, 4), (2, 6), (1, 7)):
            said = [(n, hidden(range(1, 5)) if n < 5 else about(n, 5)) for n in numbers]
            assert [cell.words for cell in hide_in_company(exactly(8), said, LEAST)] == ["hidden", "hidden"]

    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.integers(0, 14), min_size=1, max_size=4), st.booleans())
    def test_every_hidden_part_could_be_another(self, numbers: list[int], is_exact: bool) -> None:
        total = sum(numbers)
        whole = hidden(range(1, LEAST)) if 0 < total < LEAST else exactly(total) if is_exact else about(total, LEAST)
        said = [(n, hidden(range(1, LEAST)) if 0 < n < LEAST else about(n, LEAST)) for n in numbers]
        cells = hide_in_company(whole, said, LEAST)
        choices = [sorted(cell.options)[:30] if cell.is_hidden else range(cell.low, cell.high + 1) for cell in cells]
        fits = [each for each in product(*choices) if whole.low <= sum(each) <= whole.high]
        for at, cell in enumerate(cells):
            if cell.is_hidden and (len(cells) > 1 or whole.is_hidden):
                assert len({each[at] for each in fits}) >= 2, (numbers, [each.words for each in cells], whole.words)
