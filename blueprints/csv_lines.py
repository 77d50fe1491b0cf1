"""Lines of a spreadsheet that somebody takes away: every cell is text, and none can run as a formula."""

import csv
import io
from collections.abc import Iterable

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")
BYTE_ORDER_MARK = "\ufeff"
"""Without it a common spreadsheet reads our accents wrong."""


def csv_line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def safe_cell(cell: object) -> str:
    """A cell as text that no spreadsheet takes for a formula: an apostrophe goes before what would be one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text
