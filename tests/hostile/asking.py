"""Asking many things and telling all that went wrong together, each with how to see it again."""

from __future__ import annotations

import traceback
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UNWELL = range(500, 600)


class Trouble:
    """What went wrong so far. `verdict()` at the end of the test tells it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.asked = 0

    def say(self, what: str) -> None:
        self.told.append(what)

    def verdict(self) -> None:
        assert self.asked, "nothing was asked"
        shown = "\n".join(self.told[:25])
        assert not self.told, f"{len(self.told)} of {self.asked} went wrong:\n{shown}"


def ask(
    trouble: Trouble, client: FlaskClient, how: str, address: str, *, well: tuple[int, ...] = (), **more: Any
) -> TestResponse | None:
    """Ask; a breakage, a 5xx, or a status not among `well` is trouble. None when there was no answer."""
    trouble.asked += 1
    shown = address if len(address) < 160 else f"{address[:150]}... ({len(address)} letters)"
    try:
        answer = client.open(address, method=how, **more)
        answer.get_data()
    except Exception as error:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
        said = str(error).splitlines()[0][:160] if str(error) else ""
        at = f"{ours[-1].filename.rsplit('/', 1)[-1]}:{ours[-1].lineno}"
        trouble.say(f"{how} {shown}: {type(error).__name__} {said} ({at})")
        return None
    if answer.status_code in UNWELL or (well and answer.status_code not in well):
        trouble.say(f"{how} {shown}: {answer.status_code}")
    return answer
