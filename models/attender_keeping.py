"""What a group keeps of somebody who comes: their first name, who rings them when they are missed, and whether they
still come."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from models.contacts import ContactWrong, read_phone
from models.errors import RuleBroken

if TYPE_CHECKING:
    from models.attender import Attender

LONGEST_RINGER = 40
"""Letters: "Derek", "Mrs Okafor"."""


class NameFromElsewhere(RuleBroken):
    """Somebody who was sent is called what they told whoever sent them."""

    message = "This name came with whoever sent them. Ask them to put it right."


class Kept:
    """The verbs of one person on a group's list."""

    def put_name_right(self, called: str, *, at: datetime) -> None:
        """They are called this. Raises NameFromElsewhere, RuleBroken for no name or one that holds a number."""
        from models.register_marking import tidy_name

        me = cast("Attender", self)
        if me.referral_id is not None:
            raise NameFromElsewhere
        me.called, me.last_active_at = tidy_name(called), at

    def agree_ringing(self, rung_by: str, number: str, *, said_yes: bool, at: datetime) -> None:
        """Who agreed to ring them when they are missed, and a number they gave for that call. An empty number leaves
        the one there is. Raises RuleBroken without a ringer, for what is no number, or for one without their yes."""
        me = cast("Attender", self)
        who = " ".join(rung_by.split())
        if not who:
            raise RuleBroken("Say who agreed to ring them.", field="rung_by")
        if len(who) > LONGEST_RINGER:
            raise RuleBroken(f"Keep it to {LONGEST_RINGER} letters: a first name is enough.", field="rung_by")
        reach = _read(number)
        if reach and not said_yes:
            raise RuleBroken("Ask them first. Tick the box when they have said yes.", field="said_yes")
        me.rung_by, me.reach, me.last_active_at = who, reach or me.reach, at

    def forget_ringing(self, *, at: datetime) -> None:
        """Nobody rings them, and their number is gone."""
        me = cast("Attender", self)
        me.rung_by = me.reach = None
        me.last_active_at = at

    def leave(self, *, at: datetime) -> None:
        """They do not come any more: nobody expects them."""
        me = cast("Attender", self)
        me.left_at = me.left_at or at

    def come_back(self) -> None:
        """They come after all."""
        cast("Attender", self).left_at = None


def _read(number: str) -> str:
    try:
        return read_phone(number)
    except ContactWrong as refusal:
        raise ContactWrong(refusal.message, field="number") from refusal
