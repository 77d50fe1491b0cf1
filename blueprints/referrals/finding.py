"""Which referrals somebody may have: those of their own teams. What is another team's does not exist."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from flask import abort, current_app
from flask_login import current_user
from sqlalchemy import select

from blueprints import clock
from blueprints.acting import acting_as
from blueprints.rendering import find
from extensions import db
from models.acting import Acting, How, Part
from models.audit import AuditEntry
from models.call import Call
from models.intake import Taking
from models.near_alternatives import who_takes
from models.referral import Referral
from models.referral_clocks import ReferralClocks
from models.referral_words import State
from models.team import Team


def referral_of(referral_id: UUID) -> Referral:
    """The referral, or 404 when no team of the person asking has it."""
    return find(Referral.visible_to(current_user).where(Referral.id == referral_id))


def held(referral_id: UUID) -> Referral:
    """The same, for a change: its row is held, and it is as it stands now."""
    seen = referral_of(referral_id)
    return Referral.held(db.session(), seen.id) or abort(404)


def together(referral: Referral, *states: State) -> list[Referral]:
    """Those made with it in one go, itself among them, of these states (of any, without)."""
    made = Referral.made_by_form(db.session(), referral.form_key)
    return [each for each in made if each.team_id == referral.team_id and (not states or each.state in states)]


def held_together(referral_id: UUID) -> list[Referral]:
    """All that were made in one go, their rows held until the commit, always in the same order."""
    seen = referral_of(referral_id)
    ids = db.session.scalars(
        select(Referral.id)
        .where(Referral.form_key == seen.form_key, Referral.team_id == seen.team_id)
        .order_by(Referral.id)
    ).all()
    rows = [Referral.held(db.session(), each) for each in ids]
    return sorted((each for each in rows if each), key=lambda each: (each.created_at, str(each.id)))


def call_of(call_id: UUID) -> Call:
    """A call on the desk of one of their teams, or 404."""
    teams = Team.worked_by(current_user).with_only_columns(Team.id).order_by(None)
    return find(select(Call).where(Call.id == call_id, Call.team_id.in_(teams)).order_by(Call.id))


def note_looks(seen: Sequence[Referral], fields: Iterable[str], action: str = "looked") -> None:
    """Write down that the person of these referrals is looked at, and commit."""
    for each in seen:
        AuditEntry.note(db.session(), each, action, acting=worker(), at=clock.now(), fields=fields)
    db.session.commit()


def worker(how: How = How.PAGE) -> Acting:
    """Whoever is signed in, as a link worker."""
    return acting_as(Part.LINK_WORKER, how)


def clocks() -> ReferralClocks:
    usual: ReferralClocks = current_app.config["SETTINGS"].referral_clocks
    return usual


def takes_of(referrals: Iterable[Referral]) -> dict[UUID, Taking]:
    """Whether each of their listings takes somebody new today, by the listing's id."""
    found = who_takes(db.session(), [each.listing_id for each in referrals], clock.today())
    return {listing.id: taken for listing, taken in found.items()}


def can_be_undone(referrals: Iterable[Referral], now: datetime) -> bool:
    return any(each.can_be_undone(now, clocks()) for each in referrals)
