"""Whatever is typed into the page of a listing, it shows as text, is kept, or is refused at its field: never a 500."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from blueprints.listings.fields import clean
from models.listing import Listing
from tests.blueprints.test_listings_editing import ENOUGH, NEW, PAGE, Town, add, only, pauline, town
from tests.filling import form_of, send, values_of
from tests.people import csrf

__all__ = ["pauline", "town"]

STRINGS = {
    "html": '<script>alert("x")</script><img src=x onerror=alert(1)>',
    "template": "{{ 7 * 7 }}{% raw %}${7*7}#{7*7}",
    "quotes": "\"'`><\\",
    "nul": "a\0b\x00",
    "controls": "a\x01\x02\x1b[31m\x7f\x85b",
    "surrogates": "a\ud800b\udfff",
    "right to left": "\u202egnp.exe\u202c \u2066x\u2069 שלום",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽",
    "combining": "Z" + "\u0301" * 300,
    "wide": "\u3000　ﷺ" * 20,
    "sql": "'; DROP TABLE listing; --",
    "percent": "%s%d%n%%{0}{name}",
    "blank": " \t\r\n ",
    "long": "word " * 500,
    "number": "9" * 5000,
    "negative": "-1",
    "digits": "²٣४",
    "path": "../../etc/passwd\x00.png",
    "line ends": "a\rb\nc\r\nd\u2028e",
    "json": '{"__proto__": []}',
}


_named: list[str] = []


def named_fields(client: FlaskClient) -> list[str]:
    """Every field of the page with all its rows; looked for once."""
    if not _named:
        _named.extend(_look_for_fields(client))
    return _named


def _look_for_fields(client: FlaskClient) -> list[str]:
    page = client.get(NEW).page  # type: ignore[attr-defined]
    for press in ("add-closure", "add-move"):
        page = send(client, page, id=PAGE, press=("do", press)).page  # type: ignore[attr-defined]
    boxes = {
        field.get("name") for field in form_of(page, id=PAGE).iter() if field.tag in ("input", "select", "textarea")
    }
    return sorted(name for name in boxes if name and name not in ("csrf_token", "do"))


def readable(what: str) -> str:
    return STRINGS[what].encode("utf-8", "surrogatepass").decode("utf-8", "replace")


@pytest.mark.parametrize("press", ["save", "draft", "preview", "add-time"])
@pytest.mark.parametrize("what", STRINGS)
def test_hostile_text_in_all_fields_is_never_too_much(pauline: FlaskClient, town: Town, what: str, press: str) -> None:
    sent = MultiDict({name: readable(what) for name in named_fields(pauline)} | csrf(pauline))
    sent["do"] = press
    assert pauline.post(NEW, data=sent).status_code in (200, 422)


@pytest.mark.parametrize("what", ["html", "digits", "number"])
def test_hostile_text_in_any_one_field_is_never_too_much(pauline: FlaskClient, town: Town, what: str) -> None:
    values = values_of(form_of(pauline.get(NEW).page, id=PAGE))  # type: ignore[attr-defined]
    for name in named_fields(pauline):
        sent = values.copy()
        for key, each in ENOUGH.items():
            sent.setlist(key, each if isinstance(each, list) else [each])
        sent.setlist(name, [readable(what)])
        sent["do"], sent["another_one"] = "save", "yes"
        assert pauline.post(NEW, data=sent).status_code in (303, 422), name


def test_all_at_once_shows_as_text_in_every_page(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    bad = STRINGS["html"]
    where = add(
        pauline, name=bad[:100], summary=bad, description=bad, for_whom=bad, languages=bad, way_in=bad, greeter=bad,
        bring=bad, cost_note=bad, access_note=bad, contact_name=bad, panel_note=bad, where="new", venue_name=bad,
        venue_street=bad, keeper="new", group_name=bad, checked="phoned", check_note=bad, when_note=bad,
    ).location  # fmt: skip
    listing = only(db_session)
    assert listing.summary == bad
    pages = [where.replace("edit", page) for page in ("edit", "history", "stop", "pause")]
    pages += ["/panels/larkmoor/listings", "/panels/larkmoor/desk", f"/listings/{listing.id}/{listing.slug}"]
    for path in pages:
        answer = pauline.get(path)
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text, path
        assert "<img" not in answer.text, path


def test_ten_thousand_words_are_kept_and_shown(pauline: FlaskClient, town: Town, db_session: Session) -> None:
    story = " ".join(f"word{n}" for n in range(10_000))
    assert len(story) > 80_000
    answer = add(pauline, description=story)
    assert answer.status_code == 422
    assert "Keep it to 80,000 or fewer." in answer.page.text  # type: ignore[attr-defined]
    assert values_of(form_of(answer.page, id=PAGE))["description"] == story  # type: ignore[attr-defined]
    ordinary = " ".join(["a word"] * 5_000)
    assert add(pauline, description=ordinary).status_code == 303
    listing = only(db_session)
    assert listing.description == ordinary
    assert ordinary in pauline.get(f"/listings/{listing.id}/edit").text


def test_text_that_turns_the_reading_direction_stays_in_its_place(
    pauline: FlaskClient, town: Town, db_session: Session
) -> None:
    add(pauline, summary="Tea \u202eekac dna\u202c and \u2067more\u2069 שלום 👩‍👧")
    assert only(db_session).summary == "Tea ekac dna and more שלום 👩‍👧"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "remove-time-9999"},
        {"do": "remove-time-99999999999999"},
        {"do": "remove-change-0"},
        {"do": "nonsense"},
        {"do": "\0"},
        {"times-²-starts": "10"},
        {"times-99999999999999999999-starts": "10"},
        {"times-0-starts-more": "10"},
        {"times--starts": "10", "times": "x"},
        {"changes-0-kind": "exploded", "changes-0-on": "3 March"},
        {"changes-0-which": "7", "changes-0-on": "3 March"},
        {"changes-0-which": "-1", "changes-0-on": "3 March"},
        {"patch_id": "'"},
        {"kind": "castle"},
        {"room": "castle"},
        {"cost": ""},
        {"needs": ["castle"]},
        {"where": "castle"},
        {"venue_shown": "x", "where": "new", "venue_name": "x"},
        {"revision": "²"},
        {"listing_id": "x"},
        {"keep-name": "theirs", "keep_all": "theirs"},
        {"keep-x": "mine"},
        {**{f"times-{n}-starts": "10" for n in range(200)}},
    ],
)
@pytest.mark.parametrize("path", ["new", "edit", "preview"])
def test_what_no_page_of_ours_would_send_is_answered_calmly(
    pauline: FlaskClient, town: Town, path: str, sent: dict[str, Any]
) -> None:
    where = add(pauline).location if path == "edit" else NEW if path == "new" else "/panels/larkmoor/listings/preview"
    data: MultiDict[str, str] = MultiDict({**csrf(pauline), "do": "save"})
    for name, value in {**ENOUGH, "revision": "1", **sent}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    assert pauline.post(where, data=data).status_code in (200, 303, 409, 422)


def test_no_more_rows_than_a_page_can_hold(pauline: FlaskClient, town: Town) -> None:
    page = pauline.get(NEW).page  # type: ignore[attr-defined]
    many = {f"times-{n}-starts": "10" for n in range(24)}
    answer = send(pauline, page, many, id=PAGE, press=("do", "add-time"))
    assert answer.text.count("<legend>Time ") == 24
    assert "That is as many times as one entry can hold." in answer.page.text  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=120), summary=st.text(max_size=250), starts=st.text(max_size=12), ends=st.text(max_size=12),
    postcode=st.text(max_size=10), phone=st.text(max_size=20), on=st.text(max_size=20),
)  # fmt: skip
def test_any_text_is_kept_or_told_at_its_field(
    pauline: FlaskClient, town: Town, db_session: Session, name: str, summary: str, starts: str, ends: str,
    postcode: str, phone: str, on: str,
) -> None:  # fmt: skip
    before = db_session.scalar(select(func.count()).select_from(Listing)) or 0
    answer = add(
        pauline, name=name, summary=summary, times__0__starts=starts, times__0__ends=ends, contact_phone=phone,
        where="new", venue_name="Hall", venue_postcode=postcode, another_one="yes", **{"changes-0-on": on},
    )  # fmt: skip
    db_session.rollback()
    after = db_session.scalar(select(func.count()).select_from(Listing)) or 0
    assert (answer.status_code, after - before) in ((303, 1), (422, 0))
    if answer.status_code == 422:
        kept = values_of(form_of(answer.page, id=PAGE))  # type: ignore[attr-defined]
        assert squeezed(kept["summary"]) == squeezed(clean(summary))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
