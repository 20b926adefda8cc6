"""The whole public inventory as columns: read once for a version of the data and a day, for questions to take from.

One read of it costs about as much as the rows of one question did. Names and ids become Python values only where
somebody asks for one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from psycopg import Connection
from pyarrow import csv
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.facet_codes import Columns
from app.catalog.facet_sets import unpacked
from app.catalog.freshness import freshness_sql, freshness_values
from app.coverage.columns import KEY, Coded, Ids, Names
from app.coverage.geodesy import Floats, Indices
from app.coverage.statements import statement
from app.coverage.stops import StopPoint, stop_points

_CODED: Final = (
    "subtype",
    "state",
    "precision",
    "reach",
    "county_geoid",
    "postal_code",
    "freshness",
    "source",
)
_NAMES: Final = (
    "id", "name", "subtype", "state", "lon", "lat", "precision", "reach", "radius_m", "seats", "county_geoid",
    "postal_code", "freshness", "source", "areas", "stops", "packed",
)  # fmt: skip
_NUMBERS: Final = ("lon", "lat", "radius_m", "seats")
Column = Any
"""A column of Arrow; what the library says of its types leaves out most of them."""
_LINE_MOST: Final = 2**30


@dataclass(frozen=True, eq=False)
class PointsOfAssets:
    """From where assets reach people, m points in the order of assets: `asset` is the row of each point's."""

    lon: Floats
    lat: Floats
    share: Floats
    asset: Indices


@dataclass(frozen=True, eq=False)
class InventoryColumns:
    """The n public assets, ordered by id; active or not. `until`: days since 2000 to which each is current."""

    ids: Ids
    names: Names
    coded: dict[str, Coded]
    seats: Floats
    radius_m: Floats
    areas: dict[int, frozenset[str]]
    points: PointsOfAssets
    facets: Columns
    until: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)


def count_public(session: Session) -> int:
    """How many assets are public."""
    return session.scalar(text("SELECT count(*) FROM asset_facet")) or 0


def read_inventory(session: Session, today: date, half_life_days: float) -> InventoryColumns:
    """All public assets as of `today`, in one statement; stops halve with `half_life_days`."""
    table = _table(_copied(session, today))
    packed = bytes.fromhex(_joined(table["packed"]))
    until, facets = unpacked(packed)
    coded = {name: _coded(table[name]) for name in _CODED}
    numbers = {name: _numbers(table[name]) for name in _NUMBERS}
    areas = {at: frozenset(each.split()) for at, each in _given(table["areas"])}
    stops = {at: stop_points(json.loads(each), today, half_life_days) for at, each in _given(table["stops"])}
    return InventoryColumns(
        ids=Ids(np.frombuffer(bytes.fromhex(_joined(table["id"])), dtype=f"V{KEY}")),
        names=Names(table["name"].combine_chunks()),
        coded=coded,
        seats=numbers["seats"],
        radius_m=np.where(coded["reach"].of("radius"), np.nan_to_num(numbers["radius_m"]), 0.0),
        areas=areas,
        points=_points(numbers["lon"], numbers["lat"], areas, stops),
        facets=facets,
        until=until,
    )


def _copied(session: Session, today: date) -> bytes:
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - the service has one driver
    asked = statement("inventory_columns").text.format(freshness=freshness_sql("asset.verified_at"))
    into = BytesIO()
    with connection.cursor() as cursor, cursor.copy(asked.encode(), freshness_values(today)) as copied:
        for part in copied:
            into.write(part)
    return into.getvalue()


def _table(written: bytes) -> Mapping[str, Column]:
    few = pa.dictionary(pa.int32(), pa.string())
    types: dict[str, Any] = {name: few if name in _CODED else pa.string() for name in _NAMES}
    types |= dict.fromkeys(_NUMBERS, pa.float64())
    if not written:
        return {name: pa.chunked_array([pa.array([], type=types[name])]) for name in _NAMES}
    source: Any = pa.BufferReader(written)
    table: Any = csv.read_csv(
        source,
        csv.ReadOptions(
            column_names=list(_NAMES), use_threads=False, block_size=min(len(written) + 1, _LINE_MOST)
        ),
        csv.ParseOptions(newlines_in_values=True),
        # Nothing but nothing is null: an asset may be called N/A.
        csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )
    return cast("Mapping[str, Column]", table.unify_dictionaries())


def _joined(column: Column) -> str:
    return "".join(column.to_pylist())


def _coded(column: Column) -> Coded:
    whole = column.combine_chunks()
    texts: NDArray[np.object_] = np.array([*whole.dictionary.to_pylist(), None], dtype=np.object_)
    code = whole.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
    return Coded(code.astype(np.int32), texts)


def _numbers(column: Column) -> Floats:
    found: Floats = column.to_numpy()
    return found


def _given(column: Column) -> Iterator[tuple[int, str]]:
    """The rows that have a text, and it."""
    rows = np.flatnonzero(column.is_valid().to_numpy())
    return zip(rows.tolist(), column.take(rows).to_pylist(), strict=True)


def _points(
    lon: Floats, lat: Floats, areas: dict[int, Any], stops: dict[int, list[StopPoint]]
) -> PointsOfAssets:
    """The stops of each asset, else its own point; none for listed areas."""
    own = ~np.isnan(lon)
    own[[*areas, *(at for at, found in stops.items() if found)]] = False
    at = np.flatnonzero(own)
    moving = [(row, point) for row, found in stops.items() for point in found]
    asset = np.concatenate((at, np.array([row for row, _ in moving], dtype=np.int64)))
    order = np.argsort(asset, kind="stable")
    return PointsOfAssets(
        np.concatenate((lon[at], np.array([point.lon for _, point in moving])))[order],
        np.concatenate((lat[at], np.array([point.lat for _, point in moving])))[order],
        np.concatenate((np.ones(len(at)), np.array([point.share for _, point in moving])))[order],
        asset[order],
    )
