"""The same button pressed many times at one moment does one thing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.enquiry import Enquiry
from models.might_come import MightCome
from models.outbox import Email
from models.referral import Referral
from tests.asking import JEANNIE, SECONDS, make_asking_listing
from tests.filling import form_of, values_of
from tests.inspecting_client import Page
from tests.people import make_patch
from tests.referring import make_team

PRESSES = 6


def at_once(press: Callable[[], TestResponse]) -> list[TestResponse]:
    gate, answers = threading.Barrier(PRESSES), list[TestResponse]()
    faults: list[BaseException] = []

    def one() -> None:
        gate.wait()
        try:
            answers.append(press())
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=one) for _ in range(PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults, faults
    return answers


@pytest.mark.parametrize("what", ["ask", "might-come", "talk"])
def test_of_six_presses_at_once_one_thing_comes(
    app: Flask, client: FlaskClient, db_session: Session, what: str
) -> None:
    patch = make_patch(db_session, slug="larkmoor")
    make_team(db_session, patches=[patch])
    shed = make_asking_listing(db_session, patch=patch)
    paths = {
        "ask": f"/listings/{shed.id}/ask?for=me",
        "might-come": f"/listings/{shed.id}/might-come",
        "talk": "/patches/larkmoor/talk",
    }
    tables: dict[str, Any] = {"ask": Referral, "might-come": MightCome, "talk": Enquiry}
    page: Page = client.get(paths[what]).page  # type: ignore[attr-defined]
    app.config["NOW"] += timedelta(seconds=SECONDS)
    values = values_of(form_of(page, action=paths[what]))
    for name, said in JEANNIE.items():
        values.setlist(name, [said])
    db_session.rollback()
    answers = at_once(lambda: app.test_client().post(paths[what], data=values))
    assert [answer.status_code for answer in answers] == [303] * PRESSES
    db_session.expire_all()
    assert db_session.scalar(select(func.count()).select_from(tables[what])) == 1
    assert (db_session.scalar(select(func.count()).select_from(Email)) or 0) <= 1
    for answer in answers:
        assert client.get(answer.location).status_code == 200
