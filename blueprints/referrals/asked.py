"""What a link worker wants to refer somebody to, as an address or a form says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_login import current_user
from werkzeug.datastructures import MultiDict

from blueprints import clock
from blueprints.rendering import find
from extensions import db
from models.drafting import is_asked_already
from models.intake import Taking
from models.listing import Listing
from models.near_alternatives import near_alternatives, who_takes
from models.private_list import MOST, PrivateList
from models.referral import Referral
from models.referral_words import State
from models.team import Team


@dataclass(frozen=True, slots=True)
class Offer:
    """One listing that is asked for: whether it can be, and where else to go when it cannot."""

    listing: Listing
    taking: Taking
    there_already: bool
    instead: list[Listing]
    chosen: bool

    @property
    def can_be_asked(self) -> bool:
        return self.taking.can_be_asked and not self.there_already


@dataclass(frozen=True, slots=True)
class Asked:
    """The listings, the private list they stand on, the earlier referral that is asked again, and for which team."""

    offers: list[Offer]
    private_list: PrivateList | None
    again: Referral | None
    teams: list[Team]
    team: Team | None

    @property
    def possible(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.can_be_asked]

    @classmethod
    def read(cls, said: MultiDict[str, str]) -> Asked:
        """What was asked for. An id that is nobody's, or another team's, is a 404."""
        kept = _mine(said.get("list_id", ""), PrivateList)
        again = _mine(said.get("again", ""), Referral)
        ids = list(dict.fromkeys(filter(None, map(uuid_in, said.getlist("listing")))))[:MOST]
        chosen = set(ids)
        ids = ids or (kept.ids if kept else [])
        takes = {listing.id: (listing, found) for listing, found in who_takes(db.session(), ids, clock.today()).items()}
        known = [takes[each] for each in ids if each in takes and takes[each][0].is_public]
        teams = list(db.session.scalars(Team.worked_by(current_user)))
        return cls(
            offers=[_offer(listing, found, again, listing.id in chosen) for listing, found in known],
            private_list=kept,
            again=again,
            teams=teams,
            team=_team_for(teams, known[0][0] if known else None, kept, again, said),
        )


def uuid_in(text: str) -> UUID | None:
    """The id that was meant, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _mine(text: str, kind: Any) -> Any:
    if not text:
        return None
    return find(kind.visible_to(current_user).where(kind.id == uuid_in(text)))


def _offer(listing: Listing, found: Taking, again: Referral | None, chosen: bool) -> Offer:
    there = again is not None and is_asked_already(db.session(), again.person, listing)
    needs = (again.person.day_needs or []) if again else []
    instead = (
        near_alternatives(db.session(), listing, day_needs=needs, today=clock.today())
        if not found.can_be_asked and listing.is_public
        else []
    )
    return Offer(listing, found, there, instead, chosen)


def _team_for(
    teams: list[Team],
    listing: Listing | None,
    kept: PrivateList | None,
    again: Referral | None,
    said: Mapping[str, str],
) -> Team | None:
    """For which team: that of the list or of the earlier referral, the one that was chosen, the only one there is, or
    the only one that serves the patch. None when somebody has to choose."""
    bound = (again.team if again else None) or (kept.team if kept else None)
    if bound is not None:
        return bound
    picked = [team for team in teams if team.slug == said.get("team", "")]
    if picked or len(teams) == 1:
        return (picked or teams)[0]
    serving = [team for team in teams if listing and listing.patch in team.patches]
    return serving[0] if len(serving) == 1 else None


def is_again(again: Referral | None) -> bool:
    """Whether everything was typed before, so that only the new yes is missing."""
    return again is not None and bool(again.person.called) and again.state is not State.DRAFT
