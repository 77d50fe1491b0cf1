"""How long a year report takes: 200,000 came in that year, beside 1,000, in one run on one machine."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.run import address_of, postgres
from config import ROOT
from models.sealed import new_key

FEW, MANY = 1_000, 200_000
AIM_MS = 200
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """One report at both sizes, in milliseconds; and what reading as many rows one by one would take."""

    database: str
    name: str
    few_ms: float
    many_ms: float
    many_p95_ms: float
    plain_ms: float


def measure_figures(folder: Path, databases: Sequence[str], rounds: int, *, many: int = MANY, say: Say) -> list[Report]:
    """The year reports of a team, a group, a panel and the site, on each database."""
    found: list[Report] = []
    for database in databases:
        with postgres() if database == "postgres" else nullcontext("") as server:
            few, large = (_measure(folder, database, size, server, rounds, say) for size in (FEW, many))
        plain = median(large.pop("plain"))
        for name, times in large.items():
            ordered = sorted(times)
            p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
            found.append(Report(database, name, median(few[name]), median(times), p95, plain))
    return found


def _measure(folder: Path, database: str, size: int, server: str, rounds: int, say: Say) -> dict[str, list[float]]:
    say(f"{database}, {size:,} came in a year ...")
    settings = {
        "DATABASE_URL": address_of(database, f"figures-{size}", folder, server),
        "HEREABOUTS_INSTANCE": str(folder / "instance"),
        "HEREABOUTS_SECRET_KEY": secrets.token_hex(32),
        "HEREABOUTS_FIELD_KEYS": new_key(),
    }
    made = subprocess.run(  # noqa: S603 (our own programs, with our own words)
        [sys.executable, "-W", "ignore", "-m", "bench.figures_world", str(size), str(rounds)],
        cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"The world could not be made or measured:\n{made.stderr[-2000:]}")
    answer = json.loads(made.stdout.strip().splitlines()[-1])
    say(f"  {answer['came']:,} visits, made in {answer['seconds']:.0f} s")
    times: dict[str, list[float]] = answer["times"]
    return times


def figures_table(found: Sequence[Report], many: int = MANY) -> str:
    """The figures as a table in Markdown."""
    rows = [
        f"| {each.database} | {each.name} | {each.few_ms:.1f} ms | {each.many_ms:.1f} / {each.many_p95_ms:.1f} ms"
        f" | {each.many_ms / each.plain_ms:.2f} |"
        for each in found
    ]
    head = f"| database | year report | {FEW:,} came | {many:,} came: p50 / p95 | of counting each visit plainly |"
    return "\n".join([f"Aim at {MANY:,}: under {AIM_MS} ms.\n", head, "|---|---|---|---|---|", *rows])
