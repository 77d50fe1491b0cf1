"""The private link: somebody without an account sees where it stands, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.enquiry import Closing
from models.might_come import MightCome
from models.person import OwnLink
from models.referral import Referral
from models.referral_words import Decline, Source, State
from models.register_words import Mark
from tests.asking import JEANNIE, fill_in, mails, make_asking_listing, make_enquiry, make_source, send_later
from tests.boards import make_listing
from tests.conftest import NOW
from tests.people import make_patch
from tests.referring import by_link, make_hosted_listing, make_referral, make_team
from tests.registering import AT, TUESDAY, by_organiser, make_register, make_weekly_listing, press

SECRET = "a-secret-of-thirty-two-letters-xx"


def link_to(app: Flask, session: Session, **of: Any) -> str:
    """The address of a private page."""
    from blueprints.referral_news import OWN_LINK
    from models.one_time import fingerprint

    secret = f"{SECRET}{next(iter(of.values()))}"
    session.add(OwnLink(secret_print=fingerprint(OWN_LINK, secret), made_at=NOW, **of))
    session.commit()
    return f"/mine/{secret}"


def asked(session: Session, state: State = State.SENT, **more: Any) -> Referral:
    return make_referral(session, state=state, **{"source": Source.ASKED, "at": NOW, **more})


@pytest.mark.parametrize(
    ("state", "heading", "said"),
    [
        (State.SENT, "They have been asked", "An answer comes by Tuesday 17 March."),
        (State.SEEN, "They have been asked", "Lockside Shed have opened it."),
        (State.ACCEPTED, "Good news: come along", "Looks out for you Yusuf, brown apron."),
        (State.WAITING, "On the waiting list", "Lockside Shed would like you to come, but are full."),
        (State.DECLINED, "Not this time", "Near, or something like it"),
        (State.NO_REPLY, "No answer yet", "ring the panel on 0161 496 0123"),
        (State.WITHDRAWN, "Taken back", "can see nothing of it any more"),
        (State.CAME, "It worked out", "noted that you came"),
        (State.SETTLED, "It worked out", "noted that you came"),
        (State.STOPPED, "This is finished", "can see nothing of it any more"),
    ],
)
def test_it_says_where_it_stands_in_plain_words(
    app: Flask, client: FlaskClient, db_session: Session, state: State, heading: str, said: str
) -> None:
    shed = make_hosted_listing(db_session, needs=["company"])
    make_listing(db_session, shed.patch, "Chatty bench", needs=["company"])
    referral = asked(db_session, state, listing=shed)
    answer = client.get(link_to(app, db_session, referral_id=referral.id))
    assert answer.page.heading == heading
    assert said in answer.page.text
    assert ("Chatty bench" in answer.page.text) is (
        state in (State.DECLINED, State.NO_REPLY, State.WITHDRAWN, State.STOPPED)
    )
    ended = state in (State.DECLINED, State.WITHDRAWN, State.SETTLED, State.STOPPED)
    assert ("Take it back" in answer.page.links()) is not ended


def test_who_is_welcome_learns_all_they_need_for_the_first_time(
    app: Flask, client: FlaskClient, db_session: Session
) -> None:
    shed = make_hosted_listing(db_session, way_in="Green door on the left", bring="Old clothes")
    referral = asked(db_session, State.ACCEPTED, listing=shed, first=date(2026, 3, 10))
    page = client.get(link_to(app, db_session, referral_id=referral.id)).page
    for words in ("Tuesday 10 March, 10am to 1pm", "Green door on the left.", "Old clothes.", "Ask for Derek"):
        assert words in page.text
    calendar = client.get(page.links()["Put the day in my calendar"])
    assert calendar.mimetype == "text/calendar"
    assert b"DTSTART;TZID=Europe/London:20260310T100000" in calendar.data
    assert b"DTEND;TZID=Europe/London:20260310T130000" in calendar.data
    assert b"Jeannie" not in calendar.data
    door = client.get(page.links()["A page to show at the door"])
    assert door.page.heading == "Hello, I’m Jeannie."
    assert referral.arrival_code in door.page.text
    sheet = client.get(f"{page.links()['A page to show at the door']}.pdf")
    assert sheet.data.startswith(b"%PDF")
    for answer in (calendar, door, sheet):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_paper_is_only_for_who_is_welcome(app: Flask, client: FlaskClient, db_session: Session) -> None:
    for state in (State.SENT, State.DECLINED, State.WITHDRAWN):
        place = link_to(app, db_session, referral_id=asked(db_session, state).id)
        for ending in ("/day.ics", "/introduction", "/introduction.pdf"):
            assert client.get(place + ending).status_code == 404
    assert client.get("/mine/nothing/introduction").status_code == 404


@pytest.mark.parametrize(
    ("reason", "until", "said"),
    [
        (Decline.FULL, date(2026, 4, 7), "They are full just now, until about 7 April."),
        (Decline.ACCESS, None, "They cannot give what would be needed on the day."),
        (Decline.NOT_SAFE, None, "Lockside Shed cannot take you on this time."),
        (Decline.WRONG_GROUP, None, "Lockside Shed cannot take you on this time."),
    ],
)
def test_a_no_is_told_gently(
    app: Flask, client: FlaskClient, db_session: Session, reason: Decline, until: date | None, said: str
) -> None:
    referral = asked(db_session)
    referral.decline(reason, until=until, acting=by_link(), at=NOW)
    db_session.commit()
    page = client.get(link_to(app, db_session, referral_id=referral.id)).page
    assert said in page.text
    assert "safe for our volunteers" not in page.text


def test_taking_it_back_takes_the_groups_sight_away(app: Flask, client: FlaskClient, db_session: Session) -> None:
    shed = make_asking_listing(db_session)
    filled = {**JEANNIE, "contact": "email", "email_address": "jeannie@example.org"}
    place = fill_in(app, client, f"/listings/{shed.id}/ask?for=me", filled).location
    app.config["NOW"] += timedelta(minutes=10)
    sure = client.get(client.get(place).page.links()["Take it back"])
    assert sure.page.heading == "Take it back?"
    page = sure.page
    answer = send_later(app, client, page, {})
    assert (answer.status_code, answer.location) == (303, place)
    assert client.get(place).page.heading == "Taken back"
    db_session.expire_all()
    referral = db_session.scalars(select(Referral)).one()
    assert (referral.state, referral.is_seen_by_group) == (State.WITHDRAWN, False)
    assert all(consent.withdrawn_at for consent in referral.consents)
    again = send_later(app, client, page, {})
    assert again.status_code == 303
    db_session.expire_all()
    assert len(db_session.scalars(select(Referral)).one().steps) == 2
    assert client.get(f"{place}/ending").status_code == 303


def test_the_group_hears_that_it_was_taken_back_only_if_it_had_heard_before(
    app: Flask, client: FlaskClient, db_session: Session
) -> None:
    shed = make_asking_listing(db_session)
    place = fill_in(app, client, f"/listings/{shed.id}/ask?for=me", JEANNIE).location
    send_later(app, client, client.get(f"{place}/ending").page, {})
    assert mails(db_session, "referral-sent") == []
    assert mails(db_session, "referral-withdrawn") == []


def test_an_enquiry_is_followed_and_taken_back(app: Flask, client: FlaskClient, db_session: Session) -> None:
    patch = make_patch(db_session)
    team = make_team(db_session, patches=[patch])
    enquiry = make_enquiry(db_session, team, patch=patch, source=make_source(db_session, team))
    place = link_to(app, db_session, enquiry_id=enquiry.id)
    assert client.get(place).page.heading == "We have it"
    send_later(app, client, client.get(f"{place}/ending").page, {})
    db_session.expire_all()
    assert enquiry.closed_how is Closing.TAKEN_BACK
    assert client.get(place).page.heading == "This is finished"
    (to_source,) = mails(db_session, "enquiry-source-news")
    assert to_source.subject.startswith("Closed: ")


def test_looking_is_noted_in_the_trail(app: Flask, client: FlaskClient, db_session: Session) -> None:
    referral = asked(db_session)
    place = link_to(app, db_session, referral_id=referral.id)
    before = len(db_session.scalars(AuditEntry.about(referral.id)).all())
    client.get(place)
    db_session.expire_all()
    trail = db_session.scalars(AuditEntry.about(referral.id)).all()
    assert len(trail) == before + 1
    assert (trail[-1].part.value, trail[-1].how.value, trail[-1].by_id) == ("person", "link", None)


def test_it_is_stored_nowhere_and_tells_no_other_site(app: Flask, client: FlaskClient, db_session: Session) -> None:
    place = link_to(app, db_session, referral_id=asked(db_session).id)
    for path in (place, f"{place}/ending", "/mine/nothing", "/mine/nothing/ending"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("token", ["nothing", "x" * 5000, "%00", "..", "é", SECRET])
def test_dead_and_garbled_links_get_one_kind_page(client: FlaskClient, token: str) -> None:
    for path in (f"/mine/{token}", f"/mine/{token}/ending"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.page.heading in ("This link leads nowhere now", "That page is not here")


def test_guessing_is_slow_and_a_right_link_always_works(app: Flask, client: FlaskClient, db_session: Session) -> None:
    place = link_to(app, db_session, referral_id=asked(db_session).id)
    statuses = [client.get(f"/mine/guess-{number}").status_code for number in range(25)]
    assert statuses == [404] * 20 + [429] * 5
    assert client.get(place).status_code == 200


def test_after_the_details_are_erased_the_link_still_answers_kindly(
    app: Flask, client: FlaskClient, db_session: Session
) -> None:
    from blueprints.referral_clock import erase_what_is_due

    referral = asked(db_session, State.DECLINED)
    place = link_to(app, db_session, referral_id=referral.id)
    app.config["NOW"] += timedelta(days=91)
    erase_what_is_due(app.config["NOW"])
    page = client.get(place).page
    assert "have been erased" in page.text
    assert "Jeannie" not in page.text
    assert "07700" not in page.text


def test_a_link_to_what_is_gone_is_a_dead_link(app: Flask, client: FlaskClient, db_session: Session) -> None:
    import uuid

    for name in ("referral_id", "enquiry_id", "might_come_id"):
        assert client.get(link_to(app, db_session, **{name: uuid.uuid4()})).status_code == 404


class TestMightCome:
    """ "I might come": a first name and a day."""

    def note(self, app: Flask, client: FlaskClient, session: Session, **answers: Any) -> Any:
        shed = make_asking_listing(session)
        filled = {"called": "Jo", "day": "2026-03-10", **answers}
        return fill_in(app, client, f"/listings/{shed.id}/might-come", filled)

    def kept(self, session: Session) -> list[MightCome]:
        session.expire_all()
        return list(session.scalars(select(MightCome)))

    def test_it_keeps_a_first_name_and_a_day(self, app: Flask, client: FlaskClient, db_session: Session) -> None:
        answer = self.note(app, client, db_session)
        (note,) = self.kept(db_session)
        assert (note.called, note.day) == ("Jo", date(2026, 3, 10))
        assert note.delete_at == app.config["NOW"] + timedelta(days=30)
        page = client.get(answer.location).page
        assert page.heading == "They may look out for you"
        assert "Tuesday 10 March" in page.text

    def test_it_may_be_any_day(self, app: Flask, client: FlaskClient, db_session: Session) -> None:
        for day in ("", "not-sure"):
            assert self.note(app, client, db_session, day=day).status_code == 303
        assert [note.day for note in self.kept(db_session)] == [None, None]

    @pytest.mark.parametrize("wrong", [{"called": " "}, {"called": "x" * 61}, {"day": "2026-03-04"}])
    def test_what_is_wrong_is_told_and_kept(
        self, app: Flask, client: FlaskClient, db_session: Session, wrong: dict[str, str]
    ) -> None:
        answer = self.note(app, client, db_session, **wrong)
        assert answer.status_code == 422
        assert answer.page.title.startswith("Error:")
        assert self.kept(db_session) == []

    def test_sent_twice_it_is_one_note(self, app: Flask, client: FlaskClient, db_session: Session) -> None:
        shed = make_asking_listing(db_session)
        page = client.get(f"/listings/{shed.id}/might-come").page
        for _ in range(2):
            assert send_later(app, client, page, {"called": "Jo"}).status_code == 303
        assert len(self.kept(db_session)) == 1

    def test_it_is_taken_back_and_nothing_is_left(self, app: Flask, client: FlaskClient, db_session: Session) -> None:
        place = self.note(app, client, db_session).location
        answer = send_later(app, client, client.get(f"{place}/ending").page, {})
        assert client.get(answer.location).page.heading == "It is taken back"
        assert self.kept(db_session) == []
        assert client.get(place).status_code == 404

    def test_it_is_gone_after_thirty_days(
        self, app: Flask, client: FlaskClient, db_session: Session, pass_time: Callable[..., datetime]
    ) -> None:
        from blueprints.referral_clock import erase_what_is_due

        place = self.note(app, client, db_session).location
        pass_time(days=30, minutes=1)
        assert client.get(place).status_code == 404
        erase_what_is_due(app.config["NOW"])
        assert self.kept(db_session) == []

    def test_it_makes_no_sense_where_it_is_full(self, client: FlaskClient, db_session: Session) -> None:
        shed = make_asking_listing(db_session, places_left=0)
        answer = client.get(f"/listings/{shed.id}/might-come")
        assert answer.page.heading == "It is full just now"
        assert "Ask for a place on the waiting list" in answer.page.links()
        assert client.post(f"/listings/{shed.id}/might-come", data={"called": "Jo"}).status_code == 409

    def test_many_are_asked_to_wait(self, app: Flask, client: FlaskClient, db_session: Session) -> None:
        answers = [self.note(app, client, db_session) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [303] * 10 + [429]
        assert 'value="Jo"' in answers[-1].text


def test_it_says_what_the_groups_register_has_of_them(app: Flask, client: FlaskClient, db_session: Session) -> None:
    listing = make_weekly_listing(db_session)
    referral = asked(db_session, State.ACCEPTED, listing=listing, first=TUESDAY)
    register = make_register(db_session, listing)
    register.mark(referral.id, Mark.CAME, press(), acting=by_organiser(), at=AT)
    db_session.commit()
    app.config["NOW"] = AT
    page = client.get(link_to(app, db_session, referral_id=referral.id))
    assert "Came once, on Tuesday 3 March" in page.text
