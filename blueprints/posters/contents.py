"""What a printed sheet says: plain dictionaries for the press, from what is true now or was when it was printed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app
from PIL import Image

from blueprints import press
from blueprints.posters import paper_words
from blueprints.posters.board_rows import rows_near, rows_of_week, session_of, untrue_rows
from extensions import db
from models.check import trusted_until
from models.clock_words import date_words, month_words
from models.listing import Listing
from models.patch import Patch
from models.people import Panel
from models.picture import Picture
from models.poster import Poster, differences
from models.poster_choice import Choice, Ink, Paper, Sheet
from models.site import Site
from models.translation import IN_ENGLISH, Translation
from models.vocabulary import Kind, Need
from models.wall_clock import london_date

STRIPS = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sheet is about, and the wall it is for. `week` is a Monday; None is this week."""

    panel: Panel
    patch: Patch
    listing: Listing | None = None
    site: Site | None = None
    week: date | None = None
    picture: Picture | None = None

    @classmethod
    def of(cls, poster: Poster) -> Subject:
        """What this poster is about."""
        site = poster.placement.site if poster.placement else None
        picture = poster.picture if poster.picture and poster.picture.removed_at is None else None
        return cls(poster.panel, poster.patch, poster.listing, site, poster.week, picture)

    def monday(self, now: datetime) -> date:
        """The first day of its week."""
        day = self.week or london_date(now)
        return day - timedelta(days=day.weekday())


def content_for(
    choice: Choice, subject: Subject, *, code: str, now: datetime, at: tuple[str, str] | None = None
) -> dict[str, Any]:
    """What the sheet says if it is printed now, ready to be kept as JSON. `at` is the scheme and host to print, those
    of the settings when not given."""
    today = london_date(now)
    scheme, host = at or settings_host()
    content: dict[str, Any] = {
        "sheet": choice.template,
        "design": choice.design.value,
        "paper": choice.paper.value if choice.paper is not Paper.FOLD else Paper.A4.value,
        "ink": choice.ink.value,
        "large": choice.large,
        "strips": STRIPS if choice.strips else 0,
        "scheme": scheme,
        "host": host,
        "path": f"/p/{code}",
        "code": code,
        "checked": date_words(correct_on(subject, choice, today)),
        "until": until_words(check_after_for(subject, choice, now), choice, today),
    }
    if choice.sheet is Sheet.NEAR:
        return content | _near(choice, subject, now)
    if choice.sheet is Sheet.WEEK:
        return content | _week(choice, subject, now)
    if choice.sheet is Sheet.MISSING:
        return content | _missing(choice, subject)
    if subject.listing is None:
        return content | _board(choice, subject)
    return content | _one(choice, subject, subject.listing, today)


def content_now(poster: Poster, now: datetime) -> dict[str, Any]:
    """What the poster would say if it were printed now. A poster whose listing is deleted says that it has stopped."""
    if poster.listing is None and poster.listing_revision is not None:
        return poster.content | {"state": "This has stopped."}
    return content_for(poster.choice, Subject.of(poster), code=poster.code, now=now)


def outdated(poster: Poster, now: datetime) -> list[str]:
    """The keys of models.poster.FACTS that the paper no longer tells as they are, the worst first.

    A poster for one listing costs nothing to ask about while its listing stays as it was.
    """
    listing, today = poster.listing, london_date(now)
    if poster.choice.sheet is Sheet.MISSING:
        return []
    if poster.choice.sheet is Sheet.WEEK and poster.week and poster.week + timedelta(days=6) < today:
        return ["week"]
    if listing is not None and listing.revision == poster.listing_revision:
        was, now_it_is = poster.content.get("state", ""), paper_words.state(listing, today)
        return ["state"] if was != now_it_is else []
    if poster.choice.sheet in (Sheet.NEAR, Sheet.WEEK):
        return _outdated_board(poster, now)
    return differences(poster.content, content_now(poster, now))


def _outdated_board(poster: Poster, now: datetime) -> list[str]:
    """A sheet of many is out of date when one of its rows is wrong, or whom to ask."""
    choice, subject, printed = poster.choice, Subject.of(poster), poster.content
    asked = differences(printed, {**printed, **_from_panel(subject)})
    monday = subject.monday(now) if choice.sheet is Sheet.WEEK else None
    wrong = untrue_rows(printed["week"], subject.patch, choice, subject.site, monday, now)
    return asked + ["week"] * bool(wrong)


def correct_on(subject: Subject, choice: Choice, today: date) -> date:
    """The day somebody last made sure: of the listing, or of a board that is kept every day."""
    if subject.listing is None or not choice.sheet.is_about_one_listing:
        return today
    listing = subject.listing
    return london_date(listing.checked_at or listing.published_at or listing.created_at)


def check_after_for(subject: Subject, choice: Choice, now: datetime) -> date:
    """The last day on which a reader may trust the sheet unseen; for one week its Sunday."""
    today = london_date(now)
    if choice.sheet is Sheet.WEEK:
        return subject.monday(now) + timedelta(days=6)
    return trusted_until(correct_on(subject, choice, today), today)


def until_words(day: date, choice: Choice, today: date) -> str:
    """The words after "After": "June", "January 2027", or for a week its last day."""
    if choice.sheet is Sheet.WEEK:
        return date_words(day, today)
    return month_words(day, today)


def settings_host() -> tuple[str, str]:
    """The scheme and the host that paper names, with its port where it has one: always the public address."""
    address = urlsplit(current_app.config["SETTINGS"].public_url)
    return address.scheme, address.netloc


def ready_for_press(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its picture laid beside the templates. A picture that was taken away is left out."""
    kept = content.get("picture")
    if not kept:
        return dict(content)
    picture = db.session.get(Picture, UUID(kept["id"]))
    if picture is None or picture.removed_at is not None:
        return {name: value for name, value in content.items() if name != "picture"}
    is_saving = content.get("ink") == Ink.SAVING.value
    name = f"{kept['fingerprint'][:60]}{'ee' if is_saving else 'cc'}.jpg"
    path = press.put_picture(name, _grey(picture.jpeg) if is_saving else picture.jpeg)
    return {**content, "picture": {**kept, "path": path}}


def _grey(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg)) as picture:
        made = io.BytesIO()
        picture.convert("L").save(made, "JPEG", quality=85)
    return made.getvalue()


def _one(choice: Choice, subject: Subject, listing: Listing, today: date) -> dict[str, Any]:
    told = paper_words.about_listing(listing, line=choice.line, today=today)
    if choice.paper is Paper.FOLD:
        paragraphs = [paper_words.on_paper(each) for each in listing.description.split("\n\n") if each.strip()]
        told |= {"description": paragraphs, "details": paper_words.details(listing)}
    if choice.languages:
        ready = {each.language: each for each in Translation.printable(session_of(subject.patch), listing)}
        order = [ready[language] for language in choice.languages if language in ready]
        told["languages"] = paper_words.other_languages(order)
    if choice.with_picture and subject.picture:
        told["picture"] = paper_words.picture_on_paper(subject.picture)
    return told


def _near(choice: Choice, subject: Subject, now: datetime) -> dict[str, Any]:
    rows, more = rows_near(subject.patch, choice, subject.site, now)
    place = subject.site.name if subject.site else subject.patch.name
    return _from_panel(subject) | {
        "name": paper_words.on_paper(f"What’s on near {place}" if subject.site else f"What’s on in {place}"),
        "dates": "Most weeks",
        "how": choice.line or "Just turn up, unless it says ring. Scan the code to see each one, and what is on today.",
        "in_brief": chosen_words(choice),
        "week": rows,
        "more": more,
    }


def _week(choice: Choice, subject: Subject, now: datetime) -> dict[str, Any]:
    monday = subject.monday(now)
    rows, more = rows_of_week(subject.patch, choice, subject.site, monday, now)
    sunday = monday + timedelta(days=6)
    first = f"Monday {monday.day}" if monday.month == sunday.month else date_words(monday, sunday, weekday=True)
    place = f"near {subject.site.name}" if subject.site else f"in {subject.patch.name}"
    return _from_panel(subject) | {
        "name": paper_words.on_paper(f"This week {place}"),
        "dates": f"{first} to {date_words(sunday, None, weekday=True)}",
        "how": choice.line or "Just turn up, unless it says ring. Scan the code to see each one, and next week.",
        "in_brief": chosen_words(choice),
        "week": rows,
        "more": more,
    }


def _missing(choice: Choice, subject: Subject) -> dict[str, Any]:
    return _from_panel(subject) | {
        "name": "What is missing round here?",
        "about": choice.line or "Something you would go to, if only it were there. Tell us, and we will ask around.",
        "examples": ["A Sunday lunch with company", "Somewhere warm after six", "A slow walk", "Help with a form"],
        "lines": True,
        "short_name": "What is missing?",
    }


def _board(choice: Choice, subject: Subject) -> dict[str, Any]:
    """Cards and bookmarks for the whole board."""
    place = subject.patch.name
    return _from_panel(subject) | {
        "kind": Kind.NETWORK.value,
        "name": paper_words.on_paper(f"What’s on in {place}"),
        "short_name": paper_words.on_paper(f"What’s on in {place}"[:28]),
        "about": choice.line or "Things to do, places to be and people to ask, all close by.",
        "when": {"day": "Every day", "time": "on your phone", "short": "Every day, on your phone"},
        "where": {"place": place, "address": "", "way_in": ""},
        "facts": "Free. No account, nothing to join.",
        "first_time": ["Point your phone at the square.", "Nobody is told that you looked."],
        "state": "",
    }


def _from_panel(subject: Subject) -> dict[str, Any]:
    panel = subject.panel
    return {
        "ask_for": paper_words.on_paper(panel.helpers),
        "phone": paper_words.on_paper(panel.phone),
        "keeper": paper_words.kept_by_panel(panel),
        "patch": paper_words.on_paper(subject.patch.name),
    }


def chosen_words(choice: Choice) -> str:
    """The kinds, needs and languages chosen, as a line: "Something to do · Company, Food · In Polish"."""
    kinds = ", ".join(kind.label for kind in Kind if kind in choice.kinds)
    needs = ", ".join(need.label for need in Need if need in choice.needs)
    languages = ", ".join(IN_ENGLISH.get(each, each) for each in choice.languages)
    return " · ".join(filter(None, (kinds, needs, languages and f"In {languages}")))
