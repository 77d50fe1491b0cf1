"""What each hand said last about one line, or about the heads: two that had not seen each other's word may differ.

A hand is a person, or a browser where nobody is signed in. Whoever presses with everything in view has the last word
over all before; between such presses every hand's last word counts.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.register_entry import RegisterEntry
from models.register_words import RegisterDeed

OF_A_LINE = (RegisterDeed.MARKED, RegisterDeed.WALKED_IN, RegisterDeed.SETTLED)
OF_HEADS = (RegisterDeed.COUNTED, RegisterDeed.SETTLED)


def last_words(session: Session, register_id: uuid.UUID, attender_id: uuid.UUID | None) -> list[RegisterEntry]:
    """The last word of each hand on a line (on the heads without `attender_id`), in the order in which they came."""
    deeds = OF_A_LINE if attender_id else OF_HEADS
    rows = (
        select(RegisterEntry)
        .where(
            RegisterEntry.register_id == register_id,
            RegisterEntry.attender_id == attender_id,
            RegisterEntry.deed.in_(deeds),
        )
        .order_by(RegisterEntry.number)
    )
    return _last(session.scalars(rows))


def _last(entries: Iterable[RegisterEntry]) -> list[RegisterEntry]:
    words: dict[uuid.UUID, RegisterEntry] = {}
    for entry in entries:
        if entry.saw_all:
            words.clear()
        hand = entry.by_id or entry.phone or entry.press_key
        before = words.get(hand)
        # One browser sends in the order of pressing. Of one person's two browsers, the later press is what they meant.
        if before is None or before.phone == entry.phone or entry.pressed_at >= before.pressed_at:
            words.pop(hand, None)
            words[hand] = entry
    return list(words.values())
