""" "Talk to someone who helps people find things": somebody asks the team of their patch to get in touch."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.asking import asking, limits
from blueprints.asking.enquiring import send_enquiry
from blueprints.asking.joining import PERSONAL
from blueprints.asking.talk_form import TalkForm
from blueprints.asking.voice import FOR_ME
from blueprints.doors import open_to_all
from blueprints.public_forms import takes_public_form
from blueprints.rendering import render_page
from extensions import db
from models.patch import Patch
from models.team import Team

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Table:
    """Where one sits down to talk: a patch, and the team that serves it, when one does."""

    patch: Patch
    team: Team | None


@asking.get("/patches/<slug>/talk")
@open_to_all
def talk(slug: str) -> Response:
    table = _table(slug)
    return show_form(table, _form(table))


@asking.post("/patches/<slug>/talk")
@open_to_all
@takes_public_form
@limits.few_at_a_time(lambda: _say_wait())
def send_talk(slug: str) -> AnyResponse:
    table = _table(slug)
    form = _form(table)
    valid = form.validate_on_submit()
    if table.team is None:
        return show_form(table, form, 409)
    if not valid:
        return show_form(table, form, 422)
    token, _ = send_enquiry(form, clock.now(), team=table.team, patch=table.patch)
    return redirect(url_for("asking.own", token=token), code=limits.SENT)


def show_form(table: Table, form: TalkForm, status: int = 200) -> Response:
    """The questions; where no team serves the patch, the panel's phone."""
    patch = table.patch
    response = render_page(
        "asking/talk.html" if table.team else "asking/ring_instead.html",
        status=status,
        form=form if table.team else None,
        voice=form.voice,
        team=table.team,
        patch=patch,
        panel=patch.panel,
        clocks=current_app.config["SETTINGS"].referral_clocks,
        action=url_for("asking.talk", slug=patch.slug),
    )
    response.headers.update(PERSONAL)
    return response


@asking.app_template_global()
def somebody_helps(patch: Patch | None) -> bool:
    """Whether a team serves this patch, for the public pages that say so."""
    return patch is not None and _team_of(patch) is not None


def _table(slug: str) -> Table:
    plain = len(slug) <= LONGEST_SLUG and slug.replace("-", "").isascii() and slug.replace("-", "").isalnum()
    patch = db.session.scalar(Patch.all_by_name().where(Patch.slug == slug)) if plain else None
    return Table(patch, _team_of(patch)) if patch else abort(404)


def _team_of(patch: Patch) -> Team | None:
    return db.session.scalar(Team.serving(patch.id).limit(1))


def _form(table: Table) -> TalkForm:
    return TalkForm(FOR_ME, table.patch.panel.minimum_age, [])


def _say_wait() -> Response:
    table = _table((request.view_args or {})["slug"])
    form = _form(table)
    form.form_errors.append(limits.WAIT)
    return show_form(table, form, 429)
