"""Where the service is, and how it talks to its database."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


def default_home() -> Path:
    """The data folder when none is named: a system folder for root, the XDG data folder for others."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/stemmap")
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "stemmap"


class ServiceSettings(BaseSettings):
    """Where the service is, and how it talks to its database."""

    home: Path = Field(
        default_factory=default_home, description="Data folder: private database, secret, spool."
    )
    database_url: SecretStr | None = Field(
        None, description="Use this PostGIS (postgresql://…) instead of the private one in the data folder."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="Server processes.")
    public_url: str | None = Field(
        None, description="How the world reaches this service (https://…); default: the host of each request."
    )
    secret: SecretStr | None = Field(
        None,
        description="Key under which API keys are hashed; default: made once and kept in the data folder.",
    )
    pool_size: int = Field(10, ge=1, le=200, description="Database connections a worker keeps at most.")
    reader_pool_size: int = Field(
        4, ge=1, le=200, description="Connections for reading features a worker keeps at most."
    )
    pool_timeout_s: float = Field(3.0, gt=0, le=60, description="Longest wait for a free connection.")
    connect_timeout_s: int = Field(5, ge=1, le=60, description="Longest wait for a new connection.")
    read_timeout_s: float = Field(5.0, gt=0, le=600, description="Longest any read statement may run.")
    write_timeout_s: float = Field(120.0, gt=0, le=3600, description="Longest any write statement may run.")
    lock_timeout_s: float = Field(2.0, gt=0, le=60, description="Longest wait for a lock.")

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()
