"""What a collection of features is: the table it reads, its key, its properties."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from app.catalog.cql2 import Kind, Queryable
from app.vocabulary.terms import Vocabulary

PropertyKind = Kind | Literal["json"]
SIMPLE: Final = ("text", "number", "integer", "boolean", "date", "timestamp", "uuid")
"""Kinds of a single value; only these can be sorted by, and are a parameter of their own."""


@dataclass(frozen=True)
class Property:
    """A member of a feature's properties. `sql` is an expression of our own on the collection's table.

    `values` gives what its placeholders stand for now, where it depends on the day: such a one is filtered by, not
    sorted by.
    """

    name: str
    sql: str
    kind: PropertyKind
    title: str
    vocabulary: Vocabulary | None = None
    values: Callable[[], Mapping[str, Any]] | None = None
    for_all: str | None = None
    """An expression of the same value, for questions that look at every row: it may cost once what `sql` costs each."""

    @property
    def is_simple(self) -> bool:
        """Whether it holds one value that can be compared and sorted."""
        return self.values is None and self.kind in SIMPLE

    @property
    def enum(self) -> tuple[str, ...]:
        """The values that occur, where they are a closed list."""
        return self.vocabulary.slugs if self.vocabulary else ()


@dataclass(frozen=True, eq=False)
class Collection:
    """Features of one kind. `condition` is SQL of our own without placeholders; `key` is the feature's id."""

    id: str
    title: str
    description: str
    table: Literal["asset", "area"]
    key: str
    key_kind: Literal["uuid", "text"]
    condition: str
    geometry: str
    geometry_format: Literal["geometry-point", "geometry-any"]
    properties: tuple[Property, ...]
    period: tuple[str, str] | None = None
    """SQL of the first and last day of a feature; None where features have no time."""

    @property
    def of_assets(self) -> bool:
        """Whether its features are assets: the shared filters hold, and the day matters."""
        return self.table == "asset"

    @cached_property
    def by_name(self) -> Mapping[str, Property]:
        """Properties by name."""
        return {each.name: each for each in self.properties}

    @cached_property
    def queryables(self) -> Mapping[str, Queryable]:
        """What filters may name: the id, the geometry and properties."""
        found = [
            Queryable("id", self.key, self.key_kind, "Identifier"),
            Queryable("geometry", self.geometry, "geometry", "Geometry"),
        ]
        found += [
            Queryable(each.name, each.for_all or each.sql, each.kind, each.title, each.enum, each.values)
            for each in self.properties
            if each.kind != "json"
        ]
        return {each.name: each for each in found}

    @cached_property
    def comparable(self) -> Mapping[str, Queryable]:
        """Queryables of a single value, whatever the day: parameters of their own, and what can be sorted by."""
        found = self.queryables.items()
        return {name: each for name, each in found if each.kind in SIMPLE and each.values is None}
