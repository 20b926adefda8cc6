"""IPEDS HD: what institutions are, which run, and the agency's sentinels."""

from collections.abc import Callable

import pytest

from tests.inventory.official.conftest import Ours

Make = Callable[..., Ours]
TECH = {
    "UNITID": "187967", "INSTNM": "New Mexico Institute of Mining and Technology", "IALIAS": "New Mexico Tech",
    "ADDR": "801 Leroy Place", "CITY": "Socorro", "STABBR": "NM", "ZIP": "87801-4750", "GENTELE": "5758355434",
    "EIN": "856000411", "OPEID": "00265400", "WEBADDR": "www.nmt.edu/", "SECTOR": "1", "ICLEVEL": "1", "HBCU": "2",
    "TRIBAL": "2", "LOCALE": "33", "ACT": "A ", "NEWID": "-2", "CLOSEDAT": "-2", "CYACTIVE": "1",
    "LONGITUD": "-106.905312", "LATITUDE": "34.066417",
}  # fmt: skip


def test_an_institution(ours: Make) -> None:
    row = ours("ipeds", TECH, vintage="HD2020").row
    assert (row["key"], row["subtype"], row["status"], row["state"]) == (
        "187967",
        "university",
        "active",
        "NM",
    )
    assert (row["lat"], row["lon"], row["opeid"]) == ("34.066417", "-106.905312", "00265400")
    assert (row["Locale"], row["Vintage"]) == ("Town, remote (33)", "HD2020")
    assert (row["Closed on"], row["Reported by"], row["Historically Black"]) == ("", "", "")
    assert row["source_url"].startswith("https://nces.ed.gov/")


@pytest.mark.parametrize(
    ("cells", "subtype"),
    [
        ({"ICLEVEL": "2", "SECTOR": "4"}, "community-college"),
        ({"ICLEVEL": "3", "SECTOR": "9"}, "community-college"),
        ({"TRIBAL": "1"}, "tribal-college"),
    ],
)
def test_types(ours: Make, cells: dict[str, str], subtype: str) -> None:
    assert ours("ipeds", TECH | cells).row["subtype"] == subtype


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"CYACTIVE": "3", "ACT": "D "}, "defunct"),
        ({"ACT": "M ", "CLOSEDAT": "06/30/2020"}, "defunct"),
        ({"CYACTIVE": "3", "ACT": "C ", "NEWID": "188030"}, "defunct"),
        ({"CYACTIVE": "3", "ACT": "G ", "NEWID": "188030"}, "active"),
        ({"ACT": "N "}, "active"),
    ],
)
def test_closed_ones_are_defunct_and_campuses_are_not(ours: Make, cells: dict[str, str], status: str) -> None:
    assert ours("ipeds", TECH | cells).row["status"] == status


def test_offices_and_campuses_without_a_level_are_left_out(ours: Make) -> None:
    office = TECH | {"SECTOR": "0"}
    campus = TECH | {"SECTOR": "99", "ICLEVEL": "-3", "ACT": "G ", "CYACTIVE": "3"}
    found = ours("ipeds", office, campus)
    assert (found.rows, sorted(found.left_out.values())) == ([], [1, 1])
    assert len(ours("ipeds", office, campus, everything=True).rows) == 1


def test_sentinels_are_no_values(ours: Make) -> None:
    bare = dict.fromkeys(TECH, " ") | {"UNITID": "100654", "INSTNM": "X", "STABBR": "AL"}
    row = ours(
        "ipeds", bare | {"ICLEVEL": "1", "SECTOR": "1", "EIN": "-1", "OPEID": "-2", "LATITUDE": "-2"}
    ).row
    assert {row[name] for name in ("EIN", "opeid", "lat", "lon", "url", "Locale", "address")} == {""}


def test_an_extension_glued_to_the_phone_number(ours: Make) -> None:
    assert ours("ipeds", TECH | {"GENTELE": "33438738777550"}).row["phone"] == "3343873877 ext. 7550"


def test_places_that_are_no_state_are_refused_by_name(ours: Make) -> None:
    found = ours("ipeds", TECH | {"STABBR": "FM"}, TECH | {"STABBR": "GU"})
    assert [each.code for each in found.aside] == ["state-not-served"]
    assert "Micronesia" in found.aside[0].message
    assert found.aside[0].column == "STABBR"
    assert [row["state"] for row in found.rows] == ["GU"]


def test_only_the_states_asked_for(ours: Make) -> None:
    found = ours("ipeds", TECH, TECH | {"STABBR": "UT"}, states=frozenset(("NM",)))
    assert [row["state"] for row in found.rows] == ["NM"]
    assert found.left_out == {"of other states than asked for": 1}
