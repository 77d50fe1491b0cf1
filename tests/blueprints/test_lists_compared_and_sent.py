"""A list side by side, and a list sent to the person by mail."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.intake import Intake
from models.listing import Listing
from models.outbox import Email
from models.patch import Patch
from models.patterns import Pattern
from models.people import User
from models.place import Place, PlaceKind, PostcodeSector
from models.private_list import PrivateList
from models.team import Team
from models.vocabulary import Cost, JustWatch
from tests.blueprints.test_lists import arrive, at, make_list, patch, shanaz, shed, team, worker
from tests.boards import make_listing, make_venue
from tests.conftest import NOW
from tests.people import csrf
from tests.referring import make_hosted_listing

__all__ = ["arrive", "patch", "shanaz", "shed", "team", "worker"]

SATURDAYS = Pattern.weekly(5, time(14), time(16))
JEAN = "jean.of.mill.row@example.org"


@pytest.fixture
def walk(db_session: Session, patch: Patch) -> Listing:
    far = make_venue(db_session, patch, name="Tram stop", easting=379_609, northing=392_000)
    return make_listing(
        db_session, patch, "Saturday dawdle", times=(SATURDAYS,), venue_id=far.id, cost=Cost.UP_TO_3, greeter="Ray",
        just_watch=JustWatch.YES, companion_offered=True, checked_at=NOW - timedelta(days=8),
    )  # fmt: skip


@pytest.fixture
def kept(db_session: Session, team: Team, shanaz: User, shed: Listing, walk: Listing, patch: Patch) -> PrivateList:
    shed.venue = make_venue(db_session, patch, easting=378_000, northing=392_500)
    return make_list(db_session, team, shanaz, shed, walk, access=["loop"])


# Side by side


def test_each_question_is_a_row_and_each_thing_a_column(worker: FlaskClient, kept: PrivateList, team: Team) -> None:
    rows = table(worker.get(at(kept, "/compare")))
    assert rows[""] == ["Lockside Shed", "Saturday dawdle"]
    assert rows["Next date"] == ["Today, Tuesday 3 March, 10am. On now, until 1pm. Soonest",
                                 "Saturday 7 March, 2pm. Until 4pm."]  # fmt: skip
    assert rows["When"] == ["Tuesdays, 10am to 1pm.", "Saturdays, 2pm to 4pm."]
    assert rows["How far as the crow flies"] == ["0.3 miles from the middle of Larkmoor.",
                                                "1 mile from the middle of Larkmoor."]  # fmt: skip
    assert rows["Cost"] == ["Free.", "Up to £3."]
    assert rows["Who greets you"] == ["Not said", "Ray."]
    assert rows["Just watching"] == ["Not said", "Yes, that is fine."]
    assert rows["Not on your own"][1].startswith("Somebody can meet you at the door")
    assert rows["Getting in"] == ["Step-free entrance. Not said: Hearing loop", "Not said: Hearing loop"]
    assert rows["Room"] == ["Room for new people", "Nobody to ask: just go."]
    assert rows["Checked"] == ["Not checked yet. Ring before you go", "Checked 8 days ago by the panel"]
    assert "Answers" not in rows, "nothing is known of any of them"
    assert rows["Refer"] == ["Refer to Lockside Shed", "Not now"]


def test_what_all_say_stands_once(worker: FlaskClient, kept: PrivateList) -> None:
    rows = table(worker.get(at(kept, "/compare")))
    assert rows["Home before dark"] == ["The same for all: Yes, next time."]


def test_a_typed_place_says_which_is_nearest(worker: FlaskClient, db_session: Session, kept: PrivateList) -> None:
    db_session.add(PostcodeSector.at("ZZ4 1", 379_609, 392_000))
    db_session.add(Place.named("Mill Row", PlaceKind.STREET, 378_000, 392_500))
    db_session.commit()
    rows = table(worker.get(at(kept, "/compare?near=ZZ4+1")))
    assert rows["How far from ZZ4 1, as the crow flies"] == ["1 mile.", "A few minutes’ walk. Nearest"]
    rows = table(worker.get(at(kept, "/compare?near=Mill+Row")))
    assert rows["How far from Mill Row, as the crow flies"] == ["A few minutes’ walk. Nearest", "1 mile."]
    lost = worker.get(at(kept, "/compare?near=Atlantis"))
    assert "We cannot find “Atlantis”." in lost.text
    assert table(lost)["How far as the crow flies"][0].endswith("from the middle of Larkmoor.")


def test_only_what_is_ticked_and_on_the_list_is_compared(
    worker: FlaskClient, db_session: Session, kept: PrivateList, walk: Listing, patch: Patch
) -> None:
    stranger = make_listing(db_session, patch, "Not on the list")
    page = worker.get(at(kept, f"/compare?listing={walk.id}&listing={stranger.id}&listing=rubbish&list_id={kept.id}"))
    assert table(page)[""] == ["Saturday dawdle"]


def test_seven_are_kindly_made_six(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch
) -> None:
    seven = [make_listing(db_session, patch, f"Thing {n}") for n in range(7)]
    kept = make_list(db_session, team, shanaz, *seven)
    asked = "&".join(f"listing={each.id}" for each in seven)
    for question in ("", f"?{asked}"):
        answer = worker.get(at(kept, f"/compare{question}"))
        assert answer.status_code == 200
        assert "Six fit side by side" in answer.text
        assert len(table(answer)[""]) == 6
    some = worker.get(at(kept, f"/compare?listing={seven[6].id}&listing={seven[0].id}"))
    assert "Six fit" not in some.text
    assert table(some)[""] == ["Thing 0", "Thing 6"]


def test_an_empty_list_has_nothing_to_compare_or_send(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User
) -> None:
    kept = make_list(db_session, team, shanaz)
    assert "Nothing to compare yet" in worker.get(at(kept, "/compare")).text
    assert "Nothing on the list yet" in worker.get(at(kept, "/send")).text
    assert send(worker, kept, JEAN).status_code == 422
    assert mails(db_session) == []


def test_what_is_paused_stopped_or_full_says_so_side_by_side(
    worker: FlaskClient, db_session: Session, team: Team, shanaz: User, patch: Patch
) -> None:
    stopped = make_hosted_listing(db_session, patch, name="Stopped", stopped_at=NOW)
    full = make_hosted_listing(db_session, patch, name="Full")
    db_session.add(Intake(listing=full, changed_at=NOW, places_left=0))
    away = make_hosted_listing(db_session, patch, name="Away", paused_at=NOW, paused_until=date(2026, 5, 1))
    kept = make_list(db_session, team, shanaz, stopped, full, away)
    rows = table(worker.get(at(kept, "/compare")))
    assert rows["Next date"][0] == "This has stopped."
    assert rows["Next date"][2].startswith("Tuesday 5 May")
    assert rows["Room"] == ["This has stopped.", "Full: there is a waiting list", "Taking nobody new until 1 May"]
    assert rows["Refer"] == ["Not now", "Refer to Full", "Not now"]


# By mail


def test_the_list_goes_by_mail_and_the_mail_tells_nothing(
    worker: FlaskClient, db_session: Session, settle: Callable[..., Any], kept: PrivateList, team: Team, caplog: Any
) -> None:
    settle(smtp_url="smtp://localhost:2500")
    asked = worker.get(at(kept, "/send"))
    assert "Others at home may read their mail." in asked.page.text  # type: ignore[attr-defined]
    answer = send(worker, kept, JEAN)
    assert answer.location == at(kept, "/sent")
    (mail,) = mails(db_session)
    assert (mail.event, mail.to, mail.subject, mail.panel_id) == ("list-sent", JEAN, "The list you asked for", None)
    assert re.search(r"^http://localhost/shortlist\?list=[\w.-]+$", mail.text, re.MULTILINE)
    assert "0161 496 0118 (weekdays, 9am to 5pm)" in mail.text
    for telling in ("Shed", "dawdle", "gardens", "Shanaz", "link worker", team.name, "surgery", "health", "referr"):
        assert telling.lower() not in f"{mail.subject} {mail.text}".replace("/shortlist", "").lower(), telling
    sent = worker.get(at(kept, "/sent"))
    assert sent.page.heading == "The list is on its way"  # type: ignore[attr-defined]
    assert "has not left yet" in sent.text
    assert "Lockside Shed" in sent.text
    for said in (sent.text, worker.get(at(kept)).text, answer.location, caplog.text):
        assert "jean" not in said.lower()


def test_the_address_is_let_go_of_when_the_mail_has_left(
    worker: FlaskClient, db_session: Session, settle: Callable[..., Any], kept: PrivateList
) -> None:
    settle(smtp_url="smtp://localhost:2500")
    send(worker, kept, JEAN)
    mails(db_session)[0].note_sent(NOW)
    db_session.commit()
    assert [(mail.to, mail.text) for mail in mails(db_session)] == [("", "")]
    assert "Sent. You sent it on" in worker.get(at(kept, "/sent")).page.text  # type: ignore[attr-defined]
    send(worker, kept, JEAN)
    newest = next(mail for mail in mails(db_session) if mail.is_waiting)
    newest.written_at += timedelta(minutes=1)
    newest.give_up(NOW)
    db_session.commit()
    failed = worker.get(at(kept, "/sent"))
    assert failed.page.heading == "The list has not been sent"  # type: ignore[attr-defined]
    assert "It could not be delivered" in failed.text


def test_two_presses_send_one_mail(
    worker: FlaskClient, db_session: Session, settle: Callable[..., Any], kept: PrivateList
) -> None:
    settle(smtp_url="smtp://localhost:2500")
    key = str(uuid.uuid4())
    for _ in range(2):
        assert send(worker, kept, JEAN, form_key=key).status_code == 303
    assert len(mails(db_session)) == 1


@pytest.mark.parametrize(
    "typed", ["", "jean", "jean@", "a@example.org, b@example.org", "jean@example.org\nBcc: x@x.org"]
)
def test_an_address_that_is_none_is_refused_and_kept_in_its_box(
    worker: FlaskClient, db_session: Session, settle: Callable[..., Any], kept: PrivateList, typed: str
) -> None:
    settle(smtp_url="smtp://localhost:2500")
    answer = send(worker, kept, typed)
    assert answer.status_code == 422
    page = answer.page
    assert "Write it like pat@example.org." in page.text
    assert next(box for box in page.all("input") if box.get("name") == "email").get("value", "") == typed.replace(
        "\n", " "
    )
    assert mails(db_session) == []


def test_somebody_who_sends_very_many_is_asked_to_wait(
    worker: FlaskClient,
    db_session: Session,
    settle: Callable[..., Any],
    kept: PrivateList,
    pass_time: Callable[..., Any],
) -> None:
    settle(smtp_url="smtp://localhost:2500")
    assert {send(worker, kept, f"p{n}@example.org").status_code for n in range(12)} == {303}
    refused = send(worker, kept, JEAN)
    assert refused.status_code == 429
    assert "You have sent many lists in the last hour." in refused.page.text
    assert JEAN in refused.text, "what was typed is kept"
    assert len(mails(db_session)) == 12


def test_where_mail_cannot_leave_one_is_told_to_print(
    worker: FlaskClient, db_session: Session, kept: PrivateList
) -> None:
    assert "Mail cannot leave from here yet" in worker.get(at(kept, "/send")).text
    assert send(worker, kept, JEAN).status_code == 422
    assert mails(db_session) == []


def send(worker: FlaskClient, kept: PrivateList, to: str, **more: str) -> Any:
    return worker.post(at(kept, "/send"), data={**csrf(worker), "email": to, **more})


def mails(session: Session) -> list[Email]:
    session.expire_all()
    return list(session.scalars(select(Email).order_by(Email.written_at, Email.id)))


def table(answer: Any) -> dict[str, list[str]]:
    """The answers in each row, by its question. The names that a phone shows before each are left out."""
    rows = {}
    for row in answer.page.all("tr"):
        head, *cells = list(row)
        rows[_words(head)] = [_words(cell) for cell in cells]
    return rows


def _words(cell: Any) -> str:
    whose = next((each for each in cell.iter("b") if each.get("class") == "whose"), None)
    said = " ".join("".join(cell.itertext()).split())
    return said.removeprefix("".join(whose.itertext())).strip() if whose is not None else said
