"""Pictures to hang on sample posters: a made-up landscape, in any shape."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from blueprints import press

SHAPES = {"wide": (900, 600), "upright": (500, 800), "square": (600, 600), "panorama": (1500, 400)}


@lru_cache
def sample_picture(shape: str = "wide", grey: bool = False) -> dict[str, Any]:
    """What `content["picture"]` holds, the picture itself lying beside the templates."""
    width, height = SHAPES[shape]
    image = Image.new("RGB", (width, height), "#a9c0c8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.62, height * 0.12, width * 0.62 + height * 0.25, height * 0.37), fill="#f4d58a")
    hills = ((0, 1), (0, 0.6), (0.3, 0.4), (0.55, 0.7), (0.8, 0.5), (1, 0.65), (1, 1))
    draw.polygon([(x * width, y * height) for x, y in hills], fill="#5d7a4f")
    shed = ((0.1, 1), (0.1, 0.75), (0.2, 0.62), (0.3, 0.75), (0.3, 1))
    draw.polygon([(x * width, y * height) for x, y in shed], fill="#8d5a3b")
    out = BytesIO()
    (image.convert("L") if grey else image).save(out, "JPEG", quality=85)
    name = hashlib.sha256(out.getvalue()).hexdigest()[:32]
    path = press.put_picture(f"{name}.jpg", out.getvalue())
    return {"path": path, "alt": "A shed below green hills", "ratio": width / height}
