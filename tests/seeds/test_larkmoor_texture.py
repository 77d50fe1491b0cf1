"""The demo town has the texture of a real one, and nothing in it could be anybody's."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from models.holidays import bank_holidays
from models.listing import Listing
from models.occurrences import next_meeting
from models.term_dates import USUAL_TERMS
from models.vocabulary import Access, Cost, Kind, Need
from seeds.days import Days
from seeds.entry import Entry, Paused, Restarted, Step, Stopped
from seeds.larkmoor.groups import GROUPS
from seeds.larkmoor.panels import PANELS, PEOPLE
from seeds.larkmoor.suggestions import SUGGESTIONS
from seeds.larkmoor.venues import HOLLINFOLD, LARKMOOR
from seeds.market_town import entries

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
DRAMA = re.compile(r"0161 496 0\d{3}|07700 900\d{3}")
NUMBERS = re.compile(r"\b0\d[\d ]{8,}\d\b")
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")


@pytest.fixture(scope="module")
def town() -> list[Entry]:
    return entries(Days(NOW))


def share(town: list[Entry], chosen: int) -> float:
    return chosen / len(town)


def test_there_are_sixty_to_eighty_listings_each_with_its_own_key_and_name(town: list[Entry]) -> None:
    assert 60 <= len(town) <= 80
    assert len({entry.key for entry in town}) == len({entry.name for entry in town}) == len(town)


def test_every_kind_need_and_access_tag_is_met_somewhere(town: list[Entry]) -> None:
    assert {entry.kind for entry in town} == set(Kind)
    assert {Need(word) for entry in town for word in entry.needs.split()} == set(Need)
    assert {Access(word) for entry in town for word in entry.access.split()} == set(Access)


def test_costs_are_spread_as_they_are_in_life(town: list[Entry]) -> None:
    costs = Counter(entry.cost for entry in town)
    assert share(town, costs[Cost.FREE]) == pytest.approx(0.55, abs=0.06)
    assert share(town, costs[Cost.DONATION]) == pytest.approx(0.15, abs=0.05)
    assert share(town, costs[Cost.UP_TO_3]) == pytest.approx(0.25, abs=0.05)
    assert 0.02 <= share(town, costs[Cost.UP_TO_5] + costs[Cost.MORE]) <= 0.1


def test_many_are_small_and_a_third_have_no_organisation(town: list[Entry]) -> None:
    assert share(town, sum(not entry.group for entry in town)) == pytest.approx(0.33, abs=0.06)
    assert share(town, sum(not entry.website for entry in town)) == pytest.approx(0.5, abs=0.08)
    phone_only = [e for e in town if e.contact_phone and not e.contact_email and not e.website]
    assert share(town, len(phone_only)) == pytest.approx(0.25, abs=0.06)
    silent = [e for e in town if not (e.contact_phone or e.contact_email or e.website)]
    assert len([e for e in silent if "WhatsApp" in e.way_in or "Facebook" in e.way_in]) >= 3


def test_some_are_paused_stopped_stale_never_checked_or_drafts(town: list[Entry]) -> None:
    last = {
        entry.key: next((s for s in reversed(entry.story) if isinstance(s, Paused | Stopped | Restarted)), None)
        for entry in town
    }
    ages = {entry.key: min((seen.days for seen in entry.checks), default=None) for entry in town}
    resting = [e for e in town if isinstance(last[e.key], Paused) or any(time.is_seasonal for time in e.times)]
    stale = [key for key, age in ages.items() if age is None or age > 180]
    assert 0.08 <= share(town, len(resting)) <= 0.18
    assert 0.08 <= share(town, len(stale)) <= 0.2
    assert sum(isinstance(step, Stopped) for step in last.values()) == 3
    assert sum(entry.draft for entry in town) == 3
    assert any(age is not None and 90 < age <= 120 for age in ages.values())
    assert any(age is not None and 120 < age <= 180 for age in ages.values())


def test_there_is_little_on_in_the_evening(town: list[Entry]) -> None:
    evening = [entry for entry in town if any(time.starts.hour >= 17 for time in entry.times)]
    assert 3 <= len(evening) <= 8


def test_every_rhythm_and_condition_is_met_somewhere(town: list[Entry]) -> None:
    times = [time for entry in town for time in entry.times]
    assert len({time.rhythm for time in times}) == 4
    assert any(time.nth == -1 for time in times)
    assert any(time.term_time_only for time in times)
    assert any(time.not_on_bank_holidays for time in times)
    assert any(entry.any_time for entry in town)
    kinds = Counter(change.kind for entry in town for change in entry.changes)
    assert all(kinds[kind] >= 2 for kind in ("cancelled", "moved"))


def test_each_text_is_the_length_a_neighbour_would_say(town: list[Entry]) -> None:
    for entry in town:
        assert 25 <= len(entry.description.split()) <= 70, entry.key
        assert 4 <= len(entry.summary.split()) <= 25, entry.key


def test_nothing_is_longer_than_its_place_on_the_page(town: list[Entry]) -> None:
    for entry in town:
        for field, value in entry.contents().items():
            longest = (
                getattr(Listing.__table__.columns.get(field, None).type, "length", None)
                if field in Listing.__table__.columns
                else None
            )
            if isinstance(value, str) and longest:
                assert len(value) <= longest, f"{entry.key}: {field}"
        assert 0 < len(entry.short_name) <= 28, entry.key


def test_texts_read_easily(town: list[Entry]) -> None:
    """The Flesch-Kincaid grade: 5 is a reading age of about ten."""
    grades = {entry.key: grade(entry.description) for entry in town}
    assert sum(grades.values()) / len(grades) < 5
    assert max(grades.values()) < 8, max(grades, key=grades.__getitem__)


def test_no_word_of_office_has_crept_in(town: list[Entry]) -> None:
    for entry in town:
        said = " ".join(str(value) for value in entry.contents().values()).lower()
        for word in ("vcse", "splw", "intervention", "signpost", "beneficiar", "service user", "lorem", "stakeholder"):
            assert word not in said, f"{entry.key}: {word}"


def test_every_number_address_and_postcode_is_impossible(town: list[Entry]) -> None:
    said = [str(value) for entry in town for value in entry.contents().values()]
    said += [str(step) for entry in town for step in (*entry.story, *entry.checks)]
    said += [f"{told.words} {told.answer} {told.reply_to}" for told in SUGGESTIONS]
    said += [f"{body.email} {body.phone} {body.website}" for body in GROUPS]
    said += [f"{panel.phone} {panel.email}" for panel in PANELS]
    everything = "\n".join(said)
    assert all(DRAMA.fullmatch(number) for number in NUMBERS.findall(everything))
    assert all(address.rstrip(".").endswith("example.org") for address in MAIL.findall(everything))
    assert all(".example.org" in link or "//example.org" in link for link in re.findall(r"https?://\S+", everything))
    assert all(spot.postcode.startswith("ZZ") for spot in (LARKMOOR | HOLLINFOLD).values())


def test_everything_named_is_there(town: list[Entry]) -> None:
    people, groups = {person.key for person in PEOPLE}, {body.key for body in GROUPS}
    for entry in town:
        assert entry.added_by in people
        assert not entry.group or entry.group in groups
        assert not entry.venue or entry.venue in LARKMOOR | HOLLINFOLD
        assert all(not seen.by or seen.by in people for seen in entry.checks)
    assert all(not told.listing or told.listing in {entry.key for entry in town} for told in SUGGESTIONS)
    assert groups == {entry.group for entry in town if entry.group}


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 12, 25, 9, 0, tzinfo=UTC),
        datetime(2027, 1, 1, 23, 59, tzinfo=UTC),
        datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
        datetime(2026, 8, 31, 12, 0, tzinfo=UTC),
    ],
    ids=lambda now: f"{now:%d-%m-%Y}",
)
def test_on_any_day_of_the_year_most_things_have_a_next_date(now: datetime) -> None:
    days = Days(now)
    town = entries(days)
    for entry in town:
        assert all(time.checked() for time in entry.times)
        assert all(change.checked() for change in entry.changes)
    timed = [entry for entry in town if entry.times]
    dated = [
        entry
        for entry in timed
        if next_meeting(entry.times, entry.changes, on_or_after=now, terms=USUAL_TERMS, bank_holidays=bank_holidays())
    ]
    assert len(dated) >= len(timed) - 2


def latest_state(entry: Entry) -> Step | None:
    return next((step for step in reversed(entry.story) if isinstance(step, Paused | Stopped | Restarted)), None)


def grade(text: str) -> float:
    sentences = len(re.findall(r"[.!?:;](?=\s|$)", text)) or 1
    words = text.split()
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    runs = len(re.findall(r"[aeiouy]+", letters))
    return max(1, runs - (runs > 1 and letters.endswith("e") and not letters.endswith("le")))
