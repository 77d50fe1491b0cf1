"""A printed sheet taken apart: its letters and where they stand, its coloured areas and pictures, its tags.

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

    def is_beside(self, other: Line) -> bool:
        """Whether both are parts of one line that runs both ways."""
        return bool(ARABIC.search(self.text + other.text)) and other.letters[0].stands_with(self.letters[0])


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

    @cached_property
    def pictures(self) -> list[Box]:
        """Where photos lie, as far as they are seen."""
        found = []
        for thing in self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=6):
            left, bottom, right, top = (side * POINT for side in _clipped(thing))
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

    @property
    def alternatives(self) -> list[str]:
        """The words for pictures and codes."""
        return [str(part.Alt) for part in structure(self.told.Root.StructTreeRoot) if "/Alt" in part]


def structure(part: Any) -> Iterator[Any]:
    """Every element below, depth first, as a screen reader goes."""
    kids = part.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)
