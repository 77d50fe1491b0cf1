"""A town with so many open referrals, in a process of its own: `python -m bench.desk_world 10000`.

Gives, as JSON, the pages of the desks and the cookie with which each may be read.
"""

import json
import secrets
import sys
from datetime import UTC, datetime

from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from blueprints import signed_in
from config import ROOT
from extensions import db
from models.listing import Listing
from models.people import User
from models.referral_words import State
from models.signed_in_session import HowProved, SignedInSession
from models.team import Team
from seeds.generated_referrals import generate_referrals
from seeds.market_town import market_town

TEAM = "larkmoor-link-workers"


def make(size: int) -> str:
    """Fill an empty database, sign the people in whose desks are measured, and say where the desks are."""
    app = create_app()
    with app.test_request_context():
        upgrade(directory=str(ROOT / "migrations"))
        session, now = db.session(), datetime.now(UTC)
        market_town(session, now)
        team = session.scalars(select(Team).where(Team.slug == TEAM)).one()
        hosted = select(Listing).where(Listing.group_id.is_not(None), Listing.published_at.is_not(None))
        listings = session.scalars(hosted.where(Listing.stopped_at.is_(None)).order_by(Listing.id)).all()
        worker = _called(session, "shanaz")
        generate_referrals(session, size, team=team, by=worker, listings=listings, now=now)
        desks = {
            "link worker's desk": (worker, f"/teams/{TEAM}/desk"),
            "referrals, newest": (worker, f"/teams/{TEAM}/referrals"),
            "referrals, sent": (worker, f"/teams/{TEAM}/referrals?state={State.SENT.value}"),
            "enquiries": (worker, f"/teams/{TEAM}/enquiries"),
            "organiser's page": (_called(session, "alan"), "/hosting"),
            "panel's desk": (_called(session, "bernadette"), "/panels/larkmoor/desk"),
            "phone list": (_called(session, "bernadette"), "/panels/larkmoor/phone-list"),
        }
        cookies = {user: _cookie(user, now) for user, _ in desks.values()}
        session.commit()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        return json.dumps({name: [path, cookies[user]] for name, (user, path) in desks.items()})


def _called(session: object, key: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{key}@example.org")).one()


def _cookie(user: User, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    started = SignedInSession.start(db.session, user=user, token=token, device="A bench", at=now)  # type: ignore[arg-type]
    started.proved_at, started.proved_how = now, next(iter(HowProved))
    return f"{signed_in.cookie_name()}={token}"


if __name__ == "__main__":
    sys.stdout.write("\n" + make(int(sys.argv[1])) + "\n")
