"""A volunteer's spreadsheet, as volunteers really have them, comes in line by line and goes out as one."""

import re

import pytest

from tests.journeys.browsing import Person
from tests.journeys.conftest import Meet

SHEET = "\ufeffActivity;Day;Time;Where;Post code;How much;Tel\r\n" + "\r\n".join(
    [
        "Bowls in the park;Wednesdays;2-4pm;Pickersgill Park bandstand;ZZ4 7PB;free;0161 496 0171",
        "The Tuesday dawdle;Tuesday;10.30am;Larkmoor tram stop;;free;",
        "Crib night;whenever;;The Shuttle;;£1;",
        ";Friday;9am;;;;",
        *(f"Whist drive {number};Mondays;7pm;The scout hut;;£2;" for number in range(1, 61)),
    ]
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_spreadsheet_comes_in_and_goes_out_again(meet: Meet, scripts: bool) -> None:
    dot = meet(email="dot@example.org", scripts=scripts)
    upload(dot)
    # Then nothing is on the board yet, and each line says what will become of it
    dot.is_on("autumn list.csv").sees("Nothing is on the board yet", "64 lines")
    dot.sees("Much the same name as The Tuesday dawdle", "Cannot come in", "As a draft")
    stranger = meet(scripts=False)
    stranger.opens("/find?q=bowls park").does_not_see("Bowls in the park")
    # When the ticked lines are brought in
    dot.presses("Bring the ticked lines in")
    if not scripts:
        while dot.page.get_by_role("button", name="Carry on").count():
            dot.sees("lines are ready").presses("Carry on")
    dot.sees(re.compile(r"All 62 lines are in"))
    # Then they are found
    stranger.page.reload()
    stranger.sees("Bowls in the park").follows("Bowls in the park").sees("Wednesday 4 March, 2pm", "Free")
    # When it was a mistake
    dot.presses("Undo the whole spreadsheet").sees("This spreadsheet is undone")
    stranger.opens("/find?q=bowls park").does_not_see("Bowls in the park")
    # And what was there before is still there
    stranger.opens("/find?q=dawdle").sees("The Tuesday dawdle")


def test_a_file_that_is_no_spreadsheet_is_refused_kindly(meet: Meet) -> None:
    dot = meet(email="dot@example.org")
    dot.opens("/panels/larkmoor/imports")
    dot.page.locator("input[type=file]").set_input_files(
        {"name": "list.xlsx", "mimeType": "application/octet-stream", "buffer": b"\x89PNG\r\n\x1a\n" * 40}
    )
    dot.presses("Show me what would happen").is_told_to_mend("")
    dot.is_on("Spreadsheets")


def upload(dot: Person) -> None:
    dot.opens("/panels/larkmoor/imports")
    dot.page.locator("input[type=file]").set_input_files(
        {"name": "autumn list.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    )
    dot.chooses("Larkmoor town", "Which patch is it for?").presses("Show me what would happen")
