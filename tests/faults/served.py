"""`flask serve` in a process of its own, and a plain browser to visit it: what happens to both when things break."""

from __future__ import annotations

import http.client
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from config import ROOT, Settings
from models.database import prepare
from models.people import User
from models.signed_in_session import SignedInSession
from tests import conftest as everywhere
from tests.filling import form_of, values_of
from tests.inspecting_client import Page
from tests.ports import free_port

SECONDS_TO_START = 60


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float


@dataclass
class Served:
    """The app on a database of the town, served at a port of its own. `start` may be called again after `kill`."""

    settings: Settings
    port: int
    before_it_starts: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    said: list[bytes] = field(default_factory=list)
    listener: threading.Thread | None = None

    def start(self) -> float:
        """Start it, and give how many seconds it took to answer."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HEREABOUTS_")},
            "DATABASE_URL": self.settings.database_url,
            "HEREABOUTS_SECRET_KEY": self.settings.secret_key,
            "HEREABOUTS_FIELD_KEYS": ",".join(self.settings.field_keys),
            "HEREABOUTS_PUBLIC_URL": f"http://localhost:{self.port}",
            "HEREABOUTS_INSTANCE": str(self.settings.instance_path),
        }
        command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--no-tick", "--port", str(self.port)]
        began = time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            preexec_fn=self.before_it_starts,
        )  # fmt: skip
        self.listener = threading.Thread(target=self._listen, args=(self.process,), daemon=True)
        self.listener.start()
        while time.monotonic() - began < SECONDS_TO_START:
            if self.process.poll() is not None:
                self.listener.join(timeout=10)
                raise AssertionError(b"".join(self.said[-40:]).decode())
            try:
                if Browser(self).get("/healthz").status in (200, 503):
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.1)
        raise AssertionError("it did not start")

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self.said.append(line)

    def kill(self) -> None:
        """As if the power of the process went: no signal it could catch."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.listener is not None:
                self.listener.join(timeout=10)  # what it reads has ended with the process
            if self.process.stderr is not None:
                self.process.stderr.close()
            self.process = None

    def engine(self) -> Engine:
        engine = create_engine(self.settings.database_url, **self.settings.engine_options)
        prepare(engine)
        return engine

    def sign_in(self, key: str) -> Browser:
        """A browser in which a seeded person is signed in as of now."""
        token, engine = secrets.token_urlsafe(24), self.engine()
        with Session(engine) as session:
            user = session.scalars(select(User).where(User.email == f"{key}@example.org")).one()
            SignedInSession.start(session, user=user, token=token, device="A test", at=datetime.now(UTC))
            session.commit()
        engine.dispose()
        return Browser(self, {"hereabouts": token})


@dataclass
class Browser:
    """Keeps cookies, sends forms, follows nothing."""

    site: Served
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> Answer:
        return self.ask("GET", path, **more)

    def post(self, path: str, values: MultiDict[str, str], **more: Any) -> Answer:
        body = urlencode(list(values.items(multi=True)))
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, **more)

    def ask(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None, timeout: float = 30
    ) -> Answer:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=timeout)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, {"Cookie": cookies, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return Answer(answer.status, dict(answer.getheaders()), text, time.monotonic() - began)

    def form(self, path: str) -> MultiDict[str, str]:
        """What the page of a listing would send if nobody touched it."""
        values = values_of(form_of(Page(self.get(path).text), id="listing-form"))
        values.setlist("do", ["save"])
        return values


def served_on(database_url: str, folder: Path, **more: Any) -> Served:
    return Served(everywhere.test_settings(database_url, folder), free_port(), **more)
