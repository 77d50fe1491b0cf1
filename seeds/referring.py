"""Referrals of the demo town, made by the same verbs that people use: every state there is, and whom to ring today."""

import random
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints import referral_news as news
from models.acting import BY_THE_CLOCK, Acting, How, Part
from models.base import LONDON
from models.call import Call
from models.consent import Consent, ConsentTo, HowSaid
from models.enquiry import Enquiry, ReferralSource
from models.intake import intake_of
from models.listing import Listing
from models.might_come import MightCome
from models.occurrences import meetings
from models.organiser import Organiser
from models.people import User
from models.person import Person
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_stepping import take_untold
from models.referral_words import TO_ANSWER, Deed, Source, State
from models.school_term import SchoolTerm
from models.short_code import new_code
from models.team import Team, TeamMembership
from models.wall_clock import london_date
from models.wellbeing import Wellbeing, WhenAsked
from seeds.days import Days
from seeds.entry import typeset
from seeds.larkmoor import introductions as told
from seeds.larkmoor.introductions import GATHERED, MIGHT_COME, REQUESTS, ROOMS, STORIES, Story
from seeds.larkmoor.teams import HOSTS, SOURCES, TEAMS, WORKERS
from seeds.pinning import World

MIGHT_COME_KEPT = timedelta(days=30)
BEFORE = {"satisfied": "4", "worthwhile": "3", "happy": "5", "anxious": "prefer-not"}
AFTER = {"satisfied": "6", "worthwhile": "6", "happy": "7", "anxious": "3"}


def refer(world: World, listings: Mapping[str, Listing]) -> dict[str, Referral]:
    """The teams and organisers, then everybody's story. Gives the referrals by their story's key."""
    chance = random.Random("introductions")  # the same references in every demo
    people = _workers_and_hosts(world)
    teams = {team.slug: team for team in _teams(world, people)}
    sources = _sources(world, teams, chance)
    world.session.flush()
    for room in ROOMS:
        intake = intake_of(world.session, listings[room.listing], world.days.ago(90))
        intake.asking, intake.places_left = room.asking, room.places
    begun = [(story, _begin(world, story, listings[story.listing], people, teams, chance)) for story in STORIES]
    happened = [
        (_moment(world, referral, story, step), step, story, referral)
        for story, referral in begun
        for step in story.steps
    ]
    for at, step, story, referral in sorted(happened, key=lambda each: each[0]):
        _step(world, referral, step, people.get(story.by), at)
    _gather(world, listings, people, teams)
    _ask_teams(world, people, teams, sources, chance)
    for key, called, ago in MIGHT_COME:
        at = world.days.ago(ago)
        note = MightCome(listing=listings[key], called=called, received_at=at, delete_at=at + MIGHT_COME_KEPT)
        note.day = _meeting(world, listings[key], 1)
        world.session.add(note)
    world.session.flush()
    take_untold(world.session)
    return {story.key: referral for story, referral in begun}


def write_open_mails(session: Session, now: datetime) -> None:
    """The mails that groups have had about what is still to be answered, with links that work. Needs the app."""
    unanswered = select(Referral).where(Referral.state.in_(TO_ANSWER)).order_by(Referral.sent_at, Referral.id)
    for referral in session.scalars(unanswered):
        deeds = {step.deed for step in referral.steps}
        if referral.state is State.WAITING and referral.has_place:
            news.offer_to_group(referral, now)
        elif Deed.REMINDED in deeds and referral.state is State.SENT:
            news.ask_group_again(referral, now)
        elif referral.state in (State.SENT, State.SEEN):
            news.ask_group(referral, now)


def _workers_and_hosts(world: World) -> dict[str, User]:
    people = {}
    for somebody in (*WORKERS, *HOSTS):
        user = User(name=somebody.name, email=f"{somebody.key}@example.org", created_at=world.days.ago(somebody.since))
        world.session.add(user)
        people[somebody.key] = user
    world.session.flush()
    for host in HOSTS:
        world.session.add(
            Organiser(user=people[host.key], group=world.groups[host.group], started_at=world.days.ago(host.since))
        )
    return people


def _teams(world: World, people: Mapping[str, User]) -> list[Team]:
    teams = []
    for service in TEAMS:
        team = Team(
            slug=service.slug,
            name=service.name,
            organisation=service.organisation,
            phone=service.phone,
            phone_hours=service.phone_hours,
            email=service.email,
            urgent=service.urgent,
            lawful_basis=service.basis,
            patches=[world.patches[slug] for slug in service.patches],
            created_at=world.days.ago(430),
        )
        world.session.add(team)
        for worker in WORKERS:
            if worker.team == service.slug:
                membership = TeamMembership(
                    user=people[worker.key], team=team, role=worker.role, started_at=world.days.ago(worker.since)
                )
                if worker.ended is not None:
                    membership.ended_at = world.days.ago(worker.ended)
                world.session.add(membership)
        teams.append(team)
    return teams


def _sources(world: World, teams: Mapping[str, Team], chance: random.Random) -> dict[str, ReferralSource]:
    sources = {
        each.key: ReferralSource(
            team=teams[each.team],
            kind=each.kind,
            name=each.name,
            code=new_code(chance.choice),
            email=each.email,
            created_at=world.days.ago(each.since),
        )
        for each in SOURCES
    }
    world.session.add_all(sources.values())
    return sources


def _begin(
    world: World,
    story: Story,
    listing: Listing,
    people: Mapping[str, User],
    teams: Mapping[str, Team],
    chance: random.Random,
) -> Referral:
    session, days = world.session, world.days
    began = days.ago(story.steps[0].ago) if story.steps and isinstance(story.steps[0], told.Sent) else days.ago(0, 9)
    by = people.get(story.by)
    person = Person(
        called=story.called,
        contact=story.contact,
        reach=story.reach,
        message_safe=True,
        good_times=story.good_times,
        day_needs=[need.value for need in story.needs],
        communication=[term.value for term in story.communication],
        spoken_for_by=story.spoken_for_by or None,
        created_at=began,
        last_active_at=began,
    )
    worker = next((each for each in WORKERS if each.key == story.by), None)
    referral = Referral(
        reference=new_code(chance.choice),
        arrival_code=new_code(chance.choice),
        form_key=uuid.UUID(int=chance.getrandbits(128), version=4),
        listing=listing,
        panel=listing.panel,
        group=listing.group,
        team=teams[worker.team] if worker else None,
        person=person,
        referred_by=by,
        source=story.source,
        go_along=story.go_along,
        lift_wanted=story.lift,
        would_come=typeset(story.would_come),
        must_know=typeset(story.must_know),
        created_at=began,
        last_active_at=began,
    )
    _consent(referral, story, by, began)
    session.add(referral)
    session.flush()
    if story.key in ("nasreen", "bill"):
        _wellbeing(world, referral, by, began, both=story.key == "bill")
    return referral


def _consent(referral: Referral, story: Story, by: User | None, at: datetime) -> None:
    who = referral.keeper_name
    asks = f"{by.name} at {referral.team.name}" if by and referral.team else "this page"
    wordings = {
        ConsentTo.SHARE: f"I am happy for {asks} to tell {who} what I like to be called, how to reach me, and what"
        " would help on the day. I can change my mind whenever I like.",
        ConsentTo.FOLLOW_UP: f"I am happy to be asked by {asks} how it went.",
    }
    how = HowSaid.FORM if story.source is not Source.LINK_WORKER else HowSaid.FACE_TO_FACE
    for to, wording in wordings.items():
        referral.consents.append(
            Consent(
                to=to,
                given=to is ConsentTo.SHARE or story.follow_up,
                how=how,
                said_at=at,
                asked_by=by,
                wording=wording,
                recipient=who,
                fields=["called", "reach", "day_needs", "communication", "must_know"],
            )
        )


def _moment(world: World, referral: Referral, story: Story, step: told.Step) -> datetime:
    """When it happened: what groups do, they do in the evening."""
    days = world.days
    match step:
        case told.Came(number) | told.Missed(number):
            said = next(each.ago for each in story.steps if isinstance(each, told.Accepted))
            return max(_evening(_meeting(world, referral.listing, number), days), days.ago(said, 20))
        case told.Reminded(ago) | told.NoReply(ago):
            return days.ago(ago, 8)
        case told.Rung(ago):
            return days.ago(ago, 21)
        case told.Sent(ago) | told.Withdrawn(ago) | told.Settled(ago) | told.Stopped(ago):
            return days.ago(ago)
        case _:
            return days.ago(step.ago, 19)


def _step(world: World, referral: Referral, step: told.Step, by: User | None, at: datetime) -> None:
    days, worker = world.days, Acting(Part.LINK_WORKER if by else Part.PERSON, How.PAGE, by)
    host = Acting(Part.ORGANISER, How.LINK)
    match step:
        case told.Sent():
            referral.send(acting=worker, at=at)
        case told.Seen():
            referral.see(acting=host, at=at)
        case told.Reminded():
            referral.remind(acting=BY_THE_CLOCK, at=at)
        case told.MoreTime():
            referral.ask_later(acting=host, at=at)
        case told.AsksForCall():
            referral.ask_for_call(acting=host, at=at)
        case told.Accepted(_, number, welcomer):
            first = max(_meeting(world, referral.listing, number), at.astimezone(LONDON).date())
            starts = min((row.pattern.starts for row in referral.listing.session_times), default=None)
            referral.accept(first=first, starts=starts, welcomer=welcomer, acting=host, at=at)
        case told.Waits(_, until):
            referral.put_on_waiting_list(until=days.ahead(until) if until else None, acting=host, at=at)
        case told.Declined(_, reason):
            referral.decline(reason, acting=host, at=at)
        case told.Withdrawn():
            referral.withdraw(acting=worker, at=at)
        case told.NoReply():
            referral.note_no_reply(acting=BY_THE_CLOCK, at=at)
        case told.Came():
            referral.note_came(on=min(referral.first_date or days.today, london_date(at)), acting=host, at=at)
        case told.Missed():
            referral.note_did_not_come(on=min(referral.first_date or days.today, london_date(at)), acting=host, at=at)
        case told.Rung(_, about, outcome):
            world.session.flush()
            call = world.session.scalar(Call.open_of(referral).where(Call.about == about))
            if call is not None:
                referral.log_call(call, outcome, acting=worker, at=at)
        case told.Settled():
            referral.settle(acting=worker, at=at)
        case told.Stopped(_, reason):
            referral.stop(reason, acting=worker, at=at)
    world.session.flush()


def _meeting(world: World, listing: Listing, number: int) -> date:
    """The date of a meeting: 1 is the first after today, -1 the last before yesterday."""
    today = world.days.today
    terms = world.session.scalars(SchoolTerm.of(listing.panel)).all()
    patterns = [row.pattern for row in listing.session_times]
    changes = [row.change for row in listing.session_changes]
    if number > 0:
        coming = meetings(patterns, changes, on_or_after=today + timedelta(days=1), limit=number, terms=terms)
        found = [meeting.date for meeting in coming]
        return found[-1] if found else today + timedelta(days=7 * number)
    since = today + timedelta(days=7 * (number - 6))
    until = today - timedelta(days=2)
    past = [m.date for m in meetings(patterns, changes, on_or_after=since, until=until, terms=terms)]
    return past[number] if len(past) >= -number else until + timedelta(days=7 * (number + 1))


def _evening(day: date, days: Days) -> datetime:
    return min(datetime.combine(day, time(18, 30), LONDON), days.now)


def _wellbeing(world: World, referral: Referral, by: User | None, at: datetime, *, both: bool) -> None:
    asked = [(WhenAsked.BEFORE, BEFORE, at)] + [(WhenAsked.AFTER, AFTER, at + timedelta(days=40))] * both
    for when, answers, asked_at in asked:
        world.session.add(
            Wellbeing(
                person_id=referral.person_id,
                team_id=referral.team_id,
                when_asked=when,
                answers=answers,
                asked_at=asked_at,
                asked_by_id=by.id if by else None,
            )
        )


def _gather(
    world: World, listings: Mapping[str, Listing], people: Mapping[str, User], teams: Mapping[str, Team]
) -> None:
    for gathered in GATHERED:
        worker = next(each for each in WORKERS if each.key == gathered.by)
        world.session.add(
            PrivateList(
                team=teams[worker.team],
                made_by=people[gathered.by],
                title=gathered.title,
                needs=[need.value for need in gathered.needs],
                access=[each.value for each in gathered.access],
                listing_ids=[listings[key].id.hex for key in gathered.listings],
                created_at=world.days.ago(gathered.ago + 3),
                used_at=world.days.ago(gathered.ago),
            )
        )


def _ask_teams(
    world: World,
    people: Mapping[str, User],
    teams: Mapping[str, Team],
    sources: Mapping[str, ReferralSource],
    chance: random.Random,
) -> None:
    for request in REQUESTS:
        at, patch = world.days.ago(request.ago), world.patches[request.patch]
        person = Person(
            called=request.called,
            contact=told.Contact.RING,
            reach=request.reach,
            message_safe=True,
            good_times="",
            day_needs=[],
            communication=list(request.communication),
            created_at=at,
            last_active_at=at,
        )
        enquiry = Enquiry(
            reference=new_code(chance.choice),
            team=teams["larkmoor-link-workers"],
            patch=patch,
            source=sources.get(request.source),
            person=person,
            needs=[need.value for need in request.needs],
            about=typeset(request.about),
            received_at=at,
        )
        world.session.add(enquiry)
        world.session.flush()
        if request.taken:
            enquiry.take(by=people[request.taken[0]], at=world.days.ago(request.taken[1]))
        if request.closed:
            by = people[request.taken[0]] if request.taken else None
            enquiry.close(request.closed[0], by=by, at=world.days.ago(request.closed[1]))
