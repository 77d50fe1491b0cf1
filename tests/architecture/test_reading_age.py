"""Everybody can read it: pages for ages 9 to 11, and none of the words that only officials use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.people import User
from tests.inspecting_client import InspectingClient, Page
from tests.journeys.every_page import FOR_A_LEAD, FOR_A_LINK_WORKER, FOR_ALL, FOR_AN_ORGANISER
from tests.reading_age import blocks, grade
from tests.referring import sign_in_and_prove

ROOT = Path(__file__).parents[2]
MOST_ON_AVERAGE = 6.0
MOST_ON_ONE_PAGE = 8.0
NEVER_SAID = (
    "signpost",
    "beneficiar",
    "utilis",
    "vcse",
    "splw",
    "intervention",
    "attendee",
    "service user",
    "non-compliant",
    "non-attendance",
    "stakeholder",
    "facilitat",
    "cohort",
    "socially isolated",
    "hard to reach",
    "invalid",
    "illegal",
    "authenticate",
    "authentication",
    "please enter",
    "submit",
    "input",
    "click here",
    "oops",
)
NEVER_SAID_AS_THEY_STAND = ("DNA", "GDPR", "CSRF", "URL", "ID number")


@pytest.fixture
def world(seeded: str) -> str:
    return seeded


@pytest.fixture
def town(db_session: Session) -> Session:
    return db_session


_read: dict[str, Page] = {}


@pytest.fixture
def pages(app: Flask, town: Session, client: FlaskClient) -> dict[str, Page]:
    """Every page as people get it, read once."""
    if not _read:
        _read.update(_read_all(app, town, client))
    return _read


def _read_all(app: Flask, town: Session, client: FlaskClient) -> dict[str, Page]:
    read, people = {}, {}
    for key in ("bernadette", "priya", "alan"):
        people[key] = InspectingClient(app, app.response_class, use_cookies=True)
        sign_in_and_prove(people[key], town.scalars(select(User).where(User.email == f"{key}@example.org")).one())
    staff = {"bernadette": FOR_A_LEAD, "priya": FOR_A_LINK_WORKER, "alan": FOR_AN_ORGANISER}
    for reader, addresses in ((client, FOR_ALL), *((people[key], pages) for key, pages in staff.items())):
        for name, address in addresses.items():
            if name != "a spreadsheet before it comes in":
                read[name] = reader.get(address(town)).page  # type: ignore[attr-defined]
    return read


def test_pages_are_easy_to_read(pages: dict[str, Page]) -> None:
    grades = {name: grade(blocks(page)) for name, page in pages.items()}
    hard = {name: round(found, 1) for name, found in grades.items() if found > MOST_ON_ONE_PAGE}
    assert not hard, "too hard for a 13-year-old"
    assert sum(grades.values()) / len(grades) <= MOST_ON_AVERAGE, sorted(grades.items(), key=lambda each: -each[1])[:8]


def test_pages_never_say_what_only_officials_say(pages: dict[str, Page]) -> None:
    said = [f"{name}: {words}" for name, page in pages.items() for words in officialese(page.text)]
    assert not said


def test_templates_and_refusals_never_say_what_only_officials_say() -> None:
    """Also on the pages that nobody sees in the demo: mails, errors, refused input."""
    said = []
    for file in sorted(ROOT.glob("templates/**/*.*")):
        words = re.sub(
            r"sys\.inputs|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", file.read_text("utf-8"), flags=re.DOTALL
        )
        said += [f"{file.relative_to(ROOT)}: {found}" for found in officialese(words)]
    for file in sorted(
        [*ROOT.glob("models/errors.py"), *ROOT.glob("blueprints/**/forms.py"), *ROOT.glob("blueprints/**/*fields.py")]
    ):
        for sentence in re.findall(r'"([A-Z][^"\n]*\s[^"\n]*\.)"', file.read_text("utf-8")):
            said += [f"{file.relative_to(ROOT)}: {found} in {sentence!r}" for found in officialese(sentence)]
    assert not said


def test_the_demo_town_is_easy_to_read(town: Session) -> None:
    texts = {row.name: [row.summary, row.description, row.first_ten_minutes] for row in town.scalars(select(Listing))}
    grades = {name: grade(said) for name, said in texts.items()}
    assert sum(grades.values()) / len(grades) <= MOST_ON_AVERAGE
    hard = {name: round(found, 1) for name, found in grades.items() if found > MOST_ON_ONE_PAGE}
    assert not hard


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The cat sat on the mat. The dog ran to the door.", -2, 2),
        ("We meet by the old clock on Tuesdays, and somebody always brings a flask of tea.", 3, 7),
        (
            "Beneficiaries experiencing multiple disadvantage are encouraged to participate in facilitated activities.",
            14,
            30,
        ),
    ],
)
def test_the_measure_knows_easy_from_hard(text: str, least: float, most: float) -> None:
    assert least <= grade([text]) <= most


def officialese(text: str) -> list[str]:
    low = text.lower()
    found = [word for word in NEVER_SAID if re.search(rf"\b{re.escape(word)}", low)]
    return found + [word for word in NEVER_SAID_AS_THEY_STAND if re.search(rf"\b{word}\b", text)]
