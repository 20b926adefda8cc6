"""Our vocabularies as HSDS taxonomies: taxonomies, their terms with lasting ids, and which assets have a term.

One taxonomy, `detail`, holds facts that HSDS has no field for; its terms carry a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha1
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Text, cast, func, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.catalog.tables import ASSET, Condition
from app.vocabulary import assets, careers, people

NAMESPACE: Final = UUID("6f2e6f0b-5a55-5d0a-9c8b-2a1c4f3f7e11")
"""Ids that are made from names lie in this namespace (RFC 9562, version 5), so that they never change."""
_SPACE: Final = NAMESPACE.bytes
OURS: Final = "STEM asset map"
"""`taxonomy` of all our terms in a data package: by it our own reader knows them again."""
DETAIL: Final = "detail"


def made_id(*names: object) -> str:
    """A lasting id made from `names`: uuid5 of them, without the objects that uuid makes on the way."""
    digest = sha1(_SPACE + "/".join(map(str, names)).encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


@dataclass(frozen=True)
class Taxonomy:
    """A vocabulary: label by slug, and the asset's columns that hold its slugs (for `detail`: are the slugs)."""

    slug: str
    name: str
    description: str
    labels: Mapping[str, str]
    columns: tuple[str, ...]

    @cached_property
    def id(self) -> str:
        """Lasting id."""
        return made_id("taxonomy", self.slug)

    def body(self) -> dict[str, Any]:
        """As an HSDS taxonomy."""
        return {"id": self.id, "name": self.name, "description": self.description}


_SUBTYPE_KIND: Final = {slug: kind for kind, known in assets.SUBTYPES.items() for slug in known}
_DETAILS: Final = {
    "cip_codes": "CIP code", "soc_codes": "SOC code", "open_to_all": "Open to everyone", "start_date": "First day",
    "end_date": "Last day", "application_deadline": "Last day to apply", "cost_amount": "Cost in US dollars",
    "financial_aid": "Financial aid", "stipend": "Participants are paid", "transport_provided": "Transport provided",
    "accessibility": "Accessibility", "broadband_needed": "Needs fast internet at home", "seats": "Seats a year",
    "service_radius_m": "Service radius", "service_area_geoids": "County served", "stops": "Stop",
    "source_url": "Source",
}  # fmt: skip
_TAXONOMIES: Final = (
    Taxonomy("type", "Type", "What an asset is: program and opportunity types, institution types.",
             {**assets.KINDS.labels, **assets.ALL_SUBTYPES.labels}, ("kind", "subtype")),
    Taxonomy("discipline", "Discipline", "Fields of science, technology, engineering and mathematics.",
             assets.DISCIPLINES.labels, ("disciplines",)),
    Taxonomy("grade", "Grade", "Single grades, college and adults.", people.GRADES.labels, ("grades",)),
    Taxonomy("audience", "Audience", "Groups that something is designed for (link type audiences) or restricted to "
             "(restricted_to); Perkins V special populations among them.", people.AUDIENCES.labels,
             ("designed_for", "restricted_to")),
    Taxonomy("career-cluster", "Career cluster", "National Career Clusters Framework of 2024.",
             careers.CLUSTERS.labels, ("career_clusters",)),
    Taxonomy("career-cluster-2002", "Career cluster of 2002", "The sixteen career clusters of 2002.",
             careers.CLUSTERS_2002.labels, ("career_clusters_2002",)),
    Taxonomy("season", "Season", "When in the year.", assets.SEASONS.labels, ("seasons",)),
    Taxonomy("time-of-day", "Time of day", "When in the day.", assets.TIMES_OF_DAY.labels, ("times_of_day",)),
    Taxonomy("cost", "Cost", "Cost to a participant, in bands.", assets.COST_BANDS.labels, ("cost_band",)),
    Taxonomy("delivery", "Delivery", "How it is held.", assets.DELIVERY_MODES.labels, ("delivery_mode",)),
    Taxonomy("reach", "Reach", "Whom it can serve from where it is.", assets.REACHES.labels, ("reach",)),
    Taxonomy(DETAIL, "Detail", "Further facts; the attribute's value says which.", _DETAILS, tuple(_DETAILS)),
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One term of a taxonomy."""

    taxonomy: Taxonomy
    code: str

    @cached_property
    def id(self) -> str:
        """Lasting id."""
        return made_id("term", self.taxonomy.slug, self.code)

    @property
    def name(self) -> str:
        """Its label."""
        return self.taxonomy.labels[self.code]

    @property
    def parent(self) -> "Term | None":
        """The broader term: a subtype's kind."""
        kind = _SUBTYPE_KIND.get(self.code) if self.taxonomy.slug == "type" else None
        return term("type", kind) if kind else None

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """As an HSDS taxonomy term, with the taxonomy in it."""
        parent = {"parent_id": self.parent.id} if self.parent else {}
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "description": f"{self.taxonomy.name}: {self.name}",
            **parent,
            "taxonomy": OURS,
            "taxonomy_detail": self.taxonomy.body(),
            "language": "en",
            "taxonomy_id": self.taxonomy.id,
        }


_TERMS: Final = {
    (taxonomy.slug, code): Term(taxonomy, code) for taxonomy in _TAXONOMIES for code in taxonomy.labels
}


def term(taxonomy: str, code: str) -> Term:
    """The term `code` of the taxonomy with that slug."""
    return _TERMS[taxonomy, code]


@cache
def taxonomies_by_id() -> Mapping[str, Taxonomy]:
    """All taxonomies by id."""
    return {taxonomy.id: taxonomy for taxonomy in _TAXONOMIES}


@cache
def terms_by_id() -> Mapping[str, Term]:
    """All terms by id, taxonomy by taxonomy in the order of the vocabulary."""
    return {each.id: each for each in _TERMS.values()}


def with_term(wanted: Term) -> Condition:
    """Assets that have the term."""
    if wanted.taxonomy.slug == DETAIL:
        return _filled(wanted.code)
    return or_(*(_holds(column, wanted.code) for column in wanted.taxonomy.columns))


def with_taxonomy(wanted: Taxonomy) -> Condition:
    """Assets that have any term of the taxonomy."""
    return or_(*(_filled(column) for column in wanted.columns))


def _holds(name: str, code: str) -> Condition:
    column = ASSET.c[name]
    if isinstance(column.type, ARRAY):
        return column.op("&&", is_comparison=True)(cast([code], ARRAY(Text)))
    condition: Condition = column == literal(code)
    return condition


def _filled(name: str) -> Condition:
    column = ASSET.c[name]
    if isinstance(column.type, JSONB):
        return func.jsonb_array_length(column) > 0
    if isinstance(column.type, ARRAY):
        return func.cardinality(column) > 0
    if isinstance(column.type, Boolean):
        return column.is_(True)
    return column.is_not(None)
