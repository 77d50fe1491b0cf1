"""The four questions of the Office for National Statistics about personal wellbeing, before and after. Optional.

Wording and order are those of the harmonised standard (Government Analysis Function, "Personal well-being"); the
answers stand apart from each other and are never summed. "Prefer not to say" and "don't know" are no numbers.
"""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, EnumText, Identified
from models.errors import RuleBroken
from models.sealed import SealedJson

INTRODUCTION = (
    "Next I would like to ask you four questions about your feelings on aspects of your life. There are no right or"
    " wrong answers. For each of these questions I’d like you to give an answer on a scale of 0 to 10, where 0 is"
    " “not at all” and 10 is “completely”."
)
QUESTIONS = {
    "satisfied": "Overall, how satisfied are you with your life nowadays?",
    "worthwhile": "Overall, to what extent do you feel that the things you do in your life are worthwhile?",
    "happy": "Overall, how happy did you feel yesterday?",
    "anxious": (
        "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall, how anxious did you feel"
        " yesterday?"
    ),
}
HIGHEST = 10
NOT_SAID = {"prefer-not": "Prefer not to say", "dont-know": "Don’t know"}
YOUNGEST = 16
"""The standard's own youngest age."""


class WhenAsked(StrEnum):
    """At which end of the episode."""

    BEFORE = "before"
    AFTER = "after"

    @property
    def label(self) -> str:
        return {"before": "At the start", "after": "Afterwards"}[self.value]


class Wellbeing(Identified, Base):
    """One person's answers at one time, sealed."""

    __tablename__ = "wellbeing"
    __table_args__ = (UniqueConstraint("person_id", "when_asked"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    when_asked: Mapped[WhenAsked] = mapped_column(EnumText(WhenAsked))
    answers: Mapped[dict[str, str]] = mapped_column(SealedJson)
    """By the keys of QUESTIONS: "0" to "10", or a key of NOT_SAID."""
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))


def read_answers(said: dict[str, str]) -> dict[str, str]:
    """The four answers, each a number from 0 to 10 or one of NOT_SAID. Raises RuleBroken naming the question."""
    for key in QUESTIONS:
        answer = said.get(key, "")
        if answer not in NOT_SAID and not (answer.isdecimal() and answer.isascii() and int(answer) <= HIGHEST):
            raise RuleBroken("Choose a number from 0 to 10, or “prefer not to say”.", field=key)
    return {key: said[key] if said[key] in NOT_SAID else str(int(said[key])) for key in QUESTIONS}
