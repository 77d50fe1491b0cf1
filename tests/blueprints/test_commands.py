"""Commands for whoever looks after the machine: the trail is followed, sealed details are sealed anew."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.person import Person
from models.sealed import new_key, use_keys
from tests.referring import make_referral


def test_a_whole_trail_is_said_to_be_whole(app: Flask, db_session: Session) -> None:
    make_referral(db_session)
    db_session.rollback()
    told = app.test_cli_runner().invoke(args=["audit", "check"])
    assert (told.exit_code, told.output.strip()) == (0, "1 chains are whole.")


def test_a_row_that_somebody_changed_behind_our_back_is_found(app: Flask, db_session: Session) -> None:
    referral_id = make_referral(db_session).id
    on = "" if db_session.get_bind().dialect.name == "sqlite" else " ON audit_entry"
    db_session.execute(text(f"DROP TRIGGER audit_entry_unchanged{on}"))
    db_session.execute(update(AuditEntry).values(action="nothing"))
    db_session.commit()
    told = app.test_cli_runner().invoke(args=["audit", "check"])
    assert told.exit_code == 1
    assert f"referral {referral_id}: row 1" in told.output


def test_details_are_sealed_with_the_newest_key(app: Flask, db_session: Session) -> None:
    make_referral(db_session)
    db_session.rollback()
    old, newest = app.config["SETTINGS"].field_keys, new_key()
    try:
        use_keys([newest, *old])
        told = app.test_cli_runner().invoke(args=["keys", "renew"])
        assert told.exit_code == 0, told.output
        use_keys([newest])
        assert db_session.scalars(select(Person)).one().called == "Jeannie"
        db_session.rollback()
        use_keys([new_key()])
        lost = app.test_cli_runner().invoke(args=["keys", "renew"])
        assert lost.exit_code == 1
        assert "Put the older keys back" in lost.output
    finally:
        use_keys(old)
