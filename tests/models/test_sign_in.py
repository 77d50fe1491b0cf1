"""Asking to sign in: the link, the code, and how each ends."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.one_time import CODE_LENGTH, CODE_LETTERS, fingerprint, tidy_code
from models.people import User
from models.sign_in import TRIES, SignInRequest
from tests.people import make_user

LINK, CODE, BROWSER = "a" * 43, "CDF349", "b" * 43
MINUTES = timedelta(minutes=15)


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


def ask(session: Session, user: User | None, at: datetime, link: str = LINK, code: str = CODE) -> SignInRequest:
    return SignInRequest.ask(
        session, user=user, link_secret=link, code=code, browser_secret=BROWSER, next_path="", at=at, lasts=MINUTES
    )


def test_a_link_gives_its_person_once(session: Session, user: User, now: datetime) -> None:
    ask(session, user, now)
    used = SignInRequest.redeem_link(session, LINK, now)
    assert used is not None
    assert used.user == user
    assert SignInRequest.redeem_link(session, LINK, now) is None


def test_looking_at_a_link_leaves_it_usable(session: Session, user: User, now: datetime) -> None:
    ask(session, user, now)
    for _ in range(3):
        assert session.scalar(SignInRequest.with_link(LINK, now)) is not None
    assert SignInRequest.redeem_link(session, LINK, now) is not None


@pytest.mark.parametrize("typed", ["CDF349", "cdf 349", " c-d-f 3 4 9 "])
def test_a_code_is_read_however_it_is_spaced(session: Session, user: User, now: datetime, typed: str) -> None:
    asked = ask(session, user, now)
    assert SignInRequest.redeem_code(session, asked.id, typed, BROWSER, now) is not None


def test_a_code_ends_its_link_and_a_link_its_code(session: Session, user: User, now: datetime) -> None:
    asked = ask(session, user, now)
    assert SignInRequest.redeem_code(session, asked.id, CODE, BROWSER, now) is not None
    assert SignInRequest.redeem_link(session, LINK, now) is None
    again = ask(session, user, now, link="c" * 43)
    assert SignInRequest.redeem_link(session, "c" * 43, now) is not None
    assert SignInRequest.redeem_code(session, again.id, CODE, BROWSER, now) is None


def test_a_code_is_no_use_in_another_browser(session: Session, user: User, now: datetime) -> None:
    asked = ask(session, user, now)
    assert SignInRequest.redeem_code(session, asked.id, CODE, "another browser", now) is None


def test_five_wrong_codes_end_the_code_and_not_the_link(session: Session, user: User, now: datetime) -> None:
    asked = ask(session, user, now)
    for left in range(TRIES - 1, -1, -1):
        assert SignInRequest.redeem_code(session, asked.id, "CCCCCC", BROWSER, now) is None
        assert SignInRequest.tries_left(session, asked.id, now) == left
    assert SignInRequest.redeem_code(session, asked.id, CODE, BROWSER, now) is None
    assert SignInRequest.redeem_link(session, LINK, now) is not None


def test_the_fifth_code_may_be_the_right_one(session: Session, user: User, now: datetime) -> None:
    asked = ask(session, user, now)
    for _ in range(TRIES - 1):
        SignInRequest.redeem_code(session, asked.id, "CCCCCC", BROWSER, now)
    assert SignInRequest.redeem_code(session, asked.id, CODE, BROWSER, now) is not None


def test_link_and_code_run_out(session: Session, user: User, now: datetime) -> None:
    asked = ask(session, user, now)
    late = now + MINUTES
    assert SignInRequest.redeem_link(session, LINK, late) is None
    assert SignInRequest.redeem_code(session, asked.id, CODE, BROWSER, late) is None
    assert SignInRequest.redeem_link(session, LINK, late - timedelta(seconds=1)) is not None


def test_asking_again_ends_the_older_mail_but_nobody_elses(session: Session, user: User, now: datetime) -> None:
    other = make_user(session)
    older = ask(session, user, now)
    ask(session, other, now, link="d" * 43)
    ask(session, user, now, link="e" * 43)
    assert SignInRequest.redeem_link(session, LINK, now) is None
    assert SignInRequest.redeem_code(session, older.id, CODE, BROWSER, now) is None
    assert SignInRequest.redeem_link(session, "d" * 43, now) is not None
    assert SignInRequest.redeem_link(session, "e" * 43, now) is not None


def test_an_unknown_address_leaves_a_request_that_opens_nothing(session: Session, now: datetime) -> None:
    asked = ask(session, None, now)
    assert SignInRequest.tries_left(session, asked.id, now) == TRIES
    assert SignInRequest.redeem_code(session, asked.id, CODE, BROWSER, now) is None
    assert SignInRequest.redeem_link(session, LINK, now) is None
    assert SignInRequest.tries_left(session, asked.id, now) == TRIES - 1


def test_an_ended_account_cannot_sign_in(session: Session, user: User, now: datetime) -> None:
    asked = ask(session, user, now)
    user.ended_at = now
    session.flush()
    assert SignInRequest.redeem_link(session, LINK, now) is None
    assert SignInRequest.redeem_code(session, asked.id, CODE, BROWSER, now) is None


def test_a_request_that_never_was_opens_nothing(session: Session, now: datetime) -> None:
    assert SignInRequest.redeem_code(session, uuid.uuid4(), CODE, BROWSER, now) is None
    assert SignInRequest.redeem_link(session, "f" * 43, now) is None
    assert SignInRequest.tries_left(session, uuid.uuid4(), now) == 0


def test_a_link_with_one_letter_changed_opens_nothing(session: Session, user: User, now: datetime) -> None:
    ask(session, user, now)
    for position in range(len(LINK)):
        changed = LINK[:position] + "b" + LINK[position + 1 :]
        assert SignInRequest.redeem_link(session, changed, now) is None
    assert SignInRequest.redeem_link(session, LINK, now) is not None


def test_no_secret_stands_in_the_table(session: Session, user: User, now: datetime) -> None:
    ask(session, user, now)
    row = session.execute(select(SignInRequest.__table__)).mappings().one()
    for secret in (LINK, CODE, BROWSER, user.email):
        assert all(secret not in str(value) for value in row.values())


def test_a_fingerprint_serves_one_purpose() -> None:
    assert fingerprint("session", LINK) != fingerprint("sign-in link", LINK)


def test_codes_have_more_than_twenty_bits_and_no_lookalikes() -> None:
    assert len(set(CODE_LETTERS)) ** CODE_LENGTH > 2**20
    assert not set("0O1IL5S2Z8BUAEQG") & set(CODE_LETTERS)
    assert tidy_code(" ab-c1 ") == "ABC1"
