"""What one team of link workers keeps is nobody else's, and nothing of a person is seen without the second step."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule

from models.signed_in_session import SignedInSession
from tests.architecture.test_gets_never_write import fingerprints
from tests.hostile.filled import tokens_for
from tests.hostile.town import PRIVATE_PHONE, SECRET_WORD, Town, Visit, app, routes, town, visit

__all__ = ["app", "town", "visit"]

TEAM_DOORS = ("link_workers", "team_leads")
PARTS: tuple[dict[str, str], ...] = ({}, {"HX-Request": "true"})
OWN_TO_A_TEAM = {"team_slug", "referral_id", "draft_id", "call_id", "list_id", "enquiry_id", "source_id"}
WORD, PHONE = SECRET_WORD["larkmoor"], PRIVATE_PHONE["larkmoor"]


def behind(app: Flask, doors: tuple[str, ...], method: str) -> list[Rule]:
    return [rule for rule in routes(app, method) if getattr(app.view_functions[rule.endpoint], "door", "") in doors]


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]} - {"throttle"}


@pytest.mark.parametrize("who", ["ruth", "bernadette", "alan", "dot", "lesley"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_a_team_keeps_does_not_exist_for_others(
    app: Flask, town: Town, visit: Visit, who: str, method: str
) -> None:
    """For another team's lead, a panel's lead, an organiser, a volunteer, and somebody who has left the team."""
    client, before, asked = visit(who), fingerprints(app), 0
    for rule in behind(app, TEAM_DOORS, method):
        if not rule.arguments & OWN_TO_A_TEAM:
            continue
        for headers in PARTS:
            tokens = tokens_for(client, rule.endpoint) if method == "POST" else None
            answer = client.open(town.address(app, rule), method=method, headers=headers, data=tokens)
            assert answer.status_code == 404, f"{method} {rule.rule} as {who}: {answer.status_code}"
            assert WORD not in answer.text
            asked += 1
    assert asked > 10
    assert changed(before, fingerprints(app)) == set()


@pytest.mark.parametrize("who", ["shanaz", "priya"])
def test_without_the_second_step_nothing_is_seen_or_done(app: Flask, town: Town, visit: Visit, who: str) -> None:
    from extensions import db

    with app.app_context():
        db.session.execute(update(SignedInSession).values(proved_at=None, proved_how=None))
        db.session.commit()
    client, before = visit(who), fingerprints(app)
    for rule in behind(app, TEAM_DOORS, "GET"):
        answer = client.get(town.address(app, rule))
        if answer.status_code == 404:
            continue  # a lead's page, asked for by a link worker
        assert answer.status_code == 303, rule.rule
        assert answer.location.startswith("/account/second-factor"), rule.rule
        part = client.get(town.address(app, rule), headers={"HX-Request": "true"})
        assert part.status_code == 401, rule.rule
        assert part.text == ""
    for rule in behind(app, TEAM_DOORS, "POST"):
        answer = client.post(town.address(app, rule), data=tokens_for(client, rule.endpoint))
        assert answer.status_code in (403, 404), rule.rule
        assert WORD not in answer.text, rule.rule
    assert changed(before, fingerprints(app)) == set()


@pytest.mark.parametrize("who", ["gillian", "femi", "parveen", "ruth", ""])
def test_nobody_else_sees_who_is_coming(app: Flask, town: Town, visit: Visit, who: str) -> None:
    """Every page behind the organisers' door, asked for by those who have no part in it."""
    client = visit(who) if who else visit()
    for method in ("GET", "POST"):
        for rule in behind(app, ("organisers",), method):
            tokens: Any = tokens_for(client, rule.endpoint) if method == "POST" else None
            answer = client.open(town.address(app, rule), method=method, data=tokens)
            assert WORD not in answer.text, rule.rule
            assert PHONE not in answer.text, rule.rule
            if rule.arguments & {"referral_id"}:
                expected = (404,) if who else (303, 403)
                assert answer.status_code in expected, f"{method} {rule.rule}: {answer.status_code}"


def test_no_address_holds_a_name(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert not rule.arguments & {"name", "email", "phone", "called"}, rule.rule
