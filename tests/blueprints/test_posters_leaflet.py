"""A reader's own list as a PDF: the words of the page, for anybody, kept nowhere."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from blueprints import press
from blueprints.press import DoesNotFit
from blueprints.public import shortlist_pdf
from blueprints.shortlist import MOST
from models.group import AddressShown
from models.listing import Listing
from models.patch import Patch
from models.vocabulary import ContactShown, Cost
from tests.boards import make_listing, make_venue
from tests.conftest import NOW
from tests.people import make_panel, make_patch
from tests.sheets.codes import codes_in

BLANKS = str.maketrans("\u00a0\u2019", " '")


@pytest.fixture
def patch(db_session: Session) -> Patch:
    return make_patch(db_session)


def list_of(*listings: Listing) -> str:
    return ".".join(each.short_id for each in listings)


def words_in(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as book:
        text = " ".join(page.get_textpage().get_text_range() for page in book)
    return " ".join(text.translate(BLANKS).split())


def test_the_leaflet_says_what_the_page_says(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    shed = make_listing(
        db_session, patch, venue=make_venue(db_session, patch), greeter="Derek", contact_name="Derek",
        contact_phone="0161 496 0142", cost=Cost.DONATION, checked_at=NOW,
    )  # fmt: skip
    choir = make_listing(db_session, patch, "Goitside Singers")
    answer = client.get(f"/shortlist.pdf?list={list_of(choir, shed)}")
    assert answer.mimetype == "application/pdf"
    said = words_in(answer.data)
    assert said.index("Goitside Singers") < said.index("Lockside Shed")
    for words in (
        "2 things to try",
        "Tuesdays, 10am to 1pm. Next: Tuesday 3 March, 10am.",
        "St Oswin's hall, 14 Mill Row, Larkmoor, ZZ4 1AB.",
        "You are met by Derek.",
        "Derek, 0161 496 0142",
        "Donation.",
        "Checked today by the panel.",
        "Ring before you go: times change. Not sure, or rather not alone? Shanaz and Colin: 0161 496 0123.",
        "Weekdays, 10am to 4pm.",
        "Printed on 3 March 2026",
        "Correct on 3 March 2026.",
        "After June, check the code.",
        "My notes",
    ):
        assert words in said, words
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.docinfo["/Title"] == "2 things to try"
        assert pdf.Root.Lang == "en-GB"


def test_nobody_keeps_it_or_finds_it(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    answer = client.get(f"/shortlist.pdf?list={list_of(make_listing(db_session, patch))}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"] == 'inline; filename="things-to-try.pdf"'


def test_its_code_leads_back_to_the_list(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    listings = [make_listing(db_session, patch, f"{name} club") for name in "ABCDEFGHJKLM"[:MOST]]
    made = client.get(f"/shortlist.pdf?list={list_of(*listings)}").data
    with pypdfium2.PdfDocument(made) as book:
        page: Image.Image = book[0].render(scale=150 / 72).to_pil()
    assert f"http://localhost/shortlist?list={list_of(*listings)}" in [code.text for code in codes_in(page)]


def test_large_letters_are_large(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    address = f"/shortlist.pdf?list={list_of(make_listing(db_session, patch))}"
    ordinary, large = client.get(address).data, client.get(f"{address}&large=1").data
    assert press.pages_in(large) >= press.pages_in(ordinary)
    assert large != ordinary


def test_the_page_and_a_listings_page_link_to_it(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    shed = make_listing(db_session, patch)
    for query in (f"list={shed.short_id}", f"list={shed.short_id}&large=1"):
        assert client.get(f"/shortlist?{query}").page.links()["Download it as a PDF"] == f"/shortlist.pdf?{query}"
    page = client.get(f"/listings/{shed.id}/{shed.slug}").page
    assert page.links()["download a PDF"] == f"/shortlist.pdf?list={shed.short_id}"


def test_an_empty_list_gets_the_page_that_says_how_to_begin(client: FlaskClient) -> None:
    for address in ("/shortlist.pdf", "/shortlist.pdf?list=", "/shortlist.pdf?list=nonsense"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.page.heading == "Your list is empty"


def test_without_an_engine_the_page_comes_and_offers_no_file(
    client: FlaskClient, db_session: Session, patch: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "what_is_missing", lambda: ("the package typst is not installed",))
    shed = list_of(make_listing(db_session, patch))
    answer = client.get(f"/shortlist.pdf?list={shed}")
    assert "We cannot make this into a PDF. Print this page instead." in answer.page.text
    assert "Lockside Shed" in answer.page.text
    assert "Download it as a PDF" not in client.get(f"/shortlist?list={shed}").text


def test_what_cannot_be_set_comes_as_a_page(
    client: FlaskClient, db_session: Session, patch: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: Any, **__: Any) -> bytes:
        raise DoesNotFit("about")

    monkeypatch.setattr(press, "pdf", refuses)
    answer = client.get(f"/shortlist.pdf?list={list_of(make_listing(db_session, patch))}")
    assert "Print this page instead" in answer.page.text


def test_one_leaflet_is_set_at_a_time_and_others_are_told_to_wait(
    client: FlaskClient, db_session: Session, patch: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortlist_pdf, "SECONDS_TO_WAIT", 0.01)
    shed = list_of(make_listing(db_session, patch))
    with shortlist_pdf._one_at_a_time:
        answer = client.get(f"/shortlist.pdf?list={shed}")
    assert answer.status_code == 503
    assert "Many people are printing just now" in answer.page.text
    assert client.get(f"/shortlist.pdf?list={shed}").mimetype == "application/pdf"


def test_one_place_may_ask_often_but_not_without_end(
    app: Flask, client: FlaskClient, db_session: Session, patch: Patch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "pdf", lambda *_, **__: b"%PDF-1.7")
    address = f"/shortlist.pdf?list={list_of(make_listing(db_session, patch))}"
    codes = [client.get(address).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert client.get(address.replace(".pdf", "")).status_code == 200


def test_what_has_stopped_says_so_and_no_more(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    stopped = make_listing(db_session, patch, "Old choir", stopped_at=NOW, state_reason="our leader moved")
    paused = make_listing(db_session, patch, "Sewing", paused_at=NOW, state_reason="the boiler")
    said = words_in(client.get(f"/shortlist.pdf?list={list_of(stopped, paused)}").data)
    assert "This has stopped. Our leader moved." in said
    assert "Not on just now. The boiler." in said
    assert said.count("Mend things, make things") == 1


def test_nothing_private_is_in_it(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    home = make_venue(
        db_session, patch, name="Quokka cottage", street="77 Quokka row", postcode="ZZ4 9QK",
        address_shown=AddressShown.AREA,
    )  # fmt: skip
    teas = make_listing(
        db_session, patch, "Porch teas", venue=home, contact_name="Quokka Smith", contact_phone="07700 900881",
        contact_shown=ContactShown.PRIVATE, panel_note="Quokka: ring after six.",
    )  # fmt: skip
    draft = make_listing(db_session, patch, "Quokka draft", published_at=None)
    said = words_in(client.get(f"/shortlist.pdf?list={list_of(teas, draft)}").data)
    assert "Porch teas" in said
    for secret in ("Quokka", "9QK", "900881"):
        assert secret not in said


def test_things_of_two_patches_name_both_panels(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    panel = make_panel(db_session, "Hollinfold panel", helpers="Gillian", phone="0161 496 0120", phone_hours="")
    there = make_listing(db_session, make_patch(db_session, panel, name="Hollinfold"), "There")
    said = words_in(client.get(f"/shortlist.pdf?list={list_of(make_listing(db_session, patch, 'Here'), there)}").data)
    assert "0161 496 0123. Weekdays, 10am to 4pm. Or Gillian: 0161 496 0120." in said


def test_any_letters_come_out_or_the_page_does(client: FlaskClient, db_session: Session, patch: Patch) -> None:
    odd = make_listing(db_session, patch, "Tŷ اردو বাংলা 中文 \u202egnirts\u202c", summary="<b>#panic(1)</b> \\ $x$ 😀")
    answer = client.get(f"/shortlist.pdf?list={list_of(odd)}")
    assert answer.status_code == 200
    unprintable = make_listing(db_session, patch, "\U00013080 hieroglyphs", summary="")
    page = client.get(f"/shortlist.pdf?list={list_of(unprintable)}")
    assert page.mimetype == "application/pdf" or "Print this page instead" in page.page.text
