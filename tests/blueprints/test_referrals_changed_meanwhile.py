"""What changes while a referral is on its way: pages gone back to, an undo, a group that pauses or is full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consent import ConsentTo
from models.intake import Intake
from models.listing import Listing
from models.outbox import Email
from models.referral_words import State
from models.team import Team
from tests.blueprints.test_referrals_sending import NAME, agree, drafts, listing, names, team, tell, to_check, worker
from tests.boards import make_listing
from tests.filling import send
from tests.people import csrf
from tests.referring import make_hosted_listing, make_referral

__all__ = ["listing", "team", "worker"]


def test_a_double_press_back_and_a_retry_make_one_of_each(
    db_session: Session, listing: Listing, worker: FlaskClient
) -> None:
    stop = worker.get(f"/referrals/new?listing={listing.id}").page
    addresses = {send(worker, stop, action="/referrals").location for _ in range(3)}
    assert len(addresses) == 1
    assert len(drafts(db_session)) == 1
    check = tell(worker, agree(worker, addresses.pop()).location).location
    page = worker.get(check).page
    for _ in range(3):
        assert send(worker, page, action="/sending").location.endswith("/sent")
    (made,) = drafts(db_session)
    assert [step.deed.value for step in made.steps] == ["drafted", "sent"]
    assert len(db_session.scalars(select(Email)).all()) == 2


def test_pages_gone_back_to_after_sending_change_nothing(
    db_session: Session, listing: Listing, worker: FlaskClient
) -> None:
    check = to_check(worker, listing)
    base = check.removesuffix("/check")
    consent, details = worker.get(f"{base}/consent").page, worker.get(f"{base}/details").page
    send(worker, worker.get(check).page, action="/sending")
    assert send(worker, consent, action="/consent").location.endswith("/sent")
    assert send(worker, details, {"called": "Bob"}, id="details-form").location.endswith("/sent")
    assert worker.get(f"{base}/check").location.endswith(base)
    (made,) = drafts(db_session)
    assert made.person.called == NAME


def test_it_can_be_undone_for_a_few_minutes(
    db_session: Session, listing: Listing, worker: FlaskClient, pass_time: Callable[..., Any]
) -> None:
    sent = send(worker, worker.get(to_check(worker, listing)).page, action="/sending").location
    page = worker.get(sent).page
    answer = send(worker, page, action="/undo")
    assert answer.location.endswith("/check")
    (made,) = drafts(db_session)
    assert made.state is State.DRAFT
    assert made.person.called == NAME
    assert [mail.event for mail in db_session.scalars(select(Email))] == ["referral-receipt"]
    stale = send(worker, page, action="/undo")
    assert stale.status_code == 303
    again = send(worker, worker.get(answer.location).page, action="/sending").location
    late = worker.get(again).page
    pass_time(minutes=6)
    assert "Undo" not in worker.get(again).page.text
    too_late = send(worker, late, action="/undo", follow_redirects=True)
    assert "It has left already." in too_late.text
    (made,) = drafts(db_session)
    assert made.state is State.SENT


def test_a_paused_listing_is_refused_with_others_that_take_people(
    db_session: Session, listing: Listing, worker: FlaskClient, now: datetime
) -> None:
    near = make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    db_session.add(Intake(listing_id=listing.id, paused_at=now, changed_at=now))
    db_session.commit()
    page = worker.get(f"/referrals/new?listing={listing.id}").page
    assert "taking nobody new for now" in page.text
    assert f"Ask {near.name} instead" in page.links()
    assert not [form for form in page.all("form") if form.get("action") == "/referrals"]
    forced = worker.post("/referrals", data={**csrf(worker), "listing": str(listing.id)})
    assert forced.status_code == 422
    assert not drafts(db_session)


def test_a_full_one_says_that_they_go_on_the_waiting_list(
    db_session: Session, listing: Listing, worker: FlaskClient, now: datetime
) -> None:
    db_session.add(Intake(listing_id=listing.id, places_left=0, changed_at=now))
    db_session.commit()
    assert "waiting list" in worker.get(f"/referrals/new?listing={listing.id}").page.text
    check = to_check(worker, listing)
    assert "waiting list" in worker.get(check).page.text
    sent = send(worker, worker.get(check).page, action="/sending").location
    assert "waiting list" in worker.get(sent).page.text


def test_one_that_pauses_meanwhile_is_left_out_before_sending(
    db_session: Session, listing: Listing, worker: FlaskClient, now: datetime
) -> None:
    other = make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    check = worker.get(address := to_check(worker, listing, other)).page
    db_session.add(Intake(listing_id=other.id, paused_at=now, changed_at=now))
    db_session.commit()
    refused = send(worker, check, action="/sending")
    assert refused.status_code == 422
    assert "takes nobody new by now" in refused.text
    assert {each.state for each in drafts(db_session)} == {State.DRAFT}
    closed = next(each for each in drafts(db_session) if each.listing_id == other.id)
    send(worker, refused.page, action=f"{closed.id}/removal")
    left = next(each for each in drafts(db_session) if each.listing_id == listing.id)
    send(worker, worker.get(address.replace(str(closed.id), str(left.id))).page, action="/sending")
    assert sorted(each.state for each in drafts(db_session)) == [State.SENT, State.WITHDRAWN]


def test_a_bench_cannot_be_asked(db_session: Session, listing: Listing, worker: FlaskClient) -> None:
    from models.vocabulary import Kind

    bench = make_listing(db_session, listing.patch, "The green bench", times=(), kind=Kind.PLACE, any_time=True)
    assert "not taking people" in worker.get(f"/referrals/new?listing={bench.id}").page.text


def test_everything_is_kept_when_another_group_is_asked_and_only_the_yes_is_new(
    db_session: Session, listing: Listing, team: Team, worker: FlaskClient
) -> None:
    near = make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    old = make_referral(db_session, listing, state=State.DECLINED, team=team, must_know="Sits by the door.")
    other = worker.get(f"/referrals/{old.id}/alternatives").page
    begun = send(worker, other, action="/referrals")
    page = worker.get(begun.location).page
    assert "Derek at Lockside Shed" in page.text
    assert near.name in page.text
    for words in ("Jeannie", "Sits by the door."):
        assert words in page.text, "all that will be told is shown"
    said = {name: "yes" for name in names(page) if name.startswith("said_")}
    sent = send(worker, page, {**said, "follow_up": "yes"}, action="/consent", press=("then", "send"))
    assert sent.location.endswith("/sent")
    fresh = next(each for each in drafts(db_session) if each.id != old.id)
    assert fresh.state is State.SENT
    assert fresh.person_id == old.person_id
    assert fresh.must_know == "Sits by the door."
    assert fresh.consent_to(ConsentTo.SHARE) is not None
    there = worker.get(f"/referrals/new?listing={near.id}&again={old.id}").page
    assert "they are asked already" in there.text


def test_one_that_pauses_before_the_new_yes_is_looked_at_again(
    db_session: Session, listing: Listing, team: Team, worker: FlaskClient, now: datetime
) -> None:
    near = make_hosted_listing(db_session, listing.patch, name="Goitside Singers")
    old = make_referral(db_session, listing, state=State.DECLINED, team=team)
    begun = send(worker, worker.get(f"/referrals/{old.id}/alternatives").page, action="/referrals").location
    page = worker.get(begun).page
    db_session.add(Intake(listing_id=near.id, paused_at=now, changed_at=now))
    db_session.commit()
    said = {name: "yes" for name in names(page) if name.startswith("said_")}
    kept = send(worker, page, {**said, "follow_up": "yes"}, action="/consent", press=("then", "send"))
    assert kept.location.endswith("/check")
    assert "Taking nobody new for now" in worker.get(kept.location).page.text
