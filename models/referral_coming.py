"""Whether they came, and how it went on."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from models.acting import Acting
from models.call import AlreadyLogged, Call, CallAbout, Outcome
from models.errors import RuleBroken
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_stepping import Stepping, session_of
from models.referral_words import TO_ANSWER, Deed, State, Stop
from models.wall_clock import london_date

if TYPE_CHECKING:
    from models.referral import Referral

TRY_AGAIN_AFTER = timedelta(days=1)
"""When nobody answered the phone."""


class Coming(Stepping):
    """The verbs of what happens on the day and after."""

    def note_came(
        self,
        *,
        on: date | None = None,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """They came, on this (London) day: today when not said. Raises WrongMoment before a yes, RuleBroken for a
        day to come."""
        me = cast("Referral", self)
        self.refuse_unless(State.ACCEPTED)
        day = on or london_date(at)
        if day > london_date(at):
            raise RuleBroken("That day is still to come.", field="on")
        session = session_of(me)
        me.came_on, me.ask_came_on = day, None
        self.step(Deed.CAME, acting=acting, at=at, state=State.CAME, day=day, form_key=form_key)
        Call.let_go(session, me, at, CallAbout.ACCEPTED, CallAbout.NO_SHOW)
        if me.follow_up_agreed:
            due = day + timedelta(days=clocks.follow_up_days)
            Call.ask(session, me, CallAbout.FIRST_SESSION, due_on=due, at=at)

    def arrive(self, *, acting: Acting, at: datetime, clocks: ReferralClocks = USUAL) -> None:
        """The person stands there with their introduction. Where nobody had answered yet, that is the yes as well:
        both steps are written. Raises ListingFull when the last place has gone, HasEnded."""
        me = cast("Referral", self)
        if me.state in TO_ANSWER:
            me.accept(first=london_date(at), welcomer="", acting=acting, at=at)
        self.note_came(acting=acting, at=at, clocks=clocks)

    def note_did_not_come(
        self,
        *,
        on: date | None = None,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
        form_key: uuid.UUID | None = None,
    ) -> None:
        """They were expected and did not come. They stay welcome; a friendly call is due. Raises WrongMoment."""
        me = cast("Referral", self)
        self.refuse_unless(State.ACCEPTED)
        day = on or me.first_date or london_date(at)
        if day > london_date(at):
            raise RuleBroken("That day is still to come.", field="on")
        session = session_of(me)
        me.no_shows += 1
        me.ask_came_on = None
        self.step(Deed.DID_NOT_COME, acting=acting, at=at, day=day, form_key=form_key)
        Call.let_go(session, me, at, CallAbout.ACCEPTED)
        if me.follow_up_agreed:
            Call.ask(session, me, CallAbout.NO_SHOW, due_on=day + timedelta(days=clocks.follow_up_days), at=at)

    def undo_came(self, *, acting: Acting, at: datetime) -> None:
        """It was somebody else, or the wrong line. Raises WrongMoment."""
        me = cast("Referral", self)
        self.refuse_unless(State.CAME)
        me.came_on = None
        self.step(Deed.MISTAKEN, acting=acting, at=at, state=State.ACCEPTED)
        Call.let_go(session_of(me), me, at, CallAbout.FIRST_SESSION)

    def log_call(
        self, call: Call, outcome: Outcome, *, acting: Acting, at: datetime, form_key: uuid.UUID | None = None
    ) -> None:
        """Say what came of a call. No answer brings it back tomorrow. Raises AlreadyLogged."""
        me = cast("Referral", self)
        if call.done_at is not None:
            raise AlreadyLogged
        call.done_at, call.outcome = at, outcome
        call.done_by_id = acting.user.id if acting.user else None
        session = session_of(me)
        self.step(Deed.CALLED, acting=acting, at=at, reason=outcome.value, form_key=form_key)
        if outcome is Outcome.NO_ANSWER:
            Call.ask(session, me, call.about, due_on=london_date(at) + TRY_AGAIN_AFTER, at=at)

    def settle(self, *, acting: Acting, at: datetime, form_key: uuid.UUID | None = None) -> None:
        """They have settled in: the referral is done, the place stays theirs. Raises WrongMoment."""
        me = cast("Referral", self)
        self.refuse_unless(State.CAME)
        Call.let_go(session_of(me), me, at)
        self.step(Deed.SETTLED, acting=acting, at=at, state=State.SETTLED, form_key=form_key)

    def stop(self, reason: Stop, *, acting: Acting, at: datetime, form_key: uuid.UUID | None = None) -> None:
        """They are not going any more, or never did. A place they held comes free. Raises HasEnded."""
        me = cast("Referral", self)
        self.refuse_unless(State.NO_REPLY, State.WAITING, State.ACCEPTED, State.CAME)
        self.step(Deed.STOPPED, acting=acting, at=at, state=State.STOPPED, reason=reason.value, form_key=form_key)
        me.let_go(acting=acting, at=at)
