"""A state's inventory as a file, and the template to begin one with."""

import tempfile
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, cast

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from app.db.engine import Database
from app.errors import BadParameterError, NotFoundError, UnknownParameterError
from app.inventory.export import KINDS, Kind, Layout, find_layout, rows
from app.inventory.export_files import as_csv, write_xlsx
from app.inventory.template import template_csv, template_xlsx
from app.routers.sessions import ServiceDatabase, ServiceSettings, principal
from app.settings import Settings
from app.vocabulary.codes import STATES, state_of

router = APIRouter(prefix="/api/v1", tags=["uploads"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_READ_BYTES: Final = 1 << 16
_IN_MEMORY_BYTES: Final = 1 << 22
_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "columns", "in": "query", "required": False,
        "description": "`own`: the columns of the state's newest applied file; `ours`: the template's.",
        "schema": {"type": "string", "enum": list(KINDS), "default": "own"},
    },
    {
        "name": "source", "in": "query", "required": False,
        "description": "Only rows of this source; with `own`, the columns of its newest file.",
        "schema": {"type": "string", "maxLength": 200},
    },
]  # fmt: skip
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {"application/problem+json": {}}}
    for status, text in (
        (400, "A parameter that does not exist."), (401, "The key is not valid."),
        (404, "No such state, or it has applied no file."),
    )
}  # fmt: skip


def _file(body: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "max-age=3600"}
    return Response(body, headers=headers, media_type=media_type)


@router.get("/uploads/template.csv", summary="An inventory template as CSV", response_class=Response)
def csv_template() -> Response:
    """Our field names and two example rows."""
    return _file(template_csv(), "inventory-template.csv", CSV)


@router.get("/uploads/template.xlsx", summary="An inventory template as a workbook", response_class=Response)
def xlsx_template() -> Response:
    """Our field names, two example rows, drop-down lists, and the data dictionary on a second sheet."""
    return _file(template_xlsx(), "inventory-template.xlsx", XLSX)


@router.get(
    "/states/{state}/inventory.{form}",
    summary="A state's inventory as a file, in its own columns or in ours",
    response_class=Response,
    responses=_PROBLEMS,
    openapi_extra={"parameters": _PARAMETERS},
)
def inventory(
    request: Request,
    state: Annotated[str, Path(description="The state.", examples=["NM"])],
    form: Annotated[Literal["csv", "xlsx"], Path(description="The format of the file.")],
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """With an editor's key of the state: every row, cells as the state sent them, with its own notes.

    Without: public assets, the columns that mean a field, values as this service writes them.
    """
    given = _given(request)
    code = state_of(state)
    if code is None:
        raise NotFoundError(f"There is no state {state!r}.", accepted=STATES)
    everything = _may_see_everything(request, database, code)
    with database.read() as session:
        layout = find_layout(session, code, cast("Kind", given.get("columns", "own")), given.get("source"))
    if not everything:
        layout = layout.for_everyone()
    pieces = (_csv if form == "csv" else _xlsx)(database, settings, code, layout, everything)
    headers = {
        "Content-Disposition": f'attachment; filename="inventory-{code}.{form}"',
        "Cache-Control": "no-store",
        "Vary": "Authorization, X-API-Key",
    }
    return StreamingResponse(pieces, headers=headers, media_type=CSV if form == "csv" else XLSX)


def _given(request: Request) -> dict[str, str]:
    """The parameters, each known and given once."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in ("columns", "source"):
            raise UnknownParameterError(
                f"There is no parameter {name!r} here.", parameter=name, accepted=["columns", "source"]
            )
        if name in found:
            raise BadParameterError(f"{name} is given twice.", parameter=name)
        found[name] = value
    if found.get("columns", "own") not in KINDS:
        raise BadParameterError("columns is own or ours.", parameter="columns", accepted=KINDS)
    return found


def _may_see_everything(request: Request, database: Database, state: str) -> bool:
    """Whether a key that may write the state is sent; a key that is not valid is an error, none is not."""
    if "authorization" not in request.headers and "x-api-key" not in request.headers:
        return False
    caller = principal(request, database)
    return caller.role == "admin" or (caller.role == "editor" and state in caller.states)


def _csv(
    database: Database, settings: Settings, state: str, layout: Layout, everything: bool
) -> Iterator[bytes]:
    with database.read(settings.write_timeout_s) as session:
        yield from as_csv(layout.header, rows(session, state, layout, everything=everything))


def _xlsx(
    database: Database, settings: Settings, state: str, layout: Layout, everything: bool
) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
        with database.read(settings.write_timeout_s) as session:
            write_xlsx(layout.header, rows(session, state, layout, everything=everything), file)
        file.seek(0)
        while piece := file.read(_READ_BYTES):
            yield piece
