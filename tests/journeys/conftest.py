"""What a journey may ask for: the demo town served to a real browser, people with phones, and a mail server."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine, QueuePool, select
from sqlalchemy.orm import Session

from models.people import User
from models.signed_in_session import HowProved, SignedInSession
from tests.databases import Databases
from tests.journeys.browsing import Person
from tests.journeys.every_page import Address
from tests.mail import MailServer, mail_server  # noqa: F401  a fixture

SECONDS_TO_WAIT = 15
"""A busy machine is slow; what is right is still seen at once on an idle one."""
expect.set_options(timeout=SECONDS_TO_WAIT * 1000)
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
LINK = re.compile(r"https?://\S+")

Meet = Callable[..., Person]
AddressOf = Callable[[Address], str]


@pytest.fixture
def world(seeded: str) -> str:
    """The database a journey begins with. A module about the first person gives "template", which is empty."""
    return seeded


@pytest.fixture
def app(app_of_this_worker: Flask, databases: Databases, world: str, base_url: str) -> Iterator[Flask]:
    """The served app in that world, knowing its own address. What a journey changes in `app.config` is put back."""
    from extensions import db, limiter

    kept = dict(app_of_this_worker.config)
    app_of_this_worker.config["SETTINGS"] = replace(kept["SETTINGS"], public_url=base_url)
    with app_of_this_worker.app_context():
        until_nothing_is_asked(db.engine)
        databases.fresh("app", like=world, let_go=db.engine.dispose)
        limiter.reset()
    app_of_this_worker.extensions.pop("kept_pages", None)
    yield app_of_this_worker
    app_of_this_worker.config.clear()
    app_of_this_worker.config.update(kept)


def until_nothing_is_asked(engine: Engine) -> None:
    """Wait for requests that a closed browser left behind: their database must not be taken from under them."""
    for _ in range(100):
        if not isinstance(engine.pool, QueuePool) or engine.pool.checkedout() == 0:
            return
        time.sleep(0.05)


@pytest.fixture
def meet(app: Flask, browser: Browser, base_url: str) -> Iterator[Meet]:
    """meet() gives a stranger with a phone; meet(scripts=False), meet(screen=DESK), meet(email="dot@example.org").

    When the journey is over, each is asked what went wrong unseen: scripts, refused content, other hosts, cookies.
    """
    people: list[Person] = []

    def come_along(
        email: str | None = None,
        *,
        scripts: bool = True,
        screen: dict[str, int] | None = None,
        proved: bool = False,
        **more: Any,
    ) -> Person:
        person = person_at(browser, base_url, viewport=screen or PHONE, java_script_enabled=scripts, **more)
        people.append(person)
        if email:
            person.context.add_cookies([session_cookie(app, email, base_url, proved=proved)])
        return person

    yield come_along
    faults = [fault for person in people for fault in person.faults()]
    for person in people:
        person.context.close()
    assert not faults, "\n".join(faults)


def person_at(browser: Browser, base_url: str, **more: Any) -> Person:
    """Somebody with a browser of their own, as people here have it."""
    context = browser.new_context(
        base_url=base_url, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce", **more
    )
    context.set_default_timeout(SECONDS_TO_WAIT * 1000)
    return Person(context, base_url)


def session_cookie(app: Flask, email: str, base_url: str, *, proved: bool = False) -> Any:
    """Sign somebody in without a mail (and with their second step), and give the cookie their browser carries."""
    from blueprints import clock, signed_in
    from extensions import db

    token = secrets.token_urlsafe(32)
    with app.test_request_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        here = SignedInSession.start(db.session, user=user, token=token, device="A browser", at=clock.now())  # type: ignore[arg-type]
        if proved:
            here.proved_at, here.proved_how = clock.now(), HowProved.PASSKEY
        db.session.commit()
        return {"name": signed_in.cookie_name(), "value": token, "url": base_url}


@pytest.fixture
def post(app: Flask, mail_server: MailServer, settle: Callable[..., Any]) -> Callable[[], str]:  # noqa: F811
    """Mail leaves for a real server. post() lets the waiting mail go and gives the text of the newest."""
    from blueprints.tick import tick

    settle(smtp_url=mail_server.url)

    def deliver() -> str:
        with app.app_context():
            tick()
        return str(mail_server.messages[-1].get_content())

    return deliver


@pytest.fixture
def desk(app: Flask) -> Iterator[Session]:
    """The rows behind the screens, to arrange something or to look."""
    from extensions import db

    with app.app_context():
        yield db.session  # type: ignore[misc]
        db.session.rollback()


@pytest.fixture
def address_of(desk: Session) -> AddressOf:
    """Where a page of every_page.py is today. The database is let go again, so that the app may write."""

    def find(address: Address) -> str:
        found = address(desk)
        desk.rollback()
        return found

    return find


def link_in(mail: str) -> str:
    """The first address in a mail."""
    found = LINK.search(mail)
    assert found, mail
    return found[0]
