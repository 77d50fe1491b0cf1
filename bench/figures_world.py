"""A year in which so many came, in a process of its own: `python -m bench.figures_world 200000 15`.

Gives, as JSON, how long each year report took, in milliseconds, round by round.
"""

import json
import random
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from types import SimpleNamespace
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app import create_app
from config import ROOT
from extensions import db
from models.attendance import Attendance
from models.attendance_figures import Scope, figures
from models.attended_month import AttendedMonth, months_of
from models.attender import Attender
from models.figure_table import exact_table
from models.figures_by_listing import listings_with_newcomers, totals_by_listing
from models.listing import Listing
from models.people import Panel, User
from models.published_figures import publish
from models.referral import Referral
from models.register import Register
from models.register_words import Keeping, Lift, Mark, SessionState, Why
from models.report_year import ReportYear
from models.rounded_figures import publish_rounded, published_parts
from models.short_code import ALPHABET
from models.team import Team
from models.team_figures import publish_team, team_figures
from seeds.generated import generate
from seeds.generated_referrals import generate_referrals

YEAR = date(2026, 1, 1)
NOW = datetime(2027, 1, 5, 10, 0, tzinfo=UTC)
LISTINGS = 900
MEETING_IN_BUSY_PANEL, MEETING_ELSEWHERE = 260, 60
"""Of those on the board, so many keep registers."""
OF_THE_BUSY_GROUP = 60
REFERRED = 0.15
STAYS = (1, 1, 1, 2, 3, 6, 12, 26, 40, 52)
"""How many weeks somebody comes."""
BATCH = 5_000
LEAST = 5
Row = dict[str, Any]


def make(session: Session, size: int) -> None:
    """Fill an empty database: listings, a team's referrals, registers of every week, and so many who came."""
    chance = random.Random(size)  # noqa: S311
    generate(session, LISTINGS, seed=1, now=NOW)
    panels = session.scalars(select(Panel).order_by(Panel.slug)).all()
    listings = session.scalars(select(Listing).where(Listing.group_id.is_not(None)).order_by(Listing.id)).all()
    busy = max(panels, key=lambda panel: sum(each.panel_id == panel.id for each in listings))
    meeting = [each for each in listings if each.panel_id == busy.id][:MEETING_IN_BUSY_PANEL]
    meeting += [each for each in listings if each.panel_id != busy.id][:MEETING_ELSEWHERE]
    for listing in meeting[:OF_THE_BUSY_GROUP]:
        listing.group_id = meeting[0].group_id
    user = session.scalars(select(User).order_by(User.email).limit(1)).one()
    team = Team(slug="bench", name="Link workers", created_at=NOW)
    session.add(team)
    session.flush()
    count = int(size / 11 * REFERRED)
    generate_referrals(session, count, team=team, by=user, listings=meeting, now=NOW)
    _Writer(session, chance, meeting).write(size, team)
    session.commit()


class _Writer:
    """Registers and who came, written table by table."""

    def __init__(self, session: Session, chance: random.Random, listings: list[Listing]) -> None:
        self.session, self.chance, self.listings = session, chance, listings
        self.rows: dict[Any, list[Row]] = {each: [] for each in (Register, Attender, Attendance, AttendedMonth)}
        self.registers: dict[tuple[uuid.UUID, date], Row] = {}

    def write(self, size: int, team: Team) -> None:
        asked = select(Referral).where(Referral.team_id == team.id).order_by(Referral.id)
        referrals: dict[uuid.UUID, list[Referral]] = {}
        for number, referral in enumerate(self.session.scalars(asked).all()):
            referral.sent_at = datetime(2026, 1, 1, 10, tzinfo=UTC) + timedelta(days=number % 360)
            referrals.setdefault(referral.listing_id, []).append(referral)
        self.session.flush()
        came = 0
        while came < size:
            listing = self.chance.choice(self.listings)
            waiting = referrals.get(listing.id)
            came += self._one_person(listing, waiting.pop() if waiting and self.chance.random() < 0.5 else None)
        for table in self.rows:
            self._insert(table)

    def _one_person(self, listing: Listing, referral: Referral | None) -> int:
        who = referral.id if referral else self._id()
        counted_as = referral.person_id if referral else who
        weekday = listing.id.int % 7
        start = self.chance.randrange(52)
        weeks = [
            start + n
            for n in range(self.chance.choice(STAYS))
            if start + n < 52 and (not n or self.chance.random() < 0.85)
        ]
        attender = SimpleNamespace(id=who, counted_as=counted_as)
        lines = []
        for n, week in enumerate(weeks):
            on = YEAR + timedelta(days=weekday + 7 * week)
            register = self._register(listing, on)
            register["named"] += 1
            register["named_new"] += n == 0
            register["named_referred"] += referral is not None
            line = {
                "id": self._id(), "register_id": register["id"], "attender_id": who, "listing_id": listing.id,
                "panel_id": listing.panel_id, "group_id": listing.group_id,
                "team_id": referral.team_id if referral else None, "counted_as": counted_as, "on_date": on,
                "why": Why.REGULAR, "is_referred": referral is not None, "mark": Mark.CAME, "came": True,
                "is_first": n == 0, "version": 1, "is_disputed": False, "lift": Lift.NONE, "pressed_at": NOW,
            }  # fmt: skip
            self.rows[Attendance].append(line)
            lines.append(SimpleNamespace(on=on, **{name: line[name] for name in line if name != "on_date"}))
        self.rows[Attender].append({
            "id": who, "listing_id": listing.id, "referral_id": referral.id if referral else None,
            "counted_as": counted_as, "first_came_on": lines[0].on, "last_came_on": lines[-1].on, "times": len(lines),
            "created_at": NOW, "last_active_at": NOW,
        })  # fmt: skip
        for (month, keeper_id), said in months_of(attender, lines).items():  # type: ignore[arg-type]
            self.rows[AttendedMonth].append({"attender_id": who, "month": month, "keeper_id": keeper_id, **said})
        return len(lines)

    def _register(self, listing: Listing, on: date) -> Row:
        if (listing.id, on) not in self.registers:
            number = len(self.registers)
            made = {
                "id": self._id(), "listing_id": listing.id, "panel_id": listing.panel_id, "group_id": listing.group_id,
                "on_date": on, "starts": clock(10), "ends": clock(12), "code": _code(number),
                "keeping": Keeping.NAMES, "heads": number % 3, "heads_new": 0, "heads_referred": 0,
                "heads_version": 1, "named": 0, "named_new": 0, "named_referred": 0, "state": SessionState.RAN,
                "places": 20 if number % 2 else None, "pence": number % 900, "note": None, "made_at": NOW,
                "closed_at": NOW, "version": 3,
            }  # fmt: skip
            self.registers[listing.id, on] = made
            self.rows[Register].append(made)
        return self.registers[listing.id, on]

    def _insert(self, table: Any) -> None:
        rows = self.rows[table]
        self.chance.shuffle(rows)  # as they come in over a year: not in the order of any index
        for start in range(0, len(rows), BATCH):
            self.session.connection().execute(insert(table.__table__), rows[start : start + BATCH])

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)


def _code(number: int) -> str:
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, len(ALPHABET))
        letters += ALPHABET[rest]
    return letters


def reports(session: Session) -> dict[str, Callable[[], object]]:
    """The year reports that are measured, by name; each works out everything that its page shows. And beside them the
    plain way: every visit of the year counted from its own line."""
    year, before = ReportYear.calendar(YEAR), date(2027, 1, 1)
    counted = func.count().desc()

    def largest(column: Any) -> uuid.UUID:
        rows = select(column).where(column.is_not(None)).group_by(column).order_by(counted).limit(1)
        return uuid.UUID(str(session.execute(rows).scalar_one()))

    panel, group = Scope(panel_id=largest(Register.panel_id)), Scope(group_id=largest(Register.group_id))
    team_id = largest(Attendance.team_id)

    def of_panel() -> object:
        whole = publish_rounded(figures(session, panel, year, before), LEAST, before)
        return published_parts(whole, totals_by_listing(session, panel, year, before), LEAST)

    def plainly() -> object:
        in_year = (Attendance.came, Attendance.on >= YEAR, Attendance.on < before)
        month = func.extract("month", Attendance.on)
        people = func.count(Attendance.counted_as.distinct())
        return session.execute(select(month, people, func.count()).where(*in_year).group_by(month)).all()

    return {
        "team": lambda: publish_team(year, team_figures(session, team_id, year, before), LEAST, before),
        "group": lambda: exact_table(figures(session, group, year, before)),
        "group, for the funder": lambda: publish(
            figures(session, group, year, before), LEAST, before, listings_with_newcomers(session, group, year, before)
        ),
        "panel": of_panel,
        "site": lambda: publish_rounded(figures(session, Scope(), year, before), LEAST, before),
        "plain": plainly,
    }  # fmt: skip


def measured(session: Session, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each report, round by round, in turns; the first of all is not counted."""
    asked = reports(session)
    found: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds + 1):
        for name, report in asked.items():
            began = time.perf_counter()
            report()
            took = (time.perf_counter() - began) * 1000
            if number:
                found[name].append(took)
    return found


def main(size: int, rounds: int) -> str:
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        session = db.session()
        began = time.perf_counter()
        if session.scalar(select(func.count()).select_from(Attendance)) == 0:
            make(session, size)
        made = time.perf_counter() - began
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        came = session.scalar(select(func.count()).select_from(Attendance).where(Attendance.came))
        return json.dumps({"came": came, "seconds": made, "times": measured(session, rounds)})


if __name__ == "__main__":
    sys.stdout.write("\n" + main(int(sys.argv[1]), int(sys.argv[2])) + "\n")
