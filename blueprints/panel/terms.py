"""School terms: when "term time only" is on."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.panel import panel as room
from blueprints.panel.forms import TermForm
from blueprints.rendering import find, render_page
from extensions import db
from models.errors import RuleBroken
from models.people import Panel
from models.reading_dates import parse_date
from models.school_term import SchoolTerm, check_term
from models.term_dates import terms_run_out_words


@room.get("/panels/<string:panel_slug>/terms")
@panel_members
def terms(panel: Panel) -> Response:
    """The panel's school terms, and a form for one more."""
    return _show(panel, TermForm())


@room.post("/panels/<string:panel_slug>/terms")
@panel_members
def add_term(panel: Panel) -> Response | AnyResponse:
    """Add a stretch of school."""
    form = TermForm()
    if not form.validate_on_submit() or not _keep(panel, form):
        return _show(panel, form, status=422)
    db.session.commit()
    flash(f"{form.name.data} is added.")
    return redirect(url_for("panel.terms", panel_slug=panel.slug), code=303)


@room.post("/panels/<string:panel_slug>/terms/<uuid:term_id>/removal")
@panel_members
def remove_term(panel: Panel, term_id: UUID) -> AnyResponse:
    """Take one stretch out; typing it in again brings it back."""
    term = find(SchoolTerm.of(panel).where(SchoolTerm.id == term_id))
    name = term.name
    db.session.delete(term)
    db.session.commit()
    flash(f"{name} is taken out.")
    return redirect(url_for("panel.terms", panel_slug=panel.slug), code=303)


def _keep(panel: Panel, form: TermForm) -> bool:
    """Add what was typed; False, with the error at its field, when it cannot be."""
    days = {}
    for field in (form.starts_on, form.ends_on):
        try:
            days[field.short_name] = parse_date(field.data or "", clock.today(), nearest=True)
        except RuleBroken as refusal:
            field.errors = [refusal.message]
    if len(days) < 2:
        return False
    try:
        check_term(days["starts_on"], days["ends_on"], db.session.scalars(SchoolTerm.of(panel)).all())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    db.session.add(SchoolTerm(panel=panel, name=form.name.data, **days))
    return True


def _show(panel: Panel, form: TermForm, status: int = 200) -> Response:
    rows = db.session.scalars(SchoolTerm.of(panel).where(SchoolTerm.ends_on >= clock.today())).all()
    runs_out = terms_run_out_words(rows)
    return render_page("panel/terms.html", panel=panel, form=form, terms=rows, runs_out=runs_out, status=status)
