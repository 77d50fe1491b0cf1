"""How long a sheet takes: warm, from a cold start, and two hundred in one file while others look at pages.

Each figure comes with a ratio to something of the same run, since machines differ: a bare page of the same engine, a
Python that imports Flask, and the same pages asked while nothing is printed.
"""

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from sqlalchemy import create_engine, text

from bench.asking import times
from bench.run import served
from config import ROOT
from models.sealed import new_key

SHEETS = {
    "notice with strips": {"design": "notice", "strips": 10},
    "bold": {"design": "bold", "strips": 0},
    "quiet": {"design": "quiet", "strips": 0},
    "black only": {"design": "notice", "strips": 0, "ink": "saving"},
}
POSTER: dict[str, Any] = {
    "sheet": "poster",
    "paper": "a4",
    "ink": "colour",
    "kind": "activity",
    "name": "Larkmoor Men’s Shed",
    "short_name": "Larkmoor Men’s Shed",
    "about": "Mend something, make something, or just sit by the stove and put the world right.",
    "when": {"day": "Tuesdays", "time": "10am to 1pm", "short": "Tuesdays, 10am"},
    "where": {
        "place": "The lock-up behind St Oswin’s",
        "address": "Mill Lane, Larkmoor ZZ4 7QP",
        "way_in": "Green door",
    },
    "facts": "£2 with tea. One low step. Bus stop 3 minutes away.",
    "first_time": ["Brian meets you at the green door.", "Ten minutes’ look round, then tea at 11."],
    "ask_for": "Brian",
    "phone": "0161 496 0142",
    "state": "",
    "host": "hereabouts.example.org",
    "checked": "3 March 2026",
    "until": "June",
    "keeper": "Kept by Larkmoor Men’s Shed with the Larkmoor panel",
    "patch": "Larkmoor",
}
ONE_SHEET = "import json, sys; from blueprints import press; press.pdf('poster', json.loads(sys.argv[1]))"
WORLD = 2000
FEW, MANY = 20, 200
PATIENCE = 180
Say = Callable[[str], None]


@dataclass(slots=True)
class Printing:
    """What was measured: milliseconds, seconds and megabytes."""

    bare_ms: float = 0.0
    warm_ms: dict[str, tuple[float, float]] = field(default_factory=dict)
    """p50 and p95 of a new text each time."""
    cold_s: float = 0.0
    flask_s: float = 0.0
    runs_s: dict[int, float] = field(default_factory=dict)
    peak_mb: dict[int, float] = field(default_factory=dict)
    quiet_ms: tuple[float, float] = (0.0, 0.0)
    """p50 and p95 of pages while nothing is printed, and while two hundred are."""
    busy_ms: tuple[float, float] = (0.0, 0.0)


def measure_printing(folder: Path, rounds: int, *, say: Say) -> Printing:
    """Everything, in one run."""
    found = Printing()
    say("Setting sheets ...")
    _warm(found, folder, rounds)
    say("Starting from cold ...")
    found.cold_s = _seconds_of([sys.executable, "-c", ONE_SHEET, json.dumps(_poster(0, {"design": "notice"}))])
    found.flask_s = _seconds_of([sys.executable, "-c", "import flask"])
    say("Printing stacks ...")
    _stacks(found, folder, say)
    return found


def _warm(found: Printing, folder: Path, rounds: int) -> None:
    import typst

    from blueprints import press

    bare = folder / "bare.typ"
    bare.write_text('#set document(title: "Bare")\n#set text(font: "Lexend")\n#sys.inputs.words', encoding="utf-8")
    spent: dict[str, list[float]] = {name: [] for name in ("bare", *SHEETS)}
    for number in range(rounds + 3):
        for name, wanted in {"bare": {}, **SHEETS}.items():
            began = time.perf_counter()
            if name == "bare":
                words = {"words": f"Number {number}"}
                typst.compile(bare, font_paths=press.fonts(), sys_inputs=words, pdf_standards="ua-1")
            else:
                press.pdf("poster", _poster(number, wanted))
            if number >= 3:  # the first ones load fonts and templates
                spent[name].append((time.perf_counter() - began) * 1000)
    found.bare_ms = median(spent.pop("bare"))
    found.warm_ms = {name: _p50_p95(each) for name, each in spent.items()}


def _poster(number: int, wanted: dict[str, Any]) -> dict[str, Any]:
    changed = {"name": f"Larkmoor Men’s Shed {number}", "about": f"{POSTER['about']} Number {number}."}
    return {**POSTER, "strips": 0, **wanted, **changed, "path": f"/p/{number:06}"}


def _seconds_of(command: list[str], repeats: int = 5) -> float:
    spent = []
    for _ in range(repeats):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 (our own programs, with our own words)
        spent.append(time.perf_counter() - began)
    return median(spent)


def _stacks(found: Printing, folder: Path, say: Say) -> None:
    """A served world of its own: a stack of 20 and one of 200, with somebody looking at pages all the while."""
    settings = {
        "DATABASE_URL": f"sqlite:///{(folder / 'bench-printing.db').as_posix()}",
        "HEREABOUTS_INSTANCE": str(folder / "instance"),
        "HEREABOUTS_SECRET_KEY": secrets.token_hex(32),
        "HEREABOUTS_FIELD_KEYS": new_key(),
    }
    asked = json.loads(_made("bench.world", str(WORLD), settings))
    pages = asked["listings"][:20] + asked["searches"][:20]
    serve = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port"]
    with served(serve, settings, folder) as (port, process, _):
        times(port, pages, repeats=1)
        found.quiet_ms = _p50_p95(times(port, pages))
        server = psutil.Process(process.pid)
        for size in (FEW, MANY):
            run_id = _made("bench.stack", str(size), settings)
            found.runs_s[size], found.peak_mb[size], asked_while = _watch(settings, run_id, server, port, pages)
            if size == MANY:
                found.busy_ms = _p50_p95(asked_while)
            say(f"  {size} posters: {found.runs_s[size]:.1f} s")


def _made(module: str, size: str, settings: dict[str, str]) -> str:
    made = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-m", module, size],
        cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"{module} failed:\n{made.stderr[-2000:]}")
    return made.stdout.strip().splitlines()[-1]


def _watch(
    settings: dict[str, str], run_id: str, server: psutil.Process, port: int, pages: Sequence[str]
) -> tuple[float, float, list[float]]:
    """From the first step on: seconds until the file is ready, the most memory (MB), how long pages took (ms)."""
    engine = create_engine(settings["DATABASE_URL"])
    far = text("SELECT done, finished_at FROM print_run WHERE id = :id")
    asked_at, begun_at, peak = time.perf_counter(), 0.0, 0.0
    spent: list[float] = []
    stop = threading.Event()

    def look_at_pages() -> None:
        turn = 0
        while not stop.is_set():
            spent.extend(times(port, [pages[turn % len(pages)]], repeats=1))
            turn += 1
            time.sleep(0.02)

    looking = threading.Thread(target=look_at_pages)
    looking.start()
    try:
        while time.perf_counter() - asked_at < PATIENCE:
            with engine.connect() as connection:
                done, finished_at = connection.execute(far, {"id": run_id}).one()
            if done and not begun_at:  # until here it only waited for the server to look for work
                begun_at = time.perf_counter()
                spent.clear()
            if begun_at:
                peak = max(peak, server.memory_info().rss / 1_000_000)
            if finished_at:
                return time.perf_counter() - begun_at, peak, spent
            time.sleep(0.02)
    finally:
        stop.set()
        looking.join()
        engine.dispose()
    raise RuntimeError("The stack was never finished: see served.log.")


def _p50_p95(milliseconds: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(milliseconds)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def printing_table(found: Printing) -> str:
    """The figures as a table in Markdown."""
    rows = [("A bare page of the engine, warm", f"{found.bare_ms:.1f} ms", "1")]
    rows += [
        (f"A4 poster, {name}, warm: p50 / p95", f"{p50:.1f} / {p95:.1f} ms", f"{p50 / found.bare_ms:.1f} bare pages")
        for name, (p50, p95) in found.warm_ms.items()
    ]
    rows.append(
        (
            "Cold: a process that sets one poster",
            f"{found.cold_s:.2f} s",
            f"{found.cold_s / found.flask_s:.1f} imports of Flask",
        )
    )
    rows += [
        (f"{size} posters in one file, served", f"{seconds:.1f} s", f"{found.peak_mb[size]:.0f} MB at most")
        for size, seconds in found.runs_s.items()
    ]
    rows.append(
        ("Pages while nothing is printed: p50 / p95", f"{found.quiet_ms[0]:.1f} / {found.quiet_ms[1]:.1f} ms", "1")
    )
    growth = found.busy_ms[1] / found.quiet_ms[1]
    rows.append(
        (f"Pages while {MANY} are", f"{found.busy_ms[0]:.1f} / {found.busy_ms[1]:.1f} ms", f"p95 x {growth:.1f}")
    )
    return "\n".join(["| what | figure | beside |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])
