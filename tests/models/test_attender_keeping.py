"""What a group keeps of somebody who comes."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.attender import Attender
from models.attender_keeping import NameFromElsewhere
from models.errors import RuleBroken
from models.expected import lines_of
from models.referral_words import State
from tests.referring import make_referral
from tests.registering import AT, TUESDAY, by_organiser, make_register, make_regular, make_weekly_listing, press

NUMBER = "07700 900182"


@pytest.fixture
def col(session: Session) -> Attender:
    return make_regular(session, make_weekly_listing(session), "Colin", 2, 1)


def test_a_first_name_is_put_right(col: Attender) -> None:
    col.put_name_right("  Big   Col ", at=AT)
    assert col.name == "Big Col"
    for wrong in ("", " ", "Col 07700 900182", "x" * 41):
        with pytest.raises(RuleBroken) as refusal:
            col.put_name_right(wrong, at=AT)
        assert refusal.value.field == "called"


def test_the_name_of_somebody_who_was_sent_is_put_right_where_it_came_from(session: Session) -> None:
    listing = make_weekly_listing(session)
    referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
    register = make_register(session, listing)
    line = register.line_of(referral.id, at=AT)
    with pytest.raises(NameFromElsewhere):
        line.attender.put_name_right("Jean", at=AT)


def test_a_number_is_kept_with_their_yes_alone(col: Attender) -> None:
    with pytest.raises(RuleBroken) as refusal:
        col.agree_ringing("Derek", NUMBER, said_yes=False, at=AT)
    assert refusal.value.field == "said_yes"
    assert (col.rung_by, col.reach) == (None, None)
    col.agree_ringing("Derek", "07700900182", said_yes=True, at=AT)
    col.agree_ringing("Sam", "", said_yes=False, at=AT)
    assert (col.rung_by, col.reach) == ("Sam", NUMBER)
    col.forget_ringing(at=AT)
    assert (col.rung_by, col.reach) == (None, None)


@pytest.mark.parametrize(
    ("ringer", "number", "field"), [("", NUMBER, "rung_by"), ("x" * 41, "", "rung_by"), ("Derek", "12", "number")]
)
def test_who_rings_and_the_number_make_sense(col: Attender, ringer: str, number: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        col.agree_ringing(ringer, number, said_yes=True, at=AT)
    assert refusal.value.field == field


def test_whoever_left_is_not_expected_until_they_come_back(session: Session, col: Attender) -> None:
    def expected() -> list[str]:
        session.flush()
        return [line.name for line in lines_of(session, col.listing_id, TUESDAY, None, today=TUESDAY)]

    assert expected() == ["Colin"]
    col.leave(at=AT)
    assert expected() == []
    col.come_back()
    assert expected() == ["Colin"]


def test_a_mark_for_somebody_who_left_is_still_a_mark(session: Session, col: Attender) -> None:
    col.leave(at=AT)
    register = make_register(session, col.listing)
    from models.register_words import Mark

    register.mark(col.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
    assert col.times == 3
