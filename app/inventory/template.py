"""The empty file a state may start from: our field names, two example rows, a data dictionary, drop-down lists."""

import csv
import io
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from app.inventory.dictionary import HEADER, LISTS_SHEET, entries
from app.inventory.dictionary import SHEET as DICTIONARY_SHEET
from app.inventory.fields.meanings import MEANINGS

SHEET: Final = "Inventory"
_ROWS = 5_000
"""How many rows of the sheet have drop-down lists and formats."""
COLUMNS: Final = tuple(name for name in MEANINGS if name not in ("ages", "lat_lon", "service_radius_km"))
"""The template has what can be in one column or two in columns of their own, and radius in miles."""
_LIBRARY: Final = {
    "key": "EXAMPLE-1", "kind": "institution", "subtype": "library", "name": "Example Public Library",
    "description": "An example: write your own rows over these two.", "url": "https://www.example.org",
    "email": "library@example.org", "phone": "505-555-0100", "status": "active", "visibility": "public",
    "state": "NM", "address": "145 Washington Ave", "city": "Santa Fe", "postal_code": "87501",
    "lat": "35.6880", "lon": "-105.9395", "reach": "site", "disciplines": "general-science; computing",
    "grades": "K-12; adult", "audiences": "everyone", "languages": "English; Spanish", "seasons": "year-round",
    "cost": "free", "delivery_mode": "in-person", "accessibility": "wheelchair ramp",
}  # fmt: skip
_IN_EXAMPLE = tuple(
    name for name in COLUMNS
    if name not in ("restricted_to", "service_radius", "stops",
                    "ipeds_unitid", "nces_school", "nces_district", "opeid", "ein", "uei")
)  # fmt: skip
"""The second example fills all fields but the numbers that can be only one asset's."""


def example_rows() -> list[list[str]]:
    """Two rows of New Mexico under COLUMNS: a library and a program it runs."""
    program = {name: MEANINGS[name].example for name in _IN_EXAMPLE}
    return [[row.get(name, "") for name in COLUMNS] for row in (_LIBRARY, program)]


def template_csv() -> bytes:
    """The template as CSV, with a byte order mark so that spreadsheet programs read it as UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *example_rows()])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """The template as a workbook: the inventory, the data dictionary and the lists behind the drop-downs."""
    buffer = io.BytesIO()
    with Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCE9F5", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        _inventory(sheet, head, text)
        _dictionary(
            book.add_worksheet(DICTIONARY_SHEET), head, book.add_format({"text_wrap": True, "valign": "top"})
        )
        _lists(book.add_worksheet(LISTS_SHEET), sheet)
    return buffer.getvalue()


def _inventory(sheet: Any, head: Any, text: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, max(12, len(name) + 3), text)
        sheet.write_string(0, place, name, head)
        sheet.write_comment(0, place, f"{MEANINGS[name].text} {MEANINGS[name].form}.")
    for number, row in enumerate(example_rows(), start=1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell, text)


def _dictionary(sheet: Any, head: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, 1)
    for place, (title, width) in enumerate(zip(HEADER, (20, 20, 40, 14, 60, 28, 70), strict=True)):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, title, head)
    for number, entry in enumerate(entries(), start=1):
        for place, cell in enumerate(entry.cells):
            sheet.write_string(number, place, cell, wrapped)


def _lists(sheet: Any, inventory: Any) -> None:
    """One column a vocabulary; cells that may hold several values get a list that forbids nothing."""
    sheet.hide()
    closed = [
        (place, name, values) for place, name in enumerate(COLUMNS) if (values := MEANINGS[name].values)
    ]
    for column, (place, name, values) in enumerate(closed):
        sheet.write_column(0, column, [name, *values])
        inventory.data_validation(1, place, _ROWS, place, _validation(name, column, len(values)))


def _validation(name: str, column: int, count: int) -> dict[str, Any]:
    letter = xl_col_to_name(column)
    return {
        "validate": "list",
        "source": f"={LISTS_SHEET}!${letter}$2:${letter}${count + 1}",
        "ignore_blank": True,
        "show_error": False,
        "input_title": name[:32],
        "input_message": f"{MEANINGS[name].text} {MEANINGS[name].form}."[:255],
    }
