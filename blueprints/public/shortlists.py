"""A reader's own list: looked at on screen, put in order, and printed as a leaflet to take along."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request

from blueprints import clock
from blueprints.doors import open_to_all
from blueprints.listing_reading import public_listings, terms_for
from blueprints.press import can_print
from blueprints.public import public
from blueprints.public.listing_page import ListingPage, listing_page, whole_address
from blueprints.qr import qr_svg
from blueprints.shortlist import Shortlist
from models.clock_words import date_words
from models.patch import Patch
from models.people import Panel

LARGE = "1"
"""`large=1`: the same in larger letters, for tired eyes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One listing on the list, and where its small links lead."""

    page: ListingPage
    take_off_url: str
    move_up_url: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the address asks for and the board has."""

    kept: Shortlist
    pages: list[ListingPage]
    large: bool
    left_out: int
    too_many: int

    @classmethod
    def asked(cls) -> Shown:
        """The list in the address of the page being asked for."""
        asked = Shortlist.from_request()
        listings, now = public_listings(asked.ids), clock.now()
        kept = Shortlist(tuple(listing.id for listing in listings))
        return cls(
            kept,
            pages=[listing_page(listing, terms_for(listing), now) for listing in listings],
            large=request.args.get("large") == LARGE,
            left_out=asked.unreadable + len(asked) - len(kept),
            too_many=asked.too_many,
        )

    @property
    def title(self) -> str:
        if not self.pages:
            return "Your list is empty"
        return "Something to try" if len(self.pages) == 1 else f"{len(self.pages)} things to try"

    @property
    def patch(self) -> Patch | None:
        """Where all of it is, if that is one patch."""
        patches = {page.listing.patch_id: page.listing.patch for page in self.pages}
        return next(iter(patches.values())) if len(patches) == 1 else None

    @property
    def panels(self) -> list[Panel]:
        """Whom to ring about any of it, each once."""
        return [panel for panel in {page.panel.id: page.panel for page in self.pages}.values() if panel.phone]

    @property
    def path(self) -> str:
        """Where the list itself is."""
        return f"/shortlist?list={self.kept}"


@public.get("/shortlist")
@open_to_all
def shortlist() -> Response:
    return show(Shown.asked())


def show(shown: Shown, *, no_file: str = "", status: int = 200) -> Response:
    """The list as a page; `no_file` says why it is not the PDF that was asked for."""
    html = render_template(
        "public/shortlist.html",
        title=shown.title,
        lines=[_line(shown.kept, page, shown.large) for page in shown.pages],
        shortlist=shown.kept,
        left_out=shown.left_out,
        too_many=shown.too_many,
        large=shown.large,
        other_size_url=_url(shown.kept, not shown.large),
        file_url=_url(shown.kept, shown.large, ".pdf") if can_print() else "",
        no_file=no_file,
        patch=shown.patch,
        panels=shown.panels,
        printed_on=date_words(clock.today()),
        qr=qr_svg(whole_address(shown.path), "QR code for this list") if shown.kept else None,
    )
    response = Response(html, status)
    response.headers["Cache-Control"] = "private, no-cache" if status < 400 else "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _line(kept: Shortlist, page: ListingPage, large: bool) -> Line:
    listing_id = page.listing.id
    first = kept.ids[0] == listing_id
    return Line(
        page,
        take_off_url=_url(kept.take_off(listing_id), large),
        move_up_url=None if first else _url(kept.move_up(listing_id), large),
    )


def _url(shortlist: Shortlist, large: bool, ending: str = "") -> str:
    query = [f"list={shortlist}"] * bool(shortlist) + [f"large={LARGE}"] * large
    return f"/shortlist{ending}" + (f"?{'&'.join(query)}" if query else "")
