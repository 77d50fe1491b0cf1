"""The page of one register: its lines in words, its counts, and who looked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from blueprints import clock
from blueprints.listing_words import sentence
from blueprints.register_addresses import SessionFound
from blueprints.registers.day_said import is_for_pocket, said_day
from blueprints.registers.pressing import acting_for
from extensions import db
from models.accessible import DayNeed, words_for
from models.audit import AuditEntry
from models.clock_words import span_words
from models.expected import Line, lines_of
from models.referral import Referral
from models.referral_words import GoAlong
from models.register import Register
from models.register_words import Keeping

SHOWN = ("called", "communication", "day_needs", "go_along", "lift_wanted", "must_know")
"""The kinds of details that the audit trail notes for these pages."""
WORTH_A_SEARCH = 12
"""Lines. A shorter list is seen at a glance."""


@dataclass(frozen=True)
class Sheet:
    """One register as its page shows it."""

    found: SessionFound
    lines: list[Line]
    """All of them, whatever is searched for."""
    asked: str = ""
    """What is searched for."""

    @property
    def register(self) -> Register | None:
        return self.found.register

    @property
    def here(self) -> str:
        """The address of the register: what is done to it stands behind it."""
        return address_of(self.found)

    @property
    def when(self) -> str:
        """ "Today, Tuesday 3 March, 10am to noon"."""
        meeting = self.found.meeting
        return f"{said_day(meeting.date)}, {span_words(meeting.starts, meeting.ends)}"

    @property
    def is_closed(self) -> bool:
        return self.register is not None and self.register.is_closed

    @property
    def is_to_come(self) -> bool:
        """Whether its day has not begun: nobody can have come. A page to keep on a phone is made for the day itself."""
        return not is_for_pocket() and self.found.meeting.date > clock.today()

    @property
    def keeping(self) -> Keeping:
        return self.register.keeping if self.register else last_keeping(self.found)

    @property
    def marked(self) -> int:
        return sum(line.mark is not None for line in self.lines)

    @property
    def newcomers(self) -> int:
        return sum(line.is_first for line in self.lines)

    @property
    def unmarked(self) -> list[Line]:
        return [line for line in self.lines if line.mark is None]

    @property
    def differing(self) -> list[Line]:
        return [line for line in self.lines if line.attendance is not None and line.attendance.is_disputed]

    @property
    def shown(self) -> list[Line]:
        """The lines to show: those searched for, and of a register that counts heads only who was sent or marked."""
        lines = self.lines
        if self.keeping is Keeping.HEADS:
            lines = [line for line in lines if line.is_referred or line.mark is not None]
        wanted = self.asked.casefold()
        return [line for line in lines if wanted in line.name.casefold()] if wanted else lines

    @property
    def is_long(self) -> bool:
        return len(self.lines) > WORTH_A_SEARCH

    def line(self, who: uuid.UUID) -> Line | None:
        return next((line for line in self.lines if line.who == who), None)


def read_sheet(found: SessionFound, asked: str = "") -> Sheet:
    """The register as it stands now."""
    on = found.meeting.date
    lines = lines_of(db.session(), found.listing.id, on, found.register, today=clock.today())
    return Sheet(found, lines, asked)


def address_of(found: SessionFound) -> str:
    return found.url()


def last_keeping(found: SessionFound) -> Keeping:
    """How the register before this one was kept."""
    earlier = Register.before(found.listing.id, found.meeting.date).with_only_columns(Register.keeping).limit(1)
    kept: Any = db.session.scalar(earlier)
    return kept or Keeping.NAMES


def note_sight(found: SessionFound, lines: Iterable[Line]) -> None:
    """Write down that these people, and the register once it is made, are looked at. Goes with the caller's commit."""
    things: list[Any] = [line.referral for line in lines if line.referral is not None]
    if found.register is not None:
        things.append(found.register)
    acting = acting_for(found.listing)
    AuditEntry.note_each(db.session(), things, "looked", acting=lambda _: acting, at=clock.now(), fields=SHOWN)


def needs_of(line: Line) -> str:
    """What would help them on the day, and who meets them, in short sentences."""
    referral = line.referral
    if referral is None:
        return ""
    person = referral.person
    is_met = line.is_first and bool(referral.welcomer)
    day_needs = [code for code in person.day_needs or [] if not (is_met and code == DayNeed.AT_THE_DOOR)]
    said = [*words_for([*day_needs, *(person.communication or [])]), referral.must_know or ""]
    if line.is_first:
        said.append(_company(referral))
    return " ".join(sentence(words) for words in said if words.strip())


def _company(referral: Referral) -> str:
    if referral.welcomer:
        return f"Who meets them: {referral.welcomer}"
    return {
        GoAlong.NO: "",
        GoAlong.AT_THE_DOOR: "Would like somebody to meet them at the door",
        GoAlong.COME_ALONG: "Would like somebody to come along with them",
    }[referral.go_along]
