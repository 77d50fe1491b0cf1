"""Waiting work: `flask tick` does each piece that is due, once, however many processes ask.

Run it from cron every minute, or let `flask serve` do it. A room adds a piece of its own with
`tick.every("flush-searches", timedelta(minutes=5))(flush)`; `flush(now)` gives the number of things done.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import click
from flask import Flask
from flask.cli import with_appcontext

from blueprints import clock, mail, spring_clean
from extensions import db
from models.lease import Lease

logger = logging.getLogger("hereabouts.tick")

Work = Callable[[datetime], int]
HELD_FOR = timedelta(minutes=15)
"""A process that died in its piece of work keeps others from it for so long."""

something_waits = threading.Event()
"""Set when a mail should leave at once; `flask serve` then does not wait for the next round."""


class Piece(NamedTuple):
    """A piece of waiting work and how often it is due."""

    name: str
    every: timedelta
    work: Work


pieces: list[Piece] = []


def every(name: str, interval: timedelta) -> Callable[[Work], Work]:
    """Add a piece of work. Added twice under one name, the later one counts."""

    def add(work: Work) -> Work:
        pieces[:] = [piece for piece in pieces if piece.name != name] + [Piece(name, interval, work)]
        return work

    return add


def init_app(app: Flask) -> None:
    """Give `app` the command `flask tick`."""
    app.cli.add_command(tick_command)


def tick(now: datetime | None = None) -> dict[str, int]:
    """Do what is due. A piece that fails is logged and does not keep the others from their turn."""
    now = now or clock.now()
    return {piece.name: done for piece in pieces if (done := _do(piece, now)) is not None}


def _do(piece: Piece, now: datetime) -> int | None:
    """The number of things done, or None when it was not due, is in other hands, or failed."""
    taken = Lease.take(db.session, piece.name, at=now, every=piece.every, hold=HELD_FOR)
    db.session.commit()
    if not taken:
        return None
    try:
        return piece.work(now)
    except Exception:
        logger.exception("waiting work failed: %s", piece.name)
        return None
    finally:
        db.session.rollback()
        Lease.give_back(db.session, piece.name, now)
        db.session.commit()


def soon() -> None:
    """Ask for a round at once. Call it after the commit that wrote the mail."""
    something_waits.set()


def wait(stopping: threading.Event, seconds: float) -> None:
    """Wait for the next round: so many seconds, or less when something waits or we are told to stop."""
    for _ in range(max(1, round(seconds * 2))):
        if stopping.is_set() or something_waits.wait(0.5):
            break
    something_waits.clear()


@click.command("tick")
@with_appcontext
def tick_command() -> None:
    """Do the waiting work that is due: send mail, end what has run out."""
    done = tick()
    click.echo(", ".join(f"{name}: {count}" for name, count in done.items()) or "Nothing was due.")


every("mail", timedelta(0))(mail.send_due)
every("spring-clean", timedelta(minutes=10))(spring_clean.clear_what_ran_out)
