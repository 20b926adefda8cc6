"""Reading CSV: encodings, separators, shapes, limits, and files that are something else."""

import io

import pytest

from app.errors import AppError, InvalidFileError, TooLargeError, UnsupportedFileError
from app.inventory.readers import Batch, ReadOptions, Sheet
from app.inventory.readers.csv import BATCH_ROWS, read_csv, sniff
from app.settings import Settings

TEXT = "Name,Città\r\nEspañola,Peñasco\r\n"


def read(body: bytes, **limits: int) -> tuple[Sheet, list[tuple[int, dict[str, str]]]]:
    sheet = read_csv(io.BytesIO(body), Settings(**limits))
    return sheet, [row for batch in sheet.batches for row in rows_of(batch, sheet.header)]


def rows_of(batch: Batch, header: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    rows = zip(*batch.columns, strict=True)
    return [
        (number, dict(zip(header, row, strict=True))) for number, row in zip(batch.numbers, rows, strict=True)
    ]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_encodings(encoding: str, found: str) -> None:
    table, rows = read(TEXT.encode(encoding))
    assert table.encoding == found
    assert rows == [(2, {"Name": "Española", "Città": "Peñasco"})]
    assert [each.code for each in table.findings] == (["encoding-guessed"] if encoding == "cp1252" else [])


def test_a_multibyte_character_on_a_chunk_border_is_still_utf8() -> None:
    body = b"name\n" + (b"a" * 1023 + b"\n") * 1023 + b"a" * 1016 + b"\n" + "aañ\n".encode()
    table, _ = read(body)
    assert table.encoding == "utf-8"


def test_neither_utf8_nor_cp1252_names_byte_and_line() -> None:
    with pytest.raises(InvalidFileError, match=r"byte 12, line 2.*save it as CSV UTF-8"):
        read(b"name,town\nb\x81d,x\n")


def test_broken_utf8_with_a_mark_is_not_guessed() -> None:
    with pytest.raises(InvalidFileError, match="not UTF-8, as it claims"):
        read(b"\xef\xbb\xbfname\nEspa\xf1ola\n")


def test_nul_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidFileError, match=r"NUL byte .byte 9, line 2"):
        read(b"name,a\nx\0,b\n"[:8] + b"\0,b\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separator_is_found_by_content(delimiter: str) -> None:
    lines = [delimiter.join(cells) for cells in (["name", "town"], ['"a, b; c|d"', "x"], ["e", "y, z"[:1]])]
    assert sniff("\n".join(lines)) == delimiter


def test_titles_above_the_header_are_left_out_aloud() -> None:
    body = b"Poverty estimates,,,\n\nupdated 2026,,,\nName,Type,City,ZIP\na,library,Taos,87571\n"
    sheet, rows = read(body)
    assert sheet.header == ("Name", "Type", "City", "ZIP")
    assert rows == [(5, {"Name": "a", "Type": "library", "City": "Taos", "ZIP": "87571"})]
    assert [(each.code, each.value) for each in sheet.findings] == [("header-row-found", "4")]


def test_narrow_titles_do_not_hide_the_separator() -> None:
    sheet, rows = read(b"Inventory of 2026\nName;Type;City\na;library;Taos\nb;camp;Questa\n")
    assert (sheet.header, len(rows)) == (("Name", "Type", "City"), 2)


def test_a_sparse_first_row_of_data_is_no_title() -> None:
    sheet, rows = read(b"Name,Type,City\na,,\nname,type,city\n")
    assert (sheet.header, len(rows)) == (("Name", "Type", "City"), 2)


def test_columns_without_name_and_content_are_left_out() -> None:
    _, rows = read(b"name,,town,\nx,,z,\ny, ,z,\n")
    assert rows == [(2, {"name": "x", "town": "z"}), (3, {"name": "y", "town": "z"})]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised(encoding: str) -> None:
    sheet, rows = read(TEXT.encode(encoding))
    assert (sheet.encoding, [each.code for each in sheet.findings]) == (encoding, [])
    assert rows == [(2, {"Name": "Española", "Città": "Peñasco"})]


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    _, rows = read(b'name,note\na,"two\nlines"\n\nb,c\n')
    assert [number for number, _ in rows] == [2, 3, 4]
    assert rows[0][1]["note"] == "two\nlines"


def test_ragged_rows_are_empty_and_say_how_wide_they_are() -> None:
    (batch,) = read_csv(io.BytesIO(b"a,b\n1,2,3\n\n1\n4,5\n"), Settings()).batches
    assert (batch.ragged, batch.numbers) == ({0: 3, 2: 1}, [2, 3, 4, 5])
    assert batch.columns == [["", "", "", "4"], ["", "", "", "5"]]


def test_batches_are_bounded_and_numbered_on() -> None:
    body = b"name\n" + b"x\n" * (2 * BATCH_ROWS + 1)
    batches = list(read_csv(io.BytesIO(body), Settings()).batches)
    assert [len(batch.numbers) for batch in batches] == [BATCH_ROWS, BATCH_ROWS, 1]
    assert (batches[0].numbers[0], batches[2].numbers) == (2, [2 * BATCH_ROWS + 2])


def test_a_person_may_say_the_encoding_and_the_header_row() -> None:
    body = "Inventory;;\n;;\nName;Ort;x\nM\u00fcller;;\n".encode("latin-1")
    sheet = read_csv(io.BytesIO(body), Settings(), ReadOptions(encoding="latin-1", header_row=3))
    assert (sheet.encoding, sheet.header, sheet.findings) == ("iso8859-1", ("Name", "Ort", "x"), ())
    assert [rows_of(batch, sheet.header) for batch in sheet.batches] == [
        [(4, {"Name": "M\u00fcller", "Ort": "", "x": ""})]
    ]
    for said, message in (
        (ReadOptions(encoding="klingon"), "no text encoding"),
        (ReadOptions(header_row=9), "no row 9"),
    ):
        with pytest.raises(InvalidFileError, match=message):
            read_csv(io.BytesIO(body), Settings(), said)


@pytest.mark.parametrize(
    ("body", "error", "says"),
    [
        (b"", InvalidFileError, "empty"),
        (b"\xef\xbb\xbf\r\n ", InvalidFileError, "empty"),
        (b",,\n,,\n", InvalidFileError, "only empty lines"),
        (b"name,town\n", InvalidFileError, "nothing below it"),
        (b"name,,town,\nx,y,z,\n", InvalidFileError, "have no name: 2[.] Name"),
        (b"name,Town,TOWN\nx,y,z\n", InvalidFileError, "occur twice: town"),
        (b"Library,87501,505\nSchool,87001,3\n", InvalidFileError, "holds data"),
        (b'name,note\n"open,' + b"x" * 200_000, InvalidFileError, "double quote"),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", UnsupportedFileError, "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnsupportedFileError, "XLS"),
        (b"%PDF-1.7", UnsupportedFileError, "PDF"),
        (b"<!DOCTYPE html><html>", UnsupportedFileError, "HTML"),
        (b"<OGRVRTDataSource/>", UnsupportedFileError, "XML"),
        (b'{"type": "FeatureCollection"}', UnsupportedFileError, "JSON"),
        (b"\x1f\x8b\x08", UnsupportedFileError, "gzip"),
    ],
)
def test_files_that_cannot_be_read(body: bytes, error: type[AppError], says: str) -> None:
    with pytest.raises(error, match=says):
        read(body)


def test_limits_on_rows_and_columns() -> None:
    read(b"name\na\nb\n", upload_max_rows=2)
    with pytest.raises(TooLargeError, match="more than 2 rows"):
        read(b"name\na\nb\nc\n", upload_max_rows=2)
    with pytest.raises(TooLargeError, match="3 columns; 2 are"):
        read(b"a,b,c\n1,2,3\n", upload_max_columns=2)
