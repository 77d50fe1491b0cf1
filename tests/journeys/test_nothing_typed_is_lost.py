"""Signed out meanwhile, a form that waited too long, two people at once: what was typed is never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.signed_in_session import SignedInSession
from tests.journeys.browsing import Person
from tests.journeys.conftest import Meet, link_in
from tests.journeys.test_volunteer import DOT, NAME, SAVED, open_entry, write_conkers

DAWDLE = "The Tuesday dawdle"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_signed_out_while_writing(meet: Meet, desk: Session, post: Callable[[], str], scripts: bool) -> None:
    dot = meet(email=DOT, scripts=scripts)
    # Given a written page, and a session that was ended from another device
    dot.opens("/panels/larkmoor/listings/new")
    write_conkers(dot)
    desk.execute(update(SignedInSession).values(ended_at=SignedInSession.started_at))
    desk.commit()
    # When it is sent
    dot.presses("Save and show it").is_on("Please sign in to send this").sees("Nothing you typed is lost")
    # And she signs in by the link in another window
    first = dot.page
    dot.opens_in_a_new_window("/sign-in?next=/signed-in").types(DOT, "Your email address").presses("Send me a mail")
    dot.opens(link_in(post())).presses("Sign me in here").is_on("You are signed in")
    # Then one press in the first window saves it all
    dot.goes_back_to(first).presses("Send it again").sees(SAVED)
    found(meet)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_form_that_waited_too_long(meet: Meet, pass_time: Callable[..., Any], scripts: bool) -> None:
    dot = meet(email=DOT, scripts=scripts)
    dot.opens("/panels/larkmoor/listings/new")
    write_conkers(dot)
    # Given that the browser has lost what sealed the form
    dot.context.clear_cookies(name="hereabouts-form")
    dot.presses("Save and show it").is_on("Please press the button once more").sees("Nothing you typed is lost")
    dot.presses("Send it again").sees(SAVED)
    found(meet)


def test_two_people_mending_the_same_entry(meet: Meet) -> None:
    dot, kasia = meet(email=DOT), meet(email="kasia@example.org")
    # Given that both have it open
    open_entry(dot, DAWDLE)
    open_entry(kasia, DAWDLE)
    # When Dot saves first
    dot.types("A slow walk. A whippet leads.", "In one sentence").presses("Save")
    dot.sees(SAVED)
    # Then Kasia is shown both, and keeps hers
    kasia.types("A walk for anybody with time.", "In one sentence").types("Turnstile side.", "Which door?").presses(
        "Save"
    )
    kasia.is_on("Somebody else changed this too").sees("Dot Hardcastle")
    kasia.sees("A slow walk. A whippet leads.", "A walk for anybody with time.")
    kasia.presses("Keep all of mine")
    stranger = meet(scripts=False)
    stranger.opens("/find?q=dawdle").follows(DAWDLE)
    stranger.sees("A walk for anybody with time.", "Turnstile side.").does_not_see("A whippet leads.")
    # And Dot's words are in the history
    open_entry(kasia, DAWDLE)
    kasia.follows("Everything that was changed").sees("A slow walk. A whippet leads.", "Kasia Wrona", "Dot Hardcastle")


def found(meet: Meet) -> Person:
    stranger = meet(scripts=False)
    return stranger.opens("/find?q=custard").follows(NAME).is_on(NAME).sees("Thursday 5 March, 4.30pm", "Maureen")
