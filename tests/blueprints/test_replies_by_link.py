"""The link in the mail: it shows little, acts only by its button, and dies quietly."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.call import Call, CallAbout
from models.intake import intake_of
from models.outbox import Email
from models.referral import Referral
from models.referral_stepping import take_untold
from models.referral_words import Decline, GoAlong, Source, State
from models.reply_link import ReplyLink
from tests.conftest import NOW
from tests.filling import send
from tests.inspecting_client import Page
from tests.referring import by_worker, make_hosted_listing, make_person, make_referral

numbers = itertools.count(1)
LATER = NOW + timedelta(seconds=1)
MAILED_AT = NOW - timedelta(minutes=1)
NAME, NUMBER = "Jeannie", "07700 900182"


def link_to(session: Session, referral: Referral, *, days: float = 10, at: datetime = MAILED_AT) -> str:
    """The address in a mail about this referral."""
    secret = f"a-secret-of-the-mail-{next(numbers)}-{'x' * 12}"
    ReplyLink.make(session, referral.id, secret=secret, at=at, expires_at=NOW + timedelta(days=days))
    session.commit()
    return f"/reply/{secret}"


def opened(client: FlaskClient, link: str) -> Page:
    """The page behind the button."""
    answer = send(client, Page(client.get(link).text), action="/sight")
    assert answer.status_code == 303
    shown = client.get(answer.location)
    assert shown.status_code == 200, answer.location
    return Page(shown.text)


def state_of(session: Session, referral: Referral) -> State:
    session.expire_all()
    return session.get_one(Referral, referral.id).state


def test_opening_the_link_says_nothing_about_anybody_and_changes_nothing(
    client: FlaskClient, db_session: Session
) -> None:
    referral = make_referral(db_session, must_know="Would rather sit.")
    link = link_to(db_session, referral)
    looks = len(db_session.scalars(AuditEntry.about(referral.id)).all())
    for _ in range(2):
        page = client.get(link)
        assert page.status_code == 200
        assert client.head(link).status_code == 200
        for hidden in (NAME, NUMBER, "Would rather sit", "stairs"):
            assert hidden not in page.text
        assert "Lockside Shed" in page.text
        assert "Monday 16 March" in page.text
        assert f"{referral.reference[:3]} {referral.reference[3:]}" in page.text
    assert state_of(db_session, referral) is State.SENT
    assert len(db_session.scalars(AuditEntry.about(referral.id)).all()) == looks


def test_the_page_is_kept_from_caches_searches_and_other_sites(client: FlaskClient, db_session: Session) -> None:
    link = link_to(db_session, make_referral(db_session))
    for path in (link, "/reply/nothing-of-the-kind"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in headers


def test_behind_the_button_stands_what_is_needed_to_decide_and_nothing_that_identifies(
    client: FlaskClient, db_session: Session
) -> None:
    person = make_person(db_session, day_needs=["day-no-stairs", "day-quiet"], communication=["format-24-point"])
    referral = make_referral(
        db_session, person=person, must_know="Would rather sit", would_come="a Tuesday", lift_wanted=True,
        go_along=GoAlong.AT_THE_DOOR,
    )  # fmt: skip
    page = opened(client, link_to(db_session, referral))
    for shown in (NAME, "No stairs", "Somewhere quiet", "24 point", "Would rather sit", "A Tuesday", "lift",
                  "Somebody to meet them at the door", "Shanaz", "0161 496 0118"):  # fmt: skip
        assert shown in page.text, shown
    for hidden in (NUMBER, "after 2", "Malik"):
        assert hidden not in page.text, hidden
    assert state_of(db_session, referral) is State.SEEN
    trail = db_session.scalars(AuditEntry.about(referral.id)).all()
    looked = [entry for entry in trail if entry.action == "looked"]
    assert looked
    assert "called" in looked[-1].fields
    assert "reach" not in looked[-1].fields
    assert (looked[-1].part.value, looked[-1].how.value) == ("organiser", "link")


def test_a_reminder_is_a_new_link_that_says_nothing_until_its_own_button(
    client: FlaskClient, db_session: Session
) -> None:
    referral = make_referral(db_session)
    first = link_to(db_session, referral)
    opened(client, first)
    second = link_to(db_session, referral, at=LATER)
    assert client.get(first).status_code == 410
    assert NAME not in client.get(second).text


def test_yes_takes_the_day_its_time_and_the_welcomer(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    link = link_to(db_session, referral)
    page = opened(client, link)
    assert [word in page.text for word in ("Today, Tuesday 3 March, 10am", "Tuesday 10 March", "Tuesday 17 March")]
    answer = send(client, page, {"first": "2026-03-10T10:00", "welcomer": "Yusuf, brown apron"}, action="/answer")
    assert answer.status_code == 303
    thanks = client.get(answer.location)
    assert "Tuesday 10 March, 10am" in thanks.text
    assert f"/hosting/{referral.id}" in thanks.text
    assert NAME not in thanks.text
    assert state_of(db_session, referral) is State.ACCEPTED
    referral = db_session.get_one(Referral, referral.id)
    assert (referral.first_date, str(referral.first_starts)) == (date(2026, 3, 10), "10:00:00")
    assert referral.welcomer == "Yusuf, brown apron"
    mails = db_session.scalars(select(Email).where(Email.event == "referral-news")).all()
    assert len(mails) == 1
    assert all(secret not in mails[0].subject + mails[0].text for secret in (NAME, "Lockside", NUMBER))


def test_another_day_is_typed_and_has_the_time_of_its_session(client: FlaskClient, db_session: Session) -> None:
    for typed, wanted in (("24 March", "10:00:00"), ("25 March", "None")):
        referral = make_referral(db_session)
        page = opened(client, link_to(db_session, referral))
        answer = send(client, page, {"first": "other", "other_day": typed}, action="/answer")
        assert answer.status_code == 303, typed
        db_session.expire_all()
        assert str(db_session.get_one(Referral, referral.id).first_starts) == wanted


def test_a_listing_without_times_asks_for_a_day(client: FlaskClient, db_session: Session) -> None:
    listing = make_hosted_listing(db_session, times=(), any_time=True)
    referral = make_referral(db_session, listing)
    page = opened(client, link_to(db_session, referral))
    assert send(client, page, {"other_day": ""}, action="/answer").status_code == 422
    assert send(client, page, {"other_day": "next Friday"}, action="/answer").status_code == 303
    assert state_of(db_session, referral) is State.ACCEPTED


@pytest.mark.parametrize("typed", ["yesterday", "1 March 2026", "the ides", "1 March 2031"])
def test_a_day_that_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, db_session: Session, typed: str
) -> None:
    referral = make_referral(db_session)
    page = opened(client, link_to(db_session, referral))
    refused = send(
        client, page, {"first": "other", "other_day": typed, "welcomer": "Yusuf by the urn"}, action="/answer"
    )
    assert refused.status_code == 422
    assert typed in refused.text
    assert "Yusuf by the urn" in refused.text
    assert state_of(db_session, referral) is State.SEEN


def test_a_wait_puts_them_on_the_list(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    page = opened(client, link_to(db_session, referral))
    answer = send(client, page, {"answer": "wait", "until": "2026-04-30", "other_day": "rubbish"}, action="/answer")
    assert "30 April" in client.get(answer.location).text
    db_session.expire_all()
    referral = db_session.get_one(Referral, referral.id)
    assert (referral.state, referral.waiting_until) == (State.WAITING, date(2026, 4, 30))


@pytest.mark.parametrize("reason", list(Decline))
def test_every_reason_for_a_no_is_taken_as_a_code(client: FlaskClient, db_session: Session, reason: Decline) -> None:
    referral = make_referral(db_session)
    link = link_to(db_session, referral)
    answer = send(
        client, opened(client, link), {"answer": "no", "why": reason.value, "full_until": "2026-05-31"},
        action="/answer",
    )  # fmt: skip
    assert answer.status_code == 303
    assert state_of(db_session, referral) is State.DECLINED
    step = db_session.get_one(Referral, referral.id).steps[-1]
    assert step.reason == reason.value
    assert step.day == (date(2026, 5, 31) if reason is Decline.FULL else None)
    assert client.get(link).status_code == 410
    assert NAME not in client.get(answer.location).text


def test_a_no_without_a_reason_is_asked_for_one(client: FlaskClient, db_session: Session) -> None:
    page = opened(client, link_to(db_session, make_referral(db_session)))
    refused = send(client, page, {"answer": "no"}, action="/answer")
    assert refused.status_code == 422
    assert "Choose a reason" in refused.text


def test_ask_me_again_later_works_once(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    page = opened(client, link_to(db_session, referral))
    answer = send(client, page, {"answer": "later"}, action="/answer")
    assert answer.status_code == 303
    assert "Tuesday 10 March" in client.get(answer.location).text
    client.application.config["NOW"] = LATER
    again = opened(client, link_to(db_session, referral, at=LATER))
    assert "Ask me again later" not in again.text
    assert send(client, again, {"answer": "later"}, action="/answer").status_code == 422


def test_please_ring_me_says_the_safeguarding_numbers_first_and_keeps_the_link(
    client: FlaskClient, db_session: Session
) -> None:
    referral = make_referral(db_session)
    link = link_to(db_session, referral)
    page = opened(client, link)
    text = page.text
    assert text.index("999") < text.index("is asked to ring you")
    assert "0161 496 0199" in text
    for _ in range(2):
        answer = send(client, page, {"answer": "call"}, action="/answer")
        assert "Shanaz is asked to ring you" in client.get(answer.location).text
    assert state_of(db_session, referral) is State.SEEN
    asked = db_session.scalars(select(Call).where(Call.about == CallAbout.GROUP_ASKS)).all()
    assert len(asked) == 1
    assert client.get(link).status_code == 200


def test_where_somebody_asked_themselves_there_is_nobody_to_ring(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session, source=Source.ASKED)
    page = opened(client, link_to(db_session, referral))
    assert "Themselves" in page.text
    assert "ring me" not in page.text
    assert "on a page of their own" in page.text
    assert send(client, page, {"answer": "call"}, action="/answer").status_code == 422


def test_a_second_press_is_thanked_and_does_nothing_more(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    page = opened(client, link_to(db_session, referral))
    places = [send(client, page, {"first": "2026-03-10T10:00"}, action="/answer").location for _ in range(3)]
    assert len(set(places)) == 1
    assert "They may come" in client.get(places[0]).text
    db_session.expire_all()
    deeds = [step.deed.value for step in db_session.get_one(Referral, referral.id).steps]
    assert deeds.count("accepted") == 1


def test_thanks_are_shown_for_an_hour_and_then_the_link_is_as_dead_as_any(
    client: FlaskClient, db_session: Session, pass_time: Any
) -> None:
    link = link_to(db_session, make_referral(db_session))
    thanks = send(client, opened(client, link), {"first": "2026-03-10T10:00"}, action="/answer").location
    pass_time(minutes=59)
    assert client.get(thanks).status_code == 200
    pass_time(minutes=2)
    assert client.get(thanks).text == client.get(link).text


def dead_links(session: Session) -> dict[str, str]:
    """Every way in which a link dies."""
    made = {"garbage": "/reply/nothing-of-the-kind", "a megabyte": "/reply/" + "x" * 5000}
    answered = make_referral(session, state=State.SENT)
    made["answered"] = link_to(session, answered)
    answered.decline(Decline.OTHER, acting=by_worker(None), at=NOW)
    withdrawn = make_referral(session, state=State.SENT)
    made["withdrawn"] = link_to(session, withdrawn)
    withdrawn.withdraw(acting=by_worker(withdrawn.referred_by), at=NOW)
    made["too late"] = link_to(session, make_referral(session), days=-1)
    replaced = make_referral(session)
    made["replaced"] = link_to(session, replaced)
    link_to(session, replaced)
    unanswered = make_referral(session)
    made["no reply"] = link_to(session, unanswered)
    unanswered.note_no_reply(acting=by_worker(None), at=NOW)
    came = make_referral(session, state=State.CAME)
    made["came"] = link_to(session, came)
    session.commit()
    return made


def test_every_dead_link_looks_the_same(client: FlaskClient, db_session: Session) -> None:
    pages = {}
    for what, link in dead_links(db_session).items():
        for path in (link, f"{link}/thanks"):
            answer = client.get(path)
            assert answer.status_code == 410, what
            pages[what, path] = answer.text
        for post in ("sight", "answer", "coming"):
            answer = client.post(f"{link}/{post}", data={"answer": "yes", "came": "yes"})
            pages[what, post] = answer.text
            if answer.status_code == 429:
                return
            assert answer.status_code == 410, what
        client.application.extensions  # noqa: B018
        from extensions import limiter

        limiter.reset()
    assert len(set(pages.values())) == 1


def test_the_dead_page_gives_the_numbers_of_the_panel(client: FlaskClient, db_session: Session) -> None:
    make_referral(db_session)
    assert "0161 496 0123" in client.get("/reply/nothing-of-the-kind").text


def test_guessing_links_is_slow_and_a_real_one_still_opens(client: FlaskClient, db_session: Session) -> None:
    link = link_to(db_session, make_referral(db_session))
    statuses = [client.get(f"/reply/guess-{n}").status_code for n in range(25)]
    assert set(statuses[:20]) == {410}
    assert statuses[-1] == 429
    assert client.get(link).status_code == 200


def test_the_last_place_has_just_gone_and_one_button_puts_them_on_the_list(
    client: FlaskClient, db_session: Session
) -> None:
    referral = make_referral(db_session)
    page = opened(client, link_to(db_session, referral))
    intake_of(db_session, referral.listing, NOW).places_left = 0
    db_session.commit()
    full = send(client, page, {"first": "2026-03-10T10:00"}, action="/answer")
    assert full.status_code == 409
    assert "The last place has just gone" in full.text
    assert state_of(db_session, referral) is State.SEEN
    answer = send(client, Page(full.text), action="/answer")
    assert "on your list" in client.get(answer.location).text
    assert state_of(db_session, referral) is State.WAITING


def test_a_place_that_came_free_asks_for_a_day(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session, state=State.WAITING)
    referral.offer_place(acting=by_worker(None), at=NOW)
    db_session.commit()
    take_untold(db_session)
    link = link_to(db_session, referral)
    closed = client.get(link)
    assert "A place came free" in closed.text
    assert NAME not in closed.text
    page = opened(client, link)
    assert "there is a wait" not in page.text
    assert send(client, page, {"first": "2026-03-10T10:00"}, action="/answer").status_code == 303
    assert state_of(db_session, referral) is State.ACCEPTED


@pytest.mark.parametrize(("pressed", "state"), [("yes", State.CAME), ("no", State.ACCEPTED)])
def test_did_they_come_takes_one_press_without_a_name(
    client: FlaskClient, db_session: Session, pressed: str, state: State
) -> None:
    referral = make_referral(db_session, state=State.ACCEPTED, first=date(2026, 3, 2))
    link = link_to(db_session, referral)
    page = client.get(link)
    assert "Monday 2 March" in page.text
    assert NAME not in page.text
    for _ in range(2):
        answer = send(client, Page(page.text), action="/coming", press=("came", pressed))
        assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert state_of(db_session, referral) is state
    referral = db_session.get_one(Referral, referral.id)
    assert referral.came_on == (date(2026, 3, 2) if pressed == "yes" else None)
    assert referral.no_shows == (0 if pressed == "yes" else 1)
    assert client.get(link).status_code == 410


def test_they_came_another_day(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session, state=State.ACCEPTED, first=date(2026, 3, 2))
    link = link_to(db_session, referral)
    page = opened(client, link)
    assert f"Did {NAME} come?" in page.text
    refused = send(client, page, {"on": "4 March"}, action="/coming", press=("came", "yes"))
    assert refused.status_code == 422
    assert "still to come" in refused.text
    answer = send(client, page, {"on": "3 March"}, action="/coming", press=("came", "yes"))
    assert answer.status_code == 303
    db_session.expire_all()
    assert db_session.get_one(Referral, referral.id).came_on == date(2026, 3, 3)


def test_another_site_cannot_answer(client: FlaskClient, db_session: Session) -> None:
    referral = make_referral(db_session)
    link = link_to(db_session, referral)
    opened(client, link)
    answer = client.post(
        f"{link}/answer", data={"answer": "no", "why": "other"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert client.post(f"{link}/answer", data={"answer": "no", "why": "other"}).status_code == 422
    assert state_of(db_session, referral) is State.SEEN


def test_a_page_left_open_overnight_keeps_what_was_typed(
    client: FlaskClient, db_session: Session, pass_time: Any
) -> None:
    page = opened(client, link_to(db_session, make_referral(db_session)))
    pass_time(hours=30)
    refused = send(client, page, {"welcomer": "Yusuf by the urn", "first": "2026-03-10T10:00"}, action="/answer")
    assert refused.status_code == 422
    assert "Yusuf by the urn" in refused.text
    again = send(client, Page(refused.text), action="/answer")
    assert again.status_code == 303


def test_the_welcomer_is_filled_in_from_the_entry_or_the_last_one(client: FlaskClient, db_session: Session) -> None:
    listing = make_hosted_listing(db_session)
    make_referral(db_session, listing, state=State.ACCEPTED)
    assert "Yusuf, brown apron" in opened(client, link_to(db_session, make_referral(db_session, listing))).html
    listing.greeter = "Derek in the doorway"
    db_session.commit()
    assert "Derek in the doorway" in opened(client, link_to(db_session, make_referral(db_session, listing))).html


def test_a_signed_in_browser_is_not_looked_at(client: FlaskClient, db_session: Session, signed_in: Any) -> None:
    from tests.people import make_user

    referral = make_referral(db_session)
    link = link_to(db_session, referral)
    opened(signed_in(make_user(db_session)), link)
    trail = db_session.scalars(AuditEntry.about(referral.id).where(AuditEntry.how == "link")).all()
    assert trail
    assert {entry.by_id for entry in trail} == {None}
