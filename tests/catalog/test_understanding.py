"""What searches are read as: places, terms, names, and what stays text."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, to_pairs
from app.catalog.text_query import query_text
from app.catalog.understanding import Gazetteer, Understood, understand
from app.geography.meant import MeantPlace, namesakes
from app.settings import Settings

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., Any]
Name = tuple[str, str | None]


def place(
    name: str, state: str, people: int = 50_000, kind: str = "place", listed: bool = True
) -> MeantPlace:
    return MeantPlace(kind, "35029", name, state, people, listed)


KNOWN = [
    place("Las Cruces", "NM"),
    place("Albuquerque", "NM"),
    place("Farmington", "NM"),
    place("Boise", "ID"),
    place("Helper", "UT", people=1500),
    place("Robotics", "UT"),
    place("Paris", "TX", listed=False),
    place("Luna County", "NM", kind="county"),
]


class Known:
    """Names without a database."""

    def __init__(self, *assets: str) -> None:
        self._assets = assets

    def places(self, names: Sequence[Name]) -> dict[Name, MeantPlace]:
        return {
            (name, state): each
            for name, state in names
            for each in KNOWN
            if each.name.lower() == name and state in (None, each.state)
        }

    def zips(self, codes: Sequence[str]) -> frozenset[str]:
        return frozenset(codes) & {"87501"}

    def is_name(self, q: str, *, whole: bool = False) -> bool:
        return any(q.lower() == each.lower() if whole else q.lower() in each.lower() for each in self._assets)


def read(asks: Asks, settings: Settings, q: str, *assets: str, **more: str) -> Understood:
    return understand(asks(q=q, **more), Known(*assets), settings)


CASES = [
    ("robotics near 87501", {"discipline=robotics", "near=87501", "within=25mi"}),
    ("robotics 87501-1234", {"discipline=robotics", "near=87501", "within=25mi"}),
    ("coding camp las cruces", {"discipline=computing", "subtype=camp", "near=Las Cruces, NM", "within=25mi"}),
    (
        "free summer coding for girls in albuquerque",
        {
            "free=true",
            "season=summer",
            "discipline=computing",
            "audience=women-girls",
            "near=Albuquerque, NM",
            "within=25mi",
        },
    ),
    (
        "engineering college NM",
        {
            "discipline=engineering",
            "subtype=community-college",
            "subtype=university",
            "subtype=tribal-college",
            "state=NM",
        },
    ),
    ("museum within 10 miles of Farmington", {"subtype=museum", "near=Farmington, NM", "within=10mi"}),
    ("museum 15 km from Farmington", {"subtype=museum", "near=Farmington, NM", "within=15km"}),
    ("after school robotics 7th grade", {"time_of_day=after-school", "discipline=robotics", "grade=7"}),
    ("internships for high school students utah", {"subtype=internship", "band=high", "state=UT"}),
    ("Math Tutoring, Las Cruces, New Mexico", {"discipline=mathematics", "subtype=mentoring",
                                               "near=Las Cruces, NM", "within=25mi"}),
    ("robotics club", {"discipline=robotics", "subtype=club"}),
    ("libraries in Luna County", {"subtype=library", "county=35029"}),
    ("camps near Helper", {"subtype=camp", "near=Helper, UT", "within=25mi"}),
    ("stem programs for kids in Idaho", {"state=ID"}),
    ("Las Cruces robotics", {"discipline=robotics", "near=Las Cruces, NM", "within=25mi"}),
    ("Utah camps", {"subtype=camp", "state=UT"}),
    ("camps near Farmington within 30 miles", {"subtype=camp", "near=Farmington, NM", "within=30mi"}),
    ("Farmington 15 km museum", {"subtype=museum", "near=Farmington, NM", "within=15km"}),
    ("coding classes for my 10 year old daughter", {"discipline=computing", "band=elementary"}),
    ("robotics ages 6-8", {"discipline=robotics", "band=early", "band=elementary"}),
    ("robotics for an 11-year-old", {"discipline=robotics", "band=elementary", "band=middle"}),
    ("robotics for a 40-year-old", {"discipline=robotics", "q=40-year-old"}),
    ("robotics ages 8-6", {"discipline=robotics", "q=ages 8-6"}),
    ("weekend robotics for my son, 12, Farmington NM",
     {"time_of_day=weekend", "discipline=robotics", "band=middle", "near=Farmington, NM", "within=25mi"}),
    ("robotics, my kids (8 and 12), Boise", {"discipline=robotics", "band=elementary", "band=middle",
                                             "near=Boise, ID", "within=25mi"}),
    ("robótica para mi hija, 12, Boise", {"discipline=robotics", "band=middle", "near=Boise, ID", "within=25mi"}),
    ("free chess, origami, Boise", {"free=true", "q=chess origami", "near=Boise, ID", "within=25mi"}),
    ("camps in July", {"subtype=camp", "season=summer"}),
    # Spanish
    ("robótica para niñas", {"discipline=robotics", "audience=women-girls"}),
    ("campamento de verano en Boise", {"subtype=camp", "season=summer", "near=Boise, ID", "within=25mi"}),
    ("programas gratis de ciencia cerca de Boise", {"free=true", "q=ciencia", "near=Boise, ID", "within=25mi"}),
    ("robótica para las niñas", {"discipline=robotics", "audience=women-girls"}),
    ("las cruses camp", {"subtype=camp", "q=las cruses"}),
    ("matemáticas 10 años", {"discipline=mathematics", "band=elementary"}),
    ("something on saturday for my son who is 12 and likes robots, Farmington NM, free",
     {"time_of_day=weekend", "band=middle", "discipline=robotics", "near=Farmington, NM", "within=25mi", "free=true"}),
    ("robotics for my 12 year old Farmington NM free",
     {"discipline=robotics", "band=middle", "near=Farmington, NM", "within=25mi", "free=true"}),
    ("Farmington, New Mexico free camps please", {"near=Farmington, NM", "within=25mi", "free=true", "subtype=camp"}),
    ("camp she's 12 years old Boise", {"subtype=camp", "band=middle", "near=Boise, ID", "within=25mi"}),
    ("algo gratis para mi hijo que tiene 12 años, Farmington, NM, le gusta la robótica",
     {"free=true", "band=middle", "near=Farmington, NM", "within=25mi", "discipline=robotics"}),
    # text stays text
    ("museum Paris TX hats", {"subtype=museum", "near=Paris, TX", "within=25mi", "q=hats"}),
    ("helper robotics", {"discipline=robotics", "q=helper"}),
    ("community helper", {"q=community helper"}),
    ("museums paris", {"subtype=museum", "q=paris"}),
    ("planetarium in Boise", {"q=planetarium", "near=Boise, ID", "within=25mi"}),
    ("welding", {"q=welding"}),
    ("more robotics", {"discipline=robotics", "q=more"}),
    ('"robotics camp" boise', {'q="robotics camp"', "near=Boise, ID", "within=25mi"}),
    ("robotics -camp", {"discipline=robotics", "q=-camp"}),
    ("camp or club", {"q=camp or club"}),
    ("science me", {"q=science me"}),
    ("boise", {"near=Boise, ID", "within=25mi"}),
    ("New Mexico", {"state=NM"}),
    ("xyzzy", {"q=xyzzy"}),
    ("for", {"q=for"}),
    ("museum within 9999 miles of Nowhere", {"subtype=museum", "q=within 9999 miles Nowhere"}),
]  # fmt: skip


@pytest.mark.parametrize(("q", "expected"), CASES)
def test_a_search_is_read(asks: Asks, settings: Settings, q: str, expected: set[str]) -> None:
    found = read(asks, settings, q)
    assert {f"{name}={value}" for name, value in to_pairs(found.filter)} == expected


def test_what_was_taken_is_said_in_words(asks: Asks, settings: Settings) -> None:
    found = read(asks, settings, "free robotics club in Luna County today")
    assert [(each.words, each.name, each.label) for each in found.taken] == [
        ("free", "free", "Free of charge, or pays you"),
        ("robotics club", "discipline", "Robotics"),
        ("robotics club", "subtype", "Club"),
        ("in Luna County", "county", "Luna County, NM"),
    ]
    assert found.q == "today"


def test_a_name_of_an_asset_is_not_read(asks: Asks, settings: Settings) -> None:
    named = read(asks, settings, "las cruces museum of nature", "Las Cruces Museum of Nature & Science")
    assert (named.name, named.q, named.taken) == (True, "las cruces museum of nature", ())
    assert read(asks, settings, "summer camp", "Summer Camp Idaho").filter.subtype == ("camp",)
    assert read(asks, settings, "Summer Camp", "summer camp").name
    assert read(asks, settings, "robotics in Utah", "FIRST Robotics in Utah").filter.state == ("UT",)
    forced = understand(asks(q="Museum of Boise"), Known("Museum of Boise"), settings, even_names=True)
    assert forced.filter.subtype == ("museum",)


def test_a_filter_in_use_is_not_added_to(asks: Asks, settings: Settings) -> None:
    found = read(asks, settings, "robotics camp boise", discipline="energy", state="NM").filter
    assert (found.discipline, found.subtype, found.state, found.near) == (
        ("energy",),
        ("camp",),
        ("NM",),
        None,
    )
    assert found.q == "robotics boise"


def test_a_distance_too_far_is_said_as_for_the_parameter(asks: Asks, settings: Settings) -> None:
    with pytest.raises(Exception, match="too far"):
        read(asks, settings, "museum within 500 miles of Boise")


def test_names_are_looked_up(places: Session, emptied: Session, asks: Asks, settings: Settings,
                             add_asset: AddAsset) -> None:  # fmt: skip
    add_asset("Kalitown Museum of Lava")
    names = Gazetteer(places)

    def pairs(q: str) -> set[str]:
        return {f"{name}={value}" for name, value in to_pairs(understand(asks(q=q), names, settings).filter)}

    assert pairs("robotics kalitown") == {"discipline=robotics", "near=Kalitown, HI", "within=25mi"}
    assert pairs("robotics in Kalitown AK") == {"discipline=robotics", "near=Kalitown, AK", "within=25mi"}
    assert pairs("camps 96999") == {"subtype=camp", "near=96999", "within=25mi"}
    assert pairs("camps 96990") == {"subtype=camp", "q=96990"}
    assert pairs("camps testkona county") == {"subtype=camp", "county=15901"}
    assert pairs("kalitown museum of lava") == {"q=kalitown museum of lava"}
    assert pairs("museum kalitown") == {"subtype=museum", "near=Kalitown, HI", "within=25mi"}


def test_where_no_state_was_said_other_places_of_the_name_are_known(
    places: Session, emptied: Session, asks: Asks, settings: Settings, add_asset: AddAsset
) -> None:
    for geoid, state, people in (("00001", "AK", 10), ("00002", "MT", 30), ("00003", "WY", 20)):
        insert = (
            "WITH made AS (INSERT INTO area (kind, geoid, name, state, point, vintage, source)"
            " VALUES ('county', :geoid, 'Testkona County', :state, ST_Point(-150, 60, 4326), '2026', 'test')"
            " RETURNING geoid), part AS (INSERT INTO area (kind, geoid, name, state, county_geoid, point, vintage,"
            " source) SELECT 'zip', :geoid, 'Part', :state, geoid, ST_Point(-150, 60, 4326), '2026', 'test' FROM made"
            ' RETURNING id) INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
            " SELECT id, 'total', 'test', '2026', :people, 'counted' FROM part"
        )
        places.execute(text(insert), {"geoid": geoid, "state": state, "people": people})
    add_asset("here")
    add_asset("there", state="WY")
    names = Gazetteer(places)
    unsure = understand(asks(q="camps in Testkona County"), names, settings).unsure
    assert unsure is not None
    assert unsure.geoid == "15901"
    assert [(each.geoid, each.state) for each in namesakes(places, unsure)] == [
        ("00003", "WY"), ("00002", "MT"), ("00001", "AK")
    ]  # fmt: skip
    assert understand(asks(q="camps in Testkona County HI"), names, settings).unsure is None
    town = understand(asks(q="camps in Kalitown"), names, settings).unsure
    assert town is not None
    assert namesakes(places, town) == []
    add_asset("in the other state", state="AK")
    assert [each.label for each in namesakes(places, town)] == ["Kalitown, AK"]


def test_a_place_is_found_without_its_accents(places: Session) -> None:
    insert = (
        "INSERT INTO area (kind, geoid, name, state, point, vintage, source)"
        " VALUES ('place', '990009', 'Española', 'HI', ST_Point(-155, 19, 4326), '2026', 'test')"
    )
    places.execute(text(insert))
    found = Gazetteer(places).places([("espanola", None), ("española", "HI")])
    assert {name: place.name for name, place in found.items()} == {
        ("espanola", None): "Española",
        ("española", "HI"): "Española",
    }


def test_a_spanish_word_finds_the_english_one_too() -> None:
    assert query_text("ciencia") == "('ciencia' | 'science')"
    assert query_text("-ciencia") == "!'ciencia'"
    assert query_text('"ciencia"') == "'ciencia'"
