"""Marking a register: who came. Two people's marks that differ are both kept, until somebody says which is right."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import case, func, select

from models.acting import Acting
from models.attendance import Attendance
from models.attender import LONGEST_CALLED, Attender
from models.errors import RuleBroken
from models.intake import ListingFull
from models.referral import Referral
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_words import TO_ANSWER, State
from models.register_entry import Press
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
        me = cast("Register", self)
        if mark is not None and mark is not Mark.APOLOGIES:
            self.refuse_before_the_day(min(at, press.at) if press.phone is None else at)
        line = self.line_of(who, at=at)
        if self.has_press(press.key):
            return line
        stands = not me.is_closed and not self._differs(line, mark, press, acting)
        late = not stands and self._was_earlier(line, press, acting) and not me.is_closed
        self.enter(
            RegisterDeed.MARKED, press, acting=acting, at=at, attender_id=line.attender_id, mark=mark, stands=stands
        )
        if stands:
            self._set(line, mark, press, acting, at=at, clocks=clocks)
        elif mark is not line.mark and not late:
            line.other_mark, line.is_disputed = mark, True
            line.other_by_id = acting.user.id if acting.user else None
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
        stands = not me.is_closed
        self.enter(
            RegisterDeed.WALKED_IN, press, acting=acting, at=at, attender_id=attender.id, mark=Mark.CAME, stands=stands
        )
        if stands:
            self._set(line, Mark.CAME, press, acting, at=at, clocks=clocks)
        else:
            line.other_mark, line.is_disputed = Mark.CAME, True
            line.other_by_id = acting.user.id if acting.user else None
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
        self.enter(RegisterDeed.SETTLED, press, acting=acting, at=at, attender_id=line.attender_id, mark=mark)
        line.is_disputed, line.other_mark, line.other_by_id = False, None, None
        self._set(line, mark, press, acting, at=at, clocks=clocks)
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
        session = session_of(me)
        attender = session.get(Attender, who)
        while attender is not None and attender.merged_into_id is not None:
            attender = session.get(Attender, attender.merged_into_id)
        attender = attender or self._attender_for(who, at)
        if attender.listing_id != me.listing_id:
            raise NotOnTheList
        row = session.scalar(
            select(Attendance).where(Attendance.register_id == me.id, Attendance.attender_id == attender.id)
        )
        return row or self._new_line(attender, Why.REGULAR if attender.times else Why.EXPECTED)

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

    def _differs(self, line: Attendance, mark: Mark | None, press: Press, acting: Acting) -> bool:
        """Whether somebody else said something different that this press had not seen."""
        if line.version == 0 or mark is line.mark or press.seen is None or press.seen == line.version:
            return False
        if press.phone is not None and press.phone == line.marked_on_phone:
            return False
        same_person = acting.user is not None and acting.user.id == line.marked_by_id
        return not same_person or self._was_earlier(line, press, acting)

    def _was_earlier(self, line: Attendance, press: Press, acting: Acting) -> bool:
        """Whether the same person said something else later: then that is what they meant."""
        same_person = acting.user is not None and acting.user.id == line.marked_by_id
        return same_person and line.pressed_at is not None and press.at < line.pressed_at

    def _set(
        self,
        line: Attendance,
        mark: Mark | None,
        press: Press,
        acting: Acting,
        *,
        at: datetime,
        clocks: ReferralClocks,
    ) -> None:
        me = cast("Register", self)
        session = session_of(me)
        line.mark, line.came = mark, mark is not None and mark.is_here
        line.version += 1
        line.marked_by_id = acting.user.id if acting.user else None
        line.marked_on_phone, line.pressed_at = press.phone, min(press.at, at)
        attender = line.attender
        attender.last_active_at = max(attender.last_active_at, at)
        for register in {me, *attender.recount(session)}:
            register.recount_names()
        if attender.referral_id is not None:
            _move_referral(attender, line, acting=acting, at=at, clocks=clocks)


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


def _move_referral(
    attender: Attender, line: Attendance, *, acting: Acting, at: datetime, clocks: ReferralClocks
) -> None:
    """A first "came" moves the referral; taking the only one away moves it back. A no-show waits until the day is
    closed."""
    session = session_of(line.register)
    referral = Referral.held(session, attender.referral_id) if attender.referral_id else None
    if referral is None:
        return
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
