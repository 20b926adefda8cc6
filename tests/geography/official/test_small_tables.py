"""RUCC, RUCA and SAIPE in the layouts of their editions."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.gaps import answer
from app.coverage.question import parse_question
from app.errors import InvalidFileError
from app.geography.official.crdc import NOT_ASKED
from app.geography.official.report import FileReport
from app.settings import Settings

Load = Callable[..., list[FileReport]]
Facts = Callable[[str], dict[str, Any]]
Rows = list[list[Any]]


def as_csv(path: Path, rows: Rows) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text("\ufeff" + out.getvalue())
    return path


def as_xlsx(path: Path, rows: Rows) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


WIDE: Rows = [["GEOID", "state", "county_name", "rucc_2023", "rural23"], ["35049", "NM", "Santa Fe", "2.0", "0"],
              ["09110", "CT", "Capitol", "1.0", "0"], ["35028", "NM", "Los Alamos", "", ""]]  # fmt: skip
LONG: Rows = [["FIPS", "State", "County_Name", "Attribute", "Value"],
              ["35049", "NM", "Santa Fe", "Population_2020", "154823"],
              ["35049", "NM", "Santa Fe", "RUCC_2023", "2"]]  # fmt: skip


def test_rural_urban_continuum_codes_wide(tmp_path: Path, load: Load, facts: Facts) -> None:
    (report,) = load("rucc", as_csv(tmp_path / "rucc.csv", WIDE))
    assert report.what == "Rural-Urban Continuum Codes, 2023"
    assert (report.rows, report.matched, report.left_out) == (3, 1, {"without a code": 1})
    assert report.unmatched[0].reason.startswith("Connecticut")
    assert facts("35049")["rucc"] == (2, None, None, None)


def test_rural_urban_continuum_codes_long(tmp_path: Path, load: Load, facts: Facts) -> None:
    (report,) = load("rucc", as_csv(tmp_path / "Ruralurbancontinuumcodes2023.csv", LONG))
    assert report.left_out == {"other attributes": 1}
    assert facts("35049")["rucc"] == (2, None, None, None)


ERS_HEADER = ["FIPStxt", "Stabr", "Area_name", "POVALL_2018", "CI90LBAll_2018", "CI90UBALL_2018", "PCTPOV517_2018",
              "CI90LB517P_2018", "CI90UB517P_2018", "POV517_2018", "CI90LB517_2018", "CI90UB517_2018",
              "MEDHHINC_2018", "CI90LBINC_2018", "CI90UBINC_2018"]  # fmt: skip
ERS: Rows = [
    ["Poverty estimates for the U.S., States, and counties, 2018"], ["Source: …"], [], ["Contact"], ERS_HEADER,
    ["00000", "US", "United States", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"],
    ["35000", "NM", "New Mexico", "388,423", "380,000", "396,000", "24.0", "23", "25", "80,000", "78,000", "82,000",
     "47,000", "46,000", "48,000"],
    ["35049", "NM", "Santa Fe County", "19,000", "17,000", "21,200", "17.5", "14.1", "20.9", "3,600", "2,900", "4,300",
     "61,298", "58,000", "64,000"],
    ["15005", "HI", "Kalawao County", "", "", "", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip


def test_poverty_estimates_as_the_research_service_republishes_them(
    tmp_path: Path, load: Load, facts: Facts, figures: Any
) -> None:
    (report,) = load("saipe", as_csv(tmp_path / "ers.csv", ERS))
    assert (report.rows, report.matched) == (4, 2)
    assert report.left_out == {"the whole country": 1, "without an estimate": 1}
    assert figures("35049", "saipe") == {"poverty": (19000, 2100), "poverty-5-17": (3600, 700)}
    assert figures("35", "saipe")["poverty-5-17"] == (80000, 2000)
    assert facts("35049") == {
        "poverty-rate-5-17": (17.5, None, 14.1, 20.9), "median-household-income": (61298, None, 58000, 64000),
    }  # fmt: skip


BOUNDS = ["90% CI Lower Bound", "90% CI Upper Bound"]
CENSUS_HEADER = ["State FIPS Code", "County FIPS Code", "Postal Code", "Name", "Poverty Estimate, All Ages", *BOUNDS,
                 "Poverty Estimate, Age 5-17 in Families", *BOUNDS, "Median Household Income", *BOUNDS]  # fmt: skip


@pytest.mark.parametrize("numbers", ["text", "numbers"])
def test_poverty_estimates_as_the_bureau_has_them(
    numbers: str, tmp_path: Path, load: Load, facts: Facts, figures: Any
) -> None:
    code = ["35", "049"] if numbers == "text" else [35, 49]
    rows: Rows = [
        ["Table 1: 2022 Poverty and Median Household Income Estimates"], ["Source"], [],
        CENSUS_HEADER, ["00", "000", "US", "United States", 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [*code, "NM", "Santa Fe County", 19000, 17000, 21000, 3600, 2900, 4300, 61298, 58000, 64000],
        ["15", "005", "HI", "Kalawao County", *["."] * 9],
    ]  # fmt: skip
    (report,) = load("saipe", as_xlsx(tmp_path / "est22all.xlsx", rows))
    assert report.what.endswith(", 2022")
    assert figures("35049", "saipe", "2022") == {"poverty": (19000, 2000), "poverty-5-17": (3600, 700)}
    assert facts("35049") == {"median-household-income": (61298, None, 58000, 64000)}


def test_poverty_of_school_districts(tmp_path: Path, session: Session, load: Load, figures: Any) -> None:
    session.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, point, vintage, source)"
            " SELECT 'school-district', '3500060', 'A', 'NM', point, '2022', source FROM area LIMIT 1"
        )
    )
    rows: Rows = [
        ["Table"], ["State Postal Code", "State FIPS Code", "District ID", "Name", "Estimated Total Population",
        "Estimated Population 5-17",
        "Estimated number of relevant children 5 to 17 years old in poverty who are related to the householder"],
        ["NM", "35", "00060", "Albuquerque", 650000, 100000, 19000],
        ["NM", "35", "99999", "Balance", 10, 1, 0],
    ]  # fmt: skip
    (report,) = load("saipe", as_xlsx(tmp_path / "ussd22.xlsx", rows))
    assert figures("3500060", "saipe", "2022") == {
        "total": (650000, None), "age-5-17": (100000, None), "poverty-5-17": (19000, None),
    }  # fmt: skip
    assert report.unmatched[0].kind == "school-district"


@pytest.mark.parametrize(
    "header",
    [
        ["TractFIPS20", "PrimaryRUCA", "PrimaryRUCADescription", "SecondaryRUCA"],
        ["State-County-Tract FIPS Code (lookup by address)", "Primary RUCA Code 2010", "Description",
         "Secondary RUCA Code, 2010 (see errata)"],
    ],
)  # fmt: skip
def test_commuting_codes_of_tracts(
    header: list[str], tmp_path: Path, session: Session, load: Load, facts: Facts
) -> None:
    session.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, point, vintage, source) SELECT 'tract', '06049000102', 'T',"
            " 'CA', point, '2020', source FROM area LIMIT 1"
        )
    )
    rows: Rows = [["Title"], header, [6049000102, "10", "Rural", "10.2"], ["x", "1", "", "1"]]
    (report,) = load("ruca", as_csv(tmp_path / "RUCA-codes-2020-tract.csv", rows))
    assert report.left_out == {"no tract code": 1}
    assert facts("06049000102") == {
        "ruca": (10, None, None, None),
        "ruca-secondary": (10.2, None, None, None),
    }


@pytest.mark.parametrize("source", ["rucc", "ruca", "saipe"])
def test_another_table_is_refused_with_what_it_begins_with(source: str, tmp_path: Path, load: Load) -> None:
    path = as_csv(tmp_path / "other_2022.csv", [["UNITID", "INSTNM"], ["1", "A"]])
    with pytest.raises(InvalidFileError, match=r"\(it begins: UNITID, INSTNM\)"):
        load(source, path)


def test_a_workbook_that_is_none(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "est22all.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0 nothing more")
    with pytest.raises(InvalidFileError, match="cannot be read as a workbook"):
        load("saipe", path)


CRDC: Rows = [["LEA_STATE", "LEA_STATE_NAME", "LEAID", "LEA_NAME", "SCHID", "SCH_NAME", "COMBOKEY", "JJ",
               "SCH_COMPCLASSES_CSCI", "SCH_COMPCCERT_CSCI"],
              ["NM", "NM", "3500060", "CITY", "00001", "First High", "350006000001", "No", "3", "1"],
              ["NM", "NM", "3500060", "CITY", "00002", "Second High", "350006000002", "No", "0", "-9"],
              ["NM", "NM", "3500060", "CITY", "00003", "An Elementary", "350006000003", "No", "-9", "-9"],
              ["NM", "NM", "3500010", "FARFIELD", "00004", "Only High", "350001000004", "No", "0", "-9"],
              ["AL", "AL", "0100005", "ALBERTVILLE", "00005", "Far High", "010000500005", "No", "2", "2"]]  # fmt: skip


@pytest.fixture
def districts(session: Session) -> None:
    """Two school districts of New Mexico, in halves of the country around 87501."""
    session.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, point, geom, vintage, source)"
            " SELECT 'school-district', geoid, geoid, 'NM', ST_PointOnSurface(geom), ST_Multi(geom), '2020', "
            " (SELECT source FROM area LIMIT 1) FROM (VALUES"
            " ('3500060', ST_MakeEnvelope(-107, 34, -106, 36, 4326)),"
            " ('3500010', ST_MakeEnvelope(-106, 34, -105, 36, 4326))) d(geoid, geom)"
        )
    )


@pytest.mark.usefixtures("districts")
def test_computer_science_in_high_schools(
    tmp_path: Path, load: Load, facts: Facts, session: Session, settings: Settings
) -> None:
    table = as_csv(tmp_path / "Computer Science.csv", CRDC)
    with zipfile.ZipFile(tmp_path / "2020-21-crdc-data.zip", "w") as archive:
        archive.writestr("CRDC/School/Enrollment.csv", "LEAID,TOT\n1,2\n")
        archive.write(table, "CRDC/School/Computer Science.csv")
    (report,) = load("crdc", tmp_path / "2020-21-crdc-data.zip")
    assert (report.what, report.rows, report.matched) == (
        "Computer science in high schools (CRDC), 2020",
        5,
        2,
    )
    assert report.left_out == {NOT_ASKED: 1}
    assert report.unmatched[0].examples == ("0100005 ALBERTVILLE",)
    assert facts("3500060")["cs-school-share"] == (50, None, None, None)
    assert facts("3500010")["cs-school-share"] == (0, None, None, None)
    question = parse_question([("states", "NM"), ("areas", "school-district"), ("preset", "P14")], settings)
    found = answer(question, session, date(2026, 6, 1))
    assert found.preset
    gap = dict(zip(found.areas.geoid, found.areas.extra["gap"], strict=True))
    assert (gap["3500010"], gap["3500060"]) == (True, False)
    with pytest.raises(InvalidFileError, match="vintage"):
        load("crdc", table)
    assert load("crdc", table, said=2020)[0].changed == 0


def test_an_archive_without_the_table(tmp_path: Path, load: Load) -> None:
    with zipfile.ZipFile(tmp_path / "2020-21-crdc-data.zip", "w") as archive:
        archive.writestr("CRDC/School/Enrollment.csv", "LEAID,TOT\n1,2\n")
    with pytest.raises(InvalidFileError, match="no table with “computer science”"):
        load("crdc", tmp_path / "2020-21-crdc-data.zip")
