"""What OpenAPI says about the profiles of states and counties."""

from typing import Annotated, Any, Final

from fastapi import Path

from app.routers.api_coverage_docs import PROBLEM

Json = dict[str, Any]
Responses = dict[int | str, Json]
_TEXT: Final[Json] = {"type": "string"}
_WHOLE: Final[Json] = {"type": "integer"}
_SHARE: Final[Json] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_OBJECT: Final[Json] = {"type": "object"}


def _list(item: Json, words: str) -> Json:
    return {"type": "array", "items": item, "description": words}


_REACH: Final[Json] = {
    "type": "object",
    "properties": {
        "what": _TEXT, "label": _TEXT, "filter": _OBJECT, "people": _WHOLE, "people_beyond": _WHOLE,
        "share_beyond": _SHARE, "youth": _OBJECT,
    },
}  # fmt: skip
_GAPS: Final[Json] = {
    "type": ["object", "null"],
    "description": "None where `no_gaps_because` says why. Straight-line distances; programs across state lines count.",
    "properties": {
        "distance_m": {"type": "number"},
        "reach": _list(_REACH, "People beyond the distance from informal programs, and from each kind."),
        "youth_group": {"type": ["string", "null"]},
        "agreement": {
            "type": "object",
            "description": "What the published definitions say; see /coverage/presets.",
        },
        "pathway": {
            "type": "object",
            "description": "First grade band that most people have no program for in reach; for college, colleges "
            "and universities count as well.",
        },
        "groups": _list(
            _OBJECT, "Groups against everybody: without cover, share, margin, reliability, ratio."
        ),
        "counties": _list(_OBJECT, "Of a state: every county, most people beyond reach first."),
        "rests_on": {
            "type": ["string", "null"],
            "description": "Of a county: the one entry that everybody within reach of an informal program depends on.",
        },
        "county": {"type": "object", "description": "Of a county: its own row."},
        "sources": _list(_OBJECT, "Where figures and areas come from."),
    },
}
_COMMON: Final[Json] = {
    "state": _TEXT,
    "state_name": _TEXT,
    "as_of": {"type": "string", "format": "date"},
    "data_version": _WHOLE,
    "inventory": {
        "type": "object",
        "properties": {"assets": _WHOLE, "by_kind": {"type": "object", "additionalProperties": _WHOLE}},
    },
    "gaps": _GAPS,
    "no_gaps_because": {
        "type": ["string", "null"],
        "enum": ["no-people", "nothing-listed", None],
        "description": "No people are counted; or nothing is listed in the state, and the lack of a list is no gap.",
    },
    "matrix": {
        "type": "object",
        "description": "Assets by type, grade band and subject; each cell is none, sparse or ok by `rule`.",
        "properties": {
            "rule": _TEXT,
            "bands": _list(_OBJECT, "Ages, young people of them, and how many assets are enough."),
            "types": _list(_OBJECT, "Types by grade band."),
            "subjects": _list(_OBJECT, "Subjects by grade band."),
            "cells": _list(_OBJECT, "Type, band and subject together, where there is anything."),
        },
    },
    "quality": {
        "type": "object",
        "description": "Of the entries: verified, with cost, grades, contact, exact place.",
    },
    "uploads": _list(_OBJECT, "The last files applied: day, source, rows."),
    "steward": {"type": ["string", "null"], "description": "Who looks after the inventory."},
    "links": _list(_OBJECT, "This, and the page."),
}


def _answer(words: str, more: Json) -> Responses:
    schema = {
        "type": "object",
        "properties": {**_COMMON, **more},
        "required": ["state", "inventory", "gaps", "matrix"],
    }
    return {
        200: {"description": words, "content": {"application/json": {"schema": schema}}},
        304: {"description": "What you have is still right (If-None-Match)."},
        400: {"description": "It takes no parameters.", "content": PROBLEM},
        404: {"description": "There is no such place: near ones are named.", "content": PROBLEM},
        414: {"description": "The query string is too long.", "content": PROBLEM},
        503: {"description": "Busy; see Retry-After.", "content": PROBLEM},
    }


StateSaid = Annotated[str, Path(description="State by postal code or name.", examples=["NM"])]
CountySaid = Annotated[
    str,
    Path(
        description="County by its code of five digits, or by a name that is one county's.",
        examples=["35045"],
    ),
]
STATE_ANSWER: Final = _answer("The state.", {})
COUNTY_ANSWER: Final = _answer(
    "The county.",
    {
        "geoid": _TEXT,
        "name": _TEXT,
        "nearest": _list(_OBJECT, "Programs nearest to where its people live on average."),
    },
)
