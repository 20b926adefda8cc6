"""Opening whatever a state sends: what the bytes are decides who reads them; the name decides nothing."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, Final, Literal

from app.errors import InvalidFileError
from app.inventory.codes import Finding, finding
from app.inventory.readers import AS_IT_IS, ReadOptions, Sheet
from app.inventory.readers.apart.job import Job
from app.inventory.readers.apart.process import input_file, read_apart, work_folder
from app.inventory.readers.archive import Archive
from app.inventory.readers.content import Kind, recognise
from app.inventory.readers.csv import read_csv
from app.inventory.readers.geojson import read_geojson
from app.inventory.readers.gunzip import gunzip, unpacked_too_large
from app.inventory.readers.hsds import read_hsds
from app.inventory.readers.kml import read_kml
from app.inventory.readers.limits import Limits, limits_of
from app.inventory.readers.packages import kml_member, package_of, packed_member
from app.inventory.readers.scratch import HeldBatches, scratch_file
from app.inventory.readers.shapefile import read_shapefile
from app.inventory.readers.workbook_scan import scan_workbook
from app.settings import Settings

_DEEPEST = 2
"""A packed file, or a workbook in a packed file; no archives in archives in archives."""
_CHUNK_BYTES = 2**20
_ENDINGS: Final = {
    "csv": (".csv", ".tsv", ".txt", ".tab"),
    "xlsx": (".xlsx", ".xlsm"),
    "xlsb": (".xlsb",),
    "xls": (".xls",),
    "ods": (".ods",),
    "geojson": (".geojson", ".json", ".geojsonl", ".ndjson", ".geojsons"),
    "gpkg": (".gpkg",),
    "kml": (".kml", ".kmz"),
}


def open_sheet(file: IO[bytes], settings: Settings, options: ReadOptions = AS_IT_IS) -> Sheet:
    """Open `file` (binary, seekable; the caller closes it) in whatever format it is.

    Raises UnsupportedFileError (415) naming a format that is not read, TooLargeError (413) over a limit, and
    InvalidFileError (422) with place and cure; for CSV the last two also while batches are taken.
    """
    sheet = _open(file, settings, limits_of(settings), options, 0)
    said = _name_said(sheet, options.file_name)
    return replace(sheet, findings=(*said, *sheet.findings)) if said else sheet


def _open(file: IO[bytes], settings: Settings, limits: Limits, options: ReadOptions, depth: int) -> Sheet:
    kind = recognise(file)
    if kind == "gzip":
        return _inner(gunzip(file, limits), settings, limits, options, depth)
    if kind == "zip":
        return _archive(file, settings, limits, options, depth)
    return _plain(kind, file, settings, limits, options)


def _plain(kind: Kind, file: IO[bytes], settings: Settings, limits: Limits, options: ReadOptions) -> Sheet:
    if kind == "xls":
        return _apart("workbook", ".xls", file, limits, options)
    if kind == "gpkg":
        return _apart("layer", ".gpkg", file, limits, options)
    if kind == "json":
        return read_geojson(file, options, limits)
    if kind == "kml":
        return read_kml(file, options, limits)
    return read_csv(file, settings, options)


def _apart(
    reader: Literal["workbook", "layer"], suffix: str, file: IO[bytes], limits: Limits, options: ReadOptions
) -> Sheet:
    folder = work_folder()
    try:
        with input_file(folder, suffix).open("wb") as out:
            file.seek(0)
            while chunk := file.read(_CHUNK_BYTES):
                out.write(chunk)
    except BaseException:
        folder.cleanup()
        raise
    return read_apart(folder, Job(reader, suffix, options, limits))


def _archive(file: IO[bytes], settings: Settings, limits: Limits, options: ReadOptions, depth: int) -> Sheet:
    archive = Archive(file, limits)
    kind = package_of(archive)
    if kind in ("xlsx", "xlsb", "ods"):
        said = scan_workbook(archive)
        sheet = _apart("workbook", "." + kind, file, limits, options)
        return replace(sheet, findings=(*sheet.findings, *said))
    if kind == "shapefile":
        return read_shapefile(archive, options, limits)
    if kind == "datapackage":
        return read_hsds(archive, limits)
    name = kml_member(archive) if kind == "kmz" else packed_member(archive, options.part)
    return _inner(_unpacked(archive, name, limits), settings, limits, options, depth)


def _unpacked(archive: Archive, name: str, limits: Limits) -> IO[bytes]:
    out = scratch_file()
    try:
        archive.copy(name, out)
        if out.tell() > limits.unpacked_bytes:
            raise unpacked_too_large(limits)
    except BaseException:
        out.close()
        raise
    return out


def _inner(file: IO[bytes], settings: Settings, limits: Limits, options: ReadOptions, depth: int) -> Sheet:
    """Open what was packed; the unpacked file lives as long as its batches."""
    with ExitStack() as held:
        held.callback(file.close)
        if depth + 1 > _DEEPEST:
            raise InvalidFileError(
                "The file is an archive in an archive in an archive: send the file itself.", parameter="file"
            )
        sheet = _open(file, settings, limits, options, depth + 1)
        return replace(sheet, batches=HeldBatches(sheet.batches, held.pop_all()))


def _name_said(sheet: Sheet, file_name: str | None) -> list[Finding]:
    ending = PurePosixPath(file_name or "").suffix.lower()
    known = {each for endings in _ENDINGS.values() for each in endings}
    if ending not in known or ending in _ENDINGS.get(sheet.format, ()):
        return []
    return [finding("name-differs", 0, None, ending, format=sheet.format)]
