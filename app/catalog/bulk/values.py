"""A whole result row by row as Python values, for formats made in Python."""

from collections.abc import Iterator
from typing import Any

from app.catalog.bulk.batches import GEOMETRY, batches, spans
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import Source

Point = tuple[float, float] | None


def value_rows(source: Source, question: Question) -> Iterator[tuple[tuple[Any, ...], Point]]:
    """The values of FIELDS in their order, and (lon, lat) or None, for each asset."""
    for batch in batches(source, question):
        lon, lat = spans(batch)
        columns = [column.to_pylist() for column in batch.drop_columns([GEOMETRY]).columns]
        for values, x, y in zip(zip(*columns, strict=True), lon.tolist(), lat.tolist(), strict=True):
            yield values, (None if x != x else (x, y))
