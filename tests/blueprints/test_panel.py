"""The panel's room: desk, suggestions, search words, school terms and the panel's own facts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.check import Check
from models.listing import Listing
from models.outbox import Email
from models.patch import Patch
from models.people import Panel
from models.place import Place, PostcodeSector
from models.postcodes import locate
from models.school_term import SchoolTerm
from models.suggestion import About, Suggestion
from models.synonym import Synonym
from models.vocabulary import HowChecked, Kind
from tests.boards import make_group
from tests.people import csrf, make_lead, make_panel, make_patch, make_volunteer


@pytest.fixture
def panel(db_session: Session) -> Panel:
    panel = make_panel(db_session)
    make_patch(db_session, panel)
    return panel


@pytest.fixture
def volunteer(db_session: Session, panel: Panel, signed_in: Any) -> FlaskClient:
    return signed_in(make_volunteer(db_session, panel))


@pytest.fixture
def lead(db_session: Session, panel: Panel, signed_in: Any) -> FlaskClient:
    return signed_in(make_lead(db_session, panel))


def pin_up(session: Session, panel: Panel, name: str, at: datetime, **more: Any) -> Listing:
    patch = session.scalar(select(Patch).where(Patch.panel_id == panel.id))
    listing = Listing(panel=panel, patch=patch, name=name, kind=Kind.ACTIVITY, created_at=at, changed_at=at, revision=1)
    listing.published_at = at
    for field, value in more.items():
        setattr(listing, field, value)
    session.add(listing)
    session.commit()
    return listing


def suggest(session: Session, panel: Panel, at: datetime, **more: Any) -> Suggestion:
    suggestion = Suggestion(panel=panel, about=About.WRONG, words="The door is <b>round the back</b>", received_at=at)
    for field, value in more.items():
        setattr(suggestion, field, value)
    session.add(suggestion)
    session.commit()
    return suggestion


def test_an_empty_desk_says_that_it_is_clear(volunteer: FlaskClient, panel: Panel) -> None:
    page = volunteer.get(f"/panels/{panel.slug}/desk").text
    assert "The desk is clear" in page


def test_mail_that_never_arrived_is_on_the_desk(
    db_session: Session, panel: Panel, volunteer: FlaskClient, now: datetime
) -> None:
    mail = Email.write(
        db_session, event="x", to="pat@example.org", subject="An invitation", text="…", at=now, panel=panel
    )
    mail.given_up_at = now
    db_session.commit()
    page = volunteer.get(f"/panels/{panel.slug}/desk").text
    assert "Mail that did not arrive" in page
    assert "pat@example.org" in page


def test_one_panel_means_one_desk_at_once(volunteer: FlaskClient, panel: Panel) -> None:
    assert volunteer.get("/desk").location == f"/panels/{panel.slug}/desk"


def test_somebody_on_two_panels_chooses_a_desk(
    db_session: Session, panel: Panel, volunteer: FlaskClient, signed_in: Any
) -> None:
    from models.people import Membership, Role

    user = make_volunteer(db_session, panel)
    other = make_panel(db_session, name="Hollinfold panel")
    db_session.add(Membership(user=user, panel=other, role=Role.VOLUNTEER, started_at=user.created_at))
    db_session.commit()
    page = signed_in(user).get("/desk").text
    assert "Which desk?" in page
    assert "Hollinfold panel" in page


def test_the_desk_shows_what_waits_and_nothing_of_another_panel(
    db_session: Session, panel: Panel, volunteer: FlaskClient, now: datetime
) -> None:
    old = now - timedelta(days=200)
    pin_up(db_session, panel, "Tea and remembering", old, checked_at=old, contact_phone="0161 496 0187")
    pin_up(db_session, panel, "Knit and natter", now, checked_at=now)
    pin_up(db_session, panel, "Knit & natter", now, checked_at=now)
    pin_up(db_session, panel, "Half an idea", now, published_at=None)
    pin_up(db_session, panel, "Norma's sewing", now, checked_at=now, paused_at=now, state_reason="Her hip")
    suggest(db_session, panel, now)
    elsewhere = make_panel(db_session, name="Hollinfold panel")
    make_patch(db_session, elsewhere)
    pin_up(db_session, elsewhere, "Secret of Hollinfold", old)
    suggest(db_session, elsewhere, now, words="Hollinfold business")
    page = volunteer.get(f"/panels/{panel.slug}/desk").text
    for words in (
        "Tea and remembering",
        "0161 496 0187",
        "may be the same",
        "Half an idea",
        "Her hip",
        "round the back",
    ):
        assert words in page
    assert "Hollinfold" not in page
    assert "<b>round" not in page


def test_a_check_takes_a_listing_off_the_pile(
    db_session: Session, panel: Panel, volunteer: FlaskClient, now: datetime
) -> None:
    listing = pin_up(db_session, panel, "Tea and remembering", now - timedelta(days=200))
    volunteer.post(f"/listings/{listing.id}/checks", data={**csrf(volunteer), "how": "phoned"})
    db_session.expire_all()
    assert db_session.scalar(select(Check.how)) is HowChecked.PHONED
    assert "Everything on the board was checked" in volunteer.get(f"/panels/{panel.slug}/desk").text


def test_answering_a_suggestion_mails_the_reader_and_forgets_the_address(
    db_session: Session, panel: Panel, volunteer: FlaskClient, now: datetime
) -> None:
    suggestion = suggest(db_session, panel, now, reply_to="reader@example.org")
    assert "reader@example.org" in volunteer.get(f"/suggestions/{suggestion.id}").text
    answered = volunteer.post(
        f"/suggestions/{suggestion.id}/answers", data={**csrf(volunteer), "answer": "Changed the door."}
    )
    assert answered.status_code == 303
    db_session.expire_all()
    assert (suggestion.answer, suggestion.reply_to) == ("Changed the door.", "")
    mail = db_session.scalar(select(Email))
    assert mail is not None
    assert mail.to == "reader@example.org"
    assert "Changed the door." in mail.text
    again = volunteer.post(f"/suggestions/{suggestion.id}/answers", data={**csrf(volunteer), "answer": "Again"})
    assert again.status_code == 409


def test_an_empty_answer_is_refused_and_nothing_is_lost(
    db_session: Session, panel: Panel, volunteer: FlaskClient, now: datetime
) -> None:
    suggestion = suggest(db_session, panel, now)
    answer = volunteer.post(f"/suggestions/{suggestion.id}/answers", data={**csrf(volunteer), "answer": " "})
    assert answer.status_code == 422
    assert "round the back" in answer.text


def test_another_panels_suggestion_does_not_exist(
    db_session: Session, panel: Panel, signed_in: Any, now: datetime
) -> None:
    suggestion = suggest(db_session, panel, now)
    stranger = signed_in(make_lead(db_session, make_panel(db_session)))
    assert stranger.get(f"/suggestions/{suggestion.id}").status_code == 404
    assert stranger.get(f"/panels/{panel.slug}/desk").status_code == 404
    posted = stranger.post(f"/suggestions/{suggestion.id}/answers", data={**csrf(stranger), "answer": "Mine"})
    assert posted.status_code == 404


def test_a_search_word_is_kept_changed_and_taken_out(db_session: Session, panel: Panel, volunteer: FlaskClient) -> None:
    words = f"/panels/{panel.slug}/words"
    volunteer.post(words, data={**csrf(volunteer), "term": "Mardy!", "means": "fed up", "needs": ["low-mood"]})
    assert "Low mood or worry" in volunteer.get(words).text
    volunteer.post(words, data={**csrf(volunteer), "term": "mardy", "means": "grumpy"})
    (kept,) = db_session.scalars(select(Synonym).where(Synonym.panel_id == panel.id)).all()
    assert (kept.term, kept.means) == ("mardy", "grumpy")
    assert "Nothing holds" in volunteer.get(f"{words}?q=zebra").text
    volunteer.post(f"{words}/{kept.id}/removal", data=csrf(volunteer))
    assert db_session.scalars(select(Synonym).where(Synonym.panel_id == panel.id)).all() == []


def test_a_search_word_that_means_nothing_is_refused(panel: Panel, volunteer: FlaskClient) -> None:
    answer = volunteer.post(f"/panels/{panel.slug}/words", data={**csrf(volunteer), "term": "mardy", "means": ""})
    assert answer.status_code == 422
    assert 'value="mardy"' in answer.text


def test_a_school_term_is_added_and_taken_out(db_session: Session, panel: Panel, volunteer: FlaskClient) -> None:
    terms = f"/panels/{panel.slug}/terms"
    typed = {"name": "Summer term, first half", "starts_on": "13 April 2026", "ends_on": "22/5/26"}
    assert volunteer.post(terms, data={**csrf(volunteer), **typed}).status_code == 303
    assert "Monday 13 April 2026" in volunteer.get(terms).text
    over = volunteer.post(terms, data={**csrf(volunteer), **typed, "starts_on": "1 May 2026"})
    assert over.status_code == 422
    assert "already in another term" in over.text
    backwards = volunteer.post(terms, data={**csrf(volunteer), **typed, "starts_on": "1 July 2026"})
    assert "Swap them" in backwards.text
    assert "could not read" in volunteer.post(terms, data={**csrf(volunteer), **typed, "ends_on": "soon"}).text
    (term,) = db_session.scalars(select(SchoolTerm)).all()
    volunteer.post(f"{terms}/{term.id}/removal", data=csrf(volunteer))
    assert db_session.scalars(select(SchoolTerm)).all() == []


def test_a_lead_changes_what_the_panel_says_of_itself(db_session: Session, panel: Panel, lead: FlaskClient) -> None:
    address = f"/panels/{panel.slug}/settings"
    typed = {"name": "Larkmoor panel", "helpers": "Shanaz", "phone": "01614960118", "phone_hours": "mornings"}
    assert lead.post(address, data={**csrf(lead), **typed}).status_code == 303
    db_session.expire_all()
    assert (panel.helpers, panel.phone) == ("Shanaz", "0161 496 0118")
    refused = lead.post(address, data={**csrf(lead), **typed, "phone": "0161 496 011", "email": "not one"})
    assert refused.status_code == 422
    assert "missing digit" in refused.text
    assert "not one" in refused.text


def test_a_lead_adds_a_second_patch_with_an_address_of_its_own(
    db_session: Session, panel: Panel, lead: FlaskClient
) -> None:
    for _ in range(2):
        answer = lead.post(
            f"/panels/{panel.slug}/patches",
            data={**csrf(lead), "name": "Tenter Moor", "postcode_districts": "zz7, zz8"},
        )
        assert answer.status_code == 303
    made = db_session.scalars(select(Patch).where(Patch.name == "Tenter Moor").order_by(Patch.slug)).all()
    assert [patch.slug for patch in made] == ["tenter-moor", "tenter-moor-2"]
    assert made[0].districts == ("ZZ7", "ZZ8")
    unknown = lead.post(f"/panels/{panel.slug}/patches", data={**csrf(lead), "name": "Far", "postcode": "ZZ99 9ZZ"})
    assert unknown.status_code == 422
    edited = lead.post(
        f"/panels/{panel.slug}/patches/{made[0].id}", data={**csrf(lead), "name": "Tenter Top", "about": "Up the hill"}
    )
    assert edited.status_code == 303
    db_session.expire_all()
    assert (made[0].name, made[0].slug) == ("Tenter Top", "tenter-moor")


def test_a_volunteer_cannot_change_the_panel(panel: Panel, volunteer: FlaskClient) -> None:
    assert volunteer.get(f"/panels/{panel.slug}/settings").status_code == 404
    assert volunteer.get(f"/panels/{panel.slug}/patches/new").status_code == 404


def test_a_place_is_kept_found_near_and_taken_out(db_session: Session, panel: Panel, volunteer: FlaskClient) -> None:
    places = f"/panels/{panel.slug}/places"
    patch = db_session.scalar(select(Patch.slug).where(Patch.panel_id == panel.id))
    db_session.add(PostcodeSector.at("ZZ4 1", 378_500, 392_500))
    db_session.commit()
    typed = {"name": "The Drying Ground", "kind": "park", "postcode": "zz4 1ab", "patch": patch}
    assert volunteer.post(places, data={**csrf(volunteer), **typed}).status_code == 303
    assert "The Drying Ground" in volunteer.get(places).text
    assert locate(db_session, "drying ground") is not None
    unknown = volunteer.post(places, data={**csrf(volunteer), **typed, "postcode": "ZZ99 9ZZ"})
    assert unknown.status_code == 422
    assert "The Drying Ground" in unknown.text
    (place,) = db_session.scalars(select(Place)).all()
    volunteer.post(f"{places}/{place.id}/removal", data=csrf(volunteer))
    assert db_session.scalars(select(Place)).all() == []


def test_the_minimum_age_is_set_and_never_under_thirteen(db_session: Session, panel: Panel, lead: FlaskClient) -> None:
    address, typed = f"/panels/{panel.slug}/settings", {"name": "Larkmoor panel"}
    assert lead.post(address, data={**csrf(lead), **typed, "minimum_age": "18"}).status_code == 303
    db_session.expire_all()
    assert panel.minimum_age == 18
    for age in ("12", "-1", "9" * 30, "grown up"):
        refused = lead.post(address, data={**csrf(lead), **typed, "minimum_age": age})
        assert refused.status_code == 422, age
    db_session.expire_all()
    assert panel.minimum_age == 18


def test_how_to_reach_a_group_is_kept_by_the_panel(db_session: Session, panel: Panel, volunteer: FlaskClient) -> None:
    patch = db_session.scalars(select(Patch).where(Patch.panel_id == panel.id)).first()
    assert patch is not None
    group = make_group(db_session, patch)
    address = f"/panels/{panel.slug}/groups/{group.id}"
    assert "somebody rings them" in volunteer.get(f"/panels/{panel.slug}/groups").text
    typed = {
        "name": "Lockside Shed",
        "email": "shed@Example.org ",
        "phone": "01614960133",
        "website": "shed.example.org",
    }
    assert volunteer.post(address, data={**csrf(volunteer), **typed}).status_code == 303
    db_session.expire_all()
    assert (group.email, group.phone, group.website) == (
        "shed@example.org",
        "0161 496 0133",
        "https://shed.example.org",
    )
    refused = volunteer.post(address, data={**csrf(volunteer), **typed, "email": "not one"})
    assert refused.status_code == 422
    assert "not one" in refused.text


def test_another_panels_group_does_not_exist(db_session: Session, volunteer: FlaskClient) -> None:
    other = make_patch(db_session)
    group = make_group(db_session, other)
    assert volunteer.get(f"/panels/{other.panel.slug}/groups/{group.id}").status_code == 404
    assert volunteer.post(f"/panels/{other.panel.slug}/groups/{group.id}", data=csrf(volunteer)).status_code == 404
