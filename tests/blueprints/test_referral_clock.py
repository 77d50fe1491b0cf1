"""What goes by itself: mails after each step, reminders, promises that pass, dead addresses, names that are erased."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints import referral_clock, tick
from blueprints import referral_news as news
from models.audit import AuditEntry
from models.might_come import MightCome
from models.outbox import Email
from models.person import Contact, Person
from models.referral import Referral
from models.referral_words import ENDED, Decline, Deed, Source, State, Stop
from models.reply_link import ReplyLink
from models.wellbeing import Wellbeing, WhenAsked
from tests.boards import make_listing
from tests.mail import MailServer, mail_server
from tests.people import make_patch
from tests.referring import (
    SENT_AT,
    by_link,
    by_worker,
    make_hosted_listing,
    make_link_worker,
    make_person,
    make_referral,
)

__all__ = ["mail_server"]

NAMES = ("Jeannie", "Lockside Shed", "shed", "Shanaz")
"""A person, an activity, a link worker: none of these belongs in a mail."""


@pytest.fixture(autouse=True)
def in_the_app(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def at(app: Flask) -> Callable[[datetime], datetime]:
    def set_clock(moment: datetime) -> datetime:
        app.config["NOW"] = moment
        return moment

    return set_clock


def told(session: Session, now: datetime) -> list[Email]:
    news.tell(now)
    session.commit()
    return list(session.scalars(select(Email).order_by(Email.written_at, Email.id)))


def ask(session: Session, *, at: datetime = SENT_AT, **more: Any) -> Referral:
    """A referral that was sent in this very transaction, so that people are still to be told."""
    referral = make_referral(session, state=State.DRAFT, at=at, **more)
    referral.send(acting=by_worker(referral.referred_by), at=at)
    return referral


def events(session: Session) -> list[str]:
    return sorted(session.scalars(select(Email.event)))


def morning(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_mail_says_a_reference_and_nothing_of_the_person_or_the_activity(db_session: Session) -> None:
    referral = ask(db_session, must_know="Would rather sit", would_come="Tuesdays")
    referral.ask_for_call(acting=by_link(), at=SENT_AT)
    for mail in told(db_session, SENT_AT):
        said = f"{mail.subject}\n{mail.text}"
        assert not any(name.lower() in said.lower() for name in (*NAMES, "Would rather", "Tuesdays", "07700 900182"))
        spoken = f"{referral.reference[:3]} {referral.reference[3:]}"
        assert spoken in mail.subject
        assert spoken in mail.text


def test_the_group_is_asked_after_the_time_for_undo_and_its_link_works(db_session: Session) -> None:
    referral = ask(db_session)
    (mail,) = told(db_session, SENT_AT)
    assert (mail.event, mail.to) == ("referral-sent", referral.reply_address)
    assert mail.due_at == SENT_AT + timedelta(minutes=5)
    token = re.search(r"/reply/([\w-]+)", mail.text)
    assert token is not None
    assert len(token[1]) >= 32
    link = db_session.scalar(ReplyLink.with_secret(token[1], SENT_AT))
    assert link is not None
    assert link.referral_id == referral.id
    assert db_session.scalar(ReplyLink.with_secret(token[1], morning(date(2026, 3, 17)))) is None, "the promise is over"


def test_undoing_takes_the_mail_out_and_sending_again_writes_a_new_one(db_session: Session) -> None:
    referral = ask(db_session)
    told(db_session, SENT_AT)
    referral.take_back(acting=by_worker(referral.referred_by), at=SENT_AT + timedelta(minutes=1))
    assert told(db_session, SENT_AT + timedelta(minutes=1)) == []
    referral.send(acting=by_worker(referral.referred_by), at=SENT_AT + timedelta(minutes=2))
    assert [mail.event for mail in told(db_session, SENT_AT + timedelta(minutes=2))] == ["referral-sent"]


def test_withdrawing_before_the_mail_left_tells_the_group_nothing(db_session: Session) -> None:
    referral = ask(db_session)
    told(db_session, SENT_AT)
    referral.withdraw(acting=by_worker(referral.referred_by), at=SENT_AT)
    assert told(db_session, SENT_AT) == []


def test_withdrawing_later_tells_the_group_that_there_is_nothing_to_do(db_session: Session) -> None:
    referral = ask(db_session)
    (mail,) = told(db_session, SENT_AT)
    mail.note_sent(SENT_AT + timedelta(minutes=6))
    referral.withdraw(acting=by_worker(referral.referred_by), at=SENT_AT + timedelta(hours=1))
    told(db_session, SENT_AT + timedelta(hours=1))
    assert events(db_session) == ["referral-sent", "referral-withdrawn"]


@pytest.mark.parametrize("deed", ["accept", "wait", "decline", "call"])
def test_the_link_worker_hears_each_answer_once(db_session: Session, deed: str) -> None:
    referral = ask(db_session)
    told(db_session, SENT_AT)
    now = SENT_AT + timedelta(days=1)
    {
        "accept": lambda: referral.accept(first=date(2026, 3, 5), acting=by_link(), at=now),
        "wait": lambda: referral.put_on_waiting_list(acting=by_link(), at=now),
        "decline": lambda: referral.decline(Decline.TOO_FAR, acting=by_link(), at=now),
        "call": lambda: referral.ask_for_call(acting=by_link(), at=now),
    }[deed]()
    told(db_session, now)
    told(db_session, now)
    heard = db_session.scalars(select(Email).where(Email.event == "referral-news")).all()
    assert [mail.to for mail in heard] == [referral.referred_by.email]  # type: ignore[union-attr]
    assert f"/referrals/{referral.id}" in heard[0].text


def test_a_colleagues_deed_is_news_and_ones_own_is_not(db_session: Session) -> None:
    referral = ask(db_session)
    colleague = make_link_worker(db_session, referral.team)
    told(db_session, SENT_AT)
    referral.accept(first=date(2026, 3, 3), acting=by_worker(referral.referred_by), at=SENT_AT)
    assert "referral-news" not in {mail.event for mail in told(db_session, SENT_AT)}
    referral.note_came(on=date(2026, 3, 2), acting=by_worker(colleague), at=SENT_AT)
    told(db_session, SENT_AT)
    heard = db_session.scalars(select(Email).where(Email.event == "referral-news")).one()
    assert heard.to == referral.referred_by.email  # type: ignore[union-attr]


def test_news_of_somebody_who_left_goes_to_the_team(db_session: Session) -> None:
    referral = ask(db_session)
    told(db_session, SENT_AT)
    assert referral.referred_by is not None
    referral.referred_by.ended_at = SENT_AT
    referral.decline(Decline.FULL, acting=by_link(), at=SENT_AT)
    assert "link-workers@example.org" in {mail.to for mail in told(db_session, SENT_AT)}


def test_somebody_who_asked_by_email_hears_with_a_private_link(db_session: Session) -> None:
    person = make_person(db_session, contact=Contact.EMAIL, reach="jeannie@example.org")
    referral = ask(db_session, source=Source.ASKED, person=person)
    told(db_session, SENT_AT)
    referral.accept(first=date(2026, 3, 5), acting=by_link(), at=SENT_AT)
    told(db_session, SENT_AT)
    mail = db_session.scalars(select(Email).where(Email.event == "asking-answered")).one()
    assert mail.to == "jeannie@example.org"
    assert "/mine/" in mail.text


# By the clock


def test_reminders_go_on_the_third_and_seventh_working_day_and_never_again(
    db_session: Session, at: Callable[[datetime], datetime]
) -> None:
    referral = ask(db_session)  # Monday 2 March
    told(db_session, SENT_AT)
    for day in range(1, 40):
        for hour in (6, 9, 15):
            referral_clock.keep_promises(at(morning(date(2026, 3, 2) + timedelta(days=day), hour)))
    db_session.expire_all()
    reminded = [step.at.date() for step in referral.steps if step.deed is Deed.REMINDED]
    assert reminded == [date(2026, 3, 5), date(2026, 3, 11)]
    assert events(db_session).count("referral-reminder") == 2
    assert referral.state is State.NO_REPLY
    (no_reply,) = [step.at.date() for step in referral.steps if step.deed is Deed.NO_REPLY]
    assert no_reply == date(2026, 3, 17), "the tenth working day is over"
    assert events(db_session).count("referral-news") == 1


def test_no_mail_leaves_before_eight_in_the_morning(db_session: Session, at: Callable[[datetime], datetime]) -> None:
    ask(db_session)
    told(db_session, SENT_AT)
    assert referral_clock.keep_promises(at(morning(date(2026, 3, 5), 7))) == 0
    assert referral_clock.keep_promises(at(morning(date(2026, 3, 5), 8))) == 1


def test_each_reminder_carries_a_new_link_and_ends_the_old_one(
    db_session: Session, at: Callable[[datetime], datetime]
) -> None:
    ask(db_session)
    (first,) = told(db_session, SENT_AT)
    referral_clock.keep_promises(at(morning(date(2026, 3, 5))))
    reminder = db_session.scalars(select(Email).where(Email.event == "referral-reminder")).one()
    tokens = [re.search(r"/reply/([\w-]+)", mail.text)[1] for mail in (first, reminder)]  # type: ignore[index]
    alive = [db_session.scalar(ReplyLink.with_secret(token, morning(date(2026, 3, 6)))) for token in tokens]
    assert alive[0] is None
    assert alive[1] is not None


def test_the_group_is_asked_once_whether_they_came(db_session: Session, at: Callable[[datetime], datetime]) -> None:
    make_referral(db_session, state=State.ACCEPTED, first=date(2026, 3, 3))
    told(db_session, SENT_AT)
    for day in (3, 4, 5, 12):
        referral_clock.keep_promises(at(morning(date(2026, 3, day))))
    asked = db_session.scalars(select(Email).where(Email.event == "did-they-come")).all()
    assert [mail.written_at.date() for mail in asked] == [date(2026, 3, 4)]


def test_nobody_is_asked_about_somebody_who_did_not_want_to_be_followed(
    db_session: Session, at: Callable[[datetime], datetime]
) -> None:
    make_referral(db_session, state=State.ACCEPTED, first=date(2026, 3, 3), follow_up=False)
    told(db_session, SENT_AT)
    referral_clock.keep_promises(at(morning(date(2026, 3, 10))))
    assert "did-they-come" not in events(db_session)


def test_a_group_whose_mail_is_refused_goes_on_the_phone_list_at_once(
    db_session: Session, mail_server: MailServer, settle: Callable[..., Any], at: Callable[[datetime], datetime]
) -> None:
    settle(smtp_url=mail_server.url)
    mail_server.answer = "550 no such user"
    referral = ask(db_session)
    told(db_session, SENT_AT)
    tick.tick(at(SENT_AT + timedelta(minutes=6)))
    tick.tick(at(SENT_AT + timedelta(minutes=8)))
    db_session.expire_all()
    assert referral.to_ring
    assert db_session.scalars(Referral.on_phone_list(referral.panel)).all() == [referral]


# Erasing


def erase(db_session: Session, at: Callable[[datetime], datetime], when: datetime) -> int:
    done = referral_clock.erase_what_is_due(at(when))
    db_session.expire_all()
    return done


@pytest.mark.parametrize("state", sorted(ENDED))
def test_details_go_ninety_days_after_the_end(
    db_session: Session, at: Callable[[datetime], datetime], state: State
) -> None:
    referral = make_referral(db_session, state=state, must_know="Would rather sit")
    db_session.add(
        Wellbeing(
            person_id=referral.person_id,
            team_id=referral.team_id,
            when_asked=WhenAsked.BEFORE,
            answers={"happy": "3"},
            asked_at=SENT_AT,
        )
    )
    db_session.commit()
    ended = referral.ended_at
    assert ended is not None
    assert erase(db_session, at, ended + timedelta(days=89)) == 0
    assert referral.person.called == "Jeannie"
    assert erase(db_session, at, ended + timedelta(days=91)) == 1
    person = db_session.scalars(select(Person)).one()
    assert (person.called, person.reach, person.name) == (None, None, "Somebody")
    assert referral.must_know is None
    assert db_session.scalars(select(Wellbeing)).all() == []
    assert referral.state is state, "the counts stay"
    assert db_session.scalars(AuditEntry.about(referral.id)).all()[-1].action == "erased"
    assert erase(db_session, at, ended + timedelta(days=300)) == 0, "once"


@pytest.mark.parametrize("state", sorted(set(State) - set(ENDED)))
def test_details_go_after_half_a_year_of_silence_whatever_the_state(
    db_session: Session, at: Callable[[datetime], datetime], state: State
) -> None:
    referral = make_referral(db_session, state=state)
    last = referral.last_active_at
    assert erase(db_session, at, last + timedelta(days=179)) == 0
    assert erase(db_session, at, last + timedelta(days=181)) == 1
    assert referral.person.called is None


def test_a_person_with_something_going_on_elsewhere_is_kept(
    db_session: Session, at: Callable[[datetime], datetime]
) -> None:
    ended = make_referral(db_session, state=State.DECLINED)
    running = make_referral(db_session, team=ended.team, by=ended.referred_by, person=ended.person, state=State.CAME)
    assert erase(db_session, at, SENT_AT + timedelta(days=100)) == 0
    running.stop(Stop.ENJOYED, acting=by_worker(running.referred_by), at=SENT_AT + timedelta(days=100))
    db_session.commit()
    assert erase(db_session, at, SENT_AT + timedelta(days=189)) == 0
    assert erase(db_session, at, SENT_AT + timedelta(days=191)) == 1


def test_might_come_notes_go_when_their_time_is_up(db_session: Session, at: Callable[[datetime], datetime]) -> None:
    listing = make_listing(db_session, make_patch(db_session))
    gone = SENT_AT + timedelta(days=30)
    db_session.add(MightCome(listing=listing, called="Bev", received_at=SENT_AT, delete_at=gone))
    db_session.commit()
    assert erase(db_session, at, gone - timedelta(minutes=1)) == 0
    assert erase(db_session, at, gone) == 1
    assert db_session.scalars(select(MightCome)).all() == []


def test_one_referral_that_fails_does_not_keep_the_others_waiting(
    db_session: Session, at: Callable[[datetime], datetime], caplog: pytest.LogCaptureFixture
) -> None:
    broken = ask(db_session, at=SENT_AT - timedelta(hours=1))
    fine = ask(db_session)
    told(db_session, SENT_AT)
    listing = make_hosted_listing(db_session)
    listing.group.email = "two addresses@example.org, other@example.org"  # type: ignore[union-attr]
    broken.group = listing.group
    db_session.commit()
    assert referral_clock.keep_promises(at(morning(date(2026, 3, 5)))) == 1
    db_session.expire_all()
    assert [step.deed for step in fine.steps][-1] is Deed.REMINDED
    assert "could not be moved on" in caplog.text
    assert "Jeannie" not in caplog.text
