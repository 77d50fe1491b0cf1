"""What one panel keeps is nobody else's: not by address, not by form, not in any page, file, feed or mail."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from models.group import Venue
from models.listing import Listing
from models.people import Membership, Panel
from seeds.larkmoor.venues import HOLLINFOLD, LARKMOOR
from tests.architecture.test_gets_never_write import crawl, fingerprints
from tests.hostile.filled import find_forms, signed, tokens_for
from tests.hostile.town import (
    HOME_POSTCODE,
    PRIVATE_PHONE,
    SECRET_WORD,
    Town,
    Visit,
    app,
    routes,
    session_token,
    town,
    visit,
)

__all__ = ["app", "town", "visit"]

STAFF_DOORS = ("panel_members", "panel_leads")
PARTS = ({}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Boosted": "true"})
OWN_TO_A_PANEL = ("listing_id", "suggestion_id", "import_id", "membership_id", "invitation_id", "patch_id",
                  "term_id", "word_id", "place_id", "venue_id", "group_id", "site_id", "poster_id", "picture_id",
                  "translation_id", "run_id")  # fmt: skip
IN_FIELDS = ("patch_id", "venue_id", "group_id", "listing_id", "patch", "site")
"""Names under which a form may speak of a thing by its id."""


def staff_routes(app: Flask, method: str) -> list[Rule]:
    return [r for r in routes(app, method) if getattr(app.view_functions[r.endpoint], "door", "") in STAFF_DOORS]


@pytest.fixture
def rows(app: Flask) -> Iterable[Session]:
    from extensions import db

    with app.app_context():
        yield db.session  # type: ignore[misc]
        db.session.rollback()


@pytest.mark.parametrize("who", ["gillian", "femi", "trevor"])
def test_what_another_panel_keeps_does_not_exist(app: Flask, town: Town, visit: Visit, who: str) -> None:
    """On every verb and for every part, to the other panel's lead and volunteer, and to somebody who has left."""
    client, before, asked = visit(who), fingerprints(app), 0
    for method in ("GET", "POST"):
        for rule in staff_routes(app, method):
            for headers in PARTS:
                tokens = tokens_for(client, rule.endpoint) if method == "POST" else None
                answer = client.open(town.address(app, rule), method=method, headers=headers, data=tokens)
                asked += 1
                assert answer.status_code == 404, f"{who}: {method} {rule.rule} {headers}: {answer.status_code}"
                assert SECRET_WORD["larkmoor"] not in answer.text
    assert asked > 100
    assert fingerprints(app) == before


def test_a_thing_of_one_panel_cannot_be_reached_through_the_other(app: Flask, town: Town, visit: Visit) -> None:
    """Gillian leads Hollinfold: under her own panel's address, every id of a Larkmoor thing is a 404."""
    client, before, asked = visit("gillian"), fingerprints(app), 0
    for method in ("GET", "POST"):
        for rule in staff_routes(app, method):
            for name in rule.arguments & set(OWN_TO_A_PANEL):
                foreign = {name: town.things["larkmoor"].parts[name]}
                tokens = tokens_for(client, rule.endpoint) if method == "POST" else None
                answer = client.open(town.address(app, rule, "hollinfold", **foreign), method=method, data=tokens)
                asked += 1
                assert answer.status_code == 404, f"{method} {rule.rule} with a foreign {name}: {answer.status_code}"
    assert asked > 20
    assert fingerprints(app) == before


def test_a_stranger_is_shown_the_way_in_and_nothing_else(app: Flask, town: Town, visit: Visit) -> None:
    before = fingerprints(app)
    for method in ("GET", "POST"):
        for rule in staff_routes(app, method):
            for headers in PARTS:
                answer = visit().open(town.address(app, rule), method=method, headers=headers, data={"typed": "mine"})
                assert answer.status_code in (303, 401, 403), f"{method} {rule.rule}: {answer.status_code}"
                assert SECRET_WORD["larkmoor"] not in answer.text
                assert "Porch" not in answer.text
    assert fingerprints(app) == before


def test_volunteers_cannot_do_what_only_leads_may(app: Flask, town: Town, visit: Visit) -> None:
    client, before, asked = visit("dot"), fingerprints(app), 0
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            if getattr(app.view_functions[rule.endpoint], "door", "") == "panel_leads":
                for headers in PARTS:
                    tokens = tokens_for(client, rule.endpoint) if method == "POST" else None
                    answer = client.open(town.address(app, rule), method=method, headers=headers, data=tokens)
                    asked += 1
                    assert answer.status_code == 404, f"{method} {rule.rule}: {answer.status_code}"
    assert asked > 20
    assert fingerprints(app) == before


def test_forms_take_no_thing_of_another_panel(app: Flask, town: Town, visit: Visit) -> None:
    """A form of Hollinfold that speaks of Larkmoor's patch, venue, group or listing is refused, or does not hear it."""
    forms, before = find_forms(app, town, visit), _larkmoors(app)
    client, tried = visit("gillian"), 0
    for rule in staff_routes(app, "POST"):
        filled = forms.get(rule.endpoint)
        for name in IN_FIELDS if filled else ():
            if filled is None or name not in filled.values:
                continue
            parts = town.things["larkmoor"].parts
            foreign = {"patch": "larkmoor", "site": str(parts["site_id"])}.get(name) or str(parts[name])
            sent = signed(client, filled, filled.with_one(name, foreign))
            sent["where"], sent["keeper"], sent["revision"] = "known", "known", "1"
            answer = client.post(town.address(app, rule, "hollinfold"), data=sent)
            tried += 1
            assert answer.status_code in (404, 422), f"{rule.rule} took Larkmoor's {name}: {answer.status_code}"
    assert tried >= 4
    assert _larkmoors(app) == before


def test_nobody_gives_themselves_a_panel_a_role_or_a_date(app: Flask, town: Town, visit: Visit) -> None:
    """Fields that no page offers are not heard: panel_id, role, email, published_at and their like."""
    forms, client = find_forms(app, town, visit), visit("dot")
    other = town.things["hollinfold"].parts
    wished: dict[str, Any] = {
        "panel_id": other["panel_slug"], "panel": other["panel_slug"], "role": "lead", "published_at": "2001-01-01",
        "is_admin": "1", "created_by_id": str(other["user_id"]), "id": str(other["listing_id"]), "user_id": "1",
        "email": "gillian@example.org", "slug": "hollinfold", "ended_at": "2001-01-01", "checked_at": "2099-01-01",
    }  # fmt: skip
    for endpoint, name in (("listings.edit", "Porch teas and cake"), ("accounts.rename", "Dot H")):
        filled = forms[endpoint]
        sent = signed(client, filled, filled.with_one("name", name))
        sent.update({wish: value for wish, value in wished.items() if wish not in filled.values})
        sent["do"] = "save"
        assert client.post(filled.address, data=sent).status_code == 303, endpoint
    from extensions import db

    with app.app_context():
        listing = db.session.get_one(Listing, town.things["larkmoor"].parts["listing_id"])
        assert (listing.name, listing.panel.slug, listing.revision) == ("Porch teas and cake", "larkmoor", 2)
        assert listing.published_at is not None
        assert (listing.published_at.year, listing.checked_at) == (2026, None)
        assert listing.created_by_id == town.things["larkmoor"].parts["user_id"]
        dot = db.session.scalars(select(Membership).where(Membership.user.has(name="Dot H"))).one()
        assert (dot.user.email, dot.role.value, dot.panel.slug) == ("dot@example.org", "volunteer", "larkmoor")


@pytest.mark.parametrize("who", ["", "gillian", "trevor"])
def test_no_page_within_reach_says_what_larkmoor_keeps_to_itself(visit: Visit, who: str) -> None:
    """Private contacts, notes, drafts, suggestions, imports and invitations; and an address that is masked."""
    client = visit(who)
    start = [
        "/",
        "/patches/larkmoor",
        "/patches/hollinfold",
        "/patches/tenter-moor",
        "/desk",
        "/account",
        "/sitemap.xml",
    ]
    start += ["/sitemap-1.xml", "/find?q=teas", "/find?q=porch&patch=larkmoor", "/find?near=ZZ4+1AA&within=10"]
    start += ["/patches/larkmoor/calendar.ics", "/robots.txt"]
    reached = crawl(client, tuple(start))
    assert any("porch-teas" in path for path in reached)
    for path in [*reached, *start]:
        for headers in ({}, {"HX-Request": "true"}):
            _tells_nothing(_words_of(client.get(path, headers=headers)), path)


def _words_of(answer: TestResponse) -> str:
    """What a page or a file says; pictures say nothing here."""
    if answer.mimetype == "application/pdf":
        with pypdfium2.PdfDocument(answer.data) as opened:
            return " ".join(page.get_textpage().get_text_range() for page in opened)
    return "" if answer.mimetype.startswith("image/") else answer.text


def _tells_nothing(text: str, path: str) -> None:
    for secret in (SECRET_WORD["larkmoor"], PRIVATE_PHONE["larkmoor"], HOME_POSTCODE["larkmoor"]):
        for form in (secret, secret.replace(" ", ""), secret.replace(" ", "%20")):
            assert form.casefold() not in text.casefold(), f"{path} says {form}"


def test_what_is_private_is_not_even_found_by_search(visit: Visit) -> None:
    for words in ("quokka", "quokka cottage", "quokka row", "quokka smith", "07700 900881", "quokka draft"):
        answer = visit().get("/find", query_string={"q": words, "exact": "1"})
        assert "/porch-teas" not in answer.text, words
        assert "quokka-draft" not in answer.text, words


def test_drafts_have_no_public_address(app: Flask, town: Town, visit: Visit) -> None:
    for panel in town.things.values():
        for draft in panel.drafts:
            for rule in routes(app):
                if (
                    "listing_id" in rule.arguments
                    and getattr(app.view_functions[rule.endpoint], "door", "") == "open_to_all"
                ):
                    for who in ("", "bernadette", "gillian"):
                        place = town.address(app, rule, listing_id=draft)
                        assert visit(who).get(place).status_code == 404, place
            short = re.sub(r"=+$", "", __import__("base64").urlsafe_b64encode(draft.bytes).decode())
            assert "draft" not in visit().get(f"/shortlist?list={short}").text.casefold()


def test_a_masked_address_is_nowhere_in_full(rows: Session, visit: Visit) -> None:
    """All masked venues of the town: their name, house and whole postcode are on no public page, file or data block."""
    masked = rows.scalars(select(Venue).where(Venue.address_shown != "full")).all()
    assert len(masked) > 3
    listings = rows.scalars(Listing.public().where(Listing.venue_id.in_([venue.id for venue in masked]))).all()
    assert listings
    stranger = visit()
    shared = {spot.name for spot in (*LARKMOOR.values(), *HOLLINFOLD.values()) if spot.shown == "full"}
    for listing in listings:
        venue, where = listing.venue, f"/listings/{listing.id}/{listing.slug}"
        assert venue is not None
        calendar = f"/listings/{listing.id}/calendar.ics"
        for path in (where, calendar, f"/shortlist?list={listing.short_id}", f"/patches/{listing.patch.slug}"):
            text = re.sub(r"\s+", " ", stranger.get(path).text.replace("\r\n ", ""))
            for hidden in (venue.postcode, venue.name if venue.name not in shared else "", _house(venue)):
                assert not hidden or hidden not in text, f"{path} says {hidden!r}"
            exact = (f"{venue.latitude:.4f}", f"{venue.longitude:.4f}") if venue.latitude else ()
            assert not any(figure in text for figure in exact), f"{path} tells where it is to the yard"


def _house(venue: Venue) -> str:
    return venue.street if any(letter.isdigit() for letter in venue.street) else ""


def test_a_list_taken_out_holds_the_own_panel_only(visit: Visit) -> None:
    for who, panel, other in (("dot", "larkmoor", "hollinfold"), ("gillian", "hollinfold", "larkmoor")):
        text = visit(who).get(f"/panels/{panel}/listings.csv").text
        assert SECRET_WORD[panel] in text
        assert SECRET_WORD[other] not in text
        assert len(list(csv.reader(io.StringIO(text)))) > 8
        assert visit(who).get(f"/panels/{panel}/listings.csv?patch={other}").status_code == 404


def test_somebody_on_both_panels_sees_each_by_itself(visit: Visit) -> None:
    winston = visit("winston")
    for panel, other in (("larkmoor", "hollinfold"), ("hollinfold", "larkmoor")):
        for page in ("desk", "listings", "suggestions", "imports", "listings.csv", "people"):
            text = winston.get(f"/panels/{panel}/{page}").text
            assert SECRET_WORD[other] not in text, f"{panel}/{page}"


def test_an_ended_membership_bites_on_the_next_request(app: Flask, town: Town, visit: Visit) -> None:
    """Dot has her page open; Bernadette ends her membership; whatever Dot presses next is refused."""
    from extensions import db

    dot, place = visit("dot"), f"/listings/{town.things['larkmoor'].parts['listing_id']}"
    assert dot.get(f"{place}/edit").status_code == 200
    with app.app_context():
        hers = db.session.scalars(
            select(Membership).where(Membership.user.has(email="dot@example.org"), Membership.ended_at.is_(None))
        ).one()
        hers_id = hers.id
    lead = visit("bernadette")
    ended = lead.post(f"/panels/larkmoor/people/{hers_id}/ending", data=tokens_for(lead, "accounts.end_membership"))
    assert ended.status_code == 303
    for method, path in (("GET", f"{place}/edit"), ("POST", f"{place}/edit"), ("POST", f"{place}/stop"),
                         ("GET", "/panels/larkmoor/desk"), ("GET", "/panels/larkmoor/listings.csv")):  # fmt: skip
        data = tokens_for(dot, "listings.edit") if method == "POST" else None
        assert dot.open(path, method=method, data=data).status_code == 404, path
    assert dot.get("/account").status_code == 200


def test_the_sessions_of_one_person_are_not_anothers_to_end(app: Flask, town: Town, visit: Visit) -> None:
    dot, hers = visit("dot"), town.things["larkmoor"].parts["session_id"]
    answer = dot.post(f"/account/sessions/{hers}/ending", data=tokens_for(dot, "accounts.end_session"))
    assert answer.status_code == 404
    assert visit("bernadette").get("/account").status_code == 200
    assert session_token("bernadette") not in dot.get("/account").text


def _larkmoors(app: Flask) -> list[str]:
    from extensions import db

    with app.app_context():
        panel = db.session.scalars(select(Panel).where(Panel.slug == "larkmoor")).one()
        rows = db.session.scalars(select(Listing).where(Listing.panel_id == panel.id).order_by(Listing.id))
        return [f"{row.id} {row.revision} {row.venue_id} {row.group_id} {row.patch_id}" for row in rows]
