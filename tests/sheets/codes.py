"""Reading the codes of a printed sheet as phones do: straight, grey, blurred, turned, and from too low."""

from __future__ import annotations

from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageFilter


@dataclass(frozen=True)
class Code:
    text: str
    corners: tuple[tuple[int, int], ...]

    def side(self, dpi: float) -> float:
        """Its shorter side in mm."""
        (ax, ay), (bx, by), (cx, cy), _ = self.corners
        return min(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5, ((bx - cx) ** 2 + (by - cy) ** 2) ** 0.5) / dpi * 25.4


def codes_in(picture: Image.Image) -> list[Code]:
    """Every QR code that a phone's reader finds."""
    return [
        Code(
            found.text,
            tuple(
                (corner.x, corner.y)
                for corner in (
                    found.position.top_left,
                    found.position.top_right,
                    found.position.bottom_right,
                    found.position.bottom_left,
                )
            ),
        )
        for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    ]


def blurred(picture: Image.Image, by: float = 2.0) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(by))


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor="white")


def at_an_angle(picture: Image.Image, lean: float = 0.3) -> Image.Image:
    """As a phone sees it that is held too low: the far edge is `lean` shorter than the near one."""
    width, height = picture.size
    near, far = 1 / (1 - lean), lean / (1 - lean) / height
    seen = (near, far * width / 2, (1 - near) * width / 2, 0.0, near, 0.0, 0.0, far)
    leant = picture.transform(
        picture.size, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BILINEAR, fillcolor="white"
    )
    return leant.resize((width, round(height * 0.8)))


def white_round(picture: Image.Image, code: Code, modules: int) -> int:
    """How many modules of unbroken white lie round a code that hangs straight, up to 4."""
    (left, top), _, (right, bottom), _ = code.corners
    one = (right - left) / modules
    grey = picture.convert("L")
    for ring in (4, 3, 2, 1):
        out = ring * one - 1
        around = grey.crop((int(left - out), int(top - out), int(right + out), int(bottom + out)))
        inner = (int(out) - 2, int(out) - 2, int(out + right - left) + 3, int(out + bottom - top) + 3)
        around.paste(255, inner)
        if around.getextrema()[0] > 250:
            return ring
    return 0
