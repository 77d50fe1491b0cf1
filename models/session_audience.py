"""Who has to hear that a session is not on, and which way: by mail, by a call, through their link worker, or not at
all because nobody has a way to reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.consent import ConsentTo
from models.expected import Line, lines_of
from models.listing import Listing
from models.meeting import Meeting
from models.person import ERASED, Contact
from models.referral import Referral
from models.referral_words import SEEN_BY_GROUP, State
from models.register import Register
from models.register_words import Mark
from models.session_notice import Way


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody expected at a session, and how they hear that it is not on."""

    line: Line
    way: Way
    is_first_day: bool
    """Whether the group asked them to come on this very day for the first time."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hear it which way. `workers` are link workers, who hear it besides."""

    mail: int
    ring: int
    worker: int
    nobody: int
    workers: int

    @property
    def all(self) -> int:
        return self.mail + self.ring + self.worker + self.nobody


def expected_at(
    session: Session, listing: Listing, meeting: Meeting, register: Register | None, *, today: date
) -> list[Expected]:
    """Everybody by name who is expected at a session. Who sent apologies knows that they are not coming."""
    return [
        Expected(line, way_to(line), _is_first_day(line, meeting))
        for line in lines_of(session, listing.id, meeting.date, register, today=today)
        if line.name != ERASED and line.mark is not Mark.APOLOGIES
    ]


def count(expected: Sequence[Expected]) -> Counts:
    """How many hear it which way."""
    ways = [each.way for each in expected]
    workers = {worker_address(each.line.referral) for each in expected} - {""}
    return Counts(
        ways.count(Way.MAIL), ways.count(Way.RING), ways.count(Way.WORKER), ways.count(Way.NOBODY), len(workers)
    )


def way_to(line: Line) -> Way:
    """How this person hears it: by the one way of contact that they said yes to, or else through whoever sent them."""
    referral = line.referral
    if referral is not None and may_be_reached(referral):
        return Way.MAIL if referral.person.contact is Contact.EMAIL else Way.RING
    if line.attender is not None and line.attender.reach:
        return Way.RING
    return Way.WORKER if worker_address(referral) else Way.NOBODY


def may_be_reached(referral: Referral) -> bool:
    """Whether they gave a number or an address, and said yes to the group having it."""
    yes = referral.consent_to(ConsentTo.SHARE)
    agreed = yes is not None and yes.given and yes.withdrawn_at is None and "reach" in yes.fields
    return agreed and bool(referral.person.reach) and referral.person.contact is not Contact.THROUGH


def worker_address(referral: Referral | None) -> str:
    """Where the link worker of this person reads mail; empty for somebody without one, and once a referral has ended:
    a session less is no news of them then."""
    if referral is None or referral.team_id is None or referral.state not in SEEN_BY_GROUP:
        return ""
    return referral.news_address


def _is_first_day(line: Line, meeting: Meeting) -> bool:
    referral = line.referral
    if referral is None or referral.state is not State.ACCEPTED or referral.first_date != meeting.date:
        return False
    return referral.first_starts in (None, meeting.starts)
