"""The words of registers: marks, what became of a session, what was done to a register. Labels are what people read."""

from enum import StrEnum


class Mark(StrEnum):
    """What is said of one person on one day."""

    CAME = "came"
    PART = "part"
    APOLOGIES = "apologies"
    ABSENT = "did-not-come"

    @property
    def label(self) -> str:
        return {
            "came": "Came",
            "part": "Came late or left early",
            "apologies": "Sent apologies",
            "did-not-come": "Did not come",
        }[self.value]

    @property
    def is_here(self) -> bool:
        """Whether they were there, for all of it or a part."""
        return self in (Mark.CAME, Mark.PART)


class SessionState(StrEnum):
    """What became of a session."""

    RAN = "ran"
    CANCELLED = "cancelled"
    WEATHER = "weather"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {
            "ran": "It ran",
            "cancelled": "We cancelled it",
            "weather": "The weather or the venue stopped it",
            "nobody": "Nobody came",
        }[self.value]

    @property
    def is_cancelled(self) -> bool:
        return self in (SessionState.CANCELLED, SessionState.WEATHER)


class Keeping(StrEnum):
    """How a register is kept: by names, or heads are counted and no name is written down."""

    NAMES = "names"
    HEADS = "heads"

    @property
    def label(self) -> str:
        return {"names": "By names", "heads": "Just count heads"}[self.value]


class Why(StrEnum):
    """Why somebody stands on a register."""

    EXPECTED = "expected"
    REGULAR = "regular"
    WALKED_IN = "walked-in"

    @property
    def label(self) -> str:
        return {"expected": "Expected", "regular": "Comes often", "walked-in": "Walked in"}[self.value]


class Lift(StrEnum):
    """Where a lift stands."""

    NONE = "none"
    WANTED = "wanted"
    OFFERED = "offered"
    TAKEN = "taken"

    @property
    def label(self) -> str:
        return {
            "none": "No lift",
            "wanted": "Would like a lift",
            "offered": "Lift offered",
            "taken": "Lift taken",
        }[self.value]


class RegisterDeed(StrEnum):
    """What somebody did to a register: each makes one entry of its history."""

    OPENED = "opened"
    MARKED = "marked"
    WALKED_IN = "walked-in"
    COUNTED = "counted"
    KEPT_BY = "kept-by"
    MONEY = "money"
    NOTED = "noted"
    LIFT = "lift"
    SETTLED = "settled"
    JOINED = "joined"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    ON_AGAIN = "on-again"

    @property
    def label(self) -> str:
        return {
            "opened": "Opened",
            "marked": "Marked",
            "walked-in": "Walked in",
            "counted": "Heads counted",
            "kept-by": "Kept another way",
            "money": "Money noted",
            "noted": "Note written",
            "lift": "Lift noted",
            "settled": "A difference settled",
            "joined": "Two lines made one",
            "closed": "Closed",
            "reopened": "Opened again",
            "cancelled": "Session called off",
            "on-again": "On after all",
        }[self.value]
