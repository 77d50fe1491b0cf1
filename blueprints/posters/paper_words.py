"""One listing in the words of a printed sheet: fewer than its page has, and true for longer than a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from blueprints import listing_words as words
from blueprints.card_words import cost_words
from blueprints.listing_words import on_paper
from models.clock_words import date_words
from models.group import AddressShown
from models.listing import Listing, Status, short_name_of
from models.people import Panel
from models.picture import Picture
from models.translation import LANGUAGES, Translation
from models.vocabulary import Access, JustWatch, Kind, Room
from models.when_short import short_pattern
from models.when_words import when_words

LONGEST_WHEN = 90
"""Letters of a pattern on paper. A longer one gives way to its short form: the code has the rest."""
LONGEST_SENTENCE = 70
MOST_FIRST_TIME = 5
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“])")


def about_listing(listing: Listing, *, line: str, today: date) -> dict[str, Any]:
    """What every sheet about one listing says of it."""
    ask = words.who_to_ask(listing)
    return {
        "kind": listing.kind.value,
        "name": on_paper(listing.name),
        "short_name": on_paper(listing.short_name or short_name_of(listing.name)),
        "about": on_paper(line or listing.summary),
        "when": when(listing, today),
        "where": where(listing),
        "facts": facts(listing),
        "first_time": list(first_time(listing)),
        "ask_for": on_paper(ask.name if not ask.through_panel else listing.panel.helpers),
        "phone": on_paper(ask.phone),
        "state": state(listing, today),
        "keeper": keeper(listing),
        "patch": on_paper(listing.patch.name),
    }


def when(listing: Listing, today: date) -> dict[str, str]:
    """{"day", "time", "short"}: "Tuesdays", "10am to 1pm"; the time is empty where it stands with the day."""
    patterns = [row.pattern for row in listing.session_times]
    short = listing.short_pattern or short_pattern(patterns, any_time=listing.any_time)
    told = when_words(patterns, any_time=listing.any_time, today=today)
    if not patterns and not listing.any_time:
        told = on_paper(listing.when_note) or "Ask when it is on"
    if len(told) > LONGEST_WHEN:
        told = short if short and short != "Various times" else "Days and times: ring, or scan"
    day, _, time = told.partition(", ")
    return {"day": day, "time": time, "short": on_paper(short)}


def where(listing: Listing) -> dict[str, str]:
    """{"place", "address", "way_in"}, as far as a stranger may know."""
    venue, way_in = listing.venue, on_paper(listing.way_in).rstrip(".")
    if venue is None:
        place = "Online" if Access.ONLINE in words.tags(listing) else f"In {listing.patch.name}"
        return {"place": place, "address": "", "way_in": way_in}
    if venue.address_shown is AddressShown.FULL:
        place, rest = venue.name, [venue.street, " ".join(filter(None, (venue.area, venue.postcode)))]
    elif venue.address_shown is AddressShown.STREET:
        place, rest = venue.public_street or venue.area, [" ".join(filter(None, (venue.area, venue.outward_postcode)))]
    else:
        place, rest = venue.area or listing.patch.name, [venue.outward_postcode]
    return {
        "place": on_paper(place),
        "address": on_paper(", ".join(filter(None, rest))),
        "way_in": way_in if len(way_in) <= LONGEST_SENTENCE else on_paper(_first_sentence(listing.way_in)).rstrip("."),
    }


def facts(listing: Listing) -> str:
    """Cost, getting in and the bus in a sentence each, as long as they are short."""
    tags = words.tags(listing)
    told = [_first_sentence(words.cost(listing))]
    getting_in = _first_sentence(listing.access_note)
    if Access.STEP_FREE in tags:
        told.append(Access.STEP_FREE.label)
    elif getting_in and len(getting_in) <= LONGEST_SENTENCE:
        told.append(getting_in)
    getting_there = _first_sentence(listing.getting_there)
    if getting_there and len(getting_there) <= LONGEST_SENTENCE:
        told.append(getting_there)
    elif Access.BUS in tags:
        told.append(Access.BUS.label)
    return on_paper(words.sentences(*told))


def first_time(listing: Listing) -> Iterator[str]:
    """What happens to somebody new, a short sentence a line, the most needed first."""
    lines = [on_paper(line) for line in _first_time(listing)]
    yield from [line for line in lines if 0 < len(line) <= 2 * LONGEST_SENTENCE][:MOST_FIRST_TIME]


def _first_time(listing: Listing) -> Iterator[str]:
    greeted = words.sentence(listing.greeter)
    if greeted:
        lowered = greeted[0].lower() + greeted[1:] if greeted.startswith(words.NO_NAMES) else greeted
        yield f"You are met by {lowered}"
    if listing.just_watch is JustWatch.YES and listing.kind is not Kind.PLACE:
        yield "You can just watch. Leave when you like." if listing.leave_any_time else "You can just watch."
    yield from SENTENCE_ENDS.split(" ".join(words.paragraphs(listing.first_ten_minutes)))[:2]
    if listing.companion_offered:
        yield "Not on your own? Somebody can meet you at the door."
    if listing.bring:
        yield words.sentence(f"Bring {listing.bring[0].lower()}{listing.bring[1:]}")


def state(listing: Listing, today: date) -> str:
    """What somebody must know before they set out: "" while it is on and has room."""
    status = listing.status(today)
    if status is Status.STOPPED:
        return "This has stopped."
    if status is Status.PAUSED:
        until = listing.paused_until
        return f"Not on until {date_words(until, today, weekday=True)}." if until else "Not on for now. Scan for news."
    if listing.room is Room.FULL and listing.full_until and today < listing.full_until:
        return f"Full until {date_words(listing.full_until, today)}. Ring first."
    return ""


def keeper(listing: Listing) -> str:
    """Who keeps the listing right."""
    if listing.group:
        return on_paper(f"Kept by {listing.group.name} with {named(listing.panel)}")
    return kept_by_panel(listing.panel)


def kept_by_panel(panel: Panel) -> str:
    return on_paper(f"Kept by {named(panel)}")


def named(panel: Panel) -> str:
    """The panel within a sentence: "the Larkmoor panel"."""
    return f"the {panel.name}" if panel.name.lower().endswith("panel") and panel.name[:4] != "The " else panel.name


def details(listing: Listing) -> list[list[str]]:
    """More of it, for a leaflet with room: pairs of a name and words."""
    told = [
        ("Cost", words.cost(listing)),
        ("Getting in", words.getting_in(listing)),
        ("Getting there", words.getting_there(listing, before_dark=False)),
        ("Who it is for", words.for_whom(listing)),
        ("Languages", listing.languages),
    ]
    return [[name, on_paper(said)] for name, said in told if said]


def other_languages(translations: Iterable[Translation]) -> list[dict[str, str]]:
    """The languages in the order given, for the sheet of languages."""
    return [
        {
            "lang": each.language,
            "dir": each.direction,
            "language": LANGUAGES.get(each.language, each.language),
            "title": on_paper(each.title),
            "when": on_paper(each.when),
            "note": on_paper(each.note),
        }
        for each in translations
    ]


def picture_on_paper(picture: Picture) -> dict[str, Any]:
    """The picture as content keeps it; the press is given the file when it prints."""
    return {
        "id": str(picture.id),
        "alt": on_paper(picture.alt),
        "ratio": round(picture.width / picture.height, 4),
        "fingerprint": picture.fingerprint,
    }


def brief_cost(listing: Listing) -> str:
    """The cost in a word or two, for a line among many."""
    said = cost_words(listing.cost, listing.cost_note)
    return on_paper(_first_sentence(said).rstrip(".")) if len(said) <= 30 else listing.cost.label


def _first_sentence(text: str) -> str:
    return SENTENCE_ENDS.split(on_paper(text))[0] if text else ""
