"""What OpenAPI says about siting, what-if and the ladder."""

from typing import Any, Final

from app.catalog.filters import FILTER_NAMES
from app.coverage.measuring import CIRCUITY_MAX
from app.coverage.question import COUNTRY
from app.coverage.question_described import openapi_parameters
from app.coverage.studies.asked import PLAIN, STUDY_AREAS
from app.coverage.studies.parts import CANDIDATES, METHODS
from app.coverage.studies.rungs import DEFAULT_BANDS
from app.vocabulary.codes import STATES
from app.vocabulary.people import BANDS

Json = dict[str, Any]
Responses = dict[int | str, Json]
TEXT: Final[Json] = {"type": "string"}
NUMBER: Final[Json] = {"type": "number"}
OBJECT: Final[Json] = {"type": "object"}
_ROWS: Final[Json] = {"type": "array", "items": OBJECT}
POINTS: Final[Json] = {
    "description": "[[lon, lat], …], records with lon, lat and name, or a GeoJSON FeatureCollection of points.",
    "anyOf": [{"type": "array"}, OBJECT],
}


def filters() -> Json:
    """The shared filters as properties of a JSON object: a text, or several."""
    several = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
    return dict.fromkeys(FILTER_NAMES, several)


def question() -> Json:
    """Properties that every study has."""
    group = {
        "anyOf": [TEXT, {"type": "array", "items": TEXT}, {"type": "object", "additionalProperties": NUMBER}]
    }
    return {
        "areas": {"type": "string", "enum": list(STUDY_AREAS), "default": "county"},
        "states": {"type": "array", "items": {"type": "string", "enum": [COUNTRY, *STATES]}},
        "distance": {"type": "string", "default": "25mi"},
        "travel": TEXT | {"description": "A travel table to measure by, in minutes instead of miles."},
        "minutes": NUMBER | {"description": "With `travel`: how long people travel at most."},
        "circuity": {"type": "number", "minimum": 1, "maximum": CIRCUITY_MAX, "default": 1},
        "population": group
        | {"description": "A group, several, or groups with the weight of one person of each."},
        **filters(),
    }


SITING_PROPERTIES: Final[Json] = {
    "sites": {"type": "integer", "minimum": 1, "default": 5, "description": "How many sites at most."},
    "candidates": {"type": "string", "enum": list(CANDIDATES), "default": "places"},
    "points": POINTS,
    "method": {"type": "string", "enum": list(METHODS), "default": "greedy"},
    "seats": {"type": "number", "description": "Method `seats`: seats of each new site."},
    "target": {"type": "number", "description": "Method `seats`: seats per person that are enough."},
}
CHANGE_PROPERTIES: Final[Json] = {
    "add": POINTS,
    "remove": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "move": {"type": "array", "items": OBJECT, "description": "Records with id, lon and lat."},
}


def body(properties: Json, example: Json, required: tuple[str, ...] = ()) -> Json:
    """A JSON object as the body of a request."""
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": example}},
        }
    }


_EXAMPLE: Final[Json] = {"states": ["WY"], "distance": "25mi", "discipline": ["computing"]}
SITING_BODY: Final = body({**question(), **SITING_PROPERTIES}, {**_EXAMPLE, "sites": 5})
WHAT_IF_BODY: Final = body({**question(), **CHANGE_PROPERTIES}, {**_EXAMPLE, "add": [[-107.2, 41.8]]})


def answers(found: Json, media_type: str, description: str, status: int = 200) -> Responses:
    """An answer, and what is answered instead of it."""
    return {status: {"description": description, "content": {media_type: {"schema": found}}}, **REFUSALS}


def needs(*names: str) -> Json:
    """A JSON object with these."""
    return {"type": "object", "required": list(names)}


_PROBLEM: Final[Json] = {
    "application/problem+json": {"schema": needs("type", "title", "status", "code", "detail")}
}


def _refusal(description: str) -> Json:
    return {"description": description, "content": _PROBLEM}


REFUSALS: Final[Responses] = {
    400: _refusal("A parameter is not known or not understood."),
    401: _refusal("The key that was sent is not valid."),
    404: _refusal("There is no such run, or no population figures are loaded for these states."),
    413: _refusal("The question is too large."),
    414: _refusal("The query string is too long."),
    415: _refusal("The question is no JSON."),
    422: _refusal("The travel table is a file that cannot be read."),
    503: _refusal("Busy, or too much work for one question; see Retry-After."),
}
_SITED: Final = needs("question", "words", "sites", "share_of_best", "proven", "sources", "method")
SITING: Final[Responses] = {
    **answers(_SITED, "application/json", "Sites in order, who gains, and how good the choice is at least."),
    202: {
        "description": "The same, while a run seeks the proof: see Location.",
        "content": {"application/json": {"schema": _SITED}},
    },
}
WHAT_IF: Final = answers(
    needs("question", "words", "groups", "areas"), "application/json", "Who gains and who loses."
)
FEATURES: Final = answers(
    needs("type", "features"), "application/geo+json", "Sites and areas as one FeatureCollection."
)
LADDER: Final[Responses] = {
    **answers(
        needs("question", "bands", "areas"), "application/json", "Areas with their first missing band."
    ),
    304: {"description": "What you have is still right (If-None-Match)."},
}


def _ladder_parameters() -> list[Json]:
    """Those of a question less the bands and grades, which are what is asked."""
    own = (*PLAIN, *FILTER_NAMES)
    shared = [
        each for each in openapi_parameters() if each["name"] in own and each["name"] not in ("band", "grade")
    ]
    bands = {
        "type": "array",
        "items": {"type": "string", "enum": list(BANDS)},
        "default": list(DEFAULT_BANDS),
    }
    return [
        *shared,
        {
            "name": "bands", "in": "query", "required": False, "schema": bands,
            "description": "The rungs, youngest first.", "style": "form", "explode": False,
        },
    ]  # fmt: skip


LADDER_PARAMETERS: Final[Json] = {"parameters": _ladder_parameters()}
