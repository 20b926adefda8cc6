"""Counties by name and code."""

import pytest

from app.inventory.place.county_names import CountyNames


@pytest.mark.parametrize(
    ("text", "state", "geoid"),
    [
        ("Santa Fe", "NM", "35049"), ("Santa Fe County", "NM", "35049"), ("SANTA FE CO.", "NM", "35049"),
        ("County of Santa Fe", "NM", "35049"), ("Dona Ana", "NM", "35013"), ("Doña Ana County", "NM", "35013"),
        ("De Baca", "NM", "35011"), ("DeBaca", "NM", "35011"), ("35049", "NM", "35049"), ("35049.0", "NM", "35049"),
        ("8001", "CO", "08001"), ("Carson City", "NV", "32510"), ("Orleans Parish", "LA", "22071"),
        ("Orleans", "LA", "22071"), ("St. Tammany", "LA", "22103"), ("Saint Tammany Parish", "LA", "22103"),
        ("Prince George's", "MD", "24033"), ("Prince Georges County", "MD", "24033"), ("Fairfax", "VA", "51059"),
        ("Fairfax city", "VA", "51600"), ("Weld County, CO", "NM", "08123"), ("Weld (CO)", "NM", "08123"),
        ("Juneau", "AK", "02110"), ("Ponce", "PR", "72113"), ("Utah", "UT", "49049"), ("08001", "NM", "08001"),
    ],
)  # fmt: skip
def test_found(text: str, state: str, geoid: str, counties: CountyNames) -> None:
    assert counties.find(text, state) == geoid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Weld",
        "99999",
        "49",
        "1",
        "123456",
        "Santa",
        "Navajo Nation",
        "CO",
        "\u0663\u0665\u0660\u0660\u0661",
    ],
)
def test_not_found(text: str, counties: CountyNames) -> None:
    assert counties.find(text, "NM") is None


def test_every_county_is_found_by_its_own_name_and_code(counties: CountyNames) -> None:
    from app.vocabulary.codes import STATE_FIPS

    states = {fips: state for state, fips in STATE_FIPS.items()}
    wrong = [
        (name, found)
        for geoid, name in counties.label.items()
        if (found := counties.find(name, states[geoid[:2]])) != geoid or counties.find(geoid, "NM") != geoid
    ]
    assert wrong == []
