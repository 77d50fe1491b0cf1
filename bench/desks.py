"""How the desks grow with open referrals: few beside many, in one run on one machine."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench.asking import times
from bench.run import address_of, postgres, served
from config import ROOT
from models.sealed import new_key

FEW, MANY = 100, 10_000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """One page at both sizes, in milliseconds: the middle of the rounds."""

    database: str
    page: str
    few_ms: float
    many_ms: float


def measure_desks(folder: Path, databases: Sequence[str], rounds: int, *, many: int = MANY, say: Say) -> list[Desk]:
    """Every desk with few and with many open referrals, on each database."""
    found: list[Desk] = []
    for database in databases:
        with postgres() if database == "postgres" else nullcontext("") as server:
            sizes = {size: _measure(folder, database, size, server, rounds, say) for size in (FEW, many)}
        found += [Desk(database, page, sizes[FEW][page], sizes[many][page]) for page in sizes[FEW]]
    return found


def _measure(folder: Path, database: str, size: int, server: str, rounds: int, say: Say) -> dict[str, float]:
    say(f"{database}, {size:,} open referrals ...")
    settings = {
        "DATABASE_URL": address_of(database, f"desks-{size}", folder, server),
        "HEREABOUTS_INSTANCE": str(folder / "instance"),
        "HEREABOUTS_SECRET_KEY": secrets.token_hex(32),
        "HEREABOUTS_FIELD_KEYS": new_key(),
    }
    made = subprocess.run(  # noqa: S603 (our own programs, with our own words)
        [sys.executable, "-W", "ignore", "-m", "bench.desk_world", str(size)],
        cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"The world could not be made:\n{made.stderr[-2000:]}")
    desks = json.loads(made.stdout.strip().splitlines()[-1])
    serve = [sys.executable, "-m", "flask", "--app", "app", "serve", "--no-tick", "--port"]
    with served(serve, settings, folder) as (port, _, _):
        return {
            name: min(times(port, [path], repeats=rounds, headers={"Cookie": cookie}))
            for name, (path, cookie) in desks.items()
        }


def desks_table(found: Sequence[Desk], many: int = MANY) -> str:
    """The figures as a table in Markdown."""
    rows = [
        f"| {desk.database} | {desk.page} | {desk.few_ms:.1f} ms | {desk.many_ms:.1f} ms"
        f" | x {desk.many_ms / desk.few_ms:.2f} |"
        for desk in found
    ]
    head = f"| database | page | {FEW:,} open | {many:,} open | growth |"
    return "\n".join([head, "|---|---|---|---|---|", *rows])
