"""Facet counts against counting one by one."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.facet_codes import KIND_OF
from app.catalog.facet_sets import FacetSets
from app.catalog.facets import FACET_NAMES, facet_counts
from app.catalog.filters import AssetFilter, plus, without
from app.catalog.parameters import LISTS
from app.catalog.row_sets import LEAST
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
            status=chance.choice(["active", "active", "inactive"]),
            end_date=chance.choice([None, date(2026, 9, 14), date(2026, 9, 15)]),
            visibility=chance.choice(["public", "public", "public", "partner"]),
        )
    return emptied


QUESTIONS: list[dict[str, str]] = [
    {},
    {"kind": "program"},
    {"kind": "program", "band": "middle,high", "state": "HI"},
    {"discipline": "energy,robotics", "season": "summer", "q": "program"},
    {"cost": "free", "grade": "7"},
    {"status": "inactive", "kind": "program"},
    {"cost": "free", "delivery": "hybrid", "audience": "rural,veterans", "subtype": "camp,museum,event"},
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_count_is_what_choosing_it_alone_would_find(
    many: Session, asks: Asks, question: dict[str, str]
) -> None:
    chosen = asks(**question)
    counts = facet_counts(many, chosen, today=TODAY).choices
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
    (energy,) = facet_counts(many, asks(discipline="energy", q="xylophone"), today=TODAY).choices[
        "discipline"
    ]
    assert (energy.slug, energy.label, energy.count, energy.selected) == ("energy", "Energy", 0, True)


def test_only_the_facets_asked_for(many: Session, asks: Asks) -> None:
    assert list(facet_counts(many, asks(), today=TODAY, names=("state",)).choices) == ["state"]
    alone = facet_counts(many, asks(kind="program"), today=TODAY, names=("state",)).choices["state"]
    among = facet_counts(many, asks(kind="program"), today=TODAY).choices["state"]
    assert alone == among


def test_matches_and_what_dropping_a_facet_would_leave(many: Session, asks: Asks) -> None:
    chosen = asks(kind="program", state="HI", band="middle")
    found = facet_counts(many, chosen, today=TODAY)

    def count(asked: AssetFilter) -> int | None:
        return many.scalar(select(func.count()).select_from(ASSET).where(*where(many, asked, today=TODAY)))

    assert found.matched == count(chosen)
    assert found.without == {name: count(without(chosen, name)) for name in ("kind", "state", "band")}


@pytest.mark.parametrize("name", FACET_NAMES)
def test_every_choice_of_the_vocabulary_is_counted(
    emptied: Session, asks: Asks, add_asset: AddAsset, name: str
) -> None:
    """The view that packs facets and the code that counts them agree on every slug."""
    for slug in LISTS[name].vocabulary or ():
        add_asset(slug, **holder(name, slug))
    counts = {each.slug: each.count for each in facet_counts(emptied, asks(), today=TODAY).choices[name]}
    assert set(counts) == set(LISTS[name].vocabulary or ())
    for slug in counts:
        alone = facet_counts(emptied, plus(asks(), name, slug), today=TODAY)
        expected = emptied.scalar(
            select(func.count())
            .select_from(ASSET)
            .where(*where(emptied, plus(asks(), name, slug), today=TODAY))
        )
        assert alone.matched == counts[slug] == expected >= 1


def holder(name: str, slug: str) -> dict[str, Any]:
    """Fields of an asset that has this value of the facet."""
    one = {"state": "state", "cost": "cost_band", "delivery": "delivery_mode"}
    many = {"discipline": "disciplines", "audience": "designed_for", "season": "seasons"}
    if name == "kind":
        return {"kind": slug, "subtype": assets.SUBTYPES[slug].slugs[0]}
    if name == "subtype":
        return {"kind": KIND_OF[slug], "subtype": slug}
    if name == "band":
        return {"grades": people.BANDS[slug][:1]}
    return {one[name]: slug} if name in one else {many[name]: [slug]}


def test_facets_follow_every_change_of_an_asset(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    def camps() -> int:
        return facet_counts(emptied, asks(), today=TODAY).matched

    ids = [add_asset(str(n), kind="opportunity", subtype="event", end_date=TODAY) for n in range(4)]
    assert camps() == 4
    changes: list[dict[str, Any]] = [
        {"visibility": "partner"}, {"deleted_at": func.now()}, {"end_date": date(2026, 9, 14)}, {"status": "inactive"}
    ]  # fmt: skip
    for left, (number, change) in enumerate(zip(ids, changes, strict=True)):
        emptied.execute(update(ASSET).where(ASSET.c.id == number).values(change))
        assert camps() == 3 - left
    emptied.execute(
        update(ASSET).values(visibility="public", deleted_at=None, end_date=None, status="active")
    )
    assert camps() == 4
    emptied.execute(delete(ASSET).where(ASSET.c.id == ids[0]))
    assert camps() == 3


def test_sets_are_kept_for_their_data_version(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("one"), add_asset("two", disciplines=["energy"])
    sets = FacetSets(LEAST)
    everything = facet_counts(emptied, asks(), today=TODAY, sets=sets)
    assert facet_counts(emptied, asks(discipline="energy"), today=TODAY, sets=sets).matched == 1
    assert (everything.matched, len(sets)) == (2, 1)
    add_asset("three")
    emptied.execute(text("UPDATE data_version SET version = version + 1"))  # as the commit would
    assert facet_counts(emptied, asks(), today=TODAY, sets=sets).matched == 3
    assert len(sets) == 1  # there is room for one set: the older one is forgotten


def test_no_more_rows_are_kept_than_the_setting(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    for n in range(3):
        add_asset(str(n))
    sets = FacetSets(2)
    assert facet_counts(emptied, asks(), today=TODAY, sets=sets).matched == 3
    assert len(sets) == 0
