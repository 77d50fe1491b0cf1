"""No other site and no old page can press a button for somebody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.architecture.test_gets_never_write import fingerprints
from tests.hostile.filled import Filled, find_forms, signed, tokens_for
from tests.hostile.town import Town, Visit, routes

ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "https://localhost.evil.example"},
    {"Origin": "http://localhost:1"},
    {"Origin": "localhost"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "cross-site", "HX-Request": "true"},
)
TOKEN = re.compile(r'name="public_token"[^>]*value="([^"]+)"')
HX = {"HX-Request": "true"}


@pytest.fixture
def forms(app: Flask, town: Town, visit: Visit) -> dict[str, Filled]:
    return find_forms(app, town, visit)


def sender(app: Flask, visit: Visit, endpoint: str) -> FlaskClient:
    door = getattr(app.view_functions[endpoint], "door", "")
    return visit() if door in ("open_to_all", "at_the_door", "demo_only") else visit("bernadette")


BEHIND_A_SECRET = ("replies.see", "replies.answer", "replies.note_came", "replies.arrive", "asking.take_back")
"""Pages with a secret in their address give no referrer, so browsers hide where their forms come from."""


def test_without_its_token_no_form_does_anything(
    app: Flask, town: Town, visit: Visit, forms: dict[str, Filled]
) -> None:
    """No token, a foreign one, one of another person's browser, one from before signing in: refused, and kept."""
    before, asked = fingerprints(app), 0
    other = visit("gillian")
    foreign = tokens_for(other, "listings.edit")["csrf_token"]
    for rule in routes(app, "POST"):
        if getattr(app.view_functions[rule.endpoint], "takes_public_form", False):
            continue
        values = forms[rule.endpoint].values if rule.endpoint in forms else {}
        place = town.address(app, rule)
        for token in (None, "", "x", foreign, foreign[:-2] + "xx", "é\x00", "x" * 5_000):
            for headers in ({}, HX):
                client = sender(app, visit, rule.endpoint)
                sent: dict[str, Any] = {**dict(values), "csrf_token": token}
                asked += 1
                answer = client.post(place, data={k: v for k, v in sent.items() if v is not None}, headers=headers)
                assert answer.status_code == 403, f"{place} with {token!r} {headers}: {answer.status_code}"
                in_header = client.post(place, data=dict(values), headers={**headers, "X-CSRFToken": "x"})
                assert in_header.status_code == 403, place
    assert asked > 300
    assert fingerprints(app) == before


def test_a_form_sent_from_another_site_is_refused_even_with_its_token(
    app: Flask, town: Town, visit: Visit, forms: dict[str, Filled]
) -> None:
    before, asked = fingerprints(app), 0
    for rule in routes(app, "POST"):
        filled = forms.get(rule.endpoint) or Filled(
            rule.endpoint, town.address(app, rule), tokens_for(visit(), rule.endpoint)
        )
        for headers in ELSEWHERE:
            by_secret = rule.endpoint in BEHIND_A_SECRET or "csrf_token" in tokens_for(visit(), rule.endpoint)
            if headers == {"Origin": "null"} and by_secret:
                continue  # our own pages with a secret in their address send it: there the token decides
            client = sender(app, visit, rule.endpoint)
            answer = client.post(filled.address, data=signed(client, filled, filled.values), headers=headers)
            asked += 1
            assert answer.status_code in (403, 422), f"{filled.address} {headers}: {answer.status_code}"
            assert headers == {"Origin": "null"} or answer.status_code == 403, filled.address
    assert asked > 200
    assert fingerprints(app) == before


def test_a_public_form_needs_a_token_of_its_own_purpose_and_some_seconds(
    app: Flask, town: Town, visit: Visit, forms: dict[str, Filled]
) -> None:
    from blueprints import sealing

    before = fingerprints(app)
    with app.test_request_context():
        other_purpose = sealing.seal("public form other", {"at": 0, "id": "a" * 32})
    for endpoint in ("public.send_listing_suggestion", "public.send_patch_suggestion"):
        filled, stranger = forms[endpoint], visit()
        filled.values["words"], filled.values["about"] = "Hello", "other"
        just_now = (
            stranger.get(filled.address)
            .text.partition('name="public_token"')[2]
            .partition('value="')[2]
            .partition('"')[0]
        )
        assert just_now
        for token in (None, "", "x", "é", "a.b.c", "\x00", other_purpose, just_now, just_now + "x", "x" * 10_000):
            sent = {**dict(filled.values), "public_token": token}
            answer = stranger.post(filled.address, data={k: v for k, v in sent.items() if v is not None})
            assert answer.status_code == 422, (token, answer.status_code)
            assert "Hello" in answer.text
        trapped = signed(stranger, filled, filled.values)
        trapped["your_website"] = "http://spam.example"
        assert stranger.post(filled.address, data=trapped).status_code == 422
    assert fingerprints(app) == before
