"""Who may enter. Every route stands behind one of these doors; a test lists them all and fails for one without."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.wrappers import Response as WerkzeugResponse

from blueprints.proof import prove_first
from extensions import db
from models.organiser import Organiser
from models.people import Panel
from models.team import Team

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Anybody, without an account. The page sets no cookie."""
    view.door = "open_to_all"  # type: ignore[attr-defined]
    return view


def at_the_door(view: View) -> View:
    """Anybody, on the way in: sign-in, set-up and invitation pages. They carry a browser session and are not stored."""
    view.door = "at_the_door"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anybody who is signed in."""
    return _door(view, "signed_in", lambda kwargs: None)


def panel_members(view: View) -> View:
    """Members of the panel named in the address as `panel_slug`; the view is given the Panel as `panel`.

    Without `panel_slug` in the address: members of any panel. Others are told there is no such page.
    """
    return _door(view, "panel_members", lambda kwargs: _enter(kwargs, Panel.kept_by(current_user)))


def panel_leads(view: View) -> View:
    """Leads of the panel named in the address, given to the view as `panel`. Others are told there is no such page."""
    return _door(view, "panel_leads", lambda kwargs: _enter(kwargs, Panel.led_by(current_user)))


def link_workers(view: View) -> View:
    """Link workers of the team named in the address as `team_slug`, given to the view as `team`, once proved.

    Without `team_slug` in the address: link workers of any team. Others are told there is no such page.
    """
    return _door(view, "link_workers", lambda kwargs: _enter_team(kwargs, Team.worked_by(current_user)))


def team_leads(view: View) -> View:
    """Leads of the team named in the address, given to the view as `team`, with their second step."""
    return _door(view, "team_leads", lambda kwargs: _enter_team(kwargs, Team.led_by(current_user)))


def organisers(view: View) -> View:
    """People who answer for a group or, as members of a panel, for what the panel keeps itself. Others: no such page.

    Where a person's details are shown, put `@proof.needs_proof` under it.
    """
    return _door(view, "organisers", lambda kwargs: _enter_as_organiser())


def demo_only(view: View) -> View:
    """Anybody, but only in the demo world; elsewhere there is no such page."""

    @wraps(view)
    def entered(*args: Any, **kwargs: Any) -> Any:
        if not current_app.config["SETTINGS"].demo:
            abort(404)
        return view(*args, **kwargs)

    entered.door = "demo_only"  # type: ignore[attr-defined]
    return entered  # type: ignore[return-value]


def _door(view: View, name: str, enter: Callable[[dict[str, Any]], Any]) -> View:
    @wraps(view)
    def entered(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return show_the_way_in()
        return enter(kwargs) or view(*args, **kwargs)

    entered.door = name  # type: ignore[attr-defined]
    return entered  # type: ignore[return-value]


def _enter(kwargs: dict[str, Any], panels: Select[tuple[Panel]]) -> None:
    slug = kwargs.pop("panel_slug", None)
    if slug is not None:
        kwargs["panel"] = g.panel = db.session.scalar(panels.where(Panel.slug == slug)) or abort(404)
    elif db.session.scalar(panels.limit(1)) is None:
        abort(404)


def _enter_team(kwargs: dict[str, Any], teams: Select[tuple[Team]]) -> Any:
    slug = kwargs.pop("team_slug", None)
    if slug is not None:
        kwargs["team"] = g.team = db.session.scalar(teams.where(Team.slug == slug)) or abort(404)
    elif db.session.scalar(teams.limit(1)) is None:
        abort(404)
    return prove_first()


def _enter_as_organiser() -> None:
    groups, panels = Organiser.groups_of(current_user), Panel.kept_by(current_user)
    if db.session.scalar(groups.limit(1)) is None and db.session.scalar(panels.limit(1)) is None:
        abort(404)


def show_the_way_in() -> WerkzeugResponse | Any:
    """Send somebody who is not signed in to the sign-in page; a form they were sending waits for them instead."""
    if request.method == "POST":
        from blueprints.kept_form import keep_what_was_typed

        return keep_what_was_typed("signed-out")
    if request.headers.get("HX-Request") == "true":
        return "", 401, {"HX-Redirect": url_for("accounts.sign_in", next=request.full_path.rstrip("?"))}
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
