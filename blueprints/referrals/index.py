"""A team's referrals: by where they stand, mine or everybody's, and found again by reference or by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from sqlalchemy import select

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.forms import tidy_line
from blueprints.referral_tones import TONES
from blueprints.referrals import referrals
from blueprints.referrals.piles import PILES, counts_of, not_thrown_away, page_of, whole
from blueprints.referrals.standing import standing
from blueprints.rendering import render_page
from blueprints.sight import note_look, shows_people
from extensions import db
from models.acting import Part
from models.person import Person
from models.referral import Referral
from models.short_code import read_code, spoken
from models.team import Team

PER_PAGE = 25
MOST_PAGES = 10_000
MOST_NAMES_READ = 500
"""Of the newest. Names are sealed, so each has to be opened to be compared."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Tab:
    """One pile, how many are in it, and its address."""

    words: str
    number: int
    url: str
    is_chosen: bool


@referrals.get("/teams/<string:team_slug>/referrals")
@link_workers
@shows_people
def index(team: Team) -> Response:
    """One pile of the team's referrals, a page at a time, the last moved first."""
    _note_look(team)
    pile = request.args.get("state", "")
    pile = pile if pile in PILES else ""
    is_mine = request.args.get("whose", "") == "mine"
    number = min(max(request.args.get("page", 1, type=int) or 1, 1), MOST_PAGES)
    counts = counts_of(team, is_mine)
    total = counts[pile]
    number = min(number, max(1, -(-total // PER_PAGE)))
    shown = whole(select(Referral).where(Referral.id.in_(page_of(team, pile, is_mine, number, PER_PAGE))))
    return _page(team, shown, pile=pile, is_mine=is_mine, counts=counts, number=number, total=total)


@referrals.post("/teams/<string:team_slug>/referrals/search")
@link_workers
def search(team: Team) -> Any:
    """A referral by its reference, or those of a name. Sent as a form: no name stands in an address."""
    _note_look(team)
    typed = tidy_line(request.form.get("who")) or ""
    if len(typed) > LONGEST_NAME:
        return _page(team, [], is_mine=False, counts=counts_of(team, False), typed=typed, status=422)
    code = read_code(typed)
    found = db.session.scalar(Referral.of_team(team).where(Referral.reference == code).limit(1)) if code else None
    if found is not None:
        return redirect(url_for("referrals.show", referral_id=found.id), 303)
    newest = (
        select(Referral.id)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.team_id == team.id, Person.erased_at.is_(None), not_thrown_away())
        .order_by(Referral.last_active_at.desc(), Referral.id)
        .limit(MOST_NAMES_READ)
        .subquery()
    )
    rows = whole(select(Referral).where(Referral.id.in_(select(newest.c.id)))) if typed else []
    named = [each for each in rows if typed.casefold() in each.person.name.casefold()]
    return _page(team, named[:PER_PAGE], is_mine=False, counts=counts_of(team, False), typed=typed)


def _note_look(team: Team) -> None:
    """One row for the page, before anything is read: what is read before a commit would be read again after it."""
    note_look(team, Part.LINK_WORKER, action="looked at a list", fields=("called",))


def _page(
    team: Team,
    shown: list[Referral],
    *,
    pile: str = "",
    is_mine: bool,
    counts: dict[str, int],
    number: int = 1,
    total: int | None = None,
    typed: str | None = None,
    status: int = 200,
) -> Response:
    def url(**other: Any) -> str:
        asked = {"state": pile or None, "whose": "mine" if is_mine else None, **other}
        return url_for("referrals.index", team_slug=team.slug, **asked)

    tabs = [
        Tab(words, counts[key], url(state=key or None), typed is None and key == pile)
        for key, (words, _states) in PILES.items()
    ]
    total, first = len(shown) if total is None else total, (number - 1) * PER_PAGE + 1
    last, today = first + len(shown) - 1, clock.today()
    context: dict[str, Any] = {
        "team": team,
        "shown": shown,
        "tabs": tabs,
        "heading": PILES[pile][0] if typed is None else "Found",
        "typed": typed,
        "refusal": f"Keep it under {LONGEST_NAME} letters." if status == 422 else "",
        "is_mine": is_mine,
        "mine_url": url(whose="mine"),
        "all_url": url(whose=None),
        "first": first,
        "last": last,
        "total": total,
        "previous_url": url(page=number - 1) if number > 1 else None,
        "next_url": url(page=number + 1) if last < total else None,
        "tones": TONES,
        "standing": {each.id: standing(each, today) for each in shown},
        "spoken": spoken,
        "now": clock.now(),
    }
    return render_page("referrals/index.html", status=status, **context)
