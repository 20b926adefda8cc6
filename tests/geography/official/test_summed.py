"""Block groups summed to tracts, tracts to counties: only where nothing is published, never twice."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.official.report import FileReport

Load = Callable[..., list[FileReport]]
Figures = Callable[..., dict[str, tuple[float, float | None]]]
HEADER = "GEO_ID,NAME,B03002_001E,B03002_001M,B03002_012E,B03002_012M"
LOS_ALAMOS, ONE, TWO = "35028", "35028000100", "35028000200"


def acs_file(path: Path, rows: dict[str, tuple[int, int | str, int, int | str]]) -> Path:
    """B03002 as the API's CSV: people and Hispanic people by code."""
    levels = {12: "1500000US", 11: "1400000US", 5: "0500000US"}
    lines = [f"{levels[len(code)]}{code},x," + ",".join(map(str, row)) for code, row in rows.items()]
    path.write_text("\n".join([HEADER, *lines]))
    return path


GROUPS = {f"{ONE}1": (10, 3, 6, 3), f"{ONE}2": (20, 4, 7, 4), f"{TWO}1": (40, 5, 9, -222222222)}


@pytest.fixture
def tracts(session: Session, load: Load, tmp_path: Path) -> None:
    """Two tracts of one county, without block groups."""
    path = tmp_path / "CenPop2020_Mean_TR.txt"
    rows = [f"35,028,{code[5:]},900,+35.9,-106.3" for code in (ONE, TWO)]
    path.write_text("\n".join(["STATEFP,COUNTYFP,TRACTCE,POPULATION,LATITUDE,LONGITUDE", *rows]))
    load("centers", path)


@pytest.mark.usefixtures("tracts")
def test_block_groups_become_tracts_and_a_county(load: Load, figures: Figures, tmp_path: Path) -> None:
    file = acs_file(tmp_path / "acs5_2022_bg.csv", GROUPS)
    (report,) = load("acs", file)
    assert "Summed for 1 of kind county and 2 of kind tract" in report.notes[-1]
    assert figures(ONE, "acs5-summed", "2022")["hispanic"] == (13, 5)
    assert figures(TWO, "acs5-summed", "2022")["hispanic"] == (9, None), "a part without a margin"
    county = figures(LOS_ALAMOS, "acs5-summed", "2022")
    assert county["hispanic"] == (22, None)
    assert figures(ONE, "acs5", "2022") == {}
    (again,) = load("acs", file)
    assert again.changed == 0


@pytest.mark.usefixtures("tracts")
def test_tracts_are_summed_and_not_their_block_groups_too(
    load: Load, figures: Figures, tmp_path: Path
) -> None:
    rows = {**GROUPS, ONE: (30, 6, 13, 6), TWO: (40, 8, 9, 8)}
    load("acs", acs_file(tmp_path / "acs5_2022_bg.csv", rows))
    assert figures(ONE, "acs5", "2022")["hispanic"] == (13, 6)
    assert figures(ONE, "acs5-summed", "2022") == {}
    assert figures(LOS_ALAMOS, "acs5-summed", "2022")["hispanic"] == (22, 10)


@pytest.mark.usefixtures("tracts")
def test_a_part_that_is_missing_makes_no_sum(load: Load, figures: Figures, tmp_path: Path) -> None:
    rows = {code: row for code, row in GROUPS.items() if code.startswith(ONE)}
    load("acs", acs_file(tmp_path / "acs5_2022_bg.csv", rows))
    assert figures(ONE, "acs5-summed", "2022")["hispanic"] == (13, 5)
    assert figures(LOS_ALAMOS, "acs5-summed", "2022") == {}


def test_a_county_without_tracts_cannot_be_told_whole(load: Load, figures: Figures, tmp_path: Path) -> None:
    (report,) = load("acs", acs_file(tmp_path / "acs5_2022_bg.csv", GROUPS))
    assert (report.matched, figures(LOS_ALAMOS, "acs5-summed", "2022")) == (0, {})


@pytest.mark.usefixtures("tracts")
def test_what_is_published_later_takes_the_place_of_the_sum(
    session: Session, load: Load, figures: Figures, tmp_path: Path
) -> None:
    load("acs", acs_file(tmp_path / "acs5_2022_bg.csv", GROUPS))
    load("acs", acs_file(tmp_path / "acs5_2022_county.csv", {LOS_ALAMOS: (70, 2, 23, 2)}))
    assert figures(LOS_ALAMOS, "acs5", "2022")["hispanic"] == (23, 2)
    assert figures(LOS_ALAMOS, "acs5-summed", "2022") == {}
    assert figures(ONE, "acs5-summed", "2022")["hispanic"] == (13, 5)
    assert session.scalar(text("SELECT note FROM data_source WHERE slug = 'acs5-summed'")).startswith(
        "Sums of"
    )


@pytest.mark.usefixtures("tracts")
def test_tracts_of_another_decade_are_not_summed_to(load: Load, figures: Figures, tmp_path: Path) -> None:
    load("acs", acs_file(tmp_path / "acs5_2018_bg.csv", GROUPS))
    assert figures(ONE, "acs5-summed", "2018") == {}
    assert math.isclose(figures(LOS_ALAMOS, "acs5-summed", "2018")["hispanic"][0], 22)
