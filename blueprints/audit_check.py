"""`flask audit check`: whether the trail of looks and changes is whole."""

from itertools import groupby

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from extensions import db
from models.audit import AuditEntry, broken_links

audit = AppGroup("audit", help="The trail of every look at a referral and every change of it.")
AT_ONCE = 1_000
"""Rows read from the database at a time."""


def init_app(app: Flask) -> None:
    """Give `app` the commands `flask audit …`."""
    app.cli.add_command(audit)


@audit.command("check")
@with_appcontext
def check() -> None:
    """Follow every chain. Ends with 1 and says where when a row was changed, or one was taken out."""
    rows = select(AuditEntry).order_by(AuditEntry.subject_id, AuditEntry.number).execution_options(yield_per=AT_ONCE)
    chains = broken = 0
    for subject_id, trail in groupby(db.session.scalars(rows), key=lambda entry: entry.subject_id):
        entries = list(trail)
        chains += 1
        found = broken_links(entries, first=entries[0].number)
        broken += bool(found)
        for number in found:
            click.echo(f"{entries[0].subject} {subject_id}: row {number} does not follow from the one before.")
    if broken:
        raise click.ClickException(
            f"{broken} of {chains} chains are broken. Keep a copy, and look who could write there."
        )
    click.echo(f"{chains} chains are whole.")
