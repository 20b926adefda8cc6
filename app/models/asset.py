"""Assets: institutions, programs and opportunities in one table, so that every question reads one index."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, all_of, one_of, quoted, sound_point
from app.vocabulary import assets, careers, codes, people

_NO_LIST = text("'{}'")
_NOW = text("now()")


def _list_column() -> Mapped[list[str]]:
    return mapped_column(ARRAY(Text), server_default=_NO_LIST)


def _subtype_rule() -> str:
    """Each kind has its own subtypes."""
    rules = (f"(kind = '{kind}' AND subtype IN ({quoted(known)}))" for kind, known in assets.SUBTYPES.items())
    return " OR ".join(rules)


_SEARCH = (
    "setweight(to_tsvector('english', name || ' ' || coalesce(alternate_name, '')), 'A') || "
    "setweight(to_tsvector('english', slug_words(ARRAY[subtype] || disciplines)), 'B') || "
    "setweight(to_tsvector('english', coalesce(city, '') || ' ' || coalesce(postal_code, '')), 'B') || "
    "setweight(to_tsvector('english', coalesce(description, '')), 'C')"
)
"""What free text finds. `slug_words(text[])` is ours (first migration): slugs as words, immutable."""


_LAST_DAYS = ("end_date", "application_deadline")


def _current_index(name: str, *columns: str, include: tuple[str, ...]) -> Index:
    """An index of what everybody sees unless asked otherwise, which knows itself whether an opportunity is over."""
    current = text("visibility = 'public' AND deleted_at IS NULL AND status = 'active'")
    return Index(name, *columns, postgresql_include=list(include), postgresql_where=current)


class Asset(Base):
    """Anything placed on the map. `kind` says which of the three it is."""

    __tablename__ = "asset"
    __mapper_args__ = {"polymorphic_on": "kind"}
    __table_args__ = (
        CheckConstraint(one_of("kind", assets.KINDS), name="kind"),
        CheckConstraint(_subtype_rule(), name="subtype"),
        CheckConstraint("btrim(name) <> ''", name="name"),
        CheckConstraint(one_of("status", assets.STATUSES), name="status"),
        CheckConstraint(one_of("visibility", assets.VISIBILITIES), name="visibility"),
        CheckConstraint(one_of("state", codes.STATES), name="state"),
        CheckConstraint(sound_point("geom"), name="geom"),
        CheckConstraint(one_of("location_precision", assets.PRECISIONS), name="location_precision"),
        CheckConstraint("(geom IS NULL) = (location_precision = 'none')", name="geom_precision"),
        CheckConstraint("postal_code ~ '^[0-9]{5}$'", name="postal_code"),
        CheckConstraint("county_geoid ~ '^[0-9]{5}$'", name="county_geoid"),
        CheckConstraint(one_of("reach", assets.REACHES), name="reach"),
        CheckConstraint("service_radius_m > 0 AND service_radius_m < 'Infinity'", name="service_radius"),
        CheckConstraint("reach <> 'radius' OR service_radius_m IS NOT NULL", name="reach_radius"),
        CheckConstraint("reach <> 'areas' OR cardinality(service_area_geoids) > 0", name="reach_areas"),
        CheckConstraint("jsonb_typeof(stops) = 'array'", name="stops"),
        CheckConstraint(all_of("disciplines", assets.DISCIPLINES), name="disciplines"),
        CheckConstraint(all_of("career_clusters", careers.CLUSTERS), name="career_clusters"),
        CheckConstraint(all_of("career_clusters_2002", careers.CLUSTERS_2002), name="career_clusters_2002"),
        CheckConstraint(all_of("grades", people.GRADES), name="grades"),
        CheckConstraint(all_of("designed_for", people.AUDIENCES), name="designed_for"),
        CheckConstraint(all_of("restricted_to", people.AUDIENCES), name="restricted_to"),
        CheckConstraint(all_of("seasons", assets.SEASONS), name="seasons"),
        CheckConstraint(all_of("times_of_day", assets.TIMES_OF_DAY), name="times_of_day"),
        CheckConstraint("min_age BETWEEN 0 AND 120", name="min_age"),
        CheckConstraint("max_age BETWEEN 0 AND 120", name="max_age"),
        CheckConstraint("min_age <= max_age", name="ages"),
        CheckConstraint("end_date >= start_date", name="dates"),
        CheckConstraint("kind <> 'opportunity' OR application_deadline <= end_date", name="deadline"),
        CheckConstraint("cost_amount >= 0 AND cost_amount < 'Infinity'", name="cost_amount"),
        CheckConstraint(one_of("cost_band", assets.COST_BANDS), name="cost_band"),
        CheckConstraint(one_of("delivery_mode", assets.DELIVERY_MODES), name="delivery_mode"),
        CheckConstraint(
            one_of("verification_method", assets.VERIFICATION_METHODS), name="verification_method"
        ),
        CheckConstraint("seats >= 0", name="seats"),
        CheckConstraint("url ~* '^https?://'", name="url"),
        CheckConstraint("source_url ~* '^https?://'", name="source_url"),
        CheckConstraint("jsonb_typeof(extra) = 'object'", name="extra"),
        CheckConstraint("jsonb_typeof(source_cells) = 'object'", name="source_cells"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("parent_id <> id", name="parent"),
        CheckConstraint("btrim(organization_name) <> ''", name="organization_name"),
        Index("asset_geom_gist", "geom", postgresql_using="gist"),
        Index(
            "asset_place_gist",
            text("(geom::point)"),
            postgresql_using="gist",
            postgresql_include=["id", "kind", "status", "visibility", "deleted_at", *_LAST_DAYS, "geom"],
        ),
        Index("asset_geography_gist", text("(geom::geography)"), postgresql_using="gist"),
        Index("asset_search_gin", "search", postgresql_using="gin"),
        Index("asset_name_trgm", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        Index("asset_disciplines_gin", "disciplines", postgresql_using="gin"),
        Index("asset_grades_gin", "grades", postgresql_using="gin"),
        Index("asset_designed_for_gin", "designed_for", postgresql_using="gin"),
        Index("asset_natural_name_idx", "name", "id", postgresql_ops={"name": 'COLLATE "natural"'}),
        _current_index("asset_current_id_idx", "id", include=("kind", *_LAST_DAYS, "geom")),
        _current_index("asset_current_state_idx", "state", "id", include=("kind", *_LAST_DAYS)),
        _current_index("asset_current_kind_idx", "kind", "id", include=_LAST_DAYS),
        Index("asset_county_geoid_idx", "county_geoid"),
        Index("asset_parent_id_idx", "parent_id"),
        Index("asset_upload_id_idx", "upload_id"),
    )

    # Identity
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[str] = mapped_column(Text)
    subtype: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    alternate_name: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default="active")
    visibility: Mapped[str] = mapped_column(Text, server_default="public")
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset.id", ondelete="SET NULL"))
    organization_name: Mapped[str | None] = mapped_column(Text)
    """Who runs it, as the state wrote it, where that is no asset of ours (else `parent_id`)."""

    # Place
    state: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    location_precision: Mapped[str] = mapped_column(Text, server_default="none")
    address: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    postal_code: Mapped[str | None] = mapped_column(Text)
    county_geoid: Mapped[str | None] = mapped_column(Text)
    reach: Mapped[str] = mapped_column(Text, server_default="site")
    service_radius_m: Mapped[float | None]
    service_area_geoids: Mapped[list[str]] = _list_column()
    stops: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))

    # What
    disciplines: Mapped[list[str]] = _list_column()
    career_clusters: Mapped[list[str]] = _list_column()
    career_clusters_2002: Mapped[list[str]] = _list_column()
    cip_codes: Mapped[list[str]] = _list_column()
    soc_codes: Mapped[list[str]] = _list_column()

    # Who
    grades: Mapped[list[str]] = _list_column()
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    open_to_all: Mapped[bool | None]
    designed_for: Mapped[list[str]] = _list_column()
    restricted_to: Mapped[list[str]] = _list_column()
    languages: Mapped[list[str]] = _list_column()

    # When
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    application_deadline: Mapped[date | None]
    seasons: Mapped[list[str]] = _list_column()
    times_of_day: Mapped[list[str]] = _list_column()
    schedule: Mapped[str | None] = mapped_column(Text)

    # Cost, access, capacity
    cost_amount: Mapped[float | None]
    cost_band: Mapped[str | None] = mapped_column(Text)
    financial_aid: Mapped[bool | None]
    stipend: Mapped[bool | None]
    delivery_mode: Mapped[str | None] = mapped_column(Text)
    transport_provided: Mapped[bool | None]
    accessibility: Mapped[list[str]] = _list_column()
    broadband_needed: Mapped[bool | None]
    seats: Mapped[int | None]

    # Trust
    source_name: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(Text)
    verified_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    verified_by: Mapped[str | None] = mapped_column(Text)
    verification_method: Mapped[str | None] = mapped_column(Text)
    next_review_due: Mapped[date | None]
    rubric_scores: Mapped[dict[str, Any] | None] = mapped_column(JSONB)

    # The state's own columns, and bookkeeping
    extra: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    source_cells: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """Cells of the state's file by header, where the text differs from how this service writes the value."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=_NOW)
    updated_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=_NOW)
    deleted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"))
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(_SEARCH, persisted=True))


class Institution(Asset):
    """A place or body: school, college, museum, library, agency, employer, hub."""

    __mapper_args__ = {"polymorphic_identity": "institution"}


class Program(Asset):
    """Something that runs: club, camp, pathway, course, mentoring, mobile lab."""

    __mapper_args__ = {"polymorphic_identity": "program"}


class Opportunity(Asset):
    """Something time-bound: internship, scholarship, competition, event, teacher training."""

    __mapper_args__ = {"polymorphic_identity": "opportunity"}


class AssetIdentifier(Base):
    """A key under which others know an asset; a value means one asset within its scheme."""

    __tablename__ = "asset_identifier"
    __table_args__ = (
        CheckConstraint(
            f"scheme IN ({quoted(codes.IDENTIFIER_SCHEMES)}) OR scheme ~ '^state:[A-Z]{{2}}$'", name="scheme"
        ),
        CheckConstraint("btrim(value) <> ''", name="value"),
        Index("asset_identifier_asset_id_idx", "asset_id"),
    )

    scheme: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text, primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id", ondelete="CASCADE"))
