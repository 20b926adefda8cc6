"""Every CHECK, UNIQUE, FOREIGN KEY and natural PRIMARY KEY is violated once, and names itself when it is.

A new constraint without a case here fails `test_every_constraint_is_violated_by_a_case`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import IntegrityError

from app.models import Base

TABLES = Base.metadata.tables
ASSET = UUID(int=1)
UPLOAD = UUID(int=2)
NOBODY = UUID(int=404)
DIGEST = bytes(32)
INF, NAN = float("inf"), float("nan")
AREA = select(TABLES["area"].c.id).where(TABLES["area"].c.geoid == "T1").scalar_subquery()


def point(lon: float, lat: float) -> Any:
    return func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326)


def wkt(shape: str) -> str:
    return f"SRID=4326;{shape}"


# In the order in which they can be inserted.
FIRST: Mapping[str, Mapping[str, Any]] = {
    "data_source": {"slug": "test", "title": "Test", "publisher": "Us", "vintage": "2020", "licence": "CC0"},
    "area": {"kind": "custom", "geoid": "T1", "name": "Here", "point": point(0, 0), "vintage": "1", "source": "test"},
    "area_population": {
        "area_id": AREA, "group": "total", "source": "test", "vintage": "1", "people": 5, "method": "counted",
    },
    "area_fact": {"area_id": AREA, "fact": "rucc", "source": "test", "vintage": "1", "value": 3},
    "area_share": {
        "area_id": AREA, "group": "black", "source": "test", "vintage": "1", "share": 0.5, "base_source": "test",
    },
    "upload": {
        "id": UPLOAD, "state": "NM", "status": "checked", "file_name": "a.csv", "file_sha256": "0" * 64,
        "size_bytes": 1, "format": "csv", "columns": [], "counts": {}, "source_name": "us", "created_by": "test",
    },
    "upload_row": {
        "upload_id": UPLOAD, "row_number": 1, "source_key": "1", "asset_id": ASSET, "extra": {}, "identifiers": {},
    },
    "upload_refusal": {
        "upload_id": UPLOAD, "row_number": 1, "state": "NM", "source_key": "1", "asset_id": ASSET,
    },
    "upload_duplicate": {
        "upload_id": UPLOAD, "row_number": 1, "key": "1", "asset_id": ASSET, "name": "A", "state": "NM",
        "other_asset_id": NOBODY, "other_name": "A!", "other_state": "NM", "score": 0.9, "reasons": ["same name"],
    },
    "duplicate_decision": {"low_id": ASSET, "high_id": NOBODY, "decision": "both", "actor": "test"},
    "upload_merge": {
        "upload_id": UPLOAD, "row_number": 1, "state": "NM", "source_key": "1", "away_id": ASSET, "into_id": NOBODY,
    },
    "upload_issue": {
        "upload_id": UPLOAD, "row_number": 0, "severity": "error", "code": "x", "message": "x", "cure": "x",
    },
    "upload_profile": {"state": "NM", "header_sha256": "0" * 64, "columns": {}, "saved_by": "test"},
    "asset": {"id": ASSET, "kind": "program", "subtype": "club", "name": "Club", "state": "NM"},
    "asset_identifier": {"scheme": "ein", "value": "1", "asset_id": ASSET},
    "submission": {
        "reference": "rep-22222222", "kind": "correction", "state": "NM", "asset_id": ASSET, "asset_name": "Club",
        "field": "phone", "value": "505-555-0123", "digest": DIGEST,
    },
    "asset_facet": {"asset_id": NOBODY, "until": date.max, "offer": 0, "disciplines": 0, "people": 0},
    "asset_feature": {"asset_id": NOBODY, "head": "{"},
    "embed_partner": {"id": "wde", "name": "Wyoming", "domains": ["edu.wyoming.gov", "*.wyo.edu", "localhost:80"]},
    "api_key": {"prefix": "stem_x", "digest": DIGEST, "role": "editor", "states": ["NM"], "label": "test"},
    "coverage_run": {
        "id": "run-22222222", "kind": "siting", "parameters": {}, "as_of": date(2026, 1, 1), "code_version": "1",
    },
    "audit_entry": {"actor": "test", "table_name": "asset", "row_id": "1", "action": "insert"},
    "data_version": {"id": 1},
    "overview": {"version": 1, "day": "2026-01-01"},
    "overview_tile": {
        "version": 1, "day": "2026-01-01", "layer": "assets", "z": 0, "x": 0, "y": 0, "body": b"",
    },
    "geocode_answer": {
        "geocoder": "test", "address_key": "1 main st", "geom": point(0, 0), "precision": "street", "score": 1,
    },
}  # fmt: skip
"""A valid row of each table."""

OTHER: Mapping[str, Mapping[str, Any]] = {
    "data_source": {"slug": "test-2"},
    "area": {"geoid": "T2"},
    "area_population": {"vintage": "2"},
    "area_fact": {"vintage": "2"},
    "area_share": {"group": "asian"},
    "upload": {"id": UUID(int=3)},
    "upload_row": {"row_number": 2},
    "upload_refusal": {"row_number": 2},
    "upload_profile": {"state": "UT"},
    "upload_duplicate": {"row_number": 2},
    "duplicate_decision": {"high_id": UUID(int=405)},
    "upload_merge": {"row_number": 2},
    "asset": {"id": UUID(int=5)},
    "asset_identifier": {"value": "2"},
    "asset_facet": {"asset_id": UUID(int=405)},
    "asset_feature": {"asset_id": UUID(int=405)},
    "submission": {"reference": "rep-33333333", "digest": b"y" * 32},
    "embed_partner": {"id": "other", "name": "Other"},
    "api_key": {"digest": b"x" * 32},
    "coverage_run": {"id": "run-33333333"},
    "geocode_answer": {"address_key": "2 main st"},
    "overview": {"version": 2},
    "overview_tile": {"x": 1},
}
"""What a second valid row has otherwise."""

BAD_POINTS = {
    "NaN longitude": point(NAN, 0),
    "NaN latitude": point(0, NAN),
    "no number at all": point(NAN, NAN),
    "infinitely east": point(INF, 0),
    "infinitely south": point(0, -INF),
    "east of the date line": point(180.001, 0),
    "west of the date line": point(-180.001, 0),
    "north of the pole": point(0, 90.001),
    "south of the pole": point(0, -90.001),
    "empty": wkt("POINT EMPTY"),
}
SOUND_POINTS = {"date line": point(180, 0), "north-west corner": point(-180, 90), "south pole": point(0, -90)}

LISTS_OF_ASSET = (
    "disciplines", "career_clusters", "career_clusters_2002", "grades", "designed_for", "restricted_to", "seasons",
    "times_of_day",
)  # fmt: skip
WORDS_OF_ASSET = (
    "status",
    "visibility",
    "state",
    "reach",
    "cost_band",
    "delivery_mode",
    "verification_method",
)
OVER = {"finished_at": func.now()}
OPPORTUNITY = {"kind": "opportunity", "subtype": "internship"}

CASES: list[tuple[str, str, Mapping[str, Any]]] = [
    # partners whose pages show ours
    ("embed_partner", "embed_partner_pkey", {"id": "wde"}),
    ("embed_partner", "embed_partner_name_key", {"name": "Wyoming"}),
    *[("embed_partner", "embed_partner_id_check", {"id": bad}) for bad in ("", "W", "a--b", "-a", "a b", "x" * 61)],
    *[("embed_partner", "embed_partner_name_check", {"name": bad}) for bad in ("", "  ", "x" * 201)],
    *[
        ("embed_partner", "embed_partner_domains_check", {"domains": bad})
        for bad in (
            [], [""], ["*"], ["https://wyo.edu"], ["wyo.edu; script-src *"], ["'self'"], ["a..b"], ["wyo.edu/x"],
            ["wyo.edu", None], ["WYO.edu"], ["wyo.edu\n"], ["w.*.edu"],
        )
    ],
    # analyses that are kept
    ("coverage_run", "coverage_run_pkey", {"id": "run-22222222"}),
    *[("coverage_run", "coverage_run_id_check", {"id": bad}) for bad in ("run-2", "run-0oi1luuu", "RUN-22222222")],
    ("coverage_run", "coverage_run_kind_check", {"kind": "guess"}),
    ("coverage_run", "coverage_run_status_check", {"status": "lost", **OVER}),
    *[
        ("coverage_run", f"coverage_run_{name}_check", {name: []})
        for name in ("parameters", "progress", "timings")
    ],
    ("coverage_run", "coverage_run_data_version_check", {"data_version": 0}),
    ("coverage_run", "coverage_run_code_version_check", {"code_version": ""}),
    ("coverage_run", "coverage_run_input_digest_check", {"input_digest": "0"}),
    *[
        ("coverage_run", "coverage_run_result_check", bad)
        for bad in (
            {"result": {}}, {"status": "done", "input_digest": "0" * 64, **OVER},
            {"status": "done", "result": {}, **OVER},
        )
    ],
    *[("coverage_run", "coverage_run_error_check", bad) for bad in ({"error": {}}, {"status": "failed", **OVER})],
    *[("coverage_run", "coverage_run_finished_check", bad) for bad in (OVER, {"status": "cancelled"})],
    ("coverage_run", "coverage_run_repeat_of_fkey", {"repeat_of": "run-44444444"}),
    ("coverage_run", "coverage_run_created_by_fkey", {"created_by": -1}),
    # areas and their people
    ("data_source", "data_source_pkey", {"slug": "test"}),
    ("area", "area_kind_geoid_key", {"geoid": "T1"}),
    ("area", "area_kind_check", {"kind": "galaxy"}),
    ("area", "area_state_check", {"state": "XX"}),
    ("area", "area_named_check", {"geoid": ""}),
    ("area", "area_named_check", {"name": ""}),
    *[("area", "area_point_check", {"point": bad}) for bad in BAD_POINTS.values()],
    ("area", "area_geom_check", {"geom": wkt("MULTIPOLYGON EMPTY")}),
    ("area", "area_geom_check", {"geom": wkt("MULTIPOLYGON(((0 0, 1 1, 1 0, 0 1, 0 0)))")}),
    *[("area", "area_land_area_check", {"land_area_m2": bad}) for bad in (-1, INF, NAN)],
    ("area", "area_source_fkey", {"source": "nowhere"}),
    ("area_population", "area_population_pkey", {"vintage": "1"}),
    ("area_population", "area_population_group_check", {"group": "martians"}),
    *[("area_population", "area_population_people_check", {"people": bad}) for bad in (-1, INF, NAN)],
    *[("area_population", "area_population_moe_check", {"moe": bad}) for bad in (-1, INF, NAN)],
    ("area_population", "area_population_method_check", {"method": "guessed"}),
    ("area_population", "area_population_area_id_fkey", {"area_id": -1}),
    ("area_population", "area_population_source_fkey", {"source": "nowhere"}),
    *[
        ("area_population", "area_population_geography_year_check", {"geography_year": bad})
        for bad in (1789, 2101)
    ],
    ("area_fact", "area_fact_pkey", {"vintage": "1"}),
    ("area_fact", "area_fact_fact_check", {"fact": "weather"}),
    *[("area_fact", "area_fact_value_check", {"value": bad}) for bad in (INF, -INF, NAN)],
    *[("area_fact", "area_fact_moe_check", {"moe": bad}) for bad in (-1, INF, NAN)],
    *[
        ("area_fact", "area_fact_interval_check", bad)
        for bad in (
            {"low": 1}, {"high": 4}, {"low": 3.1, "high": 4}, {"low": 1, "high": 2.9}, {"low": 1, "high": INF},
            {"low": -INF, "high": 4}, {"low": 1, "high": NAN},
        )
    ],
    ("area_fact", "area_fact_area_id_fkey", {"area_id": -1}),
    ("area_fact", "area_fact_source_fkey", {"source": "nowhere"}),
    ("area_share", "area_share_pkey", {"group": "black"}),
    ("area_share", "area_share_group_check", {"group": "martians"}),
    *[("area_share", "area_share_share_check", {"share": bad}) for bad in (-0.01, 1.01, INF, -INF, NAN)],
    ("area_share", "area_share_area_id_fkey", {"area_id": -1}),
    ("area_share", "area_share_source_fkey", {"source": "nowhere"}),
    ("area_share", "area_share_base_source_fkey", {"base_source": "nowhere"}),
    # uploads
    ("upload", "upload_pkey", {"id": UPLOAD}),
    ("upload", "upload_state_check", {"state": "nm"}),
    ("upload", "upload_status_check", {"status": "lost"}),
    ("upload", "upload_file_sha256_check", {"file_sha256": "A" * 64}),
    ("upload", "upload_file_sha256_check", {"file_sha256": "0" * 63}),
    ("upload", "upload_applied_check", {"status": "applied"}),
    ("upload", "upload_applied_check", {"status": "undone"}),
    ("upload", "upload_applied_check", {"applied_at": func.now()}),
    ("upload", "upload_undone_check", {"status": "undone", "applied_at": func.now()}),
    ("upload", "upload_undone_check", {"undone_at": func.now()}),
    ("upload", "upload_undone_check", {"undone_by": "test"}),
    ("upload", "upload_kind_check", {"kind": "rumour"}),
    ("upload_row", "upload_row_pkey", {"row_number": 1}),
    ("upload_row", "upload_row_row_number_check", {"row_number": 0}),
    ("upload_refusal", "upload_refusal_pkey", {"row_number": 1}),
    ("upload_issue", "upload_issue_severity_check", {"severity": "dreadful"}),
    ("upload_issue", "upload_issue_row_number_check", {"row_number": -1}),
    ("upload_issue", "upload_issue_upload_id_fkey", {"upload_id": NOBODY}),
    # likely duplicates
    ("upload_duplicate", "upload_duplicate_upload_id_row_number_other_asset_id_key", {"row_number": 1}),
    ("upload_duplicate", "upload_duplicate_upload_id_fkey", {"upload_id": NOBODY}),
    ("upload_duplicate", "upload_duplicate_rows_check", {"row_number": 0}),
    ("upload_duplicate", "upload_duplicate_rows_check", {"other_row_number": 0}),
    ("upload_duplicate", "upload_duplicate_pair_check", {"other_asset_id": ASSET}),
    *[("upload_duplicate", "upload_duplicate_score_check", {"score": bad}) for bad in (-0.1, 1.1, NAN)],
    ("upload_duplicate", "upload_duplicate_reasons_check", {"reasons": []}),
    ("duplicate_decision", "duplicate_decision_pkey", {"high_id": NOBODY}),
    ("duplicate_decision", "duplicate_decision_order_check", {"high_id": UUID(int=0)}),
    ("duplicate_decision", "duplicate_decision_decision_check", {"decision": "perhaps"}),
    ("duplicate_decision", "duplicate_decision_into_check", {"decision": "merge"}),
    ("duplicate_decision", "duplicate_decision_into_check", {"into_id": ASSET}),
    ("duplicate_decision", "duplicate_decision_into_check", {"decision": "merge", "into_id": NOBODY}),
    ("upload_merge", "upload_merge_pkey", {"row_number": 1}),
    ("upload_merge", "upload_merge_upload_id_fkey", {"upload_id": NOBODY}),
    ("upload_merge", "upload_merge_pair_check", {"into_id": ASSET}),
    # Words and lists of assets
    ("asset", "asset_pkey", {"id": ASSET}),
    ("asset", "asset_kind_check", {"kind": "rumour"}),
    ("asset", "asset_subtype_check", {"subtype": "museum"}),
    ("asset", "asset_subtype_check", {"kind": "institution", "subtype": "club"}),
    ("asset", "asset_subtype_check", {"kind": "opportunity", "subtype": "nonsense"}),
    *[("asset", f"asset_{column}_check", {column: "nonsense"}) for column in WORDS_OF_ASSET],
    *[("asset", f"asset_{column}_check", {column: ["nonsense"]}) for column in LISTS_OF_ASSET],
    *[("asset", f"asset_{column}_check", {column: [None]}) for column in LISTS_OF_ASSET],
    ("asset", "asset_name_check", {"name": "  "}),
    ("asset", "asset_url_check", {"url": "javascript:alert(1)"}),
    ("asset", "asset_url_check", {"url": " https://a.example"}),
    ("asset", "asset_source_url_check", {"source_url": "ftp://a.example"}),
    # Place and reach of assets
    *[("asset", "asset_geom_check", {"geom": bad, "location_precision": "exact"}) for bad in BAD_POINTS.values()],
    ("asset", "asset_location_precision_check", {"geom": point(0, 0), "location_precision": "roughly"}),
    ("asset", "asset_geom_precision_check", {"geom": point(0, 0), "location_precision": "none"}),
    ("asset", "asset_geom_precision_check", {"location_precision": "exact"}),
    ("asset", "asset_postal_code_check", {"postal_code": "1234"}),
    ("asset", "asset_postal_code_check", {"postal_code": "12345-6789"}),
    ("asset", "asset_county_geoid_check", {"county_geoid": "3500"}),
    *[("asset", "asset_service_radius_check", {"service_radius_m": bad}) for bad in (0, -1, INF, NAN)],
    ("asset", "asset_reach_radius_check", {"reach": "radius"}),
    ("asset", "asset_reach_areas_check", {"reach": "areas"}),
    ("asset", "asset_stops_check", {"stops": {}}),
    # Numbers and dates of assets, and the rest
    ("asset", "asset_min_age_check", {"min_age": -1}),
    ("asset", "asset_min_age_check", {"min_age": 121}),
    ("asset", "asset_max_age_check", {"max_age": -1}),
    ("asset", "asset_max_age_check", {"max_age": 121}),
    ("asset", "asset_ages_check", {"min_age": 12, "max_age": 11}),
    ("asset", "asset_dates_check", {"start_date": "2026-06-02", "end_date": "2026-06-01"}),
    ("asset", "asset_deadline_check", {**OPPORTUNITY, "application_deadline": "2026-06-02", "end_date": "2026-06-01"}),
    *[("asset", "asset_cost_amount_check", {"cost_amount": bad}) for bad in (-1, INF, NAN)],
    ("asset", "asset_seats_check", {"seats": -1}),
    ("asset", "asset_extra_check", {"extra": []}),
    ("asset", "asset_source_cells_check", {"source_cells": []}),
    ("upload_profile", "upload_profile_pkey", {"state": "NM"}),
    ("upload_profile", "upload_profile_state_check", {"state": "XX"}),
    ("upload_profile", "upload_profile_header_sha256_check", {"header_sha256": "abc"}),
    ("upload_profile", "upload_profile_columns_check", {"columns": []}),
    ("upload_profile", "upload_profile_values_check", {"values": []}),
    ("upload_profile", "upload_profile_bad_points_check", {"bad_points": "guess"}),
    ("asset", "asset_version_check", {"version": 0}),
    *[("asset", "asset_organization_name_check", {"organization_name": blank}) for blank in ("", " ")],
    ("asset", "asset_parent_check", {"id": NOBODY, "parent_id": NOBODY}),
    ("asset", "asset_parent_id_fkey", {"parent_id": NOBODY}),
    ("asset", "asset_upload_id_fkey", {"upload_id": NOBODY}),
    ("asset_identifier", "asset_identifier_pkey", {"value": "1"}),
    ("asset_facet", "asset_facet_pkey", {"asset_id": NOBODY}),
    ("asset_feature", "asset_feature_pkey", {"asset_id": NOBODY}),
    ("asset_identifier", "asset_identifier_scheme_check", {"scheme": "isbn"}),
    ("asset_identifier", "asset_identifier_scheme_check", {"scheme": "state:nm"}),
    ("asset_identifier", "asset_identifier_value_check", {"value": " "}),
    ("asset_identifier", "asset_identifier_asset_id_fkey", {"asset_id": NOBODY}),
    # keys and history
    ("api_key", "api_key_digest_key", {"digest": DIGEST}),
    ("api_key", "api_key_digest_check", {"digest": b"short"}),
    ("api_key", "api_key_role_check", {"role": "king"}),
    ("api_key", "api_key_states_check", {"states": ["XX"]}),
    ("api_key", "api_key_states_check", {"states": ["NM", None]}),
    ("api_key", "api_key_editor_states_check", {"states": []}),
    ("audit_entry", "audit_entry_action_check", {"action": "hide"}),
    ("data_version", "data_version_pkey", {}),
    ("data_version", "data_version_one_row_check", {"id": 2}),
    # reports by the public
    ("submission", "submission_reference_key", {"reference": "rep-22222222"}),
    *[("submission", "submission_reference_check", {"reference": bad}) for bad in ("rep-2", "rep-0oi1luuu", "22")],
    ("submission", "submission_kind_check", {"kind": "praise", "field": None}),
    ("submission", "submission_state_check", {"state": "XX"}),
    ("submission", "submission_field_check", {"field": "verified_at"}),
    ("submission", "submission_correction_check", {"field": None}),
    ("submission", "submission_correction_check", {"kind": "closed", "value": "defunct"}),
    *[
        ("submission", "submission_closed_check", {"kind": "closed", "field": None, "value": bad, "comment": "x"})
        for bad in (None, "active", "gone")
    ],
    ("submission", "submission_new_check", {"kind": "new", "field": None}),
    ("submission", "submission_new_check", {"proposal": {}}),
    ("submission", "submission_proposal_check", {"kind": "new", "field": None, "proposal": []}),
    ("submission", "submission_says_something_check", {"value": None}),
    ("submission", "submission_asset_name_check", {"asset_name": " "}),
    *[("submission", "submission_email_check", {"email": bad}) for bad in ("", "me", "@there")],
    ("submission", "submission_digest_check", {"digest": b"short"}),
    ("submission", "submission_status_check", {"status": "lost", "decided_at": func.now(), "decided_by": "test"}),
    *[
        ("submission", "submission_decided_check", bad)
        for bad in (
            {"status": "accepted"}, {"decided_at": func.now(), "decided_by": "test"},
            {"status": "accepted", "decided_at": func.now()},
        )
    ],
    ("submission", "submission_reason_check", {"reason": "No."}),
    (
        "submission", "submission_reason_check",
        {"status": "declined", "decided_at": func.now(), "decided_by": "test"},
    ),
    ("submission", "submission_method_check", {"method": "rumour"}),
    ("submission", "submission_asset_id_fkey", {"asset_id": NOBODY}),
    # tiles kept ready
    ("overview", "overview_pkey", {"version": 1}),
    ("overview_tile", "overview_tile_pkey", {"x": 0}),
    # answers of geocoders
    ("geocode_answer", "geocode_answer_pkey", {"address_key": "1 main st"}),
    *[("geocode_answer", "geocode_answer_geom_check", {"geom": bad}) for bad in BAD_POINTS.values()],
    ("geocode_answer", "geocode_answer_precision_check", {"precision": "roughly"}),
    ("geocode_answer", "geocode_answer_geom_precision_check", {"precision": "none"}),
    ("geocode_answer", "geocode_answer_geom_precision_check", {"geom": None}),
    *[("geocode_answer", "geocode_answer_score_check", {"score": bad}) for bad in (-0.01, 1.01, NAN)],
]  # fmt: skip

SOUND: list[tuple[str, Mapping[str, Any]]] = [
    *[(table, {}) for table in OTHER],
    ("submission", {"kind": "closed", "field": None, "value": "defunct"}),
    (
        "submission",
        {"kind": "new", "field": None, "value": None, "proposal": {"name": "Club"}, "asset_id": None},
    ),
    *[("area", {"point": sound}) for sound in SOUND_POINTS.values()],
    *[("asset", {"geom": sound, "location_precision": "exact"}) for sound in SOUND_POINTS.values()],
    ("asset", {"min_age": 0, "max_age": 0, "seats": 0, "cost_amount": 0, "cost_band": "free"}),
    ("asset", {"reach": "radius", "service_radius_m": 0.1}),
    ("asset", {"reach": "areas", "service_area_geoids": ["35001"]}),
    ("asset", {"start_date": "2026-06-01", "end_date": "2026-06-01"}),
    ("asset", {**OPPORTUNITY, "application_deadline": "2026-06-01", "end_date": "2026-06-01"}),
    ("asset", {**OPPORTUNITY, "application_deadline": "2026-06-02"}),
    ("asset", {"application_deadline": "2026-06-02", "end_date": "2026-06-01"}),
    ("asset", {"parent_id": ASSET, "upload_id": UPLOAD, "url": "HTTPS://A.example", "postal_code": "00501"}),
    ("asset_identifier", {"scheme": "state:NM"}),
    ("api_key", {"role": "admin", "states": []}),
    ("duplicate_decision", {"decision": "merge", "into_id": ASSET}),
    ("upload_duplicate", {"score": 0, "other_row_number": 1}),
    ("area_share", {"share": 0}),
    ("area_share", {"share": 1}),
    ("area_population", {"people": 0, "moe": 0, "geography_year": 1790}),
    ("area_fact", {"value": -3, "moe": 0, "low": -3, "high": -3}),
    ("upload", {"status": "applied", "applied_at": func.now()}),
    ("upload", {"status": "undone", "applied_at": func.now(), "undone_at": func.now(), "undone_by": "test"}),
    ("geocode_answer", {"geom": None, "precision": "none", "score": None}),
]
"""Rows at the very edge of what is allowed."""

CONSTRAINTS = text(
    """
    SELECT c.conrelid::regclass::text, c.conname
    FROM pg_constraint c
    WHERE c.connamespace = 'public'::regnamespace AND c.conrelid <> 0
      AND (c.contype IN ('c', 'u', 'f') OR (c.contype = 'p' AND NOT EXISTS (
        SELECT FROM pg_attribute a
        WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attidentity = 'a'
      )))
      AND c.conrelid::regclass::text NOT IN ('alembic_version', 'spatial_ref_sys')
    """
)
"""Our constraints, but for primary keys that the database numbers itself (nobody can give those)."""


@pytest.fixture(scope="module")
def prepared(shared_database: Any) -> Any:
    """A connection on which a valid row of every table is there already; undone at the end of the module."""
    with shared_database.engine.connect() as connection, connection.begin() as transaction:
        for table, row in FIRST.items():
            if table != "data_version":  # the migration made its only row
                connection.execute(TABLES[table].insert().values(dict(row)))
        yield connection
        transaction.rollback()


def insert(connection: Connection, table: str, change: Mapping[str, Any]) -> None:
    connection.execute(TABLES[table].insert().values({**FIRST[table], **OTHER.get(table, {}), **change}))


def named(value: object) -> str:
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("table", "constraint", "change"), CASES, ids=named)
def test_a_constraint_refuses_what_violates_it(
    prepared: Connection, table: str, constraint: str, change: Mapping[str, Any]
) -> None:
    with pytest.raises(IntegrityError) as refused, prepared.begin_nested():
        insert(prepared, table, change)
    assert refused.value.orig.diag.constraint_name == constraint


@pytest.mark.parametrize(("table", "change"), SOUND, ids=named)
def test_what_is_just_allowed_is_accepted(
    prepared: Connection, table: str, change: Mapping[str, Any]
) -> None:
    with prepared.begin_nested() as savepoint:
        insert(prepared, table, change)
        savepoint.rollback()


def test_every_constraint_is_violated_by_a_case(connection: Connection) -> None:
    there = {(table, name) for table, name in connection.execute(CONSTRAINTS)}
    tried = {(table, constraint) for table, constraint, _ in CASES}
    assert len(there) > 70, "the question about constraints finds too few of them"
    assert there - tried == set(), "constraints that no case violates"
    assert tried - there == set(), "cases of constraints that are gone"


def test_every_table_has_a_first_row() -> None:
    assert set(FIRST) == set(TABLES)
