"""`/hosting`: what waits for an organiser, who is coming, and the answer signed in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints import clock
from blueprints.acting import acting_as
from blueprints.choices import offered
from blueprints.doors import organisers
from blueprints.hosted_listings import hosted_by
from blueprints.rendering import find, render_page
from blueprints.replies import replies
from blueprints.replies.board import KINDS, PER_PAGE, piles_of
from blueprints.replies.days import days_to_offer, month_ends
from blueprints.replies.forms import AnswerForm, CameForm, DayForm, PressForm, RegretForm
from blueprints.replies.room import taking_words
from blueprints.replies.words import TO_DECIDE, Told, day_words, facts, last_welcomer
from blueprints.sight import note_look, shows_people
from extensions import db
from models.acting import Acting, Part
from models.audit import AuditEntry
from models.intake import Intake
from models.listing import Listing
from models.might_come import MightCome
from models.referral import Referral
from models.referral_words import UNANSWERED, State

MOST_LISTINGS = 60
MOST_PAGES = 1_000
MOST_NOTES = 60
UNOPENED = State.SENT


@replies.get("/hosting")
@organisers
@shows_people
def index() -> Response:
    """To answer, coming, waiting in order, and who might come; with `pile` in the address one of these whole."""
    chosen = request.args.get("pile", "")
    chosen = chosen if chosen in KINDS else ""
    number = min(max(request.args.get("page", 1, type=int) or 1, 1), MOST_PAGES)
    piles = piles_of(current_user, chosen, number)
    listings = db.session.scalars(hosted_by(current_user).limit(MOST_LISTINGS)).all()
    named = [each for pile in piles if pile.kind.shows_names for each in pile.rows]
    AuditEntry.note_each(db.session(), named, "looked", acting=acting_for, at=clock.now(), fields=("called",))
    page = render_page(
        "replies/index.html",
        panel=None,
        piles=piles,
        chosen=chosen,
        number=number,
        per_page=PER_PAGE,
        told={each.id: Told.of(each) for pile in piles for each in pile.rows},
        listings=listings,
        rooms=_rooms(listings),
        might_come=[] if chosen else _might_come(listings),
    )
    db.session.commit()  # what is shown has been noted, or nothing is shown
    return page


@replies.get("/hosting/<uuid:referral_id>")
@organisers
@shows_people
def referral(referral_id: uuid.UUID) -> Response:
    """One person: what would help, where it stands, and what can be done now."""
    return show_referral(find(Referral.shown_to_organiser(current_user).where(Referral.id == referral_id)))


def show_referral(found: Referral, status: int = 200, reach: Any = None, **refused: Any) -> Response:
    """The page of one referral. `refused` are forms that were not taken, by name; `reach` how to reach them."""
    if found.state is not UNOPENED:
        note_look(found, part_for(found), fields=TO_DECIDE)
    days = days_to_offer(found.listing, clock.now())
    forms: dict[str, Any] = dict.fromkeys(("answer", "came", "day", "regret"))
    forms["press"] = PressForm(formdata=None)
    welcomer = found.welcomer or last_welcomer(found.listing)
    if found.state in (*UNANSWERED, State.NO_REPLY, State.WAITING):
        forms["answer"] = refused.get("answer") or AnswerForm(formdata=None, welcomer=welcomer)
        forms["answer"].suit(found, days)
    if found.state is State.ACCEPTED:
        forms["came"] = refused.get("came") or CameForm(formdata=None)
        forms["day"] = refused.get("day") or DayForm(formdata=None, welcomer=welcomer)
        forms["regret"] = refused.get("regret") or RegretForm(formdata=None)
        forms["day"].offer_days(days)
        suit_reasons(forms["regret"])
    return render_page(
        "replies/referral.html",
        status=status,
        panel=None,
        referral=found,
        told=Told.of(found),
        facts=facts(found),
        forms=forms,
        form=next(iter(refused.values()), None),
        reach=reach,
        is_to_come=found.first_date is not None and found.first_date > clock.today(),
    )


def suit_reasons(form: Any) -> None:
    """Offer the months until which they are full."""
    form.full_until.choices = offered(month_ends(clock.today()))


def part_for(found: Referral) -> Part:
    """A group's organiser speaks for the group, a member of the panel for what the panel keeps itself."""
    return Part.ORGANISER if found.group_id else Part.PANEL


def acting_for(found: Referral) -> Acting:
    return acting_as(part_for(found))


def _rooms(listings: Sequence[Listing]) -> dict[uuid.UUID, str]:
    """How much room each says there is."""
    rows = db.session.scalars(select(Intake).where(Intake.listing_id.in_([each.id for each in listings])))
    intakes = {row.listing_id: row for row in rows}
    return {each.id: taking_words(each, intakes.get(each.id)) for each in listings}


def _might_come(listings: Sequence[Listing]) -> list[tuple[MightCome, str]]:
    notes = (
        select(MightCome)
        .options(joinedload(MightCome.listing))
        .where(MightCome.listing_id.in_([each.id for each in listings]), MightCome.delete_at > clock.now())
        .order_by(MightCome.day.asc().nulls_last(), MightCome.received_at, MightCome.id)
    )
    return [(each, day_words(each.day)) for each in db.session.scalars(notes.limit(MOST_NOTES))]
