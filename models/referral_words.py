"""The words of a referral: its states, the deeds that change them, the coded reasons. Labels are what people read."""

from enum import StrEnum


class State(StrEnum):
    """Where a referral stands. *Accepted* and *came* are different facts."""

    DRAFT = "draft"
    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CAME = "came"
    SETTLED = "settled"
    STOPPED = "stopped"
    NO_REPLY = "no-reply"

    @property
    def label(self) -> str:
        return {
            "draft": "Not sent yet",
            "sent": "Sent",
            "seen": "Seen",
            "accepted": "Welcome to come",
            "waiting": "On the waiting list",
            "declined": "Not this time",
            "withdrawn": "Taken back",
            "came": "Came",
            "settled": "Settled in",
            "stopped": "Stopped going",
            "no-reply": "No reply",
        }[self.value]


UNANSWERED = (State.SENT, State.SEEN)
"""An answer is promised, and reminders go."""
TO_ANSWER = (State.SENT, State.SEEN, State.WAITING, State.NO_REPLY)
"""The group may still say yes or no; a listing with one of these cannot be removed."""
RUNNING = (State.SENT, State.SEEN, State.NO_REPLY, State.WAITING, State.ACCEPTED, State.CAME)
ENDED = (State.DECLINED, State.WITHDRAWN, State.SETTLED, State.STOPPED)
SEEN_BY_GROUP = (State.SENT, State.SEEN, State.NO_REPLY, State.WAITING, State.ACCEPTED, State.CAME)
"""While it is one of these the group has sight of the person. Declining, withdrawing and closing take it away."""


class Deed(StrEnum):
    """What somebody did: each makes one step."""

    DRAFTED = "drafted"
    SENT = "sent"
    TAKEN_BACK = "taken-back"
    SEEN = "seen"
    REMINDED = "reminded"
    ASKED_LATER = "asked-later"
    ASKED_FOR_A_CALL = "asked-for-a-call"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    NO_REPLY = "no-reply"
    WITHDRAWN = "withdrawn"
    CAME = "came"
    DID_NOT_COME = "did-not-come"
    MISTAKEN = "mistaken"
    CALLED = "called"
    PUT_RIGHT = "put-right"
    SETTLED = "settled"
    STOPPED = "stopped"
    ERASED = "erased"

    @property
    def label(self) -> str:
        return {
            "drafted": "Begun",
            "sent": "Sent to the group",
            "taken-back": "Taken back before it left",
            "seen": "Opened by the group",
            "reminded": "Reminder sent to the group",
            "asked-later": "The group asked for more time",
            "asked-for-a-call": "The group asks for a call",
            "accepted": "The group said yes",
            "waiting": "Put on the waiting list",
            "offered": "A place came free",
            "declined": "The group said no",
            "no-reply": "No answer in the time promised",
            "withdrawn": "Taken back",
            "came": "Came",
            "did-not-come": "Did not come",
            "mistaken": "“Came” was a mistake",
            "called": "Rung",
            "put-right": "Name or number put right",
            "settled": "Settled in",
            "stopped": "Stopped going",
            "erased": "Name and details erased",
        }[self.value]


class Decline(StrEnum):
    """Why a group says no."""

    FULL = "full"
    WRONG_GROUP = "wrong-group"
    MORE_FACTS = "more-facts"
    ACCESS = "access"
    TOO_FAR = "too-far"
    NOT_RUNNING = "not-running"
    NOT_SAFE = "not-safe"
    NO_CONTACT = "no-contact"
    CHANGED_MIND = "changed-mind"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "full": "We are full",
            "wrong-group": "We are not the right group for this",
            "more-facts": "We need to know more first",
            "access": "We cannot meet a need they have",
            "too-far": "It is too far for them",
            "not-running": "We are not running just now",
            "not-safe": "It would not be safe for our volunteers",
            "no-contact": "We could not reach them",
            "changed-mind": "They changed their mind",
            "other": "Something else",
        }[self.value]


class Stop(StrEnum):
    """Why somebody stopped going."""

    ENJOYED = "enjoyed"
    NOT_FOR_THEM = "not-for-them"
    COULD_NOT_GET_THERE = "could-not-get-there"
    UNWELL = "unwell"
    CARING_OR_WORK = "caring-or-work"
    MOVED_AWAY = "moved-away"
    FOUND_ELSE = "found-else"
    DIED = "died"
    NO_CONTACT = "no-contact"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "enjoyed": "Enjoyed it and moved on",
            "not-for-them": "Not for them",
            "could-not-get-there": "Could not get there",
            "unwell": "Unwell",
            "caring-or-work": "Caring or work",
            "moved-away": "Moved away",
            "found-else": "Found something else",
            "died": "Died",
            "no-contact": "No contact",
            "other": "Something else",
        }[self.value]


class GoAlong(StrEnum):
    """Whether they would like company the first time."""

    NO = "no"
    AT_THE_DOOR = "at-the-door"
    COME_ALONG = "come-along"

    @property
    def label(self) -> str:
        return {
            "no": "No, thank you",
            "at-the-door": "Somebody to meet them at the door",
            "come-along": "Somebody to go along with them",
        }[self.value]


class Source(StrEnum):
    """How a referral began."""

    LINK_WORKER = "link-worker"
    ASKED = "asked"
    ASKED_FOR = "asked-for"

    @property
    def label(self) -> str:
        return {
            "link-worker": "From a link worker",
            "asked": "They asked themselves",
            "asked-for": "Somebody asked for them",
        }[self.value]
