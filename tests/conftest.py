"""What every test may ask for: real databases, the app, a client that inspects pages, and a real browser.

    pytest                    on SQLite, a file for each worker
    pytest --db=postgres      the same tests on PostgreSQL: DATABASE_URL's server, or one started for the run

A missing PostgreSQL fails in plain words. A missing browser does so when CI is set, and is said loudly elsewhere.
"""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from config import Settings
from models import recovery_code
from models.database import prepare
from models.sealed import new_key, use_keys
from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.inspecting_client import InspectingClient
from tests.migrated import migrate
from tests.postgres_server import NoPostgres, running_postgres

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""Tuesday 3 March 2026, 10am in London too: the moment at which tests happen unless they say otherwise."""
ON_ONE_DATABASE = {
    "architecture/test_templates.py": "reads templates",
    "architecture/test_reading_age.py": "reads words",
    "architecture/test_headers.py": "reads the headers of answers",
    "architecture/test_gets_never_write.py": "listens to what is said to the database, not to what it does",
    "hostile/test_verbs_and_headers.py": "is answered before a row is asked for",
    "hostile/test_forgery.py": "is answered before a row is asked for",
    "hostile/test_text_stays_text.py": "looks at what browsers are given",
    "hostile/test_forms.py::test_a_megabyte_of_words_is_refused_with_a_page": "is refused before a row is asked for",
    "hostile/test_sessions.py::test_a_cookie_of_nonsense_signs_nobody_in": "no database sees a cookie, only its print",
    "hostile/test_pictures.py::test_what_is_no_picture_is_refused_in_words_with_the_form_kept": "and no row is written",
    "blueprints/test_posters_runs.py::test_two_hundred_posters_come_out_whole": "is about the press",
    "journeys/test_every_page_closely.py": "looks at pages: contrast, width, screen readers",
    "journeys/test_the_way_in_closely.py": "looks at pages",
    "journeys/test_gallery.py": "looks at pages",
    "journeys/test_on_paper.py": "looks at pages on paper",
    "journeys/test_stranger_with_scripts.py": "presses what tests/blueprints asks on both",
    "journeys/test_stranger_without_scripts.py": "presses what tests/blueprints asks on both",
    "journeys/test_nothing_typed_is_lost.py": "presses what tests/blueprints asks on both",
    "journeys/test_second_factor.py": "presses what tests/blueprints asks on both",
    "journeys/test_poster.py": "presses what tests/blueprints asks on both",
    "journeys/test_no_signal.py": "looks at what lies on a phone; tests/blueprints sends it to both",
    "journeys/test_lists.py": "presses what tests/blueprints asks on both",
}
"""Tests to which it makes no difference on which database they run, and why: they run on SQLite alone.

So do those that ask for none."""
ADDRESSES_FOR_PAGES = (
    "nothing", "blanks", "bare percent", "bad percent", "encoded twice", "turned round", "markup", "template",
    "line breaks", "path", "evil place", "evil place, backwards", "evil place, tabbed", "evil place, encoded",
    "script address", "plus signs",
)  # fmt: skip
FOR_PAGES = {
    "test_any_text_in_every_box_is_taken_or_told": (
        "script", "picture", "single quotes", "template", "end of title", "end of script", "end of box", "comment",
        "end of data", "entity", "turned round", "Welsh", "formula", "another formula", "mail header", "backslashes",
        "calendar", "query",
    ),
    "test_any_value_of_every_parameter_gets_a_page": ADDRESSES_FOR_PAGES,
    "test_any_part_of_a_path_gets_a_page": ADDRESSES_FOR_PAGES,
    "test_hostile_text_in_all_fields_is_never_too_much": (
        "html", "template", "right to left", "wide", "percent", "blank", "long", "negative", "line ends", "json",
    ),
    "test_hostile_text_in_any_one_field_is_never_too_much": ("html",),
    "test_any_body_at_all_gets_a_page": (
        "broken JSON", "plain text", "XML", "no kind", "a kind of nonsense", "no boundary", "a cut-off part",
        "a nameless part", "parts in parts", "many parts", "many fields", "squeezed",
    ),
}  # fmt: skip
"""What these tests say that is about pages, files and how a form travels: databases do not differ over it."""
FIELD_KEY = new_key()
SLOW_HASH = recovery_code.COST
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres"), default="sqlite", help="the database to test on")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--db')}"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Tests are found, and everything is imported, without a look for garbage: there is none yet."""
    gc.disable()
    try:
        return (yield)
    finally:
        keep_for_good()
        gc.enable()


def keep_for_good() -> None:
    """What is here now stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
    if config.getoption("--db") == "postgres":
        once = {item for item in items if _is_enough_on_one(item)}
        config.hook.pytest_deselected(items=[item for item in items if item in once])
        items[:] = [item for item in items if item not in once]


def _is_enough_on_one(item: pytest.Item) -> bool:
    """Whether it is the same on both: it says so above, or it asks for no database."""
    test, place = getattr(item, "originalname", ""), "/".join(item.path.parts[-2:])
    if place in ON_ONE_DATABASE or f"{place}::{test}" in ON_ONE_DATABASE:
        return True
    if "databases" not in item.fixturenames:  # type: ignore[attr-defined]
        return True
    about_pages = FOR_PAGES.get(test)
    return bool(about_pages) and item.callspec.params["what"] in about_pages  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def quick_recovery_codes() -> None:
    """Their hash is slow on purpose: SLOW_HASH in use, and where a test puts it back."""
    recovery_code.COST = {"n": 2, "r": 1, "p": 1}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """This worker's databases; the template is migrated."""
    with ExitStack() as stack:
        made: Databases
        if request.config.getoption("--db") == "sqlite":
            made = SqliteDatabases(tmp_path_factory.mktemp("databases"))
        else:
            try:
                server = stack.enter_context(running_postgres())
            except NoPostgres as reason:
                pytest.fail(str(reason), pytrace=False)
            made = PostgresDatabases(server, prefix=f"hereabouts_test_{os.getpid()}")
        stack.callback(made.close)
        migrate(test_settings(made.template, tmp_path_factory.mktemp("instance")))
        yield made


@contextmanager
def opened(address: str, folder: Path) -> Iterator[Session]:
    """A session of its own on a database, apart from the app."""
    settings = test_settings(address, folder)
    use_keys(settings.field_keys)
    engine = create_engine(address, **settings.engine_options)
    prepare(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def seeded(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database in which Larkmoor stands, seeded once in a worker: have copies made of it."""
    from seeds.market_town import market_town

    with opened(databases.fresh("seeded"), tmp_path_factory.mktemp("instance")) as session:
        market_town(session, NOW)
        session.commit()
    return "seeded"


@pytest.fixture(scope="session")
def database_url(databases: Databases) -> str:
    """The address of the app's database in this worker: emptied before each test that asks for `app`."""
    return databases.fresh("app")


@pytest.fixture(scope="session")
def models_engine(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    settings = test_settings(databases.fresh("models"), tmp_path_factory.mktemp("instance"))
    use_keys(settings.field_keys)
    engine = create_engine(settings.database_url, **settings.engine_options)
    prepare(engine)
    if settings.on_sqlite:
        do_not_wait_for_the_disk(engine)
    yield engine
    engine.dispose()


def do_not_wait_for_the_disk(engine: Engine) -> None:
    """Test databases live for a moment: a power cut may have them."""
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))


@pytest.fixture
def session(models_engine: Engine) -> Iterator[Session]:
    """A session for tests of models, without Flask. It may commit; everything is undone after the test."""
    with models_engine.connect() as connection, connection.begin() as everything:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        everything.rollback()


def test_settings(database_url: str, instance_path: Path, **changes: Any) -> Settings:
    settings = Settings(
        secret_key=secrets.token_hex(32),
        field_keys=(FIELD_KEY,),
        database_url=database_url,
        public_url="http://localhost",
        instance_path=instance_path,
    )
    return replace(settings, **changes)


test_settings.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def app_of_this_worker(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app for the whole run, so that templates compile once. Tests ask for `app`."""
    from app import create_app
    from extensions import db

    settings = test_settings(database_url, tmp_path_factory.mktemp("instance"))
    made = create_app(settings, TESTING=True, NOW=NOW)
    if settings.on_sqlite:
        with made.app_context():
            do_not_wait_for_the_disk(db.engine)
    keep_for_good()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def world() -> str:
    """The database that the app begins with a copy of: empty. A module about the demo town gives `seeded`."""
    return "template"


@pytest.fixture
def app(app_of_this_worker: Flask, databases: Databases, world: str) -> Iterator[Flask]:
    """The app in that world. What a test changes in `app.config` is put back."""
    from extensions import db, limiter

    kept = dict(app_of_this_worker.config)
    with app_of_this_worker.app_context():
        databases.fresh("app", like=world, let_go=db.engine.dispose)
        limiter.reset()
    yield app_of_this_worker
    app_of_this_worker.config.clear()
    app_of_this_worker.config.update(kept)


@pytest.fixture
def settle(app: Flask) -> Callable[..., Settings]:
    """Change settings for one test: settle(demo=True)."""

    def change(**changes: Any) -> Settings:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], **changes)
        return app.config["SETTINGS"]

    return change


@pytest.fixture
def pass_time(app: Flask) -> Callable[..., datetime]:
    """Let time go by for the app: pass_time(minutes=16) gives the new time."""

    def go_on(**amounts: float) -> datetime:
        app.config["NOW"] += timedelta(**amounts)
        return app.config["NOW"]

    return go_on


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """The app's own session, for arranging and looking at rows around requests. Commit what requests should see."""
    from extensions import db

    with app.app_context():
        yield db.session  # type: ignore[misc]
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without an account. Every whole page it fetches is inspected (see inspecting_client.py)."""
    return InspectingClient(app, app.response_class, use_cookies=True)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[Any], FlaskClient]:
    """signed_in(user) gives an inspecting client of its own in which that person is signed in (tests/people.py)."""

    def client_for(user: Any) -> FlaskClient:
        from tests.people import sign_in

        client = InspectingClient(app, app.response_class, use_cookies=True)
        sign_in(client, user)
        return client

    return client_for


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium. Nothing is ever downloaded."""
    chromium = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
    )
    if chromium is None:
        said = "The journeys need Chromium: install it, or say where it is in CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(said, pytrace=False)
        pytest.skip(f"NOT TESTED IN A BROWSER. {said}")
    return {"executable_path": chromium, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session", autouse=True)
def patience_in_the_browser() -> None:
    """A busy machine with two cores is slow, and that is no fault of the page."""
    expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def base_url(app_of_this_worker: Flask) -> Iterator[str]:
    """The app served on a free port. Ask for `live_server` (or `app`) as well, so that the database is fresh."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app_of_this_worker, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_server(app: Flask, base_url: str) -> str:
    """The address of the served app, on an empty database."""
    return base_url
