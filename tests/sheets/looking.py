"""Looking at a printed sheet as a careful person with a ruler would.

`faults(made)` is the whole inspection. It names what is wrong, so `assert not faults(press.pdf(...))` says why.
A sheet is taken apart in pages.py, its codes are read in codes.py, its words are listened to in hearing.py.
"""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from PIL import Image

from tests.sheets.pages import UPRIGHT, Box, Page, Sheet

MARGIN = 5.0
"""What most printers leave white, and a little more. No letter comes nearer to the edge of the paper."""
CONTRAST = 90
"""Least difference of grey (of 255) within the box of a letter that can be seen."""
TOUCH = 0.12
"""Letters of two lines may share this much, which is less than the eye sees."""
GRID = (12, 17)


def faults(made: bytes, *, pages: int = 1, margin: float = MARGIN) -> list[str]:
    """What is wrong with a sheet, in words; nothing when all is well."""
    sheet = Sheet(made)
    found = [f"{len(sheet.pages)} pages, not {pages}"] if len(sheet.pages) != pages else []
    if missing := missing_shapes(made):
        found.append(f"{missing} letters without a shape")
    for page in sheet.pages:
        found += [*off_the_page(page, margin), *on_top_of_each_other(page), *across_an_edge(page), *not_seen(page)]
    return list(dict.fromkeys(found))


def off_the_page(page: Page, margin: float = MARGIN) -> list[str]:
    """Letters that run off the paper or into the edge that printers cannot reach."""
    paper = Box(margin, margin, page.width - margin, page.height - margin)
    return [f"off the page: {line.text!r}" for line in page.lines if not line.box.inside(paper)]


def on_top_of_each_other(page: Page) -> list[str]:
    """Lines of which a letter touches a letter of another."""
    found = []
    lines = sorted(page.lines, key=lambda line: line.box.top)
    for at, line in enumerate(lines):
        for other in lines[at + 1 :]:
            if other.box.top > line.box.bottom:
                break
            if not line.box.meets(other.box, TOUCH) or line.is_beside(other):
                continue
            if any(
                a.box.meets(b.box, TOUCH) for a in line.letters if a.box.meets(other.box, TOUCH) for b in other.letters
            ):
                found.append(f"on top of each other: {line.text!r} and {other.text!r}")
    return found


def across_an_edge(page: Page) -> list[str]:
    """Letters half on a coloured area, a picture or a code and half off it."""
    found = []
    for fill in page.fills:
        for line in page.lines:
            if line.box.meets(fill, 0.2) and not line.box.inside(fill, 0.2):
                on = [letter for letter in line.letters if letter.box.meets(fill, 0.2)]
                off = len(on) < len(line.letters) and line.letters[0].angle in UPRIGHT
                if on and (off or any(not letter.box.inside(fill, 0.2) for letter in on)):
                    found.append(f"across an edge: {line.text!r}")
    return found


def not_seen(page: Page, dpi: float = 100) -> list[str]:
    """Letters in whose place there is nothing to see: white on white, hidden, or an empty shape."""
    picture = page.picture(dpi, grey=True).convert("L")
    one = dpi / 25.4
    found = []
    for letter in page.letters:
        left, top, right, bottom = (side * one for side in letter.box)
        if right - left < 1 and bottom - top < 1:
            continue
        spot = (max(0, int(left) - 1), max(0, int(top) - 1), int(right) + 2, int(bottom) + 2)
        if not letter.box.meets(Box(0, 0, page.width, page.height)):
            continue
        darkest, lightest = picture.crop(spot).getextrema()
        # a dot over a letter is little more than a shade
        if lightest - darkest < (CONTRAST if min(right - left, bottom - top) > 3 else CONTRAST / 3):
            found.append(letter.text)
    return [f"not to be seen: {''.join(found)!r}"] if found else []


def missing_shapes(made: bytes) -> int:
    """How often glyph 0, the empty box of every font, is drawn."""
    count = 0
    with pikepdf.open(BytesIO(made)) as opened:
        for page in opened.pages:
            for operands, operator in pikepdf.parse_content_stream(page, "Tj TJ"):
                drawn = operands[0] if str(operator) == "TJ" else operands
                for run in drawn:
                    if isinstance(run, pikepdf.String):
                        glyphs = bytes(run)
                        count += sum(glyphs[i : i + 2] == b"\0\0" for i in range(0, len(glyphs), 2))
    return count


# Keeping a likeness


def likeness(picture: Image.Image) -> str:
    """How dark a sheet is, spot by spot, as rows of letters from a (white) to z (black)."""
    spots = picture.convert("L").resize(GRID, Image.Resampling.BOX).tobytes()
    rows = [spots[row : row + GRID[0]] for row in range(0, len(spots), GRID[0])]
    return " ".join("".join(chr(97 + round((255 - spot) / 255 * 25)) for spot in row) for row in rows)


def unlikeness(one: str, other: str) -> int:
    """The greatest step, of 25, between two likenesses in any one spot."""
    return max(abs(ord(a) - ord(b)) for a, b in zip(one, other, strict=True))


def squeezed(words: str) -> str:
    """Words without spaces: line ends and justified gaps do not matter when looking for a text."""
    return re.sub(r"\s+", "", words)
