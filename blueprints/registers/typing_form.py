"""The form on which a paper register is typed up: a row for each name in the order printed, ten boxes for whoever
walked in, and what else stands on the sheet. Each row says what it saw, so that nothing is overwritten unseen."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from blueprints.forms import tidy_line, tidy_text
from blueprints.once import OnceForm
from blueprints.registers.cautions import cautions_in
from blueprints.registers.pounds import pounds, read_pence
from models.errors import RuleBroken
from models.expected import Line
from models.register import Register
from models.register_counting import LONGEST_NOTE, MOST_HEADS
from models.register_words import Mark, SessionState
from models.telling_words import crisis

WALK_INS = 10
NO_MARK = "none"
"""What the script sends for a mark that is taken away."""
MARKS = [mark.value for mark in Mark]


class Count(IntegerField):
    """A number of people, or nothing."""

    def __init__(self, label: str, **more: Any) -> None:
        limits = NumberRange(0, MOST_HEADS, message=f"Write a number from 0 to {MOST_HEADS}.")
        super().__init__(label, validators=[Optional(), limits], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw_data = [tidy_line(each) or "" for each in valuelist]
        try:
            super().process_formdata(self.raw_data)
        except ValueError as error:
            raise ValueError("Put it in figures, such as 12.") from error


class TypingForm(OnceForm):
    """What stands on the sheet beside the names."""

    in_all = Count("How many in all")
    people = Count("How many people")
    new = Count("Of these, new")
    referred = Count("Of these, sent by somebody")
    heads_seen = HiddenField(filters=[tidy_text])
    money = StringField("Money taken, in pounds", validators=[Length(max=20, message="Write it like 12 or 12.50.")])
    money_seen = HiddenField(filters=[tidy_text])
    note = TextAreaField(
        "A note about the day",
        description="It may be read: by your group, and by anybody who asks to see what is kept about them.",
        validators=[Length(max=LONGEST_NOTE, message=f"Keep it to {LONGEST_NOTE} letters.")],
    )
    note_seen = HiddenField(filters=[tidy_text])
    heeded = HiddenField(filters=[tidy_text])
    """A print of the note that was looked at once more."""
    state = RadioField(
        "What became of this session?",
        choices=[SelectChoice(state.value, state.label) for state in SessionState],
        default=SessionState.RAN.value,
    )

    pence: int | None = None

    def validate_money(self, field: Any) -> None:
        try:
            self.pence = read_pence(field.data or "")
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal

    def validate_note(self, field: Any) -> None:
        """What gives too much away is said once, and then the person decides."""
        words = field.data or ""
        told = cautions_in(words) if words != lines_of_box(self.note_seen.data) else []
        despairs = bool(words) and crisis(words)
        seen = hashlib.blake2b(words.encode(), digest_size=12).hexdigest()
        if (told or despairs) and self.heeded.data != seen:
            self.heeded.data = seen
            once_more = "Is it right all the same? Save it again."
            raise ValidationError(" ".join([*(told or ["Is somebody in danger? Nobody watches this box."]), once_more]))

    def fill_from(self, register: Register | None) -> None:
        """What stands there now, and that it was seen."""
        filled: list[tuple[Any, Any]] = [
            (self.heads_seen, register.heads_version if register else 0),
            (self.money, pounds(register.pence) if register else ""),
            (self.note, (register.note or "") if register else ""),
            (self.money_seen, pounds(register.pence) if register else ""),
            (self.note_seen, (register.note or "") if register else ""),
        ]
        if register is not None and register.heads_version:
            filled += [(self.people, register.heads), (self.new, register.heads_new)]
            filled.append((self.referred, register.heads_referred))
        for box, value in filled:
            box.data = value

    @property
    def is_closing(self) -> bool:
        return request.form.get("do") == "close"

    @property
    def sent_state(self) -> SessionState | None:
        """What was said to have become of it. "It ran" is what everybody means who says nothing."""
        try:
            said = SessionState(self.state.data or SessionState.RAN)
        except ValueError:
            return None
        return None if said is SessionState.RAN else said

    def key_of(self, words: str) -> uuid.UUID:
        """The key of one press of this form: the same for every sending of it."""
        return uuid.uuid5(self.key, words)


@dataclass
class TypedRow:
    """One name of the sheet: the mark that was seen, and the one that was typed."""

    line: Line
    seen: int
    was: str
    typed: str
    error: str = ""

    @property
    def is_changed(self) -> bool:
        return self.typed != self.was

    @property
    def mark(self) -> Mark | None:
        return Mark(self.typed) if self.typed in MARKS else None


@dataclass
class WalkIn:
    """One line that was written by hand. `same` is whose it is, when they were here before."""

    number: int
    called: str
    asked: str = ""
    """The name for which the question was put whether it is somebody we know."""
    same: str = ""
    known: list[Any] = field(default_factory=list)
    error: str = ""


def rows_of(lines: Sequence[Line], sent: bool) -> list[TypedRow]:
    """A row for each line: as it stands, or as it was `sent`."""
    rows = []
    for line in lines:
        standing = line.mark.value if line.mark else ""
        row = TypedRow(line, line.version, standing, standing)
        if sent and f"was-{line.who}" in request.form:
            row.was = _one_of(request.form.get(f"was-{line.who}", ""))
            row.typed = _one_of(request.form.get(f"mark-{line.who}", row.was))
            row.seen = version_seen(request.form.get(f"seen-{line.who}", ""))
        rows.append(row)
    return rows


def walk_ins(sent: bool) -> list[WalkIn]:
    """The ten boxes: empty, or as they were `sent`."""
    if not sent:
        return [WalkIn(at, "") for at in range(1, WALK_INS + 1)]
    typed = request.form
    return [
        WalkIn(
            at,
            tidy_line(typed.get(f"walk-in-{at}", "")) or "",
            tidy_line(typed.get(f"asked-{at}")) or "",
            (tidy_line(typed.get(f"same-{at}")) or "")[:36],
        )
        for at in range(1, WALK_INS + 1)
    ]


def lines_of_box(typed: str | None) -> str:
    """Words that travelled in a hidden box, where lines end otherwise."""
    return (typed or "").replace("\r\n", "\n").strip()


def _one_of(word: str) -> str:
    """A mark by its value, or none."""
    return word if word in MARKS else ""


def version_seen(typed: str) -> int:
    """The version that a page was made from."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else 0
