"""The worker that sends the outbox, against a real mail server that behaves and misbehaves."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints import mail, tick
from models.outbox import CLAIM_LASTS, Email
from models.throttle import Throttle
from tests.conftest import NOW
from tests.mail import MailServer, mail_server
from tests.people import csrf, make_user

__all__ = ["mail_server"]


@pytest.fixture
def smtp(mail_server: MailServer, settle: Callable[..., Any]) -> MailServer:
    settle(smtp_url=mail_server.url, mail_from="Larkmoor board <board@example.org>", public_url="http://larkmoor.test")
    return mail_server


def write(session: Session, **more: Any) -> Email:
    said = {"event": "tested", "to": "pat@example.org", "subject": "Hello", "text": "Words\n", "at": NOW, **more}
    written = Email.write(session, **said)
    session.commit()
    return written


def tried_again(app: Flask, written: Email) -> None:
    """Move the clock to when the mail is due again, and send."""
    app.config["NOW"] = written.due_at
    tick.tick()


def test_a_sign_in_mail_reaches_its_reader(
    client: FlaskClient, db_session: Session, smtp: MailServer, app: Flask
) -> None:
    make_user(db_session, email="pat@example.org", name="Pat Larkin")
    client.post("/sign-in", data={**csrf(client), "email": "pat@example.org"})
    assert app.test_cli_runner().invoke(args=["tick"]).output.startswith("mail: 1")
    (message,) = smtp.messages
    assert message["To"] == "pat@example.org"
    assert message["From"] == "Larkmoor board <board@example.org>"
    assert message["Subject"] == "Sign in to Hereabouts"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "http://larkmoor.test/sign-in/link/" in message.get_content()
    written = db_session.scalars(select(Email)).one()
    db_session.refresh(written)
    assert written.sent_at == NOW
    assert written.text == "", "a mail that has left leaves no link behind"


def test_nothing_is_sent_twice(db_session: Session, smtp: MailServer) -> None:
    write(db_session)
    assert tick.tick()["mail"] == 1
    assert tick.tick()["mail"] == 0
    assert len(smtp.messages) == 1


def test_two_workers_at_once_send_each_mail_once(db_session: Session, smtp: MailServer, app: Flask) -> None:
    for n in range(12):
        write(db_session, to=f"pat{n}@example.org")
    db_session.rollback()

    def work(_: int) -> int:
        with app.app_context():
            return mail.send_due(NOW)

    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(work, range(3))) == 12
    assert sorted(str(message["To"]) for message in smtp.messages) == sorted(f"pat{n}@example.org" for n in range(12))


def test_a_resend_after_a_crash_can_be_recognised(db_session: Session, smtp: MailServer, app: Flask) -> None:
    written = write(db_session)
    Email.claim(db_session, written.id, NOW)
    db_session.commit()  # the worker sends it, and dies before it can say so
    with mail.connection(app.config["SETTINGS"].smtp) as server:
        server.send_message(mail.compose(written))
    assert tick.tick()["mail"] == 0
    app.config["NOW"] = NOW + CLAIM_LASTS
    assert tick.tick()["mail"] == 1
    first, second = smtp.messages
    assert first["Message-ID"] == second["Message-ID"] == f"<{written.id.hex}@larkmoor.test>"


def test_a_server_that_refuses_the_connection_is_tried_again(
    db_session: Session, settle: Callable[..., Any], app: Flask, mail_server: MailServer
) -> None:
    settle(smtp_url="smtp://127.0.0.1:9")
    first, second = write(db_session), write(db_session)
    assert tick.tick()["mail"] == 0
    db_session.expire_all()
    assert sorted([first.attempts, second.attempts]) == [0, 1], "the round ends at once, so that nothing waits on it"
    tried = first if first.attempts else second
    assert tried.last_error == "away: ConnectionRefusedError"
    assert tried.due_at == NOW + timedelta(minutes=1)
    settle(smtp_url=mail_server.url)
    tried_again(app, tried)
    assert len(mail_server.messages) == 2


def test_a_later_is_a_later_and_a_never_is_a_never(db_session: Session, smtp: MailServer, app: Flask) -> None:
    smtp.answer = "450 4.2.0 Greylisted, pat@example.org come back"
    written = write(db_session)
    tick.tick()
    db_session.expire_all()
    assert written.is_waiting
    assert written.last_error == "SMTPRecipientsRefused 450"
    smtp.answer = "550 5.1.1 No such person"
    tried_again(app, written)
    db_session.expire_all()
    assert written.given_up_at is not None
    assert written.last_error == "SMTPRecipientsRefused 550"
    assert smtp.messages == []


def test_greylisting_of_one_holds_nobody_else_up(db_session: Session, smtp: MailServer) -> None:
    smtp.answer = "450 later"
    write(db_session)
    tick.tick()
    smtp.answer = "250 OK"
    write(db_session, to="sam@example.org")
    assert tick.tick()["mail"] == 1


def test_a_slow_server_is_not_waited_for_for_ever(
    db_session: Session, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS_TO_ANSWER", 0.3)
    smtp.slow = 1.0
    written = write(db_session)
    begun = time.monotonic()
    assert tick.tick()["mail"] == 0
    assert time.monotonic() - begun < 5
    db_session.expire_all()
    assert written.is_waiting
    assert "Timeout" in written.last_error or "Disconnected" in written.last_error


def test_asking_does_not_wait_for_the_mail_server(client: FlaskClient, db_session: Session, smtp: MailServer) -> None:
    smtp.slow = 5
    make_user(db_session, email="pat@example.org")
    begun = time.monotonic()
    client.post("/sign-in", data={**csrf(client), "email": "pat@example.org"})
    assert time.monotonic() - begun < 2


def test_a_sign_in_mail_that_has_run_out_is_not_sent(db_session: Session, smtp: MailServer, app: Flask) -> None:
    written = write(db_session, useless_at=NOW + timedelta(minutes=15))
    app.config["NOW"] = NOW + timedelta(minutes=15)
    assert tick.tick()["mail"] == 0
    db_session.expire_all()
    assert written.given_up_at is not None
    assert smtp.messages == []


def test_the_page_says_honestly_that_mail_does_not_leave(
    client: FlaskClient, db_session: Session, settle: Callable[..., Any], app: Flask
) -> None:
    settle(smtp_url="smtp://127.0.0.1:9")
    client.post("/sign-in", data={**csrf(client), "email": "nobody@example.org"})
    assert "it has not left yet" not in client.get("/sign-in/code").page.text
    write(db_session)
    tick.tick()
    app.config["NOW"] = NOW + timedelta(minutes=3)
    assert "We have written the mail; it has not left yet" in client.get("/sign-in/code").page.text


@pytest.mark.parametrize(
    "subject", ["Hello\r\nBcc: eve@example.org", "Hello\nTo: eve@example.org", "Hello\r\n\r\nWords"]
)
def test_a_subject_cannot_add_a_header_or_a_reader(db_session: Session, smtp: MailServer, subject: str) -> None:
    write(db_session, subject=subject)
    tick.tick()
    (envelope,), (message,) = smtp.envelopes, smtp.messages
    assert envelope.rcpt_tos == ["pat@example.org"]
    assert message["Bcc"] is None
    assert message.get_all("To") == ["pat@example.org"]


def test_words_arrive_as_they_were_written(db_session: Session, smtp: MailServer) -> None:
    text = "Tŷ bach’s naïve café: 你好 🧶\n.\nA dot alone, and a long line " + "x" * 1200 + "\n"
    write(db_session, subject="Siân’s café", text=text)
    tick.tick()
    (message,) = smtp.messages
    assert message["Subject"] == "Siân’s café"
    assert message.get_content().replace("\r\n", "\n") == text


def test_without_a_mail_server_everything_waits(db_session: Session, settle: Callable[..., Any]) -> None:
    settle(smtp_url=None)
    written = write(db_session)
    assert tick.tick()["mail"] == 0
    db_session.expire_all()
    assert (written.attempts, written.is_waiting) == (0, True)


# Over TLS


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("NOT TESTED OVER TLS: the program openssl makes the certificate.")
    key, crt = tmp_path / "key.pem", tmp_path / "crt.pem"
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *name]
    subprocess.run([*command, "-keyout", key, "-out", crt], check=True, capture_output=True)
    return key, crt


@pytest.fixture
def starttls_server(certificate: tuple[Path, Path]) -> Any:
    import ssl

    key, crt = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, tls_context=context, require_starttls=True)
    controller.start()
    yield server
    controller.stop()


def test_mail_travels_over_tls_when_the_certificate_is_right(
    db_session: Session,
    settle: Callable[..., Any],
    starttls_server: MailServer,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    settle(smtp_url=f"smtp+starttls://localhost:{starttls_server.port}")
    write(db_session)
    assert tick.tick()["mail"] == 1


def test_mail_is_not_handed_to_a_server_that_cannot_prove_its_name(
    db_session: Session, settle: Callable[..., Any], starttls_server: MailServer
) -> None:
    settle(smtp_url=f"smtp+starttls://localhost:{starttls_server.port}")
    written = write(db_session)
    assert tick.tick()["mail"] == 0
    db_session.expire_all()
    assert written.last_error.startswith("away: SSLCertVerificationError")
    assert starttls_server.envelopes == []


# Waiting work


def test_what_ran_out_is_cleared_away_and_nothing_else(db_session: Session, app: Flask) -> None:
    sent, waiting = write(db_session), write(db_session)
    sent.note_sent(NOW)
    db_session.add_all(
        [
            Throttle(key="a", count=1, ends_at=NOW),
            Throttle(key="b", count=1, ends_at=NOW + timedelta(days=60)),
        ]
    )
    db_session.commit()
    assert tick.tick()["spring-clean"] == 1
    app.config["NOW"] = NOW + timedelta(days=31)
    assert tick.tick()["spring-clean"] == 1
    assert list(db_session.scalars(select(Email))) == [waiting]
    assert [row.key for row in db_session.scalars(select(Throttle))] == ["b"]


def test_each_piece_of_work_is_done_once_by_several_processes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def work(now: object) -> int:
        time.sleep(0.2)
        done.append(now)
        return 1

    monkeypatch.setattr(tick, "pieces", [tick.Piece("slow", timedelta(minutes=1), work)])

    def one_process(_: int) -> dict[str, int]:
        with app.app_context():
            return tick.tick(NOW)

    with ThreadPoolExecutor(4) as processes:
        told = list(processes.map(one_process, range(4)))
    assert len(done) == 1
    assert sorted(map(len, told)) == [0, 0, 0, 1]


@pytest.mark.usefixtures("app")
def test_a_piece_that_fails_keeps_no_other_from_its_turn(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: object) -> int:
        raise ZeroDivisionError

    pieces = [tick.Piece("broken", timedelta(0), fail), tick.Piece("whole", timedelta(0), lambda now: 3)]
    monkeypatch.setattr(tick, "pieces", pieces)
    with app.app_context():
        assert tick.tick() == {"whole": 3}
        assert tick.tick() == {"whole": 3}
