"""Pictures that people send are made anew, dot by dot: what we keep is the picture and nothing else of the file.

Turned the right way up, in sRGB on white, no longer than paper needs, as a JPEG of our own writing: no place, no name
of a camera, no comment and no second picture inside comes along. What cannot be printed well, or takes more time or
memory to open than a picture may, is refused in words.
"""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from models.errors import RuleBroken

LONGEST_SIDE = 2400
"""Dots: 300 an inch across an A4 sheet."""
SHORTEST_SIDE = 400
"""Dots. With fewer a printed picture is all squares."""
MOST_DOTS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 20_000_000, "GIF": 20_000_000, "WEBP": 9_000_000}
"""A JPEG is made smaller while it is opened. Others are opened whole, at four bytes a dot; a WebP at sixteen."""
MOST_DOTS_IN_PASSES = 16_000_000
"""In a JPEG that goes from coarse to fine: it is kept at up to six bytes a dot until the last pass."""
MOST_SCANS = 40
"""Passes in which a JPEG may be told. Ten are usual; each of thousands would go over the whole picture again."""
QUALITY = 85
ROWS_AT_A_TIME = 128
SECONDS_TO_WAIT = 20
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
TURNED = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
"""How a picture has to be turned for each way in which a camera can be held."""
ORIENTATION = 0x0112
PHONE_KINDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")

Image.MAX_IMAGE_PIXELS = max(MOST_DOTS.values())
PngImagePlugin.MAX_TEXT_MEMORY = 2 * PngImagePlugin.MAX_TEXT_CHUNK
ImageFile.LOAD_TRUNCATED_IMAGES = False
_one_at_a_time = threading.Lock()


class PictureRefused(RuleBroken):
    """The file is not a picture that can be kept."""

    message = "We could not read this file. Choose a JPEG, PNG, WebP or GIF picture."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, field="picture")


@dataclass(frozen=True, slots=True)
class Remade:
    """A picture of ours. Sides in dots; `fingerprint` is the SHA-256 of its bytes, in hexadecimal."""

    jpeg: bytes
    width: int
    height: int
    fingerprint: str


def remake(raw: bytes) -> Remade:
    """The picture in a file, made anew. Raises PictureRefused. One at a time: each takes the memory of a picture."""
    if not raw.strip():
        raise PictureRefused("This file is empty. Choose your picture again.")
    if words := _another_kind(raw[:2000]):
        raise PictureRefused(words)
    if not _one_at_a_time.acquire(timeout=SECONDS_TO_WAIT):
        raise PictureRefused("Many pictures are coming in just now. Wait a moment, then press the button again.")
    try:
        small = _opened(raw)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large(Image.MAX_IMAGE_PIXELS or 0) from bomb
    except Exception as broken:  # a broken picture fails in as many ways as there are parts in it
        raise PictureRefused(_why_broken(raw)) from broken
    finally:
        _one_at_a_time.release()
    return _written(small)


def _another_kind(start: bytes) -> str:
    """What to do about a file of a kind that people often take for a picture; nothing for others."""
    if start.startswith(b"%PDF"):
        return "This is a PDF. Save the picture in it as JPEG or PNG, and choose that file."
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in start.lower():
        return "This is a drawing made of lines (SVG). Save it as PNG, and choose that file."
    if start[4:8] == b"ftyp" and start[8:12] in PHONE_KINDS:
        return "This is a HEIC picture, as some phones keep them. Save it as JPEG, and choose that file."
    return ""


def _opened(raw: bytes) -> Image.Image:
    """The picture upright, in RGB on white, no longer than it need be."""
    with Image.open(io.BytesIO(raw), formats=KINDS) as checked:
        _refuse_what_is_too_much(checked, raw)
        checked.verify()
    with Image.open(io.BytesIO(raw), formats=KINDS) as picture:
        turn, profile = _turn_of(picture), picture.info.get("icc_profile")
        if picture.format in ("JPEG", "MPO"):
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        small = _in_srgb(_smaller(picture), profile)
    for way in turn:
        small = small.transpose(way)
    return small


def _refuse_what_is_too_much(picture: Image.Image, raw: bytes) -> None:
    """What the first bytes tell is enough to refuse: nothing is unpacked yet."""
    long, short = max(picture.size), min(picture.size)
    is_jpeg = picture.format in ("JPEG", "MPO")
    most = MOST_DOTS_IN_PASSES if picture.info.get("progressive") else MOST_DOTS[picture.format or ""]
    if long * short > most:
        raise _too_large(most)
    if is_jpeg and raw.count(b"\xff\xda") > MOST_SCANS:
        raise PictureRefused
    if short < SHORTEST_SIDE:
        raise PictureRefused(
            f"This picture is {picture.width} by {picture.height} dots: on paper it would be blurred. Choose one that"
            f" is at least {SHORTEST_SIDE} dots high and wide."
        )
    if short * LONGEST_SIDE < SHORTEST_SIDE * long:
        raise PictureRefused("This picture is one long strip. Cut it to a shape that fits a sheet, and try again.")
    if not is_jpeg and getattr(picture, "is_animated", False):
        raise PictureRefused("This picture moves. Choose one that keeps still.")


def _too_large(most: int) -> PictureRefused:
    return PictureRefused(
        f"This picture has more than {most // 1_000_000} million dots. Save it half as large, or as an ordinary JPEG,"
        " and try again."
    )


def _why_broken(raw: bytes) -> str:
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8")) or raw[8:12] == b"WEBP":
        return "This picture is damaged, or only part of it arrived. Choose it again, or save it anew and try that."
    return PictureRefused.message


def _turn_of(picture: Image.Image) -> tuple[Image.Transpose, ...]:
    try:
        return TURNED.get(picture.getexif().get(ORIENTATION, 1), ())
    except Exception:  # the notes of a camera may say anything: the picture then stays as it is
        return ()


def _smaller(picture: Image.Image) -> Image.Image:
    """At most LONGEST_SIDE long, in RGB, CMYK or grey; what can be seen through is on white."""
    if picture.mode not in ("RGB", "CMYK", "L") or "transparency" in picture.info:
        picture = _on_white(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """In RGB, and already smaller where it is very large: a few rows at a time, so that it is in memory only once."""
    factor = max(1, max(picture.size) // LONGEST_SIDE)
    small = Image.new("RGB", (-(-picture.width // factor), -(-picture.height // factor)), "white")
    for top in range(0, picture.height, ROWS_AT_A_TIME * factor):
        rows = picture.crop((0, top, picture.width, min(top + ROWS_AT_A_TIME * factor, picture.height)))
        if rows.mode.startswith("I"):  # sixteen bits of grey
            rows = rows.convert("I").point(lambda grey: grey / 256).convert("L")
        rows = rows.convert("RGBA").reduce(factor)
        small.paste(rows, (0, top // factor), mask=rows.getchannel("A"))
    return small


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as screens and our printing take them. A profile that makes no sense is left alone."""
    if profile:
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if theirs.profile.xcolor_space.strip() == picture.mode:
                turned = ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
                picture = turned or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _written(picture: Image.Image) -> Remade:
    bare = Image.new("RGB", picture.size)  # the other one still carries its notes
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    jpeg = out.getvalue()
    return Remade(jpeg, bare.width, bare.height, hashlib.sha256(jpeg).hexdigest())
