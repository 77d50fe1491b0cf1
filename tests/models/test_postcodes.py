"""Where somebody is, from what they typed."""

import pytest
from sqlalchemy.orm import Session

from models.patch import Patch
from models.people import Panel
from models.place import Place, PlaceKind, PostcodeSector
from models.postcodes import (
    Grid,
    PostcodeWrong,
    distance_words,
    grid_of,
    locate,
    locate_postcode,
    outward_of,
    read_postcode,
    sector_of,
    slips_between,
)


@pytest.fixture
def gazetteer(session: Session, now) -> Patch:
    panel = Panel(slug="larkmoor", name="Larkmoor panel", created_at=now)
    town = Patch(
        slug="town", name="Larkmoor town", panel=panel, easting=396400, northing=400700, postcode_districts="ZZ4"
    )
    moor = Patch(
        slug="moor", name="Tenter Moor", panel=panel, easting=398600, northing=401400, postcode_districts="ZZ5"
    )
    session.add_all(
        [panel, town, moor, PostcodeSector.at("ZZ4 1", 396400, 400600), PostcodeSector.at("ZZ4 3", 396600, 401400)]
    )
    session.add_all(
        [
            Place.named("Pickersgill Park", PlaceKind.PARK, 397240, 400570, town),
            Place.named("St Oswald's Lane", PlaceKind.STREET, 396000, 400000, town),
            Place.named("Station Road", PlaceKind.STREET, 396500, 401200, town),
            Place.named("Station Road", PlaceKind.STREET, 398700, 402000, moor),
            Place.named("Zion Street", PlaceKind.STREET, 396111, 400111, town),
        ]
    )
    session.flush()
    return moor


@pytest.mark.parametrize("typed", ["zz41ab", "ZZ4 1AB", " Zz4  1aB ", "ZZ4-1AB", "ZZ41AB."])
def test_a_postcode_is_read_however_it_is_typed(typed: str) -> None:
    assert read_postcode(typed) == "ZZ4 1AB"


def test_a_letter_o_for_nought_is_forgiven() -> None:
    assert read_postcode("M1 OAA") == "M1 0AA"


@pytest.mark.parametrize("typed", ["", "ZZ4", "bingo", "ZZ4 1CI", "1ZZ 4AB", "ZZ44 44AB", "Z" * 9999, "ZZ4 1AB or so"])
def test_what_is_no_postcode_is_refused_in_plain_words(typed: str) -> None:
    with pytest.raises(PostcodeWrong, match="does not look like a postcode") as refused:
        read_postcode(typed)
    assert refused.value.field == "postcode"


def test_the_parts_of_a_postcode() -> None:
    assert (sector_of("zz41ab"), outward_of("zz41ab")) == ("ZZ4 1", "ZZ4")
    assert (grid_of("BT1 1AA"), grid_of("B1 1AA")) == (Grid.IE, Grid.GB)


def test_a_visitor_is_located_by_sector_never_by_doorstep(session: Session, gazetteer: Patch) -> None:
    here, next_door = locate(session, "ZZ4 1AB"), locate(session, "zz41zz")
    assert here == next_door
    assert here is not None
    assert (here.label, here.easting, here.northing, here.outward) == ("ZZ4 1", 396400, 400600, "ZZ4")


@pytest.mark.parametrize(
    ("typed", "label", "easting"),
    [("ZZ4 1", "ZZ4 1", 396400), ("ZZ4 1A", "ZZ4 1", 396400), ("zz41", "ZZ4 1", 396400), ("zz4", "ZZ4", 396500)],
)
def test_part_of_a_postcode_will_do(session: Session, gazetteer: Patch, typed: str, label: str, easting: int) -> None:
    found = locate(session, typed)
    assert found is not None
    assert (found.label, found.easting) == (label, easting)


def test_a_new_sector_is_placed_in_the_middle_of_its_district(session: Session, gazetteer: Patch) -> None:
    found = locate(session, "ZZ4 9AA")
    assert found is not None
    assert (found.label, found.easting, found.northing) == ("ZZ4", 396500, 401000)


def test_the_country_is_known_without_loading_it(session: Session) -> None:
    found = locate_postcode(session, "M33 2AA")
    assert found is not None
    assert found.label == "M33 2"
    assert found.degrees == pytest.approx((53.42, -2.30), abs=0.02)


def test_northern_ireland_is_never_compared_with_great_britain(session: Session) -> None:
    belfast, manchester = locate(session, "BT1 1AA"), locate(session, "M1 1AA")
    assert belfast is not None
    assert manchester is not None
    assert belfast.grid is Grid.IE
    assert belfast.metres_to(manchester.easting, manchester.northing) is None
    assert belfast.metres_to(belfast.easting + 300, belfast.northing, Grid.IE) == 300
    assert belfast.degrees == pytest.approx((54.6, -5.93), abs=0.02)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("tenter moor", "Tenter Moor"),
        ("TENTER  MOOR, Larkmoor", "Tenter Moor"),
        ("tenter more", "Tenter Moor"),
        ("larkmor town", "Larkmoor town"),
        ("pickersgill park", "Pickersgill Park"),
        ("Pickersgil Prak", "Pickersgill Park"),
        ("the pickersgill park", "Pickersgill Park"),
        ("saint oswalds ln", "St Oswald's Lane"),
        ("zoin street", "Zion Street"),
    ],
)
def test_a_named_place_is_found_and_slips_are_forgiven(
    session: Session, gazetteer: Patch, typed: str, label: str
) -> None:
    found = locate(session, typed)
    assert found is not None
    assert (found.label, found.outward) == (label, "")


def test_of_two_places_with_a_name_the_one_in_the_patch_is_meant(session: Session, gazetteer: Patch) -> None:
    found = locate(session, "station road", within=gazetteer)
    assert found is not None
    assert found.easting == 398700


@pytest.mark.parametrize("typed", ["", " ", "nowhere at all", "%", "_", "QQ1 1AA", "\x00", "a" * 5000, "’", "🦆"])
def test_what_nobody_knows_is_nowhere(session: Session, gazetteer: Patch, typed: str) -> None:
    assert locate(session, typed) is None


def test_slips_are_counted_a_swap_as_one() -> None:
    assert slips_between("mill", "mlil") == 1
    assert slips_between("mill", "mil") == 1
    assert slips_between("mill", "hall") == 2
    assert slips_between("", "abc") == 3


def test_distance_from_a_located_place_in_words(session: Session, gazetteer: Patch) -> None:
    here = locate(session, "ZZ4 1")
    assert here is not None
    metres = here.metres_to(396400, 401400)
    assert metres is not None
    assert distance_words(metres) == "0.5 miles"
    assert here.metres_to(None, 401400) is None
