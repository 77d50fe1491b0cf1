"""The pieces that a written-out pattern is made of, as regular expressions over lower-case text with single spaces."""

import re
from functools import cache

from models.reading_dates import DATE, DAY_NAME, MONTH_NAME

_NTH_ONE = r"(?:1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth|last)"
_AND = r"\s*(?:,|/|\band\b|\bor\b)+\s*"
_MONTH_LIST = rf"{MONTH_NAME}(?:{_AND}{MONTH_NAME})*"
_NOT = r"(?:but )?(?:not|except|excluding|excl\.?|exc\.?|apart from|closed|no(?:ne)?)(?: in| on| for| during)?"
_UNTIL = r"(?:until|till?|to|-|through|thru|up to)"
_MINUTES = r"(?:half|quarter|five|ten|twenty)"
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK = (
    rf"(?:(?:12 |twelve )?(?:noon|midday|midnight)|{_MINUTES} (?:past|to) {_HOUR}|{_HOUR} o'?clock"
    r"|\d{1,2}(?:[.:]\d{2})?(?::00)?(?! ?(?:st|nd|rd|th|weeks?)\b)"
    r"(?:\s?(?:am|pm|a\.m\.?|p\.m\.?|noon|o'?clock)(?![a-z]))?(?!\d)"
    r"|\d{4}(?:\s?(?:hrs|hours))?)"
)
_TO = r"(?:-|to|til|till|until)"
_DATE = DATE.pattern

EVERY_WEEK_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8}

_EXPRESSIONS = (
    ("gap", r"[\s,.:]+"),
    ("note", r"\((?P<note>[^()]{1,80})\)"),
    (
        "any_time",
        r"(?:at )?any ?time(?: of (?:the )?day)?|24/7|24 hours(?: a day)?|always open|open all (?:day|hours)",
    ),
    (
        "term",
        r"(?:(?:only )?(?:in|during) )?(?:school )?term[- ]?times?(?: only)?|(?:in )?term only"
        r"|(?:in|during) (?:school )?terms?",
    ),
    ("open_holidays", r"(?:including|inc\.?|incl\.?|and) (?:bank|public) hol(?:iday)?s?"),
    ("holidays", rf"{_NOT} (?:bank|public)[ -]?hol(?:iday)?s?"),
    ("not_months", rf"{_NOT} (?P<not_months>{_MONTH_LIST})(?! ?\d)"),
    (
        "season",
        rf"(?:from |between )?(?P<first_month>{MONTH_NAME})\s*{_UNTIL}\s*(?P<last_month>{MONTH_NAME})(?! ?\d)"
        r"(?: only| inclusive)?",
    ),
    (
        "from",
        rf"(?:from|starting(?: on)?|starts?(?: on)?|begin(?:s|ning)(?: on)?|commencing|since) (?={_DATE})",
    ),
    ("until", rf"(?:{_UNTIL}|ends?(?: on)?|ending(?: on)?) ?(?={_DATE})"),
    ("next", rf"(?:next(?: one| date| meeting)?|last one)(?: is)?:?(?: on)? (?={_DATE})"),
    ("date", _DATE),
    (
        "only_months",
        rf"(?:(?:only )?in (?!{_MONTH_LIST} ?\d{{4}})|(?:only )?(?!{_MONTH_LIST} ?\d))"
        rf"(?P<only_months>{_MONTH_LIST})(?: only)?",
    ),
    (
        "weeks_apart",
        r"every (?P<weeks>\d{1,2}|two|three|four|five|six|eight)(?:st|nd|rd|th)? weeks?"
        r"|every other(?: weeks?)?|every second(?! \w+ (?:of|in) )(?: weeks?)?|alternate(?: weeks?)?"
        r"|(?:every |once a |each )?fortnight(?:ly)?",
    ),
    ("weekly", r"(?:once a |each |every )?week(?:ly)?\b"),
    ("monthly", r"(?:of |in |every |each |once a )?(?:(?:the|each|every) )?month\b|monthly"),
    ("nth", rf"(?P<nth>{_NTH_ONE}(?:{_AND}{_NTH_ONE})*)(?= {DAY_NAME}\b)"),
    ("days", rf"(?P<day_from>{DAY_NAME})\b\s*(?:-|to|through|thru)\s*(?P<day_to>{DAY_NAME})\b"),
    ("day", rf"(?P<day_name>{DAY_NAME})\b"),
    ("all_days", r"daily|every ?day|(?:seven|7) days(?: a week)?"),
    ("weekdays", r"(?:every )?week ?days?"),
    ("weekends", r"(?:at )?week ?ends?"),
    ("part", r"(?:in the )?(?P<part>mornings?|afternoons?|evenings?|eves?|nights?)\b"),
    (
        "lasting",
        r"(?:for|lasting) (?P<amount>\d(?:\.5)?|\d{2,3}|an?|one|two|three|half an)"
        r" ?(?P<unit>hours?|hrs?|minutes?|mins?)\b",
    ),
    (
        "span",
        # "between 10 and 12" is a span, "from 10 and 11 to 12" a time and then a span
        rf"(?:from |between )?(?P<starts>{_CLOCK})\s*(?:-|to|til|till|until|and(?!\s*{_CLOCK}\s*{_TO}\s*{_CLOCK}))\s*"
        rf"(?P<ends>{_CLOCK})(?![\d/])",
    ),
    ("clock", rf"(?P<clock>{_CLOCK})(?![\d/])"),
    (
        "filler",
        r"(?:and|on|the|at|every|each|from|of|we|they|meets?|meeting|open|only|onwards|start(?:s|ing)?|hrs|hours"
        r"|is|are|a|in|all year(?: round)?|usually)\b|[/-]",
    ),
)
"""Name and expression, the first that matches wins: a date is looked for before a time, a span before a lone time."""


@cache
def bits() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The names and expressions, made ready when the first text is read: a server that reads none starts sooner."""
    return tuple((name, re.compile(expression)) for name, expression in _EXPRESSIONS)


WORD = re.compile(r"[^\s,;]+")
"""What is named back to people when none of the bits matches."""
