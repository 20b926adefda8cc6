"""Which public fields of an asset hold terms of which closed vocabulary: files, queryables and dictionaries agree."""

from typing import Final

from app.vocabulary import assets, careers, people
from app.vocabulary.codes import STATES
from app.vocabulary.terms import Vocabulary

CLOSED: Final[dict[str, Vocabulary]] = {
    "kind": assets.KINDS,
    "subtype": assets.ALL_SUBTYPES,
    "status": assets.STATUSES,
    "state": STATES,
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
}
"""By column. Languages have a vocabulary too, but other values occur."""
