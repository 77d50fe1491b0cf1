"""A volunteer comes home from a meeting, puts something on the board, and a stranger finds it."""

import re
from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Person
from tests.journeys.conftest import DESK, Meet, link_in

DOT = "dot@example.org"
NAME = "Conkers and custard"
SAVED = "is saved and showing on the board"


def test_sign_in_by_mail_add_mend_pause_and_go_back(meet: Meet, post: Callable[[], str]) -> None:
    dot = meet()
    # Given a mail with a way in
    dot.opens("/sign-in").types(DOT, "Your email address").presses("Send me a mail")
    dot.opens(link_in(post())).is_on("Sign in to Hereabouts")
    dot.presses("Sign me in here").is_on("The panel’s desk")
    # When a listing is added on one page
    dot.follows("Add to the board").is_on("Add to the board")
    write_conkers(dot)
    dot.presses("Save and show it")
    # Then it is public, and a stranger finds it
    dot.sees(SAVED)
    stranger = meet(scripts=False)
    stranger.opens("/").types("custard", "What are you looking for?").presses("Look")
    stranger.follows(NAME).is_on(NAME).sees("Thursday 5 March, 4.30pm", "Larkmoor Library", "Maureen", "Free")
    # When a change has a slip in it
    open_entry(dot, NAME)
    dot.types("25 o’clock", "Starts").types("Bring a bowl.", "In one sentence").presses("Save")
    # Then it says so at the top and at the field, and nothing is lost
    dot.is_told_to_mend("time").finds_still("25 o’clock", "Starts").finds_still("Bring a bowl.", "In one sentence")
    stranger.page.reload()
    stranger.does_not_see("Bring a bowl.")
    # When it is put right
    dot.types("5pm", "Starts").presses("Save")
    stranger.page.reload()
    stranger.sees("Thursday 5 March, 5pm", "Bring a bowl.")
    # When it is paused until a day
    open_entry(dot, NAME)
    dot.follows("Pause it").types("2 April", "When is it on again?").types("The hob is broken.", "Why?")
    dot.presses("Pause it")
    stranger.page.reload()
    stranger.sees("Not on just now", "The hob is broken.", "2 April")
    # And undone from its history
    open_entry(dot, NAME)
    dot.follows("Everything that was changed").is_on(f"History of {NAME}").sees("Paused", "Changed", "Added", "5pm")
    dot.presses("Go back to this version, number 2")
    stranger.page.reload()
    stranger.does_not_see("Not on just now").sees("Thursday 5 March, 5pm")
    # When she signs out, the desk is closed, Back or not
    dot.presses("Sign out").sees("signed out")
    dot.page.go_back()
    dot.opens("/panels/larkmoor/desk").is_on("Sign in")


def test_the_typed_code_works_as_well_as_the_link(meet: Meet, post: Callable[[], str]) -> None:
    dot = meet(scripts=False)
    dot.opens("/sign-in?next=/panels/larkmoor/listings").types(DOT, "Your email address").presses("Send me a mail")
    code = re.search(r"^ {4}(\S.*)$", post(), re.MULTILINE)
    assert code
    box = dot.page.locator("main input:not([type=hidden])").first
    box.fill("000 000" if code[1] != "000 000" else "111 111")
    dot.page.locator("main button.btn").first.click()
    # Then a wrong code is said to be wrong, and the right one leads where she was going
    dot.is_told_to_mend("not the code")
    dot.page.locator("main input:not([type=hidden])").first.fill(code[1])
    dot.page.locator("main button.btn").first.click()
    dot.is_on("Entries")


def test_adding_with_the_keyboard_alone(meet: Meet) -> None:
    dot = meet(email=DOT, screen=DESK)
    dot.opens("/panels/larkmoor/listings/new")
    keys = Keyboard(dot.page)
    keys.to("What do people call it?").write(NAME)
    keys.to("Thursday").press("Space")
    keys.to("Starts").write("4.30pm")
    keys.to("Who to ask for").write("Maureen")
    keys.to("Save and show it").press("Enter")
    dot.sees(SAVED)
    stranger = meet(scripts=False)
    stranger.opens("/find?q=custard").sees(NAME)


def test_two_session_times_without_scripts(meet: Meet) -> None:
    dot = meet(email=DOT, scripts=False)
    # Given a half-written page
    dot.opens("/panels/larkmoor/listings/new").types(NAME, "What do people call it?")
    dot.ticks("Thursday").types("4.30pm", "Starts").types("6pm", "Finishes")
    # When another time is asked for, what was typed is still there
    dot.presses("Add another time").finds_still(NAME, "What do people call it?")
    second = dot.page.locator("fieldset.again").nth(1)
    expect(dot.page.locator("fieldset.again").nth(0).get_by_label("Starts")).to_have_value("4.30pm")
    second.get_by_label("Saturday", exact=True).check(force=True)
    second.get_by_label("Starts").fill("10.30")
    dot.presses("Save and show it").sees(SAVED)
    # Then both times are on its page
    stranger = meet(scripts=False)
    stranger.opens("/find?q=custard").follows(NAME).is_on(NAME)
    stranger.sees("Thursday 5 March, 4.30pm", "Saturday 7 March, from 10.30am")


def test_what_is_there_already_is_asked_about_once(meet: Meet) -> None:
    dot = meet(email=DOT)
    dot.opens("/panels/larkmoor/listings/new").types("The Tuesday dawdles", "What do people call it?")
    dot.ticks("Tuesday").types("10.30am", "Starts").presses("Save and show it")
    # Then it is not pinned up twice by mistake
    dot.sees("Is it on the board already?", "The Tuesday dawdle").finds_still("10.30am", "Starts")
    # And may be, when it is another one
    dot.ticks("It is another one. Add it.").presses("Save and show it").sees(SAVED)


def test_another_time_by_htmx_keeps_the_rest_and_moves_the_cursor(meet: Meet) -> None:
    dot = meet(email=DOT)
    dot.opens("/panels/larkmoor/listings/new").types(NAME, "What do people call it?")
    dot.presses("Add another time")
    second = dot.page.locator("fieldset.again").nth(1)
    expect(second).to_be_visible()
    dot.page.wait_for_function("document.querySelectorAll('fieldset.again')[1].contains(document.activeElement)")
    dot.finds_still(NAME, "What do people call it?")
    # And the card beside the page follows what is typed
    first = dot.page.locator("fieldset.again").nth(0)
    first.get_by_label("Thursday", exact=True).check(force=True)
    first.get_by_label("Starts").press_sequentially("4.30pm")
    expect(dot.page.locator("#preview")).to_contain_text(NAME)


def test_what_somebody_checked_shows_at_once(meet: Meet) -> None:
    dot = meet(email=DOT)
    # Given the first of those that are going out of date
    dot.opens("/panels/larkmoor/desk").is_on("The panel’s desk")
    name = dot.page.locator("#stale li a").first.inner_text()
    # When somebody rang
    dot.presses(f"I rang about {name}")
    # Then it leaves the pile, and everybody can see it
    expect(dot.page.locator("#stale")).not_to_contain_text(name)
    stranger = meet(scripts=False)
    stranger.opens(f"/find?q={quote(name)}").follows(name).is_on(name).sees("Checked today")


def write_conkers(person: Person) -> None:
    person.types(NAME, "What do people call it?")
    person.types("Playground games and a warm pudding.", "In one sentence")
    person.ticks("Thursday").types("4.30pm", "Starts").types("6pm", "Finishes")
    person.chooses("Larkmoor Library (2 Market Place, Larkmoor)", "Which place?")
    person.types("Maureen", "Who to ask for").types("0161 496 0199", "Phone number people can ring")


def open_entry(person: Person, name: str) -> None:
    person.opens("/panels/larkmoor/listings?name=" + quote(name)).follows(name).is_on(f"Mend the entry for {name}")


class Keyboard:
    """Tab, Enter and Space: no mouse, no reaching straight for a field."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str) -> "Keyboard":
        """Tab until the field or button of this name has the focus."""
        wanted = self.page.get_by_label(name, exact=True).or_(self.page.get_by_role("button", name=name, exact=True))
        for _ in range(200):
            self.page.keyboard.press("Tab")
            if any(each.evaluate("element => element === document.activeElement") for each in wanted.all()):
                return self
        raise AssertionError(f"Tab never comes to {name!r}")

    def write(self, words: str) -> "Keyboard":
        self.page.keyboard.type(words)
        return self

    def press(self, key: str) -> "Keyboard":
        self.page.keyboard.press(key)
        return self
