"""What OpenAPI says about whole results as files."""

from typing import Any, Final

from app.catalog.bulk.formats import Format
from app.catalog.cql2 import LANGUAGES
from app.catalog.parameters import openapi_parameters
from app.routers.api_assets_docs import Responses

Json = dict[str, Any]
PARAMETERS: Final[Json] = {
    "parameters": [
        *openapi_parameters(),
        {
            "name": "filter",
            "in": "query",
            "required": False,
            "description": "A CQL2 filter on any field; narrows the other filters.",
            "schema": {"type": "string"},
            "example": "seats > 20 AND name LIKE '%robot%'",
        },
        {
            "name": "filter-lang",
            "in": "query",
            "required": False,
            "description": "The language of `filter`.",
            "schema": {"type": "string", "enum": list(LANGUAGES), "default": "cql2-text"},
        },
    ]
}
_PROBLEMS: Final = {
    304: "What you have is still right (If-None-Match).",
    400: "A parameter is not known or not understood.",
    413: "The result is larger than this format takes.",
    414: "The query string is too long.",
    503: "Busy, or too much work for one question.",
}


def responses(media_type: str, description: str) -> Responses:
    """The answers of a route that sends a file."""
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    is_json = media_type.endswith(("/json", "+json"))
    schema: Json = {"type": "object"} if is_json else {"type": "string", "format": "binary"}
    return {
        200: {"description": description, "content": {media_type: {"schema": schema}}},
        **{
            status: {"description": text} | ({"content": problem} if status >= 400 else {})
            for status, text in _PROBLEMS.items()
        },
    }


def of_format(form: Format) -> Responses:
    """The answers of the route of `form`."""
    return responses(form.media_type, f"All matching assets as {form.title}.")


ABOUT: Final[Responses] = {
    200: {
        "description": "The facts.",
        "content": {
            "application/json": {
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            }
        },
    },
    400: responses("text/plain", "")[400],
}
