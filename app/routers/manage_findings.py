"""`/manage/uploads/{id}/findings`: what is wrong with a file or worth a look; and saying what values mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.errors import AppError, BadParameterError
from app.inventory.codes import CODES
from app.inventory.findings import StoredFinding, first_findings, list_findings
from app.inventory.origin import CheckOptions
from app.routers.manage_asked import ROWS, After, ChangedUpload, Form, SeenUpload, page_of
from app.routers.manage_session import Operator, seen_other
from app.routers.manage_upload import render
from app.routers.manage_values import bad_points_shown, options_of_values, values_shown
from app.routers.manage_words import groups_of
from app.routers.upload_access import UploadAtHand
from app.routers.upload_downloads import issues_as_csv, issues_as_xlsx
from app.routers.upload_receiving import check_again
from app.vocabulary.assets import KINDS

router = APIRouter(prefix="/uploads/{upload_id}")


@dataclass(frozen=True)
class Narrowed:
    """Which findings are listed: of one code, of one severity (empty: of any), after a number."""

    code: str = ""
    severity: str = ""
    after: int = 0


def narrowed(_: Operator, code: str = "", severity: str = "", after: After = 0) -> Narrowed:
    """Which findings a signed-in person asks for. Raises BadParameterError for what there is not."""
    if code and code not in CODES:
        raise BadParameterError(f"There is no finding {code[:60]!r}.", parameter="code", accepted=CODES)
    if severity not in ("", "error", "warning"):
        raise BadParameterError(
            "severity is error or warning.", parameter="severity", accepted=["error", "warning"]
        )
    return Narrowed(code, severity, after)


_EVERYTHING = Narrowed()


@router.get("/findings")
def findings_seen(
    request: Request, which: Annotated[Narrowed, Depends(narrowed)], upload: SeenUpload
) -> Response:
    """What is wrong or worth a look, by kind, with its cure."""
    return findings(request, upload, which)


def findings(
    request: Request, upload: UploadAtHand, which: Narrowed = _EVERYTHING, error: AppError | None = None
) -> Response:
    """The third side: findings by kind, and a form for values that are not understood."""
    with upload.database.read() as session:
        rows = _listed(session, upload, which)
        values = values_shown(session, upload.report, upload.settings.upload_values_max)
    more = {
        "groups": groups_of(upload.report.counts),
        "code": which.code,
        "severity": which.severity,
        "rows": rows[:ROWS],
        "following": rows[ROWS - 1].id if len(rows) > ROWS else None,
        "values": values,
        "bad_points": bad_points_shown(upload.report),
        "kinds": list(KINDS.labels.items()),
    }
    return render(request, "findings", upload, more, error)


def _listed(session: Session, upload: UploadAtHand, which: Narrowed) -> list[StoredFinding]:
    """Every finding of one code, or else the first few of each, so that none drowns the others."""
    if not which.code:
        return first_findings(session, upload.id, severity=which.severity or None, limit=ROWS)
    severity = which.severity or None
    return list_findings(
        session, upload.id, code=which.code, severity=severity, after=which.after, limit=ROWS + 1
    )


def _options(upload: UploadAtHand, form: Mapping[str, str]) -> CheckOptions:
    with upload.database.read() as session:
        return options_of_values(session, upload.report, form, upload.settings.upload_values_max)


@router.post("/values")
async def values_said(request: Request, form: Form, upload: ChangedUpload) -> Response:
    """Check the kept file again with what values mean and what every row is."""
    try:
        await check_again(request, upload, await run_sync(_options, upload, form))
    except AppError as error:
        return await run_sync(findings, request, upload, _EVERYTHING, error)
    return seen_other(page_of(upload))


@router.get("/findings.csv")
def findings_csv(upload: SeenUpload) -> Response:
    """All findings, as a file."""
    return issues_as_csv(upload)


@router.get("/findings.xlsx")
def findings_xlsx(upload: SeenUpload) -> Response:
    """All findings, as a workbook."""
    return issues_as_xlsx(upload)
