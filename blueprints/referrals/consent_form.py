"""Their yes: a question for each group, one about being asked afterwards, and how and when they said it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import Field, RadioField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.choices import labelled, offered
from blueprints.once import OnceForm
from models.consent import Consent, ConsentTo, HowSaid
from models.people import User
from models.reading_moments import moment_words, read_moment
from models.referral import Referral
from models.wall_clock import london_date

YES, NO = "yes", "no"
ASKED_IN = (HowSaid.FACE_TO_FACE, HowSaid.PHONE, HowSaid.WRITING)


class ConsentForm(OnceForm):
    """The questions that are the same for every group. `consent_form` adds one for each."""

    follow_up = RadioField(
        "Did they say yes to that?",
        choices=offered([(YES, "Yes"), (NO, "No: it changes nothing")]),
        validators=[InputRequired("Say if we may ask how it went. A no is fine.")],
    )
    how = RadioField(
        "How did you ask?",
        choices=labelled(ASKED_IN),
        default=HowSaid.FACE_TO_FACE.value,
        validators=[InputRequired("Say how you asked.")],
    )
    when = StringField("When did they say it?", validators=[Length(max=80, message="Keep it under 80 letters.")])

    def answer_for(self, referral: Referral) -> Field:
        """The question about one group."""
        return self[name_for(referral)]

    def said_yes_to(self, referral: Referral) -> bool:
        return bool(self.answer_for(referral).data == YES)


def consent_form(drafts: Sequence[Referral], now: datetime) -> ConsentForm:
    """The form with a question for each of the drafts, filled in with what was said before."""
    questions: dict[str, Any] = {
        name_for(each): RadioField(
            "Did they say yes?",
            choices=offered([(YES, "Yes"), (NO, "No, not to this group")]),
            validators=[InputRequired("Say yes or no for this group.")],
        )
        for each in drafts
    }
    made = type("ConsentFormOfThese", (ConsentForm,), questions)
    form: ConsentForm = made(data=_said_before(drafts, now))
    return form


def name_for(referral: Referral) -> str:
    return f"said_{referral.id.hex}"


def _said_before(drafts: Sequence[Referral], now: datetime) -> dict[str, str]:
    said = {"when": moment_words(now, london_date(now)), "how": HowSaid.FACE_TO_FACE.value}
    for each in drafts:
        if share := each.consent_to(ConsentTo.SHARE):
            said[name_for(each)] = YES if share.given else NO
            said["how"], said["when"] = share.how.value, moment_words(share.said_at, london_date(now))
        if follow_up := each.consent_to(ConsentTo.FOLLOW_UP):
            said["follow_up"] = YES if follow_up.given else NO
    return said


def said_at(form: ConsentForm, now: datetime) -> datetime:
    """When they said it. Raises RuleBroken at the field."""
    return read_moment(form.when.data or "", now, field="when")


def keep_consent(
    referral: Referral,
    to: ConsentTo,
    given: bool,
    *,
    how: HowSaid,
    at: datetime,
    by: User,
    wording: str,
    recipient: str,
    fields: Sequence[str],
) -> None:
    """Write down an answer; one to the same question takes its place while the referral is a draft."""
    consent = referral.consent_to(to)
    if consent is None:
        consent = Consent(to=to)
        referral.consents.append(consent)
    consent.given, consent.how, consent.said_at, consent.asked_by = given, how, at, by
    consent.wording, consent.recipient, consent.fields = wording, recipient, list(fields)
    consent.withdrawn_at = None
