"""Mails about an enquiry: to the team with a reference, and to whoever sent the person, with no details ever."""

from __future__ import annotations

from datetime import datetime

from blueprints import mail
from models.enquiry import Enquiry
from models.short_code import spoken


def tell_team(enquiry: Enquiry, now: datetime) -> None:
    """Somebody would like to talk. Who and what about is read after signing in."""
    if enquiry.team.email:
        mail.write(
            "enquiry-received",
            to=enquiry.team.email,
            at=now,
            dedupe_key=f"enquiry-{enquiry.id}",
            reference=spoken(enquiry.reference),
            link=mail.full_url("asking.enquiry", enquiry_id=enquiry.id),
        )


def tell(enquiry: Enquiry, now: datetime) -> None:
    """Received, being helped, closed: each once, and no more than that."""
    source = enquiry.source
    if source is not None and source.email and source.ended_at is None:
        mail.write(
            "enquiry-source-news",
            to=source.email,
            at=now,
            dedupe_key=f"source-{enquiry.id}-{enquiry.state.value}",
            reference=spoken(enquiry.reference),
            state=enquiry.state,
        )
