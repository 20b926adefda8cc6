"""What a request to the upload API asks for, as dependencies, and the form of its answers.

A route knows the query parameters it documents and no others; the key is looked at before they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import orjson
from fastapi import Depends, Request, Response

from app.errors import BadParameterError
from app.inventory.report import UploadReport
from app.routers.sessions import Caller, principal
from app.routers.upload_access import UploadAtHand, upload_for
from app.routers.upload_parameters import known

_LIMIT: Final = 100
_LIMIT_MAX: Final = 1000
_NUMBER_DIGITS: Final = 18
NO_STORE: Final = {"Cache-Control": "no-store"}


async def asked(request: Request, _: Caller) -> dict[str, list[str]]:
    """The parameters of the query by name. Raises UnknownParameterError for one the route does not document."""
    documented = (request.scope["route"].openapi_extra or {}).get("parameters", ())
    return known(request.query_params.multi_items(), [each["name"] for each in documented])


Asked = Annotated[dict[str, list[str]], Depends(asked)]
SeenUpload = Annotated[UploadAtHand, Depends(upload_for(principal))]
"""The upload that the caller may see."""
ChangedUpload = Annotated[UploadAtHand, Depends(upload_for(principal, to_change=True))]
"""The upload that the caller may change."""


@dataclass(frozen=True)
class Stretch:
    """A part of a list: what comes `after` a number, `limit` at most."""

    after: int
    limit: int


async def stretch(given: Asked) -> Stretch:
    """Where a list goes on and how long it is: `after` and `limit`."""
    return Stretch(_whole(given, "after", 0, 0, 10**17), _whole(given, "limit", _LIMIT, 1, _LIMIT_MAX))


def _whole(given: Mapping[str, list[str]], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name, [str(default)])[0]
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS else -1
    if not least <= number <= most:
        raise BadParameterError(f"{name} is a whole number, {least:,} to {most:,}.", parameter=name)
    return number


AskedStretch = Annotated[Stretch, Depends(stretch)]


def plain_json(body: dict[str, Any]) -> Response:
    """An answer nobody keeps."""
    return Response(orjson.dumps(body), headers=NO_STORE, media_type="application/json")


def report_answer(report: UploadReport, status: int = 200) -> Response:
    """A report as JSON; with its address where it is new."""
    headers = dict(NO_STORE)
    if status in (201, 202):
        headers["Location"] = f"/api/v1/uploads/{report.id}"
    return Response(orjson.dumps(report.as_json()), status, headers, media_type="application/json")
