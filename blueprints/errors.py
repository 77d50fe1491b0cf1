"""When something goes wrong: a page in our look that says what happened and where to go next, with a reference.

These pages are drawn without the database, the session or anything that might have been what broke.
"""

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException

from blueprints.rendering import wants_partial
from models.errors import RuleBroken

OVERTAKEN = ("23505", "23503", "UNIQUE", "FOREIGN KEY")
"""How the databases say that something is there already, or is gone: PostgreSQL by number, SQLite in words."""
A_MINUTE = 60
HALF_A_MINUTE = 30


@dataclass(frozen=True)
class ErrorWords:
    """What an error page says. `searchable`: whether a search box is a sensible way on."""

    title: str
    words: str
    searchable: bool = False


WORDS = {
    400: ErrorWords(
        "We could not read that",
        "Something in the address or the form was not what this page expects. Go back, look it over and try again.",
        searchable=True,
    ),
    403: ErrorWords(
        "You cannot open that", "That page is for other people. Ask a panel lead if it should be for you too."
    ),
    404: ErrorWords(
        "That page is not here",
        "It may have been taken down, or there may be a slip in the address.",
        searchable=True,
    ),
    405: ErrorWords(
        "That does not work from here",
        "This address is part of a form. Open the page the form is on, and press its button.",
        searchable=True,
    ),
    409: ErrorWords(
        "Something changed while you were here",
        "Somebody else changed the same thing first. Go back, open the page again and look before you save.",
    ),
    410: ErrorWords(
        "This has gone", "It was here, and somebody took it down. There may be something like it.", searchable=True
    ),
    413: ErrorWords(
        "That is too big to send", "Go back and try a smaller file or fewer words, or send it in two parts."
    ),
    414: ErrorWords("That address is too long", "Try again with fewer words.", searchable=True),
    415: ErrorWords("We cannot read that kind of file", "Go back and send it as one of the kinds the page names."),
    422: ErrorWords("That cannot be saved as it is", "Go back, look over what you wrote and try again."),
    429: ErrorWords("That was a lot at once", "Please wait a minute, then try again. Nothing is lost."),
    500: ErrorWords(
        "Something went wrong here",
        "It is our fault, not yours. Please try again in a few minutes. If it keeps happening, tell the people who run"
        " this board, and quote the reference below.",
    ),
    503: ErrorWords("Back in a moment", "The board is being looked after just now. Please try again in a minute."),
}
NOTHING_SAVED = ErrorWords(
    "Nothing was saved",
    "The board cannot keep anything just now. What you typed is still there when you go back: please press the button"
    " again in a minute.",
)
SOME_REFUSAL = ErrorWords("That did not work", "Go back, look it over and try again.", searchable=True)


def init_app(app: Flask) -> None:
    """Answer every refusal and breakage with one of our pages."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(RuleBroken, show_refusal)
    app.register_error_handler(DataError, show_unkeepable)
    app.register_error_handler(IntegrityError, show_if_overtaken)
    app.register_error_handler(DatabaseError, show_if_away)
    for away in (OperationalError, InterfaceError):
        app.register_error_handler(away, show_database_away)
    app.register_error_handler(NoFreeConnection, show_database_away)


def show_http_error(error: HTTPException) -> HTTPException | Response:
    """Any error with a status; redirects and ready-made answers pass through untouched."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    answer = error_page(error.code)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    if error.code in (429, 503):
        answer.headers.setdefault("Retry-After", str(A_MINUTE))
    return answer


def show_refusal(error: RuleBroken) -> Response:
    """A rule said no and no form was there to say so: 422 when a field is to blame, else 409."""
    title = "That cannot be saved as it is" if error.field else "That cannot be done"
    return error_page(422 if error.field else 409, ErrorWords(title, error.message))


def show_unkeepable(error: Exception) -> Response:
    """The database cannot hold or compare what was sent, such as the letter NUL, and no form or page noticed before."""
    current_app.logger.warning("unkeepable: %s", type(error).__name__)
    return error_page(400)


def show_if_overtaken(error: IntegrityError) -> Response:
    """Of two who made or removed the same thing at once, the second: 409. Any other broken rule is our own fault."""
    state = getattr(error.orig, "sqlstate", None)
    if state not in OVERTAKEN and not str(error.orig).startswith(OVERTAKEN):
        raise error
    return error_page(409)


def show_if_away(error: DatabaseError) -> Response:
    """A database error of no kind means that its file cannot be read at all; one of any other kind is our own fault."""
    if type(error) is not DatabaseError:
        raise error
    return show_database_away(error)


def show_database_away(error: Exception) -> Response:
    """The database does not answer, or is too busy to: say when to come back. The cause is logged by its kind only."""
    current_app.logger.error("database unavailable: %s", type(error).__name__, exc_info=current_app.debug)
    answer = error_page(503, NOTHING_SAVED if request.method == "POST" else None)
    answer.headers["Retry-After"] = str(HALF_A_MINUTE)
    return answer


def error_page(status: int, words: ErrorWords | None = None) -> Response:
    """The page for a status, or for htmx its message alone, aimed at the flash region. Never stored by anyone."""
    words = words or WORDS.get(status) or (WORDS[500] if status >= 500 else SOME_REFUSAL)
    partial = wants_partial()
    # Straight from the template: context processors may ask for the session or the signed-in person.
    template = current_app.jinja_env.get_template("errors/_message.html" if partial else "errors/page.html")
    page = template.render(status=status, reference=reference(), **vars(words))
    answer = Response(
        page,
        status,
        content_type="text/html; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("HX-Request")
    if partial:
        answer.headers["HX-Retarget"] = "#flash"
        answer.headers["HX-Reswap"] = "innerHTML"
        answer.headers["HX-Push-Url"] = "false"
    return answer


def reference() -> str | None:
    """What to quote when asking for help: the id of this request in the log."""
    return getattr(g, "request_id", None)
