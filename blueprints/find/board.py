"""Hanging results on the board quickly: the markup of a card is made once and kept as long as its words stay the same.

What differs from reader to reader (how far, "Keep this") is put into places left open for it. Making twenty cards
afresh for every search would take longer than the search itself.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import current_app
from markupsafe import Markup, escape

from blueprints.cards import Card
from blueprints.search_asked import Asked
from blueprints.search_choices import CHOICES
from models.national_grid import distance_words
from models.search_statements import Hit

FAR, KEEP = "Far-goes-here", "keep-goes-here"
MOST_REMEMBERED = 4_000
MOST_FORMS = 200

Keep = Callable[[uuid.UUID], tuple[str | None, bool]]
_cards: dict[tuple[uuid.UUID, bool, bool | None], tuple[Card, str]] = {}
_forms: dict[object, Markup] = {}


def hang(hits: Sequence[Hit], cards: Sequence[Card], *, near: bool, keep: Keep) -> list[Markup]:
    """The cards as list items, in order. `near` says that they carry a distance."""
    metres = {hit.listing_id: hit.metres for hit in hits} if near else {}
    hung = []
    for card in cards:
        far = _far(card, metres.get(card.id)) if near else ""
        far = far[:1].upper() + far[1:]  # as the card writes it
        keep_url, kept = keep(card.id)
        markup = _markup(card, bool(far), kept if keep_url else None)
        hung.append(Markup(markup.replace(FAR, escape(far)).replace(KEEP, escape(keep_url or ""))))  # noqa: S704
    return hung


def filters_for(asked: Asked) -> Markup:
    """The filters with this search's ticks. Most searches share the same few."""
    patch = (asked.patch.slug, asked.patch.name) if asked.patch else None
    key = (asked.chosen, asked.within, patch)
    made = _forms.get(key)
    if made is None:
        if len(_forms) >= MOST_FORMS:
            _forms.clear()
        template = current_app.jinja_env.get_template("find/_filters.html")
        made = _forms[key] = Markup(template.render(asked=asked, choices=CHOICES))  # noqa: S704
    return made


def _far(card: Card, metres: float | None) -> str:
    if metres is None:
        return f"Around {card.patch}" if card.patch else ""
    words = distance_words(metres)
    return words[0].upper() + words[1:]


def _markup(card: Card, far: bool, kept: bool | None) -> str:
    """The item with its places left open. Kept is None where there is no room on the list for one more."""
    key = (card.id, far, kept)
    known = _cards.get(key)
    if known is not None and known[0] is card:
        return known[1]
    if len(_cards) >= MOST_REMEMBERED:
        for oldest in list(_cards)[: MOST_REMEMBERED // 10]:
            _cards.pop(oldest, None)
    open_card = replace(
        card, distance_words=FAR if far else None, keep_url=None if kept is None else KEEP, kept=bool(kept)
    )
    made = current_app.jinja_env.get_template("find/_card.html").render(card=open_card)
    _cards[key] = (card, made)
    return made
