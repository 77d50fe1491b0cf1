"""Mail: written into the outbox from a template, and sent from there over SMTP, one mail at a time."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from flask import current_app, render_template

from environment import SmtpServer
from extensions import db
from models.outbox import SERVER_AWAY, Email
from models.people import Panel

SECONDS_TO_ANSWER = 20
"""How long one word with the mail server may take."""
MOST_AT_ONCE = 100
"""Mails of one round; the next round takes the rest."""


class ServerAway(Exception):
    """The mail server cannot be spoken to at all: the rest of the round is left for the next."""


def write(
    event: str,
    *,
    to: str,
    at: datetime,
    panel: Panel | None = None,
    useless_at: datetime | None = None,
    dedupe_key: str | None = None,
    not_before: datetime | None = None,
    **context: Any,
) -> Email:
    """Put the mail about `event` (a folder in templates/email/) in the outbox. It leaves after the caller's commit, or
    not before a moment until which it may be taken back."""
    return Email.write(
        db.session,
        event=event,
        to=to,
        subject=render_template(f"email/{event}/subject.txt", **context),
        text=render_template(f"email/{event}/text.txt", **context).strip() + "\n",
        at=at,
        panel=panel,
        useless_at=useless_at,
        dedupe_key=dedupe_key,
        not_before=not_before,
    )


def full_url(endpoint: str, **values: Any) -> str:
    """The address of a page as it stands in a mail: always on our own public name, whatever Host a request claims."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{current_app.config['SETTINGS'].public_url}{path}"


def is_set_up() -> bool:
    """Whether mail can leave at all."""
    return current_app.config["SETTINGS"].smtp is not None


def send_due(now: datetime) -> int:
    """Send what is due, each mail by whichever worker claims it first. Gives the number sent.

    A worker that dies between sending and noting it leaves the mail to be sent once more, under the same Message-ID.
    """
    server = current_app.config["SETTINGS"].smtp
    sent = 0
    waiting = db.session.scalars(Email.due(now).with_only_columns(Email.id).limit(MOST_AT_ONCE)).all()
    db.session.rollback()
    for mail_id in waiting if server else ():
        mail = Email.claim(db.session, mail_id, now)
        db.session.commit()
        if mail is None:
            continue
        if mail.useless_at is not None and mail.useless_at <= now:
            mail.give_up(now)
            db.session.commit()
            continue
        message = compose(mail)
        db.session.rollback()  # no transaction stays open while a slow server is spoken to
        try:
            deliver(message, server)
            mail.note_sent(now)
            sent += 1
        except ServerAway as away:
            mail.note_failure(f"{SERVER_AWAY} {away}", now)
            break
        except (smtplib.SMTPException, OSError, ValueError) as error:
            mail.note_failure(kind_of(error), now, for_good=is_for_good(error))
        finally:
            db.session.commit()
    return sent


def compose(mail: Email) -> EmailMessage:
    """The message as it travels. Its Message-ID comes from the row, so that a second copy can be recognised as one."""
    settings = current_app.config["SETTINGS"]
    name, address = parseaddr(settings.mail_from)
    message = EmailMessage()
    message["From"] = Address(" ".join(name.split()), addr_spec=address)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.id.hex}@{settings.public_host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def deliver(message: EmailMessage, server: SmtpServer) -> None:
    """Hand one message over. Raises ServerAway, or what smtplib says about this message."""
    with connection(server) as smtp:
        smtp.send_message(message)


@contextmanager
def connection(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    """Speak to the mail server, with its certificate verified wherever it is not a relay on this machine."""
    trusted = ssl.create_default_context()
    try:
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS_TO_ANSWER, context=trusted)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerAway(kind_of(error)) from error
    with smtp:
        try:
            if server.security == "starttls":
                smtp.starttls(context=trusted)
            if server.username:
                smtp.login(server.username, server.password or "")
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(kind_of(error)) from error
        yield smtp


def kind_of(error: Exception) -> str:
    """The kind of a failure and its number, without what the server said: that may quote an address."""
    return f"{type(error).__name__} {code_of(error) or ''}".strip()


def code_of(error: Exception) -> int | None:
    """The SMTP code of a failure; for a refused address, the code it was refused with."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return getattr(error, "smtp_code", None)


def is_for_good(error: Exception) -> bool:
    """Whether trying again is no use: the address itself was refused with a 5xx, or cannot be written in a header."""
    refused = isinstance(error, smtplib.SMTPRecipientsRefused) and (code_of(error) or 0) >= 500
    return refused or isinstance(error, ValueError)
