"""Calendar files: read back and worked out by another program's rules, they give the meetings we give."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from blueprints.calendar_files import CalendarEntry, entry_for, listing_calendar, patch_calendar
from models import import_every_table
from models.base import LONDON
from models.changes import Change
from models.group import AddressShown, Venue
from models.listing import Listing
from models.occurrences import meetings
from models.patterns import LAST, Pattern
from models.session_time import SessionTime
from models.term_dates import USUAL_TERMS
from models.vocabulary import Kind
from tests.models import pattern_strategies as some

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
TODAY = NOW.date()
ONE_YEAR_ON = date(2027, 3, 3)
HOST = "larkmoor.example.org"
TUE, SUN = 1, 6
TEN, ONE = time(10), time(13)


def entry(patterns: Sequence[Pattern], changes: Sequence[Change] = (), **other: Any) -> CalendarEntry:
    return CalendarEntry(
        **{
            "id": uuid.UUID(int=7),
            "name": "Lockside Shed",
            "about": "Mend things, drink tea.",
            "place": "Tib Lane, Larkmoor",
            "url": f"https://{HOST}/listings/7/lockside-shed",
            "revision": 3,
            "changed_at": datetime(2026, 3, 1, 9, tzinfo=UTC),
            "patterns": patterns,
            "changes": changes,
            "terms": USUAL_TERMS,
            **other,
        }
    )


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def worked_out(content: bytes, until: date = ONE_YEAR_ON) -> list[tuple[datetime, datetime]]:
    """The starts and finishes that a reader of the file sees from today on, by dateutil's rules."""
    found: dict[tuple[str, datetime], tuple[datetime, datetime]] = {}
    for event in events(content):
        starts, ends = event["DTSTART"].dt.replace(tzinfo=None), event["DTEND"].dt.replace(tzinfo=None)
        uid = str(event["UID"])
        if "RECURRENCE-ID" in event:
            found[uid, event["RECURRENCE-ID"].dt.replace(tzinfo=None)] = (starts, ends)
        elif "RRULE" in event:
            for at in repeats(event, starts, until):
                found.setdefault((uid, at), (at, at + (ends - starts)))
        elif event["STATUS"] != "CANCELLED":
            found[uid, starts] = (starts, ends)
    return sorted(span for span in found.values() if TODAY <= span[0].date() <= until)


def repeats(event: Event, starts: datetime, until: date) -> list[datetime]:
    rule = event["RRULE"].to_ical().decode()
    if "UNTIL" in event["RRULE"]:
        last = event["RRULE"]["UNTIL"][0].astimezone(LONDON)
        rule = (
            ";".join(part for part in rule.split(";") if not part.startswith("UNTIL")) + f";UNTIL={last:%Y%m%dT%H%M%S}"
        )
    gone = event.get("EXDATE")
    taken_out = {each.dt.replace(tzinfo=None) for each in gone.dts} if gone else set()
    past_it = datetime.combine(until, time.max)
    return [at for at in rrulestr(rule, dtstart=starts).between(starts, past_it, inc=True) if at not in taken_out]


def as_we_say(patterns: Sequence[Pattern], changes: Sequence[Change]) -> list[tuple[datetime, datetime]]:
    found = meetings(patterns, changes, on_or_after=TODAY, until=ONE_YEAR_ON, terms=USUAL_TERMS)
    return sorted(
        (
            datetime.combine(meeting.date, meeting.starts),
            datetime.combine(meeting.date, meeting.ends)
            if meeting.ends
            else datetime.combine(meeting.date, meeting.starts) + timedelta(hours=2),
        )
        for meeting in found
    )


@settings(deadline=None, max_examples=120)
@given(st.lists(some.patterns(), min_size=1, max_size=3), st.lists(some.changes(), max_size=3))
def test_a_file_read_back_gives_the_meetings_we_give(patterns: list[Pattern], changes: list[Change]) -> None:
    patterns = [pattern for pattern in patterns if pattern.starts >= time(3)]  # dateutil's clocks have no summer time
    content = listing_calendar(entry(patterns, changes), host=HOST, now=NOW)
    assert worked_out(content) == as_we_say(patterns, changes)


@pytest.mark.parametrize(
    ("patterns", "changes"),
    [
        ([Pattern.weekly(TUE, TEN, ONE)], []),
        ([Pattern.weekly(TUE, TEN, ONE, term_time_only=True, not_on_bank_holidays=True)], []),
        ([Pattern.every_n_weeks(date(2025, 12, 5), TEN, ONE, months=frozenset({1, 2, 3, 10}))], []),
        ([Pattern.monthly(5, 4, TEN, ONE), Pattern.monthly(LAST, SUN, TEN)], []),
        ([Pattern.weekly(TUE, TEN, ONE)], [Change.cancelled(date(2026, 12, 18), date(2027, 1, 4))]),
        ([Pattern.weekly(TUE, TEN, ONE)], [Change.moved(date(2026, 3, 10), date(2026, 3, 12), to_starts=time(14))]),
        ([Pattern.weekly(TUE, TEN, ONE)], [Change.moved(date(2026, 1, 6), date(2026, 3, 5))]),
        ([Pattern.once(date(2026, 5, 2), TEN, ONE)], [Change.moved(date(2026, 5, 2), date(2026, 5, 9))]),
    ],
)
def test_each_kind_of_pattern_and_change_comes_through(patterns: list[Pattern], changes: list[Change]) -> None:
    content = listing_calendar(entry(patterns, changes), host=HOST, now=NOW)
    assert worked_out(content) == as_we_say(patterns, changes) != []


def test_a_plain_weekly_listing_is_one_event_with_a_rule() -> None:
    (event,) = events(listing_calendar(entry([Pattern.weekly(TUE, TEN, ONE)]), host=HOST, now=NOW))
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"
    assert "EXDATE" not in event
    assert event["UID"] == f"{uuid.UUID(int=7)}-0@{HOST}"
    assert event["SEQUENCE"] == 3
    assert event["SUMMARY"] == "Lockside Shed"
    assert event["LOCATION"] == "Tib Lane, Larkmoor"
    assert event["DTSTART"].params["TZID"] == "Europe/London"


def test_the_file_knows_both_changes_of_the_clocks() -> None:
    content = listing_calendar(entry([Pattern.weekly(SUN, TEN, ONE)]), host=HOST, now=NOW)
    text = content.decode()
    assert "TZID:Europe/London" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text
    starts = [start for start, _ in worked_out(content) if start.date() in (date(2026, 3, 29), date(2026, 10, 25))]
    assert [start.time() for start in starts] == [TEN, TEN]


def test_ids_stay_and_numbers_rise_when_a_listing_is_changed() -> None:
    before = events(listing_calendar(entry([Pattern.weekly(TUE, TEN, ONE)]), host=HOST, now=NOW))
    changed = entry([Pattern.weekly(TUE, time(11), ONE)], revision=4)
    after = events(listing_calendar(changed, host=HOST, now=NOW + timedelta(days=400)))
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert after[0]["SEQUENCE"] > before[0]["SEQUENCE"]


def test_the_same_board_gives_the_same_bytes() -> None:
    made = [patch_calendar("Larkmoor", [entry([Pattern.weekly(TUE, TEN, ONE)])], host=HOST, now=NOW) for _ in range(2)]
    assert made[0] == made[1]


def test_a_moved_meeting_says_why_and_where() -> None:
    moved = Change.moved(date(2026, 3, 10), date(2026, 3, 12), place="the library", reason="voting in the hall")
    _, event = events(listing_calendar(entry([Pattern.weekly(TUE, TEN, ONE)], [moved]), host=HOST, now=NOW))
    assert event["LOCATION"] == "the library"
    assert event["DESCRIPTION"].startswith("Voting in the hall.")
    assert event["RECURRENCE-ID"].dt.date() == date(2026, 3, 10)


def test_a_one_off_that_is_called_off_stays_in_the_calendar_and_says_so() -> None:
    off = Change.cancelled(date(2026, 5, 2), reason="the hall is flooded")
    (event,) = events(listing_calendar(entry([Pattern.once(date(2026, 5, 2), TEN, ONE)], [off]), host=HOST, now=NOW))
    assert event["STATUS"] == "CANCELLED"
    assert event["DESCRIPTION"].startswith("The hall is flooded.")


@pytest.mark.parametrize(
    "name", ["BEGIN:VEVENT\r\nUID:x", "a\x00b\x07c", "Tea; cake, and \\ more", "🫖" * 90, "\u202eeldrow"]
)
def test_no_name_can_break_the_file(name: str) -> None:
    (event,) = events(listing_calendar(entry([Pattern.weekly(TUE, TEN)], name=name, place=name), host=HOST, now=NOW))
    assert event["UID"] == f"{uuid.UUID(int=7)}-0@{HOST}"
    content = listing_calendar(entry([Pattern.weekly(TUE, TEN)], name=name), host=HOST, now=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


import_every_table()  # so that a listing can be made without the app


def a_listing(**facts: Any) -> Listing:
    listing = Listing(
        id=uuid.UUID(int=9),
        kind=Kind.ACTIVITY,
        name="Lockside Shed",
        summary="Mend things.",
        when_note="",
        any_time=False,
        revision=2,
        changed_at=NOW,
        published_at=NOW,
        contact_phone="0161 496 0142",
        panel_note="Key under the pot",
        **facts,
    )
    listing.session_times = [SessionTime.from_pattern(Pattern.weekly(TUE, TEN, ONE))]
    return listing


def test_a_masked_address_and_private_words_stay_out_of_the_file() -> None:
    venue = Venue(name="Jo's house", street="4 Tib Lane", area="Larkmoor", postcode="ZZ4 1AB")
    venue.address_shown = AddressShown.AREA
    made = entry_for(a_listing(venue=venue), url="https://x.example.org/l", terms=USUAL_TERMS, today=TODAY)
    text = listing_calendar(made, host=HOST, now=NOW).decode()
    assert "LOCATION:Larkmoor\\, ZZ4" in text
    for private in ("Tib Lane", "Jo's", "1AB", "0161", "Key under"):
        assert private not in text


def test_a_paused_listing_has_no_dates_until_it_is_back() -> None:
    back = date(2026, 4, 14)
    listing = a_listing(paused_at=NOW - timedelta(days=3), paused_until=back, state_reason="the roof leaks")
    made = entry_for(listing, url="https://x.example.org/l", terms=(), today=TODAY)
    assert worked_out(listing_calendar(made, host=HOST, now=NOW))[0][0].date() == back


@pytest.mark.parametrize("facts", [{"stopped_at": NOW}, {"paused_at": NOW}])
def test_a_stopped_listing_has_no_dates(facts: dict[str, Any]) -> None:
    made = entry_for(a_listing(**facts), url="https://x.example.org/l", terms=(), today=TODAY)
    assert events(listing_calendar(made, host=HOST, now=NOW)) == []
