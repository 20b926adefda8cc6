"""What is asked of others: addresses found, official downloads; and what crashes leave."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class LoadingSettings(BaseSettings):
    """What is asked of others: addresses found, official downloads; and what crashes leave."""

    geocoder: Literal["offline", "census"] = Field(
        "offline", description="Who finds addresses: offline (ZIP areas, towns, counties) or census."
    )
    geocoder_url: str = Field(
        "https://geocoding.geo.census.gov/geocoder/locations/addressbatch",
        pattern=r"^https?://",
        description="Where the Census Geocoder takes batches of addresses.",
    )
    geocoder_benchmark: str = Field(
        "Public_AR_Current", min_length=1, description="Address ranges the Census Geocoder searches."
    )
    geocoder_batch: int = Field(
        1000,
        ge=1,
        le=10_000,
        description="Addresses sent to the geocoder at a time; it takes 10,000 at most.",
    )
    geocoder_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Longest wait for one batch of the geocoder."
    )
    geocoder_tries: int = Field(3, ge=1, le=10, description="How often a batch is sent before giving up.")
    geocoder_max_addresses: int = Field(
        20_000, ge=0, le=1_000_000, description="Most addresses of one upload that the geocoder is asked for."
    )
    geocoder_keep_days: int = Field(
        365, ge=1, le=36_500, description="Days an answer of the geocoder is used before it is asked again."
    )
    load_max_bytes: int = Field(2**30, ge=1024, description="Largest official download, unpacked, in bytes.")
    load_max_rows: int = Field(2_000_000, ge=1, description="Most rows in an official download.")
    load_max_columns: int = Field(1000, ge=1, description="Most columns in an official download.")
    load_timeout_s: float = Field(
        1800.0, gt=0, le=86_400, description="Longest any statement of loading an official download may run."
    )
    census_api_url: str = Field(
        "https://api.census.gov/data", pattern=r"^https?://", description="Where the Census API answers."
    )
    census_api_key: SecretStr | None = Field(
        None, description="Key for the Census API; without one it answers few questions a day."
    )
    census_api_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Longest wait for one answer of the Census API."
    )
    upload_sweep_every_s: float = Field(
        60.0, gt=0, le=86_400, description="How often uploads that nobody will finish are given up."
    )
    pause_file: Path | None = Field(
        None,
        description="For tests of crashes: a file naming a point at which the service waits; default none.",
    )
