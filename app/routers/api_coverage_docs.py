"""What OpenAPI says about the coverage routes. Parameters come from the question's own table."""

from typing import Any, Final

from app.coverage.confidence import GRADES
from app.coverage.geojson import GEOMETRIES
from app.coverage.question_described import openapi_parameters
from app.coverage.tables import AREA_COLUMNS
from app.routers.media_types import PARQUET, XLSX

Json = dict[str, Any]
Responses = dict[int | str, Json]

LIMIT: Final[Json] = {
    "name": "limit",
    "in": "query",
    "required": False,
    "description": "How many of the worst areas to list (50 unless given); 0 for all.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 100_000},
    "example": 10,
}
GEOMETRY: Final[Json] = {
    "name": "geometry",
    "in": "query",
    "required": False,
    "description": "Boundaries of counties to 0.0001° (`full`) or 0.01° (`simple`), only their points "
    "(`point`), or what fits their number (`auto`). ZIP areas are always points.",
    "schema": {"type": "string", "enum": list(GEOMETRIES), "default": "auto"},
    "example": "simple",
}
JSON_PARAMETERS: Final[Json] = {"parameters": [*openapi_parameters(), LIMIT]}
GEOJSON_PARAMETERS: Final[Json] = {"parameters": [*openapi_parameters(), GEOMETRY]}
QUESTION_PARAMETERS: Final[Json] = {"parameters": openapi_parameters()}
CSV_PARAMETERS: Final[Json] = {"parameters": openapi_parameters()}

PRESETS: Final[Json] = {
    "name": "presets",
    "in": "query",
    "required": False,
    "description": "Presets by id or slug, separated by commas; all that can be applied unless given.",
    "schema": {"type": "array", "items": {"type": "string"}},
    "style": "form",
    "explode": False,
    "example": ["P1", "P4", "P12"],
}
AGREEMENT_PARAMETERS: Final[Json] = {"parameters": [*openapi_parameters(), PRESETS, LIMIT]}
AGREEMENT_MAP_PARAMETERS: Final[Json] = {"parameters": [*openapi_parameters(), PRESETS, GEOMETRY]}
_BINARY: Final[Json] = {"type": "string", "format": "binary"}
_TEXT: Final[Json] = {"type": "string"}
_NUMBER: Final[Json] = {"type": "number"}
_NUMBER_OR_NULL: Final[Json] = {"type": ["number", "null"]}
_TEXT_OR_NULL: Final[Json] = {"type": ["string", "null"]}
_TYPES: Final = {
    "rank": {"type": ["integer", "null"]},
    "geoid": _TEXT,
    "name": _TEXT,
    "state": _TEXT,
    "county_geoid": _TEXT_OR_NULL,
    "county_name": _TEXT_OR_NULL,
    "lon": _NUMBER,
    "lat": _NUMBER,
    "people": _NUMBER,
    "people_beyond": _NUMBER,
    "share_beyond": _NUMBER_OR_NULL,
    "nearest_m": _NUMBER_OR_NULL,
    "farthest_m": _NUMBER_OR_NULL,
    "nearest_asset_id": _TEXT_OR_NULL,
    "nearest_asset_name": _TEXT_OR_NULL,
    "people_moe": _NUMBER_OR_NULL,
    "people_beyond_moe": _NUMBER_OR_NULL,
    "reliability": {"type": "string", "enum": ["high", "medium", "low", "unknown"]},
    "value": _NUMBER_OR_NULL,
    "count": _NUMBER_OR_NULL,
    "confidence": {"type": "string", "enum": list(GRADES)},
    "confidence_reason": _TEXT,
    "edge": {"type": "boolean"},
    "no_supply_in_reach": {"type": "boolean"},
}
_IN_METRES: Final = ("nearest_m", "farthest_m")
"""Of an answer by a travel table they are `nearest_min` and `farthest_min`."""
AREA_SCHEMA: Final[Json] = {
    "type": "object",
    "required": [name for name in AREA_COLUMNS if name not in _IN_METRES],
    "properties": {name: _TYPES[name] for name in AREA_COLUMNS}
    | {name.removesuffix("_m") + "_min": _NUMBER_OR_NULL for name in _IN_METRES},
}


def _object(required: dict[str, Json], **optional: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": required | optional}


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


_ANSWER: Final = _object(
    {
        "question": {"type": "object"},
        "as_of": {"type": "string", "format": "date"},
        "data_version": {"type": "integer"},
        "headline": _TEXT,
        "words": _TEXT,
        "summary": {"type": "object"},
        "supply": {"type": "object"},
        "modelled": {"type": "boolean"},
        "no_supply": {"type": "boolean"},
        "states": _list({"type": "object"}),
        "numberMatched": {"type": "integer"},
        "numberReturned": {"type": "integer"},
        "areas": _list(AREA_SCHEMA),
        "sources": _list({"type": "object"}),
        "method": {"type": "object"},
        "identities": _list(
            _object({"says": _TEXT, "left": _NUMBER, "right": _NUMBER, "holds": {"type": "boolean"}})
        ),
        "sensitivity": _list(
            _object(
                {"people_beyond": _NUMBER, "share_beyond": _NUMBER_OR_NULL},
                distance_m=_NUMBER,
                minutes=_NUMBER,
            )
        ),
        "inequality": {"type": "object"},
        "groups": _list({"type": "object"}),
        "preset": {"type": ["object", "null"]},
        "links": _list(_object({"rel": _TEXT, "type": _TEXT, "href": _TEXT})),
    },
    travel={
        "type": "object",
        "description": "What the travel table has for this question, and what it lacks.",
    },
)
_FEATURE: Final = _object(
    {"type": {"type": "string", "enum": ["Feature"]}, "id": _TEXT, "geometry": {"type": "object"},
     "properties": AREA_SCHEMA}
)  # fmt: skip
_COLLECTION: Final = _object(
    {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "numberReturned": {"type": "integer"},
        "features": _list(_FEATURE),
    }
)
_GROUP: Final = _object(
    {
        "slug": _TEXT,
        "label": _TEXT,
        "method": {"type": "string", "enum": ["counted", "estimated", "modelled"]},
        "source": _TEXT,
        "vintage": _TEXT,
        "areas": {"type": "integer"},
        "people": _NUMBER,
    }
)
PROBLEM: Final[Json] = {
    "application/problem+json": {
        "schema": _object(
            {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "code": _TEXT, "detail": _TEXT}
        )
    }
}
_REFUSALS: Final[Responses] = {
    304: {"description": "What you have is still right (If-None-Match)."},
    400: {"description": "A parameter is not known or not understood.", "content": PROBLEM},
    404: {"description": "No population figures are loaded for these states.", "content": PROBLEM},
    414: {"description": "The query string is too long.", "content": PROBLEM},
    413: {"description": "Too many points for this measure, or rows of a travel table.", "content": PROBLEM},
    422: {"description": "The travel table is a file that cannot be read.", "content": PROBLEM},
    503: {"description": "Busy, or too much work for one question; see Retry-After.", "content": PROBLEM},
}


def _answers(description: str, media_type: str, schema: Json) -> Responses:
    return {200: {"description": description, "content": {media_type: {"schema": schema}}}, **_REFUSALS}


JSON_ANSWER: Final = _answers("The answer.", "application/json", _ANSWER)
GEOJSON_ANSWER: Final = _answers("All areas, worst first.", "application/geo+json", _COLLECTION)
CSV_ANSWER: Final = _answers(
    f"All areas, worst first. Columns: {', '.join(AREA_COLUMNS)}.", "text/csv", _TEXT
)
_TEXTS: Final = _list(_TEXT)
_PRESET: Final = _object(
    {
        "id": _TEXT,
        "slug": _TEXT,
        "title": _TEXT,
        "domain": _TEXT,
        "definition": _TEXT,
        "adapted": _TEXT,
        "citation": _TEXT,
        "own_cutoff": {"type": "boolean"},
        "areas": _TEXTS,
        "parameters": _list(
            _object({"name": _TEXT, "label": _TEXT, "unit": _TEXT, "default": _NUMBER, "minimum": _NUMBER,
                     "maximum": _NUMBER, "published": _TEXT})
        ),
        "needs": _list(_object({"slug": _TEXT, "loaded": {"type": "boolean"}, "cure": _TEXT_OR_NULL})),
        "applicable": {"type": "boolean"},
    }
)  # fmt: skip
PRESETS_ANSWER: Final = _answers(
    "All presets.",
    "application/json",
    _object({"areas": _TEXT, "numberReturned": {"type": "integer"}, "presets": _list(_PRESET)}),
)
PARQUET_ANSWER: Final = _answers("All areas, worst first.", PARQUET, _BINARY)
XLSX_ANSWER: Final = _answers("Areas, states, groups and method.", XLSX, _BINARY) | {
    413: {"description": "More areas than a workbook takes.", "content": PROBLEM}
}
_PLACED_PARTS: Final[dict[str, Json]] = {
    "question": {"type": "object"},
    "as_of": {"type": "string", "format": "date"},
    "data_version": {"type": "integer"},
    "words": _TEXT,
    "numberMatched": {"type": "integer"},
    "numberReturned": {"type": "integer"},
    "areas": _list(AREA_SCHEMA),
}
AGREEMENT_ANSWER: Final = _answers(
    "Under how many presets each area is a gap.",
    "application/json",
    _object(
        _PLACED_PARTS
        | {name: _list({"type": "object"}) for name in ("presets", "not_applicable", "overlap", "levels")}
    ),
)
HOTSPOTS_ANSWER: Final = _answers(
    "Hot and cold spots.",
    "application/json",
    _object(
        _PLACED_PARTS
        | {"moran": {"type": ["object", "null"]}, "significant": {"type": "object"}, "seed": _NUMBER}
    ),
)
GROUPS_ANSWER: Final = _answers(
    "Groups with figures.", "application/json", _object({"groups": _list(_GROUP)})
)
