"""A team's desk, in one look; and all that changed on its patches this week."""

from datetime import timedelta

from flask import Response

from blueprints import clock
from blueprints.doors import link_workers
from blueprints.rendering import render_page
from blueprints.sight import note_look, shows_people
from blueprints.teams import teams, words
from extensions import db
from models.acting import Part
from models.listing_news import ListingNews, news_of
from models.team import Team
from models.team_desk import MOST_SHOWN, team_desk_of

THIS_WEEK = timedelta(days=7)


@teams.get("/teams/<string:team_slug>/desk")
@link_workers
@shows_people
def desk(team: Team) -> Response:
    """Whom to ring, what is waited for, what came back. It shows names, so the look is noted."""
    note_look(team, Part.LINK_WORKER, action="looked at the desk", fields=("called",))
    now, today = clock.now(), clock.today()
    changes = changes_of(team)
    return render_page(
        "teams/desk.html",
        team=team,
        desk=team_desk_of(db.session(), team, now=now, today=today),
        changes=changes[:MOST_SHOWN],
        number_of_changes=len(changes),
        now=now,
        today=today,
        words=words,
    )


@teams.get("/teams/<string:team_slug>/changes")
@link_workers
def changes(team: Team) -> Response:
    """Everything that changed on the team's patches in the last seven days."""
    return render_page("teams/changes.html", team=team, changes=changes_of(team), now=clock.now())


def changes_of(team: Team) -> list[ListingNews]:
    """What is new, paused, stopped, moved or back on the team's patches."""
    patch_ids = [patch.id for patch in team.patches]
    return news_of(db.session(), patch_ids, since=clock.now() - THIS_WEEK, today=clock.today())
