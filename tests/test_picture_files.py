"""What people send as a picture is made anew, or refused in words; nothing else of the file is kept."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from blueprints.picture_files import LONGEST_SIDE, PictureRefused, remake
from config import ROOT
from tests.picture_files import (
    as_file,
    chunk,
    endless_scans,
    many_frames,
    photo,
    png,
    red_and_green_swapped,
    swollen,
    webp_of_a_few_bytes,
)

A_PLACE = "Somewhere secret"
MOST_SECONDS = 4.0
MOST_MEMORY = 170
"""MB that one picture may add to the process while it is made anew."""


def opened(raw: bytes) -> Image.Image:
    made = remake(raw)
    picture = Image.open(io.BytesIO(made.jpeg))
    assert picture.format == "JPEG"
    assert picture.size == (made.width, made.height)
    picture.load()
    return picture


def notes(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[0x0112], told[0x010F], told[0x9286] = orientation, A_PLACE, A_PLACE
    told.get_ifd(0x8825)[2] = (53.0, 25.0, 0.0)
    return told


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_of_every_kind_comes_out_as_a_jpeg_of_ours(kind: str) -> None:
    assert opened(as_file(photo(), kind)).size == (1600, 1200)


def test_nothing_but_the_picture_is_left() -> None:
    thumbnail = as_file(photo((160, 120)))
    raw = as_file(photo(), exif=notes(), comment=A_PLACE, icc_profile=red_and_green_swapped(), xmp=A_PLACE.encode())
    raw += thumbnail
    picture = opened(raw)
    assert A_PLACE.encode() in raw
    assert A_PLACE.encode() not in remake(raw).jpeg
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not picture.getexif()
    assert remake(raw).jpeg.count(b"\xff\xd8") == 1


def test_a_picture_in_a_picture_is_left_out() -> None:
    assert opened(as_file(photo(), "MPO", save_all=True, append_images=[photo((800, 600))])).size == (1600, 1200)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_camera_was_held_it_comes_out_upright(orientation: int) -> None:
    upright = Image.new("RGB", (900, 600), "white")
    upright.paste("black", (0, 0, 300, 200))
    held = {1: (), 2: (0,), 3: (3,), 4: (1,), 5: (5,), 6: (2,), 7: (6,), 8: (4,)}[orientation]
    turned = upright
    for way in held:  # the numbers of Pillow's Transpose, each the way back from how it was held
        turned = turned.transpose(Image.Transpose(way))
    picture = opened(as_file(turned, exif=notes(orientation)))
    assert picture.size == (900, 600)
    corners = [picture.getpixel(at)[0] > 128 for at in ((20, 20), (880, 20), (20, 580), (880, 580))]
    assert corners == [False, True, True, True]


def test_what_can_be_seen_through_is_on_white() -> None:
    glass = Image.new("RGBA", (800, 600), (0, 0, 0, 0))
    glass.paste((200, 0, 0, 255), (0, 0, 400, 600))
    for mode, kind in (("RGBA", "PNG"), ("RGBA", "WEBP"), ("P", "PNG"), ("P", "GIF")):
        raw = as_file(glass.quantize(8) if (mode, kind) == ("P", "PNG") else glass, kind)
        picture = opened(raw)
        assert min(picture.getpixel((700, 300))) > 245, (mode, kind)
        assert picture.getpixel((100, 300))[0] > 180, (mode, kind)


def test_colours_are_told_anew_for_every_screen() -> None:
    red = Image.new("RGB", (600, 600), (220, 20, 20))
    assert opened(as_file(red)).getpixel((300, 300))[0] > 200
    seen = opened(as_file(red, icc_profile=red_and_green_swapped())).getpixel((300, 300))
    assert seen[1] > seen[0]
    for nonsense in (b"", b"x" * 300, os.urandom(4000), red_and_green_swapped()[:200]):
        assert opened(as_file(red, icc_profile=nonsense)).getpixel((300, 300))[0] > 200


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "LA", "I;16"])
def test_print_colours_and_greys_come_out_as_they_look(mode: str) -> None:
    half = Image.new("L", (800, 600), 255)
    half.paste(0, (0, 0, 400, 600))
    made = half.point(lambda grey: grey * 257, "I").convert("I;16") if mode == "I;16" else half.convert(mode)
    picture = opened(as_file(made, "JPEG" if mode in ("CMYK", "L") else "PNG"))
    assert max(picture.getpixel((100, 300))) < 20
    assert min(picture.getpixel((700, 300))) > 235


def test_the_same_picture_is_the_same_bytes() -> None:
    raw = as_file(photo())
    assert remake(raw) == remake(raw)
    assert len(remake(raw).fingerprint) == 64


def test_a_large_picture_is_as_large_as_paper_needs() -> None:
    assert opened(as_file(photo((4000, 3000)))).size == (LONGEST_SIDE, 1800)
    assert opened(as_file(photo((3000, 4000)), "PNG", compress_level=1)).size == (1800, LONGEST_SIDE)
    assert opened(as_file(photo((480, 400)))).size == (480, 400)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \n" * 500, "empty"),
    "a drawing of lines": (lambda: b'\xef\xbb\xbf<?xml version="1.0"?><!-- a -->\n<svg onload="a()"/>', "SVG"),
    "a printed page": (lambda: b"%PDF-1.7\n" + os.urandom(3000), "PDF"),
    "a phone's own kind": (lambda: b"\0\0\0\x18ftypheic" + bytes(300), "HEIC"),
    "a web page": (lambda: b"<!doctype html><script>alert(1)</script>" * 50, "could not read"),
    "words": (lambda: b"Dear panel, here is my picture. " * 50, "could not read"),
    "a program": (lambda: b"MZ\x90\0" + os.urandom(5000), "could not read"),
    "noise": (lambda: os.urandom(100_000), "could not read"),
    "another kind of picture": (lambda: as_file(photo(), "BMP"), "could not read"),
    "a picture that is a script": (lambda: b"GIF89a/*<script>alert(1)</script>*/=1;" * 9, "damaged"),
    "half a JPEG": (lambda: as_file(photo())[:-20_000], "damaged"),
    "half a PNG": (lambda: as_file(photo(), "PNG")[:-20_000], "damaged"),
    "half a WebP": (lambda: as_file(photo(), "WEBP")[:-20_000], "damaged"),
    "half a GIF": (lambda: as_file(photo().quantize(64), "GIF")[:-20_000], "damaged"),
    "the beginning of a JPEG": (lambda: as_file(photo())[:30], "damaged"),
    "a PNG with a wrong sum": (lambda: as_file(photo(), "PNG").replace(b"IDAT", b"IDAT\0", 1), "damaged"),
    "too few dots": (lambda: as_file(photo((1200, 384))), "blurred"),
    "a dot": (lambda: png((1, 1)), "blurred"),
    "a strip": (lambda: as_file(photo((8000, 800))), "strip"),
    "thousands of frames": (lambda: many_frames(1500), "moves"),
    "two frames": (lambda: many_frames(2), "moves"),
    "a PNG that moves": (lambda: many_frames(2, "PNG"), "moves"),
    "a WebP that moves": (lambda: many_frames(2, "WEBP"), "moves"),
    "nine hundred million dots in a few bytes": (lambda: png((30_000, 30_000)), "million dots"),
    "a PNG a little too large": (lambda: png((4600, 4400)), "20 million dots"),
    "a JPEG a little too large": (lambda: as_file(Image.new("L", (8000, 6400))), "50 million dots"),
    "a WebP a little too large": (lambda: as_file(Image.new("L", (3400, 3000)), "WEBP"), "9 million dots"),
    "a WebP that says how large it is and no more": (lambda: webp_of_a_few_bytes((16_383, 16_383)), "million|damaged"),
    "a PNG that says how large it is and no more": (lambda: png((9, 9)).replace(
        b"\0\0\0\x09\0\0\0\x09", b"\x7f\xff\xff\xff\x7f\xff\xff\xff"), "could not|damaged|million"),
    "endless words in a PNG": (lambda: png((800, 800), chunk(b"zTXt", b"x\0\0" + swollen())), "damaged"),
    "endless words in many letters": (lambda: png((800, 800), chunk(b"iTXt", b"x\0\1\0\0\0" + swollen())), "damaged"),
    "many long words": (lambda: png((800, 800), *[chunk(b"zTXt", b"x\0\0" + swollen(1_000_000))] * 2000), "damaged"),
    "an endless profile": (lambda: png((800, 800), chunk(b"iCCP", b"x\0\0" + swollen())), "damaged"),
    "endless passes": (endless_scans, "could not read"),
}  # fmt: skip
"""What is sent, and what the answer has in it."""


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_to_keep_is_refused_in_words_and_soon(what: str) -> None:
    make, words = REFUSED[what]
    raw = make()
    memory, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(PictureRefused) as refusal:
        remake(raw)
    assert time.process_time() - began < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < MOST_MEMORY
    assert any(word in refusal.value.message for word in words.split("|")), refusal.value.message
    assert refusal.value.field == "picture"
    assert refusal.value.message.endswith(".")


LARGEST: dict[str, Callable[[], bytes]] = {
    "a photo of forty million dots": lambda: as_file(photo((7312, 5488)), quality=90),
    "the largest JPEG": lambda: as_file(photo((8160, 6112)), quality=60),
    "the largest JPEG from coarse to fine": lambda: as_file(photo((4880, 3264)), progressive=True, subsampling=0),
    "the largest PNG": lambda: png((5440, 3664), bits=8, colour=6),
    "the largest PNG of sixteen bits": lambda: png((5440, 3664), bits=16, colour=2),
    "the largest WebP": lambda: as_file(photo((3440, 2608)), "WEBP"),
    "the largest GIF": lambda: as_file(photo((5440, 3664), "L"), "GIF"),
}
MEASURED = """
import sys, time
from pathlib import Path
from blueprints.picture_files import remake
def most(): return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
raw = Path(sys.argv[1]).read_bytes()
memory, began = most(), time.process_time()
made = remake(raw)
took = time.process_time() - began
print(max(made.width, made.height), took, most() - memory)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured another way here")
@pytest.mark.parametrize("what", LARGEST)
def test_the_largest_picture_takes_little_time_and_memory(what: str, tmp_path: Path) -> None:
    """Each in a process of its own, so that nothing else is measured."""
    path = tmp_path / "picture"
    path.write_bytes(LARGEST[what]())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    side, took, memory = done.stdout.split()
    assert int(side) == LONGEST_SIDE
    assert float(took) < MOST_SECONDS
    assert int(memory) < MOST_MEMORY, f"{memory} MB"
