"""Takes the bits of a written-out clause one by one and builds up what it says."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from models.reading_bits import EVERY_WEEK_NUMBERS
from models.reading_clause import Clause, Spell
from models.reading_dates import MONTH_NAME, date_in, month_named, weekday_named
from models.rhythm import ALL_MONTHS, LAST

NTHS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "first": 1, "second": 2, "third": 3, "fourth": 4,
        "fifth": 5, "last": LAST}  # fmt: skip
AMOUNTS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half an": 0.5}
MODIFIERS = frozenset(
    ("term", "holidays", "open_holidays", "not_months", "season", "only_months", "any_time", "weeks_apart", "monthly")
)
"""Bits that may stand in brackets: anything else in brackets is a note."""


class ClauseReader(Clause):
    """A clause being read. Each `_take_` does what the bit of that name means (models/reading_bits.py)."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.nths: list[int] = []
        self.is_fresh_nth = False
        self.next_date_is = ""

    def take(self, name: str, match: re.Match[str]) -> None:
        """One bit. Those that carry no meaning of their own pass by."""
        taker = getattr(self, f"_take_{name}", None)
        if taker:
            taker(match)

    def note(self, words: str) -> None:
        """Words in brackets, kept beside the days and times being read."""
        self.spells[-1].note = words

    def _spell_for_days(self) -> Spell:
        spell = self.spells[-1]
        if spell.has_days and spell.clocks and not spell.times_first:
            spell = Spell()
            self.spells.append(spell)
        return spell

    def _spell_for_times(self) -> Spell:
        spell = self.spells[-1]
        if spell.has_days and spell.clocks and spell.times_first:
            spell = Spell()
            self.spells.append(spell)
        spell.times_first = spell.times_first or not spell.has_days
        return spell

    def _take_days(self, match: re.Match[str]) -> None:
        first, last = weekday_named(match["day_from"]), weekday_named(match["day_to"])
        self._add_days([(first + n) % 7 for n in range((last - first) % 7 + 1)])

    def _take_day(self, match: re.Match[str]) -> None:
        name = match["day_name"]
        if name.endswith("ys") and not self.is_fresh_nth:
            self.nths = []  # "first Saturday and Tuesdays": every Tuesday
        self._add_days([weekday_named(name)])

    def _take_all_days(self, match: re.Match[str]) -> None:
        self._add_days(range(7))

    def _take_weekdays(self, match: re.Match[str]) -> None:
        self._add_days(range(5))

    def _take_weekends(self, match: re.Match[str]) -> None:
        self._add_days([5, 6])

    def _add_days(self, weekdays: Iterable[int]) -> None:
        spell = self._spell_for_days()
        if not spell.days and not self.is_fresh_nth:
            self.nths = []
        nths: list[int | None] = [*self.nths] or [None]
        spell.days += [(nth, day) for day in weekdays for nth in nths]
        self.is_fresh_nth = False

    def _take_filler(self, match: re.Match[str]) -> None:
        if match[0] in ("every", "each"):
            self.nths = []

    def _take_nth(self, match: re.Match[str]) -> None:
        self.nths = [NTHS[word] for word in re.findall(r"\w+", match["nth"]) if word in NTHS]
        self.is_fresh_nth = True

    def _take_date(self, match: re.Match[str]) -> None:
        if self.next_date_is == "valid_until":
            self.shared["valid_until"] = date_in(match, self.today, field="when")
        elif self.next_date_is:
            self.anchor = date_in(match, self.today, nearest=True, field="when")
            if self.next_date_is == "valid_from":
                self.shared["valid_from"] = self.anchor
        elif self.interval > 1:
            self.anchor = date_in(match, self.today, nearest=True, field="when")
        else:
            self._spell_for_days().dates.append(date_in(match, self.today, field="when"))
        self.next_date_is = ""

    def _take_from(self, match: re.Match[str]) -> None:
        self.next_date_is = "valid_from"

    def _take_until(self, match: re.Match[str]) -> None:
        self.next_date_is = "valid_until"

    def _take_next(self, match: re.Match[str]) -> None:
        self.next_date_is = "anchor"

    def _take_any_time(self, match: re.Match[str]) -> None:
        self.any_time = True

    def _take_term(self, match: re.Match[str]) -> None:
        self.shared["term_time_only"] = True

    def _take_holidays(self, match: re.Match[str]) -> None:
        self.shared["not_on_bank_holidays"] = True

    def _take_not_months(self, match: re.Match[str]) -> None:
        self.shared["months"] = ALL_MONTHS - _months_in(match["not_months"])

    def _take_only_months(self, match: re.Match[str]) -> None:
        self.shared["months"] = _months_in(match["only_months"])

    def _take_season(self, match: re.Match[str]) -> None:
        first, last = month_named(match["first_month"]), month_named(match["last_month"])
        self.shared["months"] = frozenset((first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1))

    def _take_weeks_apart(self, match: re.Match[str]) -> None:
        typed = match["weeks"]
        self.interval = 2 if not typed else int(typed) if typed.isdigit() else EVERY_WEEK_NUMBERS[typed]

    def _take_weekly(self, match: re.Match[str]) -> None:
        self.is_weekly = True

    def _take_monthly(self, match: re.Match[str]) -> None:
        self.is_monthly = True

    def _take_part(self, match: re.Match[str]) -> None:
        self.spells[-1].half = "am" if match["part"].startswith("morning") else "pm"

    def _take_lasting(self, match: re.Match[str]) -> None:
        amount = AMOUNTS.get(match["amount"]) or float(match["amount"])
        is_hours = match["unit"].startswith("h")
        self.spells[-1].lasting = timedelta(hours=amount) if is_hours else timedelta(minutes=amount)

    def _take_span(self, match: re.Match[str]) -> None:
        self._spell_for_times().clocks.append((match["starts"], match["ends"]))

    def _take_clock(self, match: re.Match[str]) -> None:
        self._spell_for_times().clocks.append((match["clock"], None))


def _months_in(words: str) -> frozenset[int]:
    return frozenset(month_named(name) for name in re.findall(MONTH_NAME, words))
