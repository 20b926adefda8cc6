"""Zipped Shapefiles: which of them, whether its parts are all there and fit, and the encoding of its text.

The coordinates and values are read in the child process, from copies under our own names.
"""

import struct
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from app.errors import InvalidFileError
from app.inventory.codes import Finding, finding
from app.inventory.readers import ReadOptions, Sheet
from app.inventory.readers.apart.job import INPUT, Job
from app.inventory.readers.apart.process import input_file, read_apart, work_folder
from app.inventory.readers.archive import Archive
from app.inventory.readers.code_pages import code_page_of
from app.inventory.readers.limits import Limits

_NEEDED: Final = (".shx", ".dbf")
_OPTIONAL: Final = (".prj", ".cpg")
_MAGIC = b"\x00\x00\x27\x0a"
_HEAD_BYTES = 100
_INDEX_ENTRY_BYTES = 8
_TABLE_HEAD_BYTES = 32
_AGAIN = "Export it again and zip all its files (.shp, .shx, .dbf, .prj, .cpg)."


@dataclass(frozen=True)
class _Layer:
    """One Shapefile of the archive: its members by ending."""

    name: str
    members: dict[str, str]


def read_shapefile(archive: Archive, options: ReadOptions, limits: Limits) -> Sheet:
    """Read the asked or the largest Shapefile of an archive. Raises InvalidFileError, TooLargeError."""
    layers = _layers(archive)
    folder = work_folder()
    try:
        chosen = _choose(archive, layers, options)
        for ending, member in chosen.members.items():
            with input_file(folder, ending).open("wb") as out:
                archive.copy(member, out)
        _check(input_file(folder, ".shp").parent, chosen.name)
        encoding, findings = code_page_of(
            input_file(folder, ".dbf"), input_file(folder, ".cpg"), options.encoding
        )
    except BaseException:
        folder.cleanup()
        raise
    input_file(folder, ".cpg").unlink(missing_ok=True)
    sheet = read_apart(folder, Job("layer", ".shp", replace(options, part=None), limits, encoding))
    said = (*findings, *_said(chosen, layers, options), *sheet.findings)
    return replace(sheet, part=chosen.name, parts=tuple(layer.name for layer in layers), findings=said)


def _said(chosen: _Layer, layers: list[_Layer], options: ReadOptions) -> list[Finding]:
    others = [layer.name for layer in layers if layer is not chosen]
    if not others or options.part is not None:
        return []
    return [finding("part-chosen", 0, None, chosen.name, others=", ".join(others[:20]))]


def _layers(archive: Archive) -> list[_Layer]:
    by_lower = {name.lower(): name for name in archive.names}
    found = []
    for shp in archive.ending(".shp"):
        stem = shp[:-4]
        endings = (".shp", *_NEEDED, *_OPTIONAL)
        members = {end: by_lower[(stem + end).lower()] for end in endings if (stem + end).lower() in by_lower}
        missing = [end for end in _NEEDED if end not in members]
        if missing:
            raise InvalidFileError(
                f"The Shapefile “{PurePosixPath(stem).name}” has no {' and no '.join(missing)}. {_AGAIN}",
                parameter="file",
            )
        found.append(_Layer(stem, members))
    short = [PurePosixPath(layer.name).name for layer in found]
    if len(set(short)) < len(short):
        return found
    return [replace(layer, name=name) for layer, name in zip(found, short, strict=True)]


def _choose(archive: Archive, layers: list[_Layer], options: ReadOptions) -> _Layer:
    if options.part is None:
        return max(layers, key=lambda layer: _records(next(archive.chunks(layer.members[".dbf"]), b"")))
    for layer in layers:
        if layer.name == options.part:
            return layer
    names = ", ".join(layer.name for layer in layers[:20])
    raise InvalidFileError(f"There is no layer “{options.part[:100]}”; there are {names}.", parameter="part")


def _records(head: bytes) -> int:
    return int(struct.unpack("<I", head[4:8])[0]) if len(head) >= 8 else 0


def _check(folder: Path, name: str) -> None:
    """The parts must be as long as they say and belong together. Raises InvalidFileError."""
    for ending in (".shp", ".shx"):
        if not _whole_index(folder / f"{INPUT}{ending}"):
            raise InvalidFileError(f"{name}{ending} is damaged or cut off. {_AGAIN}", parameter="file")
    dbf = folder / f"{INPUT}.dbf"
    with dbf.open("rb") as file:
        head = file.read(_TABLE_HEAD_BYTES)
    records = _records(head)
    start, length = struct.unpack("<HH", head[8:12]) if len(head) == _TABLE_HEAD_BYTES else (0, 0)
    if not start or not length or dbf.stat().st_size < start + records * length:
        raise InvalidFileError(f"{name}.dbf is damaged or cut off. {_AGAIN}", parameter="file")
    shapes = ((folder / f"{INPUT}.shx").stat().st_size - _HEAD_BYTES) // _INDEX_ENTRY_BYTES
    if records != shapes:
        raise InvalidFileError(
            f"“{name}” has {shapes:,} shapes but {records:,} rows in its .dbf. {_AGAIN}", parameter="file"
        )


def _whole_index(path: Path) -> bool:
    """Whether a .shp or .shx begins as one and is as long as it says (in words of two bytes)."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES or head[:4] != _MAGIC:
        return False
    return int(struct.unpack(">I", head[24:28])[0]) * 2 == path.stat().st_size
