#!/usr/bin/env python3
"""Start Hereabouts on this machine, or test it. Needs Python 3.11 or later and nothing else.

    python3 start.py                          the demo town of Larkmoor, on the first free port from 8000
    python3 start.py --empty                  no demo: prints the link with which the first person sets a panel up
    python3 start.py --port 8080 --database panel.db
    python3 start.py test [pytest arguments]  everything, on SQLite and then on PostgreSQL
    python3 start.py install [tests]          only the packages, and the secret key

The packages go into .venv here, by the hashes in requirements.txt, whenever that file has changed. The database and the
secret key are kept in instance/.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-locks.json"
RUN_LOCK, TEST_LOCK = "requirements.txt", "requirements-dev.txt"
OLDEST_PYTHON = (3, 11)
FIRST_PORT, LAST_PORT = 8000, 8019
MEGABYTES_NEEDED = 700
DATABASES = (("sqlite", "SQLite"), ("postgres", "PostgreSQL"))


def main() -> int:
    check_python()
    if sys.argv[1:2] == ["test"]:
        return test(sys.argv[2:])
    if sys.argv[1:2] == ["install"]:
        make_keys(dict(os.environ))
        return install(TEST_LOCK if sys.argv[2:] == ["tests"] else RUN_LOCK)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, help=f"the port to serve on (the first free one from {FIRST_PORT})")
    parser.add_argument("--empty", action="store_true", help="no demo town and no demo people")
    parser.add_argument("--database", help="a file for SQLite, or an address such as postgresql://name@host/base")
    return serve(parser.parse_args())


def serve(wanted: argparse.Namespace) -> int:
    port = free_port(wanted.port)
    install(RUN_LOCK)
    environment = dict(os.environ, PYTHONUTF8="1", DATABASE_URL=database(wanted))
    environment.setdefault("HEREABOUTS_PUBLIC_URL", f"http://localhost:{port}")
    make_keys(environment)
    command = [str(PYTHON), "-m", "flask", "--app", "app", "serve", "--port", str(port), "--upgrade"]
    if not wanted.empty:
        environment["HEREABOUTS_DEMO"] = "1"
        command += ["--world", "market_town"]
    os.chdir(ROOT)
    if os.name != "nt":
        os.execve(command[0], command, environment)
    return run_until_done(command, environment)


def database(wanted: argparse.Namespace) -> str:
    """The demo town and a panel of your own have a file each, so that neither is taken for the other."""
    said = wanted.database or os.environ.get("DATABASE_URL")
    if said and "://" in said:
        return said
    instance = Path(os.environ.get("HEREABOUTS_INSTANCE") or ROOT / "instance").absolute()
    file = Path(said).absolute() if said else instance / ("hereabouts.db" if wanted.empty else "market_town.db")
    file.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{file.as_posix()}"


def make_keys(environment: dict[str, str]) -> None:
    """The secret that seals cookies and forms, and the key that personal details are sealed with in the database."""
    make_key(environment, "HEREABOUTS_SECRET_KEY", "secret_key", secrets.token_hex(32))
    make_key(environment, "HEREABOUTS_FIELD_KEYS", "field_keys", urlsafe_b64encode(secrets.token_bytes(32)).decode())


def make_key(environment: dict[str, str], setting: str, name: str, key: str) -> None:
    if environment.get(setting) or environment.get(f"{setting}_FILE"):
        return
    kept = Path(environment.get("HEREABOUTS_INSTANCE") or ROOT / "instance") / name
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key + "\n")


def test(arguments: list[str]) -> int:
    """The whole suite on each database; the last line adds both up."""
    install(TEST_LOCK)
    chosen = [pair for pair in DATABASES if f"--db={pair[0]}" in arguments] or DATABASES
    arguments = [argument for argument in arguments if not argument.startswith("--db=")]
    if not any(re.match(r"-n\d|-n$|--numprocesses|--pdb|-s$", argument) for argument in arguments):
        # Each worker has files of its own, and what it makes for them is made once; who is done takes from the other.
        arguments = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal", *arguments]
    told, exits, sums = [], [], {"passed": 0, "failed": 0, "skipped": 0}
    for name, title in chosen:
        print(f"\n== Tests on {title} ==", flush=True)
        counts, code, seconds = test_on(name, arguments)
        exits.append(code)
        told.append(f"{title}: {said(counts)}, in {seconds:.0f} s" + (f" (pytest ended with {code})" if code else ""))
        for outcome, count in counts.items():
            sums[outcome] += count
    print("\n" + "\n".join(told))
    print(said(sums), flush=True)
    return max(exits)


def test_on(database: str, arguments: list[str]) -> tuple[dict[str, int], int, float]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [str(PYTHON), "-m", "pytest", f"--db={database}", f"--junitxml={report}", *arguments]
        begun = time.monotonic()
        code = run_until_done(command, dict(os.environ, PYTHONUTF8="1"))
        return outcomes(report), code, time.monotonic() - begun


def outcomes(report: Path) -> dict[str, int]:
    if not report.exists():
        return {"passed": 0, "failed": 0, "skipped": 0}
    # Written by our own pytest a moment ago.
    suite = next(xml.etree.ElementTree.parse(report).iter("testsuite"))
    total, failed, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    return {"passed": total - failed - errors - skipped, "failed": failed + errors, "skipped": skipped}


def said(counts: dict[str, int]) -> str:
    words = f"{counts['passed']} passed, {counts['failed']} failed"
    return words + (f", {counts['skipped']} skipped" if counts["skipped"] else "")


def run_until_done(command: list[str], environment: dict[str, str]) -> int:
    """Run it; Ctrl-C reaches it as well as us, and we wait for it to end in its own way."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def install(lock: str) -> int:
    """Bring .venv to what the lock says. Does nothing when it is there already; stops the program when it cannot."""
    wanted = {name: fingerprint(name) for name in {RUN_LOCK, lock}}
    here = installed()
    if PYTHON.exists() and all(here.get(name) == print_ for name, print_ in wanted.items()):
        return 0
    if shutil.disk_usage(ROOT).free < MEGABYTES_NEEDED * 2**20:
        stop(f"This disk is nearly full: the packages need {MEGABYTES_NEEDED} MB. Make room, then start again.")
    print("Fetching what Hereabouts is built on. This is done once, and takes up to a minute.", flush=True)
    uv = shutil.which("uv")
    if not PYTHON.exists() or here.get("python") not in (None, python_here()):
        make_venv(uv)
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input", "install"]
    # django-htmx is here for the file it carries, so its own needs are left out: that is why --no-deps.
    done = subprocess.run([*command, "--no-deps", "--require-hashes", "-r", str(ROOT / lock)], check=False)
    if done.returncode:
        stop("The packages could not be fetched: the reason is above. When it is mended, start again.")
    STAMP.write_text(json.dumps({**wanted, "python": python_here()}), encoding="utf-8")
    return 0


def make_venv(uv: str | None) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    venv = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    if subprocess.run([*venv, str(VENV)], check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop("Python could not make a place for the packages. On Debian or Ubuntu: apt install python3-venv")


def installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def python_here() -> str:
    return "{}.{}".format(*sys.version_info)


def free_port(asked: int | None) -> int:
    if asked is not None and not 0 < asked < 65536:
        stop("A port is a number from 1 to 65535.")
    for port in [asked] if asked else range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as trial:
            if os.name != "nt":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError as error:
                if asked is not None and error.errno == errno.EACCES:
                    stop(f"Port {port} is not yours to use: choose one from 1024 up, with --port.")
            else:
                return port
    if asked is not None:
        stop(f"Port {asked} is taken by another program. Choose another with --port, or stop that program.")
    stop(f"The ports {FIRST_PORT} to {LAST_PORT} are all taken. Choose another with --port.")


def check_python() -> None:
    if sys.version_info >= OLDEST_PYTHON:
        return
    newer = next(filter(shutil.which, (f"python3.{minor}" for minor in range(20, 10, -1))), None)
    hint = f"This machine has {newer}: run {newer} start.py" if newer else "Install a newer Python first."
    stop(f"Hereabouts needs Python 3.11 or later, and this is {python_here()}. {hint}")


def stop(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        stop("The disk is full. Make room, then start again.")
