"""Made-up people, panels and patches for tests, and signing them in."""

from __future__ import annotations

import itertools
import secrets
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from models.patch import Patch
from models.people import Membership, Panel, Role, User
from models.signed_in_session import SignedInSession

numbers = itertools.count(1)
MADE_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_user(session: Session, name: str = "Pat Larkin", email: str | None = None, **more: Any) -> User:
    user = User(name=name, email=email or f"pat{next(numbers)}@example.org", **{"created_at": MADE_AT, **more})
    session.add(user)
    session.commit()
    return user


def make_panel(session: Session, name: str = "Larkmoor panel", slug: str | None = None, **more: Any) -> Panel:
    usual = {"helpers": "Shanaz and Colin", "phone": "0161 496 0123", "phone_hours": "weekdays, 10am to 4pm"}
    panel = Panel(name=name, slug=slug or f"larkmoor-{next(numbers)}", created_at=MADE_AT, **{**usual, **more})
    session.add(panel)
    session.commit()
    return panel


def make_patch(session: Session, panel: Panel | None = None, name: str = "Larkmoor", **more: Any) -> Patch:
    usual = {
        "slug": f"larkmoor-{next(numbers)}",
        "postcode_districts": "ZZ1 ZZ4",
        "easting": 378_000,
        "northing": 392_000,
        "latitude": 53.424,
        "longitude": -2.332,
    }
    patch = Patch(panel=panel or make_panel(session), name=name, **{**usual, **more})
    session.add(patch)
    session.commit()
    return patch


def make_membership(
    session: Session, user: User | None = None, panel: Panel | None = None, role: Role = Role.VOLUNTEER, **more: Any
) -> Membership:
    membership = Membership(
        user=user or make_user(session),
        panel=panel or make_panel(session),
        role=role,
        **{"started_at": MADE_AT, **more},
    )
    session.add(membership)
    session.commit()
    session.expire_all()
    return membership


def make_volunteer(session: Session, panel: Panel | None = None, **more: Any) -> User:
    return make_membership(session, make_user(session, **more), panel).user


def make_lead(session: Session, panel: Panel | None = None, **more: Any) -> User:
    return make_membership(session, make_user(session, **more), panel, Role.LEAD).user


def sign_in(client: FlaskClient, user: User) -> str:
    """Sign `user` in at `client`, without a mail. Gives the secret in the cookie."""
    from blueprints import clock, signed_in
    from extensions import db

    token, user_id = secrets.token_urlsafe(32), user.id
    with client.application.test_request_context():
        person = db.session.get_one(User, user_id)
        SignedInSession.start(db.session, user=person, token=token, device="A test", at=clock.now())  # type: ignore[arg-type]
        db.session.commit()
        client.set_cookie(signed_in.cookie_name(), token)
    return token


def csrf(client: FlaskClient) -> dict[str, str]:
    """The field that every signed-in form carries: client.post(url, data={**csrf(client), "name": "Pat"})."""
    with client.session_transaction() as browser_session:
        raw = browser_session.setdefault("csrf_token", secrets.token_hex(20))
    serializer = URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token")
    return {"csrf_token": serializer.dumps(raw)}


def public_token(client: FlaskClient, form_class: Any, seconds_old: float = 60) -> dict[str, str]:
    """The field that a PublicForm carries, as if its page had been opened a minute ago."""
    from blueprints.public_forms import new_token

    with client.application.test_request_context():
        return {"public_token": new_token(form_class.purpose, seconds_old)}
