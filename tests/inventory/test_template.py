"""The template a state may start from, and the data dictionary made from the same table."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from app.cli import app
from app.db.engine import Database
from app.inventory.columns import map_columns
from app.inventory.dictionary import HEADER, as_markdown, entries
from app.inventory.dictionary import SHEET as DICTIONARY_SHEET
from app.inventory.fields import FIELDS
from app.inventory.fields.meanings import MEANINGS
from app.inventory.readers.opening import open_sheet
from app.inventory.template import COLUMNS, SHEET, example_rows, template_csv, template_xlsx
from app.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def sheets(body: bytes) -> dict[str, list[list[str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_every_field_has_a_meaning() -> None:
    assert list(MEANINGS) == list(FIELDS)


@pytest.mark.parametrize("name", list(MEANINGS))
def test_the_example_of_each_field_is_understood(name: str) -> None:
    assert FIELDS[name].parse(MEANINGS[name].example).problems == ()


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text() == as_markdown()
    assert CliRunner().invoke(app, ["template", "--dictionary"]).stdout == as_markdown()


def test_the_headers_are_sure() -> None:
    assert {each.how for each in map_columns(COLUMNS).columns} == {"name"}


@pytest.mark.parametrize("make", [template_csv, template_xlsx])
def test_the_filled_template_uploads_without_a_finding(
    make: Callable[[], bytes], check: Callable, checking_database: Database
) -> None:
    report = check(checking_database, make())
    found = [each for each in report.issues if each.code != "name-differs"]  # the test calls all files .csv
    assert (found, report.counts["rows"], report.counts["added"]) == ([], 2, 2)


def test_the_workbook_has_the_same_rows_and_the_dictionary() -> None:
    found = sheets(template_xlsx())
    assert found[SHEET] == [list(COLUMNS), *example_rows()]
    assert found[SHEET] == list(csv.reader(io.StringIO(template_csv().decode("utf-8-sig"))))
    assert found[DICTIONARY_SHEET] == [list(HEADER), *[list(entry.cells) for entry in entries()]]


def test_the_workbook_is_read_at_its_inventory(settings: Settings) -> None:
    sheet = open_sheet(io.BytesIO(template_xlsx()), settings)
    assert (sheet.part, sheet.header, sheet.findings) == (SHEET, COLUMNS, ())
    assert [list(row) for row in zip(*next(sheet.batches).columns, strict=True)] == example_rows()


def test_closed_lists_drop_down() -> None:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(template_xlsx())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    closed = [name for name in COLUMNS if MEANINGS[name].values]
    assert f'<dataValidations count="{len(closed)}"' in sheet
    lists = sheets(template_xlsx())["Lists"]
    assert lists[0] == closed
    for place, name in enumerate(closed):
        values = [row[place] for row in lists[1:] if row[place]]
        assert values == list(MEANINGS[name].values or ())


def test_over_http(client: TestClient) -> None:
    for ending, kind in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        answer = client.get(f"/api/v1/uploads/template.{ending}")
        assert (answer.status_code, kind in answer.headers["content-type"]) == (200, True)
        assert f'filename="inventory-template.{ending}"' in answer.headers["content-disposition"]
    assert client.get("/api/v1/uploads/template.csv").content == template_csv()


def test_in_a_terminal(tmp_path: Path) -> None:
    out = tmp_path / "inventory.csv"
    assert CliRunner().invoke(app, ["template", "--out", str(out)]).exit_code == 0
    assert out.read_bytes() == template_csv()
    assert CliRunner().invoke(app, ["template", "--out", str(tmp_path / "inventory.doc")]).exit_code == 1


def test_without_a_name_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["template"]).exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "stemmap-template.xlsx")
    (tmp_path / "stemmap-template.xlsx").write_text("filled in")
    assert CliRunner().invoke(app, ["template"]).exit_code == 1
    assert (tmp_path / "stemmap-template.xlsx").read_text() == "filled in"
