"""Looking at a printed sheet as a careful person with a ruler would: its letters, its fills, how dark it is.

Reading its codes is in codes.py.
`faults(made)` is the whole inspection. It names what is wrong, so `assert not faults(press.pdf(...))` says why.
All lengths are millimetres from the top left corner of a page; letters' sizes are points.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

POINT = 25.4 / 72
MARGIN = 5.0
"""What most printers leave white, and a little more. No letter comes nearer to the edge of the paper."""
CONTRAST = 90
"""Least difference of grey (of 255) within the box of a letter that can be seen."""
TOUCH = 0.12
"""Letters of two lines may share this much, which is less than the eye sees."""
GRID = (12, 17)
UPRIGHT = (0, 1.57, 3.14, 4.71)
ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, by: float = 0.0) -> bool:
        """Whether the two share more than `by` in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > by
            and min(self.bottom, other.bottom) - max(self.top, other.top) > by
        )

    def inside(self, other: Box, give: float = 0.0) -> bool:
        return (
            self.left >= other.left - give
            and self.top >= other.top - give
            and self.right <= other.right + give
            and self.bottom <= other.bottom + give
        )


@dataclass(frozen=True)
class Letter:
    text: str
    box: Box
    size: float
    angle: float
    foot: tuple[float, float]
    """Where it stands: the left end of its base line."""

    def stands_with(self, first: Letter) -> bool:
        """Whether it is on the line that begins with `first`. Marks stand above it, and Nastaliq slopes."""
        if self.angle != first.angle or abs(self.size - first.size) > 0.05:
            return False
        if self.angle not in UPRIGHT:
            return True
        across = 0 if self.angle in (1.57, 4.71) else 1
        sway = 1.2 if ARABIC.match(self.text) else 0.5
        return abs(self.foot[across] - first.foot[across]) < sway * self.size * POINT

    def follows(self, last: Letter) -> bool:
        """Whether nothing wider than a space or two lies between. Lines that run both ways jump about."""
        gap = max(self.box.left - last.box.right, last.box.left - self.box.right)
        return gap < 1.5 * self.size * POINT or self.angle != 0 or bool(ARABIC.search(self.text + last.text))


@dataclass(frozen=True)
class Line:
    letters: tuple[Letter, ...]

    @cached_property
    def box(self) -> Box:
        left, top, right, bottom = zip(*(letter.box for letter in self.letters), strict=True)
        return Box(min(left), min(top), max(right), max(bottom))

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)


class Page:
    def __init__(self, page: Any) -> None:
        self._page = page
        self.width, self.height = (side * POINT for side in page.get_size())

    def picture(self, dpi: float = 60, grey: bool = False) -> Image.Image:
        return self._page.render(scale=dpi / 72, grayscale=grey).to_pil()

    @cached_property
    def words(self) -> str:
        """All that is written on it, in the order of the file, with single spaces."""
        return " ".join(self._page.get_textpage().get_text_range().split())

    @cached_property
    def letters(self) -> list[Letter]:
        return list(self._letters())

    def _letters(self) -> Iterator[Letter]:
        text = self._page.get_textpage()
        high = self.height
        left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
        for at in range(pdfium.FPDFText_CountChars(text)):
            letter = chr(pdfium.FPDFText_GetUnicode(text, at))
            if letter.isspace() or pdfium.FPDFText_IsGenerated(text, at):
                continue
            pdfium.FPDFText_GetCharBox(text, at, left, right, bottom, top)
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            yield Letter(
                letter,
                Box(left.value * POINT, high - top.value * POINT, right.value * POINT, high - bottom.value * POINT),
                pdfium.FPDFText_GetFontSize(text, at),
                round(pdfium.FPDFText_GetCharAngle(text, at), 2),
                (x.value * POINT, high - y.value * POINT),
            )

    @cached_property
    def lines(self) -> list[Line]:
        """Letters that stand on one base line, one after another in the file."""
        found: list[list[Letter]] = []
        for letter in self.letters:
            if found and letter.stands_with(found[-1][0]) and letter.follows(found[-1][-1]):
                found[-1].append(letter)
            else:
                found.append([letter])
        return [Line(tuple(letters)) for letters in found]

    @cached_property
    def fills(self) -> list[Box]:
        """Coloured areas wide enough to write on: the band, the label, the paper."""
        found = []
        for thing in self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=6):
            left, bottom, right, top = (side * POINT for side in _clipped(thing))
            if right - left > 12 and top - bottom > 4:
                found.append(Box(left, self.height - top, right, self.height - bottom))
        return found


def _clipped(thing: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is seen of it, in points: a cropped picture is larger than its place."""
    left, bottom, right, top = thing.get_bounds()
    x, y = ctypes.c_float(), ctypes.c_float()
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        across, down = [], []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            across.append(x.value)
            down.append(y.value)
        if across:
            left, right = max(left, min(across)), min(right, max(across))
            bottom, top = max(bottom, min(down)), min(top, max(down))
    return left, bottom, right, top


class Sheet:
    """A PDF of the press, opened."""

    def __init__(self, made: bytes) -> None:
        self.made = made
        self._opened = pypdfium2.PdfDocument(made)
        self.pages = [Page(page) for page in self._opened]

    @property
    def words(self) -> str:
        return " ".join(page.words for page in self.pages)

    @cached_property
    def told(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.made))

    @property
    def title(self) -> str:
        return str(self.told.docinfo["/Title"])

    @property
    def language(self) -> str:
        return str(self.told.Root["/Lang"])

    @cached_property
    def tags(self) -> list[str]:
        """The names of the structure, in the order in which it is read aloud."""
        return [str(part.S).lstrip("/") for part in structure(self.told.Root.StructTreeRoot)]


def structure(part: Any) -> Iterator[Any]:
    """Every element below, depth first, as a screen reader goes."""
    kids = part.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


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
            if line.box.meets(other.box, TOUCH) and any(
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
        if lightest - darkest < CONTRAST:
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
