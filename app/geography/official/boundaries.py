"""`stemmap load boundaries`: Census boundary files, or any polygons with a column of codes and one of names.

NAD83 degrees (EPSG:4269), in which the Census Bureau publishes, are taken for WGS84: they differ by about a metre, less
than the lines are sure of. Other systems are transformed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.errors import BadParameterError, InvalidFileError, TooLargeError
from app.geography.official.areas import publish_areas, stage_areas
from app.geography.official.layers import area_of_row, column, kind_of
from app.geography.official.publishing import Edition
from app.geography.official.report import FileReport
from app.geography.official.vintages import year_of
from app.settings import Settings
from app.vocabulary.codes import AREA_KINDS

_DEGREES: Final = ("EPSG:4326", "EPSG:4269", "OGC:CRS84")
_POLYGONS: Final = (3, 6)
_WKB_TYPE: Final = slice(1, 5)
PAGE: Final = "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html"


@dataclass(frozen=True)
class OwnColumns:
    """The columns of an operator's own polygons: codes and names."""

    code: str
    name: str


def load_boundaries(
    session: Session,
    path: Path,
    settings: Settings,
    said: int | None,
    progress: Callable[[int], None],
    own: OwnColumns | None = None,
) -> Iterator[FileReport]:
    """Load the areas of `path`, with `own` columns as areas of the kind `custom`. The transaction is the caller's."""
    layer = _Layer(path, settings)
    if own is not None:
        report, edition = _own(layer, own, path, said)
    else:
        report, edition = _census(layer, path, said)
    stage_areas(session, _rows(layer, own, report, settings, progress))
    publish_areas(session, edition, report, centers=False)
    yield report


def _census(layer: "_Layer", path: Path, said: int | None) -> tuple[FileReport, Edition]:
    kind = kind_of(layer.columns)
    if kind is None:
        raise InvalidFileError(
            f"{path.name} is no Census boundary file: it has no GEOID (its columns: "
            f"{', '.join(layer.columns) or 'none'}). "
            "For polygons of your own name two columns: --id COLUMN --name COLUMN.",
            parameter="file",
        )
    year = year_of((path.name, *layer.names), said)
    edition = Edition(
        f"census-boundaries-{year}", f"Cartographic boundaries and TIGER/Line, {year}", "U.S. Census Bureau",
        str(year), year, "counted", PAGE,
    )  # fmt: skip
    return FileReport(path.name, f"Boundaries {year}: {AREA_KINDS.label(kind).lower()}"), edition


def _own(layer: "_Layer", own: OwnColumns, path: Path, said: int | None) -> tuple[FileReport, Edition]:
    for each in (own.code, own.name):
        if each not in layer.columns:
            raise BadParameterError(
                f"{path.name} has no column {each!r}.", parameter="id or name", accepted=layer.columns
            )
    year = year_of((path.name,), said)
    edition = Edition(
        "custom-areas", "Areas of the operator's own", "The operator of this service", str(year), year, "counted", "",
        licence="As the operator says",
    )  # fmt: skip
    return FileReport(path.name, f"Own areas {year} (kind custom)"), edition


def _rows(
    layer: "_Layer", own: OwnColumns | None, report: FileReport, settings: Settings, progress: Callable[[int], None]
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    """Rows of AREA_COLUMNS; what is left out is counted in `report`."""
    kind = kind_of(layer.columns)
    land = column(layer.columns, "ALAND")
    for row, boundary in layer.rows():
        report.rows += 1
        if report.rows > settings.load_max_rows:
            raise TooLargeError(
                f"The file has more than {settings.load_max_rows:,} rows (setting load_max_rows)."
            )
        area = _own_area(row, own) if own is not None else area_of_row(kind or "", row)
        if isinstance(area, tuple) and not _is_polygon(boundary):
            area = "no polygon"
        if isinstance(area, str):
            report.left_out[area] += 1
        else:
            yield (*area, boundary, row[land] if land else None)
        progress(report.rows)


def _own_area(row: dict[str, Any], own: OwnColumns) -> tuple[Any, ...] | str:
    code, name = ("" if row[each] is None else str(row[each]).strip() for each in (own.code, own.name))
    return ("custom", code, name or code, None, None, None, None) if code else f"no code in {own.code}"


def _is_polygon(boundary: bytes | None) -> bool:
    if boundary is None:
        return False
    kind = int.from_bytes(boundary[_WKB_TYPE], "little" if boundary[0] == 1 else "big")
    return kind % 1000 in _POLYGONS


class _Layer:
    """The only layer of a vector file GDAL reads: columns, and rows with their outline as WKB in degrees."""

    def __init__(self, path: Path, settings: Settings) -> None:
        import pyogrio

        if not path.is_file():
            raise InvalidFileError(f"There is no file {path}.")
        if path.stat().st_size > settings.load_max_bytes:
            raise TooLargeError(
                f"{path.name} has more than {settings.load_max_bytes:,} bytes (setting load_max_bytes)."
            )
        try:
            self.names = [str(name) for name, _ in pyogrio.list_layers(path)]
            if len(self.names) != 1:
                raise InvalidFileError(
                    f"{path.name} holds {len(self.names)} layers: one is expected; export one of them."
                )
            info = pyogrio.read_info(path, force_feature_count=False)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise InvalidFileError(f"{path.name} holds no boundaries that can be read: {error}.") from error
        self.path, self.crs = path, info["crs"]
        self.columns = [str(name) for name in info["fields"]]

    def rows(self) -> Iterator[tuple[dict[str, Any], bytes | None]]:
        """Each feature: its columns, and its outline as WKB."""
        import pyogrio

        with pyogrio.open_arrow(self.path, batch_size=1000, use_pyarrow=True) as (meta, reader):
            geometry = meta["geometry_name"] or "wkb_geometry"
            for batch in reader:
                outlines = self._in_degrees(batch[geometry].to_pylist())
                rows = batch.drop_columns([geometry]).to_pylist()
                yield from zip(rows, outlines, strict=True)

    def _in_degrees(self, outlines: list[bytes | None]) -> list[bytes | None]:
        import shapely

        shapes = shapely.force_2d(shapely.from_wkb(outlines, on_invalid="ignore"))
        if self.crs is not None and self.crs not in _DEGREES:
            from pyproj import Transformer

            move = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)
            moved: Any = move.transform
            shapes = shapely.transform(shapes, moved, interleaved=False)
        return list(shapely.to_wkb(shapes, byte_order=1))
