"""What tiles hold, for programs: tileset metadata (OGC 17-083r4) and TileJSON 3.0. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from app.catalog.collections import Collection
from app.catalog.tiles.grid import GRID_CRS, GRID_URI, ZOOM_MAX, limits
from app.catalog.tiles.layers import CLUSTER_BELOW, zoom_min
from app.catalog.values import BBox

Document = dict[str, Any]
_CLUSTER_FIELDS: Final = {
    "count": ("integer", "Assets at this place; 1 for a single one"),
    "institutions": ("integer", "Institutions among those of a cluster"),
    "programs": ("integer", "Programs among those of a cluster"),
    "opportunities": ("integer", "Opportunities among those of a cluster"),
}
_POINT_FIELDS: Final = {
    "id": ("string", "Identifier, as in the features"),
    "name": ("string", "Name"),
    "kind": ("string", "Institution, program or opportunity"),
    "subtype": ("string", "Type within its kind"),
    "state": ("string", "State"),
    "city": ("string", "City"),
    "location_precision": ("string", "How exactly the place is known"),
}
_AREA_FIELDS: Final = {
    "id": ("string", "GEOID, as in the features"),
    "name": ("string", "Name"),
    "state": ("string", "State"),
}
_TILEJSON_TYPES: Final = {"integer": "Number", "string": "String"}
"""As GDAL and others read the types of fields."""


def _fields(collection: Collection) -> dict[str, tuple[str, str]]:
    return {**_CLUSTER_FIELDS, **_POINT_FIELDS} if collection.of_assets else _AREA_FIELDS


def tileset(
    title: str, about: str, collections: Sequence[Collection], box: BBox | None, links: list[Document]
) -> Document:
    """Metadata of a tile set with a layer for each of `collections`, whose data lie in `box` (degrees)."""
    body: Document = {
        "title": title,
        "description": about,
        "dataType": "vector",
        "crs": GRID_CRS,
        "tileMatrixSetURI": GRID_URI,
        "tileMatrixSetLimits": limits(min(map(zoom_min, collections), default=0)),
        "layers": [_layer(each) for each in collections],
        "links": links,
    }
    if box is not None:
        corners = {"lowerLeft": list(box[:2]), "upperRight": list(box[2:])}
        body["boundingBox"] = {**corners, "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    return body


def _layer(collection: Collection) -> Document:
    return {
        "id": collection.id,
        "title": collection.title,
        "description": _about(collection),
        "dataType": "vector",
        "geometryDimension": 0 if collection.of_assets else 2,
        "minTileMatrix": str(zoom_min(collection)),
        "maxTileMatrix": str(ZOOM_MAX),
        "propertiesSchema": {
            "type": "object",
            "properties": {
                name: {"type": kind, "title": title} for name, (kind, title) in _fields(collection).items()
            },
        },
    }


def _about(collection: Collection) -> str:
    if not collection.of_assets:
        return collection.description
    return (
        f"{collection.description} Below zoom {CLUSTER_BELOW}, and where a tile has very many, clusters with `count`; "
        "every asset with a point is in exactly one tile of a zoom, none is left out."
    )


def tilejson(
    title: str,
    about: str,
    collections: Sequence[Collection],
    box: BBox | None,
    template: str,
    middle: tuple[float, float] | None = None,
) -> Document:
    """The same as TileJSON 3.0; `template` is the address of a tile with {z}, {x} and {y}.

    `middle` is where most features are: the box around all may go around the earth, and its center lie nowhere.
    """
    west, south, east, north = box or (-180.0, -85.05, 180.0, 85.05)
    first = min(map(zoom_min, collections), default=0)
    return {
        "tilejson": "3.0.0",
        "name": title,
        "description": about,
        "scheme": "xyz",
        "format": "pbf",
        "tiles": [template],
        "minzoom": first,
        "maxzoom": ZOOM_MAX,
        "bounds": [west, max(south, -85.05), east, min(north, 85.05)],
        "center": [*(middle or ((west + east) / 2, (south + north) / 2)), max(first, 4)],
        "vector_layers": [_vector_layer(each) for each in collections],
    }


def _vector_layer(collection: Collection) -> Document:
    fields = {name: _TILEJSON_TYPES[kind] for name, (kind, _) in _fields(collection).items()}
    return {
        "id": collection.id,
        "description": _about(collection),
        "minzoom": zoom_min(collection),
        "maxzoom": ZOOM_MAX,
        "fields": fields,
    }
