"""What OpenAPI says about travel tables."""

from typing import Any, Final

from app.routers.api_coverage_docs import PROBLEM

Json = dict[str, Any]
Responses = dict[int | str, Json]
_TEXT: Final[Json] = {"type": "string"}
_COUNT: Final[Json] = {"type": "integer"}
_TABLE: Final[Json] = {
    "type": "object",
    "required": ["name", "digest", "bytes"],
    "properties": {
        "name": _TEXT,
        "digest": _TEXT | {"description": "The first 16 digits of the SHA-256 of the file."},
        "bytes": _COUNT,
        "made": {"type": "object", "description": "How it came about, where this service made it."},
    },
}
_REPORT: Final[Json] = {
    "type": "object",
    "required": [*_TABLE["required"], "report"],
    "properties": _TABLE["properties"]
    | {
        "report": {
            "type": "object",
            "description": "Rows, and ids that are not known with the first of them.",
        }
    },
}


def _problems(texts: dict[int, str]) -> Responses:
    return {status: {"description": text, "content": PROBLEM} for status, text in texts.items()}


def _json(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


LISTED: Final[Responses] = {
    200: _json(
        "All tables, by name.",
        {
            "type": "object",
            "required": ["tables"],
            "properties": {"tables": {"type": "array", "items": _TABLE}},
        },
    ),
    **_problems({400: "This takes no parameters."}),
}
_DENIED: Final = {
    400: "That is no name of a table.",
    401: "A key is needed.",
    403: "This key may not do that: an editor's may add a table, an admin's replace or drop one.",
}
SENT: Final[Responses] = {
    201: _json("The table is kept, and what of it is known.", _REPORT),
    **_problems(
        _DENIED
        | {
            408: "The body came too slowly.",
            409: "Not one row is about an area and an asset that are known.",
            413: "The table is too large.",
            422: "The file is no travel table.",
            429: "As many tables are kept as there may be.",
        }
    ),
}
DROPPED: Final[Responses] = {
    204: {"description": "The table is gone."},
    **_problems(_DENIED | {404: "There is no such table."}),
}
SEND_BODY: Final[Json] = {
    "requestBody": {
        "required": True,
        "description": "A CSV or Parquet file with the columns origin, destination and minutes, whatever its type.",
        "content": {
            "text/csv": {
                "schema": _TEXT,
                "example": "origin,destination,minutes\n87501,0b1c9c2e-6a0e-4a5c-9b77-1f4b8a1f6c11,12.5\n",
            },
            "application/vnd.apache.parquet": {"schema": _TEXT | {"format": "binary"}},
        },
    }
}
