"""Answers are kept: the same address is asked for once; failures are counted, never raised."""

from typing import Any

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.place.asking import Asked, Wanted, ask, geocoder_of
from app.inventory.place.geocoding import Address
from app.settings import Settings

STREETS = [Address(f"{number} Elm Street", "Taos", "NM", "87571") for number in range(1, 8)]


@pytest.fixture
def asking(checking_database: Database) -> Database:
    """A database without answers."""
    with checking_database.write("test") as session:
        session.execute(text("DELETE FROM geocode_answer"))
    return checking_database


def settings_for(census: Any, database: Database, **change: Any) -> Settings:
    census.known |= {street.street: (-105.57, 36.4) for street in STREETS[1:]}
    made = {
        "geocoder": "census",
        "geocoder_url": census.url,
        "geocoder_tries": 1,
        "geocoder_batch": 3,
    } | change
    return database.settings.model_copy(update=made)


def run(database: Database, settings: Settings, addresses: list[Address]) -> Asked:
    geocoder = geocoder_of(settings)
    assert geocoder is not None
    wanted = Wanted(settings.geocoder_max_addresses)
    for address in addresses:
        wanted.add(address)
    return ask(database, settings, geocoder, wanted)


def test_offline_needs_no_asking() -> None:
    assert geocoder_of(Settings()) is None


def test_each_address_is_asked_for_once(asking: Database, census: Any) -> None:
    settings = settings_for(census, asking)
    again = Address("2 ELM ST", "taos", "NM", "87571")
    first = run(asking, settings, [*STREETS, again])
    assert (len(first.matches), first.unanswered, first.matches[STREETS[0].key]) == (7, 0, None)
    assert first.matches[again.key].lon == -105.57  # type: ignore[union-attr]
    assert [len(batch) for batch in census.asked] == [3, 3, 1]
    assert run(asking, settings, [*STREETS, again]) == first
    assert len(census.asked) == 3


def test_old_answers_are_asked_for_again(asking: Database, census: Any) -> None:
    settings = settings_for(census, asking)
    run(asking, settings, STREETS[:1])
    with asking.write("test") as session:
        session.execute(text("UPDATE geocode_answer SET asked_at = now() - interval '366 days'"))
    census.known[STREETS[0].street] = (-105.5, 36.5)
    assert run(asking, settings, STREETS[:1]).matches[STREETS[0].key].lat == 36.5  # type: ignore[union-attr]
    assert run(asking, settings, STREETS[:1]).matches[STREETS[0].key].lat == 36.5  # type: ignore[union-attr]
    assert len(census.asked) == 2


def test_another_edition_is_another_answer(asking: Database, census: Any) -> None:
    run(asking, settings_for(census, asking), STREETS[:2])
    run(asking, settings_for(census, asking, geocoder_benchmark="Public_AR_2030"), STREETS[:2])
    assert census.benchmarks == ["Public_AR_Current", "Public_AR_2030"]


def test_when_it_fails_midway_the_rest_is_counted(asking: Database, census: Any) -> None:
    census.trouble = ["ok", "503"]
    found = run(asking, settings_for(census, asking), STREETS)
    assert (len(found.matches), found.unanswered, found.reason) == (3, 4, "it answered HTTP 503")
    assert len(census.asked) == 2
    whole = run(asking, settings_for(census, asking), STREETS)
    assert (len(whole.matches), whole.unanswered) == (7, 0)
    assert sum(len(batch) for batch in census.asked[2:]) == 4


def test_addresses_left_out_are_counted_and_asked_for_next_time(asking: Database, census: Any) -> None:
    census.trouble = ["half"]
    found = run(asking, settings_for(census, asking, geocoder_batch=7), STREETS)
    assert (len(found.matches), found.unanswered, found.reason) == (3, 4, "it left addresses out")


def test_no_more_addresses_than_allowed(asking: Database, census: Any) -> None:
    found = run(asking, settings_for(census, asking, geocoder_max_addresses=2), STREETS)
    assert (len(found.matches), found.unanswered) == (2, 5)
    assert found.reason == "2 addresses are asked for at most"
