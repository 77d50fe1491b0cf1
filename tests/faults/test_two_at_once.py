"""Several people press Save on the same thing at the same moment: one is first, and nobody's words are lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from models.listing import Listing
from models.listing_version import ListingVersion
from models.signed_in_session import SignedInSession
from models.suggestion import Suggestion
from models.synonym import Synonym
from tests.at_once import all_at_once
from tests.filling import form_of, values_of
from tests.hostile.filled import find_forms, signed, tokens_for
from tests.hostile.town import Town, Visit, routes
from tests.inspecting_client import Page

PEOPLE = ("dot", "kasia", "hafsa", "bernadette", "imran", "winston", "dot", "kasia")
ROUNDS = 3


def test_of_eight_saves_of_one_listing_one_wins_and_the_others_see_both_versions(
    app: Flask, town: Town, visit: Visit
) -> None:
    from extensions import db

    path = f"/listings/{town.things['larkmoor'].parts['listing_id']}/edit"
    clients = [visit(name) for name in PEOPLE]
    for turn in range(1, ROUNDS + 1):
        presses = []
        for number, client in enumerate(clients):
            form = values_of(form_of(Page(client.get(path).text), id="listing-form"))
            form["summary"], form["do"] = f"In round {turn} this is what number {number} wrote.", "save"
            presses.append(lambda client=client, form=form: client.post(path, data=form))
        answers = all_at_once(presses)
        won = [number for number, answer in enumerate(answers) if answer.status_code == 303]
        assert len(won) == 1, [answer.status_code for answer in answers]
        for number, answer in enumerate(answers):
            if number not in won:
                assert answer.status_code == 409
                assert f"In round {turn} this is what number {number} wrote." in answer.text
                assert f"In round {turn} this is what number {won[0]} wrote." in answer.text
        with app.app_context():
            listing = db.session.get_one(Listing, town.things["larkmoor"].parts["listing_id"])
            assert listing.revision == turn + 1
            assert listing.summary == f"In round {turn} this is what number {won[0]} wrote."
            numbers = db.session.scalars(
                select(ListingVersion.number)
                .where(ListingVersion.listing_id == listing.id)
                .order_by(ListingVersion.number)
            ).all()
            assert list(numbers) == list(range(1, turn + 2))


def test_different_listings_are_all_saved(app: Flask, visit: Visit) -> None:
    """Nobody is turned away with "locked": writers wait for each other."""
    from extensions import db

    with app.app_context():
        rows = select(Listing.id).where(Listing.panel.has(slug="larkmoor"), Listing.published_at.is_not(None))
        ids = db.session.scalars(rows.order_by(Listing.id).limit(len(PEOPLE))).all()
    presses = []
    for name, listing_id in zip(PEOPLE, ids, strict=True):
        client, path = visit(name), f"/listings/{listing_id}/checks"
        sent = {**tokens_for(client, "listings.check"), "how": "phoned"}
        presses.append(lambda client=client, path=path, sent=sent: client.post(path, data=sent))
    assert {answer.status_code for answer in all_at_once(presses)} == {303}


@pytest.mark.filterwarnings("ignore:DELETE statement on table")  # somebody else took it out first: so it is gone
def test_any_button_pressed_four_times_at_once_is_answered_each_time(
    app: Flask, town: Town, visit: Visit, restore: Callable[[], None]
) -> None:
    """A double press, or two people: every form of the site, never a breakage, and one deed where one is meant."""
    forms = find_forms(app, town, visit)
    for rule in routes(app, "POST"):
        if rule.endpoint not in forms:
            continue
        filled = forms[rule.endpoint]
        door = getattr(app.view_functions[rule.endpoint], "door", "")
        presses = []
        for _ in range(4):
            client = visit() if door in ("open_to_all", "at_the_door", "demo_only") else visit("bernadette")
            sent = signed(client, filled, _answered(filled.values))
            presses.append(lambda client=client, sent=sent, path=filled.address: client.post(path, data=sent))
        statuses = [answer.status_code for answer in all_at_once(presses)]
        assert max(statuses) < 500, f"{rule.rule}: {statuses}"
        restore()


def _answered(values: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form filled in well enough to be taken."""
    usual: dict[str, Any] = {
        "name": "Bernadette Q", "words": "The door is round the back.", "about": "other", "answer": "Changed it.",
        "email": "noor@example.org", "term": "fed up", "means": "company", "starts_on": "1 June 2027",
        "ends_on": "20 July 2027", "role": "volunteer", "how": "phoned", "reason": "The boiler.", "panel": "New panel",
        "patch": "larkmoor", "how_far": "1",
    }  # fmt: skip
    made: MultiDict[str, str] = MultiDict(values)
    for name, answer in usual.items():
        if name in made and not made[name]:
            made.setlist(name, [answer])
    return made


def test_one_suggestion_is_answered_once(app: Flask, town: Town, visit: Visit) -> None:
    from extensions import db

    suggestion_id = town.things["larkmoor"].parts["suggestion_id"]
    presses = []
    for name in PEOPLE[:6]:
        client = visit(name)
        sent = {**tokens_for(client, "panel.answer"), "answer": f"{name} did it."}
        presses.append(lambda client=client, sent=sent: client.post(f"/suggestions/{suggestion_id}/answers", data=sent))
    statuses = sorted(answer.status_code for answer in all_at_once(presses))
    assert statuses == [303, 409, 409, 409, 409, 409]
    with app.app_context():
        from models.outbox import Email

        assert db.session.get_one(Suggestion, suggestion_id).answer
        mails = select(func.count()).select_from(Email).where(Email.event == "suggestion-answered")
        assert db.session.scalar(mails) == 1


def test_a_link_signs_in_once_and_a_word_is_kept_once(app: Flask, town: Town, visit: Visit) -> None:
    from extensions import db

    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(SignedInSession)) or 0
    link = "/sign-in/link/" + town.tokens["/sign-in/link/"]
    presses = []
    for _ in range(6):
        client = visit()
        sent = tokens_for(client, "accounts.use_link")
        presses.append(lambda client=client, sent=sent: client.post(link, data=sent))
    assert sorted(answer.status_code for answer in all_at_once(presses)) == [303, 410, 410, 410, 410, 410]
    presses = []
    for name in PEOPLE[:6]:
        client = visit(name)
        sent = {**tokens_for(client, "panel.add_word"), "term": "right fed up", "means": "company"}
        presses.append(lambda client=client, sent=sent: client.post("/panels/larkmoor/words", data=sent))
    statuses = [answer.status_code for answer in all_at_once(presses)]
    assert max(statuses) < 500, statuses
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignedInSession)) == before + 1
        assert db.session.scalar(select(func.count()).where(Synonym.term == "right fed up")) == 1


def test_two_leads_cannot_leave_a_panel_without_one(app: Flask, town: Town, visit: Visit) -> None:
    from extensions import db
    from models.people import Membership, Role

    with app.app_context():
        leads = db.session.execute(
            select(Membership.id, Membership.user_id).where(
                Membership.panel.has(slug="larkmoor"), Membership.role == Role.LEAD, Membership.ended_at.is_(None)
            )
        ).all()
    assert len(leads) == 2
    presses = []
    for name, (membership_id, _) in zip(("bernadette", "imran"), leads, strict=True):
        client = visit(name)
        sent = tokens_for(client, "accounts.end_membership")
        path = f"/panels/larkmoor/people/{membership_id}/ending"
        presses.append(lambda client=client, sent=sent, path=path: client.post(path, data=sent))
    answers = all_at_once(presses)
    assert max(answer.status_code for answer in answers) < 500
    with app.app_context():
        left = db.session.scalars(
            select(Membership.id).where(
                Membership.panel.has(slug="larkmoor"), Membership.role == Role.LEAD, Membership.ended_at.is_(None)
            )
        ).all()
        assert len(left) == 1
