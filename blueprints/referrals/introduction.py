"""The introduction: a sheet that the person hands over at the door. What it says is worked out from what is kept; a
surname is typed for the one printing and kept nowhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, url_for
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from blueprints import clock, press
from blueprints import listing_words as words
from blueprints.doors import link_workers
from blueprints.forms import Form
from blueprints.introduction_sheet import Introduction, print_introduction
from blueprints.introduction_sheet import introduction as sheet_of
from blueprints.qr import qr_svg
from blueprints.referrals import referrals
from blueprints.referrals.coming import to_show
from blueprints.referrals.finding import note_looks, referral_of
from blueprints.referrals.wording import who_answers
from blueprints.rendering import render_page
from blueprints.sight import shows_people
from models.accessible import DayNeed
from models.clock_words import date_words, listed, time_words
from models.errors import RuleBroken
from models.group import AddressShown
from models.listing import Listing
from models.referral import Referral
from models.short_code import spoken
from models.vocabulary import Access
from models.when_words import when_words

SEEN = ("called", "day_needs")
NOT_ON_PAPER = (DayNeed.OTHER, DayNeed.AT_THE_DOOR)


class IntroductionForm(Form):
    """What to put on the paper, and how large."""

    with_surname = BooleanField("They want their surname on it")
    surname = StringField(
        "Surname, for this printing only", validators=[Length(max=60, message="Keep it under 60 letters.")]
    )
    large = BooleanField("In large print, on both sides of an A4 sheet")


@referrals.get("/referrals/<uuid:referral_id>/introduction")
@link_workers
@shows_people
def introduction(referral_id: UUID) -> Any:
    """What it will say, and what to choose."""
    referral = referral_of(referral_id)
    return _page(referral, IntroductionForm()) if referral.is_seen_by_group else to_show(referral)


@referrals.post("/referrals/<uuid:referral_id>/introduction.pdf")
@link_workers
def print_sheet(referral_id: UUID) -> Any:
    """The sheet as a PDF."""
    return _printed(referral_id, as_page=False)


@referrals.post("/referrals/<uuid:referral_id>/introduction/page")
@link_workers
def print_page(referral_id: UUID) -> Any:
    """The same words as a page that the browser prints."""
    return _printed(referral_id, as_page=True)


def _printed(referral_id: UUID, *, as_page: bool) -> Any:
    referral, form = referral_of(referral_id), IntroductionForm()
    if not referral.is_seen_by_group:
        return to_show(referral)
    if not form.validate_on_submit():
        return _page(referral, form, status=422)
    content = _content(referral, form)
    try:
        made = b"" if as_page else print_introduction(content)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _page(referral, form, status=422)
    note_looks([referral], SEEN, action="printed introduction")
    if as_page:
        return _as_page(referral, content)
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="introduction-{referral.reference}.pdf"'
    return answer


def _content(referral: Referral, form: IntroductionForm) -> dict[str, Any]:
    surname = (form.surname.data or "") if form.with_surname.data else ""
    return sheet_of(what_it_says(referral, surname), large=bool(form.large.data))


def what_it_says(referral: Referral, surname: str = "") -> Introduction:
    """From the referral, its listing and its team: no reason, no illness, nothing of where they live."""
    listing, today = referral.listing, clock.today()
    place, address = _where(listing)
    is_to_come = referral.first_date is not None and referral.first_date >= today
    first = date_words(referral.first_date, today, weekday=True) if referral.first_date and is_to_come else ""
    if first and referral.first_starts:
        first += f", {time_words(referral.first_starts)}"
    patterns = [row.pattern for row in listing.session_times]
    worker, team = referral.referred_by, referral.team
    return Introduction(
        called=referral.person.name,
        surname=surname,
        group=listing.name,
        code=referral.arrival_code,
        patch=listing.patch.name,
        ask_for=who_answers(listing),
        first=first,
        pattern=when_words(patterns, any_time=listing.any_time, note=listing.when_note, today=today),
        place=place,
        address=address,
        way_in=words.sentence(listing.way_in),
        welcomer=words.sentence(referral.welcomer or ""),
        wish=_wish(referral),
        helper=worker.name.split()[0] if worker and worker.name.split() else "",
        helper_phone=team.phone if team else "",
    )


def _wish(referral: Referral) -> str:
    wanted = set(referral.person.day_needs or ())
    said = [need.label for need in DayNeed if need in wanted and need not in NOT_ON_PAPER]
    return listed([said[0], *(each[0].lower() + each[1:] for each in said[1:])]) if said else ""


def _where(listing: Listing) -> tuple[str, str]:
    """The place and its address, as far as a stranger may know."""
    venue = listing.venue
    if venue is None:
        return ("Online" if Access.ONLINE in words.tags(listing) else f"In {listing.patch.name}"), ""
    if venue.address_shown is AddressShown.FULL:
        return venue.name, ", ".join(filter(None, (venue.street, f"{venue.area} {venue.postcode}".strip())))
    return venue.public_address, ""


def _page(referral: Referral, form: IntroductionForm, status: int = 200) -> Response:
    note_looks([referral], SEEN)
    return render_page(
        "referrals/introduction.html",
        status=status,
        team=referral.team,
        referral=referral,
        reference=spoken(referral.reference),
        form=form,
        content=_content(referral, form),
        can_print=press.can_print(),
    )


def _as_page(referral: Referral, content: dict[str, Any]) -> Response:
    address = f"{content['scheme']}://{content['host']}{content['path']}"
    return render_page(
        "referrals/introduction_sheet.html",
        referral=referral,
        c=content,
        is_large=content["sheet"].endswith("large"),
        qr=qr_svg(address, "The code to scan", for_paper=True, secret=True),
        back_url=url_for("referrals.introduction", referral_id=referral.id),
        back_words="Back",
    )
