"""The outbox: what becomes of a mail."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.outbox import CLAIM_LASTS, GIVE_UP_AFTER, SERVER_AWAY, Email, NotAnAddress
from tests.people import make_panel


def write(session: Session, at: datetime, **more: object) -> Email:
    said = {"event": "tested", "to": "pat@example.org", "subject": "Hello", "text": "Words\n", "at": at, **more}
    mail = Email.write(session, **said)  # type: ignore[arg-type]
    session.flush()
    return mail


def due(session: Session, at: datetime) -> list[Email]:
    return list(session.scalars(Email.due(at)))


def test_a_mail_is_due_at_once_and_gone_when_sent(session: Session, now: datetime) -> None:
    mail = write(session, now)
    assert due(session, now) == [mail]
    mail.note_sent(now)
    session.flush()
    assert due(session, now + timedelta(days=9)) == []
    assert (mail.text, mail.state) == ("", "Sent")


def test_a_claimed_mail_is_in_one_pair_of_hands_until_the_claim_runs_out(session: Session, now: datetime) -> None:
    mail = write(session, now)
    assert Email.claim(session, mail.id, now) is mail
    assert Email.claim(session, mail.id, now) is None
    assert due(session, now) == []
    assert Email.claim(session, mail.id, now + CLAIM_LASTS) is mail
    assert mail.attempts == 2


def test_waits_grow_and_after_two_days_we_give_up(session: Session, now: datetime) -> None:
    mail, at, waits = write(session, now), now, []
    while mail.is_waiting:
        assert Email.claim(session, mail.id, at)
        mail.note_failure("SMTPServerDisconnected", at)
        session.flush()
        waits.append((mail.due_at - at) // timedelta(minutes=1))
        at = mail.due_at
    assert waits[:5] == [1, 5, 15, 60, 240]
    assert GIVE_UP_AFTER - timedelta(hours=4) <= at - now <= GIVE_UP_AFTER + timedelta(hours=4)
    assert (mail.state, mail.text) == ("It could not be delivered", "")
    assert due(session, at + timedelta(days=9)) == []


def test_a_mail_that_would_come_too_late_is_not_tried_again(session: Session, now: datetime) -> None:
    mail = write(session, now, useless_at=now + timedelta(seconds=30))
    Email.claim(session, mail.id, now)
    mail.note_failure("TimeoutError", now)
    assert mail.given_up_at == now


def test_one_key_makes_one_mail(session: Session, now: datetime) -> None:
    assert write(session, now, dedupe_key="check-1") is write(session, now, dedupe_key="check-1")
    assert write(session, now) is not write(session, now)


@pytest.mark.parametrize(
    "address",
    [
        "pat@example.org\r\nBcc: eve@example.org",
        "pat@example.org\n",
        "pat@example.org, eve@example.org",
        "Pat <pat@example.org>",
        "pat example.org",
        "",
        "pat@example.org;eve@example.org",
    ],
)
def test_mail_goes_to_one_plain_address(session: Session, now: datetime, address: str) -> None:
    with pytest.raises(NotAnAddress):
        write(session, now, to=address)


def test_a_subject_is_one_line(session: Session, now: datetime) -> None:
    mail = write(session, now, subject="Hello\r\nBcc: eve@example.org\n" + "x" * 300)
    assert mail.subject.startswith("Hello Bcc: eve@example.org x")
    assert len(mail.subject) == 200


def test_screens_say_so_when_mail_does_not_leave(session: Session, now: datetime) -> None:
    mail, later = write(session, now), now + timedelta(minutes=3)
    assert not Email.is_slow(session, now)
    assert Email.is_slow(session, later), "nobody has taken it in hand"
    Email.claim(session, mail.id, now)
    mail.note_failure("SMTPRecipientsRefused 450", now)
    session.flush()
    assert not Email.is_slow(session, later), "one address that makes us wait is not a server away"
    mail.last_error = f"{SERVER_AWAY} ConnectionRefusedError"
    session.flush()
    assert Email.is_slow(session, later)
    mail.note_sent(later)
    session.flush()
    assert not Email.is_slow(session, later)


def test_a_panel_sees_its_own_undelivered_mail(session: Session, now: datetime) -> None:
    panel, other = make_panel(session), make_panel(session)
    mail = write(session, now, panel=panel)
    write(session, now, panel=other)
    mail.note_failure("SMTPRecipientsRefused 550", now, for_good=True)
    session.flush()
    assert list(session.scalars(Email.not_delivered(panel))) == [mail]
    assert list(session.scalars(Email.not_delivered(other))) == []
