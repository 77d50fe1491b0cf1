"""Making a referral of what somebody asked, and sending it, in one go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app, g
from sqlalchemy.exc import IntegrityError

from blueprints import mail, tick
from blueprints import referral_news as news
from blueprints.asking import limits
from blueprints.asking.ask_form import ANY_DAY, MINE, AskForm
from blueprints.asking.person_form import OVER, PersonForm
from blueprints.choices import words_of
from blueprints.listing_words import sentences
from extensions import db
from models.accessible import DayNeed
from models.acting import Acting, How, Part
from models.clock_words import date_words
from models.consent import Consent, ConsentTo, HowSaid
from models.listing import Listing
from models.person import Contact, Person
from models.referral import Referral, free_reference
from models.referral_words import GoAlong, Source
from models.short_code import spoken


def by_themselves(how: How = How.PAGE) -> Acting:
    """Somebody without an account: public pages never look at who is signed in."""
    return Acting(Part.PERSON, how, None, g.get("request_id", ""))


def wording(keeper: str, *, for_them: bool) -> str:
    """What pressing the button says yes to."""
    if for_them:
        return f"They have said yes: {keeper} may be told what I have written here about them, to give an answer."
    return f"I say yes: {keeper} may be told what I have written here, to give me an answer."


def send_asking(listing: Listing, form: AskForm, now: datetime) -> str:
    """The secret of the private link to what was asked. One form makes one referral, however often it is sent."""
    made = Referral.made_by_form(db.session(), form.submission_id)
    if not made:
        try:
            made = [_new_referral(listing, form, now)]
            news.tell(now)
            link = own_link(made[0].person, made[0].reference, now, referral_id=made[0].id, by=made[0].promise_by)
            db.session.commit()
            tick.soon()
            return link
        except IntegrityError:  # the button was pressed twice at once: the other press has made it
            db.session.rollback()
            made = Referral.made_by_form(db.session(), form.submission_id)
    link = news.new_own_link(referral_id=made[0].id, at=now)
    db.session.commit()
    return link


def own_link(person: Person, reference: str, now: datetime, *, by: date | None = None, **of: Any) -> str:
    """A private link, mailed as well to whoever chose email."""
    link = news.new_own_link(**of, at=now)
    if (
        person.contact is Contact.EMAIL
        and person.reach
        and not limits.is_one_too_many(limits.TO_ONE_ADDRESS, person.reach, now)
    ):
        mail.write(
            "asking-received",
            to=person.reach,
            at=now,
            reference=spoken(reference),
            promise=date_words(by, weekday=True) if by else "",
            link=mail.full_url("asking.own", token=link),
        )
    return link


def new_person(form: PersonForm, now: datetime, *, contact: Contact | None = None) -> Person:
    """What the form says of the person: the name, the one way of contact, and no more."""
    return Person(
        called=form.called.data,
        contact=contact or Contact(form.contact.data),
        reach=form.reach,
        message_safe=form.message_safe.data == "yes",
        day_needs=[],
        communication=[],
        is_adult=form.age.data == OVER,
        created_at=now,
        last_active_at=now,
    )


def _new_referral(listing: Listing, form: AskForm, now: datetime) -> Referral:
    session = db.session()
    for_them = form.voice.for_them
    person = new_person(form, now)
    person.day_needs = [need.value for need in DayNeed if need.value in (form.day_needs.data or [])]
    if for_them:
        through = "Go through them: the number or address is theirs" if form.whose.data == MINE else ""
        person.spoken_for_by = sentences(form.who.data or "", through)
    referral = Referral(
        reference=free_reference(session),
        arrival_code=free_reference(session),
        form_key=form.submission_id,
        listing=listing,
        panel=listing.panel,
        group=listing.group,
        person=person,
        source=Source.ASKED_FOR if for_them else Source.ASKED,
        go_along=GoAlong.AT_THE_DOOR if DayNeed.AT_THE_DOOR.value in person.day_needs else GoAlong.NO,
        would_come=_wish(form) or None,
        must_know=form.must_know.data or None,
        created_at=now,
        last_active_at=now,
    )
    referral.consents.append(
        Consent(
            to=ConsentTo.SHARE,
            given=True,
            how=HowSaid.FORM,
            said_at=now,
            wording=wording(referral.keeper_name, for_them=for_them),
            recipient=referral.keeper_name,
            fields=_fields(person, referral),
        )
    )
    session.add(referral)
    session.flush()
    referral.send(acting=by_themselves(), at=now, clocks=current_app.config["SETTINGS"].referral_clocks)
    return referral


def _wish(form: AskForm) -> str:
    """The day they chose and what they wrote beside it: "Tuesday 10 March, 10am to 1pm. Not before noon."."""
    chosen = "" if form.day.data in (None, ANY_DAY) else words_of(form.day.choices).get(form.day.data, "")
    chosen = chosen.removeprefix("Today, ").removeprefix("Tomorrow, ")
    if form.day.data == ANY_DAY:
        chosen = "Any day it is on"
    return sentences(chosen, form.would_come.data or "")


def _fields(person: Person, referral: Referral) -> list[str]:
    of_person = ["called", "contact", "reach", "message_safe", "is_adult"]
    of_person += [name for name in ("day_needs", "spoken_for_by") if getattr(person, name)]
    return of_person + [name for name in ("would_come", "must_know") if getattr(referral, name)]
