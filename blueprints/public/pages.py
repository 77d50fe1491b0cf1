"""The plain pages, and what machines ask for: is it well, what may be read, where is everything."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, render_template, request
from sqlalchemy import Select, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from blueprints import clock
from blueprints.doors import open_to_all
from blueprints.public import public
from blueprints.public.kept_pages import kept_page
from blueprints.public.listing_page import whole_address
from extensions import db
from models.listing import Listing, listing_slug
from models.patch import Patch
from models.people import Panel

LISTINGS_A_SITEMAP = 5_000
"""A tenth of what the format allows: small enough to write at once."""
A_DAY = 24 * 60 * 60


@public.get("/about")
@open_to_all
def about() -> Response:
    """What this is, and what is kept about anybody: how long, who sees it, and whom to ring."""
    return _plain_page("public/about.html", clocks=current_app.config["SETTINGS"].referral_clocks)


@public.get("/accessibility")
@open_to_all
def accessibility() -> Response:
    return _plain_page("public/accessibility.html")


def _plain_page(template: str, **more: Any) -> Response:
    panels = db.session.scalars(select(Panel).order_by(Panel.name, Panel.id)).all()
    stamp = tuple((panel.id, panel.name, panel.phone, panel.email) for panel in panels)

    def make() -> tuple[str, None]:
        address = whole_address(request.path)
        return render_template(template, patch=None, panel=None, panels=panels, address=address, **more), None

    return kept_page(template, stamp, clock.now(), make)


@public.get("/healthz")
@open_to_all
def healthz() -> Response:
    """Whether the database answers. For whatever watches over this machine."""
    try:
        db.session.execute(text("SELECT 1 FROM panel LIMIT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return _machine_answer('{"ok":false}', "application/json", 503)
    return _machine_answer('{"ok":true}', "application/json")


@public.get("/robots.txt")
@open_to_all
def robots() -> Response:
    lines = ["User-agent: *", "Disallow: /find", "Disallow: /shortlist", "Disallow: /sign-in"]
    lines += [f"Disallow: {place}" for place in ("/reply/", "/mine/", "/i/", "/help/")]
    lines += ["", f"Sitemap: {whole_address('/sitemap.xml')}", ""]
    return _machine_answer("\n".join(lines), "text/plain", kept=A_DAY)


@public.get("/sitemap.xml")
@open_to_all
def sitemap() -> Response:
    """The index of the parts; a small board has one."""
    count = db.session.scalar(select(func.count()).select_from(_on_the_map().order_by(None).subquery())) or 0
    parts = range(1, max(1, -(-count // LISTINGS_A_SITEMAP)) + 1)
    places = [whole_address(f"/sitemap-{part}.xml") for part in parts]
    return _machine_answer(render_template("public/sitemaps.xml", places=places), "application/xml", kept=3600)


@public.get("/sitemap-<int:part>.xml")
@open_to_all
def sitemap_part(part: int) -> Response:
    if not 1 <= part <= 10_000:
        abort(404)
    rows = db.session.execute(
        _on_the_map()
        .with_only_columns(Listing.id, Listing.name, Listing.changed_at)
        .limit(LISTINGS_A_SITEMAP)
        .offset((part - 1) * LISTINGS_A_SITEMAP)
    ).all()
    places = [
        (whole_address(f"/listings/{each}/{listing_slug(name)}"), f"{changed_at:%Y-%m-%d}")
        for each, name, changed_at in rows
    ]
    if part == 1:
        slugs = db.session.scalars(Patch.all_by_name().with_only_columns(Patch.slug))
        places = [(whole_address(path), "") for path in ("/", "/about", *(f"/patches/{s}" for s in slugs))] + places
    elif not places:
        abort(404)
    return _machine_answer(render_template("public/sitemap.xml", places=places), "application/xml", kept=3600)


def _on_the_map() -> Select[tuple[Listing]]:
    return Listing.on_the_board().order_by(None).order_by(Listing.id)


def _machine_answer(body: str, mimetype: str, status: int = 200, kept: int = 0) -> Response:
    response = Response(body, status, mimetype=mimetype)
    response.headers["Cache-Control"] = f"max-age={kept}" if kept else "no-store"
    return response
