"""Picture files for tests: good ones, odd ones, and ones that are made to do harm."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

Size = tuple[int, int]


def photo(size: Size = (1600, 1200), mode: str = "RGB") -> Image.Image:
    """Blots of colour, the same each time: as hard to squeeze as a photo, and made quickly."""
    few = (size[0] // 16, size[1] // 16)
    chance = random.Random(f"{size}{mode}")
    return Image.frombytes(mode, few, chance.randbytes(few[0] * few[1] * len(mode))).resize(size)


def as_file(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def many_frames(count: int, kind: str = "GIF", size: Size = (400, 400)) -> bytes:
    frames = [Image.new("L", size, 97 * n % 256) for n in range(count)]
    return as_file(frames[0], kind, save_all=True, append_images=frames[1:])


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(size: Size, *more: bytes, bits: int = 1, colour: int = 0) -> bytes:
    """A PNG of one colour, squeezed as it is made, with more chunks in front of the picture."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = b"\0" + b"\x80" * ((size[0] * samples * bits + 7) // 8)
    squeeze = zlib.compressobj(9)
    dots = b"".join(squeeze.compress(row) for _ in range(size[1])) + squeeze.flush()
    head = struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *more, chunk(b"IDAT", dots), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def swollen(length: int = 300_000_000) -> bytes:
    """So many bytes, squeezed to a thousandth."""
    squeeze = zlib.compressobj(9)
    part = b"a" * 1_000_000
    return b"".join(squeeze.compress(part) for _ in range(length // len(part))) + squeeze.flush()


def endless_scans() -> bytes:
    """A JPEG that says its last pass a thousand times over."""
    raw = as_file(photo((2400, 2400)), progressive=True)
    last = raw[raw.rfind(b"\xff\xda") : -2]
    return raw[:-2] + last[:2_000] * 1_000 + b"\xff\xd9"


def red_and_green_swapped() -> bytes:
    """A colour profile in which red is green: whoever takes no notice of it shows the wrong colour."""
    raw = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return raw.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")


def webp_of_a_few_bytes(size: Size) -> bytes:
    """A WebP that says how large it is, and has nothing in it."""
    sides = (size[0] - 1) | (size[1] - 1) << 14
    inside = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", sides) + bytes(5)
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WEBP" + inside
