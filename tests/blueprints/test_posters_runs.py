"""Many posters in one file: asked for by ticks, made a few at a time, downloaded, cleared away."""

from __future__ import annotations

import io
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from blueprints import press, tick
from blueprints.posters import print_steps
from blueprints.posters.contents import Subject, check_after_for, content_for
from models.listing import Listing
from models.listing_contents import save
from models.listing_version import Deed
from models.placement import Placement, PlacementState
from models.poster import Poster
from models.poster_choice import Choice, Design, Paper, Sheet
from models.poster_codes import mint_code
from models.print_run import POSTERS_AT_A_TIME, PrintRun, RunState
from models.site import Site, SiteKind
from tests.boards import make_listing, make_venue
from tests.conftest import NOW
from tests.people import csrf, make_panel, make_patch, make_volunteer

HTMX = {"HX-Request": "true"}


class Shop:
    """A panel's corner of the print shop: its listings, walls and posters."""

    def __init__(self, session: Session, signed_in: Any) -> None:
        self.session = session
        self.panel = make_panel(session)
        self.patch = make_patch(session, self.panel)
        self.venue = make_venue(session, self.patch)
        self.user = make_volunteer(session, self.panel, name="Dot Hill")
        self.sign_in: Callable[..., FlaskClient] = signed_in
        self.client = signed_in(self.user)
        self.many = f"/panels/{self.panel.slug}/posters/many"

    def listing(self, name: str = "Lockside Shed", **more: Any) -> Listing:
        made = make_listing(self.session, self.patch, name, venue=self.venue, revision=0, **more)
        save(made, Deed.ADDED, by=self.user, at=NOW)
        self.session.commit()
        return made

    def site(self, name: str = "Mill Row Surgery") -> Site:
        made = Site(panel=self.panel, kind=SiteKind.SURGERY, name=name, created_at=NOW)
        self.session.add(made)
        self.session.commit()
        return made

    def poster(self, listing: Listing | None, site: Site | None = None, choice: Choice | None = None) -> Poster:
        choice = choice or Choice()
        subject, code = Subject(self.panel, self.patch, listing, site), mint_code(self.session)
        content, check_after = content_for(choice, subject, code=code, now=NOW), check_after_for(subject, choice, NOW)
        made = Poster(code=code, panel=self.panel, patch=self.patch, listing=listing, made_at=NOW)
        made.print_as(choice, content, check_after=check_after, by=self.user, at=NOW)
        self.session.add(made)
        if site is not None:
            made.placement = Placement(site=site)
        self.session.commit()
        return made

    def ask(self, *posters: Poster) -> TestResponse:
        ticked = [str(each.id) for each in posters]
        return self.client.post(f"/panels/{self.panel.slug}/print-runs", data={**csrf(self.client), "poster": ticked})

    def run(self) -> PrintRun:
        self.session.expire_all()
        return self.session.scalars(PrintRun.of(self.panel)).first()  # type: ignore[return-value]

    def finish(self) -> PrintRun:
        """Let the waiting-work thread have its rounds."""
        for _ in range(60):
            if self.run().state is RunState.READY:
                break
            self.session.commit()
            tick.tick()
        return self.run()

    def carry_on(self, address: str, **more: Any) -> TestResponse:
        return self.client.post(f"{address}/steps", data=csrf(self.client), **more)


@pytest.fixture
def shop(db_session: Session, signed_in: Callable[..., FlaskClient]) -> Shop:
    return Shop(db_session, signed_in)


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as book:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in book]


def test_ticked_posters_come_out_in_one_file_in_order(shop: Shop) -> None:
    shed, choir = shop.listing("Lockside Shed"), shop.listing("Goitside Singers")
    one, two, three = shop.poster(shed), shop.poster(choir), shop.poster(shed, choice=Choice(paper=Paper.FOLD))
    answer = shop.ask(two, one, three)
    assert answer.status_code == 303
    waiting = shop.client.get(answer.location).page
    assert waiting.heading == "3 posters in one file"
    assert "0 of 3 are made" in waiting.text
    run = shop.finish()
    page = shop.client.get(answer.location).page
    assert "Your file is ready" in page.text
    assert "2 on A4, 1 on A4 to fold, on both sides." in page.text
    assert "The file lies ready until Thursday 5 March 2026" in page.text
    assert page.links()["Download all (4 pages)"] == f"/print-runs/{run.id}.pdf"
    file = shop.client.get(f"/print-runs/{run.id}.pdf")
    assert file.mimetype == "application/pdf"
    assert f"{shop.panel.slug}-2026-03-03-3-posters.pdf" in file.headers["Content-Disposition"]
    pages = pages_of(file.data)
    assert len(pages) == 4
    assert "Goitside Singers" in pages[0]
    assert two.short_address in pages[0]
    assert one.short_address in pages[1]
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        assert pdf.docinfo["/Title"] == "3 posters, Larkmoor panel"
        assert len(pdf.Root.StructTreeRoot.K[0].K) == 3


def test_without_a_thread_the_button_of_the_page_does_a_step_at_a_time(shop: Shop) -> None:
    shed = shop.listing()
    posters = [shop.poster(shed) for _ in range(POSTERS_AT_A_TIME + 1)]
    address = shop.ask(*posters).location
    assert shop.carry_on(address).location == address
    page = shop.client.get(address).page
    assert f"{POSTERS_AT_A_TIME} of {len(posters)} are made" in page.text
    part = shop.carry_on(address, headers=HTMX)
    assert "Putting them into one file" in part.text
    assert "<html" not in part.text
    assert "Download all" in shop.carry_on(address, headers=HTMX).text
    assert "Download all" in shop.carry_on(address, headers=HTMX).text


def test_nothing_ticked_is_refused_on_the_page(shop: Shop) -> None:
    shop.poster(shop.listing())
    answer = shop.ask()
    assert answer.status_code == 422
    assert "Tick at least one poster." in answer.page.text  # type: ignore[attr-defined]
    nonsense = shop.client.post(
        f"/panels/{shop.panel.slug}/print-runs", data={**csrf(shop.client), "poster": ["x", str(uuid.uuid4())]}
    )
    assert nonsense.status_code == 422


def test_two_presses_make_one_file(shop: Shop) -> None:
    poster = shop.poster(shop.listing())
    assert shop.ask(poster).location == shop.ask(poster).location
    assert shop.session.scalar(select(func.count()).select_from(PrintRun)) == 1


def test_what_is_out_of_date_is_printed_as_it_is_today_and_keeps_its_code(
    shop: Shop, pass_time: Callable[..., Any]
) -> None:
    shed, choir = shop.listing("Lockside Shed"), shop.listing("Goitside Singers")
    old, good = shop.poster(shed), shop.poster(choir)
    shed.cost_note = "£4 now"
    save(shed, Deed.EDITED, by=shop.user, at=NOW)
    shop.session.commit()
    later = pass_time(days=1)
    shop.client = shop.sign_in(shop.user)
    shop.ask(old, good)
    run = shop.finish()
    pages = pages_of(run.pdf or b"")
    assert "£4 now" in pages[0]
    assert old.short_address in pages[0]
    shop.session.refresh(old)
    assert (old.printed_at, old.listing_revision) == (later, shed.revision)
    assert old.printed_by_id == shop.user.id
    assert good.printed_at == NOW


def test_a_sheet_whose_date_has_passed_gets_a_new_one(shop: Shop, pass_time: Callable[..., Any]) -> None:
    poster = shop.poster(shop.listing(checked_at=NOW))
    before = poster.check_after
    pass_time(days=140)
    shop.client = shop.sign_in(shop.user)
    shop.ask(poster)
    run = shop.finish()
    shop.session.refresh(poster)
    assert poster.check_after > before
    assert "After July, check the code" in pages_of(run.pdf or b"")[0]


def test_what_cannot_be_printed_is_left_out_and_says_why(shop: Shop) -> None:
    shed, gone, endless = shop.listing("Lockside Shed"), shop.listing("Old choir"), shop.listing("Tea")
    posters = [shop.poster(each) for each in (shed, gone, endless)]
    week = shop.poster(None, choice=Choice(sheet=Sheet.WEEK))
    week.week = (NOW - timedelta(days=29)).date()
    gone.stop(reason="Moved", by=shop.user, at=NOW)
    posters[2].content = {**posters[2].content, "name": "Ŵ" * 300}
    shop.session.commit()
    address = shop.ask(*posters, week).location
    run = shop.finish()
    assert len(pages_of(run.pdf or b"")) == 1
    page = shop.client.get(address).page
    assert "3 could not be made" in page.text
    assert "It has stopped. Take the poster down where it hangs." in page.text
    assert "The name is too long for this sheet." in page.text
    assert "Its week is over. Make a new poster for this week." in page.text
    assert page.links()["Old choir"] == f"/posters/{posters[1].id}"
    assert "Download it (1 page)" in page.text


def test_when_none_can_be_printed_there_is_no_file(shop: Shop) -> None:
    listing = shop.listing()
    poster = shop.poster(listing)
    listing.stop(reason="", by=shop.user, at=NOW)
    shop.session.commit()
    address = shop.ask(poster).location
    assert shop.finish().pdf is None
    assert "None of them could be made" in shop.client.get(address).text
    assert shop.client.get(f"{address}.pdf").location == address


def test_an_engine_that_breaks_on_one_sheet_does_not_stop_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    posters = [shop.poster(shop.listing(name)) for name in ("Bees", "Choir", "Darts")]
    really = press.pdf

    def breaks(sheet: str, content: dict[str, Any], **more: Any) -> bytes:
        if content["name"] == "Choir":
            raise OSError("no room left")
        return really(sheet, content, **more)

    monkeypatch.setattr(press, "pdf", breaks)
    shop.ask(*posters)
    run = shop.finish()
    assert [each["title"] for each in run.refused] == ["Choir"]
    assert len(pages_of(run.pdf or b"")) == 2


def test_a_step_that_dies_is_done_by_somebody_else(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poster = shop.poster(shop.listing())
    shop.ask(poster)

    def dies(*_: Any) -> bytes:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(print_steps, "bind", dies)
        tick.tick()
        assert "waiting work failed: print-runs" in caplog.text
    assert (shop.run().done, shop.run().held_until) == (0, None)
    assert shop.finish().set_count == 1


def test_of_two_at_work_each_step_is_done_once(shop: Shop, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    shed = shop.listing()
    shop.ask(*[shop.poster(shed) for _ in range(2 * POSTERS_AT_A_TIME)])
    run_id, set_by = shop.run().id, list[str]()
    shop.session.commit()
    really = press.pdf

    def noted(sheet: str, content: dict[str, Any], **more: Any) -> bytes:
        set_by.append(content["path"])
        time.sleep(0.01)
        return really(sheet, content, **more)

    monkeypatch.setattr(press, "pdf", noted)

    def work() -> None:
        with app.app_context():
            for _ in range(40):
                print_steps.take_step(run_id, NOW)
                time.sleep(0.02)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run = shop.run()
    assert run.state is RunState.READY
    assert len(set_by) == len(set(set_by)) == 2 * POSTERS_AT_A_TIME
    assert len(pages_of(run.pdf or b"")) == 2 * POSTERS_AT_A_TIME


def test_a_round_of_waiting_work_is_short_and_asks_for_another(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_steps, "SECONDS_A_ROUND", 0.0)
    shop.ask(shop.poster(shop.listing()))
    shop.session.commit()
    assert tick.tick()["print-runs"] == 0
    really = print_steps.take_step

    def takes_its_time(run_id: uuid.UUID, at: datetime) -> bool:
        done = really(run_id, at)
        time.sleep(0.5)
        return done

    monkeypatch.setattr(print_steps, "take_step", takes_its_time)
    monkeypatch.setattr(print_steps, "SECONDS_A_ROUND", 0.4)
    tick.something_waits.clear()
    assert tick.tick()["print-runs"] == 1
    assert tick.something_waits.is_set()


def test_asking_for_a_file_wakes_the_waiting_work(shop: Shop) -> None:
    poster = shop.poster(shop.listing())
    tick.something_waits.clear()
    shop.ask(poster)
    assert tick.something_waits.is_set()


def test_a_file_is_cleared_away_after_two_days_and_can_be_made_again(shop: Shop, pass_time: Callable[..., Any]) -> None:
    address = shop.ask(shop.poster(shop.listing())).location
    shop.finish()
    pass_time(hours=47)
    tick.tick()
    shop.client = shop.sign_in(shop.user)
    assert shop.client.get(f"{address}.pdf").status_code == 200
    pass_time(hours=2)
    tick.tick()
    page = shop.client.get(address).page
    assert "This file was cleared away" in page.text
    assert shop.run().pdf is None
    assert shop.client.get(f"{address}.pdf").location == address
    poster_id = next(box.get("value") for box in page.all("input") if box.get("name") == "poster")
    again = shop.client.post(f"/panels/{shop.panel.slug}/print-runs", data={**csrf(shop.client), "poster": poster_id})
    assert again.location not in (None, address)


def test_without_an_engine_the_page_says_so_and_nothing_is_asked_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    poster = shop.poster(shop.listing())
    address = shop.ask(poster).location
    monkeypatch.setattr(press, "can_print", lambda: False)
    assert "This computer cannot make PDFs just now" in shop.client.get(shop.many).text
    assert "This computer cannot make PDFs just now" in shop.client.get(address).text
    assert shop.ask(shop.poster(shop.listing("Tea"))).status_code == 422
    assert shop.carry_on(address).status_code == 303
    assert tick.tick()["print-runs"] == 0
    assert shop.run().done == 0


def test_the_posters_to_tick_stand_by_wall_and_what_needs_it_is_ticked(shop: Shop) -> None:
    shed, choir, tea = shop.listing("Lockside Shed"), shop.listing("Goitside Singers"), shop.listing("Tea")
    surgery, library = shop.site("Surgery"), shop.site("Library")
    hanging, waiting, loose = shop.poster(shed, surgery), shop.poster(choir, library), shop.poster(choir)
    old = shop.poster(tea, surgery, Choice(design=Design.BOLD))
    for each in (hanging, old):
        each.placement.put_up(who="", by=shop.user, at=NOW, today=NOW.date())
    tea.cost_note = "£4 now"
    save(tea, Deed.EDITED, by=shop.user, at=NOW)
    shop.session.commit()
    page = shop.client.get(shop.many).page
    assert [legend.text for legend in page.all("legend")] == ["Library", "Surgery", "For no wall yet"]
    boxes = {
        box.get("value"): box.get("checked") is not None for box in page.all("input") if box.get("name") == "poster"
    }
    assert boxes == {str(hanging.id): False, str(waiting.id): True, str(loose.id): False, str(old.id): True}
    assert "On the wall; changed since: the cost or the way in" in page.text
    assert page.links()["Out of date (1)"].endswith("?outdated=1")
    for query, shown in (
        ("outdated=1", [old]),
        ("state=to-hang", [waiting]),
        (f"site={library.id}", [waiting]),
        (f"listing={shed.id}", [hanging]),
        ("site=x&listing=y&outdated=2", []),
    ):
        narrowed = shop.client.get(f"{shop.many}?{query}").page
        found = [box.get("value") for box in narrowed.all("input") if box.get("name") == "poster"]
        assert found == [str(each.id) for each in shown], query


def test_what_has_stopped_or_was_taken_down_is_not_offered(shop: Shop) -> None:
    site, shed, choir = shop.site(), shop.listing("Lockside Shed"), shop.listing("Goitside Singers")
    shop.poster(shed, site)
    down = shop.poster(choir, site)
    down.placement.take_down(by=shop.user, at=NOW)
    shed.stop(reason="", by=shop.user, at=NOW)
    shop.session.commit()
    assert "No posters yet" in shop.client.get(shop.many).text


class TestNewOnes:
    """Posters for many entries in one go."""

    def make(self, shop: Shop, listings: list[Listing], **looks: Any) -> TestResponse:
        sent = {"listing": [str(each.id) for each in listings], "site": "", "design": "notice", "paper": "a4",
                "ink": "colour", **looks}  # fmt: skip
        return shop.client.post(f"{shop.many}/new", data={**csrf(shop.client), **sent})

    def test_each_ticked_entry_gets_a_poster_for_the_wall(self, shop: Shop) -> None:
        site, listings = shop.site(), [shop.listing(name) for name in ("Bees", "Choir", "Darts")]
        shop.listing("A draft", published_at=None)
        shop.listing("A stopped one", stopped_at=NOW)
        page = shop.client.get(f"{shop.many}/new").page
        assert len([box for box in page.all("input") if box.get("name") == "listing"]) == 3
        answer = self.make(shop, listings, site=str(site.id), design="bold", strips="y")
        assert answer.status_code == 303
        posters = shop.session.scalars(Poster.of(shop.panel).order_by(None).order_by(Poster.title)).all()
        assert [each.title for each in posters] == ["Bees", "Choir", "Darts"]
        assert len({each.code for each in posters}) == 3
        for each in posters:
            assert each.placement is not None
            assert (each.placement.site_id, each.placement.state) == (site.id, PlacementState.TO_HANG)
            assert (each.choice.design, each.choice.strips) == (Design.BOLD, True)
        pages = pages_of(shop.finish().pdf or b"")
        assert [posters[n].short_address in page for n, page in enumerate(pages)] == [True] * 3

    def test_made_again_for_the_same_wall_they_are_the_same_posters(self, shop: Shop) -> None:
        site, shed = shop.site(), shop.listing()
        for wall in (str(site.id), ""):
            self.make(shop, [shed], site=wall)
            self.make(shop, [shed], site=wall)
        assert shop.session.scalar(select(func.count()).select_from(Poster)) == 2
        self.make(shop, [shed], site=str(site.id), paper="a3")
        assert shop.session.scalar(select(func.count()).select_from(Poster)) == 3

    def test_what_does_not_go_together_is_refused_at_its_field_and_the_ticks_are_kept(self, shop: Shop) -> None:
        shed = shop.listing()
        answer = self.make(shop, [shed], paper="a5", strips="y")
        assert answer.status_code == 422
        assert "Strips need A4 or A3" in answer.page.text  # type: ignore[attr-defined]
        kept = [box for box in answer.page.all("input") if box.get("name") == "listing"]  # type: ignore[attr-defined]
        assert kept[0].get("checked") is not None
        nothing = self.make(shop, [])
        assert nothing.status_code == 422
        assert "Tick at least one entry." in nothing.text
        assert shop.session.scalar(select(func.count()).select_from(Poster)) == 0

    def test_entries_and_walls_of_another_panel_are_not_taken(self, shop: Shop) -> None:
        foreign = make_listing(shop.session)
        elsewhere = Site(panel=foreign.panel, kind=SiteKind.SHOP, name="Far off", created_at=NOW)
        shop.session.add(elsewhere)
        shop.session.commit()
        assert self.make(shop, [foreign]).status_code == 422
        assert self.make(shop, [shop.listing()], site=str(elsewhere.id)).status_code == 422
        assert shop.session.scalar(select(func.count()).select_from(Poster)) == 0

    def test_nothing_on_the_board_says_what_to_do(self, shop: Shop) -> None:
        assert "Nothing on the board yet" in shop.client.get(f"{shop.many}/new").text


def test_another_panel_sees_no_run_and_prints_no_poster(
    shop: Shop, db_session: Session, signed_in: Callable[..., FlaskClient]
) -> None:
    poster = shop.poster(shop.listing())
    address = shop.ask(poster).location
    other = make_panel(db_session)
    stranger = signed_in(make_volunteer(db_session, other))
    for place in (address, f"{address}.pdf", shop.many, f"{shop.many}/new"):
        assert stranger.get(place).status_code == 404
    assert stranger.post(f"{address}/steps", data=csrf(stranger)).status_code == 404
    theirs = stranger.post(f"/panels/{other.slug}/print-runs", data={**csrf(stranger), "poster": str(poster.id)})
    assert theirs.status_code == 422


@pytest.mark.slow
def test_two_hundred_posters_come_out_whole(shop: Shop) -> None:
    """Every page is there, in order, with its own code, its tags and its bookmark."""
    listings = [shop.listing(f"{name} club") for name in ("Bees", "Choir", "Darts", "Kites", "Quilts")]
    posters = []
    for n in range(200):
        listing, looks = listings[n % 5], Choice(design=list(Design)[n % 3], strips=n % 2 == 0)
        subject, code = Subject(shop.panel, shop.patch, listing), mint_code(shop.session)
        poster = Poster(code=code, panel=shop.panel, patch=shop.patch, listing=listing, made_at=NOW)
        content = content_for(looks, subject, code=code, now=NOW)
        poster.print_as(looks, content, check_after=check_after_for(subject, looks, NOW), by=None, at=NOW)
        posters.append(poster)
    shop.session.add_all(posters)
    shop.session.commit()
    shop.ask(*posters)
    run = shop.finish()
    assert (run.set_count, run.refused) == (200, [])
    pages = pages_of(run.pdf or b"")
    assert [poster.short_address in page for poster, page in zip(posters, pages, strict=True)] == [True] * 200
    with pikepdf.open(io.BytesIO(run.pdf or b"")) as pdf, pdf.open_outline() as outline:
        assert len(pdf.Root.StructTreeRoot.K[0].K) == len(outline.root) == 200
        assert len({int(page.obj["/StructParents"]) for page in pdf.pages}) == 200
