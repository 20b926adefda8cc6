"""What OpenAPI says about the asset routes; filters come from the parser's own table, so nothing drifts."""

from typing import Any, Final

from app.catalog.facets import FACET_NAMES
from app.catalog.features import PUBLIC_FIELDS
from app.catalog.parameters import openapi_parameters
from app.catalog.serving import SHOWN
from app.catalog.sorting import SORTS

Json = dict[str, Any]
Responses = dict[int | str, dict[str, Any]]
_PAGING: Final[list[Json]] = [
    {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "Most assets on one page (100 unless given).",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000},
        "example": 20,
    },
    {
        "name": "sort",
        "in": "query",
        "required": False,
        "description": "Order: name (numbers by value, any case), relevance (needs q), distance (needs near or "
        "origin), updated (newest first). Unless given: distance with near or origin, relevance with q, else name.",
        "schema": {"type": "string", "enum": list(SORTS)},
        "example": "name",
    },
    {
        "name": "origin",
        "in": "query",
        "required": False,
        "description": "Where distances begin when that is not near: a point (latitude,longitude), a ZIP code or a "
        "town, for example work where near is home.",
        "schema": {"type": "string"},
        "example": "88001",
    },
    {
        "name": "understand",
        "in": "query",
        "required": False,
        "description": "Read q as people write it: places and words of the vocabularies become filters, told in the "
        "member `understood`. False unless given: programs get what they ask.",
        "schema": {"type": "boolean"},
        "example": True,
    },
    {
        "name": "cursor",
        "in": "query",
        "required": False,
        "description": "Where to go on: take it from the `next` link of the page before.",
        "schema": {"type": "string"},
    },
    {
        "name": "facets",
        "in": "query",
        "required": False,
        "description": "Count the choices of these facets, too: how many each would leave under all other filters.",
        "schema": {"type": "array", "items": {"type": "string", "enum": list(FACET_NAMES)}},
        "style": "form",
        "explode": False,
        "example": ["kind", "discipline"],
    },
    {
        "name": "also_serves",
        "in": "query",
        "required": False,
        "description": "With `near`: what serves the place from farther away or online (statewide, national, counties "
        f"served, service radius, virtual), as `alsoServes` beside the page: how many, and the first {SHOWN}. "
        "They are not in `numberMatched`.",
        "schema": {"type": "boolean"},
        "example": True,
    },
]
SEARCH_NAMES: Final = tuple(str(each["name"]) for each in _PAGING)
"""Parameters of a search besides the filters."""

FILTERS: Final[Json] = {"parameters": openapi_parameters()}
SEARCH: Final[Json] = {"parameters": [*openapi_parameters(), *_PAGING]}

_GEOMETRY: Final[Json] = {
    "anyOf": [
        {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "enum": ["Point"]},
                "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            },
        },
        {"type": "null"},
    ]
}
_EXAMPLE: Final[Json] = {
    "type": "Feature",
    "id": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
    "geometry": {"type": "Point", "coordinates": [-106.90556, 34.05837]},
    "properties": {
        "kind": "institution",
        "subtype": "university",
        "name": "New Mexico Institute of Mining and Technology",
        "state": "NM",
        "city": "Socorro",
        "location_precision": "city",
        "disciplines": ["engineering", "physics"],
        "freshness": "unverified",
    },
}
_FEATURE_SCHEMA: Final[Json] = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string", "format": "uuid"},
        "geometry": _GEOMETRY,
        "properties": {
            "type": "object",
            "description": "Public fields: " + ", ".join((*PUBLIC_FIELDS, "freshness", "distance_m")) + ".",
        },
    },
}


def _collection(description: str, **members: Json) -> Responses:
    schema: Json = {
        "type": "object",
        "required": ["type", "numberMatched", "numberReturned", "features", *members],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "features": {"type": "array", "items": _FEATURE_SCHEMA},
            **members,
        },
    }
    return _answers(description, "application/geo+json", schema)


def _answers(description: str, media_type: str, schema: Json, example: Json | None = None) -> Responses:
    content: Json = {"schema": schema} | ({"example": example} if example else {})
    return {200: {"description": description, "content": {media_type: content}}, **_REFUSALS}


_PROBLEM: Final[Json] = {
    "application/problem+json": {
        "schema": {
            "type": "object",
            "required": ["type", "title", "status", "code", "detail"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "detail": {"type": "string"},
                "parameter": {"type": "string"},
                "accepted": {"type": "array", "items": {"type": "string"}},
            },
        }
    }
}
_REFUSALS: Final[Responses] = {
    304: {"description": "What you have is still right (If-None-Match)."},
    400: {"description": "A parameter is not known or not understood.", "content": _PROBLEM},
    414: {"description": "The query string is too long.", "content": _PROBLEM},
    503: {"description": "Busy, or too much work for one question.", "content": _PROBLEM},
}
_LINKS: Final[Json] = {"type": "array", "items": {"type": "object", "required": ["rel", "href"]}}

FEATURES: Final = _collection("A page of matching assets.", links=_LINKS)
POINTS: Final = _collection(
    "Points of matching assets.",
    withoutPoint={"type": "integer", "description": "Matches that have no point."},
    truncated={"type": "boolean", "description": "True when there are more points than are sent."},
)
FEATURE: Final[Responses] = {
    **_answers("The asset.", "application/geo+json", _FEATURE_SCHEMA, _EXAMPLE),
    404: {"description": "There is no such asset.", "content": _PROBLEM},
}
_CHOICE: Final[Json] = {
    "type": "object",
    "required": ["slug", "label", "count", "selected"],
    "properties": {
        "slug": {"type": "string"},
        "label": {"type": "string"},
        "count": {"type": "integer", "minimum": 0},
        "selected": {"type": "boolean"},
    },
}
FACETS: Final = _answers(
    "Choices of each facet.",
    "application/json",
    {
        "type": "object",
        "required": ["numberMatched", "facets"],
        "properties": {
            "numberMatched": {"type": "integer", "minimum": 0},
            "facets": {
                "type": "object",
                "properties": {name: {"type": "array", "items": _CHOICE} for name in FACET_NAMES},
            },
        },
    },
)
