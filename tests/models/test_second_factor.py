"""The second step: passkeys, an app, recovery codes, and how long showing one counts."""

import secrets
import time
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import recovery_code
from models.authenticator import SECONDS, Authenticator
from models.errors import RuleBroken
from models.passkey import MOST_PASSKEYS, Passkey, PasskeyCopied, TooManyPasskeys
from models.people import User
from models.recovery_code import CODES, RecoveryCode
from models.second_factor import LastFactor, ResetByOneself, remove_factor, reset_factors, second_factors_of
from models.signed_in_session import HowProved, SignedInSession
from models.team import Team, TeamMembership
from tests.conftest import SLOW_HASH
from tests.people import make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = "CDF349HJKMNP"
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def user(session: Session) -> User:
    return make_user(session)


@pytest.fixture
def here(session: Session, user: User, now: datetime) -> SignedInSession:
    return sign_in(session, user, now)


def sign_in(session: Session, user: User, at: datetime) -> SignedInSession:
    started = SignedInSession.start(session, user=user, token=secrets.token_urlsafe(32), device="A test", at=at)
    session.commit()
    return started


def shown_at(at: datetime, steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(at + timedelta(seconds=SECONDS * steps))


def add_app(session: Session, user: User, at: datetime) -> Authenticator:
    app = Authenticator.confirm(session, user=user, secret=SECRET, code=shown_at(at), at=at)
    session.commit()
    assert app is not None
    return app


def add_passkey(session: Session, user: User, at: datetime, sign_count: int = 0) -> Passkey:
    passkey = Passkey.add(
        session, user=user, credential_id=secrets.token_bytes(16), public_key=b"key", sign_count=sign_count,
        transports=("internal",), name="Firefox on Windows", at=at,
    )  # fmt: skip
    session.commit()
    return passkey


def put_on_team(session: Session, user: User, at: datetime) -> None:
    team = Team(slug="walkers", name="Walkers", created_at=at)
    session.add_all([team, TeamMembership(team=team, user=user, role="link-worker", started_at=at)])
    session.commit()


def test_an_app_is_kept_once_its_code_is_right(session: Session, user: User, now: datetime) -> None:
    assert Authenticator.confirm(session, user=user, secret=SECRET, code="000000", at=now) is None
    assert not second_factors_of(session, user).are_set_up
    add_app(session, user, now)
    assert second_factors_of(session, user).are_set_up


def test_the_secret_of_an_app_cannot_be_read_in_the_table(session: Session, user: User, now: datetime) -> None:
    add_app(session, user, now)
    kept = session.connection().exec_driver_sql("SELECT secret FROM authenticator").scalar_one()
    assert SECRET not in kept


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_the_half_minute_before_or_after_is_right(
    session: Session, user: User, now: datetime, steps: int
) -> None:
    app = add_app(session, user, now - timedelta(hours=1))
    assert app.take(session, shown_at(now, steps), now)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_of_another_time_is_wrong(session: Session, user: User, now: datetime, steps: int) -> None:
    app = add_app(session, user, now - timedelta(hours=1))
    assert not app.take(session, shown_at(now, steps), now)


def test_a_code_is_taken_once_and_none_before_it(session: Session, user: User, now: datetime) -> None:
    app = add_app(session, user, now - timedelta(hours=1))
    assert app.take(session, shown_at(now), now)
    assert not app.take(session, shown_at(now), now)
    assert not app.take(session, shown_at(now, -1), now)
    assert app.take(session, shown_at(now, 1), now + timedelta(seconds=SECONDS))


def test_the_code_that_confirmed_an_app_is_used_up(session: Session, user: User, now: datetime) -> None:
    assert not add_app(session, user, now).take(session, shown_at(now), now)


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_a_code_is_read_however_it_is_spaced(session: Session, user: User, now: datetime, typed: str) -> None:
    app, code = add_app(session, user, now - timedelta(hours=1)), shown_at(now)
    assert app.take(session, typed.format(code[:3], code[3:]), now)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "²²²²²²", "x" * 40])
def test_what_is_no_code_is_wrong_and_breaks_nothing(session: Session, user: User, now: datetime, typed: str) -> None:
    assert not add_app(session, user, now - timedelta(hours=1)).take(session, typed, now)


def test_a_new_app_takes_the_place_of_the_old(session: Session, user: User, now: datetime) -> None:
    old = add_app(session, user, now)
    add_app(session, user, now + timedelta(minutes=5))
    session.refresh(old)
    assert old.ended_at is not None
    assert old.secret == ""
    assert not old.take(session, shown_at(now, 20), now + timedelta(minutes=10))
    assert second_factors_of(session, user).count == 1


def test_the_count_of_a_passkey_only_goes_up(session: Session, user: User, now: datetime) -> None:
    passkey = add_passkey(session, user, now, sign_count=4)
    passkey.use(session, sign_count=5, at=now)
    for copied in (5, 4, 0):
        with pytest.raises(PasskeyCopied):
            passkey.use(session, sign_count=copied, at=now)
    session.refresh(passkey)
    assert (passkey.sign_count, passkey.last_used_at) == (5, now)


def test_a_passkey_that_counts_nothing_can_be_used_again_and_again(session: Session, user: User, now: datetime) -> None:
    passkey = add_passkey(session, user, now)
    for _ in range(3):
        passkey.use(session, sign_count=0, at=now)


def test_a_passkey_that_has_ended_opens_nothing(session: Session, user: User, now: datetime) -> None:
    passkey = add_passkey(session, user, now)
    passkey.end(now)
    session.commit()
    with pytest.raises(RuleBroken):
        passkey.use(session, sign_count=9, at=now)
    assert second_factors_of(session, user).passkeys == ()


def test_there_is_an_end_to_passkeys(session: Session, user: User, now: datetime) -> None:
    for _ in range(MOST_PASSKEYS):
        add_passkey(session, user, now)
    with pytest.raises(TooManyPasskeys):
        add_passkey(session, user, now)


def make_codes(session: Session, user: User, at: datetime, first: str = CODE) -> None:
    codes = [first, *(f"{number}" * 12 for number in range(1, CODES))]
    RecoveryCode.replace(session, user=user, codes=codes, salt=secrets.token_bytes(16), at=at)
    session.commit()


@pytest.mark.parametrize("typed", [CODE, "cdf3-49hj-kmnp", " CDF3 49HJ KMNP "])
def test_a_recovery_code_works_once(session: Session, user: User, now: datetime, typed: str) -> None:
    make_codes(session, user, now)
    assert RecoveryCode.take(session, user=user, code=typed, at=now)
    assert not RecoveryCode.take(session, user=user, code=typed, at=now)
    assert second_factors_of(session, user).codes_left == CODES - 1


def test_whoever_has_the_table_must_try_each_code_slowly(
    monkeypatch: pytest.MonkeyPatch, session: Session, user: User, now: datetime
) -> None:
    monkeypatch.setattr(recovery_code, "COST", SLOW_HASH)
    make_codes(session, user, now)
    began = time.process_time()
    assert RecoveryCode.take(session, user=user, code=CODE, at=now)
    assert time.process_time() - began > 0.03


def test_a_new_set_ends_the_old(session: Session, user: User, now: datetime) -> None:
    make_codes(session, user, now)
    make_codes(session, user, now, first="XXXXXXXXXXXX")
    assert not RecoveryCode.take(session, user=user, code=CODE, at=now)
    assert RecoveryCode.take(session, user=user, code="XXXXXXXXXXXX", at=now)


def test_nobody_elses_recovery_code_works(session: Session, user: User, now: datetime) -> None:
    make_codes(session, make_user(session), now)
    assert not RecoveryCode.take(session, user=user, code=CODE, at=now)
    make_codes(session, user, now, first="XXXXXXXXXXXX")
    assert not RecoveryCode.take(session, user=user, code=CODE, at=now)


def test_recovery_codes_alone_are_no_second_step(session: Session, user: User, now: datetime) -> None:
    make_codes(session, user, now)
    assert not second_factors_of(session, user).are_set_up


def test_showing_it_gives_the_session_a_new_secret(session: Session, user: User, now: datetime) -> None:
    here = SignedInSession.start(session, user=user, token="a" * 43, device="", at=now)
    session.commit()
    assert here.prove(session, HowProved.PASSKEY, token="b" * 43, at=now)
    session.commit()
    clocks = {"idle": timedelta(hours=8), "absolute": timedelta(hours=20)}
    running = SignedInSession.running(now, **clocks)
    assert session.scalar(running.where(SignedInSession.carrying("a" * 43))) is None
    assert session.scalar(running.where(SignedInSession.carrying("b" * 43))) is here
    assert here.proof_holds(now, HALF_HOUR)


def test_a_session_that_has_ended_cannot_be_proved(session: Session, here: SignedInSession, now: datetime) -> None:
    here.end(now)
    session.commit()
    assert not here.prove(session, HowProved.PASSKEY, token="b" * 43, at=now)


def test_of_two_proofs_made_with_one_secret_the_second_is_refused(
    session: Session, here: SignedInSession, now: datetime
) -> None:
    seen = here.token_print
    assert here.prove(session, HowProved.PASSKEY, token="b" * 43, at=now)
    session.commit()
    session.refresh(here)
    set_committed_value(here, "token_print", seen)
    assert not here.prove(session, HowProved.PASSKEY, token="c" * 43, at=now)


def test_coming_back_after_half_an_hour_drops_the_proof(session: Session, here: SignedInSession, now: datetime) -> None:
    here.prove(session, HowProved.AUTHENTICATOR, token="b" * 43, at=now)
    for minutes, holds in ((29, True), (58, True), (87, True), (117, False), (118, False)):
        at = now + timedelta(minutes=minutes)
        session.execute(SignedInSession.touch(here.id, at, proof_idle=HALF_HOUR))
        session.commit()
        session.refresh(here)
        assert here.proof_holds(at, HALF_HOUR) is holds, minutes
    assert here.proved_how is None


def test_a_proof_does_not_hold_even_before_the_return_is_written_down(
    session: Session, here: SignedInSession, now: datetime
) -> None:
    here.prove(session, HowProved.AUTHENTICATOR, token="b" * 43, at=now)
    session.commit()
    assert here.proof_holds(now + timedelta(minutes=29), HALF_HOUR)
    assert not here.proof_holds(now + timedelta(minutes=30), HALF_HOUR)


def test_the_last_factor_stays_while_work_needs_it(
    session: Session, user: User, here: SignedInSession, now: datetime
) -> None:
    put_on_team(session, user, now)
    passkey, app = add_passkey(session, user, now), add_app(session, user, now)
    remove_factor(session, user, passkey, here=here, at=now)
    with pytest.raises(LastFactor):
        remove_factor(session, user, app, here=here, at=now)
    assert second_factors_of(session, user).count == 1


def test_without_such_work_the_last_one_goes_and_takes_the_recovery_codes_along(
    session: Session, user: User, here: SignedInSession, now: datetime
) -> None:
    app = add_app(session, user, now)
    make_codes(session, user, now)
    remove_factor(session, user, app, here=here, at=now)
    assert second_factors_of(session, user).codes_left == 0


def test_taking_one_away_asks_again_in_every_other_browser(
    session: Session, user: User, here: SignedInSession, now: datetime
) -> None:
    passkey, _ = add_passkey(session, user, now), add_app(session, user, now)
    there = sign_in(session, user, now)
    here.prove(session, HowProved.PASSKEY, token="b" * 43, at=now)
    there.prove(session, HowProved.PASSKEY, token="c" * 43, at=now)
    remove_factor(session, user, passkey, here=here, at=now)
    session.commit()
    assert here.proof_holds(now, HALF_HOUR)
    assert not there.proof_holds(now, HALF_HOUR)


def test_starting_again_ends_every_factor_code_and_session(
    session: Session, user: User, here: SignedInSession, now: datetime
) -> None:
    add_passkey(session, user, now)
    add_app(session, user, now)
    make_codes(session, user, now)
    reset_factors(session, user, by=make_user(session), at=now)
    session.commit()
    having = second_factors_of(session, user)
    assert (having.count, having.codes_left) == (0, 0)
    assert here.ended_at == now


def test_nobody_starts_their_own_again(session: Session, user: User, now: datetime) -> None:
    with pytest.raises(ResetByOneself):
        reset_factors(session, user, by=user, at=now)
