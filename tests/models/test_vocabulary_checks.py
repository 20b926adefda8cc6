"""The database accepts exactly the slugs of `app.vocabulary`, no more and no fewer."""

import re
from collections.abc import Iterable

import pytest
from sqlalchemy import Connection, text

from app.inventory.origin import BAD_POINTS
from app.models.access import ROLES
from app.models.duplicate import DECISIONS
from app.models.upload import UPLOAD_STATUSES
from app.vocabulary import assets, careers, codes, facts, people, reports, runs

METHODS = ("counted", "estimated", "modelled")

CLOSED: list[tuple[str, Iterable[str]]] = [
    ("api_key_role_check", ROLES),
    ("duplicate_decision_decision_check", DECISIONS),
    ("api_key_states_check", codes.STATES),
    ("area_fact_fact_check", facts.FACTS),
    ("area_kind_check", codes.AREA_KINDS),
    ("area_population_group_check", people.GROUPS),
    ("area_population_method_check", METHODS),
    ("area_share_group_check", people.GROUPS),
    ("area_state_check", codes.STATES),
    ("asset_career_clusters_2002_check", careers.CLUSTERS_2002),
    ("asset_career_clusters_check", careers.CLUSTERS),
    ("asset_cost_band_check", assets.COST_BANDS),
    ("asset_delivery_mode_check", assets.DELIVERY_MODES),
    ("asset_designed_for_check", people.AUDIENCES),
    ("asset_disciplines_check", assets.DISCIPLINES),
    ("asset_grades_check", people.GRADES),
    ("asset_kind_check", assets.KINDS),
    ("asset_location_precision_check", assets.PRECISIONS),
    ("asset_reach_check", assets.REACHES),
    ("asset_restricted_to_check", people.AUDIENCES),
    ("asset_seasons_check", assets.SEASONS),
    ("asset_state_check", codes.STATES),
    ("asset_status_check", assets.STATUSES),
    ("asset_times_of_day_check", assets.TIMES_OF_DAY),
    ("asset_verification_method_check", assets.VERIFICATION_METHODS),
    ("asset_visibility_check", assets.VISIBILITIES),
    ("audit_entry_action_check", ("insert", "update", "delete")),
    ("upload_applied_check", ("applied", "undone")),
    ("geocode_answer_precision_check", assets.PRECISIONS),
    ("upload_issue_severity_check", ("error", "warning")),
    ("upload_kind_check", assets.KINDS),
    ("upload_state_check", codes.STATES),
    ("upload_profile_bad_points_check", BAD_POINTS),
    ("upload_profile_state_check", codes.STATES),
    ("upload_status_check", UPLOAD_STATUSES),
    ("coverage_run_finished_check", runs.RUN_STATUSES[:2]),
    ("coverage_run_kind_check", runs.RUN_KINDS),
    ("coverage_run_status_check", runs.RUN_STATUSES),
    ("submission_closed_check", ("closed", *reports.CLOSED_AS)),
    ("submission_field_check", reports.REPORT_FIELDS),
    ("submission_kind_check", reports.REPORT_KINDS),
    ("submission_method_check", assets.VERIFICATION_METHODS),
    ("submission_state_check", codes.STATES),
    ("submission_status_check", reports.REPORT_STATUSES),
]
OTHER_LISTS = {"asset_subtype_check", "asset_identifier_scheme_check"}
"""Constraints with a list that have a test of their own."""

DEFINITION = text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
WITH_A_LIST = text(
    "SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    " AND pg_get_constraintdef(oid) LIKE '%ARRAY[%'"
)


def slugs_in(connection: Connection, name: str) -> list[str]:
    definition = connection.execute(DEFINITION, {"name": name}).scalar_one()
    return [slug.replace("''", "'") for slug in re.findall(r"'((?:[^']|'')*)'::text", definition)]


@pytest.mark.parametrize(("constraint", "slugs"), CLOSED, ids=[name for name, _ in CLOSED])
def test_the_database_knows_the_same_slugs(
    connection: Connection, constraint: str, slugs: Iterable[str]
) -> None:
    assert slugs_in(connection, constraint) == list(slugs)


def test_each_kind_has_its_own_subtypes(connection: Connection) -> None:
    expected = [slug for kind, known in assets.SUBTYPES.items() for slug in (kind, *known)]
    assert slugs_in(connection, "asset_subtype_check") == expected


def test_identifier_schemes_are_the_known_ones_and_the_states_own(connection: Connection) -> None:
    assert slugs_in(connection, "asset_identifier_scheme_check") == [
        *codes.IDENTIFIER_SCHEMES,
        "^state:[A-Z]{2}$",
    ]
    assert re.fullmatch("state:[A-Z]{2}", codes.state_scheme("NM"))


def test_no_list_of_the_database_is_left_out(connection: Connection) -> None:
    there = set(connection.scalars(WITH_A_LIST))
    assert there - {name for name, _ in CLOSED} - OTHER_LISTS == set()
