"""Any file at all in the place of a picture is made anew, or refused in words with the form kept, soon and in little
memory; whatever it is called, and whoever sends it."""

from __future__ import annotations

import io
import resource
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.hostile.filled import tokens_for
from tests.hostile.test_files import FILES, LONGEST_WAIT, NAMES
from tests.hostile.town import Town, Visit
from tests.picture_files import as_file, chunk, endless_scans, many_frames, photo, png, swollen, webp_of_a_few_bytes
from tests.test_picture_files import MOST_MEMORY

ALT = "Six people at a workbench."
NOT_PICTURES = ("nothing", "blanks", "bytes", "NULs", "a picture", "a picture that is a page", "a page", "a drawing",
                "a program", "a printed page", "a billion laughs", "a zip bomb", "quotation marks")  # fmt: skip
BOMBS: dict[str, Callable[[], bytes]] = {
    "nine hundred million dots": lambda: png((30_000, 30_000)),
    "endless words": lambda: png((800, 800), chunk(b"zTXt", b"x\0\0" + swollen())),
    "an endless profile": lambda: png((800, 800), chunk(b"iCCP", b"x\0\0" + swollen())),
    "a thousand frames": lambda: many_frames(1000),
    "endless passes": endless_scans,
    "a WebP of nothing": lambda: webp_of_a_few_bytes((16_383, 16_383)),
    "half a photo": lambda: as_file(photo())[:-20_000],
    "a stamp": lambda: as_file(photo((64, 64))),
}


def bring(town: Town, visit: Visit, content: bytes, name: str = "photo.jpg", alt: str = ALT) -> TestResponse:
    dot = visit("dot")
    sent = {**tokens_for(dot, "posters.add_picture"), "alt": alt, "picture": (io.BytesIO(content), name, "image/jpeg")}
    place = f"/listings/{town.things['larkmoor'].parts['listing_id']}/pictures"
    return dot.post(place, data=sent, content_type="multipart/form-data")


@pytest.mark.parametrize("what", [*NOT_PICTURES, *BOMBS])
def test_what_is_no_picture_is_refused_in_words_with_the_form_kept(
    app: Flask, town: Town, visit: Visit, what: str
) -> None:
    content = (BOMBS.get(what) or FILES[what])()
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    answer = bring(town, visit, content)
    assert time.process_time() - began < LONGEST_WAIT
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < MOST_MEMORY
    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.text
    assert ALT in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_the_name_of_the_file_is_nowhere(app: Flask, town: Town, visit: Visit, name: str) -> None:
    answer = bring(town, visit, as_file(photo((480, 480))), name)
    assert answer.status_code in (303, 422)
    page = visit("dot").get(f"/listings/{town.things['larkmoor'].parts['listing_id']}/pictures").text
    for telling in ("etc/passwd", "x.xlsx", "<script>", "Set-Cookie", ".php"):
        assert telling not in page


def test_nothing_of_the_file_comes_out_again(app: Flask, town: Town, visit: Visit) -> None:
    """A good picture with a page behind it, and one in its notes."""
    page = b"<script>alert(document.domain)</script><?php system('id') ?>"
    for content in (as_file(photo((480, 480))) + page, as_file(photo((480, 480)), comment=page)):
        assert bring(town, visit, content).status_code == 303
    from extensions import db
    from models.picture import Picture

    with app.app_context():
        ids = db.session.scalars(select(Picture.id).where(Picture.jpeg != b"")).all()
    assert ids
    for picture_id in ids:
        answer = visit("dot").get(f"/pictures/{picture_id}.jpg")
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"<script>" not in answer.data
        assert b"<?php" not in answer.data


def test_a_file_without_end_is_refused_before_it_is_read(app: Flask, visit: Visit, town: Town) -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:
            self.read_so_far += len(buffer)
            assert self.read_so_far < 30 * 1024 * 1024, "the whole file was read"
            return len(buffer)

    dot, stream = visit("dot"), Endless()
    answer = dot.post(
        f"/listings/{town.things['larkmoor'].parts['listing_id']}/pictures",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": tokens_for(dot, "posters.add_picture")["csrf_token"]},
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024), "wsgi.input": stream},
    )
    assert answer.status_code == 413
    assert stream.read_so_far < 1024 * 1024


def test_strangers_and_other_panels_keep_nothing_here(app: Flask, town: Town, visit: Visit) -> None:
    from extensions import db
    from models.picture import Picture

    place = f"/listings/{town.things['larkmoor'].parts['listing_id']}/pictures"
    raw = as_file(photo((480, 480)))
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Picture))
    for who, well in (("", (303, 403)), ("gillian", (404,)), ("trevor", (404,))):
        client = visit(who)
        sent = {**tokens_for(client, "posters.add_picture"), "alt": ALT, "picture": (io.BytesIO(raw), "x.jpg")}
        assert client.post(place, data=sent, content_type="multipart/form-data").status_code in well
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Picture)) == before
