"""Registers of the demo town, by the verbs that people use: half a year of Tuesdays, heads, a storm, a difference."""

import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.acting import Acting, How, Part
from models.friendly_call import FriendlyCall, HowTheyAre
from models.listing import Listing
from models.meeting import Meeting
from models.people import User
from models.referral import Referral
from models.referral_stepping import take_untold
from models.register import Register
from models.register_entry import Press
from models.register_words import Keeping, Lift, Mark, SessionState
from models.session_dates import meetings_between
from models.short_code import new_code
from seeds.entry import typeset
from seeds.larkmoor.registers import KEPT, SECOND_PAIR_OF_HANDS, Kept, Regular
from seeds.pinning import World

WEEK = timedelta(weeks=1)
MINUTE = timedelta(minutes=1)


def register(world: World, listings: Mapping[str, Listing], referrals: Mapping[str, Referral]) -> None:
    """Every register there has been. `referrals` are those of the town, by their story's key."""
    chance = random.Random("registers")  # the same codes and the same people in every demo
    for kept in KEPT:
        _Keeper(world, kept, listings[kept.listing], referrals, chance).keep()
    world.session.flush()
    take_untold(world.session)


class _Keeper:
    """Whoever keeps the registers of one listing, session after session."""

    def __init__(
        self,
        world: World,
        kept: Kept,
        listing: Listing,
        referrals: Mapping[str, Referral],
        chance: random.Random,
    ) -> None:
        self.world, self.kept, self.listing, self.chance = world, kept, listing, chance
        self.referrals = referrals
        self.user = self._person(kept.by)
        self.who: dict[str, uuid.UUID] = {}
        self.to_walk_in = list(kept.walk_ins)

    def keep(self) -> None:
        past = list(self._past())
        for number, meeting in enumerate(past):
            self._keep_one(meeting, sessions_ago=len(past) - number)
        self._ring_round()

    def _past(self) -> Iterator[Meeting]:
        """The first session of each week, so that a town with a long history is made quickly."""
        days, weeks_seen = self.world.days, set()
        first = days.today - self.kept.weeks * WEEK
        found = meetings_between(self.world.session, self.listing, first, days.today, with_cancelled=False)
        for meeting in found:
            week = meeting.date.isocalendar()[:2]
            if week not in weeks_seen and meeting.is_over(days.now):
                weeks_seen.add(week)
                yield meeting

    def _keep_one(self, meeting: Meeting, sessions_ago: int) -> None:
        at = meeting.starts_at + 20 * MINUTE
        made = Register.held_or_made(self.world.session, self.listing, meeting, by=self.user, at=at)
        made.code = new_code(self.chance.choice)
        if sessions_ago == self.kept.called_off:
            made.close(SessionState.WEATHER, self._press(at), acting=self._hand(), at=at)
            return
        if self.kept.heads:
            self._count(made, at)
        else:
            self._mark(made, at, sessions_ago)
        for ago, words in self.kept.notes:
            if ago == sessions_ago:
                made.write_note(typeset(words), self._press(at), acting=self._hand(), at=at)
        if self.kept.pence_each:
            taken = made.people * self.kept.pence_each
            made.note_money(taken, self._press(at), acting=self._hand(), at=at)
        if sessions_ago > self.kept.still_open:
            closes = meeting.ends_at + 5 * MINUTE
            made.close(None, self._press(closes), acting=self._hand(), at=closes)

    def _ring_round(self) -> None:
        """Whoever was missed long ago was rung, and had stopped coming."""
        session, today = self.world.session, self.world.days.today
        session.flush()
        for call in session.scalars(FriendlyCall.open_of([self.listing.id])).all():
            if call.due_on < today - 2 * WEEK:
                rung_at = datetime.combine(call.due_on, time(18), self.world.days.now.tzinfo)
                call.log(HowTheyAre.NOT_COMING, by=self.user, at=rung_at)

    def _count(self, made: Register, at: datetime) -> None:
        people = max(4, round(self.chance.gauss(self.kept.heads, 4)))
        new, sent = self.chance.randrange(0, 4), self.chance.randrange(0, 3)
        made.keep_by(Keeping.HEADS, self._press(at), acting=self._hand(), at=at)
        made.count_heads(people, new, sent, self._press(at), acting=self._hand(), at=at)

    def _mark(self, made: Register, at: datetime, sessions_ago: int) -> None:
        weeks_ago = (self.world.days.today - made.on).days / 7
        for somebody in self.kept.people:
            if somebody.until <= weeks_ago <= somebody.since:
                at += MINUTE / 4
                self._mark_one(made, somebody, at)
        if self.to_walk_in and sessions_ago % 7 == 2:
            at += MINUTE
            made.walk_in(self.to_walk_in.pop(), self._press(at), acting=self._hand(), at=at)
        if sessions_ago == 1 and self.kept.still_open:
            self._say_something_else(made, at)

    def _mark_one(self, made: Register, somebody: Regular, at: datetime) -> None:
        comes = self.chance.randrange(10) < somebody.often
        marks = [Mark.CAME, Mark.CAME, Mark.CAME, Mark.PART] if comes else [Mark.ABSENT, Mark.APOLOGIES, None]
        mark = self.chance.choice(marks)
        who = self.who.get(somebody.called)
        if who is None and somebody.story:
            who = self.referrals[somebody.story].id
        if who is None:
            line = made.walk_in(somebody.called, self._press(at), acting=self._hand(), at=at)
            line.attender.rung_by = somebody.rung_by or None
            who = line.attender_id
        elif mark is not None:
            line = made.mark(who, mark, self._press(at), acting=self._hand(), at=at)
        self.who[somebody.called] = who
        if somebody.lift and comes:
            made.note_lift(who, Lift.TAKEN, somebody.lift, self._press(at), acting=self._hand(), at=at)

    def _say_something_else(self, made: Register, at: datetime) -> None:
        """A second volunteer had no signal, and marked one person differently."""
        other = Acting(Part.ORGANISER, How.REGISTER, self._person(SECOND_PAIR_OF_HANDS))
        who = self.who["Ged"]
        made.mark(who, Mark.CAME, self._press(at), acting=self._hand(), at=at)
        late = Press(self._key(), at, seen=0, phone=self._key())
        made.mark(who, Mark.APOLOGIES, late, acting=other, at=at + 30 * MINUTE)

    def _press(self, at: datetime) -> Press:
        return Press(self._key(), at)

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _hand(self) -> Acting:
        return Acting(Part.ORGANISER, How.REGISTER, self.user)

    def _person(self, key: str) -> User:
        return self.world.session.scalars(select(User).where(User.email == f"{key}@example.org")).one()
