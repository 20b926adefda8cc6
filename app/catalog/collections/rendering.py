"""How a row becomes the text of a GeoJSON Feature in SQL: stored where possible, else built from columns. Pure."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from app.catalog.collections.crs import CRS84, Crs
from app.catalog.collections.model import Collection
from app.catalog.feature_pages import Rendering, stored_features
from app.catalog.freshness import freshness_values


@dataclass(frozen=True)
class Display:
    """How features are shown: in `crs`, with the properties `names` (None: all), with or without their geometry."""

    crs: Crs = CRS84
    names: tuple[str, ...] | None = None
    skip_geometry: bool = False


AS_STORED: Final = Display()


def rendering_of(collection: Collection, display: Display, today: date) -> Rendering:
    """The texts of features of `collection` as `display` says, as of `today`."""
    if collection.of_assets and display == AS_STORED:
        return stored_features(today)
    made = _built(collection, display.names, display.crs, display.skip_geometry)
    if collection.of_assets and (display.names is None or "freshness" in display.names):
        return Rendering(made.text, made.join, freshness_values(today))
    return made


@lru_cache(maxsize=500)
def _built(collection: Collection, names: tuple[str, ...] | None, crs: Crs, skip: bool) -> Rendering:
    shown = [each for each in collection.properties if names is None or each.name in names]
    columns = ", ".join(f'{each.sql} AS "{each.name}"' for each in shown)
    join = f"{collection.table} ON {collection.key} = page.key AND {collection.condition}"
    if shown:
        join += f" CROSS JOIN LATERAL (SELECT {columns}) properties"
    geometry = "'null'" if skip else f"coalesce({_geometry(collection.geometry, crs)}, 'null')"
    properties = "row_to_json(properties)::text" if shown else "'{}'"
    text = (
        f"""'{{"type":"Feature","id":' || to_json({collection.key})::text || ',"geometry":' || {geometry}"""
        f""" || ',"properties":' || {properties} || '}}'"""
    )
    return Rendering(text, join)


def _geometry(sql: str, crs: Crs) -> str:
    """GeoJSON without a member `crs`. Poles have no place in Web Mercator: the geometry is null there."""
    if crs.srid == 3857:
        mercator = f"ST_AsGeoJSON(ST_Transform({sql}, 3857), {crs.digits}, 0)"
        return f"CASE WHEN ST_YMax({sql}) < 89.9 AND ST_YMin({sql}) > -89.9 THEN {mercator} END"
    moved = sql if crs.srid == 4326 else f"ST_Transform({sql}, {crs.srid})"
    placed = f"ST_FlipCoordinates({moved})" if crs.lat_first else moved
    return f"ST_AsGeoJSON({placed}, {crs.digits}, 0)"
