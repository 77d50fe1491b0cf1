"""Whatever people have written, everywhere it is shown it is text: in pages, parts, files, feeds and mail.

The words are put into the database as they are, past the forms that would have tidied them: rows of an older version,
of an import or of a restored copy have to be harmless too.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import String, select

from blueprints.csv_lines import DANGEROUS
from models.base import EnumText
from models.check import Check
from models.group import Group, Venue
from models.listing import Listing
from models.listing_import import ListingImport
from models.listing_version import ListingVersion
from models.outbox import Email
from models.patch import Patch
from models.people import Panel, User
from models.place import Place
from models.school_term import SchoolTerm
from models.session_time import SessionChange, SessionTime
from models.signed_in_session import SignedInSession
from models.suggestion import Suggestion
from models.synonym import Synonym
from tests.hostile.filled import tokens_for
from tests.hostile.town import SECRET_WORD, Town, Visit, routes
from tests.hostile.values import TEN_THOUSAND_WORDS, TEXTS

WRITTEN_BY_PEOPLE = (Listing, Venue, Group, Suggestion, Panel, Patch, Synonym, SchoolTerm, Place, User, Check,
                     ListingVersion, ListingImport, SessionTime, SessionChange, SignedInSession)  # fmt: skip
NOT_WORDS = {"slug", "token_print", "secret_print", "postcode_districts", "search_name", "months", "postcode"}
ADDRESSES = {"email", "contact_email", "reply_to", "website"}
MADE = "zzz"
"""The element that the strings below try to make; no page of ours has one."""
SPLITTERS = {
    "out of an attribute": '"><zzz onload=1>',
    "out of a single-quoted attribute": "'><zzz onload=1>",
    "an element": "<zzz onload=1>x</zzz>",
    "a script": "<script>alert(1)</script><zzz>",
    "out of the title": "</title><zzz>",
    "out of a script": "</script><zzz>",
    "out of a box": "</textarea></select><zzz>",
    "into a comment": "<!--<zzz>",
    "out of data": "]]><zzz>",
    "a template": "{{7*7}}{% x %}<zzz>",
}
TRIED_ALONE = ("out of an attribute", "out of the title", "out of a script", "into a comment")
"""The rest is tried in the boxes that hold them all."""
PLAIN = {name: text for name, text in TEXTS.items() if name not in ("NUL", "mail header")}
PEOPLE = ("", "bernadette")


def write_everywhere(app: Flask, text: str) -> None:
    """Put the text into every column that people's words go into, of everything Larkmoor keeps and more."""
    from extensions import db

    with app.app_context():
        for table in WRITTEN_BY_PEOPLE:
            places = {
                column.key: text[: column.type.length or 4_000]  # type: ignore[attr-defined]
                for column in table.__table__.columns
                if isinstance(column.type, String) and column.key not in (NOT_WORDS | ADDRESSES)
                and not isinstance(column.type, EnumText)
            }  # fmt: skip
            for number, row in enumerate(db.session.scalars(select(table))):
                for name, words in places.items():
                    # Some columns must differ from row to row.
                    last = f" {number}" if (table, name) in ((Synonym, "term"),) else ""
                    setattr(row, name, f"{words[: len(words) - len(last)] if len(words) > 40 else words}{last}")
                if isinstance(row, ListingVersion):
                    row.contents = _with_text_inside(row.contents, text)
                if isinstance(row, ListingImport):
                    row.lines = [
                        line | {"name": text, "notes": [text], "problem": text, "twin": text} for line in row.lines
                    ]
                    row.unused_columns = [text]
        db.session.commit()


def _with_text_inside(contents: dict[str, Any], text: str) -> dict[str, Any]:
    words = ["name", "summary", "description", "way_in", "bring", "contact_name", "panel_note", "state_reason"]
    return contents | dict.fromkeys(words, text)


def every_page(app: Flask, town: Town, visit: Visit) -> Iterator[tuple[str, Any]]:
    for who in PEOPLE:
        client = visit(who)
        for rule in routes(app):
            if rule.rule.startswith(("/gallery", "/static")):
                continue
            known = {} if who or "slug" not in rule.arguments or "listing_id" not in rule.arguments else {"slug": "x"}
            place = town.address(app, rule, **known)
            answer = client.get(place, follow_redirects=bool(known))
            assert answer.status_code < 500, place
            yield place, answer
            if "HX-Request" in answer.headers.get("Vary", ""):
                yield f"the part of {place}", client.get(place, headers={"HX-Request": "true"})
        for query in ("q=tea", "q=zzz", "near=zzz&q=tea", "kind=activity", "patch=larkmoor"):
            yield f"/find?{query}", client.get(f"/find?{query}")


@pytest.mark.parametrize("what", [*TRIED_ALONE, "all together"])
def test_no_page_has_an_element_or_attribute_made_by_what_people_wrote(
    app: Flask, town: Town, visit: Visit, what: str
) -> None:
    text = SPLITTERS.get(what) or "".join(SPLITTERS.values())
    write_everywhere(app, text)
    shown = 0
    for place, answer in every_page(app, town, visit):
        if answer.mimetype == "text/html":
            shown += "zzz" in answer.text
            faults = list(_made_by_words(answer.text))
            assert not faults, f"{place}: {faults}"
            for data in _data_blocks(answer.text):
                json.loads(data)
            if "{{" in text:
                assert "{{7*7}}" in answer.text or "7*7" not in answer.text, place
        elif answer.mimetype == "application/xml" and answer.status_code == 200:
            ElementTree.fromstring(answer.text)
    assert shown > 40, "the words were hardly shown, so this proves little"


def _made_by_words(html: str) -> Iterator[str]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if MADE in (element.text or ""):
                yield "a comment was made"
            continue
        if MADE in element.tag:
            yield f"<{element.tag}> was made"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/ld+json":
            yield "a script was made"
        for name in element.attrib:
            if str(name).startswith("on") or MADE in str(name):
                yield f"{name} was made on <{element.tag}>"


def _data_blocks(html: str) -> list[str]:
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    return [each.text or "" for each in tree.iter("script") if each.get("type") == "application/ld+json"]


IN_FILES = ["end of script", "comment", "Arabic", "emoji", "formula", "another formula", "backslashes", "calendar"]


@pytest.mark.parametrize("what", [*IN_FILES, "all together", "ten thousand words"])
def test_files_and_data_hold_the_words_and_nothing_more(app: Flask, town: Town, visit: Visit, what: str) -> None:
    """The calendar unfolds to one event each, the spreadsheet to one row each, schema.org data to one object."""
    text = {"all together": " ".join(PLAIN.values()), "ten thousand words": TEN_THOUSAND_WORDS, **PLAIN}[what]
    stranger, lead = visit(), visit("bernadette")
    parts = town.things["larkmoor"].parts
    listing = f"/listings/{parts['listing_id']}"
    before = {
        path: _events(stranger.get(path).data) for path in (f"{listing}/calendar.ics", "/patches/larkmoor/calendar.ics")
    }
    rows_before = len(list(csv.reader(io.StringIO(lead.get("/panels/larkmoor/listings.csv").text))))
    write_everywhere(app, text)
    for path, count in before.items():
        assert _events(stranger.get(path).data) == count, path
    rows = list(csv.reader(io.StringIO(lead.get("/panels/larkmoor/listings.csv").text.removeprefix("\ufeff"))))
    assert len(rows) == rows_before
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(DANGEROUS)]
    page = stranger.get(listing, follow_redirects=True)
    blocks = [json.loads(block) for block in _data_blocks(page.text)]
    assert blocks
    assert _squeezed(text)[:20] in _squeezed(json.dumps(blocks, ensure_ascii=False))


def _events(calendar: bytes) -> int:
    for line in calendar.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
    read = Calendar.from_ical(calendar)
    assert "UNKNOWN" not in str(read.errors)
    return len(list(read.walk("VEVENT")))


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum()).casefold()


BAD_LINKS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
             "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "//evil.example",
             'https://x.example/" onclick="alert(1)', "http://[::1",
             "mailto:x@example.org?bcc=all@example.org"]  # fmt: skip


@pytest.mark.parametrize("link", BAD_LINKS)
def test_links_lead_over_http_only_even_from_old_rows(app: Flask, town: Town, visit: Visit, link: str) -> None:
    from extensions import db

    with app.app_context():
        for listing in db.session.scalars(select(Listing)):
            listing.website = link
            listing.contact_email = link[:254]
            listing.contact_phone = link[:30]
        for group in db.session.scalars(select(Group)):
            group.website = link
        for panel in db.session.scalars(select(Panel)):
            panel.email, panel.phone = link[:254], link[:30]
        db.session.commit()
    listing = f"/listings/{town.things['larkmoor'].parts['listing_id']}"
    public = ("/about", "/accessibility", "/patches/larkmoor", "/find?q=teas", f"{listing}/porch-teas")
    staff = (f"{listing}/edit", f"{listing}/history", "/panels/larkmoor/settings", "/panels/larkmoor/desk")
    for place in (*public, *staff):
        answer = visit("bernadette").get(place)
        assert answer.status_code == 200, place
        for element in html5lib.HTMLParser(namespaceHTMLElements=False).parse(answer.text).iter():
            if element.tag not in ("a", "form", "link"):
                continue
            leads = (element.get("href") or element.get("action") or "").strip().casefold()
            scheme = urlsplit(leads.replace("[", "")).scheme
            assert scheme in ("", "http", "https", "tel", "mailto"), f"{place}: {leads}"
            assert not leads.startswith("//"), f"{place}: {leads}"
            assert "bcc=" not in leads.partition("#")[0] or scheme != "mailto", f"{place}: {leads}"
            assert not [name for name in element.attrib if str(name).startswith("on")], place


@pytest.mark.parametrize("what", TEXTS)
def test_a_mail_goes_to_one_person_with_no_header_made_by_words(
    app: Flask, town: Town, visit: Visit, what: str
) -> None:
    from extensions import db

    text = TEXTS[what].replace("\0", "")
    with app.app_context():
        for row in (*db.session.scalars(select(Panel)), *db.session.scalars(select(User))):
            row.name = text[:80]
        db.session.commit()
    lead = visit("bernadette")
    invited = {"email": "noor@example.org", "role": "volunteer", **tokens_for(lead, "accounts.invite")}
    assert lead.post("/panels/larkmoor/invitations", data=invited).status_code == 303
    told = f"/suggestions/{town.things['larkmoor'].parts['suggestion_id']}/answers"
    assert lead.post(told, data={"answer": text, **tokens_for(lead, "panel.answer")}).status_code in (303, 422)
    stranger = visit()
    asked = {"email": "dot@example.org", "next": text, **tokens_for(stranger, "accounts.ask")}
    assert stranger.post("/sign-in", data=asked).status_code == 303
    _all_mails_are_plain(app, {"noor@example.org", "dot@example.org", f"{SECRET_WORD['larkmoor']}.reader@example.org"})


def _all_mails_are_plain(app: Flask, known: set[str]) -> None:
    from blueprints.mail import compose
    from extensions import db

    with app.app_context():
        mails = db.session.scalars(select(Email)).all()
        assert len(mails) >= 2
        for mail in mails:
            read = message_from_bytes(compose(mail).as_bytes(), policy=policy.default)
            assert sorted(read.keys()) == [
                "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
                "Message-ID", "Subject", "To",
            ]  # fmt: skip
            assert [str(each.addr_spec) for each in read["To"].addresses] == [mail.to]
            assert mail.to in known
            assert "\n" not in read["Subject"]
            assert read.get_content_type() == "text/plain"


@pytest.mark.parametrize("address", ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org",
                                     "a@example.org b@example.org", "<a@example.org>", "a@example.org\0", "@", "a@b@c",
                                     "a" * 300 + "@example.org", '"a\r\nb"@example.org', "ŵ@ŵ.example"])  # fmt: skip
def test_no_mail_is_written_to_what_is_no_single_address(app: Flask, visit: Visit, address: str) -> None:
    from extensions import db

    with app.app_context():
        before = len(db.session.scalars(select(Email.id)).all())
    lead = visit("bernadette")
    sent = {"email": address, "role": "volunteer", **tokens_for(lead, "accounts.invite")}
    answer = lead.post("/panels/larkmoor/invitations", data=sent)
    assert answer.status_code in (303, 422)
    with app.app_context():
        mails = db.session.scalars(select(Email)).all()
        assert len(mails) == before + (answer.status_code == 303)
        for mail in mails:
            assert mail.to.count("@") == 1
            assert not set(mail.to) & set("\r\n\0 ,;<>")


def test_ten_thousand_words_are_shown_in_full(app: Flask, town: Town, visit: Visit) -> None:
    from extensions import db

    listing_id = town.things["larkmoor"].parts["listing_id"]
    with app.app_context():
        db.session.get_one(Listing, listing_id).description = TEN_THOUSAND_WORDS
        db.session.commit()
    page = visit().get(f"/listings/{listing_id}", follow_redirects=True)
    assert TEN_THOUSAND_WORDS in page.text
    assert "word9999" in visit("dot").get(f"/listings/{listing_id}/edit").text
