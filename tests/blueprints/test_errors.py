"""Error pages: friendly, in our look, with a way on, and never the cause of a second error."""

import pytest
from flask import Blueprint, Flask, abort, redirect
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app import create_app
from models.errors import RuleBroken
from tests.conftest import test_settings as settings_for
from tests.inspecting_client import InspectingClient

HTMX = {"HX-Request": "true"}
trouble = Blueprint("trouble", __name__)


@trouble.get("/trouble/<int:status>")
def status(status: int) -> str:
    abort(status)


@trouble.get("/trouble/bug")
def bug() -> str:
    raise ZeroDivisionError("somebody's secret")


@trouble.get("/trouble/rule")
def rule() -> str:
    raise RuleBroken("Lockside Shed is full. Ask again in June.")


@trouble.get("/trouble/field")
def field() -> str:
    raise RuleBroken("Finish after the start.", field="ends_at")


@trouble.get("/trouble/database")
def database() -> str:
    raise OperationalError("SELECT secret", {"name": "Jeannie"}, Exception("gone"))


@trouble.get("/trouble/moved")
def moved() -> object:
    return redirect("/elsewhere", 308)


@pytest.fixture(scope="module")
def troubled(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = create_app(settings_for(database_url, tmp_path_factory.mktemp("instance")))
    for view in (status, bug, rule, field, database, moved):
        view.door = "open_to_all"  # type: ignore[attr-defined]
    app.register_blueprint(trouble)
    return app


@pytest.fixture
def visitor(troubled: Flask) -> FlaskClient:
    return InspectingClient(troubled, troubled.response_class)


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 410, 413, 414, 415, 418, 422, 429, 500, 503])
def test_every_refusal_is_a_page_of_ours_with_a_way_on(visitor: FlaskClient, code: int) -> None:
    answer = visitor.get(f"/trouble/{code}")
    assert answer.status_code == code
    assert answer.page.links()["Go to the front of the board"] == "/"  # type: ignore[attr-defined]
    assert "116 123" in answer.text
    assert f"Reference: {answer.headers['X-Request-Id']}" in answer.page.text  # type: ignore[attr-defined]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_htmx_gets_the_same_as_a_message_for_the_flash_region(visitor: FlaskClient, code: int) -> None:
    answer = visitor.get(f"/trouble/{code}", headers=HTMX)
    assert answer.status_code == code
    assert answer.headers["HX-Retarget"] == "#flash"
    assert answer.headers["HX-Reswap"] == "innerHTML"
    assert "HX-Request" in answer.headers["Vary"]
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_a_missing_page_offers_to_look(visitor: FlaskClient) -> None:
    answer = visitor.get("/no/such/page")
    assert answer.status_code == 404
    assert 'action="/find"' in answer.text


@pytest.mark.parametrize("code", [429, 503])
def test_try_again_says_when(visitor: FlaskClient, code: int) -> None:
    assert int(visitor.get(f"/trouble/{code}").headers["Retry-After"]) > 0


def test_a_wrong_method_says_which_are_right(visitor: FlaskClient) -> None:
    answer = visitor.delete("/trouble/rule")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_bug_shows_our_page_and_nothing_of_the_bug(visitor: FlaskClient) -> None:
    answer = visitor.get("/trouble/bug")
    assert answer.status_code == 500
    assert "It is our fault" in answer.text
    assert "secret" not in answer.text


def test_a_database_that_is_away_is_503_and_asks_to_come_back(visitor: FlaskClient) -> None:
    answer = visitor.get("/trouble/database")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Jeannie" not in answer.text


def test_a_broken_rule_says_its_own_words(visitor: FlaskClient) -> None:
    assert "Lockside Shed is full. Ask again in June." in visitor.get("/trouble/rule").text
    assert visitor.get("/trouble/rule").status_code == 409
    assert visitor.get("/trouble/field").status_code == 422


def test_error_pages_set_no_cookie(visitor: FlaskClient) -> None:
    for path in ("/trouble/bug", "/trouble/404", "/trouble/503"):
        assert "Set-Cookie" not in visitor.get(path).headers


def test_a_redirect_is_not_an_error(troubled: Flask) -> None:
    assert troubled.test_client().get("/trouble/moved").status_code == 308


def test_error_pages_need_no_database(visitor: FlaskClient) -> None:
    from extensions import db

    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with visitor.application.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        for path in ("/trouble/bug", "/trouble/404", "/trouble/503"):
            visitor.get(path)
        event.remove(db.engine, "before_cursor_execute", note)
    assert asked == []
