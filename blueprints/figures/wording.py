"""What the pages, papers and spreadsheets of figures say."""

from __future__ import annotations

from models.clock_words import listed
from models.figure_table import FigureTable
from models.figure_words import OF_GROUPS, OF_TEAMS, SESSIONS, Measure
from models.report_year import month_name
from models.small_numbers import Cell, Told

SHORT = {
    Measure.RAN: "Ran",
    Measure.CANCELLED: "Called off",
    Measure.WEATHER: "Weather",
    Measure.NOBODY: "Nobody came",
    Measure.VISITS: "Visits",
    Measure.HEADS: "Heads",
    Measure.PEOPLE: "People",
    Measure.NEW: "First visits",
    Measure.REFERRED: "Were sent",
    Measure.AGAIN: "Came back",
    Measure.FILLED: "Places filled",
    Measure.MONEY: "Money",
    Measure.SENT: "Sent",
    Measure.CAME: "Came",
    Measure.STAYED: "Still coming",
    Measure.NO_SHOWS: "Did not come",
}
"""Above the columns of a table."""
BY_NAME = (Measure.PEOPLE, Measure.REFERRED, Measure.AGAIN)
"""What is known only of people with a name."""
IN_SHORT = {
    Measure.VISITS: "visits",
    Measure.PEOPLE: "different people",
    Measure.NEW: "first visits",
    Measure.AGAIN: "led to a second",
    Measure.SENT: "people sent",
    Measure.CAME: "came for the first time",
    Measure.STAYED: "still came six weeks on",
}


def columns_of(table: FigureTable) -> list[Measure]:
    """The measures of a report, in order; money only where it is told, places only where somebody said how many."""
    if Measure.SENT in table.lines:
        return list(OF_TEAMS)
    found = [each for each in OF_GROUPS if each is not Measure.FILLED or any(table.lines[each].cells)]
    if not table.knows_people:
        found = [each for each in found if each not in BY_NAME]
    if Measure.HEADS in table.lines and table.heads.high:
        found.insert(found.index(Measure.VISITS) + 1, Measure.HEADS)
    has_money = Measure.MONEY in table.lines and any(cell and cell.high for cell in table.lines[Measure.MONEY].cells)
    return [*found, *([Measure.MONEY] if has_money else [])]


def words_at(table: FigureTable, measure: Measure, at: int | None) -> str:
    """What stands in the cell of a month, or of all with None. Where only heads were counted, nothing is said of people
    by name: "0" beside two hundred visits would be read as nobody."""
    line = table.lines[measure]
    cell = line.total if at is None else line.cells[at]
    if measure in BY_NAME and _is_of_heads(table, at):
        cell = None
    return cell_words(measure, cell, is_rounded=table.is_rounded)


def _is_of_heads(table: FigureTable, at: int | None) -> bool:
    if Measure.PEOPLE not in table.lines:
        return False
    return table.lines[Measure.VISITS].at(at).high > 0 == table.lines[Measure.PEOPLE].at(at).high


def cell_words(measure: Measure, cell: Cell | None, *, is_rounded: bool = False) -> str:
    """What stands in a cell of a table."""
    if cell is None:
        return "–"
    if cell.told is Told.EXACTLY and measure is Measure.MONEY:
        return f"£{cell.low // 100:,}.{cell.low % 100:02}" if cell.low % 100 else f"£{cell.low // 100:,}"
    if cell.told is Told.EXACTLY and measure is Measure.FILLED:
        return f"{cell.low}%"
    return cell.short if is_rounded else cell.words


def in_short(table: FigureTable) -> list[tuple[str, str]]:
    """The few figures that stand large above the rest: number and words."""
    wanted = (Measure.SENT, Measure.CAME, Measure.VISITS, Measure.STAYED)
    if Measure.SENT not in table.lines:
        wanted = (Measure.VISITS, Measure.PEOPLE, Measure.NEW, Measure.AGAIN)
    if not table.knows_people:
        wanted = (Measure.VISITS, Measure.NEW)
    said = IN_SHORT | ({Measure.PEOPLE: "different people, by name"} if table.heads.high else {})
    return [(words_at(table, each, None), said[each]) for each in wanted]


def sessions_words(table: FigureTable) -> str:
    """ "38 sessions ran. 2 were stopped by weather or venue." """
    ran, *others = (table.lines[measure].at(None).low for measure in SESSIONS)
    said = [f"{ran:,} {'session' if ran == 1 else 'sessions'} ran."]
    names = ("called off by the group", "stopped by the weather or the venue")
    missed = [
        f"{count} {'was' if count == 1 else 'were'} {name}" for count, name in zip(others, names, strict=False) if count
    ]
    if others[-1]:
        missed.append(f"nobody came to {others[-1]}")
    if missed:
        words = listed(missed)
        said.append(words[0].upper() + words[1:] + ".")
    return " ".join(said)


def notes_of(table: FigureTable, least: int) -> list[str]:
    """What a reader has to know to read it right."""
    notes = []
    if table.is_rounded:
        notes.append(f"Numbers of people are rounded to the nearest {least}.")
    if table.hides_something:
        few = f"1 to {least - 1}" if least > 2 else "1"
        notes.append(f"“Hidden” stands for {few}, or for a number that would give such a one away.")
    if Measure.SENT not in table.lines:
        if table.heads.high:
            notes.append(_heads_words(table))
        if table.knows_people and any(_is_of_heads(table, at) for at in range(len(table.months))):
            notes.append("Where people were counted without names, nothing is said of different people.")
        if table.knows_people:
            notes.append("Different people are counted once, however often they came.")
    if table.is_for_others and (Measure.SENT in table.lines or table.knows_people):
        notes.append("Came back: a second visit by the end of the month after the first.")
    if table.is_for_others and Measure.STAYED in table.lines:
        notes.append("Still coming: came six weeks or more after the first time, by the end of the third month after.")
    if (
        Measure.MONEY in table.lines
        and table.is_for_others
        and any(c and c.is_hidden for c in table.lines[Measure.MONEY].cells)
    ):
        notes.append("The money of a month is left out where its visits are hidden.")
    return notes


def _heads_words(table: FigureTable) -> str:
    """That heads are beside the different people, never among them."""
    said = f"Of the visits {'some' if table.heads.is_hidden else table.heads.words} were counted without a name."
    if table.heads_new and table.heads_referred:
        said += f" Of these heads {table.heads_new.words} were new, and {table.heads_referred.words} were sent."
    said += " Heads cannot be told apart: they are not among the different people, nor among those who came back."
    return said + " New ones are among the first visits."


def period_words(table: FigureTable) -> str:
    """ "2026", "January to May 2026", "April 2026 to March 2027"."""
    if not table.months or len(table.months) == len(table.year.months):
        return table.year.label
    first, last = table.months[0], table.months[-1]
    if first == last:
        return f"{month_name(first)} {first.year}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{month_name(first)}{year} to {month_name(last)} {last.year}"


def open_words(table: FigureTable) -> str:
    """That some days are not closed yet; empty when all are."""
    if not table.open:
        return ""
    if table.open == 1:
        return "1 session is not closed yet. What is marked in it is counted."
    return f"{table.open} sessions are not closed yet. What is marked in them is counted."
