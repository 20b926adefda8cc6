"""The published rules as data, and a record with everything there is to know."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.catalog.records.record import Record, read_record

EVERYTHING: dict[str, Any] = {
    "alternate_name": "Bots", "description": "Robots.", "url": "https://example.org/bots",
    "email": "bots@example.org", "phone": "505-555-0100", "address": "1 Main St", "city": "Kalitown",
    "postal_code": "96999", "disciplines": ["robotics"], "career_clusters": ["digital-technology"],
    "cip_codes": ["14.0801"], "grades": ["6", "7", "8", "postsecondary"], "min_age": 11, "max_age": 14,
    "designed_for": ["rural"], "restricted_to": ["english-learner"], "open_to_all": True, "languages": ["en", "es"],
    "start_date": "2026-06-01", "end_date": "2026-08-01", "application_deadline": "2026-05-01",
    "seasons": ["summer"], "times_of_day": ["weekend"], "cost_band": "under-50", "cost_amount": 40,
    "financial_aid": True, "stipend": False, "delivery_mode": "in-person", "transport_provided": True,
    "accessibility": ["ramp"], "broadband_needed": False, "seats": 24, "reach": "radius",
    "service_radius_m": 48280.32, "verified_at": "2026-03-01T00:00:00Z",
    "stops": [{"name": "Fair", "lon": -155.0, "lat": 19.5, "date": "2026-09-12", "precision": "exact"}],
}  # fmt: skip


@pytest.fixture(scope="session")
def required() -> dict[str, Any]:
    """What the published schemas require."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "required.json").read_text())
    return found


@pytest.fixture
def record(session: Session, add_asset: Callable[..., UUID]) -> Callable[..., Record]:
    """Insert an asset and read it as a record."""

    def read(name: str = "Robotics Camp", **fields: Any) -> Record:
        found = read_record(session, add_asset(name, **fields))
        assert found is not None
        return found

    return read


@pytest.fixture
def full(record: Callable[..., Record], add_asset: Callable[..., UUID]) -> Record:
    """A program with everything there is to know, run by a library."""
    library = add_asset("Kalitown Library", kind="institution", subtype="library", city="Kalitown")
    return record(**EVERYTHING, parent_id=library)
