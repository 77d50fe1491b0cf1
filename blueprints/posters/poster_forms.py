"""What somebody asks for on the page that makes a poster, read from an address or from a form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask_login import current_user
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from blueprints import clock
from blueprints.forms import tidy_line
from blueprints.posters.contents import Subject
from extensions import db
from models.errors import RuleBroken
from models.listing import Listing, Status
from models.patch import Patch
from models.people import Panel
from models.picture import Picture
from models.poster import Poster
from models.poster_choice import LONGEST_LINE, PAPERS, Choice, Design, Ink, Paper, Sheet
from models.site import Site
from models.translation import LANGUAGES
from models.vocabulary import Kind, Need

MOST_WALLS = 40
"""In one go. More are a batch, which has its own page."""
COMES_LARGE = (Sheet.POSTER, Sheet.NEAR, Sheet.WEEK)
COMES_WITH_STRIPS = (Sheet.POSTER, Sheet.MISSING)
STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows."""

Member = TypeVar("Member", bound=StrEnum)
Row = TypeVar("Row", Listing, Patch, Picture, Poster, Site)


class PosterForm:
    """What is asked for. What nobody offers counts as not said; what cannot be is in `errors`, by field.

    `choice` are the looks, `subject()` what it is about; neither is of use while there are `errors` or while
    `is_waiting` for somebody to say which listing. `is_sent`: the button was pressed, so nothing is passed over.
    """

    def __init__(self, panel: Panel, sent: MultiDict[str, str], *, is_sent: bool = False) -> None:
        self.is_sent = is_sent
        self.panel, self.now, self.today = panel, clock.now(), clock.today()
        self.errors: dict[str, list[str]] = {}
        self._sent = sent
        self.part_of_name = self._line("name")
        self.line = self._line("line")
        self.again = self._row(Poster.visible_to(current_user).where(Poster.panel_id == panel.id), Poster, "again")
        self.sheet = self._member("sheet", Sheet, Sheet.POSTER)
        self.patches = db.session.scalars(Patch.all_by_name().where(Patch.panel_id == panel.id)).all()
        if not self.patches:
            raise RuleBroken("Say first which neighbourhood you look after. That is on the page called About.")
        self.listing = self._listing()
        self.patch = self._patch()
        self.week = self._week() if self.sheet is Sheet.WEEK else None
        self.picture = self._picture()
        self.sites = [] if self.again else self._sites()
        self.choice = self._choice()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has said yet what the poster is for."""
        return self.sheet is Sheet.POSTER and self.listing is None

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.is_waiting

    @property
    def walls(self) -> list[Site | None]:
        """Each wall that gets a sheet; none yet is one sheet for nobody's wall."""
        if self.again:
            return [self.again.placement.site if self.again.placement else None]
        return list(self.sites) or [None]

    def subject(self, site: Site | None = None) -> Subject:
        """What the sheet for this wall is about."""
        return Subject(self.panel, self.patch, self.listing, site, self.week, self.picture)

    def refuse(self, broken: RuleBroken) -> None:
        """Say a rule's refusal at the field it names."""
        self.errors.setdefault(broken.field or "sheet", []).append(broken.message)

    def question(self) -> dict[str, Any]:
        """All of it as an address asks for it, without what is usual."""
        return question_of(
            self.choice,
            listing=self.listing,
            picture=self.picture,
            week=self.week,
            patch=self.patch if self.listing is None and len(self.patches) > 1 else None,
            sites=self.sites,
            again=self.again,
        )

    @property
    def _has_other_sheet(self) -> bool:
        """Whether the page was drawn for another sheet: what this one does not come in was not asked of it."""
        return self._sent.get("was", self.sheet) != self.sheet and not self.is_sent

    def _choice(self) -> Choice:
        paper = self._member("paper", Paper, Paper.A4)
        large, strips = "large" in self._sent, "strips" in self._sent
        if self._has_other_sheet:
            paper = paper if paper in PAPERS[self.sheet] else Paper.A4
            large, strips = large and self.sheet in COMES_LARGE, strips and self.sheet in COMES_WITH_STRIPS
        choice = Choice(
            sheet=self.sheet,
            design=self._member("design", Design, Design.NOTICE),
            paper=paper,
            ink=self._member("ink", Ink, Ink.COLOUR),
            large=large,
            strips=strips,
            languages=tuple(code for code in self._said("language") if code in LANGUAGES),
            kinds=tuple(kind for kind in Kind if kind in self._said("kind")),
            needs=tuple(need for need in Need if need in self._said("need")),
            line=self.line,
            with_picture=self.picture is not None,
        )
        if len(self.line) > LONGEST_LINE:
            words = f"That is {len(self.line):,} letters. Keep it to {LONGEST_LINE} or fewer."
            self.refuse(RuleBroken(words, field="line"))
        try:
            choice.check()
        except RuleBroken as refusal:
            self.refuse(refusal)
        return choice

    def _listing(self) -> Listing | None:
        if self.again:
            return self.again.listing
        if not self.sheet.is_about_one_listing or not self._sent.get("listing"):
            return None
        found = self._row(Listing.visible_to(current_user).where(Listing.panel_id == self.panel.id), Listing, "listing")
        if found is None:
            words = "That entry is not on your board. Choose another."
        elif found.status(self.today) is Status.DRAFT:
            words = f"{found.name} is a draft. Put it on the board first: the code on a poster leads to its page."
        elif found.status(self.today) is Status.STOPPED:
            words = f"{found.name} has stopped, so it needs no poster. Choose another."
        else:
            return found
        self.refuse(RuleBroken(words, field="listing"))
        return found

    def _patch(self) -> Patch:
        if self.again or self.listing:
            return self.again.patch if self.again else self.listing.patch  # type: ignore[union-attr]
        return next((patch for patch in self.patches if patch.slug == self._sent.get("patch")), self.patches[0])

    def _week(self) -> date:
        """The Monday of the week asked for, or of this one."""
        try:
            day = date.fromisoformat(self._sent.get("week", ""))
        except ValueError:
            day = self.again.week if self.again and self.again.week else self.today
        far = timedelta(weeks=52)
        day = day if self.today - far < day < self.today + far else self.today
        return day - timedelta(days=day.weekday())

    def _picture(self) -> Picture | None:
        if self.listing is None or self.sheet is not Sheet.POSTER or not self._sent.get("picture"):
            return None
        found = self._row(Picture.of(self.listing), Picture, "picture")
        if found is None:
            self.refuse(RuleBroken("That picture is gone. Choose another, or none.", field="picture"))
        return found

    def _sites(self) -> list[Site]:
        known = {str(site.id): site for site in db.session.scalars(Site.of(self.panel))}
        said = list(dict.fromkeys(each for each in self._said("site") if each))
        if any(each not in known for each in said):
            self.refuse(RuleBroken("One of those walls is not on your list any more. Look again.", field="site"))
        if len(said) > MOST_WALLS:
            words = f"Tick {MOST_WALLS} walls at most. Make the rest in a second go."
            self.refuse(RuleBroken(words, field="site"))
        return [known[each] for each in said if each in known][:MOST_WALLS]

    def _row(self, rows: Select[tuple[Row]], table: type[Row], name: str) -> Row | None:
        """The one of these rows that is named by its id; None when it is not among them."""
        try:
            wanted = UUID(self._sent.get(name, ""))
        except ValueError:
            return None
        return db.session.scalar(rows.where(table.id == wanted))

    def _member(self, name: str, members: type[Member], usual: Member) -> Member:
        said = self._sent.get(name, "")
        return members(said) if said in set(members) else usual

    def _line(self, name: str) -> str:
        return STEERING.sub("", tidy_line(self._sent.get(name)) or "")

    def _said(self, name: str) -> list[str]:
        return self._sent.getlist(name)


def question_of(
    choice: Choice,
    *,
    listing: Listing | None = None,
    picture: Picture | None = None,
    week: date | None = None,
    patch: Patch | None = None,
    sites: Iterable[Site] = (),
    again: Poster | None = None,
) -> dict[str, Any]:
    """These choices as the page that makes a poster is asked for them, without what is usual."""
    usual = Choice()
    asked = {
        "listing": str(listing.id) if listing else None,
        "patch": patch.slug if patch else None,
        "sheet": choice.sheet.value,
        "week": week.isoformat() if week else None,
        "design": choice.design.value,
        "paper": choice.paper.value,
        "ink": choice.ink.value,
        "large": "1" if choice.large else None,
        "strips": "1" if choice.strips else None,
        "line": choice.line or None,
        "picture": str(picture.id) if picture else None,
        "language": list(choice.languages),
        "kind": [kind.value for kind in choice.kinds],
        "need": [need.value for need in choice.needs],
        "site": [str(site.id) for site in sites],
        "again": str(again.id) if again else None,
    }
    left_out = {name for name in ("sheet", "design", "paper", "ink") if asked[name] == getattr(usual, name).value}
    return {name: value for name, value in asked.items() if value and name not in left_out}
