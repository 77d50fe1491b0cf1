"""Style sheets, scripts and pictures: each under a name holding its content's hash, so that browsers keep it for good.

Compressed copies live in the instance folder, in a folder named after everything in it: a second start writes nothing.
"""

import gzip
import hashlib
import os
import re
import tempfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from wsgiref.headers import Headers

import brotli  # type: ignore[import-untyped]
from flask import Flask
from whitenoise import WhiteNoise

PREFIX = "/static/"
HTMX = "htmx.js"
HTMX_DISTRIBUTION = "django-htmx"  # carries the file; Django itself is neither needed nor imported
HTMX_PATH = "django_htmx/static/django_htmx/htmx-2.min.js"
FOLDERS = ("css", "js", "images")
A_DAY = 24 * 60 * 60
SMALL = 150  # bytes; under this, compressing makes a file larger


def init_app(app: Flask) -> None:
    """Serve everything in static/ ahead of the application, and give templates `asset("css/hereabouts.css")`."""
    assets = Assets(Path(app.root_path) / "static", _instance(app) / "static")
    server = WhiteNoise(
        app.wsgi_app,
        max_age=A_DAY,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: url.startswith(PREFIX),
        add_headers_function=_add_safety_headers,
    )
    assets.publish(server)
    app.wsgi_app = server  # type: ignore[method-assign]
    app.extensions["assets"] = assets

    def asset(name: str) -> str:
        """The address of a static file by its name in static/ ("css/working.css"), or of "htmx.js"."""
        if app.debug:
            assets.publish(server)
        return assets.urls[name]

    app.jinja_env.globals["asset"] = asset


def _instance(app: Flask) -> Path:
    settings = app.config.get("SETTINGS")
    return settings.instance_path if settings else Path(app.instance_path)


class Assets:
    """The files we serve, by name; `urls` is filled by `publish`."""

    def __init__(self, source: Path, copies: Path) -> None:
        self.source = source
        self.copies = copies
        self.urls: dict[str, str] = {}

    def publish(self, server: WhiteNoise) -> None:
        """Write what is not yet written and tell the server of it. Cheap when nothing changed."""
        contents = read_contents(self.source)
        hashed = {name: hashed_name(name, content) for name, content in contents.items()}
        folder = self.copies / _digest("\n".join(sorted(hashed.values())).encode())
        fresh = {name: PREFIX + hashed[name] for name in contents}
        if fresh == self.urls:
            return
        for name, content in contents.items():
            path = folder / hashed[name]
            _write_once(path, content)
            server.add_file_to_dictionary(fresh[name], str(path))
        server.add_file_to_dictionary("/favicon.ico", str(folder / hashed["images/board.ico"]))
        self.urls = fresh


def read_contents(source: Path) -> dict[str, bytes]:
    """Every file we serve, by name, as it is before compression; style sheets without comments and indents."""
    contents = {HTMX: read_htmx()}
    for folder in FOLDERS:
        for path in sorted((source / folder).glob("*.*")):
            content = path.read_bytes()
            contents[f"{folder}/{path.name}"] = squeeze_css(content) if path.suffix == ".css" else content
    return contents


@cache
def read_htmx() -> bytes:
    """htmx's minified file, out of an installed package: nothing of it is committed here."""
    return Path(str(distribution(HTMX_DISTRIBUTION).locate_file(HTMX_PATH))).read_bytes()


def squeeze_css(content: bytes) -> bytes:
    """The same style sheet without comments, line breaks and the spaces nobody needs. Spaces inside calc() stay."""
    text = re.sub(r"/\*.*?\*/", "", content.decode(), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", text)
    return text.replace(";}", "}").strip().encode()


def hashed_name(name: str, content: bytes) -> str:
    """`css/hereabouts.css` to `css/hereabouts.1a2b3c4d5e6f.css`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{_digest(content)}{dot}{ending}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _write_once(path: Path, content: bytes) -> None:
    """The file and its compressed neighbours; whoever starts beside us sees a whole file or none."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for ending, squeezed in compressed(content).items():
        _replace(path.with_name(path.name + ending), squeezed)
    _replace(path, content)


@cache
def compressed(content: bytes) -> dict[str, bytes]:
    """The content as gzip and brotli write it, where that is shorter."""
    if len(content) < SMALL:
        return {}
    squeezed = {".gz": gzip.compress(content, 9, mtime=0), ".br": brotli.compress(content)}
    return {ending: shorter for ending, shorter in squeezed.items() if len(shorter) < len(content)}


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    written = Path(name)
    written.chmod(0o644)
    written.replace(path)


def _add_safety_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if url.endswith(".svg"):
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
