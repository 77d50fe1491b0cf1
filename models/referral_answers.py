"""What a group answers: yes on a day, a wait, a no with its reason, more time once, or "please ring me"."""

import uuid
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast

from models.acting import Acting
from models.call import Call, CallAbout
from models.errors import RuleBroken
from models.intake import ListingFull, take_place, tell_the_board
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_stepping import AlreadyAnswered, Stepping, session_of
from models.referral_words import TO_ANSWER, UNANSWERED, Decline, Deed, State
from models.reply_link import ReplyLink
from models.wall_clock import london_date
from models.working_days import add_working_days

if TYPE_CHECKING:
    from models.referral import Referral


class NoMoreTime(RuleBroken):
    """They have asked for more time once."""

    message = "You have asked for more time once already. Please answer now, or ask to be rung."


class Answers(Stepping):
    """The verbs of whoever is asked."""

    def see(self, *, acting: Acting, at: datetime) -> None:
        """Somebody at the group opened it on purpose. Seeing it again is no new step."""
        me = cast("Referral", self)
        if me.state is State.SENT:
            self.step(Deed.SEEN, acting=acting, at=at, state=State.SEEN)

    def accept(
        self,
        *,
        first: date,
        starts: time | None = None,
        welcomer: str = "",
        acting: Acting,
        at: datetime,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """Say yes: come on this day, and this person looks out for you. Also a new day for somebody accepted before.

        Takes a place where places are counted. Raises ListingFull, AlreadyAnswered, HasEnded, or RuleBroken for a
        day that has passed.
        """
        me = cast("Referral", self)
        self.refuse_unless(*TO_ANSWER, State.ACCEPTED)
        if first < london_date(at):
            raise RuleBroken("Choose a day that is still to come.", field="first")
        session = session_of(me)
        if not me.has_place:
            if not take_place(session, me.listing_id):
                raise ListingFull(field="answer")
            me.has_place = True
            tell_the_board(session, me.listing, by=acting.user, at=at)
        me.first_date, me.first_starts, me.welcomer = first, starts, welcomer.strip() or None
        me.ask_came_on = first if me.follow_up_agreed else None
        self._answered(at)
        self.step(
            Deed.ACCEPTED,
            acting=acting,
            at=at,
            state=State.ACCEPTED,
            day=first,
            words=me.welcomer,
            form_key=form_key,
        )
        Call.let_go(session, me, at, CallAbout.WAITING, CallAbout.NO_REPLY, CallAbout.GROUP_ASKS, CallAbout.NO_SHOW)
        Call.ask(session, me, CallAbout.ACCEPTED, due_on=london_date(at), at=at)

    def put_on_waiting_list(
        self, *, until: date | None = None, acting: Acting, at: datetime, form_key: uuid.UUID | None = None
    ) -> None:
        """Yes, but there is a wait, until about this day. Raises AlreadyAnswered or HasEnded."""
        me = cast("Referral", self)
        self.refuse_unless(*UNANSWERED, State.NO_REPLY)
        session = session_of(me)
        me.waiting_since, me.waiting_until = at, until
        self._answered(at)
        self.step(Deed.WAITING, acting=acting, at=at, state=State.WAITING, day=until, form_key=form_key)
        Call.let_go(session, me, at, CallAbout.NO_REPLY, CallAbout.GROUP_ASKS)
        Call.ask(session, me, CallAbout.WAITING, due_on=london_date(at), at=at)

    def decline(
        self,
        reason: Decline,
        *,
        until: date | None = None,
        acting: Acting,
        at: datetime,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """Say no, with a coded reason (FULL may say until when). The group loses sight of the person.

        Also after a yes, when it cannot be after all. Raises HasEnded.
        """
        me = cast("Referral", self)
        self.refuse_unless(*TO_ANSWER, State.ACCEPTED)
        session = session_of(me)
        self._answered(at)
        self.step(
            Deed.DECLINED,
            acting=acting,
            at=at,
            state=State.DECLINED,
            reason=reason.value,
            day=until,
            form_key=form_key,
        )
        me.let_go(acting=acting, at=at)
        Call.ask(session, me, CallAbout.DECLINED, due_on=london_date(at), at=at)

    def ask_later(
        self,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """Ask for more time, once: promise and reminder move on together. Raises NoMoreTime, AlreadyAnswered."""
        me = cast("Referral", self)
        self.refuse_unless(*UNANSWERED)
        if me.asked_later_at is not None:
            raise NoMoreTime(field="answer")
        today = london_date(at)
        me.asked_later_at = at
        me.promise_by = add_working_days(max(me.promise_by or today, today), clocks.more_time_working_days)
        me.remind_on = add_working_days(today, clocks.more_time_working_days)
        ReplyLink.end_all(session_of(me), me.id, at)
        self.step(Deed.ASKED_LATER, acting=acting, at=at, state=State.SEEN, day=me.remind_on, form_key=form_key)

    def ask_for_call(self, *, acting: Acting, at: datetime, form_key: uuid.UUID | None = None) -> None:
        """ "Please ring me", with no word why: the call goes on the link worker's desk for today. Raises HasEnded."""
        me = cast("Referral", self)
        self.refuse_unless(*TO_ANSWER, State.ACCEPTED, State.CAME)
        self.step(Deed.ASKED_FOR_A_CALL, acting=acting, at=at, form_key=form_key)
        Call.ask(session_of(me), me, CallAbout.GROUP_ASKS, due_on=london_date(at), at=at)

    def remind(self, *, acting: Acting, at: datetime, clocks: ReferralClocks = USUAL) -> None:
        """Note that a reminder goes, and when the next is due: never more than there are in the clocks."""
        me = cast("Referral", self)
        self.refuse_unless(*UNANSWERED)
        me.reminders += 1
        days = clocks.reminder_working_days
        more = me.reminders < len(days) and me.asked_later_at is None and me.sent_at is not None
        me.remind_on = add_working_days(london_date(me.sent_at), days[me.reminders]) if more and me.sent_at else None
        self.step(Deed.REMINDED, acting=acting, at=at)

    def note_no_reply(self, *, acting: Acting, at: datetime) -> None:
        """The promise has passed without an answer: the links are dead and the link worker is told."""
        me = cast("Referral", self)
        self.refuse_unless(*UNANSWERED)
        session = session_of(me)
        me.remind_on = None
        ReplyLink.end_all(session, me.id, at)
        self.step(Deed.NO_REPLY, acting=acting, at=at, state=State.NO_REPLY)
        Call.ask(session, me, CallAbout.NO_REPLY, due_on=london_date(at), at=at)

    def offer_place(self, *, acting: Acting, at: datetime) -> None:
        """A place came free and is held for them: the group is asked for a day."""
        me = cast("Referral", self)
        self.refuse_unless(State.WAITING)
        me.has_place, me.offered_at = True, at
        self.step(Deed.OFFERED, acting=acting, at=at)

    def _answered(self, at: datetime) -> None:
        me = cast("Referral", self)
        me.answered_at = me.answered_at or at
        me.remind_on = None
        me.to_ring = False
        ReplyLink.end_all(session_of(me), me.id, at)


__all__ = ["AlreadyAnswered", "Answers", "ListingFull", "NoMoreTime"]
