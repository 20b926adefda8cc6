"""How the upload API describes itself in OpenAPI: parameters, bodies, answers, problems."""

from collections.abc import Sequence
from typing import Any, Final

from app.inventory.fields import FIELDS
from app.inventory.origin import BAD_POINTS, VANISHED
from app.routers.upload_parameters import DECISIONS, NATIONAL, NOTE
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES

_EXAMPLE = (
    "id,type,name,city,zip,disciplines,grades\n"
    "NM-1,library,Main Library,Santa Fe,87501,coding; robotics,6-8\n"
)


def parameter(
    name: str, description: str, schema: dict[str, Any], *, required: bool = False
) -> dict[str, Any]:
    """One query parameter."""
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


_TEXT: Final = {"type": "string", "maxLength": 200}
STATE: Final = parameter(
    "state", "The state the rows belong to.", {"type": "string", "enum": list(STATES), "example": "NM"}
)
VANISHED_PARAMETER: Final = parameter(
    "vanished",
    "What becomes of assets that an earlier file of this source had and this one lacks.",
    {"type": "string", "enum": list(VANISHED), "default": "keep"},
)
READING: Final = [
    parameter("part", "Which sheet of a workbook or layer of a geodatabase to read.", _TEXT),
    parameter(
        "header_row", "The row of the headers, counted from 1.", {"type": "integer", "minimum": 1, "maximum": 10_000}
    ),
    parameter("crs", "An EPSG code, where the file does not name its own.", _TEXT | {"example": "EPSG:26913"}),
    parameter("encoding", "The encoding of a text file, where the guess is wrong.", _TEXT | {"example": "cp1252"}),
    parameter(
        "columns",
        f"What a column means: `Header=field` (`{NOTE}`: no field), repeated; or one JSON object.",
        {"type": "array", "items": {"type": "string"}, "example": ["Program Title=name"]},
    ),
    parameter(
        "values",
        "What texts mean, as a JSON object: header to text to meaning (“” for an empty cell).",
        {"type": "string", "example": '{"Type": {"Fun stuff": "camp"}}'},
    ),
]  # fmt: skip
SEND: Final = [
    parameter(
        "state",
        f"The state the rows belong to; `{NATIONAL}` (admin keys): the rows name their states.",
        {"type": "string", "enum": [*STATES, NATIONAL], "example": "NM"},
        required=True,
    ),
    parameter(
        "dry_run", "Only check (the default); `false` applies at once.", {"type": "boolean", "default": True}
    ),
    parameter(
        "wait",
        "Answer when the check is over (the default); `false` answers 202 as soon as the file is here.",
        {"type": "boolean", "default": True},
    ),
    parameter(
        "kind", "The kind of every row, where the file does not say.", {"type": "string", "enum": list(KINDS)}
    ),
    parameter("source", "What the assets are said to come from.", _TEXT),
    parameter("file_name", "The file's name, where the body does not give one.", _TEXT),
    *READING,
    VANISHED_PARAMETER,
]
PAGE: Final = [
    parameter("after", "The row number or id after which to go on.", {"type": "integer", "minimum": 0, "default": 0}),
    parameter("limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
]  # fmt: skip
ACTIONS: Final = ("added", "changed", "unchanged", "vanished")
ACTION: Final = parameter(
    "action", "Which changes.", {"type": "string", "enum": list(ACTIONS), "default": "changed"}
)
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
SEND_BODY: Final = {
    "required": True,
    "description": "The file itself, of any content type; or a form whose field `file` is the file.",
    "content": {
        "text/csv": {"schema": {"type": "string"}, "example": _EXAMPLE},
        "application/octet-stream": _BINARY,
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
    },
}
_FIELD_OR_NOTE: Final = {"type": ["string", "null"], "enum": [*FIELDS, NOTE, None]}


def _json_body(properties: dict[str, Any], *, required: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """A JSON object with these properties and no others; `more` may be an example."""
    schema = {"type": "object", "additionalProperties": False}
    named = {"required": list(required)} if required else {}
    return {
        "required": True,
        "content": {"application/json": {"schema": {**schema, **named, "properties": properties}, **more}},
    }


COLUMNS_BODY: Final = _json_body(
    {
        "columns": {"type": "object", "additionalProperties": _FIELD_OR_NOTE},
        "values": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": ["string", "null"]},
            },
        },
        "kind": {"type": ["string", "null"], "enum": [*KINDS, "", None]},
        "bad_points": {"type": ["string", "null"], "enum": [*BAD_POINTS, None]},
        "part": _TEXT,
        "header_row": {"type": "integer", "minimum": 1, "maximum": 10_000},
        "crs": _TEXT,
        "encoding": _TEXT,
    },
    example={
        "columns": {"Program Title": "name", "Internal remark": None},
        "values": {"Program Type": {"Fun stuff": "camp"}},
    },
)
DECISION_BODY: Final = _json_body(
    {"decision": {"type": "string", "enum": list(DECISIONS)}}, required=["decision"]
)
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": text, "content": {"application/problem+json": {}}}
    for status, text in (
        (400, "A parameter is not known or not understood."), (401, "No valid key."),
        (403, "The key is for other states."), (404, "No such upload."),
        (408, "The body came too slowly."), (409, "It cannot be done now."), (411, "No Content-Length."),
        (413, "The file is too large."), (415, "This kind of file is not read."),
        (422, "The file cannot be read."), (429, "The key has used up its uploads."),
        (503, "Busy, or the database is down."),
    )
}  # fmt: skip
