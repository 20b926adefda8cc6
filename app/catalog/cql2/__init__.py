"""Filter expressions in CQL2 (OGC 21-065r2): text or JSON becomes one SQL condition with bound values. Pure.

Nothing of what a user wrote is ever in the SQL: names are looked up among the queryables, values are bound.
"""

from typing import Final

from app.catalog.cql2.bounds import Bounds, check_text, check_tree
from app.catalog.cql2.json_reader import read_json
from app.catalog.cql2.nodes import Node
from app.catalog.cql2.predicates import predicate
from app.catalog.cql2.queryables import Kind, Queryable, Queryables
from app.catalog.cql2.refusals import shown
from app.catalog.cql2.terms import Writing
from app.catalog.cql2.text_reader import read_text
from app.catalog.fragments import Fragment
from app.errors import BadParameterError
from app.settings import Settings

__all__ = [
    "CONFORMANCE",
    "LANGUAGES",
    "Bounds",
    "Kind",
    "Queryable",
    "Queryables",
    "parse",
    "read_filter",
    "to_sql",
]

LANGUAGES: Final = ("cql2-text", "cql2-json", "cql-text")
"""Values of `filter-lang`; `cql-text` is the older name that GDAL sends, in which a backslash is only a backslash."""

CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/cql2/1.0/conf/{name}"
    for name in (
        "cql2-text",
        "cql2-json",
        "basic-cql2",
        "advanced-comparison-operators",
        "case-insensitive-comparison",
        "accent-insensitive-comparison",
        "basic-spatial-functions",
        "basic-spatial-functions-plus",
        "spatial-functions",
        "temporal-functions",
        "array-functions",
        "property-property",
    )
)
"""Conformance classes of the standard that this package answers completely."""


def read_filter(
    text: str,
    lang: str,
    queryables: Queryables,
    settings: Settings,
    srid: int = 4326,
    *,
    lat_first: bool = False,
) -> Fragment:
    """The condition that a filter `text` in language `lang` asks for.

    Geometries are in EPSG:`srid`, positions (x, y), or (latitude, longitude) with `lat_first`. Raises
    BadParameterError that says what is wrong, where, and what would be accepted.
    """
    bounds = Bounds.of(settings)
    return to_sql(parse(text, lang, bounds), queryables, bounds, srid, lat_first=lat_first)


def parse(text: str, lang: str, bounds: Bounds) -> Node:
    """The tree of a filter, the same whichever language it is in. Raises BadParameterError."""
    if lang not in LANGUAGES:
        raise BadParameterError(
            f"`{shown(lang)}` is no filter language.", parameter="filter-lang", accepted=LANGUAGES
        )
    form = "json" if lang == "cql2-json" else "text"
    check_text(text, form, bounds)
    node = read_json(text) if form == "json" else read_text(text, lang)
    check_tree(node, bounds)
    return node


def to_sql(
    node: Node, queryables: Queryables, bounds: Bounds, srid: int = 4326, *, lat_first: bool = False
) -> Fragment:
    """A checked tree as SQL over `queryables`; see read_filter. Raises BadParameterError."""
    writing = Writing(queryables, bounds, srid, lat_first)
    sql = predicate(node, writing)
    return Fragment(sql, writing.values)
