"""What a route may ask for: settings, the database, a read session, the caller's key.

Sessions close before the answer is sent (`scope="function"`), so a failing commit is still an error the
caller sees.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.clock import today
from app.db.engine import Database
from app.errors import NotSignedInError
from app.settings import Settings
from app.stewardship.keys import Principal, principal_of

__all__ = [
    "Caller",
    "ReadSession",
    "ServiceDatabase",
    "ServiceSettings",
    "database_of",
    "settings_of",
    "today",
]


def settings_of(request: Request) -> Settings:
    """The settings this service was made with."""
    settings: Settings = request.app.state.settings
    return settings


def database_of(request: Request) -> Database:
    """The database this service reads and writes."""
    database: Database = request.app.state.database
    return database


def read_session(database: Annotated[Database, Depends(database_of)]) -> Iterator[Session]:
    """A read-only session for one request."""
    with database.read() as session:
        yield session


def principal(request: Request, database: Annotated[Database, Depends(database_of)]) -> Principal:
    """Who calls, by the key in `Authorization: Bearer …` or `X-API-Key`; 401 without a valid one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    key = token.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "").strip()
    if not key:
        raise NotSignedInError
    return principal_of(key, database)


ServiceSettings = Annotated[Settings, Depends(settings_of)]
ServiceDatabase = Annotated[Database, Depends(database_of)]
ReadSession = Annotated[Session, Depends(read_session, scope="function")]
Caller = Annotated[Principal, Depends(principal)]
