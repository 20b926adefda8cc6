"""ACS tables in every shape they come in: the same figures, sentinels read, nothing dropped in silence."""

import gzip
import json
import math
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.errors import BadParameterError, InvalidFileError, TooLargeError
from app.geography.official.report import FileReport
from app.geography.official.sources import AREA_SOURCES, load_files
from app.geography.official.vintages import acs_edition, said_year
from app.settings import Settings

Load = Callable[..., list[FileReport]]
Figures = Callable[..., dict[str, tuple[float, float | None]]]
LINES = ("001", "002", "003", "004", "005", "012")
FIRST = {
    "001": (1000, None),
    "002": (700, 10),
    "003": (400, 30),
    "004": (20, 3),
    "005": (250, 4),
    "012": (300, 5),
}
SECOND = {"001": (500, None), "002": (450, 9), "003": (350, 40), "004": (1, 2), "005": (2, 3), "012": (50, 6)}
COUNTIES = {"35049": FIRST, "35028": SECOND}
Cell = str | int | None


def cells(table: dict[str, tuple[int, int | None]], controlled: Cell) -> list[Cell]:
    """Estimate, margin, estimate …; `controlled` is written for a margin that is controlled."""
    return [
        each
        for line in LINES
        for each in (table[line][0], controlled if table[line][1] is None else table[line][1])
    ]


def variables(form: str = "{line}{what}") -> list[str]:
    return [f"B03002_{form.format(line=line, what=what)}" for line in LINES for what in "EM"]


def api_json(path: Path) -> Path:
    header = ["NAME", *variables(), "state", "county"]
    rows = [
        ["County", *map(str, cells(table, "-555555555")), geoid[:2], geoid[2:]]
        for geoid, table in COUNTIES.items()
    ]
    path.write_text(json.dumps([header, *rows]))
    return path


def api_csv(path: Path) -> Path:
    lines = [",".join(["GEO_ID", "NAME", *variables(), "state", "county"])]
    for geoid, table in COUNTIES.items():
        given = ",".join("" if each is None else str(each) for each in cells(table, None))
        lines.append(f'0500000US{geoid},"County, State",{given},{geoid[:2]},{geoid[2:]}')
    path.write_bytes(
        gzip.compress("\n".join(lines).encode()) if path.suffix == ".gz" else "\n".join(lines).encode()
    )
    return path


def export_zip(path: Path) -> Path:
    """As data.census.gov gives it: byte order mark, two header rows, an empty last column, notes beside."""
    header = ["GEO_ID", "NAME", *variables()]
    labels = ["Geography", "Geographic Area Name", *["Estimate!!Total:"] * len(variables())]
    lines = ["".join(f'"{each}",' for each in row) for row in (header, labels)]
    for geoid, table in COUNTIES.items():
        lines.append(
            "".join(f'"{each}",' for each in (f"0500000US{geoid}", "County", *cells(table, "*****")))
        )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ACSDT5Y2018.B03002-Column-Metadata.csv", "a,b\n")
        archive.writestr("ACSDT5Y2018.B03002-Data.csv", "\ufeff" + "\n".join(lines))
        archive.writestr("ACSDT5Y2018.B03002-Table-Notes.txt", "notes")
    return path


def summary_file(path: Path) -> Path:
    """Table-based: bars, E001, every geography, also components and those that are none of ours."""
    lines = ["|".join(["GEO_ID", *variables("{what}{line}")])]
    for geo_id, table in (
        ("0100000US", FIRST), ("0400001US35", FIRST), ("0500000US35049", FIRST), ("0500000US35028", SECOND),
    ):  # fmt: skip
        lines.append("|".join([geo_id, *map(str, cells(table, -555555555))]))
    path.write_text("\n".join(lines))
    return path


SHAPES = {
    "acs5_2018_county.json": api_json,
    "acs5_2018_county.csv": api_csv,
    "acs5_2018_county_B03002.csv.gz": api_csv,
    "ACSDT5Y2018.B03002_2020-01-01.zip": export_zip,
    "acsdt5y2018-b03002.dat": summary_file,
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_gives_the_same_figures(name: str, tmp_path: Path, load: Load, figures: Figures) -> None:
    (report,) = load("acs", SHAPES[name](tmp_path / name))
    assert report.what == "ACS 5-year 2018: B03002"
    assert (report.matched, report.unmatched) == (2, [])
    found = figures("35049")
    assert found["hispanic"] == (300, 5)
    assert found["white-non-hispanic"] == (400, 30)
    assert found["people-of-color"] == (600, 30), "the whole is controlled: the margin is that of the part"
    assert figures("35028")["native-american-non-hispanic"] == (2, 3)
    assert "asian-non-hispanic" not in found
    assert any("lines are missing" in note and "asian-non-hispanic" in note for note in report.notes)


def test_what_is_none_of_ours_is_counted(tmp_path: Path, load: Load) -> None:
    (report,) = load("acs", summary_file(tmp_path / "acsdt5y2018-b03002.dat"))
    assert report.rows == 4
    assert report.left_out == {"summary level 010": 1, "summary level 040/01": 1}
    assert report.met["controlled"] == 2


def test_the_same_file_twice_changes_nothing(tmp_path: Path, session: Session, load: Load) -> None:
    path = api_csv(tmp_path / "acs5_2018_county.csv")
    assert load("acs", path)[0].changed == 10
    version = session.scalar(text("SELECT version FROM data_version"))
    session.connection().exec_driver_sql("SELECT set_config('stemmap.bumped', '', true)")
    assert load("acs", path)[0].changed == 0
    assert session.scalar(text("SELECT version FROM data_version")) == version


def test_a_newer_vintage_stands_beside_the_older(
    tmp_path: Path, load: Load, figures: Figures, session: Session
) -> None:
    path = api_csv(tmp_path / "table.csv")
    load("acs", path, said=2018)
    load("acs", path, said=2019)
    assert figures("35049", vintage="2018") == figures("35049", vintage="2019")
    years = session.scalars(
        text("SELECT DISTINCT geography_year FROM area_population WHERE source = 'acs5' ORDER BY 1")
    )
    assert years.all() == [2018, 2019]
    assert session.scalar(text("SELECT vintage FROM data_source WHERE slug = 'acs5'")) == "2019"
    load("acs", api_csv(tmp_path / "acs5_2017_x.csv"))
    assert session.scalar(text("SELECT vintage FROM data_source WHERE slug = 'acs5'")) == "2019"


def write(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join((header, *rows)))
    return path


@pytest.mark.parametrize(
    ("estimate", "margin", "expected"),
    [
        ("5", "7", (5, 7)),
        ("5", "-555555555", (5, 0)),
        ("5", "-222222222", (5, None)),
        ("5", "-333333333", (5, None)),
        ("5", "**", (5, None)),
        ("5", "", (5, 0)),
        ("0", "12", (0, 12)),
        ("1,234", "1,000", (1234, 1000)),
        ("-666666666", "-222222222", None),
        ("-999999999", "-999999999", None),
        ("-888888888", "-888888888", None),
        ("", "", None),
        ("(X)", "(X)", None),
        ("-3", "1", None),
    ],
)
def test_signs_for_no_value(
    estimate: str, margin: str, expected: object, tmp_path: Path, load: Load, figures: Figures
) -> None:
    header, row = "GEO_ID,B19013_001E,B03002_012E,B03002_012M", f'0500000US35049,1,"{estimate}","{margin}"'
    load("acs", write(tmp_path / "acs5_2018.csv", header, row))
    assert figures("35049").get("hispanic") == expected


def test_a_blank_margin_of_an_export_is_no_margin(tmp_path: Path, load: Load, figures: Figures) -> None:
    header = '"GEO_ID","B03002_012E","B03002_012M",'
    path = write(
        tmp_path / "ACSDT5Y2018.csv", header, '"Geography","Estimate","Margin",', '"0500000US35049","5","",'
    )
    load("acs", path)
    assert figures("35049")["hispanic"] == (5, None)


def test_one_unknown_margin_makes_that_of_the_sum_unknown(
    tmp_path: Path, load: Load, figures: Figures
) -> None:
    header = "GEO_ID,B18101_007E,B18101_007M,B18101_026E,B18101_026M"
    load(
        "acs",
        write(
            tmp_path / "acs5_2018.csv", header, "0500000US35049,3,4,5,-222222222", "0500000US35028,3,3,5,4"
        ),
    )
    assert figures("35049")["disability-5-17"] == (8, None)
    assert figures("35028")["disability-5-17"] == (8, 5)


def test_facts_are_lines_and_shares(
    tmp_path: Path, load: Load, facts: Callable[..., dict[str, object]]
) -> None:
    header = "GEO_ID,B08201_001E,B08201_001M,B08201_002E,B08201_002M,B19013_001E,B19013_001M"
    load("acs", write(tmp_path / "acs5_2018.csv", header, "0500000US35049,200,10,50,6,51234,-333333333"))
    found = facts("35049")
    assert found["median-household-income"] == (51234, None, None, None)
    share, moe, _, _ = found["no-vehicle-share"]  # type: ignore[misc]
    assert (share, moe) == (25, pytest.approx(100 * math.sqrt(36 - 0.25**2 * 100) / 200))


def test_students_of_color_are_made_of_two_tables(tmp_path: Path, load: Load, figures: Figures) -> None:
    ages = {
        "B01001": ("004", "005", "006", "028", "029", "030"),
        "B01001H": ("004", "005", "006", "019", "020", "021"),
    }
    paths = []
    for table, lines in ages.items():
        header = ",".join(f"{table}_{line}E,{table}_{line}M" for line in lines)
        people = "100,3" if table == "B01001" else "40,1"
        paths.append(
            write(
                tmp_path / f"acs5_2018_{table}.csv", f"GEO_ID,{header}", "0500000US35049" + f",{people}" * 6
            )
        )
    load("acs", paths[0])
    assert "students-of-color" not in figures("35049")
    reports = load("acs", paths[1])
    assert figures("35049")["students-of-color"] == (360, pytest.approx(math.sqrt(6 * 9 + 6)))
    assert reports[0].made[-1].slug == "students-of-color"
    assert load("acs", *paths)[1].changed == 0


# Which areas


def tract(code: str, value: int = 5) -> str:
    return f"1400000US{code},{value},1"


def add_area(session: Session, kind: str, geoid: str, vintage: str) -> None:
    session.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, county_geoid, point, vintage, source)"
            " SELECT :kind, :geoid, 'X', 'NM', left(:geoid, 5), ST_SetSRID(ST_MakePoint(-106, 35), 4326),"
            " :vintage, source FROM area LIMIT 1"
        ),
        {"kind": kind, "geoid": geoid, "vintage": vintage},
    )


def test_tracts_of_another_decade_are_other_tracts(
    tmp_path: Path, session: Session, load: Load, figures: Figures
) -> None:
    add_area(session, "tract", "35049000100", "2020")
    header = "GEO_ID,B03002_012E,B03002_012M"
    (old,) = load(
        "acs", write(tmp_path / "acs5_2019.csv", header, tract("35049000100"), tract("35049999999"))
    )
    assert (old.matched, figures("35049000100", vintage="2019")) == (0, {})
    assert sorted(each.reason for each in old.unmatched) == [
        "areas of 2020 are loaded, figures of 2019: census tracts were drawn anew",
        "no census tracts with these codes are loaded",
    ]
    assert "cb_2019_us_tract_500k.zip" in old.unmatched[0].cure
    (new,) = load("acs", write(tmp_path / "acs5_2022.csv", header, tract("35049000100")))
    assert (new.matched, new.unmatched) == (1, [])


@pytest.mark.parametrize(
    ("county", "reason"),
    [
        ("09110", "Connecticut's eight counties gave way"),
        ("02063", "Valdez-Cordova (AK) became"),
        ("51515", "Bedford city (VA) became a part"),
        ("35999", "no counties with these codes are loaded"),
    ],
)
def test_counties_that_are_not_there_are_named_with_why(
    county: str, reason: str, tmp_path: Path, load: Load
) -> None:
    header = "GEO_ID,NAME,B03002_012E,B03002_012M"
    path = write(
        tmp_path / "acs5_2022.csv", header, f"0500000US{county},Where,5,1", "0500000US35049,Here,5,1"
    )
    (report,) = load("acs", path)
    (unmatched,) = report.unmatched
    assert (unmatched.kind, unmatched.rows, unmatched.examples) == ("county", 1, (f"{county} Where",))
    assert unmatched.reason.startswith(reason)
    assert report.matched == 1


def test_a_renamed_county_keeps_its_figures(tmp_path: Path, load: Load, figures: Figures) -> None:
    path = write(tmp_path / "acs5_2014.csv", "GEO_ID,B03002_012E,B03002_012M", "0500000US46113,5,1")
    assert load("acs", path)[0].matched == 1
    assert figures("46102", vintage="2014") == {"hispanic": (5, 1)}


def test_a_county_that_grew_is_not_the_same(tmp_path: Path, load: Load) -> None:
    path = write(tmp_path / "acs5_2012.csv", "GEO_ID,B03002_012E,B03002_012M", "0500000US51019,5,1")
    (report,) = load("acs", path)
    assert (report.matched, report.unmatched[0].reason) == (
        0, "the county has the same code but another territory since",
    )  # fmt: skip


def test_districts_of_both_chambers_stay_apart(
    tmp_path: Path, session: Session, load: Load, figures: Figures
) -> None:
    for geoid in ("35U001", "35L001"):
        add_area(session, "legislative-district", geoid, "2022")
    path = write(tmp_path / "acs5_2022.csv", "GEO_ID,B03002_012E", "610U900US35001,7", "620L900US35001,3")
    assert load("acs", path)[0].matched == 2
    assert figures("35U001", vintage="2022") == {"hispanic": (7, None)}
    assert figures("35L001", vintage="2022") == {"hispanic": (3, None)}


# What cannot be loaded


def test_the_vintage_must_be_known(tmp_path: Path, load: Load) -> None:
    path = api_csv(tmp_path / "table.csv")
    with pytest.raises(InvalidFileError) as refused:
        load("acs", path)
    assert refused.value.detail == (
        "The vintage of table.csv cannot be told from its name: say it, for example --vintage 2022 "
        "(the last year of its period)."
    )
    assert load("acs", path, said=2018)[0].what == "ACS 5-year 2018: B03002"


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("ACSDT5Y2022.B01001-Data.csv", (5, 2022)),
        ("acsdt1y2021-b01001.dat", (1, 2021)),
        ("acs5_2018_county.csv", (5, 2018)),
        ("ACS1-2019.csv", (1, 2019)),
    ],
)
def test_editions_by_name(name: str, edition: tuple[int, int]) -> None:
    assert acs_edition([name], None) == edition


@pytest.mark.parametrize("said", ["22", "2022-23", "ninety"])
def test_a_vintage_is_a_year(said: str) -> None:
    with pytest.raises(BadParameterError, match="four digits"):
        said_year(said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("acs5_2018.csv", b"fips,name\n1,2\n", "it has no column such as B01001_001E"),
        ("acs5_2018.csv", b"", "no ACS detailed table"),
        ("acs5_2018.csv", b"NAME,B01001_001E\nX,5\n", "does not say which areas"),
        ("acs5_2018.json", b'[["NAME","B01001_001E","state"],["X","5"', "cut off or damaged"),
        ("acs5_2018.json", b'[["NAME","B01001', "no answer of the Census API"),
        ("acs5_2018.csv", b"GEO_ID,B01001_001E\n0500000US35049,5,6\n", "cannot be read"),
        ("acs5_2018.zip", b"PK\x03\x04 damaged", "is damaged"),
        ("acs5_2018.csv.gz", b"\x1f\x8b damaged", "is damaged"),
    ],
)
def test_bad_files_are_named_with_what_is_wrong(
    name: str, content: bytes, said: str, tmp_path: Path, load: Load
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidFileError, match=said):
        load("acs", path)


def test_an_archive_without_a_table_says_what_it_holds(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "acs5_2018.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.pdf", "x")
    with pytest.raises(InvalidFileError, match=r"it holds: readme\.pdf"):
        load("acs", path)


def test_limits(tmp_path: Path, session: Session, settings: Settings) -> None:
    path = api_csv(tmp_path / "acs5_2018.csv.gz")
    for limit, said in (("load_max_bytes", "unpacked"), ("load_max_rows", "more than 1 rows")):
        tight = settings.model_copy(update={limit: 1})
        with pytest.raises(TooLargeError, match=said):
            load_files(session, AREA_SOURCES["acs"], [path], tight, None, lambda _: None)


def test_the_list_of_geographies_is_passed_over(tmp_path: Path, load: Load) -> None:
    path = write(
        tmp_path / "Geos20225YR.txt",
        "FILEID|STUSAB|SUMLEVEL|GEO_ID|NAME",
        "ACSSF|US|010|0100000US|United States",
    )
    (report,) = load("acs", path)
    assert (report.what, report.changed) == ("list of geographies", 0)
