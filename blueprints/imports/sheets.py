"""Opening a spreadsheet as volunteers really have them: CSV of any kind, or XLSX. Only text comes out."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from models.errors import RuleBroken

MOST_LINES = 2_000
MOST_COLUMNS = 60
MOST_UNPACKED = 40 * 1024 * 1024
"""Bytes an XLSX may unpack to; more is a bomb or a mistake."""
MOST_UNPACKED_PART = 10 * 1024 * 1024
"""Bytes of one part of it. Each takes a dozen times as much memory while it is read."""
LONGEST_CELL = 20_000
SEPARATORS = ",;\t|"


class SheetRefused(RuleBroken):
    """The file is not a spreadsheet we can read."""

    message = "We could not read this file. Save it as CSV or XLSX and try again."


def read_sheet(raw: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, and each line with its number in the file; every cell as trimmed text.

    The headings are the first line with two filled cells or more; a title above them is passed over, and so are empty
    lines. Raises SheetRefused in words that say what to do.
    """
    if not raw.strip():
        raise SheetRefused("This file is empty. Choose the one with your list in it.")
    rows = _read_xlsx(raw) if raw[:4] == b"PK\x03\x04" else _read_csv(raw)
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    start = next((n for n, (_, row) in enumerate(filled) if sum(map(bool, row)) >= 2), None)
    if start is None:
        raise SheetRefused(
            "We found no headings. The first line should say what each column holds, such as Name, When."
        )
    headings, lines = filled[start][1], filled[start + 1 :]
    if len(headings) > MOST_COLUMNS:
        raise SheetRefused(f"This has {len(headings)} columns. Keep the ones that matter, {MOST_COLUMNS} at most.")
    if not lines:
        raise SheetRefused("There are headings but no lines under them.")
    if len(lines) > MOST_LINES:
        raise SheetRefused(f"This has {len(lines):,} lines. Split it into files of {MOST_LINES:,} lines or fewer.")
    width = len(headings)
    return headings, [(number, (row + [""] * width)[:width]) for number, row in lines]


def _read_csv(raw: bytes) -> list[list[str]]:
    text = _decoded(raw)
    if "\x00" in text:
        raise SheetRefused("This is not a spreadsheet. Save your list as CSV or XLSX and choose that file.")
    separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL)
    try:
        return [
            [_cell(value) for value in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as wrong:
        raise SheetRefused(
            "A line of this file is broken: a cell is too long, or a quotation mark is never closed."
        ) from wrong


def _decoded(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused


def _separator(text: str) -> str:
    """The separator that splits the first lines most evenly: spreadsheets in some languages write semicolons."""
    sample = [line for line in text.splitlines()[:20] if line.strip()]
    return max(SEPARATORS, key=lambda each: sum(min(line.count(each), MOST_COLUMNS) for line in sample))


def _read_xlsx(raw: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # slow to import, and seldom needed

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
            if sum(sizes) > MOST_UNPACKED or max(sizes, default=0) > MOST_UNPACKED_PART:
                raise SheetRefused("This spreadsheet is too big once opened. Save just the list, as CSV.")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        rows: list[list[str]] = []
        for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            rows.append([_cell(value) for value in row])
            if len(rows) > MOST_LINES + 50:
                break
        book.close()
    except SheetRefused:
        raise
    except Exception as wrong:  # a broken workbook fails in as many ways as there are parts in it
        raise SheetRefused(
            "This workbook is damaged or locked. Open it, save it as CSV, and choose that file."
        ) from wrong
    return [_without_empty_end(row) for row in rows]


def _without_empty_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _cell(value: Any) -> str:
    """A cell as a person reads it. The apostrophe that keeps a formula quiet in our own exports comes off again."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == time(0) else value
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y %H:%M").removesuffix(" 00:00")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(letter for letter in str(value) if letter in "\n\t" or letter.isprintable()).strip()
    if text[:1] == "'" and text[1:].lstrip()[:1] in ("=", "+", "-", "@"):
        text = text[1:].lstrip()
    return text[:LONGEST_CELL]
