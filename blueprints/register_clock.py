"""What happens to registers by itself: names, numbers, notes and drivers are let go on their day."""

from datetime import datetime, timedelta

from flask import Flask, current_app

from blueprints import tick
from extensions import db
from models.referral_clocks import ReferralClocks
from models.register_erasing import erase_attenders, erase_notes

EVERY = timedelta(hours=1)
AT_ONCE = 500
"""Rows of one transaction; others wait no longer for it than a moment."""


def init_app(app: Flask) -> None:
    """Let `flask tick` and `flask serve` do it."""
    tick.every("erasing-registers", EVERY)(erase_what_is_due)


def erase_what_is_due(now: datetime) -> int:
    """Let go of everything whose time is up; every figure stays. Gives how many rows."""
    clocks: ReferralClocks = current_app.config["SETTINGS"].referral_clocks
    erased = 0
    for erase in (erase_attenders, erase_notes):
        while some := erase(db.session(), now, clocks, AT_ONCE):
            db.session.commit()
            erased += some
    db.session.rollback()
    return erased
