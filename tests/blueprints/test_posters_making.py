"""Making a poster: one page to choose on, the picture beside it, and what is kept when the button is pressed."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.listing import Listing
from models.patch import Patch
from models.people import User
from models.picture import Picture
from models.placement import PlacementState
from models.poster import Poster
from models.poster_choice import Design, Paper, Sheet
from models.print_run import PrintRun
from models.short_code import read_code
from models.translation import Translation
from models.vocabulary import Room
from tests.boards import make_listing, make_venue
from tests.conftest import NOW
from tests.hostile.values import TEXTS
from tests.people import csrf, make_lead, make_patch, make_volunteer
from tests.walls import make_site


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session)


@pytest.fixture
def shed(db_session: Session, patch: Patch) -> Listing:
    venue = make_venue(db_session, patch)
    return make_listing(
        db_session, patch, venue=venue, contact_name="Brian", contact_phone="0161 496 0142",
        checked_at=NOW - timedelta(days=3),
    )  # fmt: skip


@pytest.fixture
def dot(db_session: Session, patch: Patch) -> User:
    return make_volunteer(db_session, patch.panel, name="Dot Larkin")


@pytest.fixture
def client(dot: User, signed_in: Callable[[User], FlaskClient]) -> FlaskClient:
    return signed_in(dot)


@pytest.fixture
def place(patch: Patch) -> str:
    return f"/panels/{patch.panel.slug}/posters"


def make(client: FlaskClient, place: str, key: str = "a-page-of-twenty-letters", **chosen: Any) -> TestResponse:
    return client.post(f"{place}?form={key}", data={**csrf(client), **chosen})


def made(session: Session) -> list[Poster]:
    session.expire_all()
    return list(session.scalars(select(Poster).order_by(Poster.made_at, Poster.id)))


def said_at(answer: TestResponse, field: str) -> str:
    """What the page says is to be put right at a field."""
    page = answer.page  # type: ignore[attr-defined]
    spot = next(each for each in page.all("div") if each.get("id") == f"{field}-said")
    return " ".join("".join(spot.itertext()).split())


def test_choosing_a_listing_and_pressing_one_button_is_enough(
    client: FlaskClient, place: str, shed: Listing, db_session: Session, dot: User
) -> None:
    page = client.get(f"{place}/new", query_string={"listing": shed.id}).page  # type: ignore[attr-defined]
    button = next(each for each in page.all("button") if each.get("formmethod") == "post")
    answer = client.post(
        button.get("formaction"), data={"listing": str(shed.id), button.get("name"): button.get("value")}
    )
    assert answer.status_code == 303
    (poster,) = made(db_session)
    assert answer.location == f"/posters/{poster.id}"
    assert (poster.title, poster.listing_id, poster.placement) == (shed.name, shed.id, None)
    assert (poster.choice.sheet, poster.choice.design, poster.choice.paper) == (Sheet.POSTER, Design.NOTICE, Paper.A4)
    assert read_code(poster.code) == poster.code
    assert poster.content["path"] == f"/p/{poster.code}"
    assert poster.content["when"]["day"] == "Tuesdays"
    assert (poster.made_by_id, poster.printed_by_id, poster.listing_revision) == (dot.id, dot.id, shed.revision)


def test_the_page_shows_the_sheet_beside_the_choices(client: FlaskClient, place: str, shed: Listing) -> None:
    page = client.get(f"{place}/new", query_string={"listing": shed.id, "design": "bold"}).page  # type: ignore[attr-defined]
    (picture,) = page.all("img")
    assert picture.get("alt") == "The sheet: Lockside Shed. Tuesdays, 10am to 1pm. St Oswin’s hall."
    asked = parse_qs(urlsplit(picture.get("src")).query)
    assert asked == {"listing": [str(shed.id)], "design": ["bold"]}
    answer = client.get(picture.get("src"))
    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "no-store"
    drawn = Image.open(io.BytesIO(answer.data))
    assert drawn.width == pytest.approx(800, abs=3)
    assert "only a sample" in page.text


def test_the_code_on_a_preview_is_plainly_no_code() -> None:
    from blueprints.posters.preview import SAMPLE

    assert read_code(SAMPLE) is None


@pytest.mark.parametrize("paper", ["a3", "a4", "a5"])
def test_every_size_has_a_picture_of_the_same_width(client: FlaskClient, place: str, shed: Listing, paper: str) -> None:
    answer = client.get(f"{place}/preview.png", query_string={"listing": shed.id, "paper": paper})
    width, height = Image.open(io.BytesIO(answer.data)).size
    assert width == pytest.approx(800, abs=6)
    assert height / width == pytest.approx(2**0.5, rel=0.01)


def test_a_choice_changes_the_picture_and_the_address_without_a_new_page(
    client: FlaskClient, place: str, shed: Listing
) -> None:
    asked = {"listing": shed.id, "design": "quiet", "paper": "a4", "ink": "colour", "line": "", "was": "poster"}
    answer = client.get(f"{place}/preview", query_string=asked, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith("<figure")
    assert "design=quiet" in answer.text
    assert answer.headers["HX-Replace-Url"].endswith(f"/posters/new?listing={shed.id}&design=quiet")
    again = client.get(answer.headers["HX-Replace-Url"]).page  # type: ignore[attr-defined]
    chosen = {each.get("name"): each.get("value") for each in again.all("input") if each.get("checked") is not None}
    assert chosen == {"design": "quiet", "paper": "a4", "ink": "colour"}


def test_nothing_is_chosen_yet(client: FlaskClient, place: str, shed: Listing, db_session: Session) -> None:
    page = client.get(f"{place}/new").page  # type: ignore[attr-defined]
    assert not list(page.all("img"))
    assert "Choose what it is for" in page.text
    answer = make(client, place)
    assert answer.status_code == 422
    assert "Choose what the poster is for." in said_at(answer, "listing")
    assert not made(db_session)


def test_each_wall_gets_a_poster_and_a_code_of_its_own(
    client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session
) -> None:
    walls = [make_site(db_session, patch, name) for name in ("Market Surgery", "The Golden Fry", "Skylark Stores")]
    answer = make(client, place, listing=shed.id, site=[str(wall.id) for wall in walls])
    posters = made(db_session)
    assert len({poster.code for poster in posters}) == 3
    assert {poster.placement.site.name for poster in posters if poster.placement} == {wall.name for wall in walls}
    assert all(poster.placement and poster.placement.state is PlacementState.TO_HANG for poster in posters)
    run = db_session.scalars(select(PrintRun)).one()
    assert answer.location == f"/print-runs/{run.id}"
    assert set(run.poster_ids) == {str(poster.id) for poster in posters}


def test_one_wall_leads_to_its_poster(
    client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session
) -> None:
    wall = make_site(db_session, patch)
    answer = make(client, place, listing=shed.id, site=str(wall.id))
    (poster,) = made(db_session)
    assert answer.location == f"/posters/{poster.id}"
    assert poster.placement is not None
    assert poster.placement.site_id == wall.id


def test_pressing_twice_makes_one(client: FlaskClient, place: str, shed: Listing, db_session: Session) -> None:
    first, second = (make(client, place, listing=shed.id) for _ in range(2))
    assert first.location == second.location
    assert len(made(db_session)) == 1


def test_two_presses_at_the_same_moment_make_one(
    app: Flask, client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session
) -> None:
    walls = [str(make_site(db_session, patch, name).id) for name in ("Market Surgery", "The Golden Fry")]
    sent = {**csrf(client), "listing": str(shed.id), "site": walls}
    cookies = list(client._cookies.values())  # type: ignore[union-attr]
    db_session.rollback()
    answers = list[TestResponse]()

    def press() -> None:
        other = app.test_client()
        for cookie in cookies:
            other.set_cookie(cookie.key, cookie.value)
        answers.append(other.post(f"{place}?form=a-page-of-twenty-letters", data=sent))

    presses = [threading.Thread(target=press) for _ in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(made(db_session)) == 2


def test_a_panel_without_a_neighbourhood_is_told_what_comes_first(
    db_session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    lead = make_lead(db_session)
    answer = signed_in(lead).get(f"/panels/{lead.memberships[0].panel.slug}/posters/new")
    assert answer.status_code == 409
    assert "Say first which neighbourhood you look after" in answer.text


def test_a_picture_of_the_listing_goes_on_the_poster(
    client: FlaskClient, place: str, shed: Listing, db_session: Session
) -> None:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "#2a7747").save(file, "JPEG")
    picture = Picture(
        listing=shed, alt="A workbench", fingerprint=sha256(file.getvalue()).hexdigest(), width=900, height=600,
        jpeg=file.getvalue(), added_at=NOW,
    )  # fmt: skip
    db_session.add(picture)
    db_session.commit()
    page = client.get(f"{place}/new", query_string={"listing": shed.id}).page  # type: ignore[attr-defined]
    offered = [each.get("value") for each in page.all("input") if each.get("name") == "picture"]
    assert offered == ["", str(picture.id)]
    assert make(client, place, listing=shed.id, picture=picture.id).status_code == 303
    (poster,) = made(db_session)
    assert (poster.picture_id, poster.choice.with_picture) == (picture.id, True)
    assert client.get(f"/posters/{poster.id}.pdf").status_code == 200
    assert "A workbench" in client.get(f"/posters/{poster.id}/sheet").text
    assert "That picture is gone" in said_at(make(client, place, listing=shed.id, picture=uuid4()), "picture")


def test_going_back_and_pressing_again_makes_one(
    client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session, pass_time: Callable[..., Any]
) -> None:
    walls = [str(make_site(db_session, patch, name).id) for name in ("Market Surgery", "The Golden Fry")]
    first = make(client, place, key="the-page-as-it-was-first", listing=shed.id, site=walls)
    pass_time(minutes=2)
    second = make(client, place, key="the-page-fetched-afresh", listing=shed.id, site=walls)
    assert first.location == second.location
    assert len(made(db_session)) == 2
    assert db_session.scalar(select(func.count(PrintRun.id))) == 1


def test_another_look_or_a_later_day_makes_another(
    client: FlaskClient, place: str, shed: Listing, db_session: Session, pass_time: Callable[..., Any]
) -> None:
    make(client, place, listing=shed.id)
    make(client, place, listing=shed.id, design="bold")
    pass_time(minutes=30)
    make(client, place, key="another-page-altogether", listing=shed.id)
    assert [poster.choice.design.value for poster in made(db_session)].count("notice") == 2
    assert len(made(db_session)) == 3


def test_a_changed_listing_is_another_sheet(
    client: FlaskClient, place: str, shed: Listing, db_session: Session
) -> None:
    make(client, place, listing=shed.id)
    shed.summary, shed.revision = "Mend things together.", shed.revision + 1
    db_session.commit()
    make(client, place, key="a-page-opened-after-that", listing=shed.id)
    assert "Mend things together." in {poster.content["about"] for poster in made(db_session)}
    assert len(made(db_session)) == 2


def test_the_same_poster_gets_another_look_and_keeps_its_code(
    client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session, pass_time: Callable[..., Any]
) -> None:
    wall = make_site(db_session, patch)
    make(client, place, listing=shed.id, site=str(wall.id))
    (poster,) = made(db_session)
    code = poster.code
    pass_time(hours=1)
    page = client.get(f"{place}/new", query_string={"again": poster.id}).page  # type: ignore[attr-defined]
    assert page.heading == "Change how it looks"
    assert f"/p/{code}" not in page.text
    answer = make(client, place, again=poster.id, design="quiet", line="Back on from Easter")
    assert answer.location == f"/posters/{poster.id}"
    (poster,) = made(db_session)
    assert (poster.code, poster.choice.design, poster.content["about"]) == (code, Design.QUIET, "Back on from Easter")
    assert poster.printed_at > poster.made_at
    assert poster.placement is not None
    assert poster.placement.site_id == wall.id


@pytest.mark.parametrize(
    ("chosen", "field", "words"),
    [
        ({"large": "1", "strips": "1"}, "large", "Large letters leave no room"),
        ({"strips": "1", "paper": "a5"}, "strips", "Strips need A4 or A3"),
        ({"large": "1", "paper": "a5"}, "large", "Large letters need A4 or A3"),
        ({"sheet": "cards", "paper": "a3"}, "paper", "does not come in that size"),
        ({"sheet": "near", "strips": "1"}, "strips", "Only a poster has strips"),
        ({"line": "x" * 5000}, "line", "That is 5,000 letters. Keep it to 160 or fewer."),
    ],
)
def test_what_does_not_go_together_is_said_at_the_field(
    client: FlaskClient, place: str, shed: Listing, db_session: Session, chosen: dict[str, str], field: str, words: str
) -> None:
    asked = {"listing": str(shed.id), **chosen}
    for answer in (client.get(f"{place}/new", query_string=asked), make(client, place, **asked)):
        assert words in said_at(answer, field)
        assert not list(answer.page.all("img"))  # type: ignore[attr-defined]
    part = client.get(f"{place}/preview", query_string=asked, headers={"HX-Request": "true"}).text
    assert f'hx-swap-oob="innerHTML:#{field}-said"' in part
    assert words in part
    assert not made(db_session)


def test_a_line_that_is_far_too_long_is_still_there(client: FlaskClient, place: str, shed: Listing) -> None:
    answer = make(client, place, listing=shed.id, line="word " * 1000, design="bold")
    assert answer.status_code == 422
    fields = {each.get("id"): each for each in answer.page.all("input")}  # type: ignore[attr-defined]
    assert fields["line"].get("value").startswith("word word")
    assert len(fields["line"].get("value")) > 4900
    assert fields["design-1"].get("checked") is not None


def test_what_another_sheet_does_not_have_is_let_go_when_the_sheet_changes(
    client: FlaskClient, place: str, shed: Listing
) -> None:
    asked = {"listing": shed.id, "strips": "1", "paper": "fold", "sheet": "near", "was": "poster"}
    page = client.get(f"{place}/new", query_string=asked).page  # type: ignore[attr-defined]
    assert len(list(page.all("img"))) == 1
    assert "strips" not in {each.get("name") for each in page.all("input")}


@pytest.mark.parametrize("what", TEXTS)
def test_any_line_is_printed_or_answered_kindly(
    client: FlaskClient, place: str, shed: Listing, db_session: Session, what: str
) -> None:
    answer = make(client, place, listing=shed.id, line=TEXTS[what])
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert "We cannot print" in said_at(answer, "line")
        assert not made(db_session)
    else:
        (poster,) = made(db_session)
        assert not set(poster.content["about"]) & set("\0\u202e\u2066\u200b")


def test_letters_that_nobody_can_print_are_named_at_the_field(client: FlaskClient, place: str, shed: Listing) -> None:
    answer = make(client, place, listing=shed.id, line="Meet us \U00012000 there")
    assert answer.status_code == 422
    assert "We cannot print “\U00012000”" in said_at(answer, "line")


def test_a_name_that_no_sheet_holds_leads_to_where_it_is_shortened(
    client: FlaskClient, place: str, patch: Patch, db_session: Session
) -> None:
    endless = make_listing(db_session, patch, "Llanfair" * 12, checked_at=NOW)
    answer = client.get(f"{place}/new", query_string={"listing": endless.id, "paper": "a5"})
    page = answer.page  # type: ignore[attr-defined]
    if list(page.all("img")):
        pytest.skip("this sheet holds it")
    assert f"/listings/{endless.id}/edit" in page.links().values()


@pytest.mark.parametrize("listing_id", ["", "nobody", "\0", "0c5dd61b-7420-4747-a617-3d7724657680", "x" * 5000])
def test_an_unknown_listing_is_said_kindly(client: FlaskClient, place: str, shed: Listing, listing_id: str) -> None:
    answer = make(client, place, listing=listing_id)
    assert answer.status_code == 422
    assert said_at(answer, "listing")


def test_repeated_and_odd_parameters_get_a_page(client: FlaskClient, place: str, shed: Listing) -> None:
    for query in (
        f"listing={shed.id}&listing=x&design=bold&design=quiet&paper=a3&paper=zz",
        f"listing={shed.id}&week=99999-99-99&kind=x&need=%00&language=zz&site=&again=x&picture=x&ink=",
        "sheet=week&week=0001-01-01",
        "sheet=week&week=9999-12-31",
        "sheet=%00&listing=%00",
    ):
        for ending in ("new", "preview", "sheet", "preview.png"):
            assert client.get(f"{place}/{ending}?{query}").status_code in (200, 422)


def test_a_wall_that_is_gone_is_said_at_the_field(client: FlaskClient, place: str, shed: Listing) -> None:
    answer = make(client, place, listing=shed.id, site=str(uuid4()))
    assert answer.status_code == 422
    assert "not on your list any more" in said_at(answer, "site")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"checked_at": NOW - timedelta(days=200)}, "was last checked on 15 August"),
        ({"checked_at": None}, "has never been checked"),
        ({"paused_at": NOW}, "It is paused"),
        ({"session_times": []}, "Nobody has said when it is on."),
        ({"room": Room.FULL, "full_until": (NOW + timedelta(days=40)).date()}, "It is full until 12 April"),
    ],
)
def test_what_to_see_to_first_is_said_beside_the_form(
    client: FlaskClient, place: str, shed: Listing, db_session: Session, facts: dict[str, Any], words: str
) -> None:
    assert words not in client.get(f"{place}/new", query_string={"listing": shed.id}).page.text  # type: ignore[attr-defined]
    for name, value in facts.items():
        setattr(shed, name, value)
    db_session.commit()
    page = client.get(f"{place}/new", query_string={"listing": shed.id}).page  # type: ignore[attr-defined]
    assert words in page.text
    assert any(link.startswith(f"/listings/{shed.id}/edit") for link in page.links().values())


def test_a_draft_and_what_has_stopped_get_no_poster(
    client: FlaskClient, place: str, shed: Listing, db_session: Session, dot: User
) -> None:
    shed.stop(reason="The end", by=dot, at=NOW)
    db_session.commit()
    assert "has stopped" in said_at(make(client, place, listing=shed.id), "listing")
    shed.restart()
    shed.take_off_the_board()
    db_session.commit()
    assert "is a draft" in said_at(make(client, place, listing=shed.id), "listing")
    assert not made(db_session)


def test_only_languages_that_a_speaker_has_read_are_offered(
    client: FlaskClient, place: str, shed: Listing, db_session: Session
) -> None:
    for language, title, read_by in (("pl", "Szopa", "Ewa"), ("cy", "Y Sied", "")):
        db_session.add(
            Translation(
                listing=shed, language=language, title=title, when="wtorki, 10:00", read_by=read_by, changed_at=NOW,
                listing_revision=shed.revision,
            )
        )  # fmt: skip
    db_session.commit()
    page = client.get(f"{place}/new", query_string={"listing": shed.id}).page  # type: ignore[attr-defined]
    assert {each.get("value") for each in page.all("input") if each.get("name") == "language"} == {"pl"}
    make(client, place, listing=shed.id, language="pl")
    (poster,) = made(db_session)
    assert [each["title"] for each in poster.content["languages"]] == ["Szopa"]


def test_the_whole_board_has_sheets_of_its_own(
    client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session
) -> None:
    wall = make_site(db_session, patch)
    for sheet in ("near", "week", "missing", "cards", "bookmarks"):
        answer = make(client, place, sheet=sheet, site=str(wall.id))
        assert answer.status_code == 303, sheet
    assert {poster.choice.sheet for poster in made(db_session)} == {"near", "week", "missing", "cards", "bookmarks"}
    (week,) = [poster for poster in made(db_session) if poster.choice.sheet == "week"]
    assert week.week is not None
    assert week.week.isoweekday() == 1


def test_part_of_a_name_finds_the_listing(
    client: FlaskClient, place: str, shed: Listing, patch: Patch, db_session: Session
) -> None:
    for number in range(20):
        make_listing(db_session, patch, f"Walk number {number}")
    page = client.get(f"{place}/new", query_string={"name": "walk 1"}).page  # type: ignore[attr-defined]
    select_ = next(each for each in page.all("select") if each.get("id") == "listing")
    names = ["".join(option.itertext()) for option in select_.iter("option")]
    assert "Walk number 1" in names
    assert shed.name not in names
    page = client.get(f"{place}/new", query_string={"name": "zzyzzx"}).page  # type: ignore[attr-defined]
    assert "Nothing is called that." in page.text


def test_strangers_and_other_panels_make_nothing(
    app: Flask, patch: Patch, place: str, shed: Listing, db_session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    other = signed_in(make_lead(db_session, make_patch(db_session, name="Hollinfold").panel))
    for ending in ("", "/new", "/preview", "/preview.png", "/sheet"):
        assert other.get(place + ending).status_code == 404
        assert app.test_client().get(place + ending).status_code == 303
    assert make(other, place, listing=shed.id).status_code == 404
    assert not made(db_session)


def test_a_listing_of_another_panel_cannot_be_put_on_paper(
    client: FlaskClient, place: str, db_session: Session, shed: Listing
) -> None:
    foreign = make_listing(db_session, make_patch(db_session, name="Hollinfold"), "Hollinfold Choir")
    answer = make(client, place, listing=foreign.id)
    assert answer.status_code == 422
    assert "Hollinfold Choir" not in answer.text


def test_previews_come_as_fast_as_hands_and_no_faster(client: FlaskClient, place: str, shed: Listing) -> None:
    answers = [client.get(f"{place}/preview", query_string={"sheet": "poster"}).status_code for _ in range(152)]
    assert answers[0] == 200
    assert answers[-1] == 429
