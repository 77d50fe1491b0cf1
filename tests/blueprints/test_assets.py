"""Style sheets and scripts: small, compressed, kept for good by browsers, and nobody else's on the wire."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse
from whitenoise import WhiteNoise

from blueprints.assets import Assets, compressed, hashed_name, read_contents, read_htmx, squeeze_css

HTMX_2_0_10 = "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
PUBLIC_STYLE_LIMIT = 5_000  # bytes, gzipped: what a phone in a waiting room fetches before it can draw
OWN_SCRIPT_LIMIT = 1_500
STATIC = Path(__file__).parents[2] / "static"


def fetch(app: Flask, url: str, encodings: str = "identity") -> TestResponse:
    """The file as it is sent, read to its end and closed."""
    return app.test_client().get(url, headers={"Accept-Encoding": encodings}, buffered=True)


@pytest.fixture
def urls(app: Flask) -> dict[str, str]:
    return app.extensions["assets"].urls


def test_htmx_is_the_release_we_chose() -> None:
    assert hashlib.sha256(read_htmx()).hexdigest() == HTMX_2_0_10
    assert b'version:"2.0.10"' in read_htmx()


def test_every_file_has_its_hash_in_its_name_and_is_kept_for_good(app: Flask, urls: dict[str, str]) -> None:
    for name, content in read_contents(STATIC).items():
        answer = fetch(app, urls[name])
        assert answer.status_code == 200, name
        assert answer.get_data() == content
        assert urls[name] == "/static/" + hashed_name(name, content)
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers


def test_a_browser_gets_brotli_or_gzip_as_it_asks(app: Flask, urls: dict[str, str]) -> None:
    plain = fetch(app, urls["htmx.js"])
    packed = fetch(app, urls["htmx.js"], "gzip")
    smallest = fetch(app, urls["htmx.js"], "gzip, deflate, br")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert smallest.headers["Content-Encoding"] == "br"
    assert gzip.decompress(packed.get_data()) == brotli.decompress(smallest.get_data()) == plain.get_data()
    assert len(smallest.get_data()) < len(packed.get_data()) < len(plain.get_data()) / 2


def test_what_every_public_page_fetches_is_small() -> None:
    contents = read_contents(STATIC)
    assert len(compressed(contents["css/hereabouts.css"])[".gz"]) <= PUBLIC_STYLE_LIMIT
    assert len(compressed(contents["js/hereabouts.js"])[".gz"]) <= OWN_SCRIPT_LIMIT
    assert len(contents["images/board.svg"]) < 500


def test_the_old_address_of_an_icon_answers_for_browsers_that_ask(app: Flask) -> None:
    answer = fetch(app, "/favicon.ico")
    assert answer.status_code == 200
    assert answer.mimetype in ("image/x-icon", "image/vnd.microsoft.icon")
    assert "max-age=86400" in answer.headers["Cache-Control"]


def test_a_name_nobody_gave_out_is_not_here(app: Flask) -> None:
    for path in ("/static/css/hereabouts.000000000000.css", "/static/../app.py", "/static/htmx.js.br"):
        assert app.test_client().get(path).status_code == 404


def test_squeezing_a_style_sheet_keeps_what_it_says() -> None:
    written = b'/* why */\n.a > .b ,\n.c :focus-visible {\n  width: calc(1rem + 2vw);\n  --x: ;\n  content: "";\n}\n'
    assert squeeze_css(written) == b'.a > .b,.c :focus-visible{width:calc(1rem + 2vw);--x:;content:""}'


def test_a_squeezed_sheet_has_as_many_rules_and_declarations_as_the_written_one() -> None:
    for path in (STATIC / "css").glob("*.css"):
        written = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        squeezed = squeeze_css(path.read_bytes()).decode()
        assert squeezed.count("{") == squeezed.count("}") == written.count("{")
        assert [part for part in re.split(r"[\s:;{},]+", squeezed) if part] == [
            part for part in re.split(r"[\s:;{},]+", written) if part
        ]


def test_style_sheets_and_scripts_name_no_other_host() -> None:
    for path in [*(STATIC / "css").iterdir(), *(STATIC / "js").iterdir()]:
        assert not re.search(r"@import|https?://|url\(", path.read_text()), path.name


def test_a_second_start_writes_nothing_and_a_change_gets_a_new_name(tmp_path: Path) -> None:
    source = tmp_path / "static"
    for folder in ("css", "js", "images"):
        (source / folder).mkdir(parents=True)
    (source / "css" / "a.css").write_text("a { color: red; }")
    (source / "images" / "board.ico").write_bytes(b"icon")

    def start() -> dict[str, str]:
        assets = Assets(source, tmp_path / "copies")
        assets.publish(WhiteNoise(None))
        return assets.urls

    def written() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "copies").rglob("*.*") if path.is_file()}

    first = start()
    after_first = written()
    assert start() == first
    assert written() == after_first
    (source / "css" / "a.css").write_text("a { color: blue; }")
    assert start()["css/a.css"] != first["css/a.css"]
