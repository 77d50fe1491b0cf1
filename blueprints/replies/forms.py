"""The forms of answers: those behind a mailed link carry no session, those of signed-in pages do."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from itsdangerous import BadData
from markupsafe import Markup
from wtforms import HiddenField, IntegerField, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from blueprints import clock
from blueprints.choices import labelled, offered
from blueprints.forms import Form
from blueprints.once import OnceForm
from blueprints.public_forms import HOURS_A_FORM_LASTS, PublicForm, new_token
from blueprints.replies.days import month_ends
from blueprints.replies.fields import BigChoice, Choice, DayField, FirstDay, WhyNot
from models.intake import Asking
from models.referral import Referral
from models.referral_words import State

MOST_PLACES = 999


class LinkForm(PublicForm):
    """A form behind a secret link. The address is the secret; the sealed token says that the form is ours and which
    one. Nobody is asked to be slow: an answer takes a minute, and one button less."""

    purpose: ClassVar[str] = "reply"

    @property
    def key(self) -> uuid.UUID:
        return self.submission_id

    @property
    def is_ours(self) -> bool:
        """Whether the sealed token is one that we have made, however long ago."""
        try:
            return bool(self._made()["id"])
        except BadData:
            return False

    def hidden_tag(self, *fields: Any) -> Markup:
        return Form.hidden_tag(self, *fields)

    def find_problem(self) -> str | None:
        try:
            age = clock.now().timestamp() - self._made()["at"]
        except BadData:
            age = float("inf")
        if age <= HOURS_A_FORM_LASTS * 3600:
            return None
        self.public_token.data = new_token(self.purpose)
        return "This page had been open for a long time. Look it over, then press the button again."


class Answer(FirstDay, WhyNot):
    """Yes on a day, yes after a wait, no, later, or "please ring me"."""

    answer = BigChoice("Your answer", choices=[])
    until = SelectField("Until about when?", choices=[], validate_choice=False)

    def suit(self, referral: Referral, days: list[tuple[str, str]]) -> None:
        """Offer what this referral can still be answered with."""
        form: Any = self
        self.offer_days(days)
        ends = offered(month_ends(clock.today()))
        form.until.choices = form.full_until.choices = ends
        form.answer.choices = offered((value, value) for value in answers_to(referral))
        form.answer.data = form.answer.data if form.answer.raw_data else form.answer.data or "yes"

    def is_whole(self) -> bool:
        """Whether the chosen answer has what it needs; what is missing stands at its field."""
        chosen: Any = self.answer
        for field in self._not_asked():
            field.errors = []
        if chosen.errors:
            return False
        if chosen.data == "yes":
            return self.needs_day() and not self.welcomer.errors
        return self.needs_reason() if chosen.data == "no" else True

    def _not_asked(self) -> list[Any]:
        """The boxes under answers that were not chosen: whatever stands in them is nobody's fault."""
        form: Any = self
        asked = {"yes": (form.first, form.other_day, form.welcomer), "wait": (form.until,)}
        asked["no"] = (form.why, form.full_until)
        return [field for answer, fields in asked.items() if answer != form.answer.data for field in fields]


def answers_to(referral: Referral) -> list[str]:
    """Which answers may still be given: a wait and more time before the first answer, a call where there is a team."""
    unanswered = referral.state in (State.SENT, State.SEEN)
    choices = ["yes"]
    if unanswered or referral.state is State.NO_REPLY:
        choices.append("wait")
    choices.append("no")
    if unanswered and referral.asked_later_at is None:
        choices.append("later")
    return [*choices, "call"] if referral.team_id else choices


class Came:
    """Whether they came."""

    came = BigChoice("Did they come?", choices=offered([("yes", "Yes, they came"), ("no", "No, they did not")]))
    on = DayField("Was it another day?", back=True, description="Such as 4 May. Leave it empty if it was that day.")


class LinkAnswerForm(Answer, LinkForm):
    """The answer from the mail."""


class LinkCameForm(Came, LinkForm):
    """Whether they came, from the mail."""


class ArrivalForm(LinkForm):
    """ "We have met", from the sheet."""

    purpose = "arrival"


class AnswerForm(Answer, OnceForm):
    """The answer, signed in."""


class CameForm(Came, OnceForm):
    """Whether they came, signed in."""


class DayForm(FirstDay, OnceForm):
    """A new first day."""


class RegretForm(WhyNot, OnceForm):
    """It cannot be after all."""


class PressForm(OnceForm):
    """One button."""


class RoomForm(Form):
    """Room for new people."""

    taking = BigChoice(
        "Are you taking new people?",
        choices=offered([("open", "Yes"), ("few", "Yes, a few"), ("full", "Full"), ("paused", "Not just now")]),
    )
    places_left = IntegerField(
        "How many new people can still come?",
        description="Each yes takes one. Leave it empty if you do not count.",
        validators=[Optional(), NumberRange(0, MOST_PLACES, message=f"Write a number from 0 to {MOST_PLACES}.")],
    )
    full_until = DayField(
        "Until when?", description="Such as 4 May: then it opens again by itself. Leave it empty if you do not know."
    )
    paused_until = DayField(
        "When do you take people again?", description="Such as 4 May: then it starts again by itself."
    )
    asking = Choice("What may somebody you do not know do?", choices=labelled(Asking))
    based_on = HiddenField()

    def validate_places_left(self, field: Any) -> None:
        if field.process_errors:
            field.process_errors = []
            raise ValidationError("Put it in figures, such as 3.")
