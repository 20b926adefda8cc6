"""What OpenAPI says about reports by the public."""

from typing import Any, Final

from app.inventory.reported import PROPOSED
from app.routers.api_uploads_docs import parameter
from app.vocabulary.assets import VERIFICATION_METHODS
from app.vocabulary.codes import STATES
from app.vocabulary.reports import REFERENCE_PATTERN, REPORT_FIELDS, REPORT_KINDS, REPORT_STATUSES

_TEXT: Final = {"type": "string", "maxLength": 2000}


def _body(properties: dict[str, Any], required: tuple[str, ...], example: dict[str, Any]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": list(required)} if required else {}),
    }
    return {
        "requestBody": {
            "required": bool(required),
            "content": {"application/json": {"schema": schema, "example": example}},
        }
    }


SEND: Final = _body(
    {
        "kind": {"type": "string", "enum": list(REPORT_KINDS)},
        "asset": {"type": "string", "format": "uuid"},
        "field": {"type": "string", "enum": list(REPORT_FIELDS)},
        "value": _TEXT,
        "state": {"type": "string", "enum": list(STATES)},
        "proposal": {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(PROPOSED, _TEXT),
        },
        "comment": _TEXT,
        "email": {"type": "string", "maxLength": 254},
    },
    ("kind",),
    {
        "kind": "correction",
        "asset": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
        "field": "phone",
        "value": "505-555-0123",
    },
)
LIST: Final = {
    "parameters": [
        parameter("state", "Only reports of this state.", {"type": "string", "enum": list(STATES)}),
        parameter(
            "status", "Which reports.", {"type": "string", "enum": list(REPORT_STATUSES), "default": "waiting"}
        ),
        parameter("after", "The `next` of the answer before.", {"type": "integer", "minimum": 0, "default": 0}),
        parameter("limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
    ]
}  # fmt: skip
ACCEPT: Final = _body(
    {
        "method": {"type": "string", "enum": list(VERIFICATION_METHODS), "default": "steward"},
        "value": _TEXT,
        "version": {"type": "integer", "minimum": 1},
    },
    (),
    {"method": "phone"},
)
DECLINE: Final = _body({"reason": _TEXT}, ("reason",), {"reason": "We called: the old number is right."})
_REFERENCE: Final = {"type": "string", "pattern": REFERENCE_PATTERN}
_REPORT: Final = {
    "type": "object",
    "required": ["reference", "kind", "state", "status", "created_at"],
    "properties": {
        "reference": _REFERENCE,
        "kind": {"type": "string", "enum": list(REPORT_KINDS)},
        "status": {"type": "string", "enum": list(REPORT_STATUSES)},
    },
}


def _json(schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": text, "content": {"application/problem+json": {}}}
    for status, text in (
        (400, "A parameter is not known or not understood."), (401, "No valid key."),
        (403, "The key may not decide reports of this state."), (404, "No such entry or report."),
        (409, "It cannot be done now."), (413, "The body is too large."),
        (429, "Too many reports from this address, or too many wait."), (503, "Busy, or the database is down."),
    )
}  # fmt: skip
SENT: Final = {
    201: _json(
        {
            "type": "object",
            "required": ["reference", "status", "href"],
            "properties": {
                "reference": _REFERENCE,
                "status": {"const": "waiting"},
                "href": {"type": "string"},
            },
        },
        "It waits to be read; `href` says what becomes of it.",
    ),
    **_PROBLEMS,
}
LISTED: Final = {
    200: _json(
        {
            "type": "object",
            "required": ["reports", "next"],
            "properties": {
                "reports": {"type": "array", "items": _REPORT},
                "next": {"type": ["integer", "null"]},
            },
        },
        "Reports, the oldest first.",
    ),
    **_PROBLEMS,
}
ONE: Final = {200: _json(_REPORT, "The report as it stands."), **_PROBLEMS}
