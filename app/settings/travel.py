"""Travel tables, and the routing service they are made with."""

from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class TravelSettings(BaseSettings):
    """Travel tables, and the routing service they are made with."""

    travel_minutes_max: float = Field(
        240.0, gt=0, le=1440, description="Longest travel one may ask about, in minutes."
    )
    travel_pairs_max: int = Field(
        5_000_000, ge=1, le=10**9, description="Most rows of a travel table; 16 bytes each in memory."
    )
    travel_file_max_bytes: int = Field(
        256 * 2**20, ge=1024, le=2**34, description="Largest travel table that may be sent, in bytes."
    )
    travel_tables_max: int = Field(50, ge=0, le=10_000, description="Most travel tables that are kept.")
    router_url: str | None = Field(
        None,
        description="Address of an OSRM or Valhalla service that travel tables are made with; default: none is asked.",
    )
    router_kind: Literal["osrm", "valhalla"] = Field("osrm", description="Which protocol the service speaks.")
    router_profile: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_-]{0,40}$",
        description="Profile (OSRM) or costing (Valhalla); default: driving, auto.",
    )
    router_pairs_max: int = Field(
        2500, ge=1, le=10**6, description="Most pairs in one request to the routing service."
    )
    router_timeout_s: float = Field(
        30.0, gt=0, le=600, description="Longest wait for one answer of the routing service."
    )
    router_at_once: int = Field(
        2, ge=1, le=4, description="Requests to the routing service at the same time."
    )
    router_tries: int = Field(
        4, ge=1, le=20, description="How often one request is sent while the routing service is busy."
    )
    router_wait_s: float = Field(
        1.0, ge=0, le=60, description="First wait before a request is sent again; it doubles each time."
    )
    router_snap_max_m: float = Field(
        5000.0, gt=0, le=100_000, description="Farthest a point may be from the road it is put on, in metres."
    )
    router_answer_max_bytes: int = Field(
        64 * 2**20,
        ge=1024,
        le=2**31,
        description="Largest answer of the routing service that is read, in bytes.",
    )

    @field_validator("router_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value} is no address: write one like http://127.0.0.1:5000")
        return value.rstrip("/") if value else None
