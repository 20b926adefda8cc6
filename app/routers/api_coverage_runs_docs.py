"""What OpenAPI says about runs."""

from typing import Any, Final

from app.coverage.presets import PRESETS
from app.coverage.studies.asked import STUDY_KINDS
from app.routers.api_coverage_studies_docs import (
    CHANGE_PROPERTIES,
    REFUSALS,
    SITING_PROPERTIES,
    TEXT,
    answers,
    body,
    needs,
    question,
)

Json = dict[str, Any]
Responses = dict[int | str, Json]

_HOTSPOTS: Final[Json] = {
    "neighbours": {"type": "integer", "minimum": 1, "maximum": 50, "default": 8},
    "permutations": {"type": "integer", "minimum": 99, "maximum": 99_999, "default": 9_999},
    "seed": {"type": "integer", "minimum": 0, "default": 0},
}
_PRESETS: Final[Json] = {
    "presets": {
        "type": "array",
        "items": {"type": "string", "enum": list(PRESETS)},
        "description": "Study `agreement`: the definitions that are put together; all without any.",
    }
}
_STUDY: Final[Json] = {"study": {"type": "string", "enum": list(STUDY_KINDS)}}
START_BODY: Final = body(
    {**_STUDY, **question(), **SITING_PROPERTIES, **CHANGE_PROPERTIES, **_PRESETS, **_HOTSPOTS},
    {"study": "siting", "states": ["WY"], "distance": "25mi", "sites": 10, "method": "exact"},
    ("study",),
)
REPEAT_PARAMETERS: Final[Json] = {
    "parameters": [
        {
            "name": "on",
            "in": "query",
            "required": False,
            "description": "On what the run was computed from (`kept`), or on the data of today.",
            "schema": {"type": "string", "enum": ["kept", "today"], "default": "kept"},
        }
    ]
}
_STATES: Final[Responses] = {
    403: {**REFUSALS[400], "description": "The run was started with another key."},
    409: {**REFUSALS[400], "description": "The run is not in a state for this, or its inputs are not kept."},
}
STARTED: Final[Responses] = {
    **answers(needs("id", "status", "href"), "application/json", "It waits for its turn; see Location.", 202),
    **_STATES,
}
RUN: Final[Responses] = {
    **answers(
        needs("id", "kind", "status", "citation", "bibtex"), "application/json", "The run as it stands."
    ),
    **_STATES,
}
COMPARED: Final[Responses] = {
    **answers(needs("groups", "areas", "adds_up"), "application/json", "What changed, and because of what."),
    **_STATES,
}
GEOJSON_ANSWER: Final[Responses] = {
    **answers(needs("type", "features"), "application/geo+json", "Sites and areas."), **_STATES,
}  # fmt: skip
CSV_ANSWER: Final[Responses] = {
    **answers(TEXT, "text/csv", "Sites, or areas where there are none."),
    **_STATES,
}
