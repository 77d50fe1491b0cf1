"""The database is locked, gone, broken, out of reach or full: people are told so soon, and it mends by itself."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL
from werkzeug.test import TestResponse

from config import sqlite_module
from extensions import db
from models.listing import Listing
from tests.faults.served import Browser, Served
from tests.filling import form_of, values_of
from tests.hostile.filled import tokens_for
from tests.hostile.town import Town, Visit
from tests.inspecting_client import Page

LONGEST_WAIT = 10.0
PAGES = ("/", "/find?q=tea", "/patches/larkmoor", "/about", "/desk", "/account", "/sign-in", "/sitemap.xml")


def says_so(answer: TestResponse, *, saving: bool = False) -> None:
    assert answer.status_code == 503, answer.status_code
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Nothing was saved" in answer.text or not saving
    assert "Traceback" not in answer.text
    assert "sql" not in answer.text.lower()


def file_of(app: Flask) -> Path:
    with app.app_context():
        return Path(str(db.engine.url.database))


@contextmanager
def forgotten_connections(app: Flask) -> Iterator[None]:
    """Every connection is made anew, as after a restart of the machine's disk."""
    with app.app_context():
        db.engine.dispose()
    yield
    with app.app_context():
        db.engine.dispose()


def checking(client: Any, town: Town) -> TestResponse:
    sent = {**tokens_for(client, "listings.check"), "how": "phoned"}
    answer: TestResponse = client.post(f"/listings/{town.things['larkmoor'].parts['listing_id']}/checks", data=sent)
    return answer


def test_while_another_program_writes_people_read_and_saving_says_so_in_time(
    app: Flask, town: Town, visit: Visit, on_sqlite: bool
) -> None:
    """A long write by somebody else: pages go on, a save waits a little and then says that nothing was saved."""
    dot, listing_id = visit("dot"), town.things["larkmoor"].parts["listing_id"]
    with app.app_context():
        other = db.engine.connect()  # a connection of its own; on SQLite it begins as a writer
        held = {"id": listing_id.hex if on_sqlite else listing_id}
        other.execute(text("UPDATE listing SET panel_note = panel_note WHERE id = :id"), held)
    try:
        for path in PAGES:
            began = time.monotonic()
            assert dot.get(path).status_code < 400, path
            assert time.monotonic() - began < 5, path
        began = time.monotonic()
        form = values_of(form_of(Page(dot.get(f"/listings/{listing_id}/edit").text), id="listing-form"))
        form["summary"], form["do"] = "Tea, and now with cake.", "save"
        answer = dot.post(f"/listings/{listing_id}/edit", data=form)
        assert time.monotonic() - began < LONGEST_WAIT + 2
        says_so(answer, saving=True)
    finally:
        other.rollback()
        other.close()
    assert dot.post(f"/listings/{listing_id}/edit", data=form).status_code == 303
    with app.app_context():
        assert db.session.get_one(Listing, listing_id).revision == 2


@pytest.mark.parametrize("how", ["gone", "a folder", "garbage", "cut short"])
def test_without_its_file_the_board_says_so_and_comes_back_with_it(
    app: Flask, town: Town, visit: Visit, on_sqlite: bool, how: str
) -> None:
    if not on_sqlite:
        return  # PostgreSQL looks after its own files
    file, dot = file_of(app), visit("dot")
    kept = file.with_suffix(".kept")
    with forgotten_connections(app):
        shutil.move(file, kept)
        if how == "a folder":
            file.mkdir()
        elif how == "garbage":
            file.write_bytes(os.urandom(40_000))
        elif how == "cut short":
            file.write_bytes(kept.read_bytes()[:30_000])
        app.extensions.pop("kept_pages", None)
        for path in (*PAGES, "/healthz"):
            began = time.monotonic()
            answer = dot.get(path)
            assert time.monotonic() - began < LONGEST_WAIT, path
            assert answer.status_code == 503, f"{path}: {answer.status_code}"
            assert "sql" not in answer.text.lower()
        says_so(dot.get("/find?q=tea"))
        says_so(checking(dot, town), saving=True)
    shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    shutil.move(kept, file)
    assert dot.get("/healthz").status_code == 200
    assert dot.get("/find?q=tea").status_code == 200
    assert checking(dot, town).status_code == 303


def test_with_no_room_left_reading_goes_on_and_saving_says_that_nothing_was_saved(
    app: Flask, town: Town, visit: Visit, on_sqlite: bool
) -> None:
    if not on_sqlite:
        return
    dot, listing_id = visit("dot"), town.things["larkmoor"].parts["listing_id"]

    def leave_no_room(connection: Any, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", leave_no_room)
    try:
        with forgotten_connections(app):
            form = values_of(form_of(Page(dot.get(f"/listings/{listing_id}/edit").text), id="listing-form"))
            form["description"], form["do"] = "Tea and more tea. " * 4_000, "save"
            says_so(dot.post(f"/listings/{listing_id}/edit", data=form), saving=True)
            for path in (*PAGES, "/healthz"):
                assert dot.get(path).status_code < 400, path
    finally:
        event.remove(engine, "connect", leave_no_room)
    with forgotten_connections(app):
        assert dot.post(f"/listings/{listing_id}/edit", data=form).status_code == 303
    with app.app_context():
        assert db.session.get_one(Listing, listing_id).revision == 2
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_process_that_may_write_no_more_serves_on_and_loses_nothing(site: Served, on_sqlite: bool) -> None:
    """The disk's own refusal (RLIMIT_FSIZE), in a served process; then the limit goes and all is as it was told."""
    if not on_sqlite:
        return
    import resource

    from tests.faults.conftest import some_listings

    listing = some_listings(site, 1)[0]
    dot = site.sign_in("dot")
    file = Path(str(make_url(site.settings.database_url).database))
    limit = file.stat().st_size + 256 * 1024
    site.before_it_starts = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    site.start()
    form, kept, refused = dot.form(f"/listings/{listing}/edit"), "", None
    for number in range(60):
        form["description"] = f"Number {number}. " + f"Tea {number} and talk. " * 3_000
        answer = dot.post(f"/listings/{listing}/edit", form)
        if answer.status != 303:
            refused = answer
            break
        kept, form["revision"] = f"Number {number}. ", str(int(form["revision"]) + 1)
    assert refused is not None, "the limit was never met"
    assert refused.status == 503
    assert "Nothing was saved" in refused.text
    stranger = Browser(site)
    for path in PAGES:
        assert stranger.get(path).status in (200, 303), path
    site.kill()
    site.before_it_starts = None
    site.start()
    page = dot.get(f"/listings/{listing}/edit").text
    assert kept
    assert kept in page
    connection = sqlite_module().connect(str(file))
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


class Line(threading.Thread):
    """Stands between the app and PostgreSQL. `cut` as if the server had gone; `hold` as if it had fallen asleep."""

    def __init__(self, address: URL) -> None:
        super().__init__(daemon=True)
        host = str(address.query.get("host") or address.host or "127.0.0.1")
        port = address.port or 5432
        self.there: Any = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port, self.cut, self.hold = self.listening.getsockname()[1], False, False
        self.open: list[socket.socket] = []

    def run(self) -> None:
        while True:
            here, _ = self.listening.accept()
            if self.cut:
                here.close()
                continue
            family = socket.AF_UNIX if isinstance(self.there, str) else socket.AF_INET
            there = socket.socket(family)
            there.connect(self.there)
            self.open += [here, there]
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while some := one.recv(65_536):
                while self.hold:
                    time.sleep(0.05)
                other.sendall(some)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """End every conversation at once."""
        for each in self.open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self.open.clear()


@pytest.fixture
def line(site: Served, on_sqlite: bool) -> Iterator[Line | None]:
    """The served app speaks to PostgreSQL over a line that can be cut. None on SQLite, which has none."""
    if on_sqlite:
        yield None
        return
    address = make_url(site.settings.database_url)
    line = Line(address)
    line.start()
    over_the_line = address.set(host="127.0.0.1", port=line.port, query={})
    changed = over_the_line.render_as_string(hide_password=False)
    site.settings = replace(site.settings, database_url=changed)
    yield line
    line.cut = True
    line.hang_up()


def test_when_the_server_of_the_database_goes_people_are_told_and_it_comes_back(
    site: Served, town: Town, line: Line | None
) -> None:
    if line is None:
        return
    dot = site.sign_in("dot")
    site.start()
    listing = town.things["larkmoor"].parts["listing_id"]
    form = dot.form(f"/listings/{listing}/edit")
    form["summary"] = "Tea, and now with cake."
    line.cut = True
    line.hang_up()
    for path in ("/find?q=tea", "/patches/larkmoor", "/desk", "/healthz"):
        answer = dot.get(path)
        assert answer.status == 503, f"{path}: {answer.status}"
        assert answer.seconds < LONGEST_WAIT, path
    refused = dot.post(f"/listings/{listing}/edit", form)
    assert refused.status == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert "Nothing was saved" in refused.text
    line.cut = False
    assert dot.get("/healthz").status == 200
    assert dot.get("/find?q=tea").status == 200
    assert dot.post(f"/listings/{listing}/edit", form).status == 303
    line.hang_up()  # between two requests: nobody notices
    assert [dot.get("/desk").status for _ in range(4)] == [303] * 4


def test_a_database_that_answers_late_is_waited_for(site: Served, town: Town, line: Line | None) -> None:
    if line is None:
        return
    site.start()
    stranger = Browser(site)
    assert stranger.get("/find?q=tea").status == 200
    line.hold = True
    threading.Timer(3, lambda: setattr(line, "hold", False)).start()
    answer = stranger.get("/find?q=cake")
    assert (answer.status, 2 < answer.seconds < LONGEST_WAIT) == (200, True)
