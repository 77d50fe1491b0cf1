"""A listing in other languages: words that a speaker has read may be printed, others wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.doors import panel_members
from blueprints.flashing import flash_with_undo
from blueprints.posters import paper_words, posters
from blueprints.posters.language_forms import LanguageForm
from blueprints.rendering import find, render_page
from extensions import db
from models.listing import Listing
from models.translation import IN_ENGLISH, LANGUAGES, Translation


@posters.get("/listings/<uuid:listing_id>/languages")
@panel_members
def languages(listing_id: UUID) -> Response:
    """The languages it has; `?language=` opens one more."""
    return _show(_listing(listing_id))


@posters.post("/listings/<uuid:listing_id>/languages")
@panel_members
def write_language(listing_id: UUID) -> Response | AnyResponse:
    """Keep the words in one language."""
    listing, language = _listing(listing_id), request.form.get("language", "")
    if language not in LANGUAGES:
        abort(404)
    kept = db.session.scalar(Translation.in_language(listing, language))
    form = LanguageForm(language, kept)
    if not form.validate_on_submit():
        return _show(listing, form, status=422)
    if kept is None:
        kept = Translation(listing=listing, language=language, title="", when="", note="", read_by="")
        db.session.add(kept)
    kept.write(**form.words, by=current_user, at=clock.now())
    db.session.commit()
    may_be_printed = "They can be printed." if kept.is_ready else "They are not printed until a speaker has read them."
    flash(f"The words in {IN_ENGLISH[language]} are kept. {may_be_printed}", "good" if kept.is_ready else "warn")
    return redirect(url_for("posters.languages", listing_id=listing_id, _anchor=language), code=303)


@posters.post("/languages/<uuid:translation_id>/removal")
@panel_members
def remove_language(translation_id: UUID) -> AnyResponse:
    """Take one language away; it can come back."""
    words = find(Translation.visible_to(current_user).where(Translation.id == translation_id))
    words.remove(by=current_user, at=clock.now())
    db.session.commit()
    undo = url_for("posters.put_back_language", translation_id=translation_id)
    flash_with_undo(f"The words in {IN_ENGLISH[words.language]} are taken away.", undo)
    return redirect(url_for("posters.languages", listing_id=words.listing_id), code=303)


@posters.post("/languages/<uuid:translation_id>/putting-back")
@panel_members
def put_back_language(translation_id: UUID) -> AnyResponse:
    """It was not to go after all."""
    words = find(Translation.removed_from(current_user).where(Translation.id == translation_id))
    words.put_back()
    db.session.commit()
    flash(f"The words in {IN_ENGLISH[words.language]} are back.", "good")
    return redirect(url_for("posters.languages", listing_id=words.listing_id, _anchor=words.language), code=303)


def _listing(listing_id: UUID) -> Listing:
    return find(Listing.visible_to(current_user).where(Listing.id == listing_id))


def _show(listing: Listing, refused: LanguageForm | None = None, status: int = 200) -> Response:
    kept = db.session.scalars(Translation.of(listing)).all()
    forms = [LanguageForm(each.language, each) for each in kept]
    forms = [refused if refused and each.language == refused.language else each for each in forms]
    known = {form.language for form in forms}
    asked = refused.language if refused else request.args.get("language", "")
    if asked in LANGUAGES and asked not in known:
        forms.insert(0, refused or LanguageForm(asked))
        known.add(asked)
    return render_page(
        "posters/languages.html",
        panel=listing.panel,
        listing=listing,
        form=refused,
        forms=forms,
        others=sorted(set(LANGUAGES) - known, key=lambda code: IN_ENGLISH[code]),
        names=LANGUAGES,
        in_english=IN_ENGLISH,
        changed={each.language: _listed(each.changed_since(db.session())) for each in kept},
        english=_in_english(listing),
        status=status,
    )


def _in_english(listing: Listing) -> list[tuple[str, str]]:
    """What a sheet says of it in English, to be put into other words."""
    told: dict[str, Any] = paper_words.about_listing(listing, line="", today=clock.today())
    when, where = told["when"], told["where"]
    rows = [
        ("Called", told["name"]),
        ("About", told["about"]),
        ("When", ", ".join(filter(None, (when["day"], when["time"])))),
        ("Where", ", ".join(filter(None, (where["place"], where["address"])))),
        ("Cost", told["facts"]),
        ("Ask for", ", ".join(filter(None, (told["ask_for"], told["phone"])))),
    ]
    return [(name, words) for name, words in rows if words]


def _listed(things: list[str]) -> str:
    """ "the place", "the place and the cost"."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))
