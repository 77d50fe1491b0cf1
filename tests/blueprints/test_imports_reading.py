"""Spreadsheets as volunteers have them, read without an app."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from blueprints.csv_lines import safe_cell
from blueprints.imports.columns import fields_of
from blueprints.imports.lines import LineReader
from blueprints.imports.sheets import MOST_LINES, SheetRefused, read_sheet
from blueprints.imports.vocabulary_words import access_in, cost_in, kind_in, needs_in
from models import import_every_table
from models.patch import Patch
from models.vocabulary import Access, Cost, Kind, Need

import_every_table()
TODAY = date(2026, 3, 3)


def reader(headings: list[str], known: list[str] | None = None) -> LineReader:
    places, _ = fields_of(headings)
    return LineReader(places, Patch(name="Larkmoor", postcode_districts="ZZ1 ZZ4"), known or [], TODAY)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding_is_read(separator: str, encoding: str) -> None:
    text = f"Name{separator}When\r\nCafé table{separator}Mondays 10am to 11am\r\n"
    assert read_sheet(text.encode(encoding)) == (
        ["Name", "When"],
        [(2, ["Café table", "Mondays 10am to 11am"])],
    )


def test_a_title_and_empty_lines_above_the_headings_are_passed_over() -> None:
    raw = b"Our list 2026,,\n,,\nName,When,Cost\nShed,Tuesdays 10am to 1pm,\n\n"
    assert read_sheet(raw) == (
        ["Name", "When", "Cost"],
        [(4, ["Shed", "Tuesdays 10am to 1pm", ""])],
    )


def test_a_workbook_gives_its_dates_and_numbers_as_people_read_them() -> None:
    book = Workbook()
    book.active.append(["Name", "When", "Minimum age"])
    book.active.append(["Fair", date(2026, 6, 6), 18.0])
    raw = io.BytesIO()
    book.save(raw)
    assert read_sheet(raw.getvalue())[1] == [(2, ["Fair", "06/06/2026", "18"])]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   \n ",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        b"PK\x03\x04 not really a workbook",
        b"just one line of words",
        b"Name,When\n",
        b"Name,When\n" + b"a,b\n" * (MOST_LINES + 1),
        b'Name,When\n"never closed,' + b"x" * 30_000,
        ",".join(f"column {n}" for n in range(70)).encode() + b"\na,b\n",
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(raw: bytes) -> None:
    with pytest.raises(SheetRefused) as refusal:
        read_sheet(raw)
    assert refusal.value.message.endswith(".")


def test_headings_are_known_by_many_names_and_the_rest_are_named() -> None:
    places, unknown = fields_of(["Activity Name", "Day and time", "POST CODE", "Tel", "Colour of door", "Phone"])
    assert places == {"name": 0, "when": 1, "postcode": 2, "contact_phone": 3}
    assert unknown == ["Colour of door", "Phone"]


def test_a_good_line_goes_on_the_board() -> None:
    line = reader(["Name", "When", "Venue", "Postcode", "Cost", "Phone"]).read(
        2, ["Men's shed", "Tues & Thurs 10-1", "Lock-up behind St Oswin's", "zz41ab", "£2", "0161 496 0142"]
    )
    assert (line["take"], line["draft"], line["problem"], line["notes"]) == (True, False, "", [])
    assert line["venue"] == {"name": "Lock-up behind St Oswin's", "street": "", "area": "", "postcode": "ZZ4 1AB"}
    assert len(line["contents"]["times"]) == 2
    assert line["contents"]["cost"] == "up-to-3"
    assert line["contents"]["contact_phone"] == "0161 496 0142"


def test_times_that_cannot_be_read_come_in_as_a_draft_with_the_words_kept() -> None:
    line = reader(["Name", "When"]).read(2, ["Ukuleles", "whenever Geoff is about"])
    assert line["draft"] is True
    assert line["contents"]["when_note"] == "whenever Geoff is about"
    assert "henever Geoff" in line["notes"][0]


def test_a_line_without_a_name_cannot_come_in() -> None:
    line = reader(["Name", "When"]).read(2, ["", "Mondays 10am to 11am"])
    assert line["problem"]
    assert line["take"] is False


def test_a_likely_twin_stays_out_unless_somebody_ticks_it() -> None:
    lines = reader(["Name", "When"], known=["Knit and natter"])
    assert lines.read(2, ["Knit & Natter", "Mondays 2pm to 4pm"])["twin"] == "Knit and natter"
    assert lines.read(3, ["Buggy walk", "Mondays 2pm to 4pm"])["twin"] == ""
    assert lines.read(4, ["The Buggy Walk", "Mondays 2pm to 4pm"])["twin"] == "Buggy walk"


def test_a_wrong_postcode_email_website_or_age_is_said_and_left_out() -> None:
    line = reader(["Name", "Postcode", "Email", "Website", "Min age", "Max age", "Venue"]).read(
        2, ["Shed", "nowhere", "derek at home", "javascript:alert(1)", "60", "18", "Hall"]
    )
    contents = line["contents"]
    assert (contents["contact_email"], contents["website"]) == ("", "")
    assert (contents["minimum_age"], contents["maximum_age"]) == (18, 60)
    assert line["venue"]["postcode"] == ""
    assert len(line["notes"]) == 5  # and one that there are no times


def test_a_postcode_outside_the_patch_is_pointed_out() -> None:
    line = reader(["Name", "Venue", "Postcode", "When"]).read(2, ["Shed", "Hall", "ZZ9 9AA", "Mondays 10am to 11am"])
    assert any("outside Larkmoor" in note for note in line["notes"])


def test_words_become_our_own_vocabulary() -> None:
    assert kind_in("", "The chatty bench") is Kind.PLACE
    assert kind_in("A group to join", "Anything") is Kind.GROUP
    assert needs_in("company; debt / Grief") == [Need.COMPANY, Need.MONEY, Need.GRIEF]
    assert access_in("Wheelchair friendly, hearing loop. No parking nearby") == [Access.STEP_FREE, Access.LOOP]
    assert [cost_in(words) for words in ("", "free", "£2.50", "£4", "£7 a bag", "50p", "donation, £2 suggested")] == [
        Cost.FREE,
        Cost.FREE,
        Cost.UP_TO_3,
        Cost.UP_TO_5,
        Cost.MORE,
        Cost.UP_TO_3,
        Cost.DONATION,
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_an_exported_cell_is_never_a_formula_and_reads_back_as_it_was(cell: str) -> None:
    exported = safe_cell(cell)
    assert exported.startswith("'")
    quoted = exported.replace('"', '""')
    _, lines = read_sheet(f'Name,When\r\nx,"{quoted}"\r\n'.encode())
    assert lines[0][1][1] == cell.strip()
