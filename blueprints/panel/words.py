"""Search words: what people say, and what the search should look for as well."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.panel import panel as room
from blueprints.panel.forms import WordForm
from blueprints.rendering import find, render_page
from extensions import db
from models.errors import RuleBroken
from models.people import Panel
from models.synonym import Synonym, plain_term
from models.vocabulary import Cost, Need

LONGEST_LOOK_UP = 60
LINES_A_PAGE = 25


@room.get("/panels/<string:panel_slug>/words")
@panel_members
def words(panel: Panel) -> Response:
    """The panel's search words, all or those that hold a text, and a form for more."""
    return _show(panel, WordForm())


@room.post("/panels/<string:panel_slug>/words")
@panel_members
def add_word(panel: Panel) -> Response | AnyResponse:
    """Keep a line; a line that is there already for the same words is changed. Searches use it at once."""
    form = WordForm()
    if not form.validate_on_submit():
        return _show(panel, form, status=422)
    means = " ".join([form.means.data or "", *(f"need:{need}" for need in form.needs.data or ())])
    try:
        made = Synonym.make(None, form.term.data or "", means, by=current_user, at=clock.now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _show(panel, form, status=422)
    known = db.session.scalar(Synonym.kept_by(panel).where(Synonym.term == made.term))
    if known is None:
        made.panel = panel
        db.session.add(made)
    else:
        known.means, known.changed_at, known.changed_by_id = made.means, made.changed_at, made.changed_by_id
    db.session.commit()
    flash(f"Kept. Whoever looks for “{made.term}” now finds more.")
    return redirect(url_for("panel.words", panel_slug=panel.slug), code=303)


@room.post("/panels/<string:panel_slug>/words/<uuid:word_id>/removal")
@panel_members
def remove_word(panel: Panel, word_id: UUID) -> AnyResponse:
    """Take a line out of the search."""
    word = find(Synonym.kept_by(panel).where(Synonym.id == word_id))
    term = word.term
    db.session.delete(word)
    db.session.commit()
    flash(f"“{term}” is taken out.")
    return redirect(url_for("panel.words", panel_slug=panel.slug), code=303)


def _show(panel: Panel, form: WordForm, status: int = 200) -> Response:
    looked_for = plain_term(request.args.get("q", "")[:LONGEST_LOOK_UP])
    rows = Synonym.kept_by(panel)
    if looked_for:
        rows = rows.where(or_(Synonym.term.contains(looked_for), Synonym.means.contains(looked_for)))
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    page = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-total // LINES_A_PAGE)))
    first = (page - 1) * LINES_A_PAGE
    shown = db.session.scalars(rows.offset(first).limit(LINES_A_PAGE))
    lines = [(row, in_words(row.means)) for row in shown]
    return render_page(
        "panel/words.html",
        panel=panel,
        form=form,
        lines=lines,
        looked_for=looked_for,
        page_number=page,
        first=first,
        total=total,
        status=status,
    )


def in_words(means: str) -> str:
    """ "need:company chat" as people read it: "Company, chat"."""
    labels = {f"need:{need.value}": need.label for need in Need} | {f"cost:{cost.value}": cost.label for cost in Cost}
    said = (labels.get(word, word.partition(":")[2] or word) for word in means.split())
    return ", ".join(dict.fromkeys(said))
