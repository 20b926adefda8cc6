"""Archives of agencies: the table that fits is taken, the revised one first; damage and bombs are named."""

import gzip
import zipfile
from pathlib import Path

import pytest

from app.errors import InvalidFileError, TooLargeError
from app.inventory.official.registry import profile_of
from app.inventory.official.unpack import opened, vintage_of

LINES = b"UNITID,CIPCODE,MAJORNUM,AWLEVEL,CTOTALT\r\n100654,11.0701,1,5,9\r\n"
REVISED = LINES.replace(b",9\r", b",8\r")
ROOM = 10_000


def packed(tmp_path: Path, **members: bytes) -> Path:
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return path


def read(path: Path, source: str = "completions", room: int = ROOM) -> tuple[bytes, str]:
    with opened(path, profile_of(source), room) as (file, name):
        content = file.read()
        file.seek(0)
        assert file.read() == content
        return content, name


def test_a_file_as_it_is_and_in_gzip(tmp_path: Path) -> None:
    plain, zipped = tmp_path / "c2023_a.csv", tmp_path / "c2023_a.csv.gz"
    plain.write_bytes(LINES)
    zipped.write_bytes(gzip.compress(LINES))
    assert read(plain) == read(zipped) == (LINES, "c2023_a.csv")


def test_the_table_that_fits_is_taken_from_an_archive(tmp_path: Path) -> None:
    path = packed(tmp_path, readme_csv=b"a,b\n", sub__c2023_a_csv=LINES)
    assert read(path) == (LINES, "c2023_a.csv")


def test_the_revised_edition_comes_first(tmp_path: Path) -> None:
    assert read(packed(tmp_path, c2023_a_csv=LINES, c2023_a_rv_csv=REVISED)) == (REVISED, "c2023_a_rv.csv")


def test_several_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"several tables that fit: a\.csv, b\.csv"):
        read(packed(tmp_path, a_csv=LINES, b_csv=LINES))


def test_an_archive_without_the_table_says_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"no table with the columns of .*; it holds: x\.csv"):
        read(packed(tmp_path, x_csv=b"a,b\n"))


def test_more_than_allowed_is_refused_while_unpacking(tmp_path: Path) -> None:
    path = packed(tmp_path, c_csv=LINES + b"0" * 20_000)
    with pytest.raises(TooLargeError, match="load_max_bytes"):
        read(path)
    zipped = tmp_path / "c.csv.gz"
    zipped.write_bytes(gzip.compress(b"0" * 20_000))
    with pytest.raises(TooLargeError, match="load_max_bytes"):
        read(zipped)


def test_damaged_archives_are_named(tmp_path: Path) -> None:
    path = tmp_path / "c.csv.gz"
    path.write_bytes(gzip.compress(LINES * 50)[:-12])
    with pytest.raises(InvalidFileError, match="damaged"):
        read(path)
    zipped = packed(tmp_path, c_csv=LINES * 50)
    content = bytearray(zipped.read_bytes())
    content[45] ^= 0xFF
    zipped.write_bytes(content)
    with pytest.raises(InvalidFileError, match="damaged"):
        read(zipped)


def test_a_workbook_is_left_to_the_readers(tmp_path: Path) -> None:
    path = tmp_path / "schools.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert read(path)[1] == "schools.xlsx"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="There is no file"):
        read(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "vintage"),
    [
        ("hd2020.csv", "2020"), ("c2023_a_rv.csv", "2023"), ("ccd_sch_029_2324_w_1a_073124.csv", "2023-24"),
        ("EDGE_GEOCODE_PUBLICSCH_2223.csv", "2022-23"), ("pls_fy2022_outlet_pud22i.csv", "2022"),
        ("MuseumFile2018_File1_Nulls.csv", "2018"), ("Most-Recent-Cohorts-Field-of-Study_06102026.csv", "2026"),
        ("schools.csv", ""),
    ],
)  # fmt: skip
def test_the_edition_is_in_the_name(name: str, vintage: str) -> None:
    assert vintage_of(name) == vintage
