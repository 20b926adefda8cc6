"""What studies can ask, and how they are refused."""

from typing import Any

import pytest

from app.coverage.studies.asked import STUDY_KINDS, parse_study
from app.errors import BadParameterError, UnknownParameterError
from app.settings import Settings

ASSET = "00000000-0000-4000-8000-00000000000a"
OTHER = "00000000-0000-4000-8000-00000000000b"
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("coverage", {}),
    ("coverage", {"areas": "state", "states": ["US"], "distance": "40km", "population": "girls-5-17,total"}),
    ("siting", {"sites": 3, "candidates": "zip", "method": "exact", "population": {"total": 1, "rural": 2.5}}),
    ("siting", {"points": [[-106, 35], {"lon": -105, "lat": 36, "name": "Here"}], "discipline": ["physics"]}),
    ("siting", {"method": "seats", "seats": 20, "target": 0.1, "q": "robots", "free": True}),
    ("what-if", {"add": [{"lon": -106, "lat": 36, "radius_m": 500}], "remove": [ASSET]}),
    ("what-if", {"move": [{"id": OTHER, "lon": 1, "lat": 2}]}),
    ("hotspots", {"neighbours": 3, "permutations": 99, "seed": 5}),
    ("agreement", {"presets": ["P4"], "circuity": 1.3}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given"), ASKED, ids=lambda value: str(value)[:40])
def test_parameters_read_back_as_the_same_study(kind: str, given: dict[str, Any], settings: Settings) -> None:
    study = parse_study(kind, given, settings)
    assert parse_study(kind, study.parameters(), settings) == study


def test_every_default_is_written_out(settings: Settings) -> None:
    assert parse_study("siting", {"states": "NM"}, settings).parameters() == {
        "areas": "county", "states": ["NM"], "distance": "25mi", "population": {"total": 1.0}, "sites": 5,
        "candidates": "places", "method": "greedy",
    }  # fmt: skip


def test_geojson_points(settings: Settings) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-106, 35]},
        "properties": {"name": "X"},
    }
    given = {"points": {"type": "FeatureCollection", "features": [feature]}}
    (point,) = parse_study("siting", given, settings).siting.points
    assert (point.lon, point.lat, point.name) == (-106, 35, "X")


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("guess", {}, "kind"),
    ("coverage", {"areas": "galaxy"}, "areas"),
    ("coverage", {"distance": "25"}, "distance"),
    ("coverage", {"distance": ["1mi", "2mi"]}, "distance"),
    ("coverage", {"states": [{"a": 1}]}, "states"),
    ("coverage", {"population": "martians"}, "population"),
    ("coverage", {"population": {"total": -1}}, "population"),
    ("coverage", {"population": {"total": 0}}, "population"),
    ("coverage", {"population": {"total": True}}, "population"),
    ("coverage", {"population": 5}, "population"),
    ("coverage", {"population": []}, "population"),
    ("siting", {"sites": 0}, "sites"),
    ("siting", {"sites": 201}, "sites"),
    ("siting", {"sites": True}, "sites"),
    ("siting", {"sites": "5"}, "sites"),
    ("siting", {"method": "magic"}, "method"),
    ("siting", {"candidates": "moons"}, "candidates"),
    ("siting", {"candidates": "points"}, "points"),
    ("siting", {"candidates": "zip", "points": [[0, 0]]}, "points"),
    ("siting", {"points": "here"}, "points"),
    ("siting", {"points": [[0]]}, "points"),
    ("siting", {"points": [[181, 0]]}, "points"),
    ("siting", {"points": [[float("nan"), 0]]}, "points"),
    ("siting", {"points": [["0", 0]]}, "points"),
    ("siting", {"points": [{"lon": 0}]}, "points"),
    ("siting", {"points": [5]}, "points"),
    (
        "siting",
        {"points": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}}]},
        "points",
    ),
    ("siting", {"points": [{"lon": 0, "lat": 0, "radius_m": 1e9}]}, "points"),
    ("siting", {"method": "seats", "target": 1}, "seats"),
    ("siting", {"method": "seats", "seats": 10, "target": 0}, "target"),
    ("what-if", {}, "add"),
    ("what-if", {"add": [[0, 0]] * 501}, "add"),
    ("what-if", {"remove": ["x"]}, "remove"),
    ("what-if", {"remove": [ASSET] * 501}, "remove"),
    ("what-if", {"remove": ASSET}, "remove"),
    ("what-if", {"remove": [ASSET, ASSET]}, "remove"),
    ("what-if", {"remove": [ASSET], "move": [{"id": ASSET, "lon": 0, "lat": 0}]}, "remove"),
    ("what-if", {"move": [[0, 0]]}, "move"),
    ("hotspots", {"neighbours": 0}, "neighbours"),
    ("hotspots", {"permutations": 100_000}, "permutations"),
    ("hotspots", {"seed": -1}, "seed"),
    ("agreement", {"population": ["total", "hispanic"]}, "population"),
]


@pytest.mark.parametrize(("kind", "given", "parameter"), REFUSED, ids=lambda value: str(value)[:40])
def test_refused(kind: str, given: dict[str, Any], parameter: str, settings: Settings) -> None:
    with pytest.raises(BadParameterError) as refused:
        parse_study(kind, given, settings)
    assert refused.value.parameter == parameter


@pytest.mark.parametrize("kind", STUDY_KINDS)
def test_unknown_names_are_refused_with_those_that_are_known(kind: str, settings: Settings) -> None:
    with pytest.raises(UnknownParameterError) as refused:
        parse_study(kind, {"colour": "red"}, settings)
    assert {"states", "distance", "discipline"} <= set(refused.value.accepted or ())


def test_what_belongs_to_one_kind_is_refused_by_another(settings: Settings) -> None:
    with pytest.raises(UnknownParameterError):
        parse_study("coverage", {"sites": 5}, settings)


def test_most_candidates_given(settings: Settings) -> None:
    few = settings.model_copy(update={"siting_candidates_max": 2})
    with pytest.raises(BadParameterError, match="at most 2"):
        parse_study("siting", {"points": [[0, 0]] * 3}, few)
