"""How the tag of a referral's state looks, in every room: a tone and a drawing beside the word."""

from models.referral_words import State

TONES = {
    State.DRAFT: ("quiet", "pencil"),
    State.SENT: ("", "mail"),
    State.SEEN: ("", "eye"),
    State.ACCEPTED: ("good", "tick"),
    State.WAITING: ("", "clock"),
    State.DECLINED: ("no", "cross"),
    State.WITHDRAWN: ("quiet", "undo"),
    State.CAME: ("done", "person"),
    State.SETTLED: ("done", "tick"),
    State.STOPPED: ("quiet", "minus"),
    State.NO_REPLY: ("", "warn"),
}
