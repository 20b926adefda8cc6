"""`/manage/uploads/{id}/findings`: what is wrong with a file or worth a look; and saying what values mean."""

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.db.engine import Database
from app.errors import AppError, BadParameterError
from app.inventory.codes import CODES
from app.inventory.findings import list_findings
from app.inventory.origin import CheckOptions
from app.inventory.report import UploadReport
from app.routers.manage_session import Operator, seen_other, small_form
from app.routers.manage_upload import ROWS, After, render
from app.routers.manage_values import options_of_values, values_shown
from app.routers.manage_words import groups_of
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_access import visible, writable
from app.routers.upload_downloads import issues_as_csv, issues_as_xlsx
from app.routers.upload_receiving import check_again
from app.stewardship.keys import Principal
from app.vocabulary.assets import KINDS

router = APIRouter(prefix="/uploads/{upload_id}")


@router.get("/findings")
def findings_seen(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
    code: str = "",
    severity: str = "",
    after: After = 0,
) -> Response:
    """What is wrong or worth a look, by kind, with its cure."""
    if code and code not in CODES:
        raise BadParameterError(f"There is no finding {code[:60]!r}.", parameter="code", accepted=CODES)
    if severity not in ("", "error", "warning"):
        raise BadParameterError(
            "severity is error or warning.", parameter="severity", accepted=["error", "warning"]
        )
    report = visible(upload_id, operator, database, settings)
    return findings(request, report, operator, database, code=code, severity=severity, after=after)


def findings(
    request: Request,
    report: UploadReport,
    operator: Principal,
    database: Database,
    error: AppError | None = None,
    *,
    code: str = "",
    severity: str = "",
    after: int = 0,
) -> Response:
    """The third side: findings by kind, and a form for values that are not understood."""
    with database.read() as session:
        rows = list_findings(
            session, report.id, code=code or None, severity=severity or None, after=after, limit=ROWS + 1
        )
        values = values_shown(session, report, database.settings.upload_values_max)
    more = {
        "groups": groups_of(report.counts),
        "code": code,
        "severity": severity,
        "rows": rows[:ROWS],
        "following": rows[ROWS - 1].id if len(rows) > ROWS else None,
        "values": values,
        "kinds": list(KINDS.labels.items()),
    }
    return render(request, "findings", report, operator, more, error)


@router.post("/values")
async def values_said(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Check the kept file again with what values mean and what every row is."""
    form = await small_form(request, settings)
    report = await run_sync(writable, upload_id, operator, database, settings)

    def chosen() -> CheckOptions:
        with database.read() as session:
            return options_of_values(session, report, form, settings.upload_values_max)

    try:
        options = await run_sync(chosen)
        await check_again(request, database, settings, operator, report.id, options)
    except AppError as error:
        return await run_sync(findings, request, report, operator, database, error)
    return seen_other(f"/manage/uploads/{report.id}")


@router.get("/findings.csv")
def findings_csv(
    upload_id: str, operator: Operator, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """All findings, as a file."""
    return issues_as_csv(visible(upload_id, operator, database, settings), database, settings)


@router.get("/findings.xlsx")
def findings_xlsx(
    upload_id: str, operator: Operator, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """All findings, as a workbook."""
    return issues_as_xlsx(visible(upload_id, operator, database, settings), database, settings)
