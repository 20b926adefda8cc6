"""Areas, the people in them, and where every figure comes from."""

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of, sound_point
from app.vocabulary.codes import AREA_KINDS, STATES
from app.vocabulary.facts import FACTS
from app.vocabulary.people import GROUPS


class DataSource(Base):
    """Where figures, boundaries or assets come from: always shown beside them."""

    __tablename__ = "data_source"

    slug: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    publisher: Mapped[str] = mapped_column(Text)
    vintage: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(Text)
    """SHA-256 of the file it was loaded from; the same file is not loaded twice."""


class Area(Base):
    """A named piece of the country: state, county, ZIP area, place and others.

    `point` is the population-weighted centre where people are known, else a point inside. `geom` is absent
    for kinds that come without boundaries (ZIP areas and places of the seed).
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("kind", "geoid"),
        CheckConstraint(one_of("kind", AREA_KINDS), name="kind"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("geoid <> '' AND name <> ''", name="named"),
        CheckConstraint(sound_point("point"), name="point"),
        CheckConstraint("geom IS NULL OR (NOT ST_IsEmpty(geom) AND ST_IsValid(geom))", name="geom"),
        CheckConstraint("land_area_m2 >= 0 AND land_area_m2 < 'Infinity'", name="land_area"),
        Index("area_geom_gist", "geom", postgresql_using="gist"),
        Index("area_point_gist", "point", postgresql_using="gist"),
        Index("area_kind_state_idx", "kind", "state"),
        Index("area_name_idx", text("lower(name)"), "kind", "state"),
        Index("area_county_geoid_idx", "county_geoid"),
        Index("area_alternate_names_gin", "alternate_names", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    geoid: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    alternate_names: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    state: Mapped[str | None] = mapped_column(Text)
    county_geoid: Mapped[str | None] = mapped_column(Text)
    point: Mapped[WKBElement] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", 4326, spatial_index=False))
    land_area_m2: Mapped[float | None]
    median_household_income: Mapped[int | None]
    vintage: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(ForeignKey("data_source.slug"))


class AreaPopulation(Base):
    """One figure: how many people of a group live in an area, by one source, with its margin of error.

    `method` says how the figure came about: `counted` or `estimated` (a survey); figures computed from a county's
    shares are `modelled` and only in the view `population`. `moe` is the 90 % margin: NULL where the source gives
    none, 0 where the figure is controlled (it has no sampling error). `geography_year` is the year of the boundaries
    the figure was published for; NULL where the source does not say.
    """

    __tablename__ = "area_population"
    __table_args__ = (
        CheckConstraint(one_of('"group"', GROUPS), name="group"),
        CheckConstraint("people >= 0 AND people < 'Infinity'", name="people"),
        CheckConstraint("moe >= 0 AND moe < 'Infinity'", name="moe"),
        CheckConstraint("method IN ('counted', 'estimated', 'modelled')", name="method"),
        CheckConstraint("geography_year BETWEEN 1790 AND 2100", name="geography_year"),
        Index("area_population_group_idx", "group", "area_id"),
    )

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("data_source.slug"), primary_key=True)
    vintage: Mapped[str] = mapped_column(Text, primary_key=True)
    people: Mapped[float]
    moe: Mapped[float | None]
    method: Mapped[str] = mapped_column(Text)
    geography_year: Mapped[int | None] = mapped_column(SmallInteger)


class AreaFact(Base):
    """What else is known of an area: one rate, income or class by one source, with its margin or interval.

    `moe` is a 90 % margin (NULL: none given, 0: controlled); `low` and `high` are a 90 % interval where the source
    gives one.
    """

    __tablename__ = "area_fact"
    __table_args__ = (
        CheckConstraint(one_of("fact", FACTS), name="fact"),
        CheckConstraint("value > '-Infinity' AND value < 'Infinity'", name="value"),
        CheckConstraint("moe >= 0 AND moe < 'Infinity'", name="moe"),
        CheckConstraint(
            "(low IS NULL) = (high IS NULL) AND low <= value AND value <= high AND low > '-Infinity'"
            " AND high < 'Infinity'",
            name="interval",
        ),
        Index("area_fact_fact_idx", "fact", "area_id"),
    )

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), primary_key=True)
    fact: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("data_source.slug"), primary_key=True)
    vintage: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[float]
    moe: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]


class AreaShare(Base):
    """The share of a group among the people of an area (a county), for modelling the areas inside it.

    The view `population` holds every figure of area_population and, marked `modelled`, for each ZIP area its total by
    `base_source` times the share of its county. Nothing modelled is stored, so it can never be out of step.
    """

    __tablename__ = "area_share"
    __table_args__ = (
        CheckConstraint(one_of('"group"', GROUPS), name="group"),
        CheckConstraint("share BETWEEN 0 AND 1", name="share"),
    )

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("data_source.slug"), primary_key=True)
    vintage: Mapped[str] = mapped_column(Text)
    share: Mapped[float]
    base_source: Mapped[str] = mapped_column(ForeignKey("data_source.slug"))
