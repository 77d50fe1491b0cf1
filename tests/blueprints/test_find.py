"""The search page: for anybody, for any address, whole or in part."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.find import counting
from models.listing import Listing
from models.patch import Patch
from models.search_count import NOT_KEPT, Found, SearchCount, safe_words
from models.synonym import Synonym
from tests.conftest import NOW
from tests.models.search_corpus import ROWS, listing, populate

HTMX = {"HX-Request": "true"}
SOMEBODY = {"User-Agent": "Mozilla/5.0 (Linux; Android 12)"}


@pytest.fixture(autouse=True)
def town(db_session: Session) -> Patch:
    patch = populate(db_session, NOW)
    db_session.commit()
    return patch


def cards(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'<li id="listing-.*?<h3><a[^>]*>(.*?)</a>', page, re.DOTALL)]


def test_a_stranger_finds_by_misspelt_words_and_is_told_what_was_looked_for(client: FlaskClient) -> None:
    page = client.get("/find?q=walkng")
    assert page.status_code == 200
    assert "Tuesday health walk" in cards(page.text)
    assert "We looked for <strong>walking</strong>" in page.text
    assert "exact=1" in page.text
    assert "Set-Cookie" not in page.headers
    as_typed = client.get("/find?q=walkng&exact=1")
    assert cards(as_typed.text) == []


def test_the_page_says_how_many_in_which_order_and_how_far(client: FlaskClient) -> None:
    page = client.get("/find?q=choir&near=Larkmoor").text
    assert "found, the best matches first, by distance" in page
    assert "miles</b>" in page
    assert "found, nearest first" in client.get("/find?near=Larkmoor").text
    assert "best match first" in client.get("/find?q=choir").text


def test_every_filter_is_a_ticked_box_and_part_of_the_address(client: FlaskClient) -> None:
    address = "/find?q=walk&day=tue&time=morning&cost=free&access=bus&need=active&kind=activity&patch=larkmoor"
    page = client.get(address).text
    assert cards(page) == ["Tuesday health walk"]
    ticked = set(re.findall(r'value="([^"]+)" checked', page))
    assert ticked == {"tue", "morning", "free", "bus", "active", "activity", "larkmoor", "3"}


def test_htmx_gets_the_results_alone_and_the_address_that_shows_them(client: FlaskClient) -> None:
    part = client.get("/find?q=walk&near=&day=tue&within=3", headers=HTMX)
    assert part.text.lstrip().startswith('<div class="cols after" id="results">')
    assert "<html" not in part.text
    assert 'hx-swap-oob="innerHTML:#found"' in part.text
    assert part.headers["HX-Push-Url"] == "/find?q=walk&day=tue"
    assert "HX-Request" in part.headers["Vary"]
    typing = client.get("/find?q=walk", headers=HTMX | {"HX-Trigger": "q"})
    assert typing.headers["HX-Replace-Url"] == "/find?q=walk"
    assert "HX-Push-Url" not in typing.headers
    whole = client.get("/find?q=walk", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in whole.text


def test_pages_are_links_that_hold_the_whole_search(client: FlaskClient) -> None:
    first = client.get("/find?cost=free&list=").text
    link = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]
    assert parse_qs(urlsplit(link).query) == {"cost": ["free"], "page": ["2"]}
    second = client.get(link).text
    assert not set(cards(first)) & set(cards(second))
    assert "11 to" in second


def test_keep_this_puts_a_listing_on_the_list_in_the_address_and_off_again(client: FlaskClient) -> None:
    page = client.get("/find?q=choir&patch=larkmoor").text
    keep = unescape(re.search(r'<a class="link" href="([^"]+)">(?:(?!</a>).)*Keep this', page)[1])  # type: ignore[index]
    kept = client.get(keep.split("#")[0]).text
    assert "Your list: 1" in kept
    assert "On your list: take it off" in kept
    assert re.search(r'<input type="hidden" name="list" value="[\w-]{22}">', kept)
    off = unescape(re.search(r'href="([^"]+)">(?:(?!</a>).)*On your list', kept)[1])  # type: ignore[index]
    assert "list=" not in off


def test_nothing_found_is_never_a_dead_end(client: FlaskClient) -> None:
    page = client.get("/find?q=ukulele&cost=donation&near=Larkmoor").text
    assert "Nothing found" in page
    assert "Leave out “Donation”: 1" in unescape(page)
    assert "0161 496 0118" in page
    assert "Close, but not quite" in page
    assert "999" in page
    bare = client.get("/find?q=bingo").text
    assert "0161 496 0118" in bare
    assert "/find?need=company" in bare


def test_a_place_nobody_knows_is_said_at_its_field_with_how_to_mend_it(client: FlaskClient) -> None:
    page = client.get("/find?q=walk&near=Atlantis").text
    assert "We cannot find “Atlantis”" in unescape(page)
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="near-said"' in page
    assert cards(page)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("within=abc", "within=abc"),
        ("day=tomorrow", "day=tomorrow"),
        ("time=teatime", "time=teatime"),
        ("cost=99", "cost=99"),
        ("access=lift", "access=lift"),
        ("need=%3Cscript%3E", "need=<script>"),
        ("kind=3", "kind=3"),
        ("page=0", "page=0"),
        ("page=-1", "page=-1"),
        ("page=9999999999999999999999", "page=9999"),
        ("page=%C2%B2", "page=²"),
        ("patch=nowhere", "no patch called “nowhere”"),
        ("page=17", "no page 17"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(client: FlaskClient, bad: str, said: str) -> None:
    page = client.get(f"/find?{bad}")
    assert page.status_code == 200
    assert said in unescape(page.text)
    assert len(cards(page.text)) == 10


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%FF%FE", "q=" + "walk+" * 400, "q=%ED%A0%80", "near=%00", "near=%F0%9F%98%80", "near=" + "x" * 3000,
        "patch=%00", "list=!!!", "list=" + "A" * 5000, "q=%E2%80%AEklaw", "q[]=1", "&&&==", "day=&time=&cost=",
        "q=" + "%22" * 90, "near=ZZ99+9ZZ", "near=%27%3B--", "day=" + "mon&day=" * 300, "q=½", "page=", "within=",
        "exact=2", "q='+OR+1=1", "list=AAAAAAAAAAAAAAAAAAAAAA", "near=%25", "patch=" + "a" * 500,
        "near=GIR+0AA", "near=BT1+1AA",
    ],
)  # fmt: skip
def test_any_address_at_all_gives_a_page(client: FlaskClient, query: str) -> None:
    assert client.get(f"/find?{query}").status_code == 200
    assert client.get(f"/find?{query}", headers=HTMX).status_code == 200


def test_a_very_long_search_is_cut_and_said(client: FlaskClient) -> None:
    page = client.get("/find?q=" + "walk+" * 100).text
    assert "first 200 letters" in page


def test_what_people_wrote_shows_as_text(client: FlaskClient, db_session: Session, town: Patch) -> None:
    name = "<script>alert(1)</script> & “friends”"
    patch = db_session.merge(town)
    db_session.add(listing(patch.panel, patch, NOW, name=name, cost_note="<b>£2</b>"))
    db_session.commit()
    page = client.get("/find?q=alert").text
    assert "<script>alert" not in page
    assert "<b>£2" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_paused_listing_says_so_and_a_stopped_one_is_not_found(client: FlaskClient, db_session: Session) -> None:
    shed = db_session.scalars(select(Listing).where(Listing.name == "Men’s shed")).one()
    shed.pause(until=None, reason="", by=None, at=NOW, today=NOW.date())
    db_session.commit()
    assert "Paused for now" in client.get("/find?q=mens+shed").text
    shed.stop(reason="", by=None, at=NOW)
    db_session.commit()
    assert "Men’s shed" not in cards(client.get("/find?q=mens+shed").text)


def test_a_word_the_panel_adds_is_used_by_the_next_search(
    client: FlaskClient, db_session: Session, town: Patch
) -> None:
    assert cards(client.get("/find?q=mardy").text) == []
    db_session.add(Synonym.make(db_session.merge(town.panel), "mardy", "need:low-mood", by=None, at=NOW))
    db_session.commit()
    assert "Gentle yoga" in cards(client.get("/find?q=mardy").text)


def test_searching_writes_nothing_before_the_answer_and_the_counts_hold_nobody(
    client: FlaskClient, db_session: Session, town: Patch
) -> None:
    counting.write_waiting()
    bingo = select(SearchCount).where(SearchCount.words == "bingo", SearchCount.filters == "cost:free")
    for _ in range(3):
        client.get("/find?q=bingo&patch=larkmoor&cost=free", headers=SOMEBODY)
    client.get("/find?q=bingo&patch=larkmoor&cost=free&page=2", headers=SOMEBODY)
    client.get("/find?q=bin", headers=SOMEBODY | HTMX | {"HX-Trigger": "q"})
    client.get("/find?q=bingo", headers={"User-Agent": "Googlebot/2.1"})
    client.get("/find", headers=SOMEBODY)
    assert db_session.scalars(bingo).all() == []
    assert counting.write_waiting() == 3
    count = db_session.scalars(bingo).one()
    assert (count.words, count.filters, count.found, count.times) == ("bingo", "cost:free", Found.NOTHING, 3)
    assert (count.patch_id, count.week.isoformat()) == (town.id, "2026-03-02")
    client.get("/find?q=bingo&patch=larkmoor&cost=free", headers=SOMEBODY)
    counting.write_waiting()
    db_session.expire_all()
    assert db_session.scalars(bingo).one().times == 4


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("men’s shed", "mens shed"),
        ("bagpipes", "bagpipes"),
        ("joan bickerstaffe", NOT_KEPT),
        ("help for my neighbour joan bickerstaffe at number 9", "neighbour"),
        ("joan@example.org", NOT_KEPT),
        ("ring 0161 496 0118 about walks", NOT_KEPT),
        ("walks near ZZ4 1AB", NOT_KEPT),
        ("walks near M1 1AE please", NOT_KEPT),
        ("", ""),
    ],
)
def test_only_words_that_name_nobody_are_kept(typed: str, kept: str) -> None:
    known = {"mens", "shed", "walks", "neighbour"}
    assert safe_words(typed, known.__contains__) == kept


def test_everything_is_shown_when_nothing_is_asked(client: FlaskClient) -> None:
    assert f"{len(ROWS)} found, the most lately checked first" in client.get("/find").text
