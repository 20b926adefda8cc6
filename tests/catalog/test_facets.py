"""Facet counts against counting one by one."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.facets import FACET_NAMES, facet_counts
from app.catalog.filters import AssetFilter, plus, without
from app.catalog.parameters import LISTS
from app.catalog.tables import ASSET
from app.vocabulary import assets, people

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., Any]
TODAY = date(2026, 9, 15)


@pytest.fixture
def many(emptied: Session, add_asset: AddAsset) -> Session:
    chance = random.Random(7)  # noqa: S311
    for n in range(60):
        kind = chance.choice(assets.KINDS.slugs)
        add_asset(
            f"{kind} {n}",
            kind=kind,
            subtype=chance.choice(assets.SUBTYPES[kind].slugs),
            state=chance.choice(["HI", "AK", "NM"]),
            disciplines=chance.sample(assets.DISCIPLINES.slugs, chance.randint(0, 3)),
            grades=chance.sample(people.GRADES.slugs, chance.randint(0, 6)),
            designed_for=chance.sample(people.AUDIENCES.slugs, chance.randint(0, 2)),
            cost_band=chance.choice([None, "free", "under-25"]),
            delivery_mode=chance.choice([None, "hybrid"]),
            seasons=chance.sample(assets.SEASONS.slugs, chance.randint(0, 2)),
        )
    return emptied


QUESTIONS: list[dict[str, str]] = [
    {},
    {"kind": "program"},
    {"kind": "program", "band": "middle,high", "state": "HI"},
    {"discipline": "energy,robotics", "season": "summer", "q": "program"},
    {"cost": "free", "grade": "7"},
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_count_is_what_choosing_it_alone_would_find(
    many: Session, asks: Asks, question: dict[str, str]
) -> None:
    chosen = asks(**question)
    counts = facet_counts(many, chosen, today=TODAY)
    assert tuple(counts) == FACET_NAMES
    for name in FACET_NAMES:
        expected = {}
        for slug in LISTS[name].vocabulary or ():
            asked = plus(without(chosen, name), name, slug)
            count = many.scalar(
                select(func.count()).select_from(ASSET).where(*where(many, asked, today=TODAY))
            )
            if count or slug in getattr(chosen, name):
                expected[slug] = count
        assert {each.slug: each.count for each in counts[name]} == expected
        assert {each.slug for each in counts[name] if each.selected} == set(getattr(chosen, name))


def test_a_selected_choice_stays_even_with_nothing_left(many: Session, asks: Asks) -> None:
    (energy,) = facet_counts(many, asks(discipline="energy", q="xylophone"), today=TODAY)["discipline"]
    assert (energy.slug, energy.label, energy.count, energy.selected) == ("energy", "Energy", 0, True)


def test_only_the_facets_asked_for(many: Session, asks: Asks) -> None:
    assert list(facet_counts(many, asks(), today=TODAY, names=("state",))) == ["state"]
    alone = facet_counts(many, asks(kind="program"), today=TODAY, names=("state",))["state"]
    among = facet_counts(many, asks(kind="program"), today=TODAY)["state"]
    assert alone == among
