"""What the panel's desk shows of its posters: how many want seeing to, and the first few."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from blueprints.desk_piles import MOST_SHOWN, DeskPile, Waiting, on_the_desk
from blueprints.listing_words import sentence
from blueprints.posters.truth import changed_by
from blueprints.posters.wall_words import why
from extensions import db
from models.people import Panel
from models.wall_clock import london_date
from models.walls import errands_of


@on_the_desk
def posters_to_see_to(panel: Panel, now: datetime) -> DeskPile:
    """Posters to take down, replace, put up or look at, the most pressing first."""
    today = london_date(now)
    errands = errands_of(db.session(), panel, today=today, changed=changed_by(now))
    return DeskPile(
        id="posters",
        title="Posters to see to",
        count=len(errands),
        shown=[
            Waiting(
                f"{each.task.label}: {sentence(each.poster.title)}",
                url_for("posters.wall", site_id=each.placement.site_id),
                f"At {each.placement.site.name}. {why(each, today)}",
            )
            for each in errands[:MOST_SHOWN]
        ],
        empty="Every poster on a wall is true, and somebody has looked at it lately.",
        more="Plan a walk past them",
        more_url=url_for("posters.walk", panel_slug=panel.slug),
    )
