"""The file of postcode sectors, and how it is made."""

from pathlib import Path

from flask import Flask

from models.country_sectors import (
    ATTRIBUTION,
    district_sectors,
    grid_of_sector,
    middles_of_great_britain,
    sector_middle,
)
from models.postcodes import Grid
from seeds.postcode_file import SECTORS, sector_lines


def test_the_country_fits_in_a_small_file_with_its_attribution() -> None:
    assert SECTORS.stat().st_size < 120_000
    notice = (SECTORS.parent / "NOTICE").read_text()
    for owner in ("OS data", "Royal Mail data", "National Statistics data"):
        assert owner in notice
        assert owner in ATTRIBUTION


def test_a_district_has_its_sectors_and_no_other_districts() -> None:
    assert sector_middle("M1 1") in district_sectors("M1")
    assert len(district_sectors("M1")) < 12
    assert district_sectors("QQ1") == []
    assert sector_middle("ZZ4 1") is None


def test_only_belfast_and_its_neighbours_are_on_the_irish_grid() -> None:
    assert (grid_of_sector("BT1 1"), grid_of_sector("B1 1")) == (Grid.IE, Grid.GB)
    assert len(middles_of_great_britain()) > 11_000


def test_a_stray_postcode_does_not_move_the_middle_of_its_sector() -> None:
    rows = [("ZZ1 1AA", 1000.0, 2000.0), ("ZZ1 1AB", 1010.0, 2010.0), ("ZZ1 1AD", 900_000.0, 2020.0)]
    assert list(sector_lines(rows)) == ["ZZ1 1,1010,2010"]


def test_postcodes_without_a_place_are_left_out() -> None:
    rows = [("JE2 3AA", float("nan"), float("nan")), ("NPT 1AA", 1.0, 1.0), ("ZZ1 1AA", 0.0, 0.0)]
    assert list(sector_lines(rows)) == []


def test_a_folder_without_the_list_is_refused_in_plain_words(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["postcodes", "derive", str(tmp_path)])
    assert result.exit_code == 1
    assert "No postcodes found" in result.output
