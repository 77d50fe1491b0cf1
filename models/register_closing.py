"""Closing the day: the register is locked with who and when, and what follows by itself begins."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from models.acting import Acting
from models.errors import RuleBroken
from models.missed import ask_after
from models.referral import Referral
from models.referral_clocks import USUAL, ReferralClocks
from models.referral_words import State
from models.register_entry import Press
from models.register_pressing import Pressing, session_of
from models.register_words import Keeping, Mark, RegisterDeed, SessionState
from models.wall_clock import london_date

if TYPE_CHECKING:
    from models.register import Register

LONGEST_REASON = 200


class ToSettleFirst(RuleBroken):
    """Two people said different things."""

    message = "Two marks differ. Say which one is right, then close the day."


class NotClosed(RuleBroken):
    """There is nothing to open."""

    message = "This day is open already."


class WasCalledOff(RuleBroken):
    """People have been told that it is not on."""

    message = "This one was called off. Say that it is on after all: then everybody hears it."


class Closing(Pressing):
    """The verbs of the day as a whole."""

    def close(
        self,
        state: SessionState | None,
        press: Press,
        *,
        acting: Acting,
        at: datetime,
        clocks: ReferralClocks = USUAL,
    ) -> None:
        """Lock the day. `state` says what became of the session: None means that it ran, when somebody came.

        Whoever was expected and not marked keeps an empty line. First-timers who did not come are told to whoever
        referred them. Raises RegisterClosed, ToSettleFirst, StillToCome, RuleBroken.
        """
        me = cast("Register", self)
        if self.has_press(press.key):
            return
        self.refuse_if_closed()
        self.refuse_before_the_day(at)
        if me.is_disputed:
            raise ToSettleFirst
        me.state = _what_became(me, state)
        self._write_the_rest(at)
        me.closed_at, me.closed_by_id = at, acting.user.id if acting.user else None
        self.enter(RegisterDeed.CLOSED, press, acting=acting, at=at, state=me.state)
        if not me.state.is_cancelled:
            self._note_no_shows(acting, at, clocks)
        if me.state is SessionState.RAN:
            ask_after(session_of(me), me, at=at, clocks=clocks)

    def reopen(self, reason: str, press: Press, *, acting: Acting, at: datetime) -> None:
        """Open a closed day again, and say why. Raises NotClosed, RuleBroken without a reason."""
        me = cast("Register", self)
        if self.has_press(press.key):
            return
        if not me.is_closed:
            raise NotClosed
        if me.state is not None and me.state.is_cancelled:
            raise WasCalledOff
        words = " ".join(reason.split())
        if not words:
            raise RuleBroken("Say why you open it again.", field="reason")
        if len(words) > LONGEST_REASON:
            raise RuleBroken(f"Keep it to {LONGEST_REASON} letters.", field="reason")
        me.closed_at = me.closed_by_id = None
        self.enter(RegisterDeed.REOPENED, press, acting=acting, at=at, words=words)

    def _write_the_rest(self, at: datetime) -> None:
        """A line for everybody who was expected: the page stays as it was on the day. None where heads are counted."""
        from models.expected import lines_of

        me = cast("Register", self)
        if me.keeping is Keeping.HEADS:
            return
        for line in lines_of(session_of(me), me.listing_id, me.on, me, today=london_date(at)):
            if line.attendance is None:
                me.line_of(line.who, at=at)

    def _note_no_shows(self, acting: Acting, at: datetime, clocks: ReferralClocks) -> None:
        me = cast("Register", self)
        session = session_of(me)
        for row in me.attendances:
            if row.mark is not Mark.ABSENT or row.attender.referral_id is None:
                continue
            referral = Referral.held(session, row.attender.referral_id)
            told = referral is None or referral.state is not State.ACCEPTED or _is_told(referral, me)
            if referral is not None and not told:
                referral.note_did_not_come(on=me.on, acting=acting, at=at, clocks=clocks)


def _what_became(me: "Register", state: SessionState | None) -> SessionState:
    if state is None and not me.people:
        raise RuleBroken("Nobody is marked as here. Say what became of this session.", field="state")
    if me.people and state is SessionState.NOBODY:
        raise RuleBroken(f"{me.people} came, by the marks. Say that it ran.", field="state")
    if me.people and state is not None and state.is_cancelled:
        raise RuleBroken(f"{me.people} came, by the marks. Take the marks away, or say that it ran.", field="state")
    if state is SessionState.RAN and not me.people:
        raise RuleBroken("Nobody is marked as here. Choose “Nobody came”, or mark who did.", field="state")
    return state or SessionState.RAN


def _is_told(referral: Referral, me: "Register") -> bool:
    """Whether this no-show was noted when the day was closed before."""
    from models.referral_words import Deed

    return any(step.deed is Deed.DID_NOT_COME and step.day == me.on for step in referral.steps)
