"""Two people type up two different days at the same moment: the figures count both."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attended_month import AttendedMonth
from models.attender import Attender
from models.meeting import Meeting
from models.register import Register
from models.register_words import Mark
from tests.registering import AT, TEN, by_organiser, make_register, make_weekly_listing, press

DAYS = 5


def test_marks_on_several_days_at_once_are_all_counted(app: Flask, db_session: Session) -> None:
    from extensions import db

    listing = make_weekly_listing(db_session)
    stan = make_register(db_session, listing).walk_in("Stan", press(), acting=by_organiser(), at=AT).attender_id
    listing_id = listing.id
    db_session.commit()
    gate, faults = threading.Barrier(DAYS), list[BaseException]()

    def type_up(number: int) -> None:
        gate.wait()
        try:
            with app.app_context():
                on, at = date(2026, 3, 3) + timedelta(days=7 * (number + 1)), datetime(2026, 5, 1, tzinfo=UTC)
                found = db.session.get_one(type(listing), listing_id)
                register = Register.held_or_made(db.session(), found, Meeting(on, TEN, None), by=None, at=at)
                register.mark(stan, Mark.CAME, press(at), acting=by_organiser(), at=at)
                db.session.commit()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=type_up, args=(number,)) for number in range(DAYS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    db_session.expire_all()
    rows = db_session.scalars(select(AttendedMonth).where(AttendedMonth.attender_id == stan)).all()
    assert db_session.get_one(Attender, stan).times == DAYS + 1
    assert sum(row.times for row in rows) == DAYS + 1
    assert [row.month for row in rows if row.is_first] == [date(2026, 3, 1)]
