"""KML and what is in a KMZ: placemarks with their data and a point on their shape. Links are never followed.

The XML parser refuses document types and entities, and one placemark is in memory at a time.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from app.errors import InvalidFileError, TooLargeError
from app.inventory.codes import finding
from app.inventory.readers import SHAPE_LAT, SHAPE_LON, ReadOptions, Sheet
from app.inventory.readers.headers import check_header, clean_name
from app.inventory.readers.kml_shapes import Shape, shapes_of
from app.inventory.readers.limits import Limits
from app.inventory.readers.points import ShapeCount, points_on
from app.inventory.readers.scratch import BATCH_ROWS, RowWriter, scratch_file, stored_batches

_OWN: Final = ("name", "description", "address", "phoneNumber")
_FOLDER = "folder"
_TAG = re.compile(r"<[^<>]*>")


class _Counted:
    """A file that stops giving when one thing in it is too large to hold."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._file, self._most, self.since = file, limits.feature_bytes, 0

    def read(self, size: int = -1) -> bytes:
        self.since += size
        if self.since > self._most:
            raise TooLargeError(
                f"One placemark is larger than {self._most / 2**20:,.0f} MiB: simplify its shape.",
                parameter="file",
            )
        return self._file.read(size)


@dataclass
class _Reading:
    """Columns by their place, and what is to be said."""

    limits: Limits
    columns: dict[str, int] = field(default_factory=dict)
    shapes: ShapeCount = field(default_factory=ShapeCount)
    links: int = 0

    def place(self, name: str) -> int:
        place = self.columns.setdefault(name, len(self.columns))
        if place >= self.limits.columns:
            raise TooLargeError(
                f"The placemarks have more than {self.limits.columns} kinds of data: leave out what is not needed.",
                parameter="file",
            )
        return place


def read_kml(file: IO[bytes], options: ReadOptions, limits: Limits) -> Sheet:  # noqa: ARG001 - KML has no choices
    """Read the placemarks of `file`. Raises InvalidFileError with the line, TooLargeError."""
    reading = _Reading(limits)
    out = scratch_file()
    try:
        rows = RowWriter(out, limits.rows)
        _write(file, reading, rows)
        rows.flush()
        header = (SHAPE_LON, SHAPE_LAT, *map(clean_name, reading.columns))
        check_header(header, limits.columns, sure=True)
        if not rows.count:
            raise InvalidFileError(_nothing(reading), parameter="file")
    except BaseException:
        out.close()
        raise
    findings = [*rows.findings()]
    if reading.shapes.others:
        findings.append(finding("shape-not-point", reading.shapes.first_row, count=reading.shapes.others))
    if reading.links:
        findings.append(finding("link-not-followed", 0, count=reading.links))
    return Sheet("kml", None, header, stored_batches(out, len(header)), tuple(findings))


def _nothing(reading: _Reading) -> str:
    if reading.links:
        return (
            "The file only links to other files, and links are not followed: open it in Google Earth and save the"
            " places themselves."
        )
    return "The file holds no placemarks."


def _write(file: IO[bytes], reading: _Reading, rows: RowWriter) -> None:
    file.seek(0)
    number = 0
    waiting: list[tuple[Shape, list[str]]] = []
    try:
        for mark, folder in _placemarks(_Counted(file, reading.limits), reading):
            waiting.append(
                (shapes_of(mark, number + len(waiting) + 1, reading.limits), _cells(mark, folder, reading))
            )
            if len(waiting) == BATCH_ROWS:
                number = _flush(waiting, number, reading, rows)
    except DefusedXmlException as error:
        raise InvalidFileError(
            "The XML declares a document type or entities, which are not read: save the file again in Google Earth.",
            parameter="file",
        ) from error
    except (ParseError, UnicodeError, ValueError, LookupError) as error:
        raise InvalidFileError(
            f"The XML is broken ({error}): export the file again.", parameter="file"
        ) from error
    _flush(waiting, number, reading, rows)


def _flush(waiting: list[tuple[Shape, list[str]]], number: int, reading: _Reading, rows: RowWriter) -> int:
    """Write the waiting placemarks; returns the number of the last one."""
    numbers = list(range(number + 1, number + len(waiting) + 1))
    points = points_on(
        np.array([shape.made for shape, _ in waiting], dtype=object),
        numbers,
        None,
        reading.limits.vertices,
        reading.shapes,
    )
    for row, lon, lat, (shape, cells) in zip(numbers, *points, waiting, strict=True):
        rows.add(row, [shape.unread or lon, shape.unread or lat, *cells])
    waiting.clear()
    return numbers[-1] if numbers else number


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _placemarks(file: _Counted, reading: _Reading) -> Iterator[tuple[Element, str]]:
    """Each placemark with the names of the folders it is in; forgotten when taken."""
    path: list[Element] = []
    folders: list[str] = []
    inside = 0
    for event, element in iterparse(file, ("start", "end"), forbid_dtd=True):
        name = _local(element)
        if event == "start":
            path.append(element)
            _refuse_deep(path, reading.limits)
            inside += name == "Placemark"
            folders += [""] * (name == "Folder")
            continue
        path.pop()
        if name == "name" and path and _local(path[-1]) == "Folder" and folders:
            folders[-1] = (element.text or "").strip()
        if name == "Placemark":
            inside -= 1
            yield element, " / ".join(filter(None, folders))
        if name == "Folder":
            folders.pop()
        reading.links += name == "NetworkLink"
        if not inside:
            file.since = 0
            element.clear()
            if path:
                path[-1].remove(element)


def _refuse_deep(path: list[Element], limits: Limits) -> None:
    if len(path) > limits.depth:
        raise InvalidFileError(
            f"Elements are nested deeper than {limits.depth}: flatten the file.", parameter="file"
        )


def _cells(mark: Element, folder: str, reading: _Reading) -> list[str]:
    found = {name: text for name, text in _values(mark) if text}
    if folder:
        found.setdefault(_FOLDER, folder)
    places = [reading.place(name) for name in found]
    cells = [""] * len(reading.columns)
    for place, text in zip(places, found.values(), strict=True):
        cells[place] = text
    return cells


def _values(mark: Element) -> Iterator[tuple[str, str]]:
    own = {}
    for child in mark:
        if _local(child) in _OWN:
            own[_local(child)] = _plain(child.text or "")
    yield from own.items()
    for data in mark.iter():
        name = data.get("name")
        if name is None or _local(data) not in ("Data", "SimpleData"):
            continue
        text = _plain((data.text if _local(data) == "SimpleData" else _value_of(data)) or "")
        known = next((each for each in _OWN if each.casefold() == name.casefold()), None)
        if known is None:
            yield name, text
        elif own.get(known) != text:
            yield f"{name} (data)", text


def _value_of(data: Element) -> str | None:
    return next((child.text for child in data if _local(child) == "value"), None)


def _plain(text: str) -> str:
    """The words of a balloon's HTML."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(html.unescape(text).split()) if "&" in text or "\n" in text else text.strip()
