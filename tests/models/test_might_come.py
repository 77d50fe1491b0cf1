""" "I might come": kept sealed, in the order of its days, and gone after thirty of them."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models.listing import Listing
from models.might_come import MightCome, forget_on
from models.referral_clocks import ReferralClocks
from tests.boards import make_listing


def note(session: Session, listing: Listing, now: datetime, day: date | None = None, called: str = "Jo") -> MightCome:
    made = MightCome(listing=listing, called=called, day=day, received_at=now, delete_at=forget_on(now))
    session.add(made)
    session.commit()
    return made


def test_it_is_forgotten_after_thirty_days_or_as_the_setting_says(now: datetime) -> None:
    assert forget_on(now) == now + timedelta(days=30)
    assert forget_on(now, ReferralClocks(might_come_days=7)) == now + timedelta(days=7)


def test_the_soonest_day_comes_first_and_unsure_ones_last(session: Session, now: datetime) -> None:
    shed = make_listing(session)
    unsure = note(session, shed, now)
    later = note(session, shed, now, date(2026, 3, 17))
    sooner = note(session, shed, now, date(2026, 3, 10))
    note(session, make_listing(session, shed.patch, "Choir"), now)
    assert list(session.scalars(MightCome.for_listing(shed, now))) == [sooner, later, unsure]


def test_it_is_not_shown_on_the_day_it_is_forgotten(session: Session, now: datetime) -> None:
    shed = make_listing(session)
    note(session, shed, now)
    assert list(session.scalars(MightCome.for_listing(shed, now + timedelta(days=29)))) != []
    assert list(session.scalars(MightCome.for_listing(shed, now + timedelta(days=30)))) == []


def test_the_name_is_sealed(session: Session, now: datetime) -> None:
    made = note(session, make_listing(session), now, called="Marigold")
    assert "Marigold" not in str(session.connection().exec_driver_sql("SELECT * FROM might_come").all())
    session.expire_all()
    assert made.called == "Marigold"
