"""One list and, beside it, the search: what is found goes onto it with a press."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Response, redirect, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.cards import cards_for
from blueprints.doors import link_workers
from blueprints.lists import lists
from blueprints.lists.finding import own_list
from blueprints.lists.lines import lines_of, print_urls
from blueprints.lists.wording import looks_for
from blueprints.press import can_print
from blueprints.rendering import render_page, wants_partial
from blueprints.search_asked import EVERYWHERE, OWN, Asked, read
from blueprints.search_choices import CHOICES
from blueprints.search_remembered import remembered
from blueprints.search_words import close_by, count_words, look_up, page_of
from extensions import db
from models.outbox import Email
from models.patch import Patch
from models.private_list import MOST_COMPARED, PrivateList

RESULTS, BESIDE = "lists/_results.html", "lists/_beside.html"


@lists.get("/lists/<uuid:list_id>")
@link_workers
def show(list_id: UUID) -> Response | AnyResponse:
    kept = own_list(list_id)
    asked = ask(kept)
    if says_too_much(asked) and not wants_partial():
        return redirect(asked.url(), code=303)
    answer = render(kept, asked, RESULTS)
    if wants_partial():
        typing = request.headers.get("HX-Trigger") in ("q", "near")
        answer.headers["HX-Replace-Url" if typing else "HX-Push-Url"] = asked.url()
    return answer


def ask(kept: PrivateList) -> Asked:
    """The search in the address; where there is none yet, for what the list needs, on the team's patches."""
    session, args = db.session(), request.args
    if "patch" not in args:
        wanted = [("need", each) for each in kept.needs] + [("access", each) for each in kept.access]
        args = MultiDict([*wanted, *args.items(multi=True)])
    path, own = url_for("lists.show", list_id=kept.id), frozenset(patch.id for patch in kept.team.patches)
    asked = read(session, remembered(session), args, path=path, own_patches=own)
    if asked.query.near and asked.query.near.outward:
        asked.near = asked.query.near.label
    return asked


def says_too_much(asked: Asked) -> bool:
    """Whether the address holds more of a postcode than its sector: it is where somebody lives."""
    place = asked.query.near
    return place is not None and bool(place.outward) and request.args.get("near", "").strip() != asked.near


def render(
    kept: PrivateList,
    asked: Asked,
    partial: str,
    *,
    said: str = "",
    refused: str = "",
    undo: tuple[str, int] | None = None,
    status: int = 200,
) -> Response:
    """The page, or the part of it that htmx asks for. `said` is read out; `undo` is where a press takes it back."""
    session, now = db.session(), clock.now()
    lines = lines_of(session, kept, kept.ids, now)
    plain, large = print_urls(lines, as_file=can_print())
    return render_page(
        "lists/show.html",
        partial,
        status=status,
        team=kept.team,
        kept=kept,
        title=kept.title,
        wanted=looks_for(kept),
        asked=asked,
        search=asked.url().partition("?")[2],
        choices=CHOICES,
        patches=_patch_choices(kept.team.patches),
        lines=lines,
        most_compared=MOST_COMPARED,
        print_url=plain,
        large_url=large,
        sent=last_sent(kept),
        ticked=request.form.getlist("listing"),
        said=said,
        refused=refused,
        undo=undo,
        in_part=wants_partial(),
        **_found(asked),
    )


def _found(asked: Asked) -> dict[str, object]:
    session, now = db.session(), clock.now()
    results = look_up(session, asked, now=now)
    metres = {hit.listing_id: hit.metres for hit in results.hits} if asked.query.near else None
    close, ways_on = close_by(session, asked, results, now=now)
    return {
        "results": results,
        "cards": cards_for(session, results.hits, now=now, distances=metres),
        "where": page_of(asked, results),
        "found": count_words(asked, results),
        "close": close,
        "ways_on": ways_on,
    }


def _patch_choices(patches: Iterable[Patch]) -> list[tuple[str, str]]:
    own = [(patch.slug, patch.name) for patch in patches]
    first = [(OWN, "All our patches")] if len(own) > 1 else []
    return [*first, *own, (EVERYWHERE, "Everywhere")] if own else [(OWN, "Everywhere")]


def last_sent(kept: PrivateList) -> Email | None:
    """The latest mail with this list, wherever it went."""
    sent = select(Email).where(Email.dedupe_key.startswith(f"list-sent:{kept.id.hex}:", autoescape=True))
    return db.session.scalar(sent.order_by(Email.written_at.desc(), Email.id).limit(1))
