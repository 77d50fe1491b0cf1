"""The panel's listings, drafts and stopped ones included."""

from __future__ import annotations

from flask import Response, request, url_for
from sqlalchemy import func, select

from blueprints import clock
from blueprints.card_words import fresh_for
from blueprints.doors import panel_members
from blueprints.listings import listings
from blueprints.listings.fields import clean
from blueprints.listings.states import HOW_A_PERSON_CHECKS
from blueprints.rendering import render_page
from extensions import db
from models.listing import Listing, Status
from models.people import Panel

PAGE = 40
LONGEST_NAME = 100


@listings.get("/panels/<string:panel_slug>/listings")
@panel_members
def index(panel: Panel) -> Response:
    """The list, narrowed by a name or a status."""
    name = " ".join(clean(request.args.get("name", "")).split())[:LONGEST_NAME]
    status = request.args.get("status", "")
    chosen = Status(status) if status in list(Status) else None
    rows = Listing.kept_by_panel(panel, clock.today(), name=name, status=chosen)
    total = db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    page = min(max(request.args.get("page", 1, type=int), 1), max(-(-total // PAGE), 1))
    found = db.session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE)).all()

    def turn_to(number: int) -> str | None:
        asked = {"name": name or None, "status": status or None, "page": number if number > 1 else None}
        is_there = 1 <= number <= -(-total // PAGE)
        return url_for("listings.index", panel_slug=panel.slug, **asked) if is_there else None

    return render_page(
        "listings/index.html",
        panel=panel,
        listings=found,
        total=total,
        first=(page - 1) * PAGE + 1,
        name=name,
        chosen=chosen,
        previous_url=turn_to(page - 1),
        next_url=turn_to(page + 1),
        today=clock.today(),
        fresh={listing.id: fresh_for(listing.checked_at, clock.now()) for listing in found},
        ways_to_check=HOW_A_PERSON_CHECKS,
        here_url=request.full_path.rstrip("?"),
    )
