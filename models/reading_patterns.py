"""Patterns as people write them in a spreadsheet: "Tues & Thurs 10-1", "1st Saturday of month 2pm - 4pm"."""

import re
from dataclasses import dataclass, field
from datetime import date

from models.clause_reader import MODIFIERS, ClauseReader
from models.patterns import Pattern
from models.reading_bits import WORD, bits
from models.reading_clause import WhenNotRead

LONGEST = 500
"""Letters of one cell that are read: more than this is a story, not a pattern."""

LONGEST_QUOTED = 40


@dataclass(frozen=True, slots=True)
class When:
    """What a written-out pattern says."""

    patterns: list[Pattern] = field(default_factory=list)
    any_time: bool = False


def read_patterns(text: str, today: date) -> list[Pattern]:
    """The patterns that `text` tells of, checked. Raises RuleBroken that names what was not understood."""
    return read_when(text, today).patterns


def read_when(text: str, today: date) -> When:
    """As `read_patterns`, for places that are open at any time too. Semicolons and new lines part one from the next."""
    if len(text) > LONGEST:
        raise WhenNotRead("That is too long to read as times. Keep to the days and the times.")
    clauses = [clause for part in re.split(r"[;\n|]+", _normal(text)) if (clause := _clause(part, today)) is not None]
    patterns = [pattern for clause in clauses for pattern in clause.patterns()]
    any_time = any(clause.any_time for clause in clauses)
    if not patterns and not any_time:
        raise WhenNotRead("Say when it is on. Write it like: Tuesdays 10am to 1pm.")
    return When(list(dict.fromkeys(pattern.checked() for pattern in patterns)), any_time)


def _clause(shown: str, today: date) -> ClauseReader | None:
    clause = ClauseReader(today)
    text = shown.lower()
    strange: list[tuple[int, int]] = []
    at = 0
    run_goes_on = False
    while at < len(text):
        name, match = _bit_at(text, at)
        if match is None:
            word = WORD.match(text, at)
            end = word.end() if word else at + 1
            strange = [*strange[:-1], (strange[-1][0], end)] if run_goes_on else [*strange, (at, end)]
            run_goes_on, at = True, end
            continue
        if name == "note":
            _read_note(clause, shown[match.start("note") : match.end("note")])
        else:
            clause.take(name, match)
        run_goes_on = run_goes_on and name in ("gap", "filler")
        at = match.end()
    if strange:
        words = "” or “".join(shown[start:end][:LONGEST_QUOTED] for start, end in strange[:2])
        raise WhenNotRead(f"We could not read “{words}”. Write it like: Tuesdays 10am to 1pm.")
    return None if clause.is_empty else clause


def _bit_at(text: str, at: int) -> tuple[str, re.Match[str] | None]:
    for name, bit in bits():
        if (match := bit.match(text, at)) and _ends_well(text, match):
            return name, match
    return "", None


def _read_note(clause: ClauseReader, words: str) -> None:
    """Brackets hold either more of the pattern, "(term time only)", or a note, "(short loop)"."""
    for name, bit in bits():
        match = bit.fullmatch(words.strip().lower())
        if match and name in MODIFIERS:
            clause.take(name, match)
            return
    clause.note(words.strip())


def _ends_well(text: str, match: re.Match[str]) -> bool:
    """Whether a match stops at the end of a word, so that "mon" is not read out of "money"."""
    after = text[match.end() : match.end() + 1]
    return match.end() > match.start() and not (match[0][-1].isalpha() and after.isalpha())


def _normal(text: str) -> str:
    """Plain quotes, dashes and spaces, letters that keep their number in lower case, and "and" for its signs."""
    plain = re.sub("[‘’`]", "'", re.sub(r"[\u2010-\u2015\u2212]", "-", text))
    plain = "".join(letter for letter in plain if len(letter.lower()) == 1)
    plain = re.sub(r"[&+]", " and ", plain)
    return "\n".join(" ".join(line.split()) for line in plain.splitlines())
