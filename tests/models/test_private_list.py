"""Private shortlists, how soon groups answer, what looks like a name, and addresses that are let go of."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.answer_times import FEWEST, answer_words, usual_answer_days
from models.outbox import Email
from models.people import User
from models.private_list import MOST, ListIsFull, PrivateList
from models.referral_words import Decline, State
from models.team import Team
from models.telling_names import names_in
from tests.boards import make_listing
from tests.conftest import NOW
from tests.people import make_patch, make_volunteer
from tests.referring import by_link, make_hosted_listing, make_link_worker, make_referral, make_team


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


@pytest.fixture
def shanaz(session: Session, team: Team) -> User:
    return make_link_worker(session, team)


def make_list(session: Session, team: Team, by: User, title: str = "Tuesday, likes gardens") -> PrivateList:
    kept = PrivateList(team=team, made_by=by, title=title, needs=["nature"], access=[], listing_ids=[])
    kept.created_at = kept.used_at = NOW
    session.add(kept)
    session.commit()
    return kept


def test_a_list_holds_twelve_each_once_in_the_workers_order(session: Session, team: Team, shanaz: User) -> None:
    kept, ids = make_list(session, team, shanaz), [uuid.uuid4() for _ in range(MOST)]
    for each in ids:
        kept.put(each, NOW)
    kept.put(ids[3], NOW)
    assert (kept.ids, kept.is_full) == (ids, True)
    with pytest.raises(ListIsFull):
        kept.put(uuid.uuid4(), NOW)
    kept.move_up(ids[1], NOW)
    kept.move_up(ids[1], NOW)
    assert kept.ids[:3] == [ids[1], ids[0], ids[2]]


def test_what_was_taken_off_goes_back_to_its_place(session: Session, team: Team, shanaz: User) -> None:
    kept, ids = make_list(session, team, shanaz), [uuid.uuid4() for _ in range(3)]
    for each in ids:
        kept.put(each, NOW)
    place = kept.take_off(ids[1], NOW)
    assert (place, kept.take_off(uuid.uuid4(), NOW), kept.ids) == (1, None, [ids[0], ids[2]])
    kept.put(ids[1], NOW + timedelta(hours=1), place=place or 0)
    assert kept.ids == ids
    assert kept.used_at == NOW + timedelta(hours=1)


def test_only_the_team_sees_its_lists_the_last_used_first(session: Session, team: Team, shanaz: User) -> None:
    older, newer = make_list(session, team, shanaz), make_list(session, team, shanaz, "Warm and dry")
    older.used_at = NOW - timedelta(days=3)
    tom = make_link_worker(session, team, name="Tom")
    others = [make_link_worker(session), make_volunteer(session)]
    session.commit()
    for worker in (shanaz, tom):
        assert list(session.scalars(PrivateList.visible_to(worker))) == [newer, older]
    assert list(session.scalars(PrivateList.of_team(team))) == [newer, older]
    for stranger in others:
        assert list(session.scalars(PrivateList.visible_to(stranger))) == []


def test_an_ended_list_is_gone_from_sight_and_can_be_opened_again(session: Session, team: Team, shanaz: User) -> None:
    kept = make_list(session, team, shanaz)
    kept.end(NOW)
    session.commit()
    assert list(session.scalars(PrivateList.visible_to(shanaz))) == []
    assert list(session.scalars(PrivateList.ended_of(shanaz))) == [kept]
    kept.end(NOW + timedelta(days=1))
    assert kept.ended_at == NOW
    kept.reopen(NOW)
    session.commit()
    assert list(session.scalars(PrivateList.held(PrivateList.visible_to(shanaz)))) == [kept]


def test_the_usual_time_to_answer_is_the_middle_of_five_or_more(session: Session) -> None:
    shed, silent = make_hosted_listing(session), make_hosted_listing(session)
    sent = datetime(2026, 2, 2, 9, tzinfo=UTC)  # a Monday
    for days in (0, 1, 2, 2):
        answered(session, shed, sent, days)
    for days in (0, 1):
        answered(session, silent, sent, days)
    assert usual_answer_days(session, [shed, silent], at=NOW) == {}
    answered(session, shed, sent, 9, declined=True)
    assert FEWEST == 5
    assert usual_answer_days(session, [shed, silent], at=NOW) == {shed.id: 2}


def test_a_group_answers_for_all_its_listings_and_a_bench_of_the_panel_for_itself(session: Session) -> None:
    patch = make_patch(session)
    shed = make_hosted_listing(session, patch)
    sister = make_listing(session, patch, "Second shed", group_id=shed.group_id)
    walk = make_listing(session, patch, "Walk", contact_phone="0161 496 0101")
    talk = make_listing(session, patch, "Talk", contact_phone="0161 496 0101")
    for _ in range(FEWEST):
        answered(session, shed, datetime(2026, 2, 6, 16, tzinfo=UTC), 3)  # a Friday; three days on is Monday
        answered(session, walk, datetime(2026, 2, 2, 9, tzinfo=UTC), 0)
    assert usual_answer_days(session, [sister, walk, talk], at=NOW) == {sister.id: 1, walk.id: 0}


def test_answers_of_more_than_a_year_ago_no_longer_tell(session: Session) -> None:
    shed = make_hosted_listing(session)
    for _ in range(FEWEST):
        answered(session, shed, NOW - timedelta(days=380), 1)
    assert usual_answer_days(session, [shed], at=NOW) == {}
    assert usual_answer_days(session, [], at=NOW) == {}


def test_many_listings_are_asked_about_in_one_statement(session: Session) -> None:
    listings, asked = [make_hosted_listing(session) for _ in range(4)], list[str]()
    session.flush()
    [(listing.id, listing.group_id) for listing in listings]
    engine, note = session.connection().engine, lambda *said: asked.append(said[2])
    event.listen(engine, "before_cursor_execute", note)
    try:
        usual_answer_days(session, listings, at=NOW)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        (0, "Usually answers the same day"),
        (1, "Usually answers in 1 working day"),
        (2, "Usually answers in 2 working days"),
    ],
)
def test_the_usual_time_in_words(days: int | None, words: str) -> None:
    assert answer_words(days) == words


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Jean Smith", ["Jean Smith"]),
        ("jean smith", ["jean smith"]),
        ("Jean S, Tuesdays", ["Jean S"]),
        ("Tea for Mrs Patel", ["Mrs Patel"]),
        ("Oluwaseun Adeyemi", ["Oluwaseun Adeyemi"]),
        ("Tuesday, likes gardens", []),
        ("Chair Yoga", []),
        ("June Tuesday", []),
        ("Man, 70s, quiet", []),
        ("Jean likes gardens", []),
        ("", []),
    ],
)
def test_a_title_that_looks_like_a_name_is_noticed(title: str, found: list[str]) -> None:
    assert names_in(title, lambda word: word in ("chair", "yoga")) == found


@pytest.mark.parametrize("given_up", [True, False])
def test_the_address_a_list_went_to_goes_when_the_mail_has_left(session: Session, given_up: bool) -> None:
    mails = [
        Email.write(session, event=what, to="jean@example.org", subject="Hello", text="Words", at=NOW)
        for what in ("list-sent", "asking-answered")
    ]
    session.flush()
    for mail in mails:
        mail.note_failure("TimeoutError", NOW)
        assert (mail.to, mail.text) == ("jean@example.org", "Words"), "it is still to be tried"
        mail.give_up(NOW) if given_up else mail.note_sent(NOW)
    session.commit()
    assert [(mail.to, mail.text) for mail in mails] == [("", ""), ("jean@example.org", "")]


def answered(session: Session, listing: object, sent: datetime, days: int, *, declined: bool = False) -> None:
    referral = make_referral(session, listing, state=State.SEEN, at=sent)  # type: ignore[arg-type]
    at = sent + timedelta(days=days)
    if declined:
        referral.decline(Decline.FULL, acting=by_link(), at=at)
    else:
        referral.put_on_waiting_list(acting=by_link(), at=at)
    session.commit()
