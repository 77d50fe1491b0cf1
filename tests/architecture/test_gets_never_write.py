"""Looking changes nothing: every page, asked for by everybody, twice, leaves what people keep as it was.

Mail scanners, search engines and browsers that fetch ahead open every link they see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from sqlalchemy.engine import Connection

from models.base import Base
from tests.hostile.town import ROLES, Town, Visit, app, routes, town, visit
from tests.inspecting_client import Page, is_whole_page

__all__ = ["app", "town", "visit"]

NOT_KEPT = {"signed_in_session.last_used_at"}
"""What reading a page may write: when a browser was last used."""
ONLY_COUNTED = ("search_count", "scan_count")
ONLY_ADDED_TO = ("audit_entry",)
"""Looking at somebody's details is written into the audit trail, and that is all it does."""
MOST_PAGES = 150
"""Of one crawl: the pages with searches in their links have no end."""


def fingerprints(app: Flask) -> dict[str, str]:
    """Of every row of every table, side tables of the search included."""
    from extensions import db

    with app.app_context(), db.engine.connect() as connection:
        return {name: _fingerprint(connection, name) for name in sorted(_tables(connection))}


def _tables(connection: Connection) -> Iterator[str]:
    for name in inspect(connection).get_table_names():
        if not name.startswith("sqlite_") and name not in (*ONLY_COUNTED, *ONLY_ADDED_TO):
            yield name


def _fingerprint(connection: Connection, name: str) -> str:
    known = Base.metadata.tables.get(name)
    columns = "*"
    if known is not None:
        kept = [column.name for column in known.columns if f"{name}.{column.name}" not in NOT_KEPT]
        columns = ", ".join(f'"{column}"' for column in kept)
    # As it lies there: nothing is unsealed or made into an object only to be compared.
    rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{name}"').all()
    digest = hashlib.sha256()
    for row in sorted(map(repr, rows)):
        digest.update(row.encode())
    return f"{len(rows)} rows, {digest.hexdigest()[:12]}"


def test_a_change_would_be_noticed(app: Flask) -> None:
    from extensions import db
    from models.people import Panel

    before = fingerprints(app)
    assert len(before) > 15
    with app.app_context():
        panel = db.session.scalars(select(Panel).limit(1)).one()
        panel.welcome += "."
        db.session.commit()
    after = fingerprints(app)
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"find_state"} == {"panel"}  # search notes that something it remembers has changed


@pytest.mark.parametrize("role", ROLES)
def test_every_route_asked_for_twice_changes_nothing(app: Flask, town: Town, visit: Visit, role: str) -> None:
    client, before = visit(ROLES[role]), fingerprints(app)
    for rule in routes(app):
        for panel in ("larkmoor", "hollinfold"):
            for headers in ({}, {"HX-Request": "true"}):
                client.get(town.address(app, rule, panel), headers=headers).get_data()
                client.head(town.address(app, rule, panel), headers=headers).get_data()
    _nothing_changed(app, before)


@pytest.mark.parametrize("role", ["stranger", "volunteer", "lead"])
def test_following_every_link_twice_changes_nothing(app: Flask, visit: Visit, role: str) -> None:
    client, before = visit(ROLES[role]), fingerprints(app)
    first = crawl(client)
    assert len(first) > (20 if role == "stranger" else 60)
    for path in first:
        client.get(path).get_data()
    _nothing_changed(app, before)


def crawl(client: FlaskClient, start: tuple[str, ...] = ("/", "/patches/larkmoor", "/desk", "/account")) -> list[str]:
    """Everything within reach by links; each page with at most three different questions."""
    waiting, seen, asked = list(start), list[str](), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        place = urlsplit(path).path
        if path in seen or place.startswith(("/gallery", "/static")) or asked.get(place, 0) >= 3:
            continue
        asked[place] = asked.get(place, 0) + 1
        seen.append(path)
        answer = client.get(path)
        assert answer.status_code in (200, 301, 303), f"{path} answered {answer.status_code}"
        found = [answer.location] if answer.location else []
        if is_whole_page(answer):
            found += [str(a.get("href")) for a in Page(answer.text).all("a", "link") if a.get("href")]
        waiting += [each for each in found if each.startswith("/") and not each.startswith("//")]
    return seen


def _nothing_changed(app: Flask, before: dict[str, str]) -> None:
    after = fingerprints(app)
    changed = [f"{name}: {before[name]} became {after[name]}" for name in before if before[name] != after[name]]
    assert not changed, "\n".join(changed)


def test_the_tables_looked_at_are_all_there_are(app: Flask) -> None:
    assert set(Base.metadata.tables) - {*ONLY_COUNTED, *ONLY_ADDED_TO} <= set(fingerprints(app))
