"""Where somebody puts right what the press refused: a field of the form, or the page that the words come from."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from blueprints.posters.poster_forms import PosterForm
from blueprints.press import DoesNotFit, NoLetters
from models.errors import RuleBroken

FROM_THE_LISTING = {
    "name": "Shorten the name there",
    "about": "Shorten its sentence there",
    "when": "Shorten when it is there",
    "place": "Shorten the place there",
    "address": "Shorten the address there",
    "facts": "Shorten the cost or the way in there",
    "first_time": "Shorten what happens the first time there",
    "ask_for": "Shorten who to ask for there",
    "phone": "Look at the phone number there",
    "keeper": "Shorten the name of who keeps it there",
}


@dataclass(frozen=True, slots=True)
class Mend:
    """The way to put it right."""

    words: str
    url: str


def refuse_at_field(form: PosterForm, refusal: RuleBroken) -> Mend | None:
    """Say it at the field of the form that is to blame, if one is, and give the page to mend it on, if that is one."""
    if isinstance(refusal, DoesNotFit):
        return _does_not_fit(form, refusal)
    if isinstance(refusal, NoLetters):
        if form.line and any(letter in form.line for letter in refusal.text):
            form.refuse(RuleBroken(refusal.message, field="line"))
            return None
        return _listing_page(form, "Change it there")
    return None


def _does_not_fit(form: PosterForm, refusal: DoesNotFit) -> Mend | None:
    if refusal.part in ("about", "how") and form.line:
        form.refuse(RuleBroken("This is too long for the sheet. Shorten it, or choose a larger size.", field="line"))
        return None
    if refusal.part == "languages" and form.listing:
        form.refuse(RuleBroken("That is too much for the sheet. Choose fewer, or a larger size.", field="language"))
        return Mend("Shorten the words there", url_for("posters.languages", listing_id=form.listing.id))
    form.refuse(RuleBroken(refusal.message, field="paper"))
    return _listing_page(form, FROM_THE_LISTING.get(refusal.part, "Look at its words there"))


def _listing_page(form: PosterForm, words: str) -> Mend | None:
    return Mend(words, url_for("listings.edit", listing_id=form.listing.id)) if form.listing else None
