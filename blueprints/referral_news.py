"""Telling people what happened to a referral: by mail, with a reference and never a name or an activity.

    referral.accept(...)
    news.tell(now)            # writes the mails of every step made in this transaction
    db.session.commit()
    tick.soon()

The group gets a link with which it answers without an account; each mail carries a new one and ends the one before.
"""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import current_app

from blueprints import mail
from extensions import db
from models.clock_words import date_words
from models.one_time import fingerprint
from models.outbox import Email
from models.person import Contact, OwnLink
from models.referral import Referral
from models.referral_stepping import take_untold
from models.referral_words import Deed, Source
from models.reply_link import ReplyLink
from models.short_code import spoken
from models.wall_clock import london_date, moment

SECRET_BYTES = 24
"""192 bits: nobody guesses a link."""
CAME_LINK_LASTS = timedelta(days=14)
"""How long the group can say with one press whether they came."""
OFFER_LASTS = timedelta(days=28)
OWN_LINK = "own link"

TO_ANSWER_BY = ("referral-sent", "referral-reminder", "place-offered")
"""Mails that must be read: when one cannot be delivered, somebody rings the group."""
FOR_THE_WORKER = (
    Deed.ACCEPTED,
    Deed.WAITING,
    Deed.DECLINED,
    Deed.OFFERED,
    Deed.NO_REPLY,
    Deed.ASKED_LATER,
    Deed.ASKED_FOR_A_CALL,
    Deed.CAME,
    Deed.DID_NOT_COME,
    Deed.WITHDRAWN,
)
FOR_THE_PERSON = (Deed.ACCEPTED, Deed.WAITING, Deed.DECLINED, Deed.OFFERED, Deed.NO_REPLY)


def tell(now: datetime) -> None:
    """Write the mails of every step made since the last commit. Call it once, before the commit."""
    for referral, deed in take_untold(db.session()):
        write_to_group = TO_THE_GROUP.get(deed)
        if write_to_group is not None:
            write_to_group(referral, now)
        if deed in FOR_THE_WORKER and referral.team_id is not None and not _is_their_own(referral, deed):
            tell_worker(referral, now)
        if deed in FOR_THE_PERSON and referral.source is not Source.LINK_WORKER:
            tell_person(referral, now)


def _is_their_own(referral: Referral, deed: Deed) -> bool:
    """Whether the link worker did it herself: nobody needs a mail about what they have just pressed."""
    if deed is Deed.OFFERED or referral.referred_by_id is None:
        return False
    done = next((step for step in reversed(referral.steps) if step.deed is deed), None)
    return done is not None and done.by_id == referral.referred_by_id


def ask_group(referral: Referral, now: datetime) -> None:
    """Somebody would like to come. The mail waits while the sending can still be undone."""
    clocks = current_app.config["SETTINGS"].referral_clocks
    _to_group(referral, "referral-sent", now, not_before=now + clocks.undo, key=_asked_key(referral))


def ask_group_again(referral: Referral, now: datetime) -> None:
    _to_group(referral, "referral-reminder", now)


def offer_to_group(referral: Referral, now: datetime) -> None:
    """A place came free and somebody on the list has it: the group is asked for a day."""
    _to_group(referral, "place-offered", now, expires_at=now + OFFER_LASTS)


def ask_whether_they_came(referral: Referral, now: datetime) -> None:
    """The day after the first date, once."""
    _to_group(referral, "did-they-come", now, expires_at=now + CAME_LINK_LASTS)


def take_back(referral: Referral, now: datetime) -> None:
    """The sending was undone: its mail goes out of the outbox."""
    Email.take_out(db.session(), _asked_key(referral, before=1))


def tell_group_it_ended(referral: Referral, now: datetime) -> None:
    """It was taken back: nothing to do, and nothing more to see."""
    if referral.sent_at is not None and not Email.take_out(db.session(), _asked_key(referral, before=1)):
        _to_group(referral, "referral-withdrawn", now, with_link=False)


TO_THE_GROUP: dict[Deed, Callable[[Referral, datetime], None]] = {
    Deed.SENT: ask_group,
    Deed.REMINDED: ask_group_again,
    Deed.ASKED_LATER: lambda referral, now: None,
    Deed.OFFERED: offer_to_group,
    Deed.TAKEN_BACK: take_back,
    Deed.WITHDRAWN: tell_group_it_ended,
}


def tell_worker(referral: Referral, now: datetime) -> None:
    """There is news. What it is, is read after signing in."""
    if not referral.news_address:
        return
    mail.write(
        "referral-news",
        to=referral.news_address,
        at=now,
        dedupe_key=f"news-{referral.id}-{referral.version}",
        reference=spoken(referral.reference),
        link=mail.full_url("referrals.show", referral_id=referral.id),
    )


def tell_person(referral: Referral, now: datetime) -> None:
    """Somebody who asked for themself by email hears that there is an answer, with their private link."""
    person = referral.person
    if person.contact is not Contact.EMAIL or not person.reach:
        return
    mail.write(
        "asking-answered",
        to=person.reach,
        at=now,
        dedupe_key=f"person-{referral.id}-{referral.version}",
        reference=spoken(referral.reference),
        link=mail.full_url("asking.own", token=new_own_link(referral_id=referral.id, at=now)),
    )


def receipt(referrals: list[Referral], to: str, now: datetime) -> None:
    """What was sent, for whoever sent it: references alone."""
    if referrals:
        mail.write(
            "referral-receipt",
            to=to,
            at=now,
            dedupe_key=f"receipt-{referrals[0].id}-{referrals[0].version}",
            references=[spoken(referral.reference) for referral in referrals],
            promise=_words(referrals[0].promise_by, now),
            link=mail.full_url("referrals.index", team_slug=referrals[0].team.slug if referrals[0].team else ""),
        )


def new_own_link(
    *, referral_id: object = None, enquiry_id: object = None, might_come_id: object = None, at: datetime
) -> str:
    """A private link for somebody without an account, by its secret. Older ones go on working."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    db.session.add(
        OwnLink(
            secret_print=fingerprint(OWN_LINK, secret),
            referral_id=referral_id,
            enquiry_id=enquiry_id,
            might_come_id=might_come_id,
            made_at=at,
        )
    )
    return secret


def _to_group(
    referral: Referral,
    event: str,
    now: datetime,
    *,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    with_link: bool = True,
    key: str | None = None,
) -> None:
    """A mail to whoever answers; nothing for a group that reads no mail."""
    if not referral.reply_address:
        return
    link = ""
    if with_link:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        ReplyLink.make(
            db.session(), referral.id, secret=secret, at=now, expires_at=expires_at or _promise_ends(referral, now)
        )
        link = mail.full_url("replies.show", token=secret)
    mail.write(
        event,
        to=referral.reply_address,
        at=now,
        panel=referral.panel,
        not_before=not_before,
        dedupe_key=key or f"{event}-{referral.id}-{referral.version}",
        reference=spoken(referral.reference),
        promise=_words(referral.promise_by, now),
        panel_phone=referral.panel.phone,
        link=link,
    )


def _promise_ends(referral: Referral, now: datetime) -> datetime:
    """The first moment after the last day of the promise, by the clocks of London."""
    last = referral.promise_by or london_date(now)
    return moment(last + timedelta(days=1), datetime.min.time())


def _asked_key(referral: Referral, before: int = 0) -> str:
    return f"referral-sent-{referral.id}-{referral.version - before}"


def _words(day: date | None, now: datetime) -> str:
    return date_words(day, london_date(now), weekday=True) if day else ""
