"""The lists of a team: begin one, call it something else, end it."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.flashing import flash_with_undo
from blueprints.lists import lists
from blueprints.lists.finding import held_list, own_list
from blueprints.lists.forms import ListForm
from blueprints.lists.wording import looks_for
from blueprints.rendering import find, render_page
from extensions import db
from models.enquiry import Enquiry
from models.private_list import PrivateList
from models.team import Team


@lists.get("/teams/<string:team_slug>/lists")
@link_workers
def index(team: Team) -> Response:
    """The running lists of the team, the last used first."""
    kept = db.session.scalars(PrivateList.of_team(team)).all()
    return render_page("lists/index.html", team=team, every=kept, looks_for=looks_for, now=clock.now())


@lists.get("/teams/<string:team_slug>/lists/new")
@link_workers
def new(team: Team) -> Response:
    """An empty one, or one that looks for what the address says: from a request to talk."""
    asked = request.args
    return _show_form(team, ListForm(need=asked.getlist("need"), enquiry=asked.get("enquiry", "")), None)


@lists.post("/teams/<string:team_slug>/lists/new")
@link_workers
def begin(team: Team) -> Response | AnyResponse:
    form = ListForm()
    if not form.validate_on_submit():
        return _show_form(team, form, None, status=422)
    if db.session.get(PrivateList, form.key) is None:
        if cautions := _cautions(form):
            return _show_form(team, form, None, cautions, status=422)
        now = clock.now()
        kept = PrivateList(id=form.key, team_id=team.id, made_by_id=current_user.id, created_at=now, listing_ids=[])
        kept.person_id = _who_asked(team, form.enquiry.data or "")
        kept.change(title=form.title.data or "", needs=form.needs, access=form.access.data or (), at=now)
        db.session.add(kept)
        db.session.commit()
    return redirect(url_for("lists.show", list_id=form.key), code=303)


@lists.get("/lists/<uuid:list_id>/edit")
@link_workers
def edit(list_id: UUID) -> Response:
    kept = own_list(list_id)
    form = ListForm(title=kept.title, need=kept.needs, access=kept.access)
    return _show_form(kept.team, form, kept)


@lists.post("/lists/<uuid:list_id>/edit")
@link_workers
def change(list_id: UUID) -> Response | AnyResponse:
    kept, form = held_list(list_id), ListForm()
    if not form.validate_on_submit():
        return _show_form(kept.team, form, kept, status=422)
    if form.title.data != kept.title and (cautions := _cautions(form)):
        return _show_form(kept.team, form, kept, cautions, status=422)
    kept.change(title=form.title.data or "", needs=form.needs, access=form.access.data or (), at=clock.now())
    db.session.commit()
    return redirect(url_for("lists.show", list_id=kept.id), code=303)


@lists.post("/lists/<uuid:list_id>/ending")
@link_workers
def end(list_id: UUID) -> AnyResponse:
    kept = held_list(list_id)
    kept.end(clock.now())
    team_slug = kept.team.slug
    db.session.commit()
    flash_with_undo("The list is ended.", undo=url_for("lists.reopen", list_id=list_id))
    return redirect(url_for("lists.index", team_slug=team_slug), code=303)


@lists.post("/lists/<uuid:list_id>/reopening")
@link_workers
def reopen(list_id: UUID) -> AnyResponse:
    kept = find(PrivateList.held(PrivateList.ended_of(current_user).where(PrivateList.id == list_id)))
    kept.reopen(clock.now())
    db.session.commit()
    flash("The list is back.", "good")
    return redirect(url_for("lists.show", list_id=list_id), code=303)


def _who_asked(team: Team, enquiry_id: str) -> UUID | None:
    """The person behind a request to this team, so that nothing they told is typed again. Nobody for any other id."""
    try:
        meant = UUID(enquiry_id)
    except ValueError:
        return None
    asked = Enquiry.visible_to(current_user).where(Enquiry.id == meant, Enquiry.team_id == team.id)
    return db.session.scalar(asked.with_only_columns(Enquiry.person_id).order_by(None))


def _cautions(form: ListForm) -> list[str]:
    """What to mind in the title, once: who sends the same again means it."""
    cautions = [] if form.has_been_warned else form.cautions(db.session())
    form.warned_of.data = form.title.data
    return cautions


def _show_form(
    team: Team, form: ListForm, kept: PrivateList | None, cautions: list[str] | None = None, status: int = 200
) -> Response:
    return render_page("lists/edit.html", team=team, form=form, kept=kept, cautions=cautions or [], status=status)
