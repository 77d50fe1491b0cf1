"""An empty database becomes a panel: the first person, her first listing, her first volunteer, and a farewell."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.place import PostcodeSector
from tests.journeys.browsing import Person
from tests.journeys.conftest import DESK, Meet, link_in


@pytest.fixture
def world() -> str:
    """Nothing but tables."""
    return "template"


def test_from_an_empty_database_to_a_listing_that_is_found(
    meet: Meet, app: Flask, desk: Session, post: Callable[[], str]
) -> None:
    desk.add(PostcodeSector(sector="ZZ1 1", easting=378_100, northing=392_200, latitude=53.426, longitude=-2.331))
    desk.commit()
    link = link_in(app.test_cli_runner().invoke(args=["accounts", "setup-link"]).output)
    # Given the link that the server printed
    ada = meet()
    ada.opens(link).is_on("Open a panel")
    ada.types("Ada Mellor", "Your name").types("ada@example.org", "Your email address")
    # When she opens a panel, and forgets something at first
    ada.presses("Open the panel").is_told_to_mend("panel").finds_still("Ada Mellor", "Your name")
    fill_in_the_panel(ada)
    ada.presses("Open the panel").is_on("The panel’s desk")
    # Then the link is used up
    late = meet(scripts=False)
    late.opens(link).does_not_see("Open the panel")
    # And her first listing is public and found
    ada.follows("Add to the board").types("Bench with a view", "What do people call it?")
    ada.ticks("No fixed times: people come when they like").presses("Save and show it").sees("showing on the board")
    stranger = meet(scripts=False)
    stranger.opens("/").sees("Withen Vale").types("bench", "What are you looking for?").presses("Look")
    stranger.follows("Bench with a view").is_on("Bench with a view").sees("Ada", "0161 496 0177").has_no_cookie()

    # When she invites a volunteer
    ada.follows("People").types("sol@example.org", "Their email address").presses("Send the invitation")
    ada.sees("sol@example.org")
    sol = meet(screen=DESK)
    sol.opens(link_in(post())).sees("Ada Mellor", "as a volunteer")
    sol.types("Sol Grant", "Your name").presses("Join").is_on("The panel’s desk")
    # Then Sol can write, and cannot run the panel
    sol.opens("/panels/withen-vale-panel/listings/new").is_on("Add to the board")
    assert sol.page.goto("/panels/withen-vale-panel/settings").status == 404  # type: ignore[union-attr]
    sol.opens("/panels/withen-vale-panel/desk").is_on("The panel’s desk")
    # When the membership is ended
    ada.page.reload()
    ada.follows("Change what Sol Grant does").follows("End their membership").presses("End")
    # Then the very next page is closed to Sol
    assert sol.page.goto("/panels/withen-vale-panel/desk").status == 404  # type: ignore[union-attr]
    sol.is_on("That page is not here")


def fill_in_the_panel(ada: Person) -> None:
    for label, words in (
        ("What is the panel called?", "Withen Vale panel"),
        ("What is the patch called?", "Withen Vale"),
        ("A postcode in the middle of it", "ZZ1 1AA"),
        ("Who answers when somebody would rather talk?", "Ada and Len"),
        ("Their phone number", "0161 496 0177"),
        ("When do they answer?", "weekdays, 10am to noon"),
    ):
        ada.types(words, label)
