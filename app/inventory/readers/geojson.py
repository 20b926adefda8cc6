"""GeoJSON (RFC 7946): a collection, single features, one a line, or separated by RS (RFC 8142).

Properties become text: lists “a; b”, objects JSON. A shape that cannot be read is refused with its row only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, Final

from pyproj import Transformer

from app.errors import InvalidFileError, TooLargeError
from app.inventory.codes import Finding, finding
from app.inventory.readers import SHAPE_LAT, SHAPE_LON, ReadOptions, Sheet
from app.inventory.readers.content import unsupported
from app.inventory.readers.crs import given_crs, to_wgs84
from app.inventory.readers.geojson_shapes import crs_named, points_of
from app.inventory.readers.headers import check_header, clean_name
from app.inventory.readers.json_cut import JsonCutter, depth_of
from app.inventory.readers.limits import Limits
from app.inventory.readers.points import ShapeCount
from app.inventory.readers.properties import property_text
from app.inventory.readers.scratch import BATCH_ROWS, RowWriter, scratch_file, stored_batches

_NAN = "NaN"
_KEPT: Final = ("type", "crs", "id", "geometry", "properties", "attributes", "geometryType", "objects")
Feature = dict[str, Any]


@dataclass
class _Reading:
    """What is known so far: columns by their place, the crs member, and what is to be said."""

    limits: Limits
    columns: dict[str, int] = field(default_factory=dict)
    crs: Any = None
    not_numbers: int = 0
    first_not_number: tuple[int, str] = (0, "")
    shapes: ShapeCount = field(default_factory=ShapeCount)

    def place(self, name: str) -> int:
        """Where the property stands; a new one gets a column."""
        place = self.columns.setdefault(name, len(self.columns))
        if place >= self.limits.columns:
            raise TooLargeError(
                f"The features have more than {self.limits.columns} properties: leave out what is not needed.",
                parameter="file",
            )
        return place


def read_geojson(file: IO[bytes], options: ReadOptions, limits: Limits) -> Sheet:
    """Read features from `file`. Raises InvalidFileError, TooLargeError, UnsupportedFileError (other JSON)."""
    crs = given_crs(options.crs) if options.crs else None
    reading, sheet = _read(file, limits, to_wgs84(crs) if crs else None)
    named = crs_named(reading.crs) if crs is None else None
    if named is not None:  # only known now: a crs may be named behind its features
        sheet.close()
        crs = named
        reading, sheet = _read(file, limits, to_wgs84(crs))
    if crs is None or to_wgs84(crs) is None:
        return sheet
    said = finding("shape-transformed", 0, None, crs.name)
    return Sheet(sheet.format, sheet.encoding, sheet.header, sheet.batches, (said, *sheet.findings))


def _read(file: IO[bytes], limits: Limits, way: Transformer | None) -> tuple[_Reading, Sheet]:
    reading = _Reading(limits)
    out = scratch_file()
    try:
        rows = RowWriter(out, limits.rows)
        _write(_features(JsonCutter(file, limits), reading), reading, rows, way)
        rows.flush()
        header = (SHAPE_LON, SHAPE_LAT, *map(clean_name, reading.columns))
        check_header(header, limits.columns, sure=True)
        if not rows.count:
            raise InvalidFileError("The file holds no features.", parameter="file")
    except BaseException:
        out.close()
        raise
    findings = (*_said(reading), *rows.findings())
    return reading, Sheet("geojson", "utf-8", header, stored_batches(out, len(header)), findings)


def _said(reading: _Reading) -> Iterator[Finding]:
    if reading.shapes.others:
        yield finding("shape-not-point", reading.shapes.first_row, count=reading.shapes.others)
    if reading.not_numbers:
        row, column = reading.first_not_number
        yield finding("number-not-finite", row, column, _NAN, count=reading.not_numbers)


def _features(cutter: JsonCutter, reading: _Reading) -> Iterator[Feature]:
    """All features, whatever stands around them."""
    while first := cutter.peek():
        if first == b"[":
            yield from _elements(cutter)
        elif first == b"{":
            yield from _top(cutter, reading)
        else:
            raise unsupported("JSON, but not GeoJSON")


def _top(cutter: JsonCutter, reading: _Reading) -> Iterator[Feature]:
    """One outermost object: a collection, whose features are streamed, or a feature."""
    members: Feature = {}
    streamed = False
    cutter.take(b"{")
    while cutter.peek() != b"}":
        name = cutter.value()
        cutter.take(b":")
        if name == "features" and cutter.peek() == b"[":
            streamed = True
            yield from _elements(cutter)
        else:
            raw = cutter.raw()
            if name in _KEPT:
                members[name] = cutter.parsed(raw)
        if cutter.peek() != b"}":
            cutter.take(b",")
    cutter.take(b"}")
    reading.crs = members.get("crs", reading.crs)
    if not streamed:
        yield _checked(members)


def _elements(cutter: JsonCutter) -> Iterator[Feature]:
    cutter.take(b"[")
    while cutter.peek() != b"]":
        yield _checked(cutter.object())
        if cutter.peek() != b"]":
            cutter.take(b",")
    cutter.take(b"]")


def _checked(found: Any) -> Feature:
    """A feature; other JSON is refused by its name."""
    if isinstance(found, dict) and found.get("type") == "Feature":
        return found
    if isinstance(found, dict) and ("attributes" in found or "geometryType" in found):
        raise unsupported("Esri JSON (export it as GeoJSON: f=geojson)")
    if isinstance(found, dict) and found.get("type") == "Topology":
        raise unsupported("TopoJSON (export it as GeoJSON)")
    raise unsupported("JSON, but not GeoJSON")


def _write(features: Iterator[Feature], reading: _Reading, rows: RowWriter, way: Transformer | None) -> None:
    done = 0
    while batch := list(islice(features, BATCH_ROWS)):
        numbers = list(range(done + 1, done + len(batch) + 1))
        shapes = [each.get("geometry") for each in batch]
        lons, lats = points_of(shapes, numbers, way, reading.limits, reading.shapes)
        for number, lon, lat, feature in zip(numbers, lons, lats, batch, strict=True):
            rows.add(number, [lon, lat, *_cells(feature, number, reading)])
        done += len(batch)


def _cells(feature: Feature, number: int, reading: _Reading) -> list[str]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise InvalidFileError(f"The properties of feature {number} are no object.", parameter="file")
    if feature.get("id") is not None and not any(name.casefold() == "id" for name in properties):
        properties = {"id": feature["id"], **properties}
    columns, cells = reading.columns, [""] * len(reading.columns)
    for name, value in properties.items():
        place = columns.get(name)
        if place is None:
            place = reading.place(name)
            cells.append("")
        cells[place] = (
            value.strip() if type(value) is str and value != _NAN else _cell(name, value, number, reading)
        )
    return cells


def _cell(name: str, value: Any, number: int, reading: _Reading) -> str:
    if value == _NAN:
        reading.not_numbers += 1
        reading.first_not_number = reading.first_not_number if reading.first_not_number[0] else (number, name)
        return ""
    if isinstance(value, list | dict) and depth_of(value, reading.limits.depth) > reading.limits.depth:
        raise InvalidFileError(
            f"In feature {number}, “{name[:100]}” is nested deeper than {reading.limits.depth}: flatten it.",
            parameter="file",
        )
    return property_text(value)
