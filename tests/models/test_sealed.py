"""Personal details lie encrypted in the database; keys can be changed; a wrong key opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models import import_every_table, sealed
from models.person import Person
from models.sealed import NoKeys, Unreadable, new_key, reseal, sealed_columns, use_keys
from tests.conftest import FIELD_KEY
from tests.referring import make_person


@pytest.fixture(autouse=True)
def own_keys_again() -> Iterator[None]:
    yield
    use_keys([FIELD_KEY])


def stored(session: Session, column: str) -> str:
    session.flush()
    return str(session.execute(text(f"SELECT {column} FROM person")).scalar_one())


def test_nothing_readable_lies_in_the_table(session: Session) -> None:
    make_person(session, called="Jeannie Ŵ 日", reach="07700 900182", day_needs=["no-stairs"])
    for column in ("called", "reach", "day_needs", "good_times"):
        kept = stored(session, column)
        assert not any(word in kept for word in ("Jeannie", "07700", "no-stairs", "after"))
        assert kept.startswith("gAAAA")
    session.expire_all()
    person = session.query(Person).one()
    assert (person.called, person.day_needs) == ("Jeannie Ŵ 日", ["no-stairs"])


def test_the_same_words_never_look_the_same_twice(session: Session) -> None:
    make_person(session, called="Jo", good_times="Jo")
    assert stored(session, "called") != stored(session, "good_times")


def test_another_key_opens_nothing_and_says_so(session: Session) -> None:
    make_person(session)
    session.expire_all()
    use_keys([new_key()])
    with pytest.raises(Unreadable):
        session.query(Person).one()


def test_keys_are_changed_by_putting_a_new_one_first_and_sealing_again(session: Session, now: datetime) -> None:
    for n in range(3):
        make_person(session, called=f"Person {n}", reach=None)
    newest = new_key()
    use_keys([newest, FIELD_KEY])
    assert reseal(session) == 3
    session.expire_all()
    use_keys([newest])
    assert sorted(person.name for person in session.query(Person)) == ["Person 0", "Person 1", "Person 2"]
    assert all(person.reach is None for person in session.query(Person))


def test_without_keys_nothing_is_written_in_the_clear(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed._keyring, "box", None)
    with pytest.raises(Exception) as refused:
        make_person(session)
    assert isinstance(refused.value.__cause__ or refused.value, NoKeys)
    session.rollback()


@pytest.mark.parametrize("keys", [[], ["short"], [FIELD_KEY, "nothing"]])
def test_odd_keys_are_refused(keys: list[str]) -> None:
    with pytest.raises(ValueError):
        use_keys(keys)


def test_what_is_personal_is_sealed() -> None:
    import_every_table()
    found = {(table.name, column.name) for table, columns in sealed_columns() for column in columns}
    assert found >= {
        *(
            ("person", each)
            for each in ("called", "reach", "good_times", "day_needs", "communication", "spoken_for_by")
        ),
        *(("referral", each) for each in ("would_come", "must_know", "welcomer")),
        ("referral_step", "words"),
        ("private_list", "title"),
        ("might_come", "called"),
        ("enquiry", "about"),
        ("wellbeing", "answers"),
        ("authenticator", "secret"),
        *(("attender", each) for each in ("called", "rung_by", "reach")),
        ("attendance", "driver"),
        ("register", "note"),
        ("register_entry", "words"),
    }
