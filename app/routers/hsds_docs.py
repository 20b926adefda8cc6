"""What OpenAPI says about the HSDS routes, under the names of HSDS 3.1."""

from typing import Any, Final

from app.catalog.parameters import openapi_parameters
from app.routers.hsds_questions import FORMATS, LIST_NAMES, PAGING

Json = dict[str, Any]
Responses = dict[int | str, dict[str, Any]]
_FLAG: Final[Json] = {"type": "boolean"}
_TEXT: Final[Json] = {"type": "string"}
_ID: Final[Json] = {"type": "string", "format": "uuid"}
_KNOWN: Final[dict[str, tuple[str, Json]]] = {
    "search": ("Words to find.", _TEXT),
    "page": ("Number of the page, from 1.", {"type": "integer", "minimum": 1}),
    "per_page": ("Most records on one page.", {"type": "integer", "minimum": 1, "maximum": 1000}),
    "format": ("json, or ndjson: all records, one a line, without pages.",
               {"type": "string", "enum": list(FORMATS)}),
    "full": ("Records with everything that belongs to them.", _FLAG),
    "minimal": ("Only id and last_modified of each record.", _FLAG),
    "full_service": ("The organization's services with everything that belongs to them.", _FLAG),
    "taxonomy_term_id": ("Only records that have this term.", _ID),
    "taxonomy_id": ("Only records that have any term of this taxonomy.", _ID),
    "organization_id": ("Only what this organization runs.", _ID),
    "modified_after": ("Only what changed at this time or later; of any status unless one is asked for.",
                       {"type": "string", "format": "date-time"}),
    "postcode": ("ZIP code to measure from; needs proximity.", _TEXT),
    "proximity": ("Greatest distance from postcode, in metres.", {"type": "number", "exclusiveMinimum": 0}),
    "parent_id": ("Only terms under this one.", _ID),
    "top_only": ("Only terms without a broader one.", _FLAG),
}  # fmt: skip
TAXONOMY_NAMES: Final = ("search", *PAGING, "format")
TERM_NAMES: Final = (*TAXONOMY_NAMES, "taxonomy_id", "parent_id", "top_only")


def _parameters(names: tuple[str, ...]) -> list[Json]:
    return [
        {"name": name, "in": "query", "required": False, "description": about, "schema": schema}
        for name, (about, schema) in ((each, _KNOWN[each]) for each in names)
    ]


LISTS: Final[dict[str, Json]] = {
    name: {"parameters": [*_parameters(names), *openapi_parameters()]} for name, names in LIST_NAMES.items()
}
TAXONOMIES: Final[Json] = {"parameters": _parameters(TAXONOMY_NAMES)}
TERMS: Final[Json] = {"parameters": _parameters(TERM_NAMES)}
FULL_SERVICE: Final[Json] = {"parameters": _parameters(("full_service",))}
PACKAGE: Final[Json] = {"parameters": openapi_parameters()}


def _problem(about: str) -> Json:
    return {"description": about, "content": {"application/problem+json": {"schema": {"type": "object"}}}}


def _json(about: str, schema: Json) -> Json:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


_PAGE_SCHEMA: Final[Json] = {
    "type": "object",
    "required": [
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
        "contents",
    ],
    "properties": {
        **{key: {"type": "integer"} for key in ("total_items", "total_pages", "page_number", "size")},
        **{key: {"type": "boolean"} for key in ("first_page", "last_page", "empty")},
        "contents": {"type": "array", "items": {"type": "object", "required": ["id"]}},
    },
}
_REFUSED: Final = _problem("A parameter is not known, or its value not understood.")
_PAGE: Final = _json("A page of records.", _PAGE_SCHEMA)
_PAGE["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
ABOUT: Final[Responses] = {
    200: _json("About this API.", {"type": "object", "required": ["version"]}),
    400: _REFUSED,
}
PAGE: Final[Responses] = {200: _PAGE, 400: _REFUSED}
ONE: Final[Responses] = {
    200: _json("The record.", {"type": "object", "required": ["id"]}),
    400: _REFUSED,
    404: _problem("There is no such record."),
}
ZIP: Final[Responses] = {
    200: {"description": "The data package.", "content": {"application/zip": {}}},
    400: _REFUSED,
    503: _problem("Too many packages are being made: try again."),
}
