"""`flask serve`: the app under waitress, which finishes the requests it has begun before it stops."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from waitress.server import create_server

from blueprints import first_start, press, tick
from blueprints.form_guard import MOST_TO_LOOK_AT, ROOM_FOR_OTHER_FIELDS
from config import Settings
from extensions import db

logger = logging.getLogger("hereabouts.serving")

SECONDS_BETWEEN_TICKS = 30
SECONDS_TO_FINISH = 20
"""How long a stop waits for requests that have begun. Under the half minute after which process managers kill."""
DEFAULT_THREADS = 6


def init_app(app: Flask) -> None:
    """Give `app` the command `flask serve`."""
    app.cli.add_command(serve)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--threads", default=DEFAULT_THREADS, show_default=True, help="Requests answered at the same time.")
@click.option(
    "--tick/--no-tick", "ticks", default=True, show_default=True, help="Do the waiting work (mail) here as well."
)
@click.option("--upgrade", is_flag=True, help="First bring the database up to date.")
@click.option("--world", help="Fill a new database with this demo world (see flask seed).")
@with_appcontext
def serve(host: str, port: int, threads: int, ticks: bool, upgrade: bool, world: str | None) -> None:
    """Serve the app until told to stop; begun requests are finished first."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    prepare(app, upgrade, world)
    sockets: dict[int, Any] = {}
    server = listen(app, host, port, threads, sockets)
    stopping = threading.Event()
    for asked_to_stop in (signal.SIGTERM, signal.SIGINT):  # Ctrl-C, too, of a server started in the background
        signal.signal(asked_to_stop, _stop)
    ticking = threading.Thread(target=keep_ticking, args=(app, stopping), name="tick", daemon=True)
    if ticks:
        ticking.start()
    say_where(app.config["SETTINGS"], f"{host}:{port}")
    try:
        server.asyncore.loop(timeout=1, map=sockets)
    except (SystemExit, KeyboardInterrupt):
        click.echo("Stopping: finishing what has begun.")
    stopping.set()
    finish(sockets, server.asyncore.loop)
    if ticks:
        ticking.join(timeout=SECONDS_TO_FINISH)
    db.engine.dispose()  # SQLite puts its log away when the last connection is closed
    click.echo("Hereabouts has stopped.")


def say_where(settings: Settings, listening: str) -> None:
    """Tell whoever started us where to look, and what they will miss."""
    click.echo(f"Hereabouts is at {settings.public_url}/  (listening on {listening}; stop with Ctrl-C)")
    if settings.demo:
        click.echo("This is the demo: its sign-in page lets you be anybody in Larkmoor.")
    elif settings.smtp is None:
        click.echo(
            "No mail server is set (HEREABOUTS_SMTP_URL), so nobody can be sent a sign-in link. Until then:"
            " flask accounts sign-in-link ADDRESS"
        )
    for missing in press.what_is_missing():
        click.echo(f"Posters are printed from the browser only: {missing}.")
    sys.stdout.flush()


def prepare(app: Flask, upgrade: bool, world: str | None) -> None:
    """Have the database ready before anybody can come in."""
    if upgrade:
        first_start.bring_up_to_date()
    else:
        first_start.check_up_to_date()
    if world:
        first_start.fill_with(app, world)
    else:
        first_start.show_the_way_in(app)
    db.session.remove()


def listen(app: Flask, host: str, port: int, threads: int, sockets: dict[int, Any]) -> Any:
    """A waitress server for `app`, listening but not yet answering. Its sockets appear in `sockets`."""
    settings = app.config["SETTINGS"]
    try:
        return create_server(
            app,
            map=sockets,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            # Far too much is cut off here; what is a little too much, the app refuses with a page that says so.
            max_request_body_size=most_sent(settings),
            clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
        )
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port}: {error.strerror}. Stop what uses it, or choose another --port."
        ) from error


def most_sent(settings: Settings) -> int:
    """Bytes of the largest form that the app may want to look at."""
    return MOST_TO_LOOK_AT * max(settings.upload_limit_bytes, settings.picture_limit_bytes) + ROOM_FOR_OTHER_FIELDS


def _stop(signal_number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def finish(sockets: dict[int, Any], loop: Callable[..., None], seconds: float = SECONDS_TO_FINISH) -> None:
    """Take no more visitors, and answer those already here, for at most so many seconds."""
    for socket in sockets.values():
        if getattr(socket, "accepting", False):
            socket.accepting = False
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(_is_busy(socket) for socket in list(sockets.values())):
        loop(timeout=0.1, map=sockets, count=1)


def _is_busy(socket: Any) -> bool:
    return bool(getattr(socket, "requests", None) or getattr(socket, "total_outbufs_len", 0))


def keep_ticking(app: Flask, stopping: threading.Event, seconds: float = SECONDS_BETWEEN_TICKS) -> None:
    """Do the waiting work every half minute until told to stop. A failure is logged and tried again next time."""
    while not stopping.is_set():
        try:
            with app.app_context():
                tick.tick()
        except Exception:
            logger.exception("tick failed; it is tried again in %s seconds", seconds)
        tick.wait(stopping, seconds)
