"""Somebody asks for themself, without an account; somebody else is sent; and both hear how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Meet
from tests.mail import MailServer

DAWDLE = "The Tuesday dawdle"


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_asks_to_join_and_takes_it_back(
    meet: Meet,
    post: Callable[[], str],
    mail_server: MailServer,
    pass_time: Callable[..., Any],
    *,
    scripts: bool,
) -> None:
    # Given somebody with a small phone who found a walk
    jo = meet(scripts=scripts, screen=PHONE)
    jo.opens("/find?q=dawdle").follows(DAWDLE).follows("Ask to join").is_on("Ask to join")
    jo.follows("For me").does_not_see("Number to ring")
    # When they choose email, forget their age, and say too much
    jo.types("Jo", "What do you like to be called?").ticks("Email me").types("jo@example.org", "Email address")
    jo.ticks("Yes", "A seat with a back").types("I have diabetes.", "Is there anything the people there must know?")
    pass_time(seconds=40)
    jo.presses("Ask to join").sees("Choose what is right about age.", "Say what would help, not why.")
    jo.ticks("I am 16 or over").types("A rest now and then.", "Is there anything the people there must know?")
    jo.presses("Ask to join").is_on("They have been asked").has_no_cookie()
    # Then they see where it stands, and one mail says so with a reference alone
    jo.sees("An answer comes by", "Your private link", "A seat with a back.")
    mail = post()
    assert [message["To"] for message in mail_server.messages] == ["jo@example.org"]
    for secret in ("Jo,", "dawdle", "walk", "rest now"):
        assert secret not in f"{mail_server.messages[0]['Subject']} {mail}"
    # And they take it back from the link in the mail, in another browser
    jo_at_home = meet()
    jo_at_home.opens(next(word for word in mail.split() if "/mine/" in word)).is_on("They have been asked")
    jo_at_home.follows("Take it back").is_on("Take it back?")
    pass_time(seconds=10)
    jo_at_home.presses("Take it back").is_on("Taken back").sees("Near, or something like it")


def test_a_neighbour_asks_for_somebody_who_said_yes(meet: Meet, pass_time: Callable[..., Any]) -> None:
    ann = meet(screen=PHONE)
    ann.opens("/find?q=dawdle").follows(DAWDLE).follows("Ask to join")
    ann.follows("For somebody else, and I have not asked them yet").is_on("Please ask them first")
    ann.follows("come back and ask for them").ticks("Not yet")
    ann.types("Ann, a neighbour", "Who are you, in a few words?").types("Stan", "What do they like to be called?")
    ann.ticks("Ring them").types("0161 496 0177", "Number to ring").ticks("Theirs", "Yes", "They are 16 or over")
    pass_time(seconds=40)
    ann.presses("Ask to join").sees("Please ask them first. Nothing has been sent.")
    ann.ticks("Yes, they have").presses("Ask to join").is_on("They have been asked")
    ann.sees("Asked for by", "Ann, a neighbour.")


def test_somebody_might_come_and_thinks_better_of_it(meet: Meet, pass_time: Callable[..., Any]) -> None:
    bev = meet(scripts=False, screen=PHONE)
    bev.opens("/find?q=dawdle").follows(DAWDLE).follows("Say “I might come”").types("Bev", "Your first name")
    pass_time(seconds=10)
    bev.presses("Tell them").is_on("They may look out for you").has_no_cookie()
    bev.follows("Take it back")
    pass_time(seconds=10)
    bev.presses("Take it back").is_on("It is taken back")


def test_somebody_asks_to_talk_and_a_link_worker_helps(meet: Meet, pass_time: Callable[..., Any]) -> None:
    # Given somebody who finds nothing and would rather talk
    mo = meet(scripts=False, screen=PHONE)
    mo.opens("/find?patch=larkmoor&q=zzyzzx").follows("talk to someone who helps people find things")
    mo.types("Morag", "What do you like to be called?").ticks("Ring me").types("07700 900146", "Number to ring")
    mo.ticks("Yes", "I am 16 or over", "Company", "Grief").types("after 2", "When is a good time to reach you?")
    pass_time(seconds=40)
    mo.presses("Ask them to get in touch").is_on("We have it").has_no_cookie()
    own_page = mo.page.url
    # When a link worker takes it on and begins a list from what they ask for
    shanaz = meet(email="shanaz@example.org", proved=True)
    shanaz.opens("/teams/larkmoor-link-workers/enquiries").does_not_see("Morag")
    shanaz.page.get_by_role("listitem").filter(has_text="Company, Grief").get_by_role("link").last.click()
    shanaz.sees("Morag", "07700 900146", "after 2").presses("I will help").sees("You are helping now.")
    here = shanaz.page.url
    shanaz.follows("Begin a list")
    assert shanaz.page.get_by_label("Company", exact=True).is_checked()
    # Then Mo sees that somebody helps, and in the end that it is finished
    mo.opens(own_page).is_on("Somebody is on it")
    shanaz.opens(here).ticks("We found things together").presses("Close it").sees("This is closed.")
    mo.opens(own_page).is_on("This is finished")
