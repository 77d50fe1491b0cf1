"""Finding numbers and addresses of people in free text: NHS numbers, phones, emails, birthdays, where they live.

All read the plain letters of a `Shadow` (models/telling_terms.py) and give where each piece begins and ends.
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher, is_valid_number

from models.contacts import HERE

Span = tuple[int, int]

NHS_DIGITS = 10
WEIGHTS = range(NHS_DIGITS, 1, -1)
MOST_GROUPS = 4
"""In how many pieces people write one when other numbers stand beside it: "999 012 3454" has three."""
PHONE_TRIES = 100
"""So many figures that are no phone number, and the rest is not read."""

DIGITS = re.compile(r"\d+(?:[ .-]{1,3}\d+)*")
GROUP = re.compile(r"\d+")
NHS_SAID = re.compile(r"\bnhs ?(?:number|num|no)\b[.:]{0,2}(?: is)? ?\d[\d .-]{4,14}\d")
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][0-9a-z]? ?[0-9](?!st|nd|rd|th)[abd-hjlnp-uw-z]{2}\b")
"""Not "the M1 2nd exit"."""
STREET = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[a-z']{2,20} ){1,3}"
    r"(?:street|road|lane|avenue|terrace|crescent|grove|drive|close|court|gardens|rd|ave)\b"
)
NO_STREET = re.compile(
    r"\b(?:minutes?|mins?|hours?|metres?|yards?|miles?|people|steps|stops?|doors|houses|times|am|pm|from|the|on|at|in|to"
    r"|of|off|and|or|by|for|with|down|along|past|busy|main|tennis)\b"
)
"""Words between a figure and a road that no address has: "5 minutes down Mill Lane"."""
LONG_AGO = r"(?:19\d\d|200\d)"
"""The whole date of a day in such a year is hardly ever another day."""
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
DAY = r"\d{1,2}(?:st|nd|rd|th)?(?: of)?"
IN_FIGURES = re.compile(rf"\b\d{{1,2}} ?[/.-] ?\d{{1,2}} ?[/.-] ?{LONG_AGO}\b|\b{LONG_AGO}-\d\d-\d\d\b")
IN_WORDS = re.compile(rf"\b{DAY} {MONTH},? {LONG_AGO}\b|\b{MONTH} {DAY},? {LONG_AGO}\b")
BORN = re.compile(
    r"\b(?:dob|d\.o\.b|date of birth|born)\b[.:]{0,2}(?: is| was)?(?: on| in)?(?: the)? ?"
    rf"(?:{DAY} {MONTH},? \d{{2,4}}\b|\d[\d /.-]{{1,10}}\d)"
)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the check of NHS numbers: weights 10 to 2, the sum's rest of 11 taken from 11.

    Repeats of one digit pass the sum, and are nobody's. Source: NHS Data Dictionary.
    """
    if len(digits) != NHS_DIGITS or len(set(digits)) == 1:
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return -rest % 11 == int(digits[-1])


def nhs_numbers_in(plain: str) -> Iterator[Span]:
    """Ten digits that pass the check, however they are parted; or any figure that is called an NHS number."""
    yield from (each.span() for each in NHS_SAID.finditer(plain))
    for run in DIGITS.finditer(plain):
        groups = [(run.start() + each.start(), each[0]) for each in GROUP.finditer(run[0])]
        if is_nhs_number("".join(digits for _at, digits in groups)):
            yield run.span()
            continue
        for first in range(len(groups)):
            for after in range(first + 1, min(first + MOST_GROUPS, len(groups)) + 1):
                if is_nhs_number("".join(digits for _at, digits in groups[first:after])):
                    yield groups[first][0], groups[after - 1][0] + len(groups[after - 1][1])


def phones_in(plain: str) -> Iterator[Span]:
    """What can be rung from here: begun like a phone number, or without its nought a real one or a mobile."""
    for match in PhoneNumberMatcher(plain, HERE, leniency=Leniency.POSSIBLE, max_tries=PHONE_TRIES):
        is_mobile = str(match.number.national_number).startswith("7")
        if match.raw_string.startswith(("0", "+", "(")) or is_mobile or is_valid_number(match.number):
            yield match.start, match.end


def emails_in(plain: str) -> Iterator[Span]:
    """Email addresses."""
    yield from (each.span() for each in EMAIL.finditer(plain))


def birthdays_in(plain: str) -> Iterator[Span]:
    """Whole dates of long ago, and dates that are called a birth."""
    for expression in (BORN, IN_FIGURES, IN_WORDS):
        yield from (each.span() for each in expression.finditer(plain))


def postcodes_in(plain: str) -> Iterator[Span]:
    """Whole postcodes. Half of one tells no street."""
    yield from (each.span() for each in POSTCODE.finditer(plain))


def streets_in(plain: str) -> Iterator[Span]:
    """A house and its road."""
    yield from (each.span() for each in STREET.finditer(plain) if not NO_STREET.search(each[0]))
