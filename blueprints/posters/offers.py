"""What the page that makes a poster offers to choose from, and what somebody should see to before printing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask import url_for
from sqlalchemy import func, select

from blueprints.posters.poster_forms import COMES_LARGE, COMES_WITH_STRIPS, PosterForm
from extensions import db
from models.base import LONDON
from models.check import Freshness, freshness
from models.clock_words import date_words
from models.listing import Listing, Status
from models.picture import Picture
from models.poster_choice import PAPERS, Design, Ink, Paper, Sheet
from models.site import Site
from models.translation import IN_ENGLISH, LANGUAGES, Translation
from models.vocabulary import Kind, Need, Room

Options = list[tuple[str, str]]

MOST_LISTED = 300
"""Entries in one list to choose from. Part of a name finds the others."""
LONGEST_NAME = 100
WEEKS = 6
MAKES_A_SEARCH_WORTHWHILE = 15


@dataclass(frozen=True)
class Offers:
    """The options of each question, as (value, words). An empty list: the question is not asked for this sheet."""

    sheets: Options
    listings: Options
    has_search: bool
    about_list: str
    """What to know of the list of entries: that it is not all, or that nothing is called that."""
    patches: Options
    weeks: Options
    designs: Options
    papers: Options
    inks: Options
    has_large: bool
    has_strips: bool
    pictures: Options
    languages: Options
    kinds: Options
    needs: Options
    sites: Options


def offers_for(form: PosterForm) -> Offers:
    """What can be chosen with this sheet. What is chosen already is always there, to be unchosen."""
    sheet, choice = form.sheet, form.choice
    is_poster, is_many = sheet is Sheet.POSTER, sheet in (Sheet.NEAR, Sheet.WEEK)
    rows, total = _listings(form) if sheet.is_about_one_listing and not form.again else ([], 0)
    return Offers(
        sheets=[(each.value, each.label) for each in _sheets(form)],
        listings=[("", "Choose one" if is_poster else "The whole board"), *rows] if rows or form.part_of_name else [],
        has_search=total > MAKES_A_SEARCH_WORTHWHILE,
        about_list=_about_list(rows, total, form.part_of_name),
        patches=[(patch.slug, patch.name) for patch in form.patches] if len(form.patches) > 1 else [],
        weeks=_weeks(form.today) if sheet is Sheet.WEEK else [],
        designs=_members(Design) if is_poster else [],
        papers=[(paper.value, paper.label) for paper in Paper if paper in PAPERS[sheet] or paper is choice.paper],
        inks=_members(Ink),
        has_large=sheet in COMES_LARGE or choice.large,
        has_strips=sheet in COMES_WITH_STRIPS or choice.strips,
        pictures=_pictures(form) if is_poster else [],
        languages=_languages(form, is_many),
        kinds=_members(Kind) if is_many else [],
        needs=_members(Need) if is_many else [],
        sites=[] if form.again else [(str(site.id), site.name) for site in db.session.scalars(Site.of(form.panel))],
    )


def _sheets(form: PosterForm) -> list[Sheet]:
    """All of them; for a poster that is there already those that can be about the same thing."""
    if form.again is None:
        return list(Sheet)
    if form.again.listing:
        return [sheet for sheet in Sheet if sheet.is_about_one_listing]
    return [sheet for sheet in Sheet if sheet is not Sheet.POSTER]


def _members(members: type[StrEnum]) -> Options:
    return [(member.value, member.label) for member in members]  # type: ignore[attr-defined]


def _listings(form: PosterForm) -> tuple[Options, int]:
    """The panel's entries on the board by name, the chosen one among them, and how many there are in all."""
    rows = Listing.kept_by_panel(form.panel, form.today, name=form.part_of_name[:LONGEST_NAME]).where(
        Listing.published_at.is_not(None), Listing.stopped_at.is_(None)
    )
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    found = [(str(id), name) for id, name in db.session.execute(
        rows.with_only_columns(Listing.id, Listing.name).limit(MOST_LISTED)
    )]  # fmt: skip
    if form.listing and (chosen := (str(form.listing.id), form.listing.name)) not in found:
        found.insert(0, chosen)
    return found, total


def _about_list(rows: Options, total: int, part_of_name: str) -> str:
    if part_of_name and not total:
        return "Nothing is called that. Try fewer letters."
    return "There are more than fit in this list. Write part of the name above." if len(rows) < total else ""


def _weeks(today: date) -> Options:
    monday = today - timedelta(days=today.weekday())
    starts = [monday + timedelta(weeks=n) for n in range(WEEKS)]
    names = {0: "This week", 1: "Next week"}
    return [
        (start.isoformat(), f"{names.get(n, 'The week')} from {date_words(start, today, weekday=True)}")
        for n, start in enumerate(starts)
    ]


def _pictures(form: PosterForm) -> Options:
    rows = db.session.scalars(Picture.of(form.listing)) if form.listing else ()
    found = [(str(picture.id), picture.alt) for picture in rows]
    return [("", "No picture"), *found] if found else []


def _languages(form: PosterForm, is_many: bool) -> Options:
    """For one listing those that a speaker has read; for many those that are spoken or written somewhere there."""
    if form.sheet is Sheet.POSTER and form.listing:
        codes = {each.language for each in Translation.printable(db.session(), form.listing)}
    elif is_many:
        here = Listing.on_the_board().where(Listing.patch_id == form.patch.id).order_by(None)
        spoken = " ".join(db.session.scalars(here.with_only_columns(Listing.languages).distinct())).lower()
        written = (
            select(Translation.language)
            .join(Listing)
            .where(Listing.patch_id == form.patch.id, Translation.read_by != "")
        )
        codes = {code for code, name in IN_ENGLISH.items() if name.lower() in spoken} | set(db.session.scalars(written))
    else:
        codes = set()
    codes |= set(form.choice.languages)
    return [
        (code, f"{LANGUAGES[code]} ({IN_ENGLISH[code]})") for code in sorted(codes, key=lambda code: IN_ENGLISH[code])
    ]


@dataclass(frozen=True, slots=True)
class Mind:
    """Something to see to first: what is the matter, and the way to put it right."""

    words: str
    link_words: str
    url: str


def minds(form: PosterForm) -> list[Mind]:
    """What would make the sheet wrong or short-lived, the worst first."""
    listing = form.listing
    if listing is None or form.errors.get("listing"):
        return []
    page = url_for("listings.edit", listing_id=listing.id)
    found = []
    if listing.status(form.today) is Status.PAUSED:
        until = f" until {date_words(listing.paused_until, form.today)}" if listing.paused_until else ""
        found.append(Mind(f"It is paused{until}. The sheet says so, and will be wrong once it is on again.",
                          "Start it again", f"{page}#standing"))  # fmt: skip
    if not listing.session_times and not listing.any_time:
        found.append(Mind("Nobody has said when it is on.", "Add its days and times", page))
    if listing.room is Room.FULL and listing.full_until and form.today < listing.full_until:
        words = f"It is full until {date_words(listing.full_until, form.today)}. The sheet says so."
        found.append(Mind(words, "Is there room again?", page))
    if freshness(listing.checked_at, form.now) in (Freshness.OVERDUE, Freshness.OLD):
        last = listing.checked_at
        when = (
            f"was last checked on {date_words(last.astimezone(LONDON).date(), form.today)}"
            if last
            else "has never been checked"
        )
        found.append(Mind(f"It {when}, and that is the day the sheet shows. Check it first.",
                          "I checked it", f"{page}#standing"))  # fmt: skip
    return found
