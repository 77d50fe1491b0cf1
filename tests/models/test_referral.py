"""Referrals: steps in their order, one at a time, each with who, when and how; places, links, calls and clocks."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import BY_THE_CLOCK, Acting, How, Part
from models.audit import AuditEntry, broken_links
from models.call import AlreadyLogged, Call, CallAbout, Outcome
from models.consent import ConsentTo
from models.errors import RuleBroken
from models.intake import Intake, ListingFull, Taking, intake_of, taking
from models.referral import Referral
from models.referral_answers import NoMoreTime
from models.referral_sending import NoConsent, TooLateToUndo
from models.referral_stepping import AlreadyAnswered, HasEnded, WrongMoment, take_untold
from models.referral_words import ENDED, RUNNING, SEEN_BY_GROUP, Decline, Deed, Source, State, Stop
from models.reply_link import ReplyLink
from models.vocabulary import Kind, Room
from models.waiting_list import set_places
from tests.referring import (
    SENT_AT,
    bring_to,
    by_link,
    by_worker,
    make_hosted_listing,
    make_link_worker,
    make_organiser,
    make_referral,
    make_team,
)

LATER = SENT_AT + timedelta(days=1)
TOMORROW = date(2026, 3, 4)


def sent(session: Session, **more: object) -> Referral:
    return make_referral(session, **more)  # type: ignore[arg-type]


def calls(session: Session, referral: Referral) -> dict[CallAbout, date]:
    session.flush()
    return {call.about: call.due_on for call in session.scalars(Call.open_of(referral))}


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_by_its_own_steps_and_each_step_is_in_the_trail(session: Session, state: State) -> None:
    referral = sent(session, state=state)
    assert referral.state is state
    assert [step.number for step in referral.steps] == list(range(1, referral.version + 1))
    trail = session.scalars(AuditEntry.about(referral.id)).all()
    assert [entry.action for entry in trail] == [step.deed.value for step in referral.steps]
    assert broken_links(trail) == []
    assert (referral.ended_at is not None) == (state in ENDED)
    assert referral.is_seen_by_group == (state in SEEN_BY_GROUP)


def test_nothing_is_sent_without_the_persons_yes_to_this_group(session: Session) -> None:
    referral = sent(session, state=State.DRAFT)
    consent = referral.consent_to(ConsentTo.SHARE)
    assert consent is not None
    consent.given = False
    with pytest.raises(NoConsent):
        referral.send(acting=by_worker(referral.referred_by), at=SENT_AT)
    assert referral.state is State.DRAFT


def test_an_answer_is_promised_in_working_days_and_reminders_are_bounded(session: Session) -> None:
    referral = sent(session, at=datetime(2026, 3, 30, 9, tzinfo=UTC))  # Monday; Good Friday is 3 April
    assert referral.promise_by == date(2026, 4, 15)
    assert referral.remind_on == date(2026, 4, 2)
    referral.remind(acting=BY_THE_CLOCK, at=datetime(2026, 4, 2, 9, tzinfo=UTC))
    assert referral.remind_on == date(2026, 4, 10)
    referral.remind(acting=BY_THE_CLOCK, at=datetime(2026, 4, 10, 9, tzinfo=UTC))
    assert (referral.remind_on, referral.reminders) == (None, 2)


def test_asking_for_more_time_moves_promise_and_reminder_once(session: Session) -> None:
    referral = sent(session)
    promised = referral.promise_by
    referral.ask_later(acting=by_link(), at=LATER)
    assert promised is not None
    assert referral.promise_by is not None
    assert referral.promise_by > promised
    assert referral.remind_on == date(2026, 3, 10)
    with pytest.raises(NoMoreTime):
        referral.ask_later(acting=by_link(), at=LATER)


def test_a_no_reply_kills_the_link_and_asks_the_link_worker_to_ring(session: Session) -> None:
    referral = sent(session)
    ReplyLink.make(session, referral.id, secret="s" * 32, at=SENT_AT, expires_at=SENT_AT + timedelta(days=30))
    session.flush()
    referral.note_no_reply(acting=BY_THE_CLOCK, at=LATER)
    assert session.scalar(ReplyLink.with_secret("s" * 32, LATER)) is None
    assert CallAbout.NO_REPLY in calls(session, referral)
    referral.accept(first=TOMORROW, acting=Acting(Part.PANEL, How.PHONE), at=LATER)
    assert referral.state is State.ACCEPTED
    assert CallAbout.NO_REPLY not in calls(session, referral)


def test_a_newer_link_ends_the_older_one(session: Session) -> None:
    referral = sent(session)
    for secret in ("a" * 32, "b" * 32):
        ReplyLink.make(session, referral.id, secret=secret, at=SENT_AT, expires_at=LATER)
        session.flush()
    assert session.scalar(ReplyLink.with_secret("a" * 32, SENT_AT)) is None
    assert session.scalar(ReplyLink.with_secret("b" * 32, SENT_AT)) is not None
    assert session.scalar(ReplyLink.with_secret("b" * 32, LATER)) is None


def test_accepting_says_the_day_and_the_welcomer_and_asks_for_a_call(session: Session) -> None:
    referral = sent(session)
    referral.accept(first=TOMORROW, welcomer=" Yusuf ", acting=by_link(), at=LATER)
    assert (referral.first_date, referral.welcomer) == (TOMORROW, "Yusuf")
    assert referral.answered_at == LATER
    assert calls(session, referral) == {CallAbout.ACCEPTED: date(2026, 3, 3)}
    assert referral.came_on is None, "accepted and came are different facts"


def test_a_day_that_has_passed_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="still to come"):
        sent(session).accept(first=date(2026, 3, 1), acting=by_link(), at=LATER)


@pytest.mark.parametrize("reason", list(Decline))
def test_each_decline_takes_the_groups_sight_away(session: Session, reason: Decline) -> None:
    referral = sent(session)
    organiser = make_organiser(session, referral.group)  # type: ignore[arg-type]
    assert session.scalars(Referral.shown_to_organiser(organiser)).all() == [referral]
    referral.decline(reason, acting=by_link(), at=LATER)
    session.flush()
    assert session.scalars(Referral.shown_to_organiser(organiser)).all() == []
    assert referral.steps[-1].reason == reason.value
    assert calls(session, referral) == {CallAbout.DECLINED: date(2026, 3, 3)}


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_stays_ended(session: Session, state: State) -> None:
    referral = sent(session, state=state)
    acting = by_link()
    for deed in (
        lambda: referral.accept(first=TOMORROW, acting=acting, at=LATER),
        lambda: referral.decline(Decline.FULL, acting=acting, at=LATER),
        lambda: referral.put_on_waiting_list(acting=acting, at=LATER),
        lambda: referral.ask_later(acting=acting, at=LATER),
        lambda: referral.ask_for_call(acting=acting, at=LATER),
        lambda: referral.withdraw(acting=acting, at=LATER),
        lambda: referral.note_came(acting=acting, at=LATER),
        lambda: referral.note_did_not_come(acting=acting, at=LATER),
        lambda: referral.arrive(acting=acting, at=LATER),
        lambda: referral.settle(acting=acting, at=LATER),
        lambda: referral.stop(Stop.OTHER, acting=acting, at=LATER),
        lambda: referral.send(acting=acting, at=LATER),
    ):
        with pytest.raises(HasEnded):
            deed()
    assert referral.state is state


def test_steps_are_not_skipped(session: Session) -> None:
    referral = sent(session)
    with pytest.raises(WrongMoment):
        referral.note_came(acting=by_link(), at=LATER)
    with pytest.raises(WrongMoment):
        referral.settle(acting=by_link(), at=LATER)
    referral.accept(first=TOMORROW, acting=by_link(), at=LATER)
    with pytest.raises(AlreadyAnswered):
        referral.put_on_waiting_list(acting=by_link(), at=LATER)
    with pytest.raises(WrongMoment):
        referral.settle(acting=by_link(), at=LATER)


def test_one_form_does_one_step(session: Session) -> None:
    referral, key = sent(session), uuid.uuid4()
    referral.accept(first=TOMORROW, acting=by_link(), at=LATER, form_key=key)
    assert referral.has_step(key)
    assert not referral.has_step(uuid.uuid4())
    assert not referral.has_step(None)


def test_sending_can_be_undone_only_while_its_mail_waits(session: Session) -> None:
    referral = sent(session)
    assert referral.can_be_undone(SENT_AT + timedelta(minutes=4))
    with pytest.raises(TooLateToUndo):
        referral.take_back(acting=by_worker(referral.referred_by), at=SENT_AT + timedelta(minutes=5))
    referral.take_back(acting=by_worker(referral.referred_by), at=SENT_AT + timedelta(minutes=4))
    assert (referral.state, referral.sent_at, referral.promise_by) == (State.DRAFT, None, None)
    referral.send(acting=by_worker(referral.referred_by), at=LATER)
    assert referral.state is State.SENT


def test_withdrawing_ends_consents_links_calls_and_sight(session: Session) -> None:
    referral = sent(session, state=State.ACCEPTED)
    referral.withdraw(acting=by_worker(referral.referred_by), at=LATER)
    assert all(consent.withdrawn_at == LATER for consent in referral.consents)
    assert calls(session, referral) == {}
    assert not referral.is_seen_by_group


def test_coming_asks_for_a_call_two_days_later_if_they_said_yes_to_that(session: Session) -> None:
    for agreed in (True, False):
        referral = sent(session, state=State.ACCEPTED, follow_up=agreed)
        referral.note_came(acting=by_link(), at=datetime(2026, 3, 3, 14, tzinfo=UTC))
        assert referral.came_on == date(2026, 3, 3)
        assert calls(session, referral) == ({CallAbout.FIRST_SESSION: date(2026, 3, 5)} if agreed else {})


def test_not_coming_leaves_them_welcome_and_asks_for_a_call(session: Session) -> None:
    referral = sent(session, state=State.ACCEPTED)
    referral.note_did_not_come(acting=by_link(), at=datetime(2026, 3, 3, 18, tzinfo=UTC))
    assert (referral.state, referral.no_shows) == (State.ACCEPTED, 1)
    assert calls(session, referral) == {CallAbout.NO_SHOW: date(2026, 3, 5)}
    referral.accept(first=date(2026, 3, 10), acting=by_link(), at=datetime(2026, 3, 5, 18, tzinfo=UTC))
    assert referral.first_date == date(2026, 3, 10)
    assert CallAbout.NO_SHOW not in calls(session, referral)


def test_a_day_to_come_cannot_have_been_attended(session: Session) -> None:
    referral = sent(session, state=State.ACCEPTED)
    with pytest.raises(RuleBroken, match="still to come"):
        referral.note_came(on=date(2026, 3, 20), acting=by_link(), at=LATER)


def test_arriving_before_an_answer_is_the_yes_as_well(session: Session) -> None:
    referral = sent(session)
    referral.arrive(acting=Acting(Part.ORGANISER, How.SHEET), at=LATER)
    assert [step.deed for step in referral.steps] == [Deed.SENT, Deed.ACCEPTED, Deed.CAME]
    with pytest.raises(WrongMoment):
        referral.arrive(acting=Acting(Part.ORGANISER, How.SHEET), at=LATER)


def test_came_can_be_taken_back_when_it_was_a_mistake(session: Session) -> None:
    referral = sent(session, state=State.CAME)
    referral.undo_came(acting=by_worker(referral.referred_by), at=LATER)
    assert (referral.state, referral.came_on) == (State.ACCEPTED, None)
    assert calls(session, referral) == {}


def test_a_call_is_logged_once_and_no_answer_brings_it_back_tomorrow(session: Session) -> None:
    referral = sent(session, state=State.CAME)
    call = session.scalars(Call.open_of(referral)).one()
    referral.log_call(call, Outcome.NO_ANSWER, acting=by_worker(referral.referred_by), at=LATER)
    with pytest.raises(AlreadyLogged):
        referral.log_call(call, Outcome.ENJOYED, acting=by_worker(referral.referred_by), at=LATER)
    assert calls(session, referral) == {CallAbout.FIRST_SESSION: date(2026, 3, 4)}
    again = session.scalars(Call.open_of(referral)).one()
    referral.log_call(again, Outcome.ENJOYED, acting=by_worker(referral.referred_by), at=LATER)
    assert calls(session, referral) == {}


def test_the_group_may_ask_for_a_call_without_saying_why(session: Session) -> None:
    referral = sent(session)
    referral.ask_for_call(acting=by_link(), at=LATER)
    assert calls(session, referral) == {CallAbout.GROUP_ASKS: date(2026, 3, 3)}
    assert referral.steps[-1].words is None
    assert referral.state is State.SENT


def test_a_referral_without_a_team_asks_nobody_to_ring(session: Session) -> None:
    referral = sent(session, source=Source.ASKED, state=State.ACCEPTED)
    assert referral.team_id is None
    assert calls(session, referral) == {}


def test_a_group_without_mail_is_for_the_phone_list_at_once(session: Session) -> None:
    listing = make_hosted_listing(session)
    assert listing.group is not None
    listing.group.email = ""
    referral = sent(session, listing=listing)
    assert referral.to_ring
    assert session.scalars(Referral.on_phone_list(listing.panel)).all() == [referral]
    referral.accept(first=TOMORROW, acting=Acting(Part.PANEL, How.PHONE), at=LATER)
    session.flush()
    assert session.scalars(Referral.on_phone_list(listing.panel)).all() == []


# Places


def counted(session: Session, places: int) -> Intake:
    listing = make_hosted_listing(session)
    intake = intake_of(session, listing, SENT_AT)
    intake.places_left = places
    session.flush()
    return intake


def test_the_last_place_is_taken_once_and_the_board_says_so(session: Session) -> None:
    intake = counted(session, 1)
    one, other = (sent(session, listing=intake.listing) for _ in range(2))
    one.accept(first=TOMORROW, acting=by_link(), at=LATER)
    with pytest.raises(ListingFull):
        other.accept(first=TOMORROW, acting=by_link(), at=LATER)
    assert intake.places_left == 0
    assert intake.listing.room is Room.FULL
    assert taking(intake.listing, intake, TOMORROW) is Taking.FULL
    other.put_on_waiting_list(acting=by_link(), at=LATER)
    assert other.state is State.WAITING


def test_a_freed_place_is_offered_to_the_first_on_the_list_and_kept_for_them(session: Session) -> None:
    intake = counted(session, 1)
    holder, second, first = (sent(session, listing=intake.listing) for _ in range(3))
    holder.accept(first=TOMORROW, acting=by_link(), at=LATER)
    first.put_on_waiting_list(acting=by_link(), at=LATER)
    second.put_on_waiting_list(acting=by_link(), at=LATER + timedelta(hours=1))
    holder.withdraw(acting=by_worker(holder.referred_by), at=LATER + timedelta(hours=2))
    assert (first.has_place, second.has_place, intake.places_left) == (True, False, 0)
    assert first.steps[-1].deed is Deed.OFFERED
    with pytest.raises(ListingFull):
        second.accept(first=TOMORROW, acting=by_link(), at=LATER)
    first.accept(first=TOMORROW, acting=by_link(), at=LATER)
    assert first.state is State.ACCEPTED


def test_a_freed_place_that_nobody_waits_for_is_open_again(session: Session) -> None:
    intake = counted(session, 1)
    holder = sent(session, listing=intake.listing)
    holder.accept(first=TOMORROW, acting=by_link(), at=LATER)
    holder.stop(Stop.NOT_FOR_THEM, acting=by_worker(holder.referred_by), at=LATER)
    assert intake.places_left == 1
    assert intake.listing.room is Room.FEW


def test_more_places_go_to_the_waiting_list_first(session: Session) -> None:
    intake = counted(session, 0)
    waiting = [sent(session, listing=intake.listing, state=State.WAITING) for _ in range(2)]
    offered = set_places(session, intake.listing, 3, acting=by_link(), by=None, at=LATER)
    assert set(offered) == set(waiting)
    assert intake.places_left == 1


def test_places_that_nobody_counts_never_run_out(session: Session) -> None:
    listing = make_hosted_listing(session)
    for _ in range(3):
        sent(session, listing=listing, state=State.ACCEPTED)
    assert taking(listing, None, TOMORROW) is Taking.OPEN


def test_pauses_and_full_end_by_themselves(session: Session) -> None:
    listing = make_hosted_listing(session)
    intake = intake_of(session, listing, SENT_AT)
    intake.pause(until=date(2026, 3, 10), by=None, at=SENT_AT, today=date(2026, 3, 2))
    assert taking(listing, intake, date(2026, 3, 9)) is Taking.PAUSED
    assert taking(listing, intake, date(2026, 3, 10)) is Taking.OPEN
    listing.room, listing.full_until = Room.FULL, date(2026, 4, 1)
    assert taking(listing, intake, date(2026, 3, 31)) is Taking.FULL
    assert taking(listing, intake, date(2026, 4, 1)) is Taking.OPEN
    with pytest.raises(RuleBroken, match="after today"):
        intake.pause(until=date(2026, 3, 2), by=None, at=SENT_AT, today=date(2026, 3, 2))


def test_a_bench_has_nobody_to_ask(session: Session) -> None:
    bench = make_hosted_listing(session, kind=Kind.PLACE, any_time=True, times=())
    assert taking(bench, None, TOMORROW) is Taking.CLOSED


# Who sees what


def test_a_link_worker_sees_the_referrals_of_their_own_teams_only(session: Session) -> None:
    listing = make_hosted_listing(session)
    team, other_team = (make_team(session, patches=[listing.patch]) for _ in range(2))
    worker, colleague, stranger = (make_link_worker(session, each) for each in (team, team, other_team))
    referral = sent(session, listing=listing, team=team, by=worker)
    for user, expected in ((worker, [referral]), (colleague, [referral]), (stranger, [])):
        assert session.scalars(Referral.visible_to(user)).all() == expected
    membership = next(each for each in team.memberships if each.user_id == worker.id)
    membership.ended_at = LATER
    session.flush()
    assert session.scalars(Referral.visible_to(worker)).all() == []


@pytest.mark.parametrize("state", [state for state in State if state not in RUNNING])
def test_an_organiser_never_sees_drafts_or_what_has_ended(session: Session, state: State) -> None:
    referral = sent(session, state=state)
    organiser = make_organiser(session, referral.group)  # type: ignore[arg-type]
    assert session.scalars(Referral.shown_to_organiser(organiser)).all() == []


def test_another_groups_organiser_sees_nothing(session: Session) -> None:
    sent(session)
    other = make_hosted_listing(session)
    organiser = make_organiser(session, other.group)  # type: ignore[arg-type]
    assert session.scalars(Referral.shown_to_organiser(organiser)).all() == []


# Telling, erasing


def test_steps_wait_to_be_told_and_a_rollback_forgets_them(session: Session) -> None:
    referral = sent(session)
    take_untold(session)
    referral.see(acting=by_link(), at=LATER)
    referral.accept(first=TOMORROW, acting=by_link(), at=LATER)
    assert [deed for _, deed in take_untold(session)] == [Deed.SEEN, Deed.ACCEPTED]
    assert take_untold(session) == []


def test_erasing_leaves_the_facts_and_takes_the_person(session: Session) -> None:
    referral = sent(session, state=State.CAME, must_know="Would rather sit", would_come="A Tuesday")
    referral.erase(acting=BY_THE_CLOCK, at=LATER)
    referral.person.erase(LATER)
    session.flush()
    session.expire_all()
    kept = session.scalars(select(Referral)).one()
    assert (kept.must_know, kept.would_come, kept.welcomer) == (None, None, None)
    assert all(step.words is None for step in kept.steps)
    assert (kept.person.name, kept.person.reach, kept.person.day_needs) == ("Somebody", None, None)
    assert kept.came_on is not None


def test_drafts_and_bring_to_agree(session: Session) -> None:
    draft = sent(session, state=State.DRAFT)
    bring_to(draft, State.CAME, at=SENT_AT)
    assert draft.state is State.CAME
