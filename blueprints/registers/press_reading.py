"""What a phone sends: a batch of presses, read with care. What cannot be a press is refused alone, with words."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from blueprints.forms import tidy_line
from blueprints.register_addresses import WRITTEN, Moment
from models.register_entry import Press
from models.register_words import Mark

MOST_PRESSES = 500
LONGEST_WORDS = 200
LARGEST_NUMBER = 2**31 - 1
OLDEST = timedelta(days=8)
"""A phone keeps marks for seven days; nothing was pressed longer ago than this."""
A_LITTLE = timedelta(minutes=2)
"""How far a phone's clock may be out before its times are put right."""


class Unreadable(Exception):
    """The batch as a whole makes no sense: `words` say so, `status` in HTTP."""

    def __init__(self, words: str, status: int = 400) -> None:
        self.words, self.status = words, status
        super().__init__(words)


class NotAPress(Exception):
    """One press among the others makes no sense."""


@dataclass(frozen=True, slots=True)
class Said:
    """One press as a phone tells of it. `kind` is "mark", "walk-in" or "heads"."""

    kind: str
    moment: Moment
    press: Press
    who: uuid.UUID | None = None
    mark: Mark | None = None
    called: str = ""
    heads: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was sent at once. `presses` keeps the order in which they were pressed; None stands where no press was."""

    sealed_pass: Any
    keys: list[str | None]
    presses: list[Said | None]


def read_batch(body: bytes, now: datetime) -> Batch:
    """The batch in a request's body. Raises Unreadable."""
    try:
        sent = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("That is not a list of marks.") from None
    if not isinstance(sent, dict) or not isinstance(sent.get("presses"), list):
        raise Unreadable("That is not a list of marks.")
    if len(sent["presses"]) > MOST_PRESSES:
        raise Unreadable(f"Send {MOST_PRESSES} marks at once, and no more.", 413)
    ahead = _ahead(sent.get("now"), now)
    presses = [_read(each, sent.get("phone"), ahead, now) for each in sent["presses"]]
    return Batch(sent.get("pass"), [_key(each) for each in sent["presses"]], presses)


def _read(each: Any, phone: Any, ahead: timedelta, now: datetime) -> Said | None:
    try:
        return _said(each, phone, ahead, now)
    except NotAPress:
        return None


def _said(each: Any, phone: Any, ahead: timedelta, now: datetime) -> Said:
    if not isinstance(each, dict):
        raise NotAPress
    key, seen = _uuid(each.get("key")), each.get("seen")
    at = min(max(_time(each.get("at")) - ahead, now - OLDEST), now)
    press = Press(key, at, None if seen is None else _number(seen), None if phone is None else _uuid(phone))
    moment, kind = _moment(each.get("moment")), each.get("kind")
    if kind == "mark":
        return Said(kind, moment, press, who=_uuid(each.get("who")), mark=_mark(each.get("mark")))
    if kind == "walk-in":
        return Said(kind, moment, press, called=_words(each.get("called")))
    if kind == "heads":
        people, new, referred = (_number(each.get(name)) for name in ("people", "new", "referred"))
        return Said(kind, moment, press, heads=(people, new, referred))
    raise NotAPress


def _ahead(said: Any, now: datetime) -> timedelta:
    """How far the phone's clock runs ahead of ours, when that is worth putting right."""
    try:
        ahead = _time(said) - now
    except NotAPress:
        return timedelta(0)
    return ahead if A_LITTLE < abs(ahead) < timedelta(days=3650) else timedelta(0)


def _time(said: Any) -> datetime:
    """A moment with its zone, of this century: sums with it cannot overflow."""
    try:
        at = datetime.fromisoformat(said)
        if at.tzinfo is None or not 2000 <= at.year < 2100:
            raise NotAPress
        return at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise NotAPress from None


def _moment(said: Any) -> Moment:
    try:
        written = datetime.strptime(said, WRITTEN)  # noqa: DTZ007 - a wall clock, of no zone
    except (TypeError, ValueError):
        raise NotAPress from None
    if written.year < 2000:
        raise NotAPress
    return Moment(written.date(), written.time())


def _uuid(said: Any) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except (TypeError, ValueError, AttributeError):
        raise NotAPress from None


def _mark(said: Any) -> Mark | None:
    try:
        return None if said is None else Mark(said)
    except ValueError:
        raise NotAPress from None


def _number(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= LARGEST_NUMBER:
        raise NotAPress
    return said


def _words(said: Any) -> str:
    if not isinstance(said, str) or len(said) > LONGEST_WORDS:
        raise NotAPress
    return tidy_line(said) or ""


def _key(each: Any) -> str | None:
    key = each.get("key") if isinstance(each, dict) else None
    return key if isinstance(key, str) and len(key) <= len(str(uuid.UUID(int=0))) and key.isascii() else None


def _no_number(said: str) -> None:
    raise ValueError(said)  # JSON has neither NaN nor Infinity
