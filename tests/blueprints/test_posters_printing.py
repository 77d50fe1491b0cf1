"""One poster: its page, its PDF as it was printed, printing it anew, the list of all, and printing without a press."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.posters.contents import Subject, check_after_for, content_for
from config import ROOT
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.patch import Patch
from models.people import User
from models.poster import Poster
from models.poster_choice import Choice, Design, Ink, Paper, Sheet
from models.scan_count import ScanCount
from models.site import Site
from tests.boards import make_listing, make_venue
from tests.conftest import NOW
from tests.people import csrf, make_lead, make_patch, make_volunteer
from tests.sheets.codes import codes_in
from tests.walls import make_poster, make_site, next_code, put_up

SHEETS = [
    Choice(),
    Choice(strips=True, design=Design.BOLD),
    Choice(paper=Paper.A3, design=Design.QUIET),
    Choice(paper=Paper.A5, ink=Ink.SAVING),
    Choice(large=True),
    Choice(paper=Paper.FOLD),
    Choice(sheet=Sheet.NEAR),
    Choice(sheet=Sheet.WEEK),
    Choice(sheet=Sheet.MISSING),
    Choice(sheet=Sheet.CARDS),
    Choice(sheet=Sheet.BOOKMARKS),
]
each_sheet = pytest.mark.parametrize("choice", SHEETS, ids=lambda choice: f"{choice.template}-{choice.paper.value}")


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session)


@pytest.fixture
def shed(db_session: Session, patch: Patch) -> Listing:
    venue = make_venue(db_session, patch)
    return make_listing(
        db_session, patch, "Larkmoor Men’s Shed", venue=venue, contact_name="Brian", contact_phone="0161 496 0142",
        checked_at=NOW - timedelta(days=3),
    )  # fmt: skip


@pytest.fixture
def wall(db_session: Session, patch: Patch) -> Site:
    return make_site(db_session, patch)


@pytest.fixture
def bernadette(db_session: Session, patch: Patch) -> User:
    return make_volunteer(db_session, patch.panel, name="Bernadette")


@pytest.fixture
def client(bernadette: User, signed_in: Callable[[User], FlaskClient]) -> FlaskClient:
    return signed_in(bernadette)


def printed(
    session: Session, patch: Patch, listing: Listing | None, choice: Choice | None = None, **more: Any
) -> Poster:
    """A poster that says what is true."""
    choice, code = choice or Choice(), next_code()
    subject = Subject(patch.panel, patch, listing if (choice.sheet.is_about_one_listing) else None, more.get("site"))
    content = content_for(choice, subject, code=code, now=NOW)
    until = check_after_for(subject, choice, NOW)
    return make_poster(
        session, patch, subject.listing, choice=choice, content=content, check_after=until, code=code, at=NOW, **more
    )


@pytest.fixture
def poster(app: Flask, db_session: Session, patch: Patch, shed: Listing, wall: Site) -> Poster:
    return printed(db_session, patch, shed, site=wall)


def change(session: Session, listing: Listing, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(listing, name, value)
    save(listing, Deed.EDITED, by=None, at=NOW)
    session.commit()


def words_of(made: bytes) -> str:
    with pypdfium2.PdfDocument(made) as opened:
        return " ".join(page.get_textpage().get_text_range() for page in opened)


def test_its_page_says_what_it_is_and_what_to_do(
    client: FlaskClient, poster: Poster, db_session: Session, bernadette: User
) -> None:
    poster.printed_by_id = bernadette.id
    db_session.add(ScanCount(poster_id=poster.id, day=NOW.date(), times=4))
    db_session.commit()
    page = client.get(f"/posters/{poster.id}").page  # type: ignore[attr-defined]
    assert page.heading == "Larkmoor Men’s Shed"
    for words in ("Market Surgery", "Printed on 3 March by Bernadette", "Scanned 4 times. Last on 3 March."):
        assert words in page.text
    assert f"{poster.code[:3]} {poster.code[3:]}" in page.text
    links = page.links()
    assert links["Download the PDF"] == f"/posters/{poster.id}.pdf"
    assert links["Print straight from the browser"] == f"/posters/{poster.id}/sheet"
    assert f"again={poster.id}" in links["Change how it looks"]
    (picture,) = page.all("img")
    assert client.get(picture.get("src")).mimetype == "image/png"
    assert "Out of date" not in page.text


@each_sheet
def test_every_sheet_comes_out_as_a_tagged_pdf(
    client: FlaskClient, db_session: Session, patch: Patch, shed: Listing, wall: Site, choice: Choice
) -> None:
    poster = printed(db_session, patch, shed, choice, site=wall)
    answer = client.get(f"/posters/{poster.id}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with pikepdf.open(io.BytesIO(answer.data)) as opened:
        assert len(opened.pages) == choice.pages
        assert opened.Root.MarkInfo.Marked
    assert poster.code in words_of(answer.data)


def test_the_pdf_has_a_name_that_says_what_it_is(
    client: FlaskClient, db_session: Session, patch: Patch, shed: Listing
) -> None:
    names = {
        Choice(): "Larkmoor-Mens-Shed-A4.pdf",
        Choice(paper=Paper.A3): "Larkmoor-Mens-Shed-A3.pdf",
        Choice(sheet=Sheet.CARDS): "Larkmoor-Mens-Shed-cards.pdf",
        Choice(paper=Paper.FOLD): "Larkmoor-Mens-Shed-leaflet.pdf",
    }
    for choice, name in names.items():
        poster = printed(db_session, patch, shed, choice)
        said = client.get(f"/posters/{poster.id}.pdf").headers["Content-Disposition"]
        assert said == f'inline; filename="{name}"'
    poster.title = "مرحبا"
    db_session.commit()
    said = client.get(f"/posters/{poster.id}.pdf").headers["Content-Disposition"]
    assert said == f'inline; filename="leaflet-{poster.code}.pdf"' or re.fullmatch(
        rf'inline; filename="Poster-{poster.code}\.pdf"', said
    )


def test_the_pdf_says_what_was_printed_until_somebody_prints_it_anew(
    client: FlaskClient, poster: Poster, shed: Listing, db_session: Session, pass_time: Callable[..., Any]
) -> None:
    code = poster.code
    change(db_session, shed, contact_name="Yusuf", contact_phone="0161 496 0155")
    assert "Brian" in words_of(client.get(f"/posters/{poster.id}.pdf").data)
    page = client.get(f"/posters/{poster.id}").page  # type: ignore[attr-defined]
    assert "Since it was printed, whom to ask for and the phone number have changed." in page.text
    pass_time(minutes=5)
    answer = client.post(f"/posters/{poster.id}/printing", data=csrf(client))
    assert answer.status_code == 303
    assert answer.location == f"/posters/{poster.id}"
    said = words_of(client.get(f"/posters/{poster.id}.pdf").data)
    assert "Yusuf" in said
    assert "Brian" not in said
    db_session.expire_all()
    assert (poster.code, poster.listing_revision) == (code, shed.revision)
    page = client.get(f"/posters/{poster.id}").page  # type: ignore[attr-defined]
    assert "Out of date" not in page.text
    assert "Made on 3 March" in page.text


def test_what_is_past_its_own_day_is_to_be_printed_anew(
    client: FlaskClient, poster: Poster, db_session: Session
) -> None:
    poster.check_after = NOW.date() - timedelta(days=1)
    db_session.commit()
    assert "that day is past" in client.get(f"/posters/{poster.id}").page.text  # type: ignore[attr-defined]
    assert client.post(f"/posters/{poster.id}/printing", data=csrf(client)).status_code == 303
    assert "that day is past" not in client.get(f"/posters/{poster.id}").page.text  # type: ignore[attr-defined]


def test_a_week_that_is_over_becomes_the_week_we_are_in(
    client: FlaskClient,
    db_session: Session,
    patch: Patch,
    shed: Listing,
    wall: Site,
    pass_time: Callable[..., Any],
) -> None:
    poster = printed(db_session, patch, shed, Choice(sheet=Sheet.WEEK), site=wall)
    poster.week, code = date(2026, 2, 16), poster.code
    db_session.commit()
    assert "what is on has changed" in client.get(f"/posters/{poster.id}").page.text  # type: ignore[attr-defined]
    pass_time(minutes=5)
    assert client.post(f"/posters/{poster.id}/printing", data=csrf(client)).status_code == 303
    db_session.expire_all()
    assert (poster.week, poster.code) == (date(2026, 3, 2), code)
    assert "Out of date" not in client.get(f"/posters/{poster.id}").page.text  # type: ignore[attr-defined]


def test_a_print_that_no_longer_fits_changes_nothing_and_says_so(
    client: FlaskClient, poster: Poster, shed: Listing, db_session: Session
) -> None:
    before = dict(poster.content)
    change(db_session, shed, name="\U00012000 shed")
    answer = client.post(f"/posters/{poster.id}/printing", data=csrf(client))
    assert answer.status_code == 422
    assert "We cannot print" in answer.page.text  # type: ignore[attr-defined]
    db_session.expire_all()
    assert poster.content == before


def test_what_has_stopped_is_to_be_taken_down_not_printed(
    client: FlaskClient, poster: Poster, shed: Listing, db_session: Session, bernadette: User
) -> None:
    shed.stop(reason="", by=bernadette, at=NOW)
    save(shed, Deed.STOPPED, by=None, at=NOW)
    db_session.commit()
    page = client.get(f"/posters/{poster.id}").page  # type: ignore[attr-defined]
    assert "Take it down from Market Surgery" in page.text
    assert "Print it anew" not in page.text
    assert client.post(f"/posters/{poster.id}/printing", data=csrf(client)).location == f"/posters/{poster.id}"
    db_session.expire_all()
    assert poster.content["state"] == ""


def test_a_poster_whose_listing_is_deleted_still_has_its_page_and_its_pdf(
    client: FlaskClient, poster: Poster, shed: Listing, db_session: Session
) -> None:
    poster.listing = None
    db_session.commit()
    assert "Take it down" in client.get(f"/posters/{poster.id}").page.text  # type: ignore[attr-defined]
    assert client.get(f"/posters/{poster.id}.pdf").status_code == 200
    assert client.get(f"/posters/{poster.id}/sheet").status_code == 200


def test_other_panels_have_no_such_poster(
    app: Flask, poster: Poster, db_session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    other = signed_in(make_lead(db_session, make_patch(db_session, name="Hollinfold").panel))
    for ending in ("", ".pdf", ".png", "/sheet"):
        assert other.get(f"/posters/{poster.id}{ending}").status_code == 404
        assert app.test_client().get(f"/posters/{poster.id}{ending}").status_code == 303
    assert other.post(f"/posters/{poster.id}/printing", data=csrf(other)).status_code == 404
    assert other.get(f"/posters/{uuid4()}").status_code == 404


def test_the_list_is_narrowed_by_name_code_wall_and_state(
    client: FlaskClient, poster: Poster, db_session: Session, patch: Patch, shed: Listing, bernadette: User
) -> None:
    chip_shop = make_site(db_session, patch, "The Golden Fry")
    choir = make_listing(db_session, patch, "Goitside Singers", checked_at=NOW)
    up = printed(db_session, patch, choir, site=chip_shop)
    put_up(db_session, up, bernadette, at=NOW)
    printed(db_session, patch, None, Choice(sheet=Sheet.MISSING))
    everything = {shed.name, choir.name, "What is missing round here?"}

    def listed(**asked: str) -> set[str]:
        page = client.get(f"/panels/{patch.panel.slug}/posters", query_string=asked).page  # type: ignore[attr-defined]
        return everything & page.links().keys()

    assert listed() == everything
    assert listed(name="SINGERS") == {choir.name}
    assert listed(name=f"{poster.code[:3]} {poster.code[3:]}".lower()) == {shed.name}
    assert listed(site=str(chip_shop.id)) == {choir.name}
    assert listed(listing=str(shed.id)) == {shed.name}
    assert listed(state="up") == {choir.name}
    assert listed(state="to-hang") == {shed.name}
    assert listed(state="no-wall") == {"What is missing round here?"}
    assert listed(state="down") == set()
    assert listed(state="out-of-date") == set()
    change(db_session, choir, contact_name="Somebody Else")
    assert listed(state="out-of-date") == {choir.name}
    odd: list[dict[str, str]] = [{"state": "x"}, {"site": "\0"}, {"page": "-9"}, {"name": "\0" * 999}, {"listing": "x"}]
    for asked in odd:
        assert client.get(f"/panels/{patch.panel.slug}/posters", query_string=asked).status_code == 200


def test_the_list_says_how_many_want_printing_again(
    client: FlaskClient, poster: Poster, db_session: Session, patch: Patch, shed: Listing
) -> None:
    place = f"/panels/{patch.panel.slug}/posters"
    assert "is out of date" not in client.get(place).page.text  # type: ignore[attr-defined]
    change(db_session, shed, contact_name="Yusuf")
    page = client.get(place).page  # type: ignore[attr-defined]
    assert "One poster is out of date." in page.text
    assert page.links()["Print the one that is out of date"] == f"{place}/many?outdated=1"
    assert "Changed since: whom to ask for." in page.text


def test_an_empty_list_has_one_thing_to_do(client: FlaskClient, patch: Patch) -> None:
    page = client.get(f"/panels/{patch.panel.slug}/posters").page  # type: ignore[attr-defined]
    assert "No posters yet" in page.text
    assert page.links()["Make the first poster"] == f"/panels/{patch.panel.slug}/posters/new"


def test_a_long_list_comes_in_pages(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    for number in range(45):
        make_poster(db_session, patch, content={"name": f"Poster {number:02}"}, at=NOW - timedelta(minutes=number))
    page = client.get(f"/panels/{patch.panel.slug}/posters", query_string={"name": "poster"}).page  # type: ignore[attr-defined]  # fmt: skip
    assert "1 to 40 of 45" in page.text
    assert "Poster 44" in client.get(page.links()["Show the next"]).page.text  # type: ignore[attr-defined]


@each_sheet
def test_the_browser_prints_the_same_words(
    client: FlaskClient, db_session: Session, patch: Patch, shed: Listing, wall: Site, choice: Choice
) -> None:
    poster = printed(db_session, patch, shed, choice, site=wall)
    page = client.get(f"/posters/{poster.id}/sheet").page  # type: ignore[attr-defined]
    content = poster.content
    facts = [content["checked"], content["until"], poster.code]
    if choice.sheet is Sheet.POSTER:
        facts += [content["name"], content["when"]["day"], content["where"]["place"], "Brian", "0161 496 0142"]
    for fact in facts:
        assert fact in page.text.replace("\u00a0", " "), fact
    drawn = [each for each in page.tree.iter() if each.get("class") == "qr"]
    assert len(drawn) == {Sheet.CARDS: 10, Sheet.BOOKMARKS: 4}.get(choice.sheet, 1)
    assert drawn[0].get("role") == "img"
    assert "second page" in page.text


def test_a_sheet_that_is_not_made_yet_says_that_its_code_is_a_sample(
    client: FlaskClient, patch: Patch, shed: Listing
) -> None:
    place = f"/panels/{patch.panel.slug}/posters/sheet"
    page = client.get(place, query_string={"listing": shed.id}).page  # type: ignore[attr-defined]
    assert "The code here is only a sample." in page.text
    assert client.get(place).status_code == 422


def test_the_picture_of_a_poster_shows_its_own_code(client: FlaskClient, poster: Poster) -> None:
    from PIL import Image

    drawn = Image.open(io.BytesIO(client.get(f"/posters/{poster.id}.png").data))
    (code,) = codes_in(drawn)
    assert code.text == f"http://localhost/p/{poster.code}"


WITHOUT_FONTS = """
import json, sys
from blueprints import press
press.FONT_PACKAGES = ("no_such_package_of_fonts",)
press.FONT_FOLDERS = ()
from app import create_app
from config import Settings
from extensions import db
from models.people import User
from tests.people import csrf, sign_in
from pathlib import Path
from sqlalchemy import select

url, instance, user, poster, panel, listing = sys.argv[1:]
app = create_app(Settings(secret_key="k" * 20 + "0123456789abcdefghijkl", field_keys=("A" * 43 + "=",),
                          database_url=url, public_url="http://localhost", instance_path=Path(instance)), TESTING=True)
client = app.test_client()
with app.app_context():
    sign_in(client, db.session.scalars(select(User).where(User.email == user)).one())
asked = {
    "new": f"/panels/{panel}/posters/new?listing={listing}",
    "preview": f"/panels/{panel}/posters/preview?listing={listing}",
    "picture": f"/panels/{panel}/posters/preview.png?listing={listing}",
    "show": f"/posters/{poster}",
    "pdf": f"/posters/{poster}.pdf",
    "png": f"/posters/{poster}.png",
    "sheet": f"/posters/{poster}/sheet",
    "unmade": f"/panels/{panel}/posters/sheet?listing={listing}",
    "index": f"/panels/{panel}/posters",
}
said = {name: [answer.status_code, answer.mimetype, answer.get_data(as_text=True) if "html" in answer.mimetype else ""]
        for name, answer in ((name, client.get(place)) for name, place in asked.items())}
made = client.post(f"/panels/{panel}/posters", data={**csrf(client), "listing": listing, "design": "bold"})
anew = client.post(f"/posters/{poster}/printing", data=csrf(client))
said["made"], said["anew"] = [made.status_code, "", made.location or ""], [anew.status_code, "", anew.location or ""]
print("SAID" + json.dumps(said))
"""


def test_without_a_press_everything_prints_from_the_browser(
    app: Flask, poster: Poster, patch: Patch, shed: Listing, bernadette: User, db_session: Session, tmp_path: Path
) -> None:
    """A process of its own, in which the packages with the fonts are not there."""
    arguments = [database_of(app), str(tmp_path), bernadette.email, poster.id, patch.panel.slug, shed.id]
    code = poster.code
    db_session.rollback()  # the other process is to write
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_FONTS, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert "SAID" in done.stdout, done.stderr[-2000:]
    said = json.loads(done.stdout.partition("SAID")[2])
    for name in ("new", "preview", "show", "sheet", "unmade", "index"):
        assert said[name][0] == 200, name
    assert "This computer cannot make PDFs just now" in said["new"][2]
    assert "See it as the browser prints it" in said["preview"][2]
    assert "This computer cannot make PDFs just now" in said["show"][2]
    for name in ("new", "preview", "show"):
        assert ".pdf" not in said[name][2], name
        assert "<img" not in said[name][2], name
    assert "Print straight from the browser" in said["show"][2]
    assert code in said["sheet"][2]
    for name in ("pdf", "png", "picture"):
        assert said[name][0] in (409, 422, 503), name
        assert said[name][1] == "text/html", name
    assert said["made"][0] == 303
    assert said["anew"][0] == 303
    db_session.expire_all()
    assert len(db_session.scalars(select(Poster)).all()) == 2


def database_of(app: Flask) -> str:
    return str(app.config["SETTINGS"].database_url)
