"""Presses from several phones, twice, late, in any order: none is lost, none is doubled, and the sums are right."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.attender import Attender
from models.people import User
from models.referral_words import State
from models.register import Register
from models.register_entry import Press, RegisterEntry
from models.register_words import Mark
from tests.people import make_user
from tests.referring import make_referral
from tests.registering import AT, TUESDAY, by_organiser, make_register, make_regular, make_weekly_listing

MARKS = [*Mark, None]


@dataclass
class Sent:
    """A press on its way: which phone, who pressed, on which register."""

    by: User
    register: Register
    who: uuid.UUID
    mark: Mark | None
    press: Press
    called: str = ""


def send(each: Sent) -> None:
    at = AT + timedelta(days=9)
    if each.called:
        each.register.walk_in(each.called, each.press, acting=by_organiser(each.by), at=at)
    else:
        each.register.mark(each.who, each.mark, each.press, acting=by_organiser(each.by), at=at)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_arrives_however_often_every_press_is_kept_once_and_the_sums_agree(
    session: Session, seed: int
) -> None:
    chance = random.Random(seed)
    listing = make_weekly_listing(session)
    regulars = [make_regular(session, listing, name, 1) for name in ("Ged", "Winston", "Farhad")]
    referral = make_referral(session, listing, state=State.ACCEPTED, first=TUESDAY)
    registers = [make_register(session, listing, on=TUESDAY + timedelta(days=7 * n), at=AT) for n in range(2)]
    phones = [(make_user(session, name=name), uuid.uuid4()) for name in ("Derek", "Sam")]
    outboxes: list[list[Sent]] = []
    for user, phone in phones:
        outbox = []
        for number in range(12):
            press = Press(uuid.UUID(int=chance.getrandbits(128)), AT + timedelta(seconds=number), 0, phone)
            who = chance.choice([referral.id, *(each.id for each in regulars)])
            called = chance.choice(["", "", "", "", "Marlene"])
            outbox.append(Sent(user, chance.choice(registers), who, chance.choice(MARKS), press, called))
        outboxes.append(outbox)

    last: dict[tuple[uuid.UUID, uuid.UUID], dict[uuid.UUID, Mark | None]] = {}
    waiting = [list(outbox) for outbox in outboxes]
    while any(waiting):
        queue = chance.choice([each for each in waiting if each])
        for each in queue[: chance.randrange(1, 4)]:
            send(each)
            if chance.random() < 0.4:
                send(each)  # the answer was lost on its way
            queue.remove(each)
            if not each.called:
                last.setdefault((each.register.id, each.who), {})[each.by.id] = each.mark
    session.commit()

    kept = session.scalars(select(RegisterEntry.press_key).where(RegisterEntry.by_id.is_not(None))).all()
    sent = [each.press.key for outbox in outboxes for each in outbox]
    assert sorted(kept) == sorted(sent)
    walked_in = {each.press.key for outbox in outboxes for each in outbox if each.called}
    rows = session.scalars(select(Attendance).where(Attendance.register_id.in_([each.id for each in registers]))).all()
    assert walked_in <= {row.attender_id for row in rows}
    for (register_id, who), said in last.items():
        (row,) = [row for row in rows if (row.register_id, row.attender_id) == (register_id, who)]
        assert row.mark in said.values() or row.mark is None
        standing = {row.mark} | ({row.other_mark} if row.is_disputed else set())
        assert set(said.values()) <= standing, "what somebody said last is neither what stands nor to be settled"
    for register in registers:
        came = [row for row in rows if row.register_id == register.id and row.came]
        assert register.named == len(came)
        assert register.named_new == sum(row.is_first for row in came)
        assert register.named_referred == sum(row.is_referred for row in came)
    for attender in session.scalars(select(Attender)):
        here = [row for row in session.scalars(Attendance.of(attender.id)) if row.came]
        assert attender.times == len(here)
        assert [row.is_first for row in here] == [True, *[False] * (len(here) - 1)][: len(here)]
    assert (referral.state is State.CAME) is any(row.came for row in rows if row.attender_id == referral.id)
