"""Ask to join: a stranger asks a group to welcome them, or somebody who has said yes to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.consent import ConsentTo, HowSaid
from models.intake import Asking, Intake
from models.listing import Listing
from models.person import Contact, Person
from models.referral_words import GoAlong, Source, State
from models.vocabulary import Room
from tests.asking import FOR_STAN, JEANNIE, fill_in, mails, make_asking_listing, referrals, send_later
from tests.boards import make_listing, url_of
from tests.conftest import NOW


@pytest.fixture
def shed(db_session: Session) -> Listing:
    return make_asking_listing(db_session)


def ask_url(listing: Listing, whom: str = "me") -> str:
    return f"/listings/{listing.id}/ask?for={whom}"


def test_somebody_asks_for_themself_and_sees_where_it_stands(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    first = client.get(f"/listings/{shed.id}/ask")
    assert first.page.heading == "Ask to join"
    assert {"For me", "For somebody else, who said yes"} <= set(first.page.links())
    answers = {**JEANNIE, "day": "2026-03-10", "would_come": "not before ten", "must_know": "A seat by the door."}
    answer = fill_in(app, client, ask_url(shed), {**answers, "day_needs": ["day-no-stairs", "day-door"]})
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    (referral,) = referrals(db_session)
    assert (referral.source, referral.state, referral.team_id) == (Source.ASKED, State.SENT, None)
    assert (referral.listing_id, referral.group_id) == (shed.id, shed.group_id)
    assert referral.would_come == "Tuesday 10 March, 10am to 1pm. Not before ten."
    assert (referral.must_know, referral.go_along) == ("A seat by the door.", GoAlong.AT_THE_DOOR)
    person = referral.person
    assert (person.called, person.contact, person.reach) == ("Jeannie", Contact.RING, "07700 900182")
    assert (person.message_safe, person.is_adult, person.spoken_for_by) == (True, True, None)
    assert person.day_needs == ["day-no-stairs", "day-door"]
    page = client.get(answer.location)
    assert page.page.heading == "They have been asked"
    assert "An answer comes by Tuesday 17 March." in page.page.text
    assert answer.location in page.page.text


def test_their_yes_is_kept_with_its_wording_and_without_their_name(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    page = client.get(ask_url(shed)).page
    send_later(app, client, page, JEANNIE)
    (referral,) = referrals(db_session)
    (consent,) = referral.consents
    assert (consent.to, consent.given, consent.how) == (ConsentTo.SHARE, True, HowSaid.FORM)
    assert consent.wording in page.text
    assert consent.recipient == "Lockside Shed"
    assert "Jeannie" not in consent.wording
    assert set(consent.fields) == {"called", "contact", "reach", "message_safe", "is_adult"}
    trail = db_session.scalars(AuditEntry.about(referral.id)).all()
    assert [entry.action for entry in trail] == ["sent"]


def test_somebody_is_asked_for_who_has_said_yes(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    page = client.get(ask_url(shed, "them")).page
    assert "What do they like to be called?" in page.text
    answer = send_later(app, client, page, FOR_STAN)
    (referral,) = referrals(db_session)
    assert (referral.source, referral.person.spoken_for_by) == (Source.ASKED_FOR, "Ann, a neighbour.")
    assert referral.consents[0].wording.startswith("They have said yes")
    assert "Asked for by Ann, a neighbour." in client.get(answer.location).page.text


def test_it_may_go_through_whoever_asks(app: Flask, client: FlaskClient, db_session: Session, shed: Listing) -> None:
    fill_in(app, client, ask_url(shed, "them"), {**FOR_STAN, "whose": "mine"})
    through = referrals(db_session)[0].person.spoken_for_by
    assert through == "Ann, a neighbour. Go through them: the number or address is theirs."


def test_nobody_is_asked_for_without_their_yes(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    kind = client.get(ask_url(shed, "not-asked"))
    assert kind.page.heading == "Please ask them first"
    assert "Nothing has been sent" in kind.page.text
    for said, told in (
        ("no", "Please ask them first. Nothing has been sent."),
        ("", "Say whether they have said yes."),
    ):
        answer = fill_in(app, client, ask_url(shed, "them"), {**FOR_STAN, "said_yes": said})
        assert answer.status_code == 422
        assert told in answer.page.text
        assert 'value="Stan"' in answer.text
    assert referrals(db_session) == []
    assert mails(db_session, "referral-sent") == []


def test_somebody_under_age_is_told_kindly_what_they_can_do(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    shed.panel.minimum_age = 18
    db_session.commit()
    page = client.get(ask_url(shed)).page
    assert "I am 18 or over" in page.text
    answer = send_later(app, client, page, {**JEANNIE, "age": "child"})
    assert answer.status_code == 422
    for words in ("Ask a grown-up you trust", "Shanaz and Colin", "0161 496 0123", "0800 1111"):
        assert words in answer.page.text
    assert 'value="Jeannie"' in answer.text
    assert referrals(db_session) == []


@pytest.mark.parametrize(
    ("age", "whose", "status", "said"),
    [
        ("young", "mine", 303, ""),
        ("young", "theirs", 422, "give your own number"),
        ("child", "mine", 422, "We write down nobody under 13."),
    ],
)
def test_a_grown_up_asks_for_somebody_young_but_for_nobody_under_13(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing, age: str, whose: str, status: int, said: str
) -> None:
    answer = fill_in(app, client, ask_url(shed, "them"), {**FOR_STAN, "age": age, "whose": whose})
    assert answer.status_code == status
    if status == 422:
        assert said in answer.page.text
        assert referrals(db_session) == []
    else:
        assert referrals(db_session)[0].person.is_adult is False


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"called": " "}, "Write a name."),
        ({"called": "x" * 61}, "Keep the name under 60 letters."),
        ({"contact": ""}, "Choose one way to be reached."),
        ({"contact": "pigeon"}, "Not a valid choice."),
        ({"ring_number": ""}, "Write the number."),
        ({"ring_number": "999"}, "Write the whole number"),
        ({"ring_number": "0161 496"}, "Add the missing digits"),
        ({"contact": "text", "text_number": "0161 496 0142"}, "Texts reach mobiles"),
        ({"contact": "email", "email_address": "jeannie at home"}, "Write an address like pat@example.org."),
        ({"message_safe": ""}, "Say whether a message is safe."),
        ({"contact": "text", "text_number": "07700 900182", "message_safe": "no"}, "Choose a call then"),
        ({"age": ""}, "Choose what is right about age."),
        ({"day": "2026-03-03"}, "That day has passed."),
        ({"day": "nonsense"}, "That day has passed."),
        ({"day_needs": ["throne"]}, "throne"),
        ({"would_come": "x" * 161}, "Keep it under 160 letters."),
        ({"must_know": "x " * 400}, "Keep it under 600 letters."),
    ],
)
def test_refused_answers_are_kept_and_told_in_plain_words(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing, wrong: dict[str, Any], said: str
) -> None:
    answer = fill_in(app, client, ask_url(shed), {**JEANNIE, "must_know": "Somewhere quiet.", **wrong})
    assert answer.status_code == 422
    assert answer.page.title.startswith("Error:")
    assert said in answer.page.text
    if "must_know" not in wrong:
        assert "Somewhere quiet." in answer.text
    assert referrals(db_session) == []


def test_only_the_chosen_way_of_contact_is_kept(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    filled = {**JEANNIE, "contact": "email", "email_address": "jeannie@EXAMPLE.org", "text_number": "nonsense"}
    assert fill_in(app, client, ask_url(shed), filled).status_code == 303
    person = db_session.scalars(select(Person)).one()
    assert (person.contact, person.reach) == (Contact.EMAIL, "jeannie@example.org")


def test_mails_hold_a_reference_and_no_name_and_no_activity(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    filled = {**JEANNIE, "contact": "email", "email_address": "jeannie@example.org", "must_know": "A quiet seat."}
    answer = fill_in(app, client, ask_url(shed), filled)
    (to_person,), (to_group,) = mails(db_session, "asking-received"), mails(db_session, "referral-sent")
    referral = referrals(db_session)[0]
    assert (to_person.to, to_group.to) == ("jeannie@example.org", shed.group.email)  # type: ignore[union-attr]
    assert answer.location in to_person.text
    assert "/reply/" in to_group.text
    for mail in (to_person, to_group):
        said = f"{mail.subject}\n{mail.text}"
        assert referral.reference[:3] in said
        for secret in ("Jeannie", "Lockside", "Shed", "quiet seat", "07700"):
            assert secret not in said
    assert to_group.due_at >= to_group.written_at + timedelta(minutes=5)


def test_somebody_who_is_rung_gets_no_mail(app: Flask, client: FlaskClient, db_session: Session, shed: Listing) -> None:
    fill_in(app, client, ask_url(shed), JEANNIE)
    assert mails(db_session, "asking-received") == []


def test_one_address_is_not_written_to_without_end(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    """Anybody can type anybody's address."""
    filled = {**JEANNIE, "contact": "email", "email_address": "victim@example.org"}
    for _ in range(6):
        assert fill_in(app, client, ask_url(shed), filled).status_code == 303
    assert len(mails(db_session, "asking-received")) == 4


def test_the_same_form_sent_twice_asks_once(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    page = client.get(ask_url(shed)).page
    answers = [send_later(app, client, page, JEANNIE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len(referrals(db_session)) == 1
    assert len(mails(db_session, "referral-sent")) == 1
    assert client.get(answers[2].location).page.heading == "They have been asked"


def test_free_words_that_give_too_much_away_are_told_once(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    filled = {**JEANNIE, "must_know": "I have diabetes, ring 0161 496 0177."}
    answer = fill_in(app, client, ask_url(shed), filled)
    assert answer.status_code == 422
    assert "Nothing has been sent yet. Look at this first." in answer.page.text
    assert "Say what would help, not why." in answer.page.text
    assert referrals(db_session) == []
    changed = send_later(app, client, answer.page, {"must_know": "I have asthma."})
    assert changed.status_code == 422
    again = send_later(app, client, changed.page, {})
    assert again.status_code == 303
    assert referrals(db_session)[0].must_know == "I have asthma."


def test_somebody_in_despair_sees_whom_to_ring_before_all_else(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    answer = fill_in(app, client, ask_url(shed), {**JEANNIE, "must_know": "I want to kill myself."})
    assert answer.status_code == 422
    top = answer.page.text.index("Please talk to somebody now")
    assert top < answer.page.text.index("What do you like to be called?")
    assert "116 123" in answer.page.text[top : top + 400]
    assert send_later(app, client, answer.page, {}).status_code == 303


def test_a_form_that_lay_open_too_long_keeps_what_was_typed(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    page = client.get(ask_url(shed)).page
    app.config["NOW"] += timedelta(hours=25)
    answer = send_later(app, client, page, {**JEANNIE, "must_know": "A seat."})
    assert answer.status_code == 422
    assert "open for a long time" in answer.page.text
    assert 'value="Jeannie"' in answer.text
    assert send_later(app, client, answer.page, {}).status_code == 303
    assert len(referrals(db_session)) == 1


@pytest.mark.parametrize("wrong", [{"your_website": "http://x"}, {"public_token": "forged"}])
def test_machines_are_told_why(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing, wrong: dict[str, str]
) -> None:
    answer = fill_in(app, client, ask_url(shed), {**JEANNIE, **wrong})
    assert answer.status_code == 422
    assert referrals(db_session) == []


def test_many_from_one_place_are_asked_to_wait_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    answers = [fill_in(app, client, ask_url(shed), JEANNIE) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "wait a while" in answers[-1].page.text
    assert 'value="Jeannie"' in answers[-1].text
    assert len(referrals(db_session)) == 10


def test_one_group_is_not_flooded_from_many_places(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    statuses = []
    for number in range(31):
        path = ask_url(shed)
        where = {"environ_base": {"REMOTE_ADDR": f"192.0.2.{number}"}}
        statuses.append(fill_in(app, client, path, JEANNIE, **where).status_code)
    assert statuses == [303] * 30 + [429]


def test_a_form_from_another_site_is_refused(client: FlaskClient, db_session: Session, shed: Listing) -> None:
    answer = client.post(ask_url(shed), data=JEANNIE, headers={"Origin": "https://elsewhere.example.com"})
    assert answer.status_code == 403
    assert referrals(db_session) == []


def test_a_full_group_takes_names_for_its_waiting_list(app: Flask, client: FlaskClient, db_session: Session) -> None:
    shed = make_asking_listing(db_session, places_left=0)
    assert "Ask for the waiting list" in client.get(url_of(shed)).page.links()
    assert "I might come" not in client.get(url_of(shed)).page.text
    page = client.get(ask_url(shed)).page
    assert page.heading == "Ask for a place on the waiting list"
    assert "2026-03-10" not in page.html
    assert send_later(app, client, page, JEANNIE).status_code == 303
    assert referrals(db_session)[0].state is State.SENT


@pytest.mark.parametrize(
    ("how", "heading"),
    [
        ({"asking": Asking.NOTHING}, "No need to ask here"),
        ({"asking": Asking.MIGHT_COME}, "No need to ask here"),
        ({"paused_at": NOW}, "They take nobody new just now"),
        ({"asking": Asking.MIGHT_COME, "room": Room.FULL}, "It is full just now"),
        ({"stopped_at": NOW}, "This has stopped"),
    ],
)
def test_where_nobody_is_asked_there_are_kind_words_and_what_else_is_near(
    app: Flask, client: FlaskClient, db_session: Session, how: dict[str, Any], heading: str
) -> None:
    shed = make_asking_listing(db_session, needs=["company"], **how)
    make_listing(db_session, shed.patch, "Chatty bench", needs=["company"])
    answer = client.get(ask_url(shed))
    assert (answer.status_code, answer.page.heading) == (200, heading)
    assert "Chatty bench" in answer.page.text
    assert "0161 496 0123" in answer.page.text
    assert client.post(ask_url(shed), data=JEANNIE).status_code == 409
    assert referrals(db_session) == []


def test_it_closed_while_somebody_filled_it_in(
    app: Flask, client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    page = client.get(ask_url(shed)).page
    intake = db_session.scalars(select(Intake)).one()
    intake.paused_at = NOW
    db_session.commit()
    answer = send_later(app, client, page, JEANNIE)
    assert (answer.status_code, answer.page.heading) == (409, "They take nobody new just now")
    assert referrals(db_session) == []


def test_drafts_and_unknown_listings_cannot_be_asked(client: FlaskClient, db_session: Session) -> None:
    draft = make_asking_listing(db_session, published_at=None)
    for path in (ask_url(draft), "/listings/00000000-0000-4000-8000-000000000000/ask"):
        assert client.get(path).status_code == 404
        assert client.post(path, data=JEANNIE).status_code == 404


def test_the_page_of_a_listing_follows_what_its_organiser_allows(
    client: FlaskClient, db_session: Session, shed: Listing
) -> None:
    """Finished pages are kept, and a change of what may be asked is no new version of the listing."""
    assert "Ask to join" in client.get(url_of(shed)).page.links()
    intake = db_session.scalars(select(Intake)).one()
    for asking, offered in (
        (Asking.MIGHT_COME, {"Say “I might come”"}),
        (Asking.NOTHING, set()),
        (Asking.ASK, {"Ask to join", "Say “I might come”"}),
    ):
        intake.asking = asking
        db_session.commit()
        links = set(client.get(url_of(shed)).page.links())
        assert links & {"Ask to join", "Say “I might come”"} == offered
    intake.paused_at = NOW
    db_session.commit()
    assert "Ask to join" not in client.get(url_of(shed)).page.links()


def test_hostile_words_stay_words(app: Flask, client: FlaskClient, db_session: Session, shed: Listing) -> None:
    words = "<script>alert(1)</script>\x00\u202e 🪑 {{ 7 * 7 }}"
    answer = fill_in(app, client, ask_url(shed), {**JEANNIE, "called": "<b>Jo</b>", "must_know": words, "age": ""})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    sent = send_later(app, client, answer.page, {"age": "over"})
    assert sent.status_code == 303
    page = client.get(sent.location)
    assert "<script>alert" not in page.text
    assert "<b>Jo" not in page.text
    assert "<script>alert(1)</script>" in (referrals(db_session)[0].must_know or "")


def test_a_group_without_mail_goes_on_the_phone_list(app: Flask, client: FlaskClient, db_session: Session) -> None:
    shed = make_asking_listing(db_session)
    shed.group.email = ""  # type: ignore[union-attr]
    db_session.commit()
    fill_in(app, client, ask_url(shed), JEANNIE)
    assert referrals(db_session)[0].to_ring
    assert mails(db_session, "referral-sent") == []


def test_names_are_sealed_in_the_database(app: Flask, client: FlaskClient, db_session: Session, shed: Listing) -> None:
    fill_in(app, client, ask_url(shed), {**JEANNIE, "must_know": "A quiet seat."})
    raw = db_session.connection().exec_driver_sql("SELECT * FROM person").all()
    raw += db_session.connection().exec_driver_sql("SELECT * FROM referral").all()
    for secret in ("Jeannie", "07700", "quiet seat"):
        assert secret not in str(raw)


def test_source_is_told_to_search_engines_nowhere(client: FlaskClient, shed: Listing) -> None:
    for path in (f"/listings/{shed.id}/ask", ask_url(shed), f"/listings/{shed.id}/might-come"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"
