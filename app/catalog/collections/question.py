"""What a request for features asks: query pairs in, one checked Question out. Pure.

Every parameter is known by name; an unknown one, and a value that is not understood, is an error that says what
would be accepted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final
from uuid import UUID

from app.catalog.collections.boxes import inside, read_box
from app.catalog.collections.crs import CRS84, crs_of
from app.catalog.collections.equality import equal_to
from app.catalog.collections.model import Collection
from app.catalog.collections.paging import (
    limit_of,
    order_of,
    read_cursor,
    whole_number,
    write_cursor,
)
from app.catalog.collections.rendering import Display
from app.catalog.collections.times import during, read_period
from app.catalog.conditions import fragments_of
from app.catalog.cql2 import LANGUAGES, read_filter
from app.catalog.feature_pages import Rows
from app.catalog.filters import FILTER_NAMES, AssetFilter, Pair, parse_filter
from app.catalog.fragments import Fragment, all_of
from app.catalog.values import read_flag
from app.errors import BadParameterError, UnknownParameterError
from app.geography.lookup import Origin
from app.settings import Settings

OWN: Final = (
    "limit", "offset", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs",
    "sortby", "properties", "skipGeometry", "resultType", "f",
)  # fmt: skip
"""Parameters of every collection's items, as they are described."""
ITEM_NAMES: Final = ("crs", "properties", "skipGeometry", "f")
"""Parameters of a single feature."""
_ALIASES: Final = {"resulttype": "resultType", "skipgeometry": "skipGeometry"}
_WALK: Final = ("limit", "offset", "cursor", "f")
"""Parameters that a cursor does not depend on."""


@dataclass(frozen=True)
class Question:
    """What is asked of `collection`. `chosen` are the shared filters, `others` all other conditions."""

    collection: Collection
    chosen: AssetFilter
    others: tuple[Fragment, ...]
    order: tuple[tuple[str, bool], ...]
    limit: int
    offset: int
    after: UUID | str | None
    display: Display
    hits: bool
    mark: str
    """The same for every page of one walk."""

    def rows(self, today: date, origin: Origin | None = None) -> Rows:
        """What the page is made of; `origin` is where the shared filter `near` was found."""
        own = self.collection
        shared = fragments_of(self.chosen, today=today, origin=origin) if own.of_assets else []
        fixed = [] if own.condition == "TRUE" else [Fragment(own.condition)]
        return Rows(own.table, own.key, all_of([*shared, *fixed, *self.others]), self.order)

    def cursor_after(self, key: str) -> str:
        """An opaque text for the page after the feature whose id is `key`."""
        return write_cursor(self.mark, key)


@cache
def parameter_names(collection: Collection) -> frozenset[str]:
    """Every parameter of the collection's items."""
    shared = FILTER_NAMES if collection.of_assets else ()
    return frozenset((*OWN, *_ALIASES, *shared, *collection.comparable))


def read_question(collection: Collection, pairs: Iterable[Pair], settings: Settings) -> Question:
    """The question that `pairs` ask. Raises UnknownParameterError and BadParameterError."""
    own, shared, equal = _sorted_out(collection, pairs)
    mark = _mark(collection, own, shared, equal)
    order = order_of(collection, own.get("sortby"))
    after = _after(own, mark, collection, bool(order))
    return Question(
        collection=collection,
        chosen=parse_filter(shared, settings=settings) if collection.of_assets else AssetFilter(),
        others=tuple(_others(collection, own, equal, settings)),
        order=order,
        limit=limit_of(own.get("limit"), settings),
        offset=whole_number("offset", own["offset"]) if "offset" in own else 0,
        after=after,
        display=_display(collection, own),
        hits=_choice("resultType", own.get("resultType", "results"), ("results", "hits")) == "hits",
        mark=mark,
    )


def read_display(collection: Collection, pairs: Iterable[Pair]) -> Display:
    """How a single feature is asked for. Raises UnknownParameterError and BadParameterError."""
    own: dict[str, str] = {}
    for name, text in pairs:
        name = _ALIASES.get(name, name)
        if name not in ITEM_NAMES:
            raise _unknown(name, ITEM_NAMES)
        _once(own, name, text)
    return _display(collection, own)


def _sorted_out(
    collection: Collection, pairs: Iterable[Pair]
) -> tuple[dict[str, str], list[Pair], dict[str, str]]:
    """Our own parameters, the shared filters, and queryables that equal a value."""
    own: dict[str, str] = {}
    shared: list[Pair] = []
    equal: dict[str, str] = {}
    for name, text in pairs:
        name = _ALIASES.get(name, name)
        if name in OWN:
            _once(own, name, text)
        elif collection.of_assets and name in FILTER_NAMES:
            shared.append((name, text))
        elif name in collection.comparable:
            _once(equal, name, text)
        else:
            raise _unknown(name, parameter_names(collection).difference(_ALIASES))
    return own, shared, equal


def _unknown(name: str, accepted: Iterable[str]) -> UnknownParameterError:
    return UnknownParameterError(
        f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=sorted(accepted)
    )


def _once(found: dict[str, str], name: str, text: str) -> None:
    if name in found:
        raise BadParameterError(f"`{name}` is given twice: give it once.", parameter=name)
    found[name] = text


def _others(
    collection: Collection, own: Mapping[str, str], equal: Mapping[str, str], settings: Settings
) -> Iterable[Fragment]:
    box_crs = crs_of("bbox-crs", own["bbox-crs"]) if "bbox-crs" in own else CRS84
    if "bbox" in own:
        yield inside(collection, read_box(own["bbox"], box_crs), box_crs)
    if "datetime" in own and (time := during(collection, read_period(own["datetime"]))):
        yield time
    for name, text in equal.items():
        yield equal_to(collection.comparable[name], text)
    lang = _choice("filter-lang", own.get("filter-lang", LANGUAGES[0]), LANGUAGES)
    crs = crs_of("filter-crs", own["filter-crs"]) if "filter-crs" in own else CRS84
    if "filter" in own:
        yield read_filter(
            own["filter"], lang, collection.queryables, settings, crs.srid, lat_first=crs.lat_first
        )


def _display(collection: Collection, own: Mapping[str, str]) -> Display:
    crs = crs_of("crs", own["crs"]) if "crs" in own else CRS84
    skip = "skipGeometry" in own and read_flag("skipGeometry", own["skipGeometry"])
    return Display(crs, _names(collection, own.get("properties")), skip)


def _names(collection: Collection, text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    names = [part.strip() for part in text.split(",") if part.strip()]
    for name in names:
        if name not in collection.by_name:
            raise BadParameterError(
                f"There is no property `{name[:80]}`.", parameter="properties", accepted=collection.by_name
            )
    return tuple(sorted(set(names)))


def _choice(name: str, text: str, accepted: tuple[str, ...]) -> str:
    if text not in accepted:
        raise BadParameterError(f"`{text[:80]}` is no value of `{name}`.", parameter=name, accepted=accepted)
    return text


def _mark(
    collection: Collection, own: Mapping[str, str], shared: list[Pair], equal: Mapping[str, str]
) -> str:
    kept = sorted(
        [*((name, text) for name, text in own.items() if name not in _WALK), *shared, *equal.items()]
    )
    return repr((collection.id, kept))


def _after(own: Mapping[str, str], mark: str, collection: Collection, ordered: bool) -> UUID | str | None:
    if "cursor" not in own:
        return None
    if ordered or "offset" in own:
        raise BadParameterError("`cursor` stands without `offset` and `sortby`.", parameter="cursor")
    return read_cursor(own["cursor"], mark, collection)
