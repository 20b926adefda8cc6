"""Shapefile and GeoPackage layers by GDAL. Runs in the child; read in pieces, so memory does not grow.

Text of Shapefiles arrives byte for byte (as ISO-8859-1) and is decoded here by what the parent found out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.inventory.readers.apart import drivers  # isort: skip - before GDAL is loaded
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyogrio.raw import read

from app.errors import InvalidFileError, UnsupportedFileError
from app.inventory.codes import Finding, finding
from app.inventory.readers import SHAPE_LAT, SHAPE_LON
from app.inventory.readers.apart.job import INPUT, Job, Outcome
from app.inventory.readers.cell_text import number_text
from app.inventory.readers.headers import check_header, clean_name
from app.inventory.readers.points import ShapeCount, points_on
from app.inventory.readers.scratch import BATCH_ROWS, RowWriter

if TYPE_CHECKING:
    from pyproj import Transformer

_BYTES = "ISO-8859-1"
_GDAL_ERRORS = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError, UnicodeError)
_DEGREES = ("EPSG:4326", "EPSG:4269")
"""WGS84 and NAD83, a metre apart."""
_YES_NO = {1: "yes", 0: "no"}
_MIDNIGHT = ("T00:00:00.000", "T00:00:00")


@dataclass
class _Layer:
    """One layer: `encoding` is that of its text where it arrives as bytes, `way` leads to WGS84."""

    path: str
    name: str
    info: dict[str, Any]
    encoding: str | None
    shaped: bool
    way: "Transformer | None" = None


def read_layer(job: Job, rows: RowWriter) -> Outcome:
    """Read the asked or the largest layer. Raises InvalidFileError, UnsupportedFileError, TooLargeError."""
    try:
        return _read(job, rows)
    except _GDAL_ERRORS as error:
        if "out of memory" in str(error):
            raise MemoryError from error
        raise InvalidFileError(
            f"The layer cannot be read ({str(error).partition(';')[0][:200]}):"
            " open the file in your GIS and export it again.",
            parameter="file",
        ) from error


def _read(job: Job, rows: RowWriter) -> Outcome:
    path = INPUT + job.suffix
    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    layer = _choose(path, names, job)
    count = ShapeCount()
    findings = _place(layer, job)
    header = _header(layer)
    check_header(header, job.limits.columns, sure=True)
    _write(layer, rows, job, count)
    rows.flush()
    if not rows.count:
        raise InvalidFileError("The layer holds no features.", parameter="file")
    if count.others:
        findings.append(finding("shape-not-point", count.first_row, count=count.others))
    if len(names) > 1 and job.options.part is None:
        others = ", ".join(name for name in names if name != layer.name)
        findings.append(finding("part-chosen", 0, None, layer.name, others=others[:500]))
    kind = "gpkg" if job.suffix == ".gpkg" else "shapefile"
    return Outcome(kind, header, (*findings, *rows.findings()), layer.name, tuple(names), job.encoding)


def _choose(path: str, names: list[str], job: Job) -> _Layer:
    wanted = job.options.part
    if not names:
        raise UnsupportedFileError("The GeoPackage holds no layer or table.", parameter="file")
    if wanted is not None and wanted not in names:
        raise InvalidFileError(
            f"There is no layer “{wanted[:100]}”; there are {', '.join(names[:20])}.", parameter="part"
        )
    encoding = _BYTES if job.suffix == ".shp" else None
    found = [_info(path, name, encoding) for name in ([wanted] if wanted is not None else names)]
    infos = [info for info in found if not isinstance(info, Exception)]
    if not infos:
        raise next(error for error in found if isinstance(error, Exception))
    info = max(infos, key=lambda info: info["features"])
    shaped = info["geometry_type"] is not None
    return _Layer(path, info["layer_name"], info, job.encoding if encoding else None, shaped)


def _info(path: str, name: str, encoding: str | None) -> dict[str, Any] | Exception:
    """What a layer is, or why it cannot be opened: one broken view is no reason to refuse the others."""
    try:
        found: dict[str, Any] = pyogrio.read_info(
            path, layer=name, encoding=encoding, force_feature_count=True
        )
    except _GDAL_ERRORS as error:
        return error
    return found


def _place(layer: _Layer, job: Job) -> list[Finding]:
    """Find the way to WGS84; says so where there is one to go."""
    said = job.options.crs or layer.info["crs"]
    if not layer.shaped or said in _DEGREES:
        return []
    if not said:
        raise InvalidFileError(
            "The file does not say which coordinate system it uses (a Shapefile needs its .prj): export it again in"
            " WGS84, or name the system when you send it, for example EPSG:26913.",
            parameter="crs",
        )
    from app.inventory.readers.crs import given_crs, known_crs, to_wgs84  # slow to load, seldom needed

    crs = given_crs(said) if job.options.crs else known_crs(said)
    layer.way = to_wgs84(crs)
    return [] if layer.way is None else [finding("shape-transformed", 0, None, crs.name)]


def _header(layer: _Layer) -> tuple[str, ...]:
    fields = tuple(clean_name(_decoded(name, layer)) for name in layer.info["fields"])
    return (SHAPE_LON, SHAPE_LAT, *fields) if layer.shaped else fields


def _decoded(text: str, layer: _Layer) -> str:
    if layer.encoding is None or text.isascii():
        return text
    return text.encode(_BYTES).decode(layer.encoding, "replace")


def _write(layer: _Layer, rows: RowWriter, job: Job, count: ShapeCount) -> None:
    done, more = 0, True
    while more:
        _, _, shapes, fields = read(
            layer.path,
            layer=layer.name,
            encoding=_BYTES if layer.encoding else None,
            read_geometry=layer.shaped,
            force_2d=True,
            skip_features=done,
            max_features=BATCH_ROWS,
            datetime_as_string=True,
        )
        columns = [
            _texts(each, kind, layer) for each, kind in zip(fields, layer.info["ogr_subtypes"], strict=True)
        ]
        taken = len(shapes) if layer.shaped else len(columns[0]) if columns else 0
        numbers = list(range(done + 1, done + taken + 1))
        if layer.shaped and taken:
            wkb = shapely.from_wkb(shapes, on_invalid="ignore")
            columns[:0] = points_on(wkb, numbers, layer.way, job.limits.vertices, count)
        for number, cells in zip(numbers, zip(*columns, strict=True), strict=True):
            rows.add(number, cells)
        done += taken
        more = taken == BATCH_ROWS


def _texts(values: Any, kind: str, layer: _Layer) -> list[str]:
    """One field's values as text; yes and no arrive as numbers where some are missing."""
    if kind == "OFSTBoolean":
        return [_YES_NO.get(value, "") for value in values.tolist()]
    return [_text(value, layer) for value in values.tolist()]


def _text(value: Any, layer: _Layer) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        text = _decoded(value, layer).strip()
        return next((text.removesuffix(end) for end in _MIDNIGHT if text.endswith(end)), text)
    return number_text(value) if isinstance(value, int | float) else ""


assert drivers.ALLOWED  # noqa: S101 - loaded for what it does
