"""What a request for a tile asks: one layer for each collection, its conditions checked. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.catalog.collections import Collection
from app.catalog.collections.question import Question, read_question
from app.catalog.filters import FILTER_NAMES, Pair
from app.errors import BadParameterError, UnknownParameterError
from app.settings import Settings

FORM: Final = "mvt"
OWN: Final = ("datetime", "filter", "filter-lang", "filter-crs", "bbox", "bbox-crs")
"""Parameters of items that hold for tiles as well, beside the shared filters and queryables."""
DATASET: Final = ("assets", "states", "counties")
"""Layers of the tiles of all data, unless `collections` says otherwise; those of areas where they are loaded."""


@dataclass(frozen=True)
class LayerQuestion:
    """One layer of a tile: the features of `question.collection` that meet it."""

    question: Question
    everything: bool
    """Whether nothing is asked for but the collection itself."""

    @property
    def collection(self) -> Collection:
        """Whose features the layer holds."""
        return self.question.collection


@cache
def tile_parameters(collection: Collection) -> frozenset[str]:
    """Every parameter that narrows a tile of `collection`."""
    shared = FILTER_NAMES if collection.of_assets else ()
    return frozenset((*OWN, *shared, *collection.comparable))


def chosen_collections(
    pairs: Iterable[Pair], there: Mapping[str, Collection]
) -> tuple[tuple[Collection, ...], list[Pair]]:
    """The collections that `collections` names, in its order, and the pairs left over.

    Raises BadParameterError for a collection that there is not, and for none.
    """
    named = [text for name, text in pairs if name == "collections"]
    rest = [(name, text) for name, text in pairs if name != "collections"]
    if not named:
        return tuple(there[name] for name in DATASET if name in there), rest
    names = dict.fromkeys(part.strip().rpartition("/")[2] for text in named for part in text.split(","))
    for name in names:
        if name not in there:
            raise BadParameterError(
                f"There is no collection `{name[:80]}`.", parameter="collections", accepted=there
            )
    return tuple(there[name] for name in names), rest


def read_layers(
    collections: Sequence[Collection], pairs: Iterable[Pair], settings: Settings
) -> tuple[LayerQuestion, ...]:
    """One question for each collection, each of the parameters that it knows.

    Raises UnknownParameterError for a parameter that none of them knows, and BadParameterError.
    """
    asked = [(name, text) for name, text in pairs if not _is_form(name, text)]
    for name, _ in asked:
        if not any(name in tile_parameters(each) for each in collections):
            known = frozenset().union(*map(tile_parameters, collections))
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=sorted(known)
            )
    return tuple(_layer(each, asked, settings) for each in collections)


def _layer(collection: Collection, asked: list[Pair], settings: Settings) -> LayerQuestion:
    own = [(name, text) for name, text in asked if name in tile_parameters(collection)]
    return LayerQuestion(read_question(collection, own, settings), everything=not own)


def _is_form(name: str, text: str) -> bool:
    if name != "f":
        return False
    if text != FORM:
        raise BadParameterError("A tile comes in one form: `f` is mvt.", parameter="f", accepted=(FORM,))
    return True
