"""Somebody is referred, and everybody hears how it went: the whole way, and each of the ways it can go wrong."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry, broken_links
from models.intake import intake_of
from models.listing import Listing
from models.referral import Referral
from models.referral_words import Decline, State
from models.short_code import spoken
from tests.conftest import NOW
from tests.journeys.browsing import Person
from tests.journeys.conftest import DESK, LINK, PHONE, Meet
from tests.mail import MailServer

TEAM = "/teams/larkmoor-link-workers"
WALK = "The Tuesday dawdle"
SECRETS = ("Maureen", "dawdle", "Strollers", "07700", "door")
"""Nothing of these stands in any mail, subject or address."""

Post = Callable[[], str]


@dataclass(frozen=True)
class Facts:
    """What a test needs to know of a referral. Read at once and let go: nobody else can write meanwhile."""

    id: uuid.UUID
    reference: str
    arrival_code: str
    called: str
    state: State
    reason: str
    actions: frozenset[str]
    is_seen_by_group: bool


def facts_of(session: Session, referral_id: uuid.UUID) -> Facts:
    session.expire_all()
    referral = session.get_one(Referral, referral_id)
    trail = session.scalars(AuditEntry.about(referral_id)).all()
    assert broken_links(trail) == []
    facts = Facts(
        referral.id,
        referral.reference,
        referral.arrival_code,
        referral.person.name,
        referral.state,
        referral.steps[-1].reason if referral.steps else "",
        frozenset(entry.action for entry in trail),
        referral.is_seen_by_group,
    )
    session.rollback()
    return facts


def mails_about(server: MailServer, event: str, referral: Facts | None = None) -> list[str]:
    """The texts of the mails with these words in their subject; about one referral, when it is said."""
    reference = spoken(referral.reference) if referral else ""
    subjects = [(str(each["Subject"]), each) for each in server.messages]
    return [str(each.get_content()) for subject, each in subjects if event in subject and reference in subject]


def newest(session: Session) -> Facts:
    session.expire_all()
    found = session.scalars(select(Referral.id).order_by(Referral.created_at.desc(), Referral.reference).limit(1)).one()
    return facts_of(session, found)


def id_of(session: Session, name: str) -> uuid.UUID:
    found = session.scalars(select(Listing.id).where(Listing.name == name)).one()
    session.rollback()
    return found


def link_in(mail: str) -> str:
    found = LINK.search(mail)
    assert found is not None, mail
    return found[0]


def refer(worker: Person, desk: Session, name: str = WALK, called: str = "Maureen") -> Facts:
    """From the page of a listing to "Sent"."""
    worker.opens(f"/referrals/new?listing={id_of(desk, name)}").sees("999", "0161 496 0181").presses("Go on")
    says_yes(worker)
    worker.types(called, "What do they like to be called?").ticks("Ring them")
    worker.page.locator("input[type=tel]:visible").first.fill("07700 900161")
    worker.ticks("No stairs").types("Would rather sit near the door", "Anything the host must know?").presses("Go on")
    worker.is_on("Check, then send").sees(called, "07700 900161", "No stairs", "near the door").presses("Send")
    worker.is_on("Sent")
    return newest(desk)


def says_yes(worker: Person) -> None:
    worker.sees("I am happy for")
    for yes in worker.page.get_by_label("Yes", exact=True).all():
        yes.check(force=True)
    worker.presses("Go on")


def reply_link(desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer) -> str:
    """The link the group gets, once the time for undo is over."""
    pass_time(minutes=6)
    post()
    return link_in(mails_about(mail_server, "would like to come")[-1])


@pytest.fixture
def shanaz(meet: Meet) -> Person:
    return meet("shanaz@example.org", proved=True, screen=DESK)


def test_from_a_search_to_came_and_settled(
    meet: Meet, shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    # Given a link worker beside somebody, who gathers what may suit them
    shanaz.opens(f"{TEAM}/lists").follows("Likes gardens")
    shanaz.types("walk", "Other words, if you like")
    shanaz.sees(WALK)
    # When they choose the walk and say yes to being told of
    referral = refer(shanaz, desk)
    reference = spoken(referral.reference)
    shanaz.sees(reference)
    # Then the group gets a mail that says a reference and nothing else
    address = reply_link(desk, post, pass_time, mail_server)
    asked = next(each for each in mail_server.messages if "would like to come" in str(each["Subject"]))
    receipt = next(each for each in mail_server.messages if str(each["Subject"]).startswith("Sent"))
    for mail in (asked, receipt):
        said = f"{mail['Subject']} {mail.get_content()}"
        assert reference in said
        assert not any(word.lower() in said.lower() for word in SECRETS), said
    # And its organiser answers on a small phone without scripts or account
    ray = meet(scripts=False, screen=PHONE)
    ray.opens(address).sees(WALK, reference).does_not_see("Maureen", "No stairs")
    ray.presses("See what they need").sees("Maureen", "No stairs", "near the door", "Shanaz")
    ray.does_not_see("07700 900161").has_no_cookie()
    ray.ticks("Yes, they are welcome").types("Nasim, red hat", "Who will meet them at the door?")
    ray.presses("Send my answer").sees("Thank you")
    # And the link has done its work
    ray.opens(address).is_on("This link has done its work")
    # And the link worker hears, rings, and prints the introduction
    post()
    assert mails_about(mail_server, "There is news"), "the link worker hears"
    shanaz.opens(f"{TEAM}/desk").sees("Maureen", "Tell them when to come", "Nasim, red hat")
    shanaz.opens(f"/referrals/{referral.id}/introduction").sees("surname")
    # And on the day the organiser scans the sheet
    pass_time(days=7)
    ray.opens(f"/i/{referral.arrival_code}").sees("Have you met?").does_not_see("Maureen")
    ray.presses("We have met").sees("Thank you for having them")
    ray.opens(f"/i/{referral.arrival_code}").sees("Already noted")
    # And two days later the link worker is asked to ring: four taps
    pass_time(days=2)
    shanaz = meet("shanaz@example.org", proved=True, screen=DESK)
    shanaz.opens(f"{TEAM}/desk").sees("Ask how the first time went")
    row = shanaz.page.locator("li", has_text="Maureen").filter(has_text="Ask how the first time went").first
    row.get_by_role("link", name=re.compile("Log the call")).click()
    shanaz.sees("07700 900161").ticks("Enjoyed it").presses("Save")
    # And closes it
    shanaz.opens(f"/referrals/{referral.id}").sees("Came").presses("They have settled in")
    kept = facts_of(desk, referral.id)
    assert kept.state is State.SETTLED
    assert {"sent", "seen", "accepted", "came", "called", "settled", "looked"} <= kept.actions


@pytest.mark.parametrize("reason", list(Decline))
def test_each_no_is_heard_takes_sight_away_and_offers_what_else_there_is(
    meet: Meet,
    shanaz: Person,
    desk: Session,
    post: Post,
    pass_time: Callable[..., Any],
    mail_server: MailServer,
    reason: Decline,
) -> None:
    referral = refer(shanaz, desk)
    ray = meet(scripts=False)
    ray.opens(reply_link(desk, post, pass_time, mail_server)).presses("See what they need")
    ray.ticks("Sorry, not this time").chooses(reason.label, "What is the reason?")
    if reason is Decline.FULL:
        ray.types("1 May", "Until when, if you know?") if ray.page.get_by_label(
            "Until when, if you know?"
        ).count() else None
    ray.presses("Send my answer").sees("Thank you")
    kept = facts_of(desk, referral.id)
    assert (kept.state, kept.reason) == (State.DECLINED, reason.value)
    assert not kept.is_seen_by_group
    shanaz.opens(f"/referrals/{referral.id}").sees(reason.label)
    shanaz.follows("Where else could they go?")
    # Two clicks to a fresh referral with everything kept: only the yes is asked anew
    shanaz.presses("Refer to this one")
    says_yes_and_sends(shanaz)
    shanaz.is_on("Sent")
    again = newest(desk)
    assert again.id != referral.id
    assert again.called == "Maureen"


def says_yes_and_sends(worker: Person) -> None:
    worker.sees("I am happy for")
    for yes in worker.page.get_by_label("Yes", exact=True).all():
        yes.check(force=True)
    worker.presses("Send")


def test_nobody_answers_and_the_link_worker_is_told_then_a_volunteer_rings(
    meet: Meet, shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    referral = refer(shanaz, desk)
    address = reply_link(desk, post, pass_time, mail_server)
    for _ in range(20):
        pass_time(days=1)
        post()
    assert len(mails_about(mail_server, "A reminder", referral)) == 2, "twice, and never more"
    assert len(mails_about(mail_server, "There is news", referral)) == 1
    ray = meet(scripts=False)
    for each in (address, link_in(mails_about(mail_server, "A reminder", referral)[-1])):
        ray.opens(each).is_on("This link has done its work")
    shanaz = meet("shanaz@example.org", proved=True, screen=DESK)
    shanaz.opens(f"/referrals/{referral.id}").sees("Maureen", "No reply")
    shanaz.opens(f"{TEAM}/desk").sees("The group has not answered")
    assert facts_of(desk, referral.id).state is State.NO_REPLY


def test_taking_it_back_ends_the_link_and_the_sight(
    meet: Meet, shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    referral = refer(shanaz, desk)
    address = reply_link(desk, post, pass_time, mail_server)
    ray = meet(scripts=False)
    ray.opens(address).presses("See what they need").sees("Maureen")
    shanaz.opens(f"/referrals/{referral.id}/withdrawal").presses("Take it back")
    # The page that was open still has the form: its button is refused kindly and shows nothing
    ray.ticks("Yes, they are welcome").presses("Send my answer").is_on("This link has done its work")
    ray.does_not_see("Maureen")
    post()
    assert mails_about(mail_server, "Nothing more to do")


def test_undo_takes_the_mail_back_before_it_leaves(
    shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    referral = refer(shanaz, desk)
    shanaz.presses("Undo")
    pass_time(minutes=10)
    assert facts_of(desk, referral.id).state is State.DRAFT
    post_all(post)
    assert mails_about(mail_server, "would like to come") == []


def post_all(post: Post) -> None:
    with suppress(IndexError):  # when nothing has left at all
        post()


def test_two_organisers_take_the_last_place_and_one_gets_it(
    meet: Meet, shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    intake_of(desk, desk.get_one(Listing, id_of(desk, WALK)), NOW).places_left = 1
    desk.commit()
    asked = []
    for called in ("Maureen", "Doris"):
        asked.append(refer(shanaz, desk, called=called))
        pass_time(minutes=1)  # the newest is told by its time
    reply_link(desk, post, pass_time, mail_server)
    addresses = [link_in(mail) for mail in mails_about(mail_server, "would like to come")]
    first, second = meet(), meet(scripts=False)
    for organiser, address in zip((first, second), addresses, strict=True):
        organiser.opens(address).presses("See what they need").ticks("Yes, they are welcome")
    first.presses("Send my answer").sees("Thank you")
    second.presses("Send my answer").sees("last place").presses("Put them on the waiting list")
    states = {facts_of(desk, each.id).state: each for each in asked}
    assert set(states) == {State.ACCEPTED, State.WAITING}
    # The board says so, and a place that comes free goes to the one who waits
    meet().opens("/find?q=dawdle").sees("Full for now")
    shanaz.opens(f"/referrals/{states[State.ACCEPTED].id}/withdrawal").presses("Take it back")
    post()
    ray = meet(scripts=False)
    ray.opens(link_in(mails_about(mail_server, "A place came free")[-1]))
    if ray.page.get_by_role("button", name="See what they need").count():
        ray.presses("See what they need")
    ray.ticks("Yes: come on this day").presses("Send my answer").sees("Thank you")
    assert facts_of(desk, states[State.WAITING].id).state is State.ACCEPTED


def test_mail_that_cannot_leave_is_said_and_leaves_once_later(
    meet: Meet, shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    mail_server.answer = "451 try again later"
    refer(shanaz, desk)
    shanaz.is_on("Sent")
    pass_time(minutes=6)
    post_all(post)
    assert mails_about(mail_server, "would like to come") == []
    mail_server.answer = "250 OK"
    for _ in range(3):
        pass_time(minutes=10)
        post()
    assert len(mails_about(mail_server, "would like to come")) == 1, "once, however often it was tried"


def test_an_organiser_answers_by_keyboard_alone(
    meet: Meet, shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    refer(shanaz, desk)
    ray = meet()
    ray.opens(reply_link(desk, post, pass_time, mail_server))
    tab_to(ray, "See what they need")
    ray.page.keyboard.press("Enter")
    ray.sees("Your answer")
    tab_to(ray, "Send my answer")
    ray.page.keyboard.press("Enter")
    ray.sees("Thank you")


def tab_to(person: Person, words: str) -> None:
    """Press Tab until the focus stands on the button with these words."""
    for _ in range(60):
        person.page.keyboard.press("Tab")
        if words in (person.page.evaluate("document.activeElement.innerText") or ""):
            return
    raise AssertionError(f"“{words}” cannot be reached by keyboard")


def test_no_address_mail_or_phone_remembers_a_name(
    shanaz: Person, desk: Session, post: Post, pass_time: Callable[..., Any], mail_server: MailServer
) -> None:
    seen: list[str] = []
    shanaz.page.on("request", lambda request: seen.append(request.url))
    referral = refer(shanaz, desk)
    for address in (f"/referrals/{referral.id}", f"{TEAM}/referrals"):
        shanaz.opens(address).sees("Maureen")
    assert not any(word in address for address in seen for word in ("Maureen", "07700"))
    assert shanaz.remembered() == {}
