"""Stops of a mobile program: names, towns, points, ZIP codes, dates; there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.inventory.place.stops import StopPlaces, read_stops, stops_text
from app.inventory.points import Box

PLACES = StopPlaces(
    towns={
        "taos": (-105.57, 36.41, None),
        "questa": (-105.59, 36.7, None),
        "penasco": (-105.69, 36.17, None),
    },
    zips={"87571": (-105.6, 36.4, None)},
    box=Box(-109.05, 31.33, -103.0, 37.0),
)


def stop(
    name: str, lon: float | None, lat: float | None, date: str | None, precision: str
) -> dict[str, object]:
    return {"name": name, "lon": lon, "lat": lat, "date": date, "precision": precision}


TAOS = (-105.57, 36.41)


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("Taos 2026-03-04", [stop("Taos", *TAOS, "2026-03-04", "city")]),
        (
            "Taos 2026-03-04; Questa Library, Questa 2026-03-11",
            [
                stop("Taos", *TAOS, "2026-03-04", "city"),
                stop("Questa Library, Questa", -105.59, 36.7, "2026-03-11", "city"),
            ],
        ),
        ("35.68, -105.94 2026-03-04", [stop("", -105.94, 35.68, "2026-03-04", "exact")]),
        (
            "Fairgrounds 35.68,-105.94 on March 4, 2026",
            [stop("Fairgrounds", -105.94, 35.68, "2026-03-04", "exact")],
        ),
        ("Fairgrounds (35.68, -105.94)", [stop("Fairgrounds", -105.94, 35.68, None, "exact")]),
        ("2026-03-04: Taos", [stop("Taos", *TAOS, "2026-03-04", "city")]),
        ("4 Mar 2026 Taos, NM", [stop("Taos, NM", *TAOS, "2026-03-04", "city")]),
        ("Taos (2026-03-04)", [stop("Taos", *TAOS, "2026-03-04", "city")]),
        ("Taos - 13/3/2026", [stop("Taos", *TAOS, "2026-03-13", "city")]),
        ("Town Hall, 87571", [stop("Town Hall, 87571", -105.6, 36.4, None, "postal_code")]),
        (
            "Taos, Questa, Penasco",
            [
                stop("Taos", *TAOS, None, "city"),
                stop("Questa", -105.59, 36.7, None, "city"),
                stop("Penasco", -105.69, 36.17, None, "city"),
            ],
        ),
        ("Taos, NM", [stop("Taos, NM", *TAOS, None, "city")]),
        ("Peñasco\nTaos", [stop("Peñasco", -105.69, 36.17, None, "city"), stop("Taos", *TAOS, None, "city")]),
    ],
)
def test_stops(text: str, stops: list[object]) -> None:
    assert list(read_stops(text, PLACES).stops) == stops


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("35.68, -105.94", []), ("Taos", ["stops-placed-by-town"]), ("Taos; Questa", ["stops-placed-by-town"]),
        ("Shangri-La 2026-03-04", ["stop-unknown"]), ("35.68, -105.94 03/04/2026", ["stop-date-bad"]),
        ("35.68, -105.94 2026-02-31", ["stop-date-bad"]), ("2026-03-04", ["stop-unknown"]),
        ("0.0, 0.0", ["stop-unknown"]), ("Denver 39.74, -104.99", ["stop-unknown"]),
        ("-105.94, 35.68", ["stop-unknown"]),
        ("every Tuesday", ["stop-unknown"]), (" ; ", []),
    ],
)  # fmt: skip
def test_what_is_said_about_them(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in read_stops(text, PLACES).problems] == codes


def test_a_stop_that_is_not_understood_stays_without_a_point() -> None:
    assert read_stops("Shangri-La 03/04/2026", PLACES).stops == (
        stop("Shangri-La", None, None, None, "none"),
    )


@given(
    some.lists(
        some.tuples(
            some.sampled_from(
                ["Taos", "Questa Library, Questa", "Town Hall, 87571", "Shangri-La", "Fair 35.5, -105.25"]
            ),
            some.one_of(some.none(), some.dates().map(str)),
        ),
        min_size=1,
    )
)
def test_there_and_back(items: list[tuple[str, str | None]]) -> None:
    text = "; ".join(" ".join(filter(None, item)) for item in items)
    once = read_stops(text, PLACES).stops
    assert len(once) == len(items)
    assert read_stops(stops_text(once), PLACES).stops == once


@given(some.text(max_size=60))
def test_no_text_breaks_it_and_what_is_understood_stays_the_same(text: str) -> None:
    once = read_stops(text, PLACES).stops
    assert len(stops_text(once)) <= len(text) * 3 + 4
