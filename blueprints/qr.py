"""QR codes as one SVG path of our own: small in the page, sharp on paper."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4
"""Empty squares around the code that readers need."""
MASK = 2
"""Trying all eight masks to find the prettiest takes six times as long, and phones read every one of them."""


SVG = Markup(
    '<svg class="qr" role="img" aria-label="{words}" viewBox="0 0 {size} {size}">'
    '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path stroke="#000" d="{path}"/></svg>'
)


def qr_svg(address: str, words: str, *, for_paper: bool = False, secret: bool = False) -> Markup:
    """The code for an address as an svg element with class "qr"; `words` say what it is of. Error correction M, or H
    when it is to hang on a wall. A secret one is not kept in memory."""
    draw = _drawn.__wrapped__ if secret else _drawn
    size, path = draw(address, ERROR_CORRECT_H if for_paper else ERROR_CORRECT_M)
    return SVG.format(words=words, size=size, path=path)


def qr_for_paper(address: str) -> tuple[str, int]:
    """The code as an SVG file for the press, and how many modules it has on a side without its quiet zone.

    Error correction H: a drawing pin, a fold or a thumb print may cover a tenth of it.
    """
    size, path = _drawn(address, ERROR_CORRECT_H)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path stroke="#000" d="{path}"/></svg>'
    )
    return svg, size - 2 * QUIET


@lru_cache(maxsize=1024)
def _drawn(address: str, correction: int) -> tuple[int, str]:
    """The side of the square in modules, and the dark ones as horizontal strokes one module high."""
    code = QRCode(error_correction=correction, border=0, mask_pattern=MASK)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    strokes = [f"M{QUIET} {QUIET}.5"]
    at_x, at_y = 0, 0
    for y, row in enumerate(rows):
        for start, end in _runs(row):
            strokes.append(f"m{start - at_x} {y - at_y}h{end - start}")
            at_x, at_y = end, y
    return len(rows) + 2 * QUIET, "".join(strokes)


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules begins and ends."""
    x = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield x, x + length
        x += length
