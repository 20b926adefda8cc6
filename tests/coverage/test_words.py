"""The paragraph, word by word."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.nobody_words import nobody_words
from app.coverage.results import CoverageAnswer
from app.coverage.words import NOUNS, headline, listed, miles, paragraph, percent
from app.vocabulary.people import GROUPS

Ask = Callable[..., CoverageAnswer]


def test_a_whole_paragraph(ask: Ask) -> None:
    assert paragraph(ask("states=NM")) == (
        "In New Mexico, 3,000 of 4,000 people (75%) live more than 25 miles from the nearest STEM asset "
        "of any kind, museums and colleges included. "
        "All of them are in Alder County, NM (3,000 of 4,000). "
        "Most people of the one county asked about live beyond that distance. "
        "On average the nearest one is 28 miles away; from Farfield, NM, it is 34 miles. "
        "5 assets match; distance is measured to 2 (1 at its exact point and 1 at the center of its town). "
        "Left out of distances: 2 that work statewide, nationwide or online and 1 without a known place. "
        "Population: Test Census, Counted people, 2010, at the points of ZIP areas. "
        "Distances are straight lines over the earth, not roads; assets across a state line count."
    )


def test_modelled_groups_and_filters(ask: Ask) -> None:
    words = paragraph(
        ask(
            "states=NM,CO",
            "areas=zip",
            "population=hispanic",
            "discipline=engineering",
            "kind=program",
            "state=NM",
        )
    )
    assert words.startswith(
        "In Colorado and New Mexico, an estimated 1,052 of 1,052 Hispanic people (100%) live more than 25 "
        "miles from the nearest STEM program with engineering (New Mexico). The largest "
        "numbers are in 87902 Farfield, NM (all 751), 87901 Lineville, NM (all 250) and 81901 Birchtown, CO "
        "(all 50). In 2 of 2 counties most Hispanic people live beyond that distance."
    )
    assert "modelled from county shares, not counted" in words
    assert "across a state line" not in words


def test_counties_where_nobody_has_one_are_named(ask: Ask) -> None:
    asked = ("states=NM,CO", "discipline=engineering", "kind=program", "state=NM")
    found = ask(*asked)
    said = "Counties where nobody has one within 25 miles: "
    assert said + "Alder (NM), Birch (CO)." in paragraph(found)
    of = "Counties where none of the Hispanic people has one within 25 miles: Alder (NM), Birch (CO)."
    assert of in paragraph(ask(*asked, "population=hispanic"))
    assert said not in paragraph(ask("states=NM")), "some of its people do"
    columns = ("name", "state", "people", "people_beyond")
    many = {name: np.repeat(getattr(found.areas, name), 8) for name in columns}
    assert nobody_words(replace(found, areas=replace(found.areas, **many))).endswith(
        ", Birch (CO) and 1 more."
    )
    one = many | {"state": np.repeat(np.array(["NM"]), 16)}
    named = nobody_words(replace(found, areas=replace(found.areas, **one)))
    assert named.endswith(", Birch, Birch."), "of one state all are named"


def test_nobody_beyond(ask: Ask) -> None:
    found = ask("states=CO", "distance=20km")
    assert (
        headline(found)
        == "Nobody in Colorado (500 people) lives more than 20 km from the nearest STEM asset of any kind, "
        "museums and colleges included."
    )
    assert "largest" not in paragraph(found)


def test_no_supply(ask: Ask) -> None:
    words = paragraph(ask("states=CO", "discipline=aerospace"))
    assert words.startswith(
        "No STEM asset with aerospace and astronomy is listed with a known place: none of 500 people in Colorado is"
        " known to have one. Not listed is not the same as not there. No asset of the inventory matches."
    )


def test_nobody_there(ask: Ask, world: Session) -> None:
    world.execute(text("UPDATE area_population SET people = 0"))
    assert paragraph(ask("states=CO", "population=hispanic")) == "No Hispanic people are counted in Colorado."


def test_alternatives_and_equally_placed_assets(ask: Ask, add_asset: Callable[..., None]) -> None:
    add_asset("Exact too", -106, 37.06)
    words = paragraph(ask("states=NM", "state=CO,NM", "kind=institution,program", "bbox=-107,37,-105,38"))
    assert "the nearest STEM institution or program (Colorado or New Mexico;" in words
    assert "2 assets match; distance is measured to 2 (each at its exact point)." in words


def test_one_person(ask: Ask, world: Session) -> None:
    world.execute(text("UPDATE area_population SET people = 1 WHERE people = 3000"))
    assert headline(ask("states=NM")).startswith(
        "In New Mexico, 1 of 1,001 people (less than 0.1%) lives more than"
    )


def test_every_group_has_words() -> None:
    assert set(NOUNS) == set(GROUPS)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (1, "100%"), (0.0004, "less than 0.1%"), (0.9996, "more than 99.9%"), (0.0996, "10%"),
     (0.0444, "4.4%"), (0.5, "50%"), (0.9949, "99%"), (0.997, "99.7%")],
)  # fmt: skip
def test_shares(share: float, words: str) -> None:
    assert percent(share) == words


def test_small_words() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    assert [miles(1609.344), miles(160_934.4), miles(4000)] == ["1.0 mile", "100 miles", "2.5 miles"]
