"""Being asked afterwards how it went: the person's own yes, and taking it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.acting import Acting
from models.audit import AuditEntry
from models.call import Call, CallAbout
from models.consent import ConsentTo
from models.referral import Referral


def stop_asking(session: Session, referral: Referral, *, acting: Acting, at: datetime) -> None:
    """They do not want to be asked how it went: no call is due for that, and the group is not asked if they came."""
    consent = referral.consent_to(ConsentTo.FOLLOW_UP)
    if consent is not None:
        consent.withdrawn_at = consent.withdrawn_at or at
    referral.follow_up_agreed = False
    referral.ask_came_on = None
    Call.let_go(session, referral, at, CallAbout.FIRST_SESSION, CallAbout.NO_SHOW, CallAbout.TWO_GAPS)
    AuditEntry.note(session, referral, "withdrew follow-up consent", acting=acting, at=at)
