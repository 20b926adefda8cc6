"""Is the service up, and can it answer? For load balancers and people."""

from fastapi import APIRouter, Response
from sqlalchemy import text

from app.db.schema import newest_revision
from app.errors import AppError
from app.routers.sessions import ServiceDatabase

router = APIRouter(tags=["operations"])
_READY_TIMEOUT_S = 1.0


class NotReadyError(AppError):
    """The service is up but cannot answer yet."""

    status = 503
    code = "not-ready"


@router.get("/healthz", summary="The process answers")
async def healthz() -> dict[str, str]:
    """Answer without touching the database."""
    return {"status": "ok"}


@router.get("/readyz", summary="The database answers and its schema is the one this code needs")
def readyz(response: Response, database: ServiceDatabase) -> dict[str, str | int]:
    """Check the database within a second; 503 when it is down or its schema is another one."""
    response.headers["Cache-Control"] = "no-store"
    with database.read(_READY_TIMEOUT_S) as session:
        found = None
        if session.scalar(text("SELECT to_regclass('alembic_version')")):
            found = session.scalar(text("SELECT version_num FROM alembic_version"))
        if found != newest_revision():
            raise NotReadyError("The database has another schema than this code: run `stemmap db migrate`.")
        version = session.scalar(text("SELECT version FROM data_version"))
    return {"status": "ready", "schema": str(found), "data_version": int(version or 0)}
