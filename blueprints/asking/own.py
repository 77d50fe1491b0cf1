"""`/mine/<token>`: the private page of somebody without an account. They see where it stands, and can take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, mail, tick
from blueprints import referral_news as news
from blueprints.asking import asking, limits, source_news
from blueprints.asking.own_words import for_enquiry, for_might_come, for_referral
from blueprints.asking.sending import by_themselves
from blueprints.doors import open_to_all
from blueprints.public_forms import PublicForm, takes_public_form
from blueprints.rendering import render_page
from blueprints.sight import note_look, shows_people
from extensions import db
from models.acting import How, Part
from models.audit import AuditEntry
from models.enquiry import Closing, Enquiry
from models.might_come import MightCome
from models.one_time import fingerprint
from models.person import OwnLink
from models.referral import Referral
from models.referral_words import ENDED

SECRET = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
LONGEST_TOKEN = 100
GUESSES = "private links"
DETAILS = ("called", "contact", "reach", "day_needs")


class TakeBackForm(PublicForm):
    """One button."""

    purpose = "take back"


@dataclass(frozen=True, slots=True)
class Own:
    """What a private link leads to: one of the three."""

    token: str
    link: OwnLink
    referral: Referral | None = None
    enquiry: Enquiry | None = None
    note: MightCome | None = None

    @property
    def can_be_taken_back(self) -> bool:
        if self.referral is not None:
            return self.referral.state not in ENDED
        return self.note is not None or (self.enquiry is not None and self.enquiry.closed_at is None)


@asking.get("/mine/<token>")
@open_to_all
@shows_people
def own(token: str) -> Response:
    """Where it stands. Each look is noted, as every look at somebody's details is."""
    found = find_own(token)
    if found is None:
        return show_nothing()
    thing = found.referral or found.enquiry
    if thing is not None:
        note_look(thing, Part.PERSON, how=How.LINK, fields=DETAILS)
    return show_own(found)


@asking.get("/mine/<token>/ending")
@open_to_all
def own_ending(token: str) -> AnyResponse:
    """Are you sure?"""
    found = find_own(token)
    if found is None:
        return show_nothing()
    if not found.can_be_taken_back:
        return redirect(url_for("asking.own", token=token), code=303)
    return show_ending(found, TakeBackForm())


@asking.post("/mine/<token>/ending")
@open_to_all
@takes_public_form
def take_back(token: str) -> AnyResponse:
    """Take it back: the group loses sight of it at once, and hears so."""
    found = find_own(token)
    if found is None:
        return show_nothing()
    form = TakeBackForm()
    if not form.validate_on_submit():
        return show_ending(found, form, 422)
    gone = found.note is not None
    _take_back(found)
    db.session.commit()
    tick.soon()
    return redirect(url_for("asking.taken_back") if gone else url_for("asking.own", token=token), code=303)


@asking.get("/mine/taken-back")
@open_to_all
def taken_back() -> Response:
    """After "I might come" was taken back: nothing is left to look at."""
    return _secret(render_page("asking/taken_back.html", patch=None, panel=None))


def find_own(token: str) -> Own | None:
    """What a link leads to; None for one that is dead, and for what nobody gave out."""
    if len(token) > LONGEST_TOKEN:
        return None
    session, print_ = db.session(), fingerprint(news.OWN_LINK, token)
    link = session.scalar(select(OwnLink).where(OwnLink.secret_print == print_, OwnLink.ended_at.is_(None)))
    if link is None:
        return None
    if link.referral_id:
        referral = session.get(Referral, link.referral_id)
        return Own(token, link, referral=referral) if referral else None
    if link.enquiry_id:
        enquiry = session.get(Enquiry, link.enquiry_id)
        return Own(token, link, enquiry=enquiry) if enquiry else None
    note = session.get(MightCome, link.might_come_id) if link.might_come_id else None
    return Own(token, link, note=note) if note and note.delete_at > clock.now() else None


def find_own_referral(token: str) -> Own:
    """A link to a referral; anything else is no such page."""
    found = find_own(token)
    if found is None or found.referral is None:
        abort(404)
    return found


def show_own(found: Own) -> Response:
    now, context = clock.now(), dict[str, Any]()
    if found.referral is not None:
        template, words = "asking/own_referral.html", for_referral(found.referral, now)
        context = {"referral": found.referral}
    elif found.enquiry is not None:
        template, words = "asking/own_enquiry.html", for_enquiry(found.enquiry, now)
        context = {"enquiry": found.enquiry}
    else:
        assert found.note is not None  # noqa: S101  it is one of the three
        template, words = "asking/own_might_come.html", for_might_come(found.note, now)
        context = {"note": found.note}
    return _secret(
        render_page(
            template,
            words=words,
            token=found.token,
            address=mail.full_url("asking.own", token=found.token),
            can_be_taken_back=found.can_be_taken_back,
            patch=words.patch,
            panel=words.panel,
            **context,
        )
    )


def show_ending(found: Own, form: TakeBackForm, status: int = 200) -> Response:
    page = render_page("asking/own_ending.html", status=status, own=found, form=form, patch=None, panel=None)
    return _secret(page)


def show_nothing() -> Response:
    """One page for a link that has ended, ran out or was never there; guessing is slow."""
    too_many = limits.guesses_are_too_many(GUESSES)
    limits.count_guess(GUESSES)
    status = 429 if too_many else 404
    return _secret(render_page("asking/own_nothing.html", status=status, too_many=too_many, patch=None, panel=None))


def _take_back(found: Own) -> None:
    """Done once: a second press finds it done."""
    now, session, acting = clock.now(), db.session(), by_themselves(How.LINK)
    if found.referral is not None:
        referral = Referral.held(session, found.referral.id)
        if referral is not None and referral.state not in ENDED:
            referral.withdraw(acting=acting, at=now)
            news.tell(now)
    elif found.enquiry is not None:
        enquiry = Enquiry.held(session, found.enquiry.id)
        if enquiry is not None and enquiry.closed_at is None:
            enquiry.close(Closing.TAKEN_BACK, by=None, at=now)
            AuditEntry.note(session, enquiry, "taken back", acting=acting, at=now)
            source_news.tell(enquiry, now)
    else:
        session.delete(found.note)
        found.link.ended_at = now


def _secret(response: Response) -> Response:
    response.headers.update(SECRET)
    return response
