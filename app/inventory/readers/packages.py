"""What kind of archive a ZIP is: a workbook, a map, a directory in tables, or simply one packed file."""

from pathlib import PurePosixPath
from typing import Final, Literal

from app.errors import InvalidFileError
from app.inventory.readers.archive import Archive
from app.inventory.readers.content import unsupported

Package = Literal["xlsx", "xlsb", "ods", "shapefile", "kmz", "datapackage", "packed"]
_BESIDE: Final = (
    ".txt",
    ".md",
    ".xml",
    ".pdf",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".qml",
    ".sld",
    ".lyr",
    ".html",
)
"""What may lie beside the data without being meant."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_FOREIGN: Final = (
    ("word/", "a Word document (DOCX)"),
    ("ppt/", "a PowerPoint file (PPTX)"),
    ("Index/", "an Apple Numbers or Pages document"),
    ("META-INF/MANIFEST.MF", "a Java program"),
)


def package_of(archive: Archive) -> Package:
    """What the archive is by its members. Raises UnsupportedFileError naming what we do not read."""
    names = archive.names
    for start, name in _FOREIGN:
        if any(each.startswith(start) for each in names):
            raise unsupported(name)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(each.startswith("xl/") for each in names) and "[Content_Types].xml" in names:
        return "xlsx"
    if "mimetype" in names:
        return _open_document(archive)
    if any(".gdb/" in each.lower() for each in names):
        raise unsupported("an Esri file geodatabase (export the layer as Shapefile or GeoPackage)")
    if archive.ending("datapackage.json"):
        return "datapackage"
    if archive.ending(".shp"):
        return "shapefile"
    return "kmz" if archive.ending(".kml") else "packed"


def _open_document(archive: Archive) -> Package:
    said = b"".join(archive.chunks("mimetype"))
    if said.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        return "ods"
    raise unsupported(
        "an OpenDocument text or drawing" if said.startswith(_OPEN_DOCUMENT) else "an e-book or other"
    )


def packed_member(archive: Archive, part: str | None) -> str:
    """The one member that is meant. Raises InvalidFileError naming the members when it is not clear."""
    if part is not None and part in archive.names:
        return part
    meant = [name for name in archive.names if PurePosixPath(name).suffix.lower() not in _BESIDE]
    candidates = meant or list(archive.names)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise InvalidFileError("The archive holds no file.", parameter="file")
    shown = ", ".join(candidates[:20])
    raise InvalidFileError(
        f"The archive holds several files ({shown}): send the one that is meant.", parameter="file"
    )


def kml_member(archive: Archive) -> str:
    """The document of a KMZ: doc.kml, else the first in it."""
    found = archive.ending(".kml")
    return next((name for name in found if PurePosixPath(name).name.lower() == "doc.kml"), found[0])
