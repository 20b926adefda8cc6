"""An answer as GeoParquet and as a workbook: the columns of the CSV with their types, and how it came about."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np
import orjson

from app.catalog.bulk.workbook import CELL_MAX, OPTIONS, SheetWriter, TooManyRowsError, write_texts
from app.coverage.document import Analysis, analysis_document, answer_document
from app.coverage.results import AreaGaps, CoverageAnswer
from app.coverage.tables import area_rows, columns_of
from app.settings import Settings

_WKB: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
"""A point as little-endian WKB (OGC 06-103r4, 8.2.9)."""
_TEXTS: Final = (
    "geoid", "name", "state", "county_geoid", "county_name", "nearest_asset_id", "nearest_asset_name", "reliability",
    "confidence", "confidence_reason", "tier", "gap_by", "quadrant",
)  # fmt: skip
_FLAGS: Final = ("edge", "no_supply_in_reach", "gap", "decided", "significant")
_ABOUT: Final = ("question", "as_of", "data_version", "words", "sources", "method", "identities", "preset")


def about_answer(answer: CoverageAnswer) -> dict[str, str]:
    """What a file says of itself: the question, the words, the sources and the method, each as a text."""
    document = answer_document(answer, 1)
    return {name: _text(document[name]) for name in _ABOUT}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def answer_parquet(answer: CoverageAnswer) -> bytes:
    """All areas as GeoParquet 1.1, each at its point, with `about_answer` as metadata."""
    return areas_parquet(answer.areas, about_answer(answer))


def about_analysis(found: Analysis, today: date, record: dict[str, Any]) -> dict[str, str]:
    """What a file says of an analysis: all but its areas, each part as a text."""
    document = analysis_document(found, today, record, 0)
    return {name: _text(value) for name, value in document.items() if name != "areas"}


def areas_parquet(areas: AreaGaps, about: dict[str, str]) -> bytes:
    """As answer_parquet, of any areas."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    from app.catalog.bulk.parquet import geo_metadata

    columns = columns_of(areas)
    values = list(zip(*area_rows(areas), strict=True)) or [()] * len(columns)
    arrays = [
        pa.array(
            [str(each) if name == "nearest_asset_id" and each else each for each in column], _arrow(pa, name)
        )
        for name, column in zip(columns, values, strict=True)
    ]
    points = np.zeros(len(areas), dtype=_WKB)
    points["order"], points["type"], points["lon"], points["lat"] = 1, 1, areas.lon, areas.lat
    geometry = pa.array([point.tobytes() for point in points], pa.binary())
    box = None
    if len(areas):
        box = [float(each) for each in (areas.lon.min(), areas.lat.min(), areas.lon.max(), areas.lat.max())]
    about = about | {"geo": json.dumps(geo_metadata(box, covered=False))}
    table = pa.table([*arrays, geometry], names=[*columns, "geometry"]).replace_schema_metadata(about)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _arrow(pa: Any, name: str) -> Any:
    if name in _TEXTS:
        return pa.string()
    if name in _FLAGS:
        return pa.bool_()
    return pa.int32() if name == "rank" else pa.float64()


def answer_xlsx(answer: CoverageAnswer, settings: Settings) -> bytes:
    """A workbook: areas, states, groups, and a sheet of the method. Raises TooManyRowsError above `xlsx_rows_max`."""
    document = answer_document(answer, 1)
    sheets = {
        "States": document["states"],
        "Groups": [_flat(each) for each in document["groups"]],
        "Sensitivity": document["sensitivity"],
    }
    method = [(name, _text(value)) for name, value in document["method"].items() if value is not None]
    about = [*about_answer(answer).items(), *method, *_inequality(document)]
    return areas_xlsx(answer.areas, sheets, about, settings)


def areas_xlsx(
    areas: AreaGaps,
    sheets: Mapping[str, Sequence[dict[str, Any]]],
    about: Sequence[tuple[str, str]],
    settings: Settings,
) -> bytes:
    """As answer_xlsx, of any areas: `sheets` by title, and `about` as the method."""
    if len(areas) > settings.xlsx_rows_max:
        raise TooManyRowsError(
            f"A workbook takes {settings.xlsx_rows_max:,} areas at most: ask for .csv or .parquet, or fewer states."
        )
    from xlsxwriter import Workbook

    sink = io.BytesIO()
    with Workbook(sink, OPTIONS | {"in_memory": True, "constant_memory": False}) as book:
        bold = book.add_format({"bold": True})
        _sheet(book, "Areas", columns_of(areas), list(area_rows(areas)), bold)
        for title, records in sheets.items():
            _records(book, title, records, bold)
        write_texts(
            book.add_worksheet("Method"), [("What", "How")], [(a, b[:CELL_MAX]) for a, b in about], bold
        )
    return sink.getvalue()


def _inequality(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f"inequality {name}", str(value)) for name, value in document["inequality"].items()]


def _flat(group: dict[str, Any]) -> dict[str, Any]:
    """A group with its figures as columns: `people`, `people_margin`, `people_reliability`."""
    flat: dict[str, Any] = {}
    for name, value in group.items():
        if isinstance(value, dict):
            flat |= {
                name: value["value"],
                f"{name}_margin": value["margin"],
                f"{name}_reliability": value["reliability"],
            }
        else:
            flat[name] = value
    return flat


def _records(book: Any, title: str, records: Sequence[dict[str, Any]], bold: Any) -> None:
    if records:
        _sheet(book, title, tuple(records[0]), [tuple(each.values()) for each in records], bold)


def _sheet(
    book: Any, title: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]], bold: Any
) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    write_texts(sheet, [columns], [], bold)
    writer = SheetWriter(book, sheet)
    for number, row in enumerate(rows, start=1):
        writer.write(number, tuple(str(value) if isinstance(value, UUID) else value for value in row))
