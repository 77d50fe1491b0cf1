"""The way of a referral from the stop page to "Sent": each refusal ends kindly, and nothing is done twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry, broken_links
from models.consent import ConsentTo, HowSaid
from models.listing import Listing
from models.outbox import Email
from models.person import Contact
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_words import GoAlong, State
from models.team import Team
from tests.filling import send
from tests.people import csrf
from tests.referring import make_hosted_listing, make_link_worker, make_team, sign_in_and_prove

NAME, NUMBER = "Jeannie", "07700 900182"
DETAILS = {
    "called": NAME,
    "contact": "ring",
    "ring_number": NUMBER,
    "message_safe": "no",
    "good_times": "after 2",
    "day_needs": ["day-no-stairs", "day-seat"],
    "written": ["format-24-point"],
    "go_along": "at-the-door",
    "would_come": "a Tuesday",
    "must_know": "Would rather sit than stand.",
}


@pytest.fixture
def listing(db_session: Session) -> Listing:
    return make_hosted_listing(db_session)


@pytest.fixture
def team(db_session: Session, listing: Listing) -> Team:
    return make_team(db_session, patches=[listing.patch])


@pytest.fixture
def worker(db_session: Session, team: Team, client: FlaskClient) -> FlaskClient:
    return sign_in_and_prove(client, make_link_worker(db_session, team))


def drafts(session: Session) -> list[Referral]:
    session.expire_all()
    return list(session.scalars(select(Referral).order_by(Referral.created_at, Referral.id)))


def begin(worker: FlaskClient, *listings: Listing, **more: Any) -> str:
    """Past the stop page: the address of the question."""
    page = worker.get("/referrals/new", query_string={"listing": [str(each.id) for each in listings], **more}).page
    answer = send(worker, page, action="/referrals")
    assert answer.status_code == 303, answer.text
    return answer.location


def agree(worker: FlaskClient, address: str, said: str = "yes", follow_up: str = "yes", **more: Any) -> Any:
    page = worker.get(address).page
    answers = {name: said for name in names(page) if name.startswith("said_")}
    return send(worker, page, {**answers, "follow_up": follow_up, **more}, action="/consent")


def names(page: Any) -> list[str]:
    return list(dict.fromkeys(field.get("name", "") for field in page.all("input")))


def tell(worker: FlaskClient, address: str, **changes: Any) -> Any:
    return send(worker, worker.get(address).page, {**DETAILS, **changes}, id="details-form")


def to_check(worker: FlaskClient, *listings: Listing, **more: Any) -> str:
    """All the way to the last page before sending."""
    told = agree(worker, begin(worker, *listings, **more))
    assert told.status_code == 303, told.text
    assert told.location.endswith("/details")
    checked = tell(worker, told.location)
    assert checked.status_code == 303, checked.text
    return checked.location


def test_a_referral_is_sent_with_everything_typed_once(
    db_session: Session, listing: Listing, worker: FlaskClient, now: datetime
) -> None:
    stop = worker.get(f"/referrals/new?listing={listing.id}").page
    assert "not for emergencies" in stop.text
    assert "111" in stop.text
    assert "116 123" in stop.text
    assert "0161 496 0199" in stop.text, "the team's own number"
    check = worker.get(to_check(worker, listing)).page
    for words in (
        NAME,
        NUMBER,
        "No stairs",
        "large print, 24 point",
        "Somebody to meet them at the door",
        "Leave no message",
    ):
        assert words in check.text
    answer = send(worker, check, action="/sending")
    assert answer.status_code == 303
    page = worker.get(answer.location).page
    (made,) = drafts(db_session)
    assert made.state is State.SENT
    assert made.reference[:3] in page.text
    assert NAME not in page.text
    assert made.person.called == NAME
    assert made.person.reach == NUMBER
    assert made.person.message_safe is False
    assert made.person.contact is Contact.RING
    assert made.go_along is GoAlong.AT_THE_DOOR
    share = made.consent_to(ConsentTo.SHARE)
    assert share is not None
    assert share.given
    assert share.how is HowSaid.FACE_TO_FACE
    assert share.said_at == now
    assert "Shanaz Malik at Larkmoor link workers to tell Derek at Lockside Shed" in share.wording
    assert share.recipient == "Derek at Lockside Shed"
    assert "reach" in share.fields
    follow_up = made.consent_to(ConsentTo.FOLLOW_UP)
    assert follow_up is not None
    assert follow_up.given
    assert follow_up.recipient == "Larkmoor link workers"
    assert not broken_links(db_session.scalars(AuditEntry.about(made.id)).all())


def test_mails_say_a_reference_and_never_a_name(db_session: Session, listing: Listing, worker: FlaskClient) -> None:
    send(worker, worker.get(to_check(worker, listing)).page, action="/sending")
    mails = db_session.scalars(select(Email).order_by(Email.event)).all()
    assert [mail.event for mail in mails] == ["referral-receipt", "referral-sent"]
    for mail in mails:
        for secret in (NAME, NUMBER, listing.name, "stairs", "a Tuesday"):
            assert secret not in mail.subject + mail.text
    assert mails[1].due_at - mails[1].written_at == timedelta(minutes=5), "not before it can be undone"


def test_several_from_a_private_list_go_in_one_go(
    db_session: Session, listing: Listing, team: Team, worker: FlaskClient, now: datetime
) -> None:
    other = make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    user = drafts(db_session) or db_session.scalars(select(Team)).first()
    assert user is not None
    kept = PrivateList(
        team_id=team.id, made_by_id=team.memberships[0].user_id, title="Tuesday", created_at=now, used_at=now,
        listing_ids=[listing.id.hex, other.id.hex],
    )  # fmt: skip
    db_session.add(kept)
    db_session.commit()
    check = to_check(worker, listing, other, list_id=str(kept.id))
    send(worker, worker.get(check).page, action="/sending")
    made = drafts(db_session)
    assert [each.state for each in made] == [State.SENT, State.SENT]
    assert made[0].person_id == made[1].person_id
    assert made[0].private_list_id == kept.id
    assert len({each.reference for each in made}) == 2
    receipts = [mail for mail in db_session.scalars(select(Email)) if mail.event == "referral-receipt"]
    assert len(receipts) == 1


def test_a_list_alone_is_offered_unticked(
    db_session: Session, listing: Listing, team: Team, worker: FlaskClient, now: datetime
) -> None:
    kept = PrivateList(
        team_id=team.id, made_by_id=team.memberships[0].user_id, title="Gardens", created_at=now, used_at=now,
        listing_ids=[listing.id.hex],
    )  # fmt: skip
    db_session.add(kept)
    db_session.commit()
    page = worker.get(f"/referrals/new?list_id={kept.id}").page
    refused = send(worker, page, action="/referrals")
    assert refused.status_code == 422
    assert "Choose at least one." in refused.text
    assert send(worker, refused.page, {"listing": str(listing.id)}, action="/referrals").status_code == 303


def test_one_yes_and_one_no_goes_on_with_the_yes_and_says_so(
    db_session: Session, listing: Listing, worker: FlaskClient
) -> None:
    other = make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    address = begin(worker, listing, other)
    first, second = drafts(db_session)
    page = worker.get(address).page
    answers = {f"said_{first.id.hex}": "yes", f"said_{second.id.hex}": "no", "follow_up": "no"}
    told = send(worker, page, answers, action="/consent")
    details = worker.get(told.location).page
    left = second.listing.name
    assert f"They said no to {left}" in details.text
    check = tell(worker, told.location).location
    assert f"They said no to {left}" in worker.get(check).page.text
    send(worker, worker.get(check).page, action="/sending")
    first, second = sorted(drafts(db_session), key=lambda each: each.state is not State.SENT)
    assert (first.state, second.state) == (State.SENT, State.WITHDRAWN)
    assert first.person.called == NAME, "the person of the one that was sent is kept"
    assert not first.follow_up_agreed
    refused = second.consent_to(ConsentTo.SHARE)
    assert refused is not None
    assert not refused.given


def test_a_no_to_every_group_ends_kindly_and_keeps_nothing(
    db_session: Session, listing: Listing, worker: FlaskClient
) -> None:
    answer = agree(worker, begin(worker, listing), said="no", follow_up="no")
    assert answer.location.endswith("/instead")
    page = worker.get(answer.location).page
    assert "A no is a good answer too" in page.heading
    assert "/shortlist?list=" in page.html
    assert "0161 496 0133" in page.text
    assert "871711000000103" in page.html, "the code for a no"
    done = send(worker, page, action="/removal")
    assert done.location.startswith("/teams/")
    (made,) = drafts(db_session)
    assert made.state is State.WITHDRAWN
    assert made.person.erased_at is not None
    assert not db_session.scalars(select(Email)).all()
    assert "None here" in worker.get(f"/teams/{made.team.slug}/referrals?state=ended").page.text  # type: ignore[union-attr]


def test_their_answer_can_be_changed_after_a_no(db_session: Session, listing: Listing, worker: FlaskClient) -> None:
    address = begin(worker, listing)
    agree(worker, address, said="no", follow_up="no")
    assert agree(worker, address, said="yes").location.endswith("/details")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("follow_up", "", "Say if we may ask how it went"),
        ("when", "next Friday", "still to come"),
        ("when", "whenever", "could not read the date"),
        ("when", "3 March 1926", "Look at the year again"),
        ("how", "carrier-pigeon", "Not a valid choice"),
    ],
)
def test_an_answer_that_says_too_little_is_asked_again(
    db_session: Session, listing: Listing, worker: FlaskClient, field: str, value: str, words: str
) -> None:
    answer = agree(worker, begin(worker, listing), **{field: value})
    assert answer.status_code == 422
    assert words in answer.text
    (made,) = drafts(db_session)
    assert not made.consents


def test_a_yes_must_be_said_and_is_never_ticked_for_them(listing: Listing, worker: FlaskClient) -> None:
    page = worker.get(begin(worker, listing)).page
    ticked = [each for each in page.all("input") if each.get("checked") is not None]
    assert [each.get("name") for each in ticked] == ["how"]
    refused = send(worker, page, {"follow_up": "yes"}, action="/consent")
    assert refused.status_code == 422
    assert "Say yes or no for this group." in refused.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"called": ""}, "Write what they like to be called."),
        ({"called": "x" * 61}, "under 60 letters"),
        ({"ring_number": ""}, "Put in their number"),
        ({"ring_number": "ring me"}, "Put the number in figures"),
        ({"contact": "email", "email_address": "0161 496 0100"}, "not an email address"),
        ({"contact": "text", "text_number": ""}, "Put in their number"),
        ({"contact": "pigeon"}, "Not a valid choice"),
        ({"must_know": "x" * 501}, "under 500 letters"),
        ({"day_needs": ["gin"]}, "not a valid choice"),
    ],
)
def test_details_that_do_not_do_are_said_and_nothing_typed_is_lost(
    listing: Listing, worker: FlaskClient, changes: dict[str, Any], words: str
) -> None:
    address = agree(worker, begin(worker, listing)).location
    answer = tell(worker, address, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Would rather sit" in answer.text or "must_know" in changes


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("must_know", "Her NHS number is 999 012 3454", "looks like an NHS number"),
        ("must_know", "Ring her son on 07700 900123", "looks like a phone number"),
        ("must_know", "She has dementia", "looks like the name of an illness"),
        ("would_come", "after her chemotherapy", "looks like"),
        ("called", "Jeannie 07700 900123", "looks like a phone number"),
    ],
)
def test_what_gives_too_much_away_is_said_once_and_then_kept_if_wished(
    db_session: Session, listing: Listing, worker: FlaskClient, box: str, typed: str, words: str
) -> None:
    address = agree(worker, begin(worker, listing)).location
    told = tell(worker, address, **{box: typed})
    assert told.status_code == 422
    assert words in told.text
    again = send(worker, told.page, id="details-form")
    assert again.status_code == 422, "the ordinary button does not pass it over"
    kept = send(worker, again.page, id="details-form", press=("as_it_is", "yes"))
    assert kept.status_code == 303
    changed = send(
        worker, worker.get(address).page, {"would_come": "any day"} if box != "would_come" else {}, id="details-form"
    )
    assert changed.status_code == 303, "what was kept on purpose is not asked about again"


def test_new_words_are_said_again(listing: Listing, worker: FlaskClient) -> None:
    address = agree(worker, begin(worker, listing)).location
    told = tell(worker, address, must_know="She has dementia")
    other = send(worker, told.page, {"must_know": "She has diabetes"}, id="details-form", press=("as_it_is", "yes"))
    assert other.status_code == 422
    assert "diabetes” looks like" in other.text


def test_despair_shows_the_numbers_to_ring_loudly(listing: Listing, worker: FlaskClient) -> None:
    address = agree(worker, begin(worker, listing)).location
    told = tell(worker, address, must_know="She says she wants to end her life")
    assert told.status_code == 422
    assert "This sounds as if they may be in danger" in told.text
    assert "116 123" in told.text
    kept = send(worker, told.page, id="details-form", press=("as_it_is", "yes"))
    assert "This sounds as if they may be in danger" in worker.get(kept.location).text


def test_the_preview_says_what_the_group_will_see_and_keeps_nothing(
    db_session: Session, listing: Listing, worker: FlaskClient
) -> None:
    address = agree(worker, begin(worker, listing)).location
    sent = {**csrf(worker), **DETAILS, "must_know": "She has dementia"}
    seen = worker.post(address.replace("/details", "/preview"), data=sent, headers={"HX-Request": "true"})
    assert seen.status_code == 200
    assert NAME in seen.text
    assert "dementia” looks like" in seen.text
    assert "<html" not in seen.text
    (made,) = drafts(db_session)
    assert not made.person.called


def test_a_way_that_was_not_chosen_is_let_go(db_session: Session, listing: Listing, worker: FlaskClient) -> None:
    address = agree(worker, begin(worker, listing)).location
    tell(worker, address, contact="through", ring_number=NUMBER)
    (made,) = drafts(db_session)
    assert made.person.contact is Contact.THROUGH
    assert not made.person.reach
    assert not made.person.good_times
    assert made.person.message_safe is None
