"""One session taken off a listing's dates, and put back: what the public page, the week and the calendars go by."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changes import Change, ChangeKind
from models.clock_words import date_words, time_words
from models.errors import RuleBroken
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.meeting import Meeting
from models.people import User
from models.session_dates import meeting_at, meetings_between
from models.session_time import SessionChange
from models.wall_clock import london_date


class StillNotOn(RuleBroken):
    """The listing has the day closed besides."""

    message = "The listing itself has this day down as not on. Change its dates there first, then come back."


def take_off(
    session: Session, listing: Listing, meeting: Meeting, reason: str, *, by: User | None, at: datetime
) -> None:
    """Say "Not on" for this one session, with its place in the listing's history. Nothing to do where the listing says
    so already, or has the session no more. Raises TimesWrong for a reason that is too long."""
    _hold(session, listing)
    known = meeting_at(session, listing, meeting.date, meeting.starts)
    if known is None or not known.is_on:
        return
    change = Change.cancelled(meeting.date, reason=reason, position=known.position)
    position = max((row.position for row in listing.session_changes), default=-1) + 1
    listing.session_changes.append(SessionChange.from_change(change, position=position))
    save(listing, Deed.EDITED, by=by, at=at, note=f"Not on: {_words(meeting.date, meeting.starts)}")


def put_back(session: Session, listing: Listing, on: date, starts: time, *, by: User | None, at: datetime) -> None:
    """Let the listing say again that this session is on. Raises StillNotOn where it is closed by more than one day's
    word: a holiday, or a closure of several days."""
    _hold(session, listing)
    known = meeting_at(session, listing, on, starts)
    if known is None or known.is_on:
        return
    for row in [row for row in listing.session_changes if _is_for_one_session(row.change, known)]:
        listing.session_changes.remove(row)
    session.flush()
    known = meeting_at(session, listing, on, starts)
    if known is None or not known.is_on:
        raise StillNotOn
    save(listing, Deed.EDITED, by=by, at=at, note=f"On after all: {_words(on, starts)}")


def next_meeting_after(session: Session, listing: Listing, meeting: Meeting, at: datetime) -> Meeting | None:
    """The next session that is on after this one, today or later; None when none is known within a year."""
    first = max(meeting.date, london_date(at))
    last = first.replace(year=first.year + 1, day=min(first.day, 28))
    found = meetings_between(session, listing, first, last, with_cancelled=False)
    later = (each for each in found if (each.date, each.starts) > (meeting.date, meeting.starts))
    return next((each for each in later if not each.is_over(at)), None)


def _is_for_one_session(change: Change, meeting: Meeting) -> bool:
    only_that_day = change.on == meeting.date and change.last_day == meeting.date
    return change.kind is ChangeKind.CANCELLED and only_that_day and change.position in (None, meeting.position)


def _hold(session: Session, listing: Listing) -> None:
    """Hold the listing until the commit, as it is now."""
    session.flush()
    session.execute(select(Listing.id).where(Listing.id == listing.id).with_for_update())
    session.refresh(listing, ["revision", "session_times", "session_changes"])


def _words(on: date, starts: time) -> str:
    return f"{date_words(on, weekday=True)}, {time_words(starts)}"
