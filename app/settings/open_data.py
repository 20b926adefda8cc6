"""Data that are given out as a whole, and who publishes them."""

from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings

NOBODY: Final = "stem-asset-map@example.org"
"""An address that nobody reads: files have to name one, pages show none."""
_EXAMPLES: Final = ("example.com", "example.net", "example.org", "example", "invalid", "test")
"""Domains that belong to nobody (RFC 2606)."""


class OpenDataSettings(BaseSettings):
    """Data that are given out as a whole, and who publishes them."""

    publisher_name: str = Field(
        "STEM asset map",
        min_length=1,
        description="Who publishes the data, as catalogs of open data name them.",
    )
    contact_name: str = Field("STEM asset map", min_length=1, description="Whom to ask about the data.")
    contact_email: str = Field(
        NOBODY,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
        description="Where to ask about the data; no page shows one at an example domain: "
        "set it before you register the catalog.",
    )
    data_license_url: str = Field(
        "https://creativecommons.org/licenses/by/4.0/",
        pattern=r"^https?://",
        description="Licence of the data that is given out.",
    )
    package_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Longest any statement of a whole data package or stream may run."
    )
    packages_at_once: int = Field(
        2, ge=1, le=32, description="Data packages each worker makes at the same time."
    )
    package_wait_s: float = Field(
        3.0, gt=0, le=60, description="Longest wait of a data package for its turn."
    )
    sitemap_urls_max: int = Field(
        50_000,
        ge=1,
        le=50_000,
        description="Most pages in one part of the sitemap; the protocol allows 50,000.",
    )
    bulk_timeout_s: float = Field(
        600.0, gt=0, le=7200, description="Longest the reading of a whole result may take, with its sending."
    )
    bulk_at_once: int = Field(4, ge=1, le=64, description="Whole results each worker sends at the same time.")
    bulk_wait_s: float = Field(3.0, gt=0, le=60, description="Longest wait of a whole result for its turn.")
    bulk_file_max_bytes: int = Field(
        2 * 2**30,
        ge=1024,
        description="Largest file made before it is sent (GeoPackage and the like), in bytes.",
    )
    xlsx_rows_max: int = Field(
        1_048_575, ge=1, le=1_048_575, description="Most assets in a workbook; the format takes no more."
    )
    snapshots_kept: int = Field(
        7, ge=1, le=10_000, description="Data versions whose snapshots are kept, the newest ones."
    )

    @property
    def public_email(self) -> str | None:
        """Where people can write to; None while that is not set to an address somebody may read."""
        host = self.contact_email.rpartition("@")[2].lower()
        is_example = host in _EXAMPLES or host.endswith(tuple(f".{each}" for each in _EXAMPLES))
        return None if is_example else self.contact_email
