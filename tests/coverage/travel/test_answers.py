"""Answers by a travel table: who is beyond so many minutes, by every measure, in minutes and not in miles."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.document import answer_document
from app.coverage.files import answer_parquet, answer_xlsx
from app.coverage.preset_answers import plain_ground
from app.coverage.results import AreaGap, CoverageAnswer
from app.coverage.tables import areas_csv
from app.coverage.words import paragraph
from app.errors import BadParameterError
from app.settings import Settings
from tests.coverage.travel.conftest import ROWS, A, B, Keep

Ask = Callable[..., CoverageAnswer]


def area(found: CoverageAnswer, geoid: str) -> AreaGap:
    return next(each for each in found.areas if each.geoid == geoid)


def test_the_nearest_in_minutes(ask: Ask, keep: Keep) -> None:
    keep()
    found = ask("states=NM", "areas=zip", "travel=drive", "minutes=30")
    assert (area(found, "87901").nearest_m, area(found, "87902").nearest_m) == (20, 45)
    assert str(area(found, "87902").nearest_asset_id) == B
    assert (found.summary.people_beyond, found.summary.mean_nearest_m) == (3000, (20 + 3 * 45) / 4)
    later = ask("states=NM", "areas=zip", "travel=drive", "distance=45min")
    assert later.summary.people_beyond == 0, "a person exactly at the bound is within it"


def test_words_and_columns_say_minutes(ask: Ask, keep: Keep, home: Settings) -> None:
    keep()
    found = ask("states=NM", "areas=zip", "travel=drive")
    words = paragraph(found)
    assert "3,000 of 4,000 people (75%) live more than 30 minutes from the nearest STEM asset" in words
    assert "on average 39 minutes away; from Farfield, NM, it is 45 minutes" in words
    assert "Times are those of the travel table drive (SHA-256 " in words
    assert "mile" not in words
    assert "straight lines" not in words
    document = answer_document(found)
    assert document["question"]["distance"] == "30min"
    assert "distance_m" not in document["question"]
    assert document["summary"]["mean_nearest_min"] == 38.8
    assert "mean_nearest_m" not in document["summary"]
    assert document["states"][0]["mean_nearest_min"] == 38.8
    assert document["areas"][0]["nearest_min"] == 45
    assert "nearest_m" not in document["areas"][0]
    assert {each["minutes"]: each["people_beyond"] for each in document["sensitivity"]}[20] == 3000
    assert document["travel"]["digest"] == found.question.travel.digest  # type: ignore[union-attr]
    rows = list(csv.DictReader(io.StringIO(areas_csv(found.areas).decode())))
    assert rows[0]["nearest_min"] == "45.0"
    assert b"nearest_min" in answer_parquet(found)
    assert answer_xlsx(found, home)


def test_shared_access_by_hand(ask: Ask, keep: Keep) -> None:
    keep()
    found = ask("states=NM", "areas=zip", "travel=drive", "minutes=30", "measure=2sfca")
    assert area(found, "87901").value == pytest.approx(1 / 1500), "1,000 here and 500 in Colorado share A"
    assert area(found, "87902").value == 0
    used = found.identities[-1]
    assert (used.left, used.right) == (pytest.approx(1), pytest.approx(1))
    wider = ask("states=NM", "areas=zip", "travel=drive", "minutes=45", "measure=2sfca")
    assert area(wider, "87902").value == pytest.approx(1 / 3000)
    stepped = ask("states=NM", "areas=zip", "travel=drive", "measure=e2sfca", "decay=luo-qi-slow")
    assert area(stepped, "87901").value == pytest.approx(0.68 / (0.68 * 1000 + 0.22 * 500)), (
        "20 and 30 minutes"
    )


@pytest.mark.parametrize(
    "measure", ["count", "e2sfca", "3sfca", "bfca", "spatial-availability", "gravity", "raam", "nearest"]
)
def test_every_measure_tells_who_reaches_nothing(ask: Ask, keep: Keep, measure: str) -> None:
    keep()
    found = ask("states=NM", "areas=zip", "travel=drive", f"measure={measure}")
    assert found.summary.people_beyond == 3000
    assert area(found, "87901").count == 1


def test_who_is_not_in_the_table_is_out_of_reach_and_told(ask: Ask, keep: Keep) -> None:
    keep(rows=[("87901", A, 20.0), ("80000", A, 5.0), ("87901", "not-an-asset", 1.0)])
    found = ask("states=NM", "areas=county", "travel=drive")
    assert found.summary.people_beyond == 3000
    assert area(found, "35901").nearest_m == 20, "the mean over those that are in the table"
    record = answer_document(found)["travel"]
    assert (record["rows"], record["rows_used"]) == (3, 1)
    assert (record["origins_elsewhere"], record["origins_elsewhere_examples"]) == (1, ["80000"])
    assert record["destinations_elsewhere_examples"] == ["not-an-asset"]
    assert (record["places_without_rows"], record["people_without_rows"]) == (1, 3000)
    assert record["assets_without_rows"] == 1
    assert (
        "no way to any of these assets for 3,000 people in 1 place, who count as out of reach"
        in paragraph(found)
    )


def test_a_radius_and_listed_areas_are_at_no_minutes(ask: Ask, keep: Keep, world: Session) -> None:
    keep(rows=[("87901", A, 20.0), ("87902", A, 100.0), ("87902", B, 100.0)])
    world.execute(text("UPDATE asset SET reach = 'radius', service_radius_m = 60000 WHERE id = :b"), {"b": B})
    found = ask("states=NM", "areas=zip", "travel=drive", "measure=count")
    assert (area(found, "87902").nearest_m, area(found, "87902").count) == (0, 1)
    wide = ask("states=NM", "areas=zip", "travel=drive", "include=statewide")
    assert wide.summary.people_beyond == 0


def test_ids_as_files_have_them(ask: Ask, keep: Keep) -> None:
    path = keep()
    lines = [f"{origin}.0;{asset.upper()};{minutes * 60}" for origin, asset, minutes in ROWS]
    path.write_text("\ufeffFrom ID;To-ID;Travel time (s)\n" + "\n".join(lines))
    found = ask("states=NM", "areas=zip", "travel=drive")
    assert area(found, "87902").nearest_m == 45


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (
            ["travel=walk"],
            "There is no travel table `walk`: add one with `stemmap coverage travel add walk FILE`.",
        ),
        (["travel=drive@0123456789abcdef"], "is not the one that was asked for"),
        (["travel=../etc/passwd"], "is no name of a travel table"),
        (["travel=drive", "distance=25mi"], "A travel table is in minutes"),
        (["distance=30min"], "need a travel table"),
        (["travel=drive", "minutes=0"], "it is a number from 0.01 to 240"),
        (["travel=drive", "minutes=241"], "it is a number from 0.01 to 240"),
        (["travel=drive", "minutes=20", "distance=30min"], "Two bounds"),
        (["travel=drive", "circuity=1.3"], "leave it out with `travel`"),
        (["travel=drive", "preset=P1"], "leave it out with `travel`"),
        (["travel=drive", "rural_distance=40mi"], "leave it out with `travel`"),
    ],
)
def test_refusals(ask: Ask, keep: Keep, pairs: list[str], said: str) -> None:
    keep()
    with pytest.raises(BadParameterError) as refused:
        ask("states=NM", *pairs)
    assert said in refused.value.detail


def test_a_table_about_something_else_is_refused(ask: Ask, keep: Keep) -> None:
    keep(rows=[("Lineville", A, 20.0)])
    with pytest.raises(BadParameterError, match="has Lineville; expected are ids like 35902, 8") as refused:
        ask("states=NM", "travel=drive")
    assert "None of the 1 origins of the travel table `drive`" in refused.value.detail


def test_a_table_that_changes_is_another_question(ask: Ask, keep: Keep) -> None:
    keep()
    before = ask("states=NM", "travel=drive").question
    keep(rows=[*ROWS[:2], ("87902", B, 25.0)])
    after = ask("states=NM", "travel=drive")
    assert after.question != before
    assert after.summary.people_beyond == 0
    assert repr(after.question) != repr(before)


def test_circuity_is_counted_in_presets(ask: Ask, world: Session) -> None:
    straight, longer = (
        plain_ground(
            world, ask("states=NM", "areas=zip", f"circuity={factor}").found.context
        ).reach.nearest_m()
        for factor in (1, 1.3)
    )
    assert longer.tolist() == pytest.approx((1.3 * straight).tolist())
