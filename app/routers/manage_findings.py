"""`/manage/uploads/{id}/findings`: what is wrong with a file or worth a look, on a page and as files."""

from fastapi import APIRouter, Request, Response

from app.errors import BadParameterError
from app.inventory.codes import CODES
from app.inventory.findings import list_findings
from app.routers.manage_session import Operator
from app.routers.manage_upload import ROWS, After, render
from app.routers.manage_words import groups_of
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_access import visible
from app.routers.upload_downloads import issues_as_csv, issues_as_xlsx

router = APIRouter(prefix="/uploads/{upload_id}")


@router.get("/findings")
def findings(
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
    with database.read() as session:
        rows = list_findings(
            session, report.id, code=code or None, severity=severity or None, after=after, limit=ROWS + 1
        )
    more = {
        "groups": groups_of(report.counts),
        "code": code,
        "severity": severity,
        "rows": rows[:ROWS],
        "following": rows[ROWS - 1].id if len(rows) > ROWS else None,
    }
    return render(request, "findings", report, operator, more)


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
