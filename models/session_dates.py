"""Which dated meetings a listing has: found again by their day and start, for registers that hang on them."""

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy.orm import Session

from models.listing import Listing
from models.meeting import Meeting
from models.occurrences import meetings
from models.school_term import SchoolTerm
from models.term_dates import Span


def meetings_between(
    session: Session,
    listing: Listing,
    first: date,
    last: date,
    *,
    with_cancelled: bool = True,
    terms: Sequence[Span] | None = None,
) -> list[Meeting]:
    """The listing's meetings from one day to another inclusive, in time order, called-off ones among them.

    `terms` are those of its panel, where the caller knows them already.
    """
    if not listing.session_times:
        return []
    if terms is None:
        in_terms = any(row.term_time_only for row in listing.session_times)
        terms = session.scalars(SchoolTerm.of(listing.panel)).all() if in_terms else ()
    patterns = [row.pattern for row in listing.session_times]
    changes = [row.change for row in listing.session_changes]
    return list(meetings(patterns, changes, on_or_after=first, until=last, terms=terms, with_cancelled=with_cancelled))


def meeting_at(session: Session, listing: Listing, on: date, starts: time) -> Meeting | None:
    """The meeting of this day that starts then, or None when the listing has none."""
    on_the_day = meetings_between(session, listing, on, on)
    return next((meeting for meeting in on_the_day if meeting.starts == starts), None)
