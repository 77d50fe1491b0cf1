"""The four questions: their wording, what counts as an answer, and one set of answers for each end."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.wellbeing import INTRODUCTION, NOT_SAID, QUESTIONS, Wellbeing, WhenAsked, read_answers
from tests.referring import SENT_AT, make_person, make_team

WORDING = [
    "Overall, how satisfied are you with your life nowadays?",
    "Overall, to what extent do you feel that the things you do in your life are worthwhile?",
    "Overall, how happy did you feel yesterday?",
    "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall, how anxious did you feel"
    " yesterday?",
]


def answered(value: str = "5", **more: str) -> dict[str, str]:
    return {**dict.fromkeys(QUESTIONS, value), **more}


def test_wording_and_order_are_those_of_the_standard() -> None:
    assert list(QUESTIONS.values()) == WORDING
    assert "There are no right or wrong answers" in INTRODUCTION


@pytest.mark.parametrize("value", [*map(str, range(11)), *NOT_SAID])
def test_numbers_from_none_to_ten_and_not_saying_are_answers(value: str) -> None:
    assert set(read_answers(answered(value)).values()) == {value}


def test_not_saying_is_kept_apart_from_nought() -> None:
    assert read_answers(answered("0", happy="prefer-not")) == answered("0", happy="prefer-not")


def test_a_number_is_kept_without_idle_noughts() -> None:
    assert read_answers(answered("07"))["happy"] == "7"


@pytest.mark.parametrize("value", ["11", "-1", "", "7.0", "seven", "²", "٧", " 7", "None"])
def test_anything_else_is_refused_at_its_question(value: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_answers(answered("5", worthwhile=value))
    assert refusal.value.field == "worthwhile"


def test_all_four_must_be_there_and_nothing_else_comes_along() -> None:
    with pytest.raises(RuleBroken):
        read_answers({"satisfied": "5"})
    assert set(read_answers(answered(total="20"))) == set(QUESTIONS)


def test_one_set_of_answers_for_each_end_and_they_are_sealed(session: Session) -> None:
    person, team = make_person(session), make_team(session)

    def answers(when: WhenAsked, value: str) -> Wellbeing:
        return Wellbeing(
            person_id=person.id, team_id=team.id, when_asked=when, answers=answered(value), asked_at=SENT_AT
        )

    session.add_all([answers(WhenAsked.BEFORE, "3"), answers(WhenAsked.AFTER, "8")])
    session.flush()
    kept = session.connection().exec_driver_sql("SELECT answers FROM wellbeing").scalars().all()
    assert all("happy" not in token for token in kept)
    session.add(answers(WhenAsked.AFTER, "9"))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
