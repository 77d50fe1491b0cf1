"""Sending a referral, and taking it back."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, cast

from models.acting import Acting
from models.call import Call
from models.consent import ConsentTo
from models.errors import RuleBroken
from models.person import Contact
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_stepping import Stepping, WrongMoment, session_of
from models.referral_words import RUNNING, Deed, State
from models.reply_link import ReplyLink
from models.wall_clock import london_date
from models.working_days import add_working_days

if TYPE_CHECKING:
    from models.referral import Referral


class NoConsent(RuleBroken):
    """Nobody has said yes to these details going to this group."""

    message = "They have not said yes to this group being told. Ask them first."


class TooLateToUndo(RuleBroken):
    """The mail has left."""

    message = "It has left already. You can still take the referral back: the group then loses sight of it."


class Sending(Stepping):
    """The verbs of whoever asks."""

    def send(
        self,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """Ask the group. The promise and the reminders begin to run, in working days of England.

        Raises NoConsent without the person's yes to this group, WrongMoment when it was sent already.
        """
        me = cast("Referral", self)
        self.refuse_unless(State.DRAFT)
        yes = me.consent_to(ConsentTo.SHARE)
        if yes is None or not yes.given:
            raise NoConsent
        follow_up = me.consent_to(ConsentTo.FOLLOW_UP)
        me.follow_up_agreed = follow_up is not None and follow_up.given
        today = london_date(at)
        me.sent_at, me.answered_at, me.reminders, me.asked_later_at = at, None, 0, None
        me.promise_by = add_working_days(today, clocks.promise_working_days)
        me.remind_on = add_working_days(today, clocks.reminder_working_days[0])
        me.to_ring = not me.reply_address
        self.step(Deed.SENT, acting=acting, at=at, state=State.SENT, form_key=form_key)

    def can_be_undone(self, at: datetime, clocks: ReferralClocks = USUAL) -> bool:
        """Whether the mail has not left yet: for a short while after sending."""
        me = cast("Referral", self)
        return me.state is State.SENT and me.sent_at is not None and at < me.sent_at + clocks.undo

    def take_back(self, *, acting: Acting, at: datetime, clocks: ReferralClocks = USUAL) -> None:
        """Undo the sending before its mail has left: it is a draft again. The caller takes the mails out of the outbox.

        Raises TooLateToUndo.
        """
        me = cast("Referral", self)
        if not self.can_be_undone(at, clocks):
            raise TooLateToUndo
        me.sent_at = me.promise_by = me.remind_on = None
        me.to_ring = False
        ReplyLink.end_all(session_of(me), me.id, at)
        self.step(Deed.TAKEN_BACK, acting=acting, at=at, state=State.DRAFT)

    def withdraw(self, *, acting: Acting, at: datetime, form_key: uuid.UUID | None = None) -> None:
        """Take it back: the group loses sight of the person, and a place it held comes free.

        Raises HasEnded.
        """
        me = cast("Referral", self)
        self.refuse_unless(State.DRAFT, *RUNNING)
        for consent in me.consents:
            consent.withdrawn_at = consent.withdrawn_at or at
        self.step(Deed.WITHDRAWN, acting=acting, at=at, state=State.WITHDRAWN, form_key=form_key)
        me.let_go(acting=acting, at=at)

    def put_right(
        self,
        *,
        called: str,
        contact: Contact,
        reach: str,
        message_safe: bool | None,
        good_times: str,
        acting: Acting,
        at: datetime,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """Mend a name or a number that was written down wrongly, for all who know this person. Raises HasEnded."""
        me = cast("Referral", self)
        self.refuse_unless(*RUNNING)
        person = me.person
        person.called, person.contact, person.reach = called, contact, reach
        person.message_safe, person.good_times = message_safe, good_times
        self.step(Deed.PUT_RIGHT, acting=acting, at=at, form_key=form_key)

    def let_go(self, *, acting: Acting, at: datetime) -> None:
        """Links die, calls leave the desk, and a place that was held goes to the first on the waiting list."""
        from models.waiting_list import place_freed

        me = cast("Referral", self)
        session = session_of(me)
        me.remind_on = me.ask_came_on = None
        me.to_ring = False
        ReplyLink.end_all(session, me.id, at)
        Call.let_go(session, me, at)
        if me.has_place:
            me.has_place = False
            session.flush()
            place_freed(session, me.listing, acting=acting, at=at)

    def erase(self, *, acting: Acting, at: datetime) -> None:
        """Let go of what is personal in the referral and its steps. The person's own row is erased by its owner."""
        me = cast("Referral", self)
        me.would_come = me.must_know = me.welcomer = None
        for step in me.steps:
            step.words = None
        self.step(Deed.ERASED, acting=acting, at=at)


__all__ = ["NoConsent", "Sending", "TooLateToUndo", "WrongMoment"]
