"""The serving process is killed while people save: what they were told is saved is there, and nothing is half there."""

from __future__ import annotations

import random
import subprocess
import threading
import time
import uuid
from collections.abc import Iterable
from itertools import count

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, selectinload
from werkzeug.datastructures import MultiDict

from models.listing import Listing
from models.listing_contents import contents_of
from models.listing_version import ListingVersion
from tests.faults.conftest import some_listings
from tests.faults.served import Browser, Served

ROUNDS = 5
WRITES_A_ROUND = 40
PEOPLE = 4
SECONDS_TO_COME_BACK = 15


class Volunteer(threading.Thread):
    """Saves one listing again and again, under a new summary each time, and remembers what was acknowledged."""

    def __init__(self, browser: Browser, listing_id: uuid.UUID, kept: list[str], numbers: Iterable[int]) -> None:
        super().__init__(daemon=True)
        self.browser, self.path, self.kept, self.numbers = browser, f"/listings/{listing_id}/edit", kept, numbers
        self.strange: list[str] = []

    def run(self) -> None:
        try:
            form = self.browser.form(self.path)
            for number in self.numbers:
                self._save(form, f"Tea and talk, as told the {number} time.")
        except (OSError, AssertionError):  # the server is gone, which is the point
            return

    def _save(self, form: MultiDict[str, str], summary: str) -> None:
        form["summary"], form["checked"] = summary, "phoned" if len(self.kept) % 3 == 0 else ""
        answer = self.browser.post(self.path, form)
        if answer.status == 303:
            self.kept.append(summary)
            form["revision"] = str(int(form["revision"]) + 1)
        else:
            self.strange.append(f"{answer.status}: {answer.text[:200]}")


@pytest.mark.slow
def test_every_acknowledged_save_outlives_a_kill(site: Served) -> None:
    chance, numbers, kept = random.Random(1), count(1), list[str]()
    listings = some_listings(site, PEOPLE)
    for _ in range(ROUNDS):
        assert site.start() < SECONDS_TO_COME_BACK + 45
        before = len(kept)
        browsers = [site.sign_in(name) for name in ("dot", "kasia", "hafsa", "bernadette")]
        people = [Volunteer(*pair, kept, numbers) for pair in zip(browsers, listings, strict=True)]
        for each in people:
            each.start()
        enough = before + WRITES_A_ROUND - chance.randrange(10)
        deadline = time.monotonic() + 60
        while len(kept) < enough and time.monotonic() < deadline and any(each.is_alive() for each in people):
            time.sleep(0.005)
        site.kill()
        for each in people:
            each.join(timeout=10)
        assert not [told for each in people for told in each.strange]
        assert len(kept) >= enough
        everything_is_whole(site, listings, kept)
    site.start()
    assert Browser(site).get("/find?q=tea").status == 200


def everything_is_whole(site: Served, listings: list[uuid.UUID], kept: list[str]) -> None:
    engine = site.engine()
    with Session(engine) as session:
        if engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert not session.execute(text("PRAGMA foreign_key_check")).all()
        told = set[str]()
        rows = select(Listing).where(Listing.id.in_(listings)).options(selectinload(Listing.versions))
        for listing in session.scalars(rows):
            versions = sorted(listing.versions, key=lambda version: version.number)
            assert [version.number for version in versions] == list(range(1, listing.revision + 1))
            assert versions[-1].contents["summary"] == listing.summary
            assert versions[-1].contents.items() <= contents_of(listing).items()
            told |= {version.contents["summary"] for version in versions}
        lost = set(kept) - told
        assert not lost, f"acknowledged and gone: {lost}"
        every = session.execute(
            select(ListingVersion.listing_id, func.count(), func.max(ListingVersion.number)).group_by(
                ListingVersion.listing_id
            )
        ).all()
        assert all(number == last for _, number, last in every)
    engine.dispose()


def test_a_stop_in_the_middle_lets_a_save_finish(site: Served) -> None:
    """SIGTERM, as a process manager sends it: begun requests are answered, and the next start needs no mending."""
    listing = some_listings(site, 1)[0]
    site.start()
    kept: list[str] = []
    person = Volunteer(site.sign_in("dot"), listing, kept, count(1))
    person.start()
    while len(kept) < 5 and person.is_alive():
        time.sleep(0.01)
    assert site.process is not None
    site.process.terminate()
    try:
        assert site.process.wait(timeout=25) == 0
    except subprocess.TimeoutExpired:
        pytest.fail("it did not stop")
    person.join(timeout=30)
    assert len(kept) >= 5
    everything_is_whole(site, [listing], kept)
