"""Pictures of a listing: kept once, not without end, taken away and wiped a day later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.listing import Listing
from models.picture import KEPT_AFTER_REMOVAL, MOST_OF_A_LISTING, Picture, TooManyPictures
from tests.boards import make_listing
from tests.people import make_panel, make_patch, make_volunteer


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_listing(session)


def picture(now: datetime, fingerprint: str = "a" * 64, alt: str = "A bench.") -> Picture:
    return Picture(alt=alt, fingerprint=fingerprint, width=800, height=600, jpeg=b"jpeg", added_at=now)


def test_pictures_stand_the_latest_first(session: Session, listing: Listing, now: datetime) -> None:
    older = Picture.add_to(session, listing, picture(now - timedelta(days=1), "a"))
    newer = Picture.add_to(session, listing, picture(now, "b"))
    assert session.scalars(Picture.of(listing)).all() == [newer, older]


def test_the_same_picture_is_kept_once_with_the_newer_words(session: Session, listing: Listing, now: datetime) -> None:
    first = Picture.add_to(session, listing, picture(now))
    again = Picture.add_to(session, listing, picture(now, alt="A green bench."))
    assert again is first
    assert first.alt == "A green bench."
    assert len(session.scalars(Picture.of(listing)).all()) == 1


def test_a_listing_has_so_many_and_no_more(session: Session, listing: Listing, now: datetime) -> None:
    kept = [Picture.add_to(session, listing, picture(now, str(n))) for n in range(MOST_OF_A_LISTING)]
    with pytest.raises(TooManyPictures) as refusal:
        Picture.add_to(session, listing, picture(now, "one more"))
    assert refusal.value.field == "picture"
    kept[0].remove(by=make_volunteer(session), at=now)
    assert Picture.add_to(session, listing, picture(now, "one more")).listing is listing


def test_one_that_was_taken_away_is_seen_by_nobody_and_comes_back(session: Session, now: datetime) -> None:
    panel = make_panel(session)
    user = make_volunteer(session, panel)
    listing = make_listing(session, make_patch(session, panel))
    kept = Picture.add_to(session, listing, picture(now))
    kept.remove(by=user, at=now)
    session.flush()
    for rows in (Picture.of(listing), Picture.visible_to(user)):
        assert session.scalars(rows).all() == []
    assert session.scalars(Picture.removed_from(user)).all() == [kept]
    kept.put_back()
    session.flush()
    assert session.scalars(Picture.visible_to(user)).all() == [kept]
    assert session.scalars(Picture.removed_from(user)).all() == []
    assert session.scalars(Picture.visible_to(make_volunteer(session, make_panel(session)))).all() == []


def test_what_was_taken_away_is_wiped_after_a_day(session: Session, listing: Listing, now: datetime) -> None:
    Picture.add_to(session, listing, picture(now, "kept"))
    gone = Picture.add_to(session, listing, picture(now, "gone"))
    gone.remove(by=make_volunteer(session), at=now)
    session.flush()
    assert session.scalars(Picture.worn_out(now + KEPT_AFTER_REMOVAL)).all() == []
    assert session.scalars(Picture.worn_out(now + KEPT_AFTER_REMOVAL + timedelta(seconds=1))).all() == [gone]
