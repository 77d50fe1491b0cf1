"""Teams: who may lead, who belongs, which patches, what is on the desk, and what changed on the patches."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.call import Call, CallAbout
from models.listing_contents import save, write
from models.listing_news import What, news_of
from models.listing_version import Deed
from models.patterns import Pattern
from models.people import Role
from models.referral_words import State
from models.team import LastTeamLead, Team, TeamMembership
from models.team_desk import MOST_SHOWN, team_desk_of
from models.team_opening import (
    not_serving_panel,
    open_team,
    patches_within_reach,
    serve,
    serving_panel,
    stop_serving,
)
from tests.boards import make_listing, make_venue
from tests.people import MADE_AT, make_panel, make_patch, make_user
from tests.referring import (
    make_hosted_listing,
    make_link_worker,
    make_organiser,
    make_referral,
    make_team,
    make_team_lead,
)

TODAY = date(2026, 3, 3)
LONG_AGO = datetime(2026, 1, 12, 9, tzinfo=UTC)


def opened(session: Session, name: str = "Larkmoor link workers", **more: object) -> Team:
    usual: dict[str, object] = {
        "id": uuid.uuid4(), "organisation": "Neighbours", "phone": "", "phone_hours": "", "email": "", "patches": [],
        "by": None, "at": MADE_AT,
    }  # fmt: skip
    return open_team(session, name=name, **{**usual, **more})  # type: ignore[arg-type]


# Who belongs


def test_the_last_lead_of_a_team_cannot_go_or_step_down(session: Session, now: datetime):
    team = make_team(session)
    lead = make_team_lead(session, team)
    only = session.scalars(TeamMembership.of(lead)).one()
    with pytest.raises(LastTeamLead):
        only.end(by=lead, at=now)
    with pytest.raises(LastTeamLead):
        only.change_role(Role.LINK_WORKER)
    make_team_lead(session, team)
    session.refresh(only)
    only.end(by=lead, at=now)
    assert only.ended_by_id == lead.id


def test_a_person_has_one_running_membership_of_a_team(session: Session):
    team = make_team(session)
    worker = make_link_worker(session, team)
    session.add(TeamMembership(user=worker, team=team, role=Role.TEAM_LEAD, started_at=MADE_AT))
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_ended_team_and_an_ended_membership_open_nothing(session: Session, now: datetime):
    team = make_team(session)
    worker = make_link_worker(session, team)
    assert session.scalars(Team.worked_by(worker)).all() == [team]
    assert session.scalars(Team.led_by(worker)).all() == []
    team.ended_at = now
    assert session.scalars(Team.worked_by(worker)).all() == []
    assert session.scalars(TeamMembership.of(worker)).all() == []


# Opening and serving


def test_teams_of_one_name_get_addresses_of_their_own(session: Session):
    assert [opened(session).slug, opened(session).slug] == ["larkmoor-link-workers", "larkmoor-link-workers-2"]


def test_a_panel_lets_a_team_serve_and_takes_it_off_again(session: Session):
    patch = make_patch(session)
    other = make_patch(session, patch.panel, "Tenter Moor")
    elsewhere = make_patch(session, make_panel(session))
    team = opened(session, patches=[elsewhere])
    assert session.scalars(not_serving_panel(patch.panel)).all() == [team]
    serve(session, team, patch.panel)
    session.flush()
    assert session.scalars(serving_panel(patch.panel)).all() == [team]
    assert {patch.id, other.id, elsewhere.id} == {each.id for each in team.patches}
    assert stop_serving(team, patch.panel) == [patch, other]
    session.flush()
    assert session.scalars(serving_panel(patch.panel)).all() == []
    assert team.patches == [elsewhere]


def test_a_team_chooses_among_the_patches_of_panels_that_agreed(session: Session):
    patch = make_patch(session)
    other = make_patch(session, patch.panel, "Tenter Moor")
    make_patch(session, make_panel(session))
    team = opened(session, patches=[patch])
    assert patches_within_reach(session, team) == [patch, other]
    assert patches_within_reach(session, opened(session)) == []


def test_nobody_serves_a_panels_patches_by_naming_those_of_another(session: Session):
    patch, foreign = make_patch(session), make_patch(session, make_panel(session))
    team = opened(session)
    serve(session, team, patch.panel, [patch, foreign])
    assert team.patches == [patch]


# The desk


def test_the_desk_counts_every_pile_and_shows_the_first_few(session: Session, now: datetime):
    listing = make_hosted_listing(session)
    team = make_team(session, patches=[listing.patch])
    worker = make_link_worker(session, team)
    for _ in range(MOST_SHOWN + 2):
        make_referral(session, listing, team=team, by=worker)
    make_referral(session, listing, team=team, by=worker, state=State.SEEN)
    said_yes = make_referral(session, listing, team=team, by=worker, state=State.ACCEPTED)
    make_referral(session, listing, team=team, by=worker, state=State.DECLINED, at=now - timedelta(days=20))
    make_referral(session, listing, team=team, by=worker, state=State.CAME)
    make_referral(session, listing, team=team, by=worker, state=State.DRAFT)
    make_referral(session, listing)  # another team's
    desk = team_desk_of(session, team, now=now, today=TODAY)
    assert desk.numbers == {
        "ring": 2, "unanswered": 9, "no-reply": 0, "answered": 1, "came": 1, "drafts": 1, "enquiries": 0,
    }  # fmt: skip
    assert len(desk.piles["unanswered"]) == MOST_SHOWN
    assert list(desk.piles["answered"]) == [said_yes]
    assert not desk.is_new
    assert team_desk_of(session, make_team(session), now=now, today=TODAY).is_new


def test_calls_come_on_their_day_the_longest_due_first(session: Session, now: datetime):
    first, second = make_referral(session), make_referral(session)
    second.team = first.team
    for referral, about, due in (
        (first, CallAbout.FIRST_SESSION, TODAY),
        (second, CallAbout.NO_SHOW, TODAY - timedelta(days=1)),
        (second, CallAbout.GROUP_ASKS, TODAY + timedelta(days=1)),
    ):
        Call.ask(session, referral, about, due_on=due, at=now)
    session.flush()
    assert first.team is not None
    ring = team_desk_of(session, first.team, now=now, today=TODAY).ring
    assert [call.about for call in ring] == [CallAbout.NO_SHOW, CallAbout.FIRST_SESSION]


def test_the_desk_takes_the_same_statements_however_much_is_on_it(session: Session, now: datetime):
    listing = make_hosted_listing(session)
    team = make_team(session, patches=[listing.patch])
    worker = make_link_worker(session, team)

    def statements() -> int:
        session.expire_all()
        said: list[str] = []
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: said.append(args[2]))
        desk = team_desk_of(session, team, now=now, today=TODAY)
        for referral in (*desk.piles["unanswered"], *desk.piles["answered"], *(call.referral for call in desk.ring)):
            assert referral.person.name
            assert referral.keeper_name
            assert referral.referred_by
        assert team.name
        return len(said)

    make_referral(session, listing, team=team, by=worker, state=State.ACCEPTED)
    few = statements()
    for state in (State.SENT, State.SEEN, State.ACCEPTED, State.WAITING, State.CAME):
        for _ in range(4):
            make_referral(session, listing, team=team, by=worker, state=state)
    assert statements() <= few + 1


# What changed


def test_the_news_of_a_patch_says_what_a_visitor_would_notice(session: Session, now: datetime):
    patch, since = make_patch(session), now - timedelta(days=7)
    names = ("new", "paused", "stopped", "moved", "elsewhere", "tidied", "off", "full", "back")
    listings = {name: make_listing(session, patch, name) for name in names}
    for name, listing in listings.items():
        if name == "new":
            continue
        if name == "back":
            listing.pause(until=None, reason="", by=None, at=LONG_AGO, today=LONG_AGO.date())
        save(listing, Deed.ADDED, by=None, at=LONG_AGO)
    session.flush()
    listings["paused"].pause(until=date(2026, 4, 1), reason="The boiler is broken.", by=None, at=now, today=TODAY)
    listings["stopped"].stop(reason="The hall has closed.", by=None, at=now)
    write(listings["moved"], {"times": [Pattern.weekly(3, time(14), time(16)).to_dict()]})
    listings["elsewhere"].venue = make_venue(session, patch)
    write(listings["tidied"], {"description": "A better way to say it."})
    write(listings["off"], {"changes": [{"kind": "cancelled", "on": "2026-03-10"}]})
    write(listings["full"], {"room": "full", "full_until": "2026-05-01"})
    listings["back"].restart()
    session.flush()
    for listing in listings.values():
        save(listing, Deed.EDITED, by=None, at=now)
    session.flush()
    told = {each.listing.name: each for each in news_of(session, [patch.id], since=since, today=TODAY)}
    assert {name: each.what for name, each in told.items()} == {
        "new": What.NEW, "paused": What.PAUSED, "stopped": What.STOPPED, "moved": What.MOVED,
        "elsewhere": What.MOVED, "off": What.DATES, "full": What.FULL, "back": What.RESTARTED,
    }  # fmt: skip
    assert told["paused"].words == "Until Wednesday 1 April. The boiler is broken"
    assert told["moved"].words == "Now: Thursdays, 2pm to 4pm"
    assert told["elsewhere"].words.startswith("Now at St Oswin’s hall")
    assert told["off"].words == "Not on 10 March"
    assert told["full"].words == "Full until 1 May"


def test_news_leaves_out_other_patches_drafts_and_older_changes(session: Session, now: datetime):
    patch, other = make_patch(session), make_patch(session)
    save(make_listing(session, other), Deed.ADDED, by=None, at=now)
    save(make_listing(session, patch, "draft", published_at=None), Deed.ADDED, by=None, at=now)
    save(make_listing(session, patch, "old"), Deed.ADDED, by=None, at=LONG_AGO)
    session.flush()
    assert news_of(session, [patch.id], since=now - timedelta(days=7), today=TODAY) == []
    assert news_of(session, [], since=LONG_AGO, today=TODAY) == []


def test_a_masked_address_is_not_told_in_the_news(session: Session, now: datetime):
    from models.group import AddressShown

    patch = make_patch(session)
    listing = make_listing(session, patch)
    save(listing, Deed.ADDED, by=None, at=LONG_AGO)
    listing.venue = make_venue(session, patch, name="Rose cottage", address_shown=AddressShown.AREA)
    session.flush()
    save(listing, Deed.EDITED, by=None, at=now)
    session.flush()
    [moved] = news_of(session, [patch.id], since=now - timedelta(days=7), today=TODAY)
    assert "Rose cottage" not in moved.words
    assert moved.words == "Now at Larkmoor, ZZ4"


# Organisers


def test_a_group_may_be_left_without_organisers(session: Session, now: datetime):
    from models.organiser import Organiser

    listing = make_hosted_listing(session)
    assert listing.group is not None
    derek = make_organiser(session, listing.group)
    [his] = session.scalars(Organiser.of(listing.group)).all()
    assert session.scalars(Organiser.groups_of(derek)).all() == [listing.group]
    his.end(by=make_user(session), at=now)
    assert session.scalars(Organiser.of(listing.group)).all() == []
