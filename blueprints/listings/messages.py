"""What people are told after a change, with the way back."""

from __future__ import annotations

from flask import flash, url_for

from blueprints.flashing import flash_with_undo
from blueprints.listings.saving import Kept
from models.listing import Listing


def say_kept(kept: Kept) -> None:
    """Say what became of a saved page."""
    listing = kept.listing
    if kept.version is None:
        flash("Your check is noted. Nothing else was changed." if kept.was_checked else "Nothing was changed.", "good")
        return
    showing = "and showing on the board" if listing.is_public else "as a draft: only the panel sees it"
    checked = " Your check is noted too." if kept.was_checked else ""
    say_with_undo(listing, f"{listing.name} is saved {showing}.{checked}")


def say_with_undo(listing: Listing, words: str) -> None:
    """A message whose Undo goes back to the version before the latest."""
    number = listing.revision - 1
    undo = url_for("listings.undo", listing_id=listing.id, number=number)
    flash_with_undo(words, undo, listing.revision)
