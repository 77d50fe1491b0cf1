"""Any file at all in the place of a spreadsheet is read, or refused in words, soon and in little memory."""

from __future__ import annotations

import io
import os
import resource
import time
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from openpyxl import Workbook
from werkzeug.test import TestResponse

from tests.hostile.filled import tokens_for
from tests.hostile.town import Town, Visit, routes

LONGEST_WAIT = 6.0
"""Seconds of the processor. A bomb that is refused only at the end of its fuse counts as one that went off."""
MOST_MEMORY = 150 * 1024
"""kB that reading one file may add to the process."""
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows or (["Name", "When"], ["Chair yoga", "Tuesdays 2pm to 3pm"]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A good workbook in which one part is something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for part in good.infolist():
            if part.filename != name:
                bad.writestr(part.filename, good.read(part.filename))
        bad.writestr(name, content)
    return out.getvalue()


def sheet(inside: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'.encode()
    )


def laughs() -> bytes:
    lines = ["<!ENTITY a0 'ha'>", *(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))]
    return with_part(SHEET, sheet('<row><c t="str"><v>&a11;</v></c></row>', f"<!DOCTYPE x [{''.join(lines)}]>"))


def outside(target: str) -> bytes:
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>'
    return with_part(SHEET, sheet('<row><c t="str"><v>Name</v></c><c t="str"><v>&e;</v></c></row>', doctype))


def lying_zip() -> bytes:
    """A part that says it unpacks to ten bytes, and unpacks to a hundred megabytes."""
    raw = bytearray(with_part("xl/media/x.bin", b"\0" * 100_000_000))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(raw)


def nested_zip() -> bytes:
    inner = b"\0" * 10_000_000
    for _ in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for number in range(4):
                packed.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    return with_part("xl/media/x.zip", inner)


def cells(rows: int, columns: int, value: str = "x") -> bytes:
    row = "<row>" + f'<c t="inlineStr"><is><t>{value}</t></is></c>' * columns + "</row>"
    return with_part(SHEET, sheet(row * rows))


FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n" * 1_000,
    "bytes": lambda: os.urandom(200_000),
    "NULs": lambda: b"\0" * 1_000_000,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(5_000),
    "a picture that is a page": lambda: b"GIF89a/*<script>alert(1)</script>*/=1;Name,When\r\nx,y\r\n",
    "a page": lambda: b"<!doctype html><script>alert(1)</script>,Name\r\n",
    "a drawing": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>Name,When</text></svg>',
    "a program": lambda: b"MZ\x90\0" + os.urandom(3_000),
    "a printed page": lambda: b"%PDF-1.7\n" + os.urandom(3_000),
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(5_000),
    "an empty zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "a cut-off zip": lambda: workbook()[:900],
    "a zip of something else": lambda: with_part("[Content_Types].xml", b"hello"),
    "a zip with paths": lambda: with_part("../../../../etc/cron.d/x", b"* * * * * root true"),
    "a workbook without a sheet": lambda: with_part("xl/workbook.xml", b"<x/>"),
    "a broken sheet": lambda: with_part(SHEET, b"<worksheet><sheetData><row><c>"),
    "a billion laughs": laughs,
    "a file of this machine": lambda: outside("file:///etc/passwd"),
    "a page of another": lambda: outside("http://127.0.0.1:9/x"),
    "a zip bomb": lambda: with_part("xl/media/x.bin", b"\0" * 300_000_000),
    "a zip that lies": lying_zip,
    "zips in zips": nested_zip,
    "strings without end": lambda: with_part(
        "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">'.encode() + b"<si><t>x</t></si>" * 2_000_000 + b"</sst>"
    ),
    "rows without end": lambda: cells(1_000_000, 0),
    "columns without end": lambda: cells(1, 16_384 * 20),
    "ten thousand columns": lambda: cells(3, 10_000),
    "one endless cell": lambda: cells(2, 2, "word " * 3_000_000),
    "odd cells": lambda: workbook(["Name", "When"], ["=1+1", 1e308], [True, -1], ["#REF!", 45_000], ["\u202ex", None]),
    "a row far down": lambda: with_part(SHEET, sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "a number past belief": lambda: with_part(
        SHEET, sheet(f'<row><c><v>{"9" * 5000}</v></c><c t="d"><v>9999-99-99</v></c><c s="999"><v>1</v></c></row>')
    ),
    "commas": lambda: b"," * 2_000_000,
    "line breaks": lambda: b"Name,When\n" + b"\n" * 1_900_000,
    "quotation marks": lambda: b'Name,When\n"' + b'""' * 900_000,
    "one open quotation mark": lambda: b'Name,When\n"' + b"x,y\n" * 300_000,
    "a hundred thousand lines": lambda: b"Name,When\n" + b"x,y\n" * 100_000,
    "many columns": lambda: b"Name,When," + b"x," * 10_000 + b"\ny\n",
    "the same column often": lambda: b",".join([b"Name"] * 50) + b"\n" + b",".join([b"x"] * 50),
    "half letters": lambda: "Name,When\n".encode("utf-16") + b"\x00\xd8",
    "two bytes a letter": lambda: "Name,When\nTŷ,Tuesdays 2pm to 3pm\n".encode("utf-16"),
    "times without end": lambda: b"Name;When" + b"\nTea;" * 1_900 + b"mon 10am to 11am, " * 900,
    "long times": lambda: b"Name;When" + (b"\nTea;" + b"mon 10am to 11am, " * 50) * 1_900,
    "long words": lambda: b"Name,When,Summary" + b"\n%s,%s,%s" % (b"a" * 300, b"1 " * 300, b"-a" * 200) * 1_500,
    "names alike": lambda: b"Name,When\n" + b"".join(b"Walking and talking group %d,x\n" % n for n in range(2_000)),
    "formulas": lambda: b"Name,When\n=cmd|'/c calc'!A1,+1\n@SUM(1),-1\n",
    "bad links": lambda: b"Name,When,Website,Email,Phone\nx,y,javascript:alert(1),a@b\r\nBcc: c,0161\n",
}  # fmt: skip
NAMES = ["list.csv", "../../etc/passwd", "C:\\x.xlsx", "", ".", "a" * 5_000 + ".csv", "x\0.csv", "<script>.csv", "CON",
         'x"\r\nSet-Cookie: a=b.csv', "\u202evsc.exe", "ŵ.csv", "x.php", "😀.csv"]  # fmt: skip


def bring(visit: Visit, content: bytes, name: str = "list.csv", kind: str = "text/csv") -> TestResponse:
    dot = visit("dot")
    sent = {**tokens_for(dot, "imports.upload"), "patch": "larkmoor", "sheet": (io.BytesIO(content), name, kind)}
    return dot.post("/panels/larkmoor/imports", data=sent, content_type="multipart/form-data")


@pytest.mark.parametrize("what", FILES)
def test_any_file_is_read_or_refused_in_words_and_soon(app: Flask, visit: Visit, what: str) -> None:
    content = FILES[what]()
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    answer = bring(visit, content)
    took = time.process_time() - began
    assert answer.status_code in (303, 413, 422), f"{what}: {answer.status_code}"
    assert took < LONGEST_WAIT, f"{what} took {took:.1f} s of the processor"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MOST_MEMORY, f"{what} filled the memory"
    assert "root:" not in answer.text
    if answer.status_code == 303:
        preview = visit("dot").get(answer.location)
        assert preview.status_code == 200
        assert "root:" not in preview.text
        assert "<script>alert" not in preview.text


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_of_a_file_is_only_a_name(app: Flask, visit: Visit, name: str) -> None:
    answer = bring(visit, b"Name,When\nTea,Tuesdays 2pm to 3pm\n", name)
    assert answer.status_code in (303, 422)
    assert "Set-Cookie: a=b" not in str(answer.headers)
    if answer.status_code == 303:
        page = visit("dot").get(answer.location)
        assert page.status_code == 200
        assert "<script>.csv" not in page.text


def test_a_file_over_the_limit_is_refused_before_it_is_read(app: Flask, visit: Visit) -> None:
    """The stream behind the form breaks when somebody reads more than the limit of it."""

    class Watched(io.RawIOBase):
        def __init__(self) -> None:
            self.read_so_far = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray | memoryview) -> int:
            self.read_so_far += len(buffer)
            assert self.read_so_far < 4 * 1024 * 1024, "the whole file was read"
            return len(buffer)

    dot, stream = visit("dot"), Watched()
    answer = dot.post(
        "/panels/larkmoor/imports",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": tokens_for(dot, "imports.upload")["csrf_token"]},
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024), "wsgi.input": stream},
    )
    assert answer.status_code == 413
    assert stream.read_so_far < 3 * 1024 * 1024


def test_files_in_place_of_words_are_not_taken(app: Flask, town: Town, visit: Visit) -> None:
    """A file under the name of every field, at every address that takes a form."""
    for rule in routes(app, "POST"):
        lead = visit("bernadette")
        sent: dict[str, object] = dict(tokens_for(lead, rule.endpoint))
        names = (
            "name",
            "summary",
            "words",
            "answer",
            "email",
            "how",
            "line",
            "patch",
            "do",
            "csrf_token2",
            "next",
            "revision",
        )
        sent |= {name: (io.BytesIO(b"\xff\x00<script>"), "x.html", "text/html") for name in names}
        answer = lead.post(town.address(app, rule), data=sent, content_type="multipart/form-data")
        assert answer.status_code < 500, f"{rule.rule}: {answer.status_code}"
