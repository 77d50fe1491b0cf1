"""`flask pictures` is for those who build Hereabouts, and is nothing to a server that runs for people."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from blueprints.pictures import FOR_THE_README, ON_BOTH_SIDES, sort_of

ROOT = Path(__file__).parents[2]
MOST_BYTES = 150_000
"""Of each picture in the README, so that a clone stays small."""


def test_pictures_are_taken_of_the_demo_only(app: Flask, tmp_path: Path) -> None:
    answer = app.test_cli_runner().invoke(args=["pictures", str(tmp_path / "shots")])
    assert answer.exit_code == 1
    assert "HEREABOUTS_DEMO=1" in answer.output
    assert not (tmp_path / "shots").exists()


def test_a_missing_browser_is_said_plainly(
    app: Flask, tmp_path: Path, settle: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(demo=True)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = app.test_cli_runner().invoke(args=["pictures", str(tmp_path)])
    assert answer.exit_code == 1
    assert "This needs Chromium" in answer.output


def test_starting_loads_no_browser() -> None:
    said = "import sys, app; print(sorted({name.split('.')[0] for name in sys.modules} & {'playwright', 'pytest'}))"
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name, *_ in (*FOR_THE_README, *ON_BOTH_SIDES)])
def test_the_pictures_of_the_readme_are_there_and_small(name: str) -> None:
    picture = ROOT / "docs" / "pictures" / f"{name}.png"
    assert picture.stat().st_size <= MOST_BYTES
    assert f"docs/pictures/{name}.png" in (ROOT / "README.md").read_text("utf-8")


def test_each_address_is_known_by_its_sort(app: Flask) -> None:
    assert sort_of(app, "/find?q=tea") == "find.index"
    assert sort_of(app, "/patches/larkmoor/calendar.ics") is None
    assert sort_of(app, "/nowhere/at/all") is None
