"""A register in a hall without signal: nothing that was pressed is lost, doubled, or kept longer than it should be."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from models.attendance import Attendance
from models.referral import Referral
from models.referral_words import State
from models.register import Register
from models.register_entry import RegisterEntry
from models.signed_in_session import SignedInSession
from tests.conftest import NOW
from tests.journeys.conftest import session_cookie
from tests.journeys.shed import REGULARS, TODAY, Shed, make_shed
from tests.mail import MailServer
from tests.people import csrf
from tests.ports import free_port

Post = Callable[[], str]
WHAT_LIES_HERE = """async () => {
  const has = await caches.has("registers-pages");
  const pages = has ? await (await caches.open("registers-pages")).keys() : [];
  const databases = (await indexedDB.databases()).map((each) => each.name);
  return {pages: pages.map((each) => new URL(each.url).pathname).sort(), databases};
}"""


@pytest.fixture
def world() -> str:
    return "template"


@dataclass
class Board:
    """The board as a phone meets it: it can be stopped, and started again at the same address.

    A browser opens a spare connection ahead of what it will ask. Stopping cuts those too: a server that no longer
    listens would still answer on them.
    """

    app: Flask
    port: int = field(default_factory=free_port)
    server: BaseWSGIServer | None = None
    connections: set[socket.socket] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        connections, board = self.connections, self

        class Handler(WSGIRequestHandler):
            def setup(self) -> None:
                super().setup()
                connections.add(self.connection)
                if board.server is None:  # stopped while this one was on its way in
                    self.connection.shutdown(socket.SHUT_RDWR)

            def finish(self) -> None:
                connections.discard(self.connection)
                super().finish()

        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
        for each in tuple(self.connections):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def board(app: Flask) -> Iterator[Board]:
    board = Board(app)
    board.start()
    yield board
    board.stop()


@dataclass
class Phone:
    """Somebody's own phone: it is switched off and on again, and remembers what it kept."""

    browser_type: BrowserType
    launch: dict[str, Any]
    folder: Path
    board: Board
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)

    def switch_on(self, *cookies: Any) -> Phone:
        self.context = self.browser_type.launch_persistent_context(
            self.folder, **self.launch, base_url=self.board.url, viewport={"width": 390, "height": 760},
            locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        self.context.add_cookies(list(cookies))
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        return self

    def switch_off(self) -> None:
        with suppress(Error):
            self.context.close()

    def opens(self, address: str) -> Phone:
        self.page.goto(address)
        return self

    def presses(self, name: str, mark: str) -> Phone:
        self.line(name).get_by_role("button", name=mark).click()
        return self

    def line(self, name: str) -> Any:
        return self.page.locator("#register > .line").filter(has_text=name)

    def sees_marked(self, **marks: str) -> Phone:
        for name, mark in marks.items():
            expect(self.line(name.replace("_", " "))).to_have_attribute("data-mark", mark)
        return self

    def is_told(self, *words: str) -> Phone:
        for each in words:
            expect(self.page.locator("#saved")).to_contain_text(each, use_inner_text=True)
        return self

    def has_signal_again(self) -> Phone:
        self.page.evaluate("dispatchEvent(new Event('online'))")
        return self

    def keeps(self, *addresses: str) -> Phone:
        """Wait until just these pages lie on the phone."""
        found: Any = None
        for _ in range(150):
            found = self.page.evaluate(WHAT_LIES_HERE)["pages"]
            if found == sorted(addresses):
                break
            time.sleep(0.1)
        assert found == sorted(addresses)
        return self


@pytest.fixture
def shed(desk: Session) -> Shed:
    return make_shed(desk)


@pytest.fixture
def phone(
    app: Flask, board: Board, shed: Shed, browser_type: BrowserType, browser_type_launch_args: Any, tmp_path: Path
) -> Iterator[Phone]:
    """Derek's phone, switched on and signed in, with this week's registers on it."""
    phone = Phone(browser_type, browser_type_launch_args, tmp_path / "phone", board)
    phone.switch_on(session_cookie(app, shed.derek, board.url))
    phone.opens(shed.register).keeps(shed.register, shed.last_week, "/registers/kept")
    yield phone
    phone.switch_off()
    assert not phone.faults, phone.faults


@pytest.fixture
def signed_in_as(app: Flask, board: Board) -> Callable[[str], FlaskClient]:
    """Somebody else, on another phone with a good signal."""

    def sign_in(email: str) -> FlaskClient:
        client = FlaskClient(app, app.response_class, use_cookies=True)
        cookie = session_cookie(app, email, board.url)
        client.set_cookie(cookie["name"], cookie["value"])
        return client

    return sign_in


def marks_in(desk: Session) -> dict[str, str | None]:
    """What the board has, by name."""
    rows = desk.scalars(select(Attendance).where(Attendance.on == TODAY)).all()
    marks = {row.attender.name: row.mark.value if row.mark else None for row in rows}
    desk.rollback()
    return marks


def entries_in(desk: Session) -> int:
    register = select(Register.id).where(Register.on == TODAY)
    found = desk.scalars(select(RegisterEntry.id).where(RegisterEntry.register_id.in_(register))).all()
    desk.rollback()
    return len(found)


def test_a_board_that_is_stopped_answers_on_no_connection_it_had(board: Board) -> None:
    spare = socket.create_connection(("127.0.0.1", board.port))
    while not board.connections:
        time.sleep(0.01)
    board.stop()
    spare.settimeout(5)
    with suppress(OSError):
        spare.sendall(b"GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert spare.recv(100) == b""
    spare.close()


def test_a_tuesday_at_the_shed_with_no_signal_for_an_hour(
    board: Board, shed: Shed, phone: Phone, desk: Session, post: Post, mail_server: MailServer, pass_time: Any
) -> None:
    # Given nine expected, and two of them marked
    expect(phone.page.locator("#register > .line")).to_have_count(9)
    phone.presses("Jeannie", "Came").presses("Big Col", "Came")
    expect(phone.page.locator("#strip")).to_contain_text("2 of 9 marked")
    expect(phone.page.locator("#strip")).to_contain_text("Sent.")
    # When the signal goes, six more come and one does not, and two walk in
    board.stop()
    for name in REGULARS[2:]:
        phone.presses(name, "Came")
    phone.presses("Lorna", "Late or left early").presses("Abdul", "Did not come")
    for name in ("Marlene", "Kev"):
        phone.page.get_by_label("What do they like to be called?").fill(name)
        phone.page.get_by_role("button", name="Add them").click()
        expect(phone.line(name)).to_be_visible()
    phone.is_told("No signal. 10 marks saved on this phone, not sent yet.")
    # And nobody can close the day yet, or lose anything by trying
    phone.page.locator("#closing").get_by_role("button", name="Close the day").click()
    phone.is_told("10 marks saved on this phone")
    phone.page.reload()
    phone.is_told("No signal. 10 marks saved on this phone")
    expect(phone.page.locator("#strip")).to_contain_text("11 of 11 marked")
    # Then an hour later all of it goes, each mark once
    pass_time(hours=1)
    board.start()
    phone.has_signal_again().is_told("The signal is back, and all is sent.")
    came = dict.fromkeys(["Jeannie", *REGULARS[1:], "Marlene", "Kev"], "came") | {"Lorna": "part"}
    assert (marks_in(desk), entries_in(desk)) == (came | {"Abdul": "did-not-come"}, 12)
    # And the day is closed, and the link worker has heard
    phone.page.get_by_role("link", name="Show the newest").click()
    phone.page.locator("#closing").get_by_role("button", name="Close the day").click()
    expect(phone.page.locator("main")).to_contain_text("10 of 12 places")
    expect(phone.page.locator("main")).to_contain_text("Tom is told that Jeannie came")
    phone.keeps(shed.last_week, "/registers/kept")
    assert desk.get_one(Referral, shed.referral_id).state is State.CAME
    desk.rollback()
    pass_time(minutes=10)
    post()
    assert shed.worker in [each["To"] for each in mail_server.messages]


def test_an_hour_without_signal_and_the_phone_switched_off_and_on(
    app: Flask, board: Board, shed: Shed, phone: Phone, desk: Session
) -> None:
    """Closing the browser takes its session with it: what was marked goes all the same."""
    phone.presses("Ged", "Came")
    expect(phone.page.locator("#strip")).to_contain_text("Sent.")
    assert marks_in(desk) == {"Ged": "came"}

    board.stop()
    phone.presses("Farhad", "Came").presses("Winston", "Did not come")
    phone.is_told("No signal. 2 marks saved on this phone, not sent yet.")
    phone.page.get_by_label("What do they like to be called?").fill("Marlene")
    phone.page.get_by_role("button", name="Add them").click()
    phone.is_told("No signal. 3 marks saved on this phone", "Carry on: they go by themselves later.")
    phone.presses("Big Col", "Came")
    phone.page.locator("#strip").get_by_role("button", name="Undo").click()
    marked = {"Ged": "came", "Farhad": "came", "Winston": "did-not-come", "Marlene": "came", "Big_Col": ""}
    phone.sees_marked(**marked)

    phone.page.reload()
    phone.sees_marked(**marked).is_told("No signal. 5 marks saved on this phone, not sent yet.")
    phone.switch_off()
    phone.switch_on().opens("/registers").is_told("No signal. 5 marks saved on this phone")
    phone.page.get_by_role("link", name="The lock-side shed").last.click()
    phone.sees_marked(**marked)

    board.start()
    phone.has_signal_again().is_told("The signal is back, and all is sent.")
    all_of_it = {"Ged": "came", "Farhad": "came", "Winston": "did-not-come", "Marlene": "came", "Big Col": None}
    assert (marks_in(desk), entries_in(desk)) == (all_of_it, 6)
    phone.context.add_cookies([session_cookie(app, shed.derek, board.url)])
    phone.page.get_by_role("link", name="Show the newest").click()
    expect(phone.page.locator("html:not([data-kept-at])")).to_be_attached()
    phone.sees_marked(**marked)
    assert (marks_in(desk), entries_in(desk)) == (all_of_it, 6)


def test_two_mark_the_same_person_and_one_has_no_signal(
    shed: Shed, phone: Phone, signed_in_as: Callable[[str], FlaskClient], desk: Session
) -> None:
    """Both marks are kept, the difference is shown, and the phone hears of it."""
    phone.context.set_offline(True)
    phone.presses("Ged", "Did not come").is_told("No signal. 1 mark saved on this phone")
    sam = signed_in_as(shed.sam)
    who = phone.line("Ged").get_attribute("data-who")
    sam.post(f"{shed.register}/marks/{who}", data={**csrf(sam), "mark": "came", "seen": "0"})
    desk.rollback()
    phone.context.set_offline(False)
    phone.is_told("Somebody else said something different. Both are kept.")
    phone.page.get_by_role("link", name="Show both").click()
    expect(phone.page.locator("main")).to_contain_text("Two marks differ")


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(phone: Phone, desk: Session) -> None:
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/registers/presses", lose_the_answer)
    phone.page.get_by_label("What do they like to be called?").fill("Marlene")
    phone.page.get_by_role("button", name="Add them").click()
    for _ in range(100):  # the page and the worker both try, whoever is quicker
        if len(lost) == 2:
            break
        phone.has_signal_again()
        phone.page.wait_for_timeout(100)
    phone.has_signal_again()
    expect(phone.page.locator("#strip")).to_contain_text("Sent.")
    assert lost == [200, 200]
    assert (marks_in(desk), entries_in(desk)) == ({"Marlene": "came"}, 1)


def test_signing_out_sends_first_and_leaves_nothing_behind(board: Board, shed: Shed, phone: Phone) -> None:
    board.stop()
    phone.presses("Ged", "Came").is_told("No signal. 1 mark saved")
    phone.page.get_by_role("button", name="Sign out").click()
    asked = phone.page.get_by_role("dialog", name="Not everything is sent")
    expect(asked).to_contain_text("1 mark is saved on this phone and not sent yet.")
    asked.get_by_role("button", name="Stay signed in").click()
    phone.sees_marked(Ged="came").keeps(shed.register, shed.last_week, "/registers/kept")

    board.start()
    phone.page.get_by_role("button", name="Sign out").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert phone.page.evaluate(WHAT_LIES_HERE) == {"pages": [], "databases": []}


def test_what_was_typed_stays_when_the_signal_goes_before_it_is_sent(board: Board, phone: Phone, desk: Session) -> None:
    """The phone does not know yet that the signal is gone."""
    note = phone.page.get_by_label("A note about the day")
    note.fill("Bring the big kettle.")
    board.stop()
    phone.page.get_by_role("button", name="Keep the note").click()
    phone.is_told("That needs a signal. What you typed is still here")
    expect(note).to_have_value("Bring the big kettle.")
    board.start()
    phone.page.get_by_role("button", name="Keep the note").click()
    expect(phone.page.locator("#strip")).to_contain_text("Noted.")
    assert [each.note for each in desk.scalars(select(Register).where(Register.on == TODAY))] == [
        "Bring the big kettle."
    ]
    desk.rollback()


def test_a_shared_browser_keeps_nothing_until_somebody_says_that_it_may(
    app: Flask, board: Board, shed: Shed, phone: Phone, desk: Session
) -> None:
    """The register works all the same, as any page does; signing out does not forget what was said."""
    nothing: dict[str, list[str]] = {"pages": [], "databases": []}
    phone.opens("/registers")
    phone.page.get_by_role("button", name="Keep nothing here").click()
    expect(phone.page.get_by_role("button", name="Keep them here again")).to_be_visible()
    expect(phone.page.locator("#keeping")).to_be_focused()
    assert phone.page.evaluate(WHAT_LIES_HERE) == nothing
    phone.opens(shed.register).presses("Ged", "Came")
    expect(phone.page.locator("#strip")).to_contain_text("Noted: came.")
    phone.sees_marked(Ged="came")
    assert marks_in(desk) == {"Ged": "came"}
    assert phone.page.evaluate(WHAT_LIES_HERE) == nothing
    phone.page.get_by_role("button", name="Sign out").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    phone.context.add_cookies([session_cookie(app, shed.derek, board.url)])
    phone.opens("/registers")
    expect(phone.page.get_by_role("button", name="Keep them here again")).to_be_visible()
    assert phone.page.evaluate(WHAT_LIES_HERE) == nothing
    phone.page.get_by_role("button", name="Keep them here again").click()
    expect(phone.page.get_by_role("button", name="Keep nothing here")).to_be_visible()
    phone.keeps(shed.register, shed.last_week, "/registers/kept")


def test_what_waits_to_be_sent_keeps_a_shared_browser_waiting(board: Board, shed: Shed, phone: Phone) -> None:
    phone.opens("/registers")
    board.stop()
    phone.page.evaluate(
        """([listing, moment]) => pocket.fact("user").then((user) => pocket.add(
          {user, listing, moment, pass: "x", said: {kind: "walk-in", called: "Marlene"}}))""",
        shed.register.split("/")[2:],
    )
    phone.page.get_by_role("button", name="Keep nothing here").click()
    phone.is_told("1 mark waits here to be sent. Do this again when there is a signal.")
    phone.keeps(shed.register, shed.last_week, "/registers/kept")
    board.start()
    phone.page.get_by_role("button", name="Keep nothing here").click()
    expect(phone.page.get_by_role("button", name="Keep them here again")).to_be_visible()


def test_what_is_closed_or_a_week_old_is_gone_from_the_phone(board: Board, shed: Shed, phone: Phone) -> None:
    """Marks that were never sent are named by their day before they go."""
    phone.presses("Ged", "Came")
    expect(phone.page.locator("#strip")).to_contain_text("Sent.")
    phone.page.locator("#closing").get_by_role("button", name="Close the day").click()
    expect(phone.page.locator("main")).to_contain_text("Closed")
    phone.keeps(shed.last_week, "/registers/kept")

    phone.opens(shed.last_week)
    board.stop()
    phone.presses("Ged", "Came").is_told("No signal. 1 mark saved")
    in_eight_days = datetime.now(UTC) + timedelta(days=8)
    phone.page.clock.set_fixed_time(in_eight_days)
    phone.has_signal_again().page.wait_for_timeout(300)
    phone.page.reload()
    expect(phone.page.locator("main")).to_contain_text("1 mark of 24 February")
    phone.keeps()

    board.start()
    phone.page.clock.set_fixed_time(datetime.now(UTC))
    phone.page.reload()
    phone.is_told("1 mark of 24 February was never sent, and now too old to send.")
    phone.page.get_by_role("button", name="All right").click()
    expect(phone.page.locator("#saved")).not_to_contain_text("never sent")


def test_whoever_is_signed_out_from_elsewhere_finds_nothing_left(shed: Shed, phone: Phone, desk: Session) -> None:
    desk.execute(update(SignedInSession).values(ended_at=NOW))
    desk.commit()
    phone.opens(shed.register)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    phone.keeps()


def test_a_browser_that_keeps_nothing_has_the_plain_forms(shed: Shed, phone: Phone, desk: Session) -> None:
    full = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'QuotaExceededError'); };"
    phone.context.add_init_script(full)
    phone.opens(shed.register).is_told("This browser keeps nothing.")
    phone.presses("Ged", "Came")
    expect(phone.page.locator("#strip")).to_contain_text("Noted: came.")
    assert marks_in(desk) == {"Ged": "came"}
