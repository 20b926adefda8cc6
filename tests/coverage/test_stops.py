"""How much of a mobile program is at a stop, by hand."""

from datetime import date

import pytest

from app.coverage.stops import StopPoint, stop_points

TODAY = date(2026, 6, 1)


def stop(lon: float | None, day: str | None) -> dict[str, object]:
    return {
        "name": "Taos",
        "lon": lon,
        "lat": None if lon is None else 36.0,
        "date": day,
        "precision": "city",
    }


def test_a_visit_today_counts_whole_and_halves_with_every_half_life_before_and_after() -> None:
    for day, share in (("2026-06-01", 1), ("2026-03-03", 0.5), ("2026-08-30", 0.5), ("2025-12-03", 0.25)):
        assert stop_points([stop(-105, day)], TODAY) == [StopPoint(-105, 36, share)], day


def test_a_visit_more_than_four_half_lives_away_is_no_service() -> None:
    assert len(stop_points([stop(-105, "2025-06-06")], TODAY)) == 1
    assert stop_points([stop(-105, "2025-06-05")], TODAY) == []


def test_a_stop_without_date_counts_whole_and_one_without_place_not_at_all() -> None:
    assert stop_points([stop(-105, None), stop(None, None)], TODAY) == [StopPoint(-105, 36, 1)]


def test_one_van_is_one_program_however_often_it_stops() -> None:
    found = stop_points([stop(-105, None), stop(-106, None), stop(-107, "2026-03-03")], TODAY)
    assert sum(each.share for each in found) == pytest.approx(1)
    assert [each.share for each in found] == pytest.approx([0.4, 0.4, 0.2])


def test_several_visits_to_one_place_are_the_nearest_in_time() -> None:
    found = stop_points([stop(-105, "2026-03-03"), stop(-105, "2026-06-01")], TODAY)
    assert found == [StopPoint(-105, 36, 1)]
