"""`flask serve` in a process of its own: it answers, says when it cannot, and finishes what it has begun."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT
from tests.ports import free_port

SLOW_APP = """
import time
from pathlib import Path
from flask import Flask
from blueprints import serving
from config import Settings

serving.prepare = lambda *anything: None
app = Flask(__name__)
app.config.update(
    SETTINGS=Settings(secret_key="x" * 32, database_url="sqlite:///here.db", public_url="http://noticeboard.local"),
    SQLALCHEMY_DATABASE_URI="sqlite://",
)
serving.db.init_app(app)
serving.init_app(app)
begun = Path("begun")

@app.get("/")
def quick():
    return "here"

@app.get("/slow")
def slow():
    begun.touch()
    time.sleep(1)
    return "n" * 3_000_000
"""


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    (folder / "slow_app.py").write_text(SLOW_APP, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "slow_app", "serve", "--port", str(port), "--no-tick"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    process = serve(tmp_path, port)
    assert process.stdout is not None
    assert "Hereabouts is at http://noticeboard.local" in process.stdout.readline()
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()
    process.stdout.close()


def test_it_answers(served):
    _, address = served
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"here"
        assert "waitress" not in str(answer.headers).lower()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_stop_lets_a_begun_request_finish(served, tmp_path: Path, name: str):
    process, address = served
    got: list[int] = []

    def visit() -> None:
        with urllib.request.urlopen(address + "/slow") as answer:
            got.append(len(answer.read()))

    visitor = threading.Thread(target=visit)
    visitor.start()
    while not (tmp_path / "begun").exists() and visitor.is_alive():
        time.sleep(0.01)
    process.send_signal(getattr(signal, name))
    visitor.join(timeout=30)
    assert got == [3_000_000]
    assert process.wait(timeout=30) == 0


def test_a_taken_port_is_said_plainly(served, tmp_path: Path):
    _, address = served
    second = serve(tmp_path, int(address.rsplit(":", 1)[1]))
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "choose another --port" in said
    assert "Traceback" not in said
