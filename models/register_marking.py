"""Marking a register: who came. Two people's marks that differ are both kept, until somebody says which is right."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import case, func, select

from models.acting import Acting
from models.attendance import Attendance
from models.attender import LONGEST_CALLED, Attender
from models.errors import RuleBroken
from models.intake import ListingFull
from models.missed import came_again
from models.referral import Referral
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_words import TO_ANSWER, State
from models.register_agreeing import last_words
from models.register_entry import Press, RegisterEntry
from models.register_pressing import Pressing, session_of
from models.register_words import Lift, Mark, RegisterDeed, Why

if TYPE_CHECKING:
    from models.register import Register

MOST_DIGITS = 4
"""More digits than this in a first name are a phone number."""


class NotOnTheList(RuleBroken):
    """Nobody of that key is on this register."""

    message = "This person is not on the list any more. Add them as somebody who walked in."


class Marking(Pressing):
    """The verbs of one line."""

    def mark(
        self,
        who: uuid.UUID,
        mark: Mark | None,
        press: Press,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
    ) -> Attendance:
        """Say whether somebody came (`who`: an attender's id, or a referral's); None takes the mark away.

        What somebody else said meanwhile stays, and this stands beside it to be settled: so does a mark that reaches
        us after the day was closed. Raises NotOnTheList, StillToCome.
        """
        if mark is not None and mark is not Mark.APOLOGIES:
            self.refuse_before_the_day(at)
        line = self.line_of(who, at=at)
        if not self.has_press(press.key):
            self._say(RegisterDeed.MARKED, line, mark, press, acting=acting, at=at, clocks=clocks)
        return line

    def walk_in(
        self, called: str, press: Press, *, acting: Acting, at: datetime, clocks: ReferralClocks = USUAL
    ) -> Attendance:
        """Somebody walked in, who is happy to be called this. The press's key becomes theirs: a press sent twice adds
        one person. Raises RuleBroken for no name or one that holds a number, StillToCome."""
        me = cast("Register", self)
        session = session_of(me)
        name = tidy_name(called)
        known = session.get(Attender, press.key)
        if known is not None:
            if known.listing_id != me.listing_id:
                raise NotOnTheList
            return self.line_of(known.id, at=at)
        self.refuse_before_the_day(at)
        attender = Attender(
            id=press.key,
            listing_id=me.listing_id,
            counted_as=press.key,
            called=name,
            times=0,
            created_at=at,
            last_active_at=at,
        )
        session.add(attender)
        session.flush()
        line = self._new_line(attender, Why.WALKED_IN)
        self._say(RegisterDeed.WALKED_IN, line, Mark.CAME, press, acting=acting, at=at, clocks=clocks)
        return line

    def settle(
        self,
        who: uuid.UUID,
        mark: Mark | None,
        press: Press,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
    ) -> Attendance:
        """Say which of two marks is right. Raises RegisterClosed, NotOnTheList."""
        self.refuse_if_closed()
        line = self.line_of(who, at=at)
        if self.has_press(press.key):
            return line
        saw = replace(press, seen=None)
        self._say(RegisterDeed.SETTLED, line, mark, saw, acting=acting, at=at, clocks=clocks)
        return line

    def recount_names(self) -> None:
        """Count the lines again: who came, for the first time, and who was referred."""
        me = cast("Register", self)
        session = session_of(me)
        session.flush()
        came = select(
            func.count(),
            func.coalesce(func.sum(case((Attendance.is_first, 1), else_=0)), 0),
            func.coalesce(func.sum(case((Attendance.is_referred, 1), else_=0)), 0),
        ).where(Attendance.register_id == me.id, Attendance.came)
        me.named, me.named_new, me.named_referred = session.execute(came).one()

    def line_of(self, who: uuid.UUID, *, at: datetime) -> Attendance:
        """The line of an attender, or of somebody referred: made when they have none yet."""
        me = cast("Register", self)
        attender = self.attender_of(who, at=at)
        row = session_of(me).scalar(
            select(Attendance).where(Attendance.register_id == me.id, Attendance.attender_id == attender.id)
        )
        return row or self._new_line(attender, Why.REGULAR if attender.times else Why.EXPECTED)

    def attender_of(self, who: uuid.UUID, *, at: datetime) -> Attender:
        """Whom a key means: an attender, whoever they were made one with, or somebody referred. Raises
        NotOnTheList."""
        me = cast("Register", self)
        session = session_of(me)
        attender = session.get(Attender, who)
        while attender is not None and attender.merged_into_id is not None:
            attender = session.get(Attender, attender.merged_into_id)
        attender = attender or self._attender_for(who, at)
        if attender.listing_id != me.listing_id:
            raise NotOnTheList
        return attender

    def _attender_for(self, referral_id: uuid.UUID, at: datetime) -> Attender:
        me = cast("Register", self)
        session = session_of(me)
        referral = session.get(Referral, referral_id)
        if referral is None or referral.listing_id != me.listing_id or referral.sent_at is None:
            raise NotOnTheList
        attender = Attender(
            id=referral.id,
            listing_id=me.listing_id,
            referral_id=referral.id,
            counted_as=referral.person_id,
            called=referral.person.called,
            times=0,
            created_at=at,
            last_active_at=at,
        )
        session.add(attender)
        session.flush()
        return attender

    def _new_line(self, attender: Attender, why: Why) -> Attendance:
        me = cast("Register", self)
        session = session_of(me)
        referral = attender.referral
        row = Attendance(
            register=me,
            attender=attender,
            listing_id=me.listing_id,
            panel_id=me.panel_id,
            group_id=me.group_id,
            team_id=referral.team_id if referral else None,
            counted_as=attender.counted_as,
            on=me.on,
            why=why,
            is_referred=referral is not None,
            came=False,
            is_first=False,
            version=0,
            is_disputed=False,
            lift=Lift.WANTED if referral is not None and referral.lift_wanted else Lift.NONE,
        )
        session.add(row)
        session.flush()
        return row

    def _say(
        self,
        deed: RegisterDeed,
        line: Attendance,
        mark: Mark | None,
        press: Press,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks,
    ) -> None:
        """Write a word down, and let the line say what everybody's last words come to."""
        me = cast("Register", self)
        saw_all = not me.is_closed and (press.seen is None or press.seen == line.version)
        said = self.enter(
            deed, press, acting=acting, at=at, attender_id=line.attender_id, mark=mark, saw_all=saw_all, stands=True
        )
        line.version += 1
        words = [said] if saw_all else last_words(session_of(me), me.id, line.attender_id)
        marks = [word.mark for word in words]
        if not me.is_closed and (len(set(marks)) == 1 or line.mark not in marks):
            self._set(line, words[0], acting=acting, at=at, clocks=clocks)
        others = [word for word in words if word.mark is not line.mark]
        said.stands = mark is line.mark
        line.is_disputed = bool(others)
        line.other_mark = others[-1].mark if others else None
        line.other_by_id = others[-1].by_id if others else None

    def _set(
        self, line: Attendance, word: RegisterEntry, *, acting: Acting, at: datetime, clocks: ReferralClocks
    ) -> None:
        me = cast("Register", self)
        session = session_of(me)
        line.mark, line.came = word.mark, word.mark is not None and word.mark.is_here
        line.marked_by_id, line.pressed_at = word.by_id, word.pressed_at
        attender = line.attender
        attender.last_active_at = max(attender.last_active_at, at)
        for register in {me, *attender.recount(session)}:
            register.recount_names()
        if attender.referral_id is not None:
            move_referral(attender, line, acting=acting, at=at, clocks=clocks)
        if line.came:
            came_again(session, line, at)


def tidy_name(called: str) -> str:
    """A first name as it is kept. Raises RuleBroken when there is none, or it holds a number or an address."""
    name = " ".join(called.split())
    if not name:
        raise RuleBroken("Say what they like to be called.", field="called")
    if len(name) > LONGEST_CALLED:
        raise RuleBroken(f"Keep it to {LONGEST_CALLED} letters: a first name is enough.", field="called")
    if "@" in name or sum(letter.isdigit() for letter in name) >= MOST_DIGITS:
        raise RuleBroken("Just a first name, please: no number and no address.", field="called")
    return name


def move_referral(
    attender: Attender, line: Attendance, *, acting: Acting, at: datetime, clocks: ReferralClocks
) -> None:
    """A first "came" moves the referral; taking the only one away moves it back. A no-show waits until the day is
    closed."""
    session = session_of(line.register)
    referral = Referral.held(session, attender.referral_id) if attender.referral_id else None
    if referral is None:
        return
    if line.came and referral.is_seen_by_group:  # coming is a sign of life: their details stay while they come
        referral.person.last_active_at = max(referral.person.last_active_at, at)
    if line.came and referral.state is State.ACCEPTED:
        referral.note_came(on=line.on, acting=acting, at=at, clocks=clocks)
    elif line.came and referral.state in TO_ANSWER:
        try:
            referral.accept(first=line.on, welcomer="", acting=acting, at=at)
        except ListingFull:
            return  # they were there all the same; the organiser answers for the place
        referral.note_came(on=line.on, acting=acting, at=at, clocks=clocks)
    elif not line.came and attender.times == 0 and referral.state is State.CAME and referral.came_on == line.on:
        referral.undo_came(acting=acting, at=at)
