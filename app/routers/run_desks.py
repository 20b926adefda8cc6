"""The service's desk for runs, and who starts them."""

import threading
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request

from app.coverage.runs.desk import RunDesk
from app.db.engine import Database
from app.routers.sessions import ServiceDatabase
from app.stewardship.keys import principal_of

_MAKING: Final = threading.Lock()


def run_desk_of(app: FastAPI) -> RunDesk:
    """The desk of this worker, made when it is first needed."""
    with _MAKING:
        if not hasattr(app.state, "run_desk"):
            database: Database = app.state.database
            app.state.run_desk = RunDesk(database)
    desk: RunDesk = app.state.run_desk
    return desk


def close_run_desk(app: FastAPI) -> None:
    """End what runs, if anything ever ran."""
    if hasattr(app.state, "run_desk"):
        run_desk_of(app).close()


def service_desk(request: Request) -> RunDesk:
    """The desk of the service that answers `request`."""
    return run_desk_of(request.app)


def key_number(request: Request, database: ServiceDatabase) -> int | None:
    """The number of the caller's key; None without one. Raises NotSignedInError for a key that is not valid."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    key = token.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "").strip()
    return principal_of(key, database).key_id if key else None


Desk = Annotated[RunDesk, Depends(service_desk)]
KeyNumber = Annotated[int | None, Depends(key_number)]
