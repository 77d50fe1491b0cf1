"""What a register holds beside the marks: heads, money, lifts, a note."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from models.acting import Acting
from models.attendance import Attendance
from models.attender import LONGEST_CALLED
from models.errors import RuleBroken
from models.register_agreeing import last_words
from models.register_entry import Press, RegisterEntry
from models.register_joining import Joining
from models.register_pressing import session_of
from models.register_words import Keeping, Lift, RegisterDeed

if TYPE_CHECKING:
    from models.register import Register

MOST_HEADS = 2_000
MOST_PENCE = 1_000_000
"""Ten thousand pounds: more in one session is a slip of the finger."""
LONGEST_NOTE = 500


class Counting(Joining):
    """The verbs of the whole sheet."""

    def count_heads(self, people: int, new: int, referred: int, press: Press, *, acting: Acting, at: datetime) -> None:
        """So many were there who have no line with a name: of these so many new, so many sent by somebody.

        What somebody else counted meanwhile stays, and this stands beside it. Raises RuleBroken for numbers that cannot
        be, StillToCome.
        """
        if self.has_press(press.key):
            return
        self.refuse_before_the_day(at)
        if not 0 <= people <= MOST_HEADS:
            raise RuleBroken(f"Give a number from 0 to {MOST_HEADS}.", field="people")
        if not 0 <= new <= people:
            raise RuleBroken("New people are part of all the people: it cannot be more.", field="new")
        if not 0 <= referred <= people:
            raise RuleBroken("People who were sent are part of all the people: it cannot be more.", field="referred")
        self._count(RegisterDeed.COUNTED, (people, new, referred), press, acting=acting, at=at)

    def settle_heads(self, people: int, new: int, referred: int, press: Press, *, acting: Acting, at: datetime) -> None:
        """Say which of two counts is right. Raises RegisterClosed."""
        self.refuse_if_closed()
        if self.has_press(press.key):
            return
        saw = replace(press, seen=None)
        self._count(RegisterDeed.SETTLED, (people, new, referred), saw, acting=acting, at=at)

    def keep_by(self, keeping: Keeping, press: Press, *, acting: Acting, at: datetime) -> None:
        """By names, or by heads; the next register of the listing is kept the same way. Nothing is lost by changing.
        Raises RegisterClosed."""
        me = cast("Register", self)
        self.refuse_if_closed()
        if me.keeping is not keeping and not self.has_press(press.key):
            me.keeping = keeping
            self.enter(RegisterDeed.KEPT_BY, press, acting=acting, at=at)

    def note_money(self, pence: int | None, press: Press, *, acting: Acting, at: datetime) -> None:
        """Fees and donations of the whole session, in pence. Raises RegisterClosed, RuleBroken."""
        me = cast("Register", self)
        self.refuse_if_closed()
        if pence is not None and not 0 <= pence <= MOST_PENCE:
            raise RuleBroken("Give an amount from £0 to £10,000.", field="money")
        if not self.has_press(press.key):
            me.pence = pence
            self.enter(RegisterDeed.MONEY, press, acting=acting, at=at, pence=pence)

    def write_note(self, words: str, press: Press, *, acting: Acting, at: datetime) -> None:
        """A note about the day. Raises RegisterClosed, RuleBroken for one that is too long."""
        me = cast("Register", self)
        self.refuse_if_closed()
        if len(words) > LONGEST_NOTE:
            raise RuleBroken(f"Keep it to {LONGEST_NOTE} letters.", field="note")
        if not self.has_press(press.key):
            me.note = words.strip() or None
            self.enter(RegisterDeed.NOTED, press, acting=acting, at=at, words=me.note)

    def note_lift(
        self, who: uuid.UUID, lift: Lift, driver: str, press: Press, *, acting: Acting, at: datetime
    ) -> Attendance:
        """A lift was offered, or taken, and by whom. Raises RegisterClosed, NotOnTheList."""
        self.refuse_if_closed()
        line = self.line_of(who, at=at)
        if not self.has_press(press.key):
            line.lift, line.driver = lift, driver.strip()[:LONGEST_CALLED] or None
            self.enter(RegisterDeed.LIFT, press, acting=acting, at=at, attender_id=line.attender_id, words=lift.label)
        return line

    def _count(
        self, deed: RegisterDeed, heads: tuple[int, int, int], press: Press, *, acting: Acting, at: datetime
    ) -> None:
        """Write a count down, and let the sheet say what everybody's last counts come to."""
        me = cast("Register", self)
        saw_all = not me.is_closed and (press.seen is None or press.seen == me.heads_version)
        people, new, referred = heads
        said = self.enter(
            deed, press, acting=acting, at=at, people=people, new=new, referred=referred, saw_all=saw_all, stands=True
        )
        me.heads_version += 1
        words = [said] if saw_all else last_words(session_of(me), me.id, None)
        counts = [_heads_in(word) for word in words]
        standing = (me.heads, me.heads_new, me.heads_referred)
        if not me.is_closed and (len(set(counts)) == 1 or standing not in counts):
            standing = counts[0]
            me.heads, me.heads_new, me.heads_referred = standing
            me.heads_by_id = words[0].by_id
        others = [count for count in counts if count != standing]
        said.stands = heads == standing
        me.other_heads, me.other_heads_new, me.other_heads_referred = others[-1] if others else (None, None, None)


def _heads_in(entry: RegisterEntry) -> tuple[int, int, int]:
    return entry.people or 0, entry.new or 0, entry.referred or 0
