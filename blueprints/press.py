"""The press: every printed sheet comes off it as a real PDF, or as a picture to look at.

A sheet is a file in templates/sheets/ and a plain dictionary of what it says. Text always goes in as JSON, so nothing
in it can be a command. `host` and `path` in it are the short address; its code is drawn here. A template refuses what
cannot be set: `DoesNotFit` names the part to shorten, `NoLetters` the characters that no font here has.
"""

import atexit
import json
import logging
import re
import shutil
import tempfile
import threading
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from blueprints.qr import qr_for_paper
from models.errors import RuleBroken

SHEETS = Path(__file__).parent.parent / "templates" / "sheets"
FONT_PACKAGES = ("fontpkg_lexend", "manimgx_fonts", "cvttf_NotoSansCJK_Regular")
FAMILIES = (
    "Lexend",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Bengali",
    "Noto Sans CJK TC",
    "Noto Sans Devanagari",
    "Noto Sans Gujarati",
    "Noto Sans Gurmukhi",
    "Noto Emoji",
)
"""Without these a sheet would come out with holes, so the press does not run."""
NASTALIQ_FAMILY = "Noto Nastaliq Urdu"
NASTALIQ = "NotoNastaliqUrdu*.ttf"
"""The hand Urdu readers prefer. No package carries it: it is taken from the machine where the machine has it."""
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
PREVIEW_PPI = 80
BETWEEN = "#6f6a5b"
AT_ONCE = 2
"""Sheets set at the same moment in one process. Others wait their turn: a page must never wait for paper."""
SECONDS_TO_WAIT = 20
FOLDED = ("fold",)
"""Sheets whose back is printed beside their front and yet read last."""

logger = logging.getLogger("hereabouts.press")
_turns = threading.BoundedSemaphore(AT_ONCE)
_opening = threading.Lock()


class PressBroken(RuleBroken):
    """Nothing can be set just now."""

    message = "This computer cannot make PDFs just now. Print straight from the browser instead."


class DoesNotFit(RuleBroken):
    """A text is too long for the sheet even at its smallest. `part` names it: "name", "about", "when", "place", ..."""

    def __init__(self, part: str) -> None:
        too_long = f"{PARTS.get(part, 'A text')} is too long for this sheet. Shorten it, or choose a larger sheet."
        super().__init__(NO_ROOM.get(part, too_long))
        self.part = part


class NoLetters(RuleBroken):
    """Some characters have no shape in any font here. `text` holds them."""

    def __init__(self, text: str) -> None:
        super().__init__(f"We cannot print “{text}”. Take it out, or write it another way.")
        self.text = text


PARTS = {
    "languages": "What is written in other languages",
    "name": "The name",
    "about": "The line about it",
    "when": "The words for when",
    "place": "The name of the place",
    "address": "The address",
    "way_in": "The way in",
    "facts": "The line on cost and getting in",
    "first_time": "What to say about the first time",
    "ask_for": "The name of whom to ask for",
    "phone": "The phone number",
    "keeper": "The name of who keeps it",
    "title": "The title",
    "short_name": "The short name",
    "state": "What happened to it",
    "description": "The description",
    "details": "What it costs, or how to get there or in,",
    "patch": "The name of the area",
    "group": "The name of the group",
    "welcomer": "Who looks out for them",
    "wish": "What would help on the day",
    "helper": "The name of whom to ring",
}
NO_ROOM = {
    "languages": "What is written in other languages does not go on this sheet. Choose fewer, or have them read again.",
    "picture": "There is no room for the picture on this sheet. Leave it out, or choose a larger sheet.",
    "host": "The web address of this site is too long for this sheet. Choose a larger one, or one without strips.",
}


def can_print() -> bool:
    """Whether the engine and its fonts are here. Without them pages offer the browser's own printing."""
    return not what_is_missing()


@lru_cache(maxsize=1)
def what_is_missing() -> tuple[str, ...]:
    """What keeps the press from running, in words for the operator; empty when all is well."""
    if find_spec("typst") is None:
        return ("the package typst is not installed",)
    families = set(fonts().families())
    return tuple(f"the font {family} is not installed" for family in FAMILIES if family not in families)


def pdf(sheet: str, content: Mapping[str, Any], *, pages: int | None = 1) -> bytes:
    """The sheet as PDF/UA-1: tagged, titled, its fonts inside. The same content always gives the same bytes.

    `sheet` is the stem of a file in templates/sheets/. With `pages`, a text that runs over onto another one is refused.
    Raises DoesNotFit, NoLetters, or PressBroken when the engine cannot run.
    """
    made: bytes = _set(sheet, content, format="pdf", pdf_standards="ua-1", timestamp=0)
    if pages is not None and pages_in(made) != pages:
        raise DoesNotFit("")
    return _back_last(made) if sheet in FOLDED else made


def picture(sheet: str, content: Mapping[str, Any], *, ppi: float = PREVIEW_PPI) -> bytes:
    """The sheet as a PNG, at `ppi` pixels an inch, its pages below each other. Raises as `pdf` does: no picture
    without a sheet."""
    pdf(sheet, content, pages=None)
    made = _set(sheet, content, format="png", ppi=ppi)
    return _below_each_other(made) if isinstance(made, list) else bytes(made)


def _below_each_other(pages: list[bytes]) -> bytes:
    if len(pages) == 1:
        return pages[0]
    opened = [Image.open(BytesIO(page)).convert("RGB") for page in pages]
    between = opened[0].width // 40
    height = sum(page.height for page in opened) + between * (len(opened) - 1)
    whole = Image.new("RGB", (max(page.width for page in opened), height), BETWEEN)
    top = 0
    for page in opened:
        whole.paste(page, (0, top))
        top += page.height + between
    kept = BytesIO()
    whole.save(kept, "PNG")
    return kept.getvalue()


def pages_in(made: bytes) -> int:
    """How many pages a PDF of ours has."""
    with pikepdf.open(BytesIO(made)) as opened:
        return len(opened.pages)


def put_picture(name: str, picture_bytes: bytes) -> str:
    """Lay a picture beside the templates. Gives the path that `content` names it by; `name` is letters and digits."""
    if not re.fullmatch(r"[0-9a-f]{16,64}\.(jpg|png)", name):
        raise ValueError("a picture is named by its fingerprint")
    path = _workshop() / "pictures" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        half = path.with_suffix(f".{threading.get_ident()}")
        half.write_bytes(picture_bytes)
        half.replace(path)
    return f"/pictures/{name}"


def _set(sheet: str, content: Mapping[str, Any], **options: Any) -> Any:
    missing = what_is_missing()
    if missing:
        raise PressBroken
    import typst

    known = {"nastaliq": NASTALIQ_FAMILY in fonts().families(), **_with_code(content)}
    inputs = {"content": json.dumps(known, ensure_ascii=False)}
    root = _workshop()
    if not _turns.acquire(timeout=SECONDS_TO_WAIT):
        raise PressBroken("Many people are printing just now. Wait a moment, then try again.")
    try:
        # From a path, never from bytes: each compile from bytes takes one of 65,535 places that are not given back.
        return typst.compile(root / f"{sheet}.typ", root=root, font_paths=fonts(), sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise _refusal(str(error)) from error
    except BaseException as error:  # a panic within the engine is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        logger.exception("the engine failed")
        raise PressBroken from error
    finally:
        _turns.release()


def _with_code(content: Mapping[str, Any]) -> dict[str, Any]:
    if "path" not in content:
        return dict(content)
    svg, modules = qr_for_paper(f"{content.get('scheme', 'https')}://{content['host']}{content['path']}")
    return {**content, "qr": svg, "modules": modules}


def _back_last(made: bytes) -> bytes:
    """A folded sheet read aloud as it is held: front, inside, back. The back begins at its page's second heading."""
    with pikepdf.open(BytesIO(made)) as opened:
        whole = opened.Root.StructTreeRoot.K[0]
        headings = [at for at, part in enumerate(whole.K) if str(part.S) in ("/H1", "/H2")]
        inside = next((at for at in headings if whole.K[at].Pg.objgen != opened.pages[0].obj.objgen), len(whole.K))
        parts = list(whole.K)
        whole.K = pikepdf.Array(parts[: headings[1]] + parts[inside:] + parts[headings[1] : inside])
        out = BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _refusal(words: str) -> RuleBroken:
    """What a template or the engine said, as something a person can act on."""
    if found := re.search(r"does-not-fit:([a-z_]*)", words):
        return DoesNotFit(found[1])
    if "grouping depth" in words:
        return DoesNotFit("")
    if found := re.search(r"the text [`\"]+(.+?)[`\"]+ could not be displayed", words):
        return NoLetters(re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1]))
    logger.error("a sheet could not be set: %s", words.splitlines()[0][:200])
    return PressBroken()


@lru_cache(maxsize=1)
def _workshop() -> Path:
    """A folder of this process with the templates, pictures and odd fonts: the only place a template can read from."""
    folder = Path(tempfile.mkdtemp(prefix="hereabouts-press-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(SHEETS, folder, dirs_exist_ok=True)
    return folder


@lru_cache(maxsize=1)
def fonts() -> Any:
    """The faces that sheets are set in, opened once: those of our packages, and Nastaliq where the machine has it."""
    import typst

    with _opening:
        own = _workshop() / "fonts"
        own.mkdir(exist_ok=True)
        for path in _fonts_of_the_machine():
            shutil.copy(path, own / path.name)
        packages = [spec.origin for name in FONT_PACKAGES if (spec := find_spec(name)) and spec.origin]
        folders = [str(own), *(str(Path(origin).parent) for origin in packages)]
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _fonts_of_the_machine() -> list[Path]:
    found = [path for folder in FONT_FOLDERS if Path(folder).is_dir() for path in sorted(Path(folder).rglob(NASTALIQ))]
    # the file in bold claims to be the ordinary one, and either might then be used
    return [path for path in found if "Bold" not in path.name]
