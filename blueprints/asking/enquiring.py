"""Making an enquiry of what was sent: the person, the request, its private link and its mails, in one go."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from blueprints import referral_news as news
from blueprints import tick
from blueprints.asking import source_news
from blueprints.asking.sending import by_themselves, new_person, own_link
from blueprints.asking.talk_form import COMMON, TalkForm
from extensions import db
from models.acting import Acting, Part
from models.audit import AuditEntry
from models.enquiry import Enquiry, ReferralSource, free_enquiry_reference
from models.patch import Patch
from models.person import Contact
from models.team import Team
from models.vocabulary import Need


def send_enquiry(
    form: TalkForm, now: datetime, *, team: Team, patch: Patch | None, source: ReferralSource | None = None
) -> tuple[str, uuid.UUID]:
    """The secret of the private link, and the enquiry's id. One form makes one, however often it is sent."""
    session, enquiry_id = db.session(), form.submission_id
    if session.get(Enquiry, enquiry_id) is None:
        try:
            enquiry = _new_enquiry(form, now, team, patch, source)
            link = own_link(enquiry.person, enquiry.reference, now, enquiry_id=enquiry_id)
            source_news.tell_team(enquiry, now)
            source_news.tell(enquiry, now)
            session.commit()
            tick.soon()
            return link, enquiry_id
        except IntegrityError:  # the button was pressed twice at once: the other press has made it
            session.rollback()
    link = news.new_own_link(enquiry_id=enquiry_id, at=now)
    session.commit()
    return link, enquiry_id


def _new_enquiry(
    form: TalkForm, now: datetime, team: Team, patch: Patch | None, source: ReferralSource | None
) -> Enquiry:
    session = db.session()
    person = new_person(form, now)
    person.good_times = form.good_times.data or None
    person.communication = [each.value for each in COMMON if each.value in (form.communication.data or [])]
    person.spoken_for_by = source.name if source else None
    enquiry = Enquiry(
        id=form.submission_id,
        reference=free_enquiry_reference(session),
        team=team,
        patch=patch,
        source=source,
        person=person,
        needs=[need.value for need in Need if need.value in (form.needs.data or [])],
        about=form.about.data or None,
        received_at=now,
    )
    session.add(enquiry)
    session.flush()
    by = by_themselves()
    acting = Acting(Part.SOURCE, by.how, None, by.request_id) if source else by
    fields = ["called", "contact", *(["reach"] if person.contact is not Contact.THROUGH else []), "needs"]
    AuditEntry.note(session, enquiry, "received", acting=acting, at=now, fields=fields)
    return enquiry
