"""People who ask for themselves, in tests: opening a form, taking the time a person takes, and sending it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enquiry import Enquiry, ReferralSource, SourceKind, free_enquiry_reference
from models.intake import Asking, Intake
from models.listing import Listing
from models.outbox import Email
from models.referral import Referral
from models.short_code import new_code
from models.team import Team
from tests.filling import send
from tests.people import MADE_AT, numbers
from tests.referring import SENT_AT, make_hosted_listing, make_person, make_team

SECONDS = 20
JEANNIE = {
    "called": "Jeannie",
    "contact": "ring",
    "ring_number": "07700 900182",
    "message_safe": "yes",
    "age": "over",
}
FOR_STAN = {**JEANNIE, "called": "Stan", "said_yes": "yes", "who": "Ann, a neighbour", "whose": "theirs"}


def make_asking_listing(session: Session, asking: Asking = Asking.ASK, **more: Any) -> Listing:
    """A listing whose organiser lets people ask. `places_left` and `paused_at` go to its intake."""
    intake = {name: more.pop(name) for name in ("places_left", "paused_at", "paused_until") if name in more}
    listing = make_hosted_listing(session, **more)
    session.add(Intake(listing=listing, asking=asking, changed_at=MADE_AT, **intake))
    session.commit()
    return listing


def make_source(session: Session, team: Team, **more: Any) -> ReferralSource:
    usual: dict[str, Any] = {
        "kind": SourceKind.HOUSING, "name": "Moorview Homes", "code": new_code(),
        "email": f"moorview{next(numbers)}@example.org", "created_at": MADE_AT,
    }  # fmt: skip
    source = ReferralSource(team=team, **{**usual, **more})
    session.add(source)
    session.commit()
    return source


def make_enquiry(session: Session, team: Team | None = None, **more: Any) -> Enquiry:
    usual: dict[str, Any] = {
        "reference": free_enquiry_reference(session),
        "team": team or make_team(session),
        "person": more.pop("person", None) or make_person(session),
        "needs": ["company", "grief"],
        "about": "My husband died in May and the house is quiet.",
        "received_at": SENT_AT,
    }
    enquiry = Enquiry(**{**usual, **more})
    session.add(enquiry)
    session.commit()
    return enquiry


def fill_in(app: Flask, client: FlaskClient, path: str, answers: dict[str, Any], **request: Any) -> Any:
    """Open the form, take the time a person takes, and send it."""
    page = client.get(path).page  # type: ignore[attr-defined]
    return send_later(app, client, page, answers, **request)


def send_later(app: Flask, client: FlaskClient, page: Any, answers: dict[str, Any], **request: Any) -> Any:
    from datetime import timedelta

    app.config["NOW"] += timedelta(seconds=SECONDS)
    form = next(each for each in page.all("form") if each.get("method") == "post")
    return send(client, page, answers, action=form.get("action"), **request)


def referrals(session: Session) -> list[Referral]:
    session.expire_all()
    return list(session.scalars(select(Referral).order_by(Referral.created_at, Referral.id)))


def enquiries(session: Session) -> list[Enquiry]:
    session.expire_all()
    return list(session.scalars(select(Enquiry).order_by(Enquiry.received_at, Enquiry.id)))


def mails(session: Session, event: str) -> list[Email]:
    session.expire_all()
    return list(session.scalars(select(Email).where(Email.event == event).order_by(Email.written_at, Email.id)))
