"""Bringing in a picture of a listing, looking at it, taking it away and having it back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from blueprints import tick
from blueprints.posters.contents import ready_for_press
from blueprints.posters.paper_words import picture_on_paper
from models.listing import Listing
from models.picture import LONGEST_ALT, MOST_OF_A_LISTING, Picture
from models.poster import Poster
from tests.boards import make_listing
from tests.people import csrf, make_panel, make_patch, make_volunteer
from tests.picture_files import as_file, photo

ALT = "Four people at a bench. One of them laughs."


class Drawer:
    """A volunteer with a listing, and the drawer its pictures lie in."""

    def __init__(self, session: Session, signed_in: Any) -> None:
        self.session = session
        self.panel = make_panel(session)
        self.listing: Listing = make_listing(session, make_patch(session, self.panel))
        self.client: FlaskClient = signed_in(make_volunteer(session, self.panel, name="Dot Hill"))
        self.address = f"/listings/{self.listing.id}/pictures"

    def bring(self, raw: bytes, alt: str = ALT, name: str = "photo.jpg", **more: Any) -> TestResponse:
        sent = {**csrf(self.client), "picture": (io.BytesIO(raw), name), "alt": alt}
        return self.client.post(self.address, data=sent, content_type="multipart/form-data", **more)

    def pictures(self) -> list[Picture]:
        self.session.expire_all()
        return list(self.session.scalars(Picture.of(self.listing)))

    def press(self, address: str) -> TestResponse:
        return self.client.post(address, data=csrf(self.client))


@pytest.fixture
def drawer(db_session: Session, signed_in: Callable[..., FlaskClient]) -> Drawer:
    return Drawer(db_session, signed_in)


def test_a_photo_from_a_phone_is_kept_made_anew_and_shown(drawer: Drawer) -> None:
    answer = drawer.bring(as_file(photo((4000, 3000)), exif=Image.Exif()))
    assert answer.status_code == 303
    (picture,) = drawer.pictures()
    assert (picture.width, picture.height, picture.alt) == (2400, 1800, ALT)
    page = drawer.client.get(drawer.address).page
    assert page.heading == f"Pictures for {drawer.listing.name}"
    assert "The picture is kept" in page.text
    assert "Sharp on a sheet up to A4" in page.text
    assert "by Dot Hill" in page.text
    shown = next(image for image in page.all("img") if image.get("alt") == ALT)
    assert shown.get("src") == f"/pictures/{picture.id}.jpg"
    assert page.links()["Make a poster with it"].endswith(f"?listing={drawer.listing.id}&picture={picture.id}")


def test_the_file_is_a_picture_that_the_browser_may_keep_if_it_asks_first(drawer: Drawer) -> None:
    drawer.bring(as_file(photo()))
    (picture,) = drawer.pictures()
    answer = drawer.client.get(f"/pictures/{picture.id}.jpg")
    assert answer.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(answer.data)).size == (1600, 1200)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = drawer.client.get(f"/pictures/{picture.id}.jpg", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_a_picture_is_taken_away_and_comes_back(drawer: Drawer) -> None:
    drawer.bring(as_file(photo()))
    (picture,) = drawer.pictures()
    file = f"/pictures/{picture.id}.jpg"
    assert drawer.press(f"/pictures/{picture.id}/removal").status_code == 303
    page = drawer.client.get(drawer.address).text
    assert "No picture yet" in page
    assert drawer.client.get(file).status_code == 404
    undo = re.search(r'action="(/pictures/[^"]+/putting-back)"', page)
    assert undo
    assert drawer.press(undo[1]).status_code == 303
    assert drawer.client.get(file).status_code == 200
    assert drawer.press(undo[1]).status_code == 404


def test_a_day_after_it_was_taken_away_nothing_of_it_is_left(drawer: Drawer, pass_time: Callable[..., Any]) -> None:
    drawer.bring(as_file(photo()))
    drawer.bring(as_file(photo((800, 600))), "The green door.")
    gone = next(each for each in drawer.pictures() if each.alt == ALT)
    drawer.press(f"/pictures/{gone.id}/removal")
    pass_time(hours=23)
    assert tick.tick()["wipe-pictures"] == 0
    pass_time(hours=2)
    assert tick.tick()["wipe-pictures"] == 1
    drawer.session.expire_all()
    assert drawer.session.scalars(select(Picture.alt)).all() == ["The green door."]


def test_a_poster_outlives_its_picture(drawer: Drawer, app: Flask, pass_time: Callable[..., Any]) -> None:
    drawer.bring(as_file(photo()))
    (picture,) = drawer.pictures()
    now = app.config["NOW"]
    poster = Poster(
        code="7KQ4MX", panel=drawer.panel, patch=drawer.listing.patch, picture=picture, chosen={},
        title="Shed", content={}, check_after=now.date(), made_at=now, printed_at=now,
    )  # fmt: skip
    drawer.session.add(poster)
    drawer.session.commit()
    drawer.press(f"/pictures/{picture.id}/removal")
    pass_time(days=2)
    tick.tick()
    drawer.session.expire_all()
    assert drawer.session.get_one(Poster, poster.id).picture_id is None


def test_the_same_picture_twice_is_one_with_the_newer_words(drawer: Drawer) -> None:
    for alt in ("A bench.", ALT):
        drawer.bring(as_file(photo()), alt)
    (picture,) = drawer.pictures()
    assert picture.alt == ALT


def test_a_new_picture_lies_beside_the_others_and_a_full_drawer_says_so(drawer: Drawer) -> None:
    for side in range(MOST_OF_A_LISTING):
        assert drawer.bring(as_file(photo((480 + 16 * side, 480)))).status_code == 303
    answer = drawer.bring(as_file(photo((800, 800))))
    assert answer.status_code == 422
    assert "Take one away first" in answer.text
    assert len(drawer.pictures()) == MOST_OF_A_LISTING


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (b"", "photo.jpg", "This file is empty"),
        (b"<!doctype html><script>alert(1)</script>", "photo.jpg", "We could not read this file"),
        (b'<svg xmlns="x" onload="alert(1)"/>', "drawing.svg", "Save it as PNG"),
        (b"%PDF-1.7", "photo.pdf", "This is a PDF"),
        (as_file(photo((800, 600)))[:-4000], "photo.jpg", "only part of it arrived"),
        (as_file(photo((320, 320))), "photo.jpg", "on paper it would be blurred"),
    ],
)
def test_what_is_no_picture_is_refused_at_the_field_and_the_words_are_kept(
    drawer: Drawer, raw: bytes, name: str, words: str
) -> None:
    answer = drawer.bring(raw, name=name)
    assert answer.status_code == 422
    assert words in answer.page.text  # type: ignore[attr-defined]
    assert 'id="picture-error"' in answer.text
    assert f">\n{ALT}</textarea>" in answer.text.replace("\r", "")
    assert drawer.pictures() == []


def test_a_picture_needs_words_of_a_line(drawer: Drawer) -> None:
    raw = as_file(photo())
    for alt, words in (
        ("", "Say in a line what is to be seen"),
        ("x" * (LONGEST_ALT + 1), f"Keep it to {LONGEST_ALT}"),
    ):
        answer = drawer.bring(raw, alt)
        assert answer.status_code == 422
        assert words in answer.text
        assert alt in answer.text
    no_file = drawer.client.post(drawer.address, data={**csrf(drawer.client), "alt": ALT})
    assert no_file.status_code == 422
    assert "Choose the picture." in no_file.text
    assert drawer.pictures() == []


def test_a_picture_may_be_larger_than_any_other_file_but_not_without_end(
    drawer: Drawer, settle: Callable[..., Any]
) -> None:
    small = as_file(photo((800, 600)))
    assert drawer.bring(small + bytes(6_000_000)).status_code == 303
    settle(picture_limit_bytes=2_000_000)
    over = drawer.bring(small + bytes(3_000_000))
    assert over.status_code == 422
    assert "larger than 1 MB" in over.text
    assert ALT in over.text
    assert drawer.bring(small + bytes(6_000_000)).status_code == 413
    assert len(drawer.pictures()) == 1


def test_other_pages_keep_their_smaller_limit(drawer: Drawer) -> None:
    sent = {**csrf(drawer.client), "sheet": (io.BytesIO(b"x" * 3_000_000), "list.csv"), "patch": "x"}
    assert drawer.client.post(f"/panels/{drawer.panel.slug}/imports", data=sent).status_code == 413


def test_another_panel_never_sees_a_picture(
    drawer: Drawer, db_session: Session, signed_in: Callable[..., FlaskClient]
) -> None:
    drawer.bring(as_file(photo()))
    (picture,) = drawer.pictures()
    stranger = signed_in(make_volunteer(db_session, make_panel(db_session)))
    assert stranger.get(drawer.address).status_code == 404
    assert stranger.get(f"/pictures/{picture.id}.jpg").status_code == 404
    for address in (drawer.address, f"/pictures/{picture.id}/removal", f"/pictures/{picture.id}/putting-back"):
        assert stranger.post(address, data=csrf(stranger)).status_code == 404
    assert db_session.scalar(select(func.count()).select_from(Picture)) == 1


def test_a_picture_goes_with_its_listing(drawer: Drawer) -> None:
    drawer.bring(as_file(photo()))
    drawer.session.delete(drawer.session.get_one(Listing, drawer.listing.id))
    drawer.session.commit()
    assert drawer.session.scalar(select(func.count()).select_from(Picture)) == 0


def test_a_picture_that_was_taken_away_is_printed_no_more(drawer: Drawer) -> None:
    drawer.bring(as_file(photo()))
    (picture,) = drawer.pictures()
    content = {"name": "Shed", "picture": picture_on_paper(picture)}
    assert ready_for_press(content)["picture"]["path"].endswith(".jpg")
    drawer.press(f"/pictures/{picture.id}/removal")
    drawer.session.expire_all()
    assert "picture" not in ready_for_press(content)
