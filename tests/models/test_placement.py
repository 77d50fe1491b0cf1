"""Which poster hangs where, and what there is to do about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.errors import RuleBroken
from models.listing import Listing
from models.patch import Patch
from models.people import User
from models.placement import NotThere, OtherWall, Placement, PlacementState, Reason, Task
from models.poster import Poster
from models.poster_choice import Choice, Sheet
from models.scan_count import ScanCount
from models.site import Site, SiteKind
from models.walls import alike, errand_for, errands_of, leads_nowhere, walls_of
from tests.boards import make_listing
from tests.people import make_patch, make_user
from tests.walls import PRINTED_AT, make_poster, make_site, put_up

TODAY = date(2026, 3, 3)
NOW = datetime.fromisoformat("2026-03-03T10:00:00+00:00")


@pytest.fixture
def patch(session: Session) -> Patch:
    return make_patch(session)


@pytest.fixture
def site(session: Session, patch: Patch) -> Site:
    return make_site(session, patch)


@pytest.fixture
def dot(session: Session) -> User:
    return make_user(session, "Dot")


@pytest.fixture
def shed(session: Session, patch: Patch) -> Listing:
    return make_listing(session, patch)


@pytest.fixture
def poster(session: Session, patch: Patch, shed: Listing, site: Site) -> Poster:
    return make_poster(session, patch, shed, site=site)


def placement_of(poster: Poster) -> Placement:
    assert poster.placement is not None
    return poster.placement


def reason(poster: Poster, changed: tuple[str, ...] = (), today: date = TODAY) -> Reason | None:
    errand = errand_for(placement_of(poster), today, lambda _: changed)
    return errand.reason if errand else None


def test_a_poster_goes_up_is_looked_at_and_comes_down(poster: Poster, site: Site, dot: User) -> None:
    placement = placement_of(poster)
    assert placement.state is PlacementState.TO_HANG
    placement.put_up(who="Brian", by=dot, at=NOW, today=TODAY)
    assert (placement.state, placement.put_up_by) == (PlacementState.UP, "Brian")
    assert placement.look_again_on == TODAY + timedelta(weeks=8)
    later = NOW + timedelta(weeks=9)
    placement.look(by=dot, at=later, today=later.date(), still_there=True)
    assert placement.look_again_on == later.date() + timedelta(weeks=8)
    placement.look(by=dot, at=later, today=later.date(), still_there=False)
    assert placement.state is PlacementState.DOWN
    assert placement.missing_when_looked
    placement.put_back()
    assert placement.state is PlacementState.UP
    placement.take_down(by=dot, at=later)
    assert placement.state is PlacementState.DOWN


def test_nobody_looks_at_what_is_not_there(poster: Poster, dot: User) -> None:
    placement = placement_of(poster)
    with pytest.raises(NotThere):
        placement.look(by=dot, at=NOW, today=TODAY, still_there=True)
    placement.take_down(by=dot, at=NOW)
    with pytest.raises(NotThere):
        placement.take_down(by=dot, at=NOW)
    with pytest.raises(RuleBroken, match="day after today"):
        placement.put_up(who="", by=dot, at=NOW, today=TODAY, look_again_on=TODAY)


def test_a_code_means_one_wall_once_it_has_hung(
    session: Session, poster: Poster, patch: Patch, site: Site, dot: User
) -> None:
    other, placement = make_site(session, patch, "Larkmoor Library"), placement_of(poster)
    placement.move_to(other)
    placement.move_to(site)
    put_up(session, poster, dot)
    placement.move_to(site)
    with pytest.raises(OtherWall):
        placement.move_to(other)
    placement.take_down(by=dot, at=NOW)
    with pytest.raises(OtherWall):
        placement.move_to(other)


def test_what_is_printed_and_not_up_is_to_be_put_up(poster: Poster) -> None:
    assert reason(poster) is Reason.READY
    assert reason(poster, ("when",)) is Reason.PRINT_FIRST
    assert reason(poster, today=poster.check_after) is Reason.READY
    assert reason(poster, today=poster.check_after + timedelta(days=1)) is Reason.PRINT_FIRST
    assert Reason.PRINT_FIRST.task is Task.HANG


def test_what_stopped_comes_down_and_is_not_put_up(
    session: Session, poster: Poster, shed: Listing, dot: User, patch: Patch
) -> None:
    shed.stop(reason="", by=None, at=NOW)
    assert reason(poster) is None, "paper that nobody has put up stays where it is"
    put_up(session, poster, dot)
    assert reason(poster, ("state",)) is Reason.STOPPED
    shed.restart()
    assert reason(poster) is None
    shed.take_off_the_board()
    assert reason(poster) is Reason.STOPPED
    session.delete(shed)
    session.commit()
    session.expire_all()
    assert leads_nowhere(poster, TODAY)
    assert reason(poster) is Reason.STOPPED


def test_posters_about_the_board_lead_somewhere_without_a_listing(session: Session, patch: Patch) -> None:
    for sheet in (Sheet.NEAR, Sheet.WEEK, Sheet.MISSING, Sheet.CARDS):
        assert not leads_nowhere(make_poster(session, patch, choice=Choice(sheet=sheet)), TODAY)


def test_what_is_not_true_any_more_is_replaced(session: Session, poster: Poster, shed: Listing, dot: User) -> None:
    put_up(session, poster, dot, at=PRINTED_AT + timedelta(hours=1))
    assert reason(poster) is None
    assert reason(poster, ("when", "where")) is Reason.CHANGED
    poster.print_as(Choice(), {"name": "Shed"}, check_after=poster.check_after, by=dot, at=NOW)
    assert reason(poster) is Reason.NEW_PRINT
    assert reason(poster, ("when",)) is Reason.CHANGED, "changed once more since"
    placement_of(poster).put_up(who="Dot", by=dot, at=NOW + timedelta(minutes=1), today=TODAY)
    assert reason(poster) is None


def test_when_its_own_time_is_up_a_poster_is_replaced(session: Session, poster: Poster, dot: User) -> None:
    put_up(session, poster, dot, look_again_on=date(2027, 1, 1))
    assert reason(poster, today=date(2026, 6, 30)) is None
    assert reason(poster, today=date(2026, 7, 1)) is Reason.TIME_IS_UP
    assert Reason.TIME_IS_UP.task is Task.REPLACE


def test_somebody_looks_again_on_the_day(session: Session, poster: Poster, dot: User) -> None:
    put_up(session, poster, dot, look_again_on=date(2026, 3, 3))
    assert reason(poster, today=date(2026, 3, 2)) is None
    assert reason(poster, today=date(2026, 3, 3)) is Reason.LOOK_DUE
    placement_of(poster).take_down(by=dot, at=NOW)
    assert reason(poster) is None


def test_where_they_would_rather_not_everything_comes_down(
    session: Session, poster: Poster, site: Site, dot: User, patch: Patch
) -> None:
    site.end(by=dot, at=NOW)
    assert reason(poster) is None, "nothing is put up there any more"
    put_up(session, poster, dot)
    assert reason(poster, ("when",)) is Reason.WALL_ENDED
    panel = patch.panel
    assert [wall.site.name for wall in walls_of(session, panel, today=TODAY, changed=lambda _: ())] == [site.name]
    placement_of(poster).take_down(by=dot, at=NOW)
    session.commit()
    assert walls_of(session, panel, today=TODAY, changed=lambda _: ()) == []


def test_the_most_pressing_comes_first(session: Session, patch: Patch, site: Site, dot: User, shed: Listing) -> None:
    over = make_listing(session, patch, "Bees")
    made: dict[str, Poster] = {}
    for name, listing in (("ready", shed), ("look", shed), ("changed", shed), ("stopped", over)):
        made[name] = make_poster(session, patch, listing, site=site)
    put_up(session, made["look"], dot, look_again_on=date(2026, 3, 1))
    put_up(session, made["changed"], dot)
    put_up(session, made["stopped"], dot)
    over.stop(reason="", by=None, at=NOW)
    session.commit()

    def changed(poster: Poster) -> tuple[str, ...]:
        return ("when",) if poster is made["changed"] else ()

    errands = errands_of(session, patch.panel, today=TODAY, changed=changed)
    order = [Reason.STOPPED, Reason.CHANGED, Reason.READY, Reason.LOOK_DUE]
    assert [each.reason for each in errands] == order
    (wall,) = walls_of(session, patch.panel, today=TODAY, changed=changed)
    assert [each.reason for each in wall.errands] == order
    assert (len(wall.up), len(wall.to_hang), wall.is_out_of_date) == (3, 1, True)


def test_walls_that_work_and_walls_that_never_do(
    session: Session, patch: Patch, site: Site, dot: User, shed: Listing
) -> None:
    good = make_poster(session, patch, shed, site=site)
    quiet = make_poster(session, patch, shed, site=make_site(session, patch, "The Wash House", kind=SiteKind.SHOP))
    new = make_poster(session, patch, shed, site=make_site(session, patch, "Tram stop", kind=SiteKind.BOARD))
    for poster, days in ((good, 30), (quiet, 21), (new, 20)):
        put_up(session, poster, dot, at=NOW - timedelta(days=days))
    ScanCount.add(session, {(good.id, TODAY): 2})
    walls = {wall.site.name: wall for wall in walls_of(session, patch.panel, today=TODAY, changed=lambda _: ())}
    assert {name for name, wall in walls.items() if wall.works} == {"Market Surgery"}
    assert {name for name, wall in walls.items() if wall.never_works(TODAY)} == {"The Wash House"}
    assert walls["Tram stop"].up_since == date(2026, 2, 11)


def test_another_panels_walls_are_not_among_ours(session: Session, poster: Poster, site: Site) -> None:
    other = make_patch(session, name="Hollinfold")
    make_site(session, other, "Hollinfold Institute")
    assert [wall.site.name for wall in walls_of(session, other.panel, today=TODAY, changed=lambda _: ())] == [
        "Hollinfold Institute"
    ]
    assert errands_of(session, other.panel, today=TODAY, changed=lambda _: ()) == []


@pytest.mark.parametrize(
    ("facts", "is_alike"),
    [({"name": "The Market Surgery", "postcode": ""}, True), ({"name": "Doctors", "postcode": "zz41ab"}, True),
     ({"name": "Doctors", "postcode": "ZZ4 1AB", "kind": SiteKind.CHEMIST}, False),
     ({"name": "Riverside Surgery", "postcode": "ZZ4 7AA"}, False)],
)  # fmt: skip
def test_the_same_wall_twice_is_noticed(
    session: Session, patch: Patch, site: Site, facts: dict[str, Any], is_alike: bool
) -> None:
    new = Site(panel_id=patch.panel_id, created_at=NOW, **{"kind": SiteKind.SURGERY, **facts})
    assert alike(session, new) == ([site] if is_alike else [])
    assert alike(session, site) == []
