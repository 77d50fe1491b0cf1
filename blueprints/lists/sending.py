"""Sending a list to the person by email: a plain link, and nothing in it that says what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, mail, sealing, tick
from blueprints.doors import link_workers
from blueprints.lists import lists
from blueprints.lists.finding import held_list, own_list
from blueprints.lists.forms import SendForm
from blueprints.lists.lines import Line, lines_of
from blueprints.lists.showing import last_sent
from blueprints.rendering import render_page
from extensions import db
from models.outbox import Email
from models.private_list import PrivateList
from models.throttle import Limit, Throttle, TooMany

AN_HOUR = Limit("send lists", 12, timedelta(hours=1))
"""By one link worker: a person every five minutes."""
TOO_MANY = "You have sent many lists in the last hour. Please wait a little, or print this one."
WANTED_FOR = timedelta(days=2)


@lists.get("/lists/<uuid:list_id>/send")
@link_workers
def send(list_id: UUID) -> Response:
    return _show(own_list(list_id), SendForm())


@lists.post("/lists/<uuid:list_id>/send")
@link_workers
def send_off(list_id: UUID) -> Response | AnyResponse:
    kept, form = held_list(list_id), SendForm()
    lines, dedupe_key = _on_the_board(kept), f"list-sent:{kept.id.hex}:{form.key.hex}"
    if not form.validate_on_submit() or not lines or not _can_send():
        return _show(kept, form, status=422)
    if db.session.scalar(select(Email.id).where(Email.dedupe_key == dedupe_key)) is None:
        now = clock.now()
        try:
            Throttle.count_one(db.session(), AN_HOUR, current_user.id.hex, at=now, key=sealing.key_for("throttle"))
        except TooMany:
            db.session.commit()
            form.form_errors.append(TOO_MANY)
            return _show(kept, form, status=429)
        short = ".".join(line.listing.short_id for line in lines if line.listing)
        mail.write(
            "list-sent",
            to=form.email.data or "",
            at=now,
            useless_at=now + WANTED_FOR,
            dedupe_key=dedupe_key,
            link=mail.full_url("public.shortlist", list=short),
            team=kept.team,
        )
        kept.used_at = now
        db.session.commit()
        tick.soon()
    return redirect(url_for("lists.sent", list_id=list_id), code=303)


@lists.get("/lists/<uuid:list_id>/sent")
@link_workers
def sent(list_id: UUID) -> Response:
    """What was sent and whether it has left; never to whom."""
    kept = own_list(list_id)
    return render_page("lists/sent.html", team=kept.team, kept=kept, sent=last_sent(kept), lines=_on_the_board(kept))


def _on_the_board(kept: PrivateList) -> list[Line]:
    return [line for line in lines_of(db.session(), kept, kept.ids, clock.now()) if line.listing]


def _show(kept: PrivateList, form: SendForm, status: int = 200) -> Response:
    said: dict[str, Any] = {"team": kept.team, "kept": kept, "form": form, "lines": _on_the_board(kept)}
    return render_page("lists/send.html", status=status, can_send=_can_send(), **said)


def _can_send() -> bool:
    return bool(mail.is_set_up() or current_app.config["SETTINGS"].demo)
