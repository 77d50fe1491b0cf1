"""Every route has a door, its parts have types, and GET changes nothing that people keep."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter

STAFF = {"signed_in", "panel_members", "panel_leads", "link_workers", "team_leads", "organisers"}
OURS = {"open_to_all", "at_the_door", "demo_only", *STAFF}
NOT_OURS = {"static"}


def routes(app: Flask) -> list[tuple[str, str, frozenset[str]]]:
    return sorted(
        (rule.rule, rule.endpoint, frozenset(rule.methods or ()) - {"HEAD", "OPTIONS"})
        for rule in app.url_map.iter_rules()
    )


def test_every_route_has_a_door(app: Flask) -> None:
    without = [
        f"{rule} ({endpoint}): put one of {', '.join(sorted(OURS))} right under its route"
        for rule, endpoint, _ in routes(app)
        if endpoint not in NOT_OURS and getattr(app.view_functions[endpoint], "door", None) not in OURS
    ]
    assert not without, "\n".join(without)


def test_a_route_reads_or_writes_but_not_both_unseen(app: Flask) -> None:
    strange = [f"{rule} takes {methods}" for rule, _, methods in routes(app) if not methods <= {"GET", "POST"}]
    assert not strange, strange


def test_ids_in_addresses_are_uuids(app: Flask) -> None:
    loose = [
        rule.rule
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if name.endswith("_id") and type(converter).__name__ != "UUIDConverter"
    ]
    assert not loose, loose


def test_a_stranger_at_a_staff_door_is_shown_the_way_in(app: Flask, client: FlaskClient) -> None:
    """Every staff page, asked for by nobody, leads to the sign-in page and says nothing else."""
    nothing = "00000000-0000-4000-8000-000000000000"
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "door", "") not in STAFF:
            continue
        choices = {name: sorted(c.items) for name, c in rule._converters.items() if isinstance(c, AnyConverter)}
        choices |= {"moment": ["2026-03-03T1000"], "who": [nothing]}
        values = {name: nothing if name.endswith("_id") else choices.get(name, ["1"])[0] for name in rule.arguments}
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, values)
        if "GET" in (rule.methods or ()):
            answer = client.get(path)
            assert answer.status_code == 303, path
            assert answer.headers["Location"].startswith("/sign-in"), path
        else:
            answer = client.post(path, data={"typed": "kept"})
            assert answer.status_code in (400, 401, 403), path
            assert "kept" in answer.text, f"{path} lost what was typed"
        assert answer.headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    assert client.open("/", method=method).status_code == 405
