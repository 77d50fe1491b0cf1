"""What readers say is wrong or missing, and the panel's answer."""

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock, mail, tick
from blueprints.doors import panel_members
from blueprints.panel import panel as room
from blueprints.panel.forms import AnswerForm
from blueprints.rendering import find, render_page
from extensions import db
from models.people import Panel
from models.suggestion import Suggestion


@room.get("/panels/<string:panel_slug>/suggestions")
@panel_members
def suggestions(panel: Panel) -> Response:
    """What waits, and what was answered lately."""
    waiting = db.session.scalars(Suggestion.waiting_for(panel)).all()
    answered = db.session.scalars(
        Suggestion.visible_to(current_user)
        .where(Suggestion.panel_id == panel.id, Suggestion.answered_at.is_not(None))
        .limit(30)
    ).all()
    return render_page("panel/suggestions.html", panel=panel, waiting=waiting, answered=answered)


@room.get("/suggestions/<uuid:suggestion_id>")
@panel_members
def suggestion(suggestion_id: UUID) -> Response:
    """One suggestion, and the way to answer it."""
    return _show(find(Suggestion.visible_to(current_user).where(Suggestion.id == suggestion_id)), AnswerForm())


@room.post("/suggestions/<uuid:suggestion_id>/answers")
@panel_members
def answer(suggestion_id: UUID) -> Response | AnyResponse:
    """Answer it: it leaves the desk, and a reader who left an email address hears what came of it."""
    found = find(Suggestion.visible_to(current_user).where(Suggestion.id == suggestion_id).with_for_update())
    form = AnswerForm()
    if not form.validate_on_submit():
        return _show(found, form, status=422)
    reply_to = found.reply_to
    found.settle(answer=form.answer.data or "", by=current_user, at=clock.now())
    if "@" in reply_to:
        mail.write(
            "suggestion-answered",
            to=reply_to,
            at=clock.now(),
            panel=found.panel,
            dedupe_key=f"suggestion-answered:{found.id}",
            panel_name=found.panel.name,
            answer=found.answer,
        )
    db.session.commit()
    tick.soon()
    flash("Answered, and off the desk." + (" They will get your words by email." if "@" in reply_to else ""))
    return redirect(url_for("panel.suggestions", panel_slug=found.panel.slug), code=303)


def _show(found: Suggestion, form: AnswerForm, status: int = 200) -> Response:
    return render_page("panel/suggestion.html", panel=found.panel, suggestion=found, form=form, status=status)
