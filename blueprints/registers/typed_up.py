"""A sheet that was typed up goes into the register, all of it or nothing: every mark, walk-in and sum by its verb."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from blueprints.acting import acting_as
from blueprints.register_addresses import SessionFound
from blueprints.registers.alike import known_people
from blueprints.registers.pounds import pounds
from blueprints.registers.pressing import clocks, part_for
from blueprints.registers.typing_form import TypedRow, TypingForm, WalkIn, lines_of_box, version_seen
from extensions import db
from models.acting import How
from models.attender import Attender
from models.clock_words import date_words
from models.errors import RuleBroken
from models.expected import Line
from models.register import Register
from models.register_closing import ToSettleFirst
from models.register_entry import Press
from models.register_words import Keeping, Mark, SessionState
from models.session_cancelling import call_off

MEANWHILE = "Somebody else changed this meanwhile. It says “{}” now. Send yours again to put it in its place."


class TypedUp:
    """One sheet on its way into its register. `errors` are what was refused, by the box."""

    def __init__(self, found: SessionFound, register: Register, form: TypingForm, at: datetime) -> None:
        self.found, self.register, self.form, self.at = found, register, form, at
        self.acting = acting_as(part_for(found.listing), How.PAPER)
        self.marked = self.walked_in = 0
        self.is_closed = self.is_called_off = self.is_refused = False

    def write(self, rows: Sequence[TypedRow], written: Sequence[WalkIn]) -> bool:
        """Do all that was typed. False when something was refused: then the caller lets go of all of it."""
        known = (
            _known_with_words(self.found, [row.line for row in rows]) if any(each.called for each in written) else []
        )
        for row in rows:
            if row.is_changed:
                with self._refusing(row):
                    self._press(row.line.who, row)
        for each in written:
            if each.called:
                with self._refusing(each):
                    self._add(each, known)
        with self._at_fields():
            self._count()
        with self._at_fields():
            self._note_the_rest()
        if self.form.is_closing and not self.is_refused:
            with self._at_fields():
                self._close()
        return not self.is_refused

    def _press(self, who: uuid.UUID, row: TypedRow) -> None:
        press = Press(self.form.key_of(f"{who} {row.typed}"), self.at, row.seen)
        self.register.mark(who, row.mark, press, acting=self.acting, at=self.at, clocks=clocks())
        self.marked += 1

    def _add(self, each: WalkIn, known: Iterable[tuple[uuid.UUID, str, str]]) -> None:
        key = self.form.key_of(f"walked in {each.number} {each.called}")
        here_before = [person for person in known if _alike(person[1], each.called)]
        by_id = {str(who): who for who, _, _ in here_before}
        if each.same in by_id:
            press = Press(key, self.at)
            self.register.mark(by_id[each.same], Mark.CAME, press, acting=self.acting, at=self.at, clocks=clocks())
        elif here_before and not _alike(each.asked, each.called) and db.session.get(Attender, key) is None:
            each.known, each.asked = here_before, each.called
            raise RuleBroken(f"We know somebody called {each.called}. Say if it is them, then save again.")
        else:
            self.register.walk_in(each.called, Press(key, self.at), acting=self.acting, at=self.at, clocks=clocks())
        self.walked_in += 1

    def _count(self) -> None:
        form, register = self.form, self.register
        press = Press(form.key_of("heads"), self.at, version_seen(form.heads_seen.data or ""))
        if register.keeping is Keeping.HEADS:
            people, new, referred = form.people.data, form.new.data or 0, form.referred.data or 0
            if people is None and (new or referred):
                raise RuleBroken("Say how many people there were.", field="people")
            if people is None or (people, new, referred) == _heads(register):
                return
        else:
            if form.in_all.data is None:
                return
            people = form.in_all.data - register.named
            if people < 0:
                raise RuleBroken(
                    f"{register.named} are marked as here, by name: that is more than this.", field="in_all"
                )
            new, referred = min(register.heads_new, people), min(register.heads_referred, people)
            if people == register.heads:
                return
        register.count_heads(people, new, referred, press, acting=self.acting, at=self.at)

    def _note_the_rest(self) -> None:
        form, register = self.form, self.register
        money, note = pounds(form.pence), (form.note.data or "").strip()
        for typed, standing, seen, box in (
            (money, pounds(register.pence), form.money_seen.data or "", "money"),
            (note, register.note or "", lines_of_box(form.note_seen.data), "note"),
        ):
            if typed in (standing, seen):
                continue
            if seen != standing:
                form[f"{box}_seen"].data = standing
                raise RuleBroken(MEANWHILE.format(standing), field=box)
            press = Press(form.key_of(f"{box} {typed}"), self.at)
            if box == "money":
                register.note_money(form.pence, press, acting=self.acting, at=self.at)
            else:
                register.write_note(typed, press, acting=self.acting, at=self.at)

    def _close(self) -> None:
        press, state = Press(close_key(self.form), self.at), self.form.sent_state
        try:
            if state is not None and state.is_cancelled and not self.register.people:
                self._call_off(state, press)
            else:
                self.register.close(state, press, acting=self.acting, at=self.at, clocks=clocks())
        except ToSettleFirst:  # all the rest stands; they are shown what differs
            return
        self.is_closed = True

    def _call_off(self, state: SessionState, press: Press) -> None:
        """It did not take place: the same as by its button, whoever hears of it."""
        found = self.found
        self.register.refuse_before_the_day(self.at)
        done = call_off(
            db.session(), found.listing, found.meeting, state, "", press, acting=self.acting, at=self.at
        )  # fmt: skip
        self.is_called_off = done.is_new

    @contextmanager
    def _refusing(self, row: TypedRow | WalkIn) -> Iterator[None]:
        try:
            yield
        except RuleBroken as refusal:
            row.error, self.is_refused = refusal.message, True

    @contextmanager
    def _at_fields(self) -> Iterator[None]:
        try:
            yield
        except RuleBroken as refusal:
            self.form.refuse(refusal)
            self.is_refused = True


def close_key(form: TypingForm) -> uuid.UUID:
    """The key of the press that closes the day."""
    return form.key_of("close")


def _known_with_words(found: SessionFound, lines: Sequence[Line]) -> list[tuple[uuid.UUID, str, str]]:
    """Whoever stands on the sheet or came before: their key, name, and when they were here last."""
    here, people = {line.who for line in lines}, []
    for who, (name, attender) in known_people(found, lines).items():
        last_on = attender.last_came_on if attender else None
        last = f"here on {date_words(last_on, found.meeting.date)}" if last_on else ""
        people.append((who, name, "on this sheet" if who in here else last))
    return people


def _alike(name: str, other: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(other.split()).casefold()


def _heads(register: Register) -> tuple[int, int, int]:
    return register.heads, register.heads_new, register.heads_referred
