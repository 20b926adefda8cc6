"""The fields of every file, with their types: one list for all formats, taken from the table itself. Pure."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Boolean, Date, Float, Integer
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

from app.catalog.bulk.meanings import MEANINGS
from app.catalog.features import PUBLIC_FIELDS
from app.catalog.tables import ASSET
from app.vocabulary import assets, careers, codes, people
from app.vocabulary.terms import Vocabulary

FieldKind = Literal["text", "list", "json", "integer", "number", "boolean", "date", "timestamp"]
_KINDS: Final[tuple[tuple[type[Any], FieldKind], ...]] = (
    (ARRAY, "list"),
    (JSONB, "json"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "number"),
    (TIMESTAMP, "timestamp"),
    (Date, "date"),
)
_VALUES: Final[dict[str, Vocabulary]] = {
    "kind": assets.KINDS,
    "subtype": assets.ALL_SUBTYPES,
    "status": assets.STATUSES,
    "state": codes.STATES,
    "location_precision": assets.PRECISIONS,
    "reach": assets.REACHES,
    "disciplines": assets.DISCIPLINES,
    "career_clusters": careers.CLUSTERS,
    "career_clusters_2002": careers.CLUSTERS_2002,
    "grades": people.GRADES,
    "designed_for": people.AUDIENCES,
    "restricted_to": people.AUDIENCES,
    "seasons": assets.SEASONS,
    "times_of_day": assets.TIMES_OF_DAY,
    "cost_band": assets.COST_BANDS,
    "delivery_mode": assets.DELIVERY_MODES,
    "verification_method": assets.VERIFICATION_METHODS,
    "freshness": assets.FRESHNESS,
}
"""Closed lists by field."""


@dataclass(frozen=True)
class Field:
    """One field: its type, what it means and, for a closed list, the values it may have."""

    name: str
    kind: FieldKind
    meaning: str
    values: tuple[str, ...] = ()


def _field(name: str) -> Field:
    kind: FieldKind = "text"
    if name in ASSET.c:
        kind = next((said for made, said in _KINDS if isinstance(ASSET.c[name].type, made)), "text")
    return Field(name, kind, MEANINGS[name], tuple(_VALUES.get(name, ())))


FIELDS: Final = tuple(_field(name) for name in ("id", *PUBLIC_FIELDS, "freshness"))
"""All fields but the point, in the order of every file."""
POINT: Final = (
    Field("lon", "number", MEANINGS["lon"]),
    Field("lat", "number", MEANINGS["lat"]),
)
"""The point as two numbers, for formats that have no geometry."""
