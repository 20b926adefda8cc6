"""A data package that this service wrote comes back through its own reader as the same programs."""

import io
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.origin import Origin
from app.inventory.uploads import check_upload

SAME = (
    "kind", "subtype", "name", "alternate_name", "description", "url", "email", "phone", "status", "state", "address",
    "city", "postal_code", "reach", "service_radius_m", "service_area_geoids", "disciplines", "career_clusters",
    "career_clusters_2002", "cip_codes", "soc_codes", "grades", "min_age", "max_age", "open_to_all", "designed_for",
    "restricted_to", "languages", "start_date", "end_date", "application_deadline", "seasons", "times_of_day",
    "cost_amount", "cost_band", "financial_aid", "stipend", "delivery_mode", "transport_provided", "accessibility",
    "broadband_needed", "seats", "source_url", "county_geoid", "location_precision",
)  # fmt: skip
READ = f"""SELECT {", ".join(SAME)}, (stops::text) AS stops, round(ST_X(geom)::numeric, 5) AS lon,
    round(ST_Y(geom)::numeric, 5) AS lat,
    (SELECT p.name FROM asset p WHERE p.id = asset.parent_id AND p.kind = 'institution') AS provider
    FROM asset WHERE kind <> 'institution' AND state = 'NM' AND deleted_at IS NULL ORDER BY name, description"""
FULL = {
    "name": "Máquina; Robots & “Más”", "alternate_name": "Bots", "description": "Line one.\nLine, two.",
    "email": "bots@example.org", "phone": "505-555-0100", "address": "145 Washington Ave", "city": "Santa Fe",
    "postal_code": "87501", "service_area_geoids": ["35039", "35049"], "county_geoid": "35049", "reach": "areas",
    "career_clusters": ["digital-technology"], "career_clusters_2002": ["stem"], "cip_codes": ["11.07", "14.0801"],
    "soc_codes": ["17-2051"], "grades": ["6", "7", "8", "postsecondary"], "min_age": 11, "max_age": 14,
    "open_to_all": True, "designed_for": ["rural", "women-girls"], "restricted_to": ["english-learner"],
    "languages": ["en", "es"], "start_date": "2026-06-01", "end_date": "2027-08-01",
    "application_deadline": "2027-05-01", "cost_amount": 40, "cost_band": "under-50", "financial_aid": True,
    "stipend": False, "transport_provided": True, "accessibility": ["ramp", "ASL interpreter"],
    "broadband_needed": False, "seats": 24, "source_url": "https://example.org/list",
}  # fmt: skip


def programs(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        return [dict(row) for row in session.execute(text(READ)).mappings()]


@pytest.fixture
def filled(own_database: Database) -> Database:
    """The seed, one program of it with everything there is to know and a point of its own."""
    sets = ", ".join(f"{name} = :{name}" for name in FULL)
    chosen = "SELECT id FROM asset WHERE state = 'NM' AND kind = 'program' AND subtype = 'camp' ORDER BY id LIMIT 1"
    with own_database.write("test") as session:
        session.execute(
            text(
                f"UPDATE asset SET {sets}, geom = ST_Point(-105.94123, 35.68812, 4326),"
                f" location_precision = 'exact' WHERE id = ({chosen})"
            ),
            FULL,
        )
    return own_database


def test_the_same_programs_come_back(own_client: TestClient, filled: Database) -> None:
    before = programs(filled)
    package = own_client.get("/hsds/datapackage.zip?state=NM").content
    with filled.write("test") as session:
        session.execute(text("DELETE FROM asset WHERE kind <> 'institution'"))
    origin = Origin("NM", "hsds.zip", "test", "a copy")
    report = check_upload(filled, filled.settings, io.BytesIO(package), origin)
    assert report.counts["refused"] == 0, report
    apply_upload(filled, filled.settings, report.id, "test")
    after = programs(filled)
    assert len(before) == len(after) > 40
    others = [
        (old["name"], name, old[name], new[name])
        for old, new in zip(before, after, strict=True)
        for name in old
        if old[name] != new[name]
    ]
    assert others == [], repr(others)
