"""Groups that no mail reaches: a volunteer rings them, reads out what would help, and notes the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.intake import intake_of
from models.listing import Listing
from models.referral import Referral
from models.referral_words import Decline, State
from tests.boards import make_group, make_listing
from tests.conftest import NOW
from tests.filling import send
from tests.people import csrf, make_patch, make_volunteer
from tests.referring import make_hosted_listing, make_referral

SignedIn = Callable[[Any], FlaskClient]
NAME, NUMBER = "Jeannie", "07700 900182"


@pytest.fixture
def listing(db_session: Session) -> Listing:
    """Kept by a group that has a phone and no mail."""
    patch = make_patch(db_session)
    group = make_group(db_session, patch, "Goitside Singers")
    group.phone = "0161 496 0177"
    return make_listing(db_session, patch, "Singing", group_id=group.id, contact_phone="0161 496 0178")


@pytest.fixture
def dot(signed_in: SignedIn, db_session: Session, listing: Listing) -> FlaskClient:
    return signed_in(make_volunteer(db_session, listing.panel, name="Dot Harker"))


def again(session: Session, referral: Referral) -> Referral:
    session.expire_all()
    return session.get_one(Referral, referral.id)


def test_the_desk_and_the_list_say_whom_to_ring_without_a_name(
    dot: FlaskClient, db_session: Session, listing: Listing
) -> None:
    slug = listing.panel.slug
    assert "Nobody to ring" in dot.get(f"/panels/{slug}/phone-list").text
    referral = make_referral(db_session, listing)
    for path in (f"/panels/{slug}/desk", f"/panels/{slug}/phone-list"):
        text = dot.get(path).page.text  # type: ignore[attr-defined]
        for shown in ("Groups to ring about a newcomer", "Goitside Singers", "0161 496 0177", "Monday 16 March",
                      f"{referral.reference[:3]} {referral.reference[3:]}"):  # fmt: skip
            assert shown in text, (path, shown)
        assert NAME not in text


def test_the_page_of_one_says_what_to_read_out_and_no_more_and_is_noted(
    dot: FlaskClient, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, must_know="Would rather sit")
    page = dot.get(f"/phone-list/{referral.id}")
    for shown in (NAME, "Would rather sit", "0161 496 0177", "Shanaz"):
        assert shown in page.text
    for hidden in (NUMBER, "after 2", "Malik"):
        assert hidden not in page.text
    entry = db_session.scalars(AuditEntry.about(referral.id)).all()[-1]
    assert (entry.action, entry.part.value) == ("looked", "panel")
    assert entry.by is not None
    assert entry.by.name == "Dot Harker"
    assert again(db_session, referral).state is State.SENT


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"first": "2026-03-10T10:00"}, State.ACCEPTED),
        ({"answer": "wait"}, State.WAITING),
        ({"answer": "no", "why": "too-far"}, State.DECLINED),
        ({"answer": "later"}, State.SEEN),
        ({"answer": "call"}, State.SENT),
    ],
)
def test_the_answer_is_noted_as_told_by_phone(
    dot: FlaskClient, db_session: Session, listing: Listing, said: dict[str, str], state: State
) -> None:
    referral = make_referral(db_session, listing)
    page = dot.get(f"/phone-list/{referral.id}").page  # type: ignore[attr-defined]
    for _ in range(2):
        answer = send(dot, page, said, action=f"/phone-list/{referral.id}")
        assert answer.status_code == 303
    referral = again(db_session, referral)
    assert referral.state is state
    step = referral.steps[-1]
    assert (step.part.value, step.how.value) == ("panel", "phone")
    assert step.by is not None
    assert step.by.name == "Dot Harker"
    assert [each.deed for each in referral.steps].count(step.deed) == 1


def test_a_slip_is_told_and_nothing_is_lost(dot: FlaskClient, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing)
    page = dot.get(f"/phone-list/{referral.id}").page  # type: ignore[attr-defined]
    refused = send(
        dot, page, {"first": "other", "other_day": "1 March 2026", "welcomer": "Jan"}, action=f"/{referral.id}"
    )
    assert refused.status_code == 422
    assert "1 March 2026" in refused.text
    intake_of(db_session, listing, NOW).places_left = 0
    db_session.commit()
    full = send(dot, page, {"first": "2026-03-10T10:00", "welcomer": "Jan at the hatch"}, action=f"/{referral.id}")
    assert full.status_code == 409
    assert "The last place has just gone" in full.text
    assert "Jan at the hatch" in full.text


def test_the_second_volunteer_sees_who_noted_it(
    dot: FlaskClient, signed_in: SignedIn, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing)
    kasia = signed_in(make_volunteer(db_session, listing.panel, name="Kasia Nowak"))
    page, other = (each.get(f"/phone-list/{referral.id}").page for each in (dot, kasia))  # type: ignore[attr-defined]
    send(kasia, other, {"answer": "no", "why": "full"}, action=f"/{referral.id}")
    second = send(dot, page, {"first": "2026-03-10T10:00"}, action=f"/{referral.id}")
    assert second.status_code == 409
    assert "Kasia Nowak answered" in second.text
    assert NAME not in second.text


def test_a_group_that_rings_us_is_found_by_its_reference(
    dot: FlaskClient, db_session: Session, listing: Listing
) -> None:
    reads_mail = make_referral(db_session, make_hosted_listing(db_session, listing.patch, name="Shed"))
    path = f"/panels/{listing.panel.slug}/phone-list"
    assert "Shed" not in dot.get(path).text
    typed = f"{reads_mail.reference[:3].lower()} {reads_mail.reference[3:]}"
    answer = dot.post(path, data={**csrf(dot), "reference": typed})
    assert answer.location == f"/phone-list/{reads_mail.id}"
    for wrong in ("222222", "", "x" * 999, reads_mail.arrival_code):
        answer = dot.post(path, data={**csrf(dot), "reference": wrong})
        assert answer.status_code == 422
        assert "Nothing waits" in answer.text
        assert wrong in answer.text


@pytest.mark.parametrize("state", [State.WAITING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.CAME])
def test_what_is_answered_is_off_the_list_and_out_of_sight(
    dot: FlaskClient, db_session: Session, listing: Listing, state: State
) -> None:
    referral = make_referral(db_session, listing, state=state, first=date(2026, 3, 2))
    assert dot.get(f"/phone-list/{referral.id}").status_code == 404
    assert "Nobody to ring" in dot.get(f"/panels/{listing.panel.slug}/phone-list").text


def test_another_panel_sees_nothing(signed_in: SignedIn, db_session: Session, listing: Listing) -> None:
    referral = make_referral(db_session, listing)
    gillian = signed_in(make_volunteer(db_session))
    assert gillian.get(f"/phone-list/{referral.id}").status_code == 404
    assert gillian.get(f"/panels/{listing.panel.slug}/phone-list").status_code == 404
    answer = gillian.post(f"/phone-list/{referral.id}", data={**csrf(gillian), "answer": "no", "why": "full"})
    assert answer.status_code == 404
    assert again(db_session, referral).state is State.SENT


def test_a_no_reply_stays_on_the_list_until_somebody_has_rung(
    dot: FlaskClient, db_session: Session, listing: Listing
) -> None:
    referral = make_referral(db_session, listing, state=State.NO_REPLY)
    page = dot.get(f"/phone-list/{referral.id}").page  # type: ignore[attr-defined]
    assert "You can still answer" in page.text
    send(dot, page, {"answer": "no", "why": Decline.OTHER.value}, action=f"/{referral.id}")
    assert again(db_session, referral).state is State.DECLINED


def test_the_desk_shows_who_asks_for_what_the_panel_keeps_itself(
    dot: FlaskClient, db_session: Session, listing: Listing
) -> None:
    own = make_hosted_listing(db_session, listing.patch, name="The long table", group_id=None)
    referral = make_referral(db_session, own)
    text = dot.get(f"/panels/{listing.panel.slug}/desk").text
    assert "Newcomers who ask the panel" in text
    assert f"/hosting/{referral.id}" in text
