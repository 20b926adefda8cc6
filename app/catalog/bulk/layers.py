"""FlatGeobuf and GeoPackage, written by GDAL from record batches: a batch is held at a time, the rest is on disk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from app.catalog.bulk.about import About
from app.catalog.bulk.batches import GEOMETRY, SCHEMA, batches
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import Source

LAYER: Final = "assets"
Watch = Callable[[Path], None]


def flatgeobuf(source: Source, question: Question, about: About, path: Path, watch: Watch) -> None:
    """FlatGeobuf without an index: an index has no place for assets without a point."""
    _write(source, question, about, path, watch, driver="FlatGeobuf", SPATIAL_INDEX="NO")


def geopackage(source: Source, question: Question, about: About, path: Path, watch: Watch) -> None:
    """GeoPackage with a spatial index, lists as JSON."""
    _write(source, question, about, path, watch, driver="GPKG")


def _write(
    source: Source, question: Question, about: About, path: Path, watch: Watch, **options: Any
) -> None:
    import pyogrio  # loads pandas and geopandas: an eighth of the service's start

    found = _Watched(batches(source, question), path, watch)
    try:
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(SCHEMA, iter(found)),
            path,
            layer=LAYER,
            geometry_name=GEOMETRY,
            geometry_type="Point",
            crs="OGC:CRS84",
            layer_metadata=dict(about.facts()),
            **options,
        )
    except Exception:
        if found.failure is not None:  # GDAL only says that the stream ended badly
            raise found.failure from None
        raise


class _Watched:
    """The batches, with a look at the file between them; remembers what went wrong."""

    def __init__(self, found: Iterator[Any], path: Path, watch: Watch) -> None:
        self._found, self._path, self._watch = found, path, watch
        self.failure: Exception | None = None

    def __iter__(self) -> Iterator[Any]:
        try:
            for batch in self._found:
                self._watch(self._path)
                yield batch
        except Exception as failure:
            self.failure = failure
            raise
