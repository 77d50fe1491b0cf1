"""A drawing for the demo town: the door of the men's shed, as somebody with crayons and a ruler would do it."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (2400, 1800)
BRICKS, MORTAR = ("#b5765a", "#a96a50", "#bd8166"), "#d9cbb0"
FRAME, DOOR, PANEL, EDGE = "#143a2b", "#1c4d3a", "#245e48", "#0f2b20"
GOLD, PAPER, INK, STONE, SHADE = "#f2ae1c", "#fffdf6", "#24261f", "#a8a496", "#8d8a7e"
Pen = ImageDraw.ImageDraw


def lock_up_door() -> bytes:
    """The drawing as a PNG file: a green door in a brick wall, a bell, a notice, a lamp and a bench."""
    picture = Image.new("RGB", SIZE, MORTAR)
    pen = ImageDraw.Draw(picture)
    _wall(pen)
    _door(pen)
    _notice(pen)
    _bench(pen)
    out = BytesIO()
    picture.resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.LANCZOS).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _wall(pen: Pen) -> None:
    for row in range(20):
        for brick in range(-1, 14):
            left, top = brick * 190 + row % 2 * 95, row * 78
            pen.rectangle((left, top, left + 178, top + 66), fill=BRICKS[(brick * 7 + row * 3) % 3])
    pen.rectangle((0, 1560, SIZE[0], SIZE[1]), fill="#c9bfa8")
    for stone in range(7):
        pen.rectangle((stone * 360 - 60, 1560, stone * 360 + 290, 1600), fill="#b8ad95")


def _door(pen: Pen) -> None:
    pen.pieslice((860, 160, 1540, 840), 180, 360, fill=FRAME)
    pen.rectangle((860, 500, 1540, 1560), fill=FRAME)
    pen.pieslice((900, 200, 1500, 800), 180, 360, fill="#dfe8df")
    for angle in range(180, 361, 30):
        pen.pieslice((900, 200, 1500, 800), angle - 1, angle + 1, fill=FRAME)
    pen.pieslice((1120, 420, 1280, 580), 180, 360, fill=FRAME)
    pen.rectangle((900, 500, 1500, 1560), fill=DOOR)
    pen.rectangle((900, 500, 1500, 524), fill=FRAME)
    for left in (950, 1220):
        for top, bottom in ((580, 960), (1030, 1480)):
            pen.rectangle((left, top, left + 230, bottom), fill=PANEL, outline=EDGE, width=10)
    pen.ellipse((1420, 990, 1476, 1046), fill=GOLD, outline="#8a6410", width=6)
    pen.rectangle((1080, 985, 1320, 1015), fill=GOLD, outline="#8a6410", width=6)
    pen.rectangle((820, 1560, 1580, 1630), fill=STONE)
    pen.rectangle((820, 1610, 1580, 1630), fill=SHADE)
    pen.ellipse((1610, 940, 1710, 1040), fill=STONE, outline=SHADE, width=8)
    pen.ellipse((1644, 974, 1676, 1006), fill=INK)
    pen.line((1660, 120, 1660, 250), fill=INK, width=14)
    pen.polygon(((1600, 330), (1720, 330), (1690, 250), (1630, 250)), fill=INK)
    pen.ellipse((1620, 310, 1700, 390), fill="#fbe6a6", outline=INK, width=6)


def _notice(pen: Pen) -> None:
    pen.rectangle((1830, 560, 2230, 1060), fill="#6d4f36")
    pen.rectangle((1860, 590, 2200, 1030), fill="#ebe2d0")
    pen.rectangle((1900, 640, 2160, 980), fill=PAPER)
    pen.rectangle((1900, 760, 2160, 840), fill=DOOR)
    for top, right in ((680, 2120), (716, 2060), (880, 2120), (916, 2090), (952, 2020)):
        pen.rectangle((1930, top, right, top + 14), fill=INK)
    pen.ellipse((2012, 618, 2048, 654), fill="#2a7747")


def _bench(pen: Pen) -> None:
    for left in (190, 620):
        pen.rectangle((left, 1300, left + 36, 1640), fill=EDGE)
    for top in (1180, 1240, 1320, 1372):
        pen.rectangle((130, top, 716, top + 40), fill="#8a5a34", outline="#6a4326", width=5)
    for left in (190, 620):
        pen.rectangle((left, 1150, left + 36, 1330), fill=EDGE)
