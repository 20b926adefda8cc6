"""Assets as GeoJSON, made in PostgreSQL: which fields are public, and what builds a Feature."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Select, Text, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSON

from app.catalog.tables import ASSET

PUBLIC_FIELDS: Final = (
    "kind", "subtype", "name", "alternate_name", "description", "url", "email", "phone", "status",
    "parent_id", "organization_name", "state", "city", "postal_code", "address", "county_geoid", "location_precision",
    "reach", "service_radius_m", "service_area_geoids", "stops", "disciplines", "career_clusters",
    "career_clusters_2002", "cip_codes", "soc_codes", "grades", "min_age", "max_age", "open_to_all",
    "designed_for", "restricted_to", "languages", "start_date", "end_date", "application_deadline",
    "seasons", "times_of_day", "schedule", "cost_amount", "cost_band", "financial_aid", "stipend",
    "delivery_mode", "transport_provided", "accessibility", "broadband_needed", "seats", "source_name",
    "source_url", "verified_at", "verification_method", "next_review_due", "version", "created_at",
    "updated_at",
)  # fmt: skip
"""Columns everyone may see, in the order answers show them; a column not named here never goes outward."""


def public_columns() -> list[ColumnElement[Any]]:
    """The public columns of the asset table."""
    return [ASSET.c[name] for name in PUBLIC_FIELDS]


def feature_texts(page: CTE, names: Iterable[str], also: Iterable[ColumnElement[Any]] = ()) -> Select[Any]:
    """SELECT of one GeoJSON Feature (RFC 7946, six decimals) as text for each row of `page`.

    `page` has the columns id, geom and `names`, which become the properties; `also` are further columns,
    after the text.
    """
    properties = select(*(page.c[name] for name in names)).correlate(page).lateral("properties")
    feature = func.json_build_object(
        "type",
        "Feature",
        "id",
        page.c.id,
        "geometry",
        cast(func.ST_AsGeoJSON(page.c.geom, 6), JSON),
        "properties",
        func.row_to_json(properties.table_valued()),
    )
    return select(cast(feature, Text).label("feature"), *also).select_from(page.join(properties, true()))
