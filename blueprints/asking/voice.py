"""The words of a form: "you" for somebody who asks for themself, "they" for somebody who is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms.fields.choices import SelectChoice

from blueprints.asking.person_form import CHILD, NEVER_UNDER, OVER, YOUNG
from blueprints.choices import offered
from models.person import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What each question says. `they` and `their` stand in running words."""

    for_them: bool
    they: str
    their: str
    called: str
    contact: str
    ways: list[SelectChoice]
    safe: str
    needs: str
    day: str
    any_day: str
    would_come: str
    must_know: str
    good_times: str
    about: str
    age: str

    def ages(self, minimum: int) -> list[SelectChoice]:
        """The answers about age on a patch where one may ask from `minimum` years on."""
        minimum = max(minimum, NEVER_UNDER)
        if not self.for_them:
            return offered([(OVER, f"I am {minimum} or over"), (CHILD, f"I am under {minimum}")])
        between = f"{NEVER_UNDER} to {minimum - 1}" if minimum - 1 > NEVER_UNDER else str(NEVER_UNDER)
        some = [(YOUNG, f"They are {between}, and I am a grown-up")] if minimum > NEVER_UNDER else []
        return offered([(OVER, f"They are {minimum} or over"), *some, (CHILD, f"They are under {NEVER_UNDER}")])


def _ways(whom: str) -> list[SelectChoice]:
    return offered(
        [
            (Contact.RING.value, f"Ring {whom}"),
            (Contact.TEXT.value, f"Text {whom}"),
            (Contact.EMAIL.value, f"Email {whom}"),
        ]
    )


FOR_ME = Voice(
    for_them=False,
    they="you",
    their="your",
    called="What do you like to be called?",
    contact="How can we reach you?",
    ways=_ways("me"),
    safe="Is it safe to leave you a message there?",
    needs="What would help you on the day?",
    day="When would you like to come?",
    any_day="Any of them suits me",
    would_come="Is there more to say about days and times?",
    must_know="Is there anything the people there must know?",
    good_times="When is a good time to reach you?",
    about="Tell us more, in a few words, if you like",
    age="How old are you?",
)
FOR_THEM = Voice(
    for_them=True,
    they="they",
    their="their",
    called="What do they like to be called?",
    contact="How can they be reached?",
    ways=_ways("them"),
    safe="Is it safe to leave a message there?",
    needs="What would help them on the day?",
    day="When would they like to come?",
    any_day="Any of them suits them",
    would_come="Is there more to say about days and times?",
    must_know="Is there anything the people there must know?",
    good_times="When is a good time to reach them?",
    about="Tell us more, in a few words, if they like",
    age="How old are they?",
)
