"""Whatever breaks in the middle of a deed, nothing of it stays: not the entry without its version, not the mail alone.

Each deed is done once to count what it writes. Then it is done again from the start, and broken before its second
write, its third, one in the middle and its last, and in the moment of its commit.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from werkzeug.datastructures import MultiDict

from extensions import db
from models.acting import Acting, Part
from models.listing import Listing
from models.listing_import import ListingImport
from models.organiser import Organiser
from models.people import User
from models.referral import Referral
from models.register import Register
from models.register_entry import Press
from models.register_words import SessionState
from models.rhythm import Rhythm
from models.session_cancelling import call_off
from models.session_dates import meeting_at
from models.session_time import SessionTime
from tests.architecture.test_gets_never_write import fingerprints
from tests.hostile.filled import find_forms, signed, tokens_for
from tests.hostile.town import Town, Visit, poster_id

COUNTED_ANYWAY = ("throttle",)
"""A try is counted even when what was tried broke."""
NEW_LISTING = {
    "name": "Kite afternoon", "summary": "Kites on the top field.", "any_time": "y", "cost": "free", "kind": "activity",
    "where": "new", "venue_name": "Top field", "venue_street": "Moor Lane", "venue_postcode": "ZZ4 1AB",
    "keeper": "new", "group_name": "Kite people", "checked": "phoned", "do": "save", "another_one": "yes",
}  # fmt: skip


NEW_TEAM = {
    "name": "Moorside link workers", "organisation": "Moorside", "phone": "0161 496 0198",
    "email": "moorside@example.org", "lead_email": "noor@example.org",
}  # fmt: skip
DONE_ON_A_WALK = [f"{poster_id('larkmoor', 'up')}:gone", f"{poster_id('larkmoor', 'to hang')}:up"]


IN_WELSH = {"language": "cy", "cy-title": "Te", "cy-when": "Bob amser", "cy-note": "", "cy-read_by": "Nia"}


SOMEBODY = {"called": "Jo", "contact": "ring", "ring_number": "07700 900182", "message_safe": "yes", "age": "over"}

ON_PAPER = {"walk-in-1": "Bob", "walk-in-2": "Jo", "in_all": "5", "money": "£3", "note": "Rain.", "do": "close"}


class PowerCut(BaseException):
    """What breaks the deed: no code of ours may catch it."""


@contextmanager
def breaking(engine: Engine, at: int | None) -> Iterator[list[str]]:
    """Count the writes; raise PowerCut instead of write number `at` (from 1). The commit counts as the last write."""
    writes: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and "throttle" not in statement:
            count(statement)

    def count(statement: str) -> None:
        writes.append(" ".join(statement.split())[:60])
        if len(writes) == at:
            raise PowerCut

    def commit(connection: Any) -> None:
        if writes:
            count("COMMIT")
        really(connection)

    really = engine.dialect.do_commit
    event.listen(engine, "before_cursor_execute", look)
    engine.dialect.do_commit = commit  # type: ignore[method-assign]
    try:
        yield writes
    finally:
        event.remove(engine, "before_cursor_execute", look)
        del engine.dialect.do_commit


def let_dot_host(app: Flask, town: Town) -> None:
    """Have Dot answer for the group."""
    with app.app_context():
        session = db.session()
        listing = session.get_one(Listing, town.things["larkmoor"].parts["listing_id"])
        dot = session.scalars(select(User).where(User.email == "dot@example.org")).one()
        session.add(Organiser(user=dot, group=listing.group, started_at=app.config["NOW"]))
        session.commit()


def make_it_meet(app: Flask, town: Town) -> None:
    """Let the listing meet at the hour of its register, with nobody marked as here yet."""
    let_dot_host(app, town)
    parts = town.things["larkmoor"].parts
    with app.app_context():
        now, session = app.config["NOW"], db.session()
        listing = session.get_one(Listing, parts["listing_id"])
        listing.session_times = [
            SessionTime(position=0, rhythm=Rhythm.WEEKLY, weekday=now.weekday(), starts=time(10), ends=time(12))
        ]
        register = session.scalars(Register.of_session(listing.id, now.date(), time(10))).one()
        who, press = parts["attender_id"], Press(uuid.uuid4(), now)
        register.mark(who, None, press, acting=Acting(Part.ORGANISER), at=now)
        session.get_one(Referral, parts["referral_id"]).accept(first=now.date(), acting=Acting(Part.ORGANISER), at=now)
        session.commit()


def call_it_off(app: Flask, town: Town) -> None:
    """And have it called off."""
    make_it_meet(app, town)
    with app.app_context():
        now, session = app.config["NOW"], db.session()
        listing = session.get_one(Listing, town.things["larkmoor"].parts["listing_id"])
        meeting = meeting_at(session, listing, now.date(), time(10))
        assert meeting is not None
        press, acting = Press(uuid.uuid4(), now), Acting(Part.ORGANISER)
        call_off(session, listing, meeting, SessionState.WEATHER, "illness", press, acting=acting, at=now)
        session.commit()


class Deed:
    """A form, who sends it, and what has to be in it. `least` is how many writes it is known to make."""

    def __init__(self, who: str, endpoint: str, least: int, before: Callable[..., None] | None = None, **values: Any):
        self.who, self.endpoint, self.least, self.before, self.values = who, endpoint, least, before, values


def bring_in_halfway(app: Flask, town: Town) -> None:
    """Have a spreadsheet brought in, so that it can be undone."""
    with app.app_context():
        brought = db.session.get_one(ListingImport, town.things["larkmoor"].parts["import_id"])
        brought.step(by=brought.uploaded_by, at=app.config["NOW"])
        db.session.commit()


def the_teas(town: Town) -> str:
    return str(town.things["larkmoor"].parts["listing_id"])


DEEDS = {
    "add an entry": Deed("dot", "listings.new", 6, **NEW_LISTING),
    "change an entry": Deed("dot", "listings.edit", 3, name="Porch cakes", checked="phoned", do="save"),
    "pause": Deed("dot", "listings.pause", 3, until="1 June", reason="The boiler."),
    "stop": Deed("dot", "listings.stop", 3, reason="It has ended."),
    "undo": Deed("dot", "listings.undo", 2),
    "check": Deed("dot", "listings.check", 2, how="phoned"),
    "bring a spreadsheet in": Deed("bernadette", "imports.step", 4, line="2"),
    "undo a spreadsheet": Deed("bernadette", "imports.undo", 2, bring_in_halfway),
    "answer a suggestion": Deed("dot", "panel.answer", 3, answer="Mended."),
    "invite": Deed("bernadette", "accounts.invite", 3, email="noor@example.org", role="volunteer"),
    "accept an invitation": Deed("", "accounts.accept", 4, name="Quentin"),
    "open a panel": Deed(
        "", "accounts.use_setup", 5, name="Ada", email="ada@example.org", panel="Moorside panel", patch="Moorside",
        postcode="ZZ4 1AA", helpers="Ada", phone="0161 496 0199",
    ),
    "ask to sign in": Deed("", "accounts.ask", 2, email="dot@example.org"),
    "sign in with a link": Deed("", "accounts.use_link", 2),
    "take a passkey away": Deed("bernadette", "accounts.remove_passkey", 4),
    "end a membership": Deed("bernadette", "accounts.end_membership", 2),
    "tell the panel something": Deed("", "public.send_listing_suggestion", 2, words="It moved.", about="wrong"),
    "change the panel's facts": Deed("bernadette", "panel.save_settings", 2, welcome="Come in."),
    "add a term": Deed("dot", "panel.add_term", 2, name="Summer", starts_on="1 June 2029", ends_on="20 July 2029"),
    "make a poster": Deed("dot", "posters.make", 2, sheet="missing"),
    "print a poster anew": Deed("dot", "posters.print_again", 2),
    "print many": Deed("dot", "posters.print_many", 2),
    "make many posters": Deed("dot", "posters.make_many", 3, listing=the_teas, strips="y"),
    "write in another language": Deed("dot", "posters.write_language", 2, **IN_WELSH),
    "take a language away": Deed("dot", "posters.remove_language", 2),
    "take a picture away": Deed("dot", "posters.remove_picture", 2),
    "type up a walk": Deed("dot", "posters.type_up_walk", 3, done=DONE_ON_A_WALK),
    "begin a list": Deed("priya", "lists.begin", 2, title="Warm and dry", need=["company"]),
    "send a list": Deed("priya", "lists.send_off", 3, email="jean@example.org"),
    "invite to a team": Deed("priya", "accounts.team_invite", 3, email="noor@example.org", role="link-worker"),
    "open a team": Deed("bernadette", "teams.open_for_panel", 5, **NEW_TEAM),
    "let a team serve": Deed("bernadette", "teams.let_serve", 2, team="hollinfold-link-workers"),
    "take a team off the patches": Deed("bernadette", "teams.end_serving", 2),
    "change a team's facts": Deed("priya", "teams.save_about", 3, name="Larkmoor helpers", patches=["larkmoor"]),
    "say how much room": Deed("dot", "replies.save_room", 3, taking="full", full_until="1 June"),
    "open what a mail asks": Deed("", "replies.see", 3),
    "accept by a mail": Deed("", "replies.answer", 6, answer="yes", first="other", other_day="1 June", welcomer="Jan"),
    "decline by a mail": Deed("", "replies.answer", 5, answer="no", why="full", full_until="2026-06-30"),
    "note an answer by phone": Deed("dot", "replies.note_by_phone", 5, answer="wait"),
    "note an arrival": Deed("", "replies.arrive", 8),
    "refer somebody": Deed("priya", "referrals.send", 6),
    "take a referral back": Deed("priya", "referrals.take_back", 4),
    "log a call": Deed("priya", "referrals.log_call", 3, outcome="told"),
    "add a search word": Deed("dot", "panel.add_word", 2, term="right fed up", means="company"),
    "ask to join": Deed("", "asking.send_ask", 8, **SOMEBODY),
    "say that one might come": Deed("", "asking.note_might_come", 3, called="Jo"),
    "ask to talk": Deed("", "asking.send_talk", 6, needs=["company"], **SOMEBODY),
    "send somebody": Deed("", "asking.send_help", 7, said_yes="yes", patch="larkmoor", **SOMEBODY),
    "take back what one asked": Deed("", "asking.take_back", 5),
    "help somebody": Deed("priya", "asking.take", 4),
    "mark who came": Deed("dot", "registers.mark", 8, make_it_meet, mark="came"),
    "add a walk-in": Deed("dot", "registers.walk_in", 5, let_dot_host, called="Jo"),
    "count heads": Deed("dot", "registers.count_heads", 2, let_dot_host, people="4", new="1"),
    "close the day": Deed("dot", "registers.close", 4, make_it_meet, state="nobody"),
    "say who rings them": Deed("dot", "registers.agree_ringing", 2, let_dot_host, rung_by="Jan"),
    "call a session off": Deed("dot", "registers.call_off", 10, make_it_meet, state="weather", reason="illness"),
    "call it on after all": Deed("dot", "registers.put_on_again", 8, call_it_off),
    "type a register up": Deed("dot", "registers.keep_typed", 16, let_dot_host, **ON_PAPER),
    "log a friendly call": Deed("dot", "registers.log_call", 2, let_dot_host, outcome="no-answer"),
    "close a request": Deed("priya", "asking.close", 4, how="helped"),
}  # fmt: skip


@pytest.mark.parametrize("what", DEEDS)
def test_a_deed_that_breaks_leaves_no_trace(
    app: Flask, town: Town, visit: Visit, restore: Callable[[], None], what: str
) -> None:
    deed = DEEDS[what]
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == deed.endpoint and "POST" in rule.methods)
    filled = find_forms(app, town, visit).get(deed.endpoint)
    address = town.address(app, rule)
    values: MultiDict[str, str] = MultiDict(filled.values) if filled else MultiDict()
    for name, said in deed.values.items():
        value = said(town) if callable(said) else said
        values.setlist(name, value if isinstance(value, list) else [value])
    restore()

    def do_it() -> int:
        client = visit(deed.who)
        if filled is not None:
            return client.post(address, data=signed(client, filled, values)).status_code
        sent = {**values.to_dict(), **tokens_for(client, deed.endpoint)}
        return client.post(address, data=sent).status_code

    def start_over() -> Engine:
        restore()
        if deed.before is not None:
            deed.before(app, town)
        with app.app_context():
            return db.engine

    with breaking(start_over(), at=None) as writes:
        assert do_it() == 303, f"{what} was not done"
    assert len(writes) >= deed.least, writes
    assert writes.count("COMMIT") == 1, f"{what} is kept in several pieces: {writes}"
    for at in sorted({2, 3, len(writes) // 2 + 1, len(writes) - 1, len(writes)} & set(range(2, len(writes) + 1))):
        engine = start_over()
        before = _kept(app)
        with breaking(engine, at), pytest.raises(PowerCut):
            do_it()
        changed = [name for name, rows in _kept(app).items() if rows != before[name]]
        assert not changed, f"{what}, broken at {writes[at - 1]!r}, left something in {changed}"
        if at == len(writes):
            assert do_it() == 303, f"{what} cannot be done after it broke"


def _kept(app: Flask) -> dict[str, str]:
    return {name: rows for name, rows in fingerprints(app).items() if name not in COUNTED_ANYWAY}
