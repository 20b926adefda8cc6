"""The parameters of a coverage question, as OpenAPI describes them. Pure."""

from typing import Any

from app.catalog.parameters import openapi_parameters as filter_parameters
from app.coverage.measuring import how_described
from app.coverage.presets.catalog import PRESETS
from app.coverage.question import AREAS, COUNTRY
from app.vocabulary.codes import STATES
from app.vocabulary.people import GROUPS


def openapi_parameters() -> list[dict[str, Any]]:
    """Every parameter of a question as OpenAPI parameter objects: its own, then the shared filters."""
    areas = {"type": "string", "enum": list(AREAS), "default": "county"}
    states = {"type": "array", "items": {"type": "string", "enum": [COUNTRY, *STATES]}}
    own = (
        ("areas", "Areas of the answer.", areas, "county"),
        ("states", "States asked about, by postal code; `US` for all. Assets across a state line count too.",
         states, ["NM", "UT"]),
        ("distance", ("People farther than this from every matching asset are counted; with unit (mi, km, m; "
         "min with `travel`)."),
         {"type": "string", "default": "25mi"}, "25mi"),
        ("population", "Whose people are counted; /api/v1/coverage/groups lists the groups with figures.",
         {"type": "string", "enum": list(GROUPS), "default": "total"}, "total"),
        ("travel", "A travel table to measure by, in minutes instead of miles; /api/v1/coverage/travel lists them.",
         {"type": "string"}, "nm-drive"),
        ("minutes", "With `travel`: how long people travel at most, the same as `distance=30min`.",
         {"type": "number", "default": 30}, 30),
        *how_described(),
        ("preset", ("A published definition of a gap to apply as well, by id; its numbers are parameters `p.name`, see "
         "/api/v1/coverage/presets."), {"type": "string", "enum": list(PRESETS)}, "P12"),
    )  # fmt: skip
    described = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": schema,
            "example": example,
        }
        for name, text, schema, example in own
    ]
    return described + filter_parameters()
