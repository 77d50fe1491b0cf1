"""`flask registers draw-icons`: our mark as the pictures that phones want for their home screen."""

import io
from pathlib import Path

import click
import typst
from flask import current_app
from PIL import Image

from blueprints.registers import registers

GREEN = "#1c4d3a"
SAFE = 0.72
"""Of a maskable picture so much is always seen, whatever shape a phone cuts out of it."""
PICTURES = (("registers-192", 192, 1.0), ("registers-512", 512, 1.0), ("registers-maskable", 512, SAFE))
FEW_COLOURS = 32


@registers.cli.command("draw-icons")
def draw_icons() -> None:
    """Draw static/images/registers-*.png anew from static/images/board.svg."""
    folder = Path(current_app.root_path) / "static" / "images"
    mark = (folder / "board.svg").read_bytes()
    for name, side, share in PICTURES:
        path = folder / f"{name}.png"
        path.write_bytes(draw(mark, side, share))
        click.echo(f"{path.name}: {path.stat().st_size} bytes")


def draw(mark: bytes, side: int, share: float) -> bytes:
    """A square picture of so many dots with the mark in its middle, on green where the mark does not fill it."""
    fill = "none" if share == 1 else f'rgb("{GREEN}")'
    page = (
        (
            f"#set page(width: {side}pt, height: {side}pt, margin: 0pt, fill: {fill})\n"
            f'#place(center + horizon, image(bytes({list(mark)}.map(int)), format: "svg", width: {side * share}pt))'
        )
        .replace("[", "(", 1)
        .replace("]", ")", 1)
    )
    png = typst.compile(page.encode(), format="png", ppi=72)
    picture = Image.open(io.BytesIO(png)).convert("RGBA").quantize(FEW_COLOURS, method=Image.Quantize.FASTOCTREE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
