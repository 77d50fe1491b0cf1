"""What somebody takes along who is welcome: the day for their calendar, and a page to hand over at the door."""

from __future__ import annotations

from datetime import datetime, time

from flask import Response, abort, request

from blueprints import clock, press
from blueprints.asking import asking
from blueprints.asking.days import meeting_on
from blueprints.asking.own import SECRET, Own, find_own_referral
from blueprints.asking.own_rows import first_words
from blueprints.calendar_files import plain_line
from blueprints.doors import open_to_all
from blueprints.introduction_sheet import Introduction, introduction, print_introduction
from blueprints.listing_words import address
from blueprints.qr import qr_svg
from blueprints.rendering import render_page
from blueprints.sight import note_look, shows_people
from extensions import limiter
from models.accessible import words_for
from models.acting import How, Part
from models.base import LONDON
from models.clock_words import listed
from models.errors import RuleBroken
from models.referral import Referral
from models.referral_words import State
from models.wall_clock import closing_moment

MOST_ASKED = "20 per hour"
"""Files, from one place: setting a sheet takes a moment of the machine."""


@asking.get("/mine/<token>/day.ics")
@open_to_all
def own_calendar(token: str) -> Response:
    """The first day, as one event."""
    referral = _welcome(token).referral
    assert referral is not None  # noqa: S101
    response = Response(_calendar(referral, clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="first-day.ics"'
    return _secret(response)


@asking.get("/mine/<token>/introduction")
@open_to_all
@shows_people
def own_introduction(token: str) -> Response:
    """The page to show or hand over at the door."""
    found = _welcome(token)
    return show_introduction(found)


@asking.get("/mine/<token>/introduction.pdf")
@open_to_all
@shows_people
@limiter.limit(MOST_ASKED)
def own_introduction_file(token: str) -> Response:
    """The same as a sheet to print. Where none can be made, the page in its place."""
    found = _welcome(token)
    try:
        made = print_introduction(_content(found, large=request.args.get("large") == "1"))
    except RuleBroken:
        return show_introduction(found)
    _note(found)
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="introduction.pdf"'
    return _secret(response)


def show_introduction(found: Own) -> Response:
    _note(found)
    referral = found.referral
    assert referral is not None  # noqa: S101
    content = _content(found)
    shown = f"{content['scheme']}://{content['host']}{content['path']}"
    page = render_page(
        "asking/own_introduction.html",
        content=content,
        token=found.token,
        qr=qr_svg(shown, "QR code for the people at the door", secret=True),
        patch=referral.listing.patch,
        can_print=press.can_print(),
    )
    return _secret(page)


def _note(found: Own) -> None:
    assert found.referral is not None  # noqa: S101
    note_look(found.referral, Part.PERSON, how=How.LINK, action="printed introduction", fields=("called", "day_needs"))


def _welcome(token: str) -> Own:
    """Only for somebody who was told to come."""
    found = find_own_referral(token)
    if found.referral is None or found.referral.state is not State.ACCEPTED or found.referral.person.erased_at:
        abort(404)
    return found


def _content(found: Own, *, large: bool = False) -> dict[str, object]:
    referral = found.referral
    assert referral is not None  # noqa: S101
    listing, person = referral.listing, referral.person
    return introduction(
        Introduction(
            called=person.name,
            group=listing.name,
            code=referral.arrival_code,
            patch=listing.patch.name,
            ask_for=listing.contact_name,
            first=first_words(referral, clock.now()),
            place=address(listing),
            way_in=listing.way_in,
            welcomer=referral.welcomer or "",
            wish=listed(words_for(person.day_needs or [])),
            helper=listing.panel.helpers,
            helper_phone=listing.panel.phone,
        ),
        large=large,
    )


def _calendar(referral: Referral, now: datetime) -> bytes:
    from icalendar import Calendar, Event

    from blueprints.calendar_events import london_zone

    if referral.first_date is None:
        abort(404)
    meeting = meeting_on(referral.listing, referral.first_date)
    starts = referral.first_starts or (meeting.starts if meeting else None)
    calendar, event = Calendar(), Event()
    for key, value in (("PRODID", "-//Hereabouts//Hereabouts//EN"), ("VERSION", "2.0"), ("METHOD", "PUBLISH")):
        calendar.add(key, value)
    calendar.add_component(london_zone())
    event.add("UID", f"{referral.id}@first-day")
    event.add("DTSTAMP", now)
    event.add("SUMMARY", plain_line(referral.listing.name))
    event.add("LOCATION", plain_line(address(referral.listing)))
    if starts is None:
        event.add("DTSTART", referral.first_date)
    else:
        ends = closing_moment(referral.first_date, starts, meeting.ends if meeting else None)
        event.add("DTSTART", _local(referral, starts))
        event.add("DTEND", ends.astimezone(LONDON))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _local(referral: Referral, starts: time) -> datetime:
    assert referral.first_date is not None  # noqa: S101
    return datetime.combine(referral.first_date, starts, LONDON)


def _secret(response: Response) -> Response:
    response.headers.update(SECRET)
    return response
