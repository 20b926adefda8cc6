"""Margins, confidence and edges of the small world; groups, inequality, presets, agreement and hot spots."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.agreed import agreement_record, presets_asked
from app.coverage.agreement_answers import agreement_answer
from app.coverage.context import read_context
from app.coverage.document import answer_document
from app.coverage.hotspot_answers import hotspot_answer, hotspot_record
from app.coverage.kept import Kept
from app.coverage.measured import measured
from app.coverage.question import parse_question
from app.coverage.results import CoverageAnswer
from app.coverage.words import headline, paragraph
from app.errors import BadParameterError
from app.settings import Settings
from app.vocabulary.assets import PUBLIC_SOURCE, STARTER_SOURCE
from tests.coverage.conftest import TODAY

Ask = Callable[..., CoverageAnswer]


def give_margins(world: Session) -> None:
    world.execute(
        text(
            "UPDATE area_population p SET moe = f.moe FROM area a JOIN (VALUES ('87901', 100), ('87902', 300),"
            " ('81901', 50), ('81902', 12)) f(zip, moe) ON a.kind = 'zip' AND a.geoid = f.zip"
            " WHERE p.area_id = a.id AND p.\"group\" = 'total'"
        )
    )


def test_margins_of_parts_and_wholes(ask: Ask, world: Session) -> None:
    assert ask("states=NM").areas[0].people_beyond_moe is None, "the census gives none"
    give_margins(world)
    found = ask("states=CO,NM")
    alder = found.areas[0]
    assert alder.people_moe == pytest.approx(math.hypot(100, 300))
    assert (alder.people_beyond_moe, alder.reliability) == (pytest.approx(300), "high")
    assert found.summary.people_moe == pytest.approx(math.sqrt(100**2 + 300**2 + 50**2 + 12**2))
    assert found.states[1].people_beyond_moe == pytest.approx(300)
    assert headline(found).startswith("In Colorado and New Mexico, 3,000 ± 300 of 4,500 people (67%) live")


def test_no_data_is_told_from_no_program(ask: Ask, world: Session) -> None:
    give_margins(world)
    world.execute(text("DELETE FROM upload"))
    known = ask("states=CO,NM")
    assert {each.confidence for each in known.areas} == {"low"}
    assert "how long ago" in known.areas[0].confidence_reason
    assert not any(each.edge for each in known.areas)
    world.execute(text("DELETE FROM asset WHERE name = 'Asset A'"))
    found = ask("states=CO,NM", "areas=zip")
    by_geoid = {each.geoid: each for each in found.areas}
    assert (by_geoid["81901"].confidence, by_geoid["81901"].edge) == ("no data", False)
    assert (by_geoid["87901"].confidence, by_geoid["87901"].edge) == ("low", True)
    assert not by_geoid["87902"].edge, "111 km from Colorado's people"
    assert "no data rather than no program" in paragraph(found)
    assert found.summary.areas_at_edge == 1


def test_the_starter_list_is_no_inventory(ask: Ask, world: Session) -> None:
    give_margins(world)
    upload = text(
        "INSERT INTO upload (state, status, file_name, file_sha256, size_bytes, format, columns, counts,"
        " source_name, created_by, applied_at) VALUES ('NM', 'applied', 'a.csv', repeat('a', 64), 1, 'csv', '[]',"
        " '{}', :source, 'y', '2026-05-02')"
    )
    world.execute(text("DELETE FROM upload"))
    world.execute(text("UPDATE asset SET source_name = :name WHERE state = 'NM'"), {"name": STARTER_SOURCE})
    world.execute(upload, {"source": STARTER_SOURCE})
    found = ask("states=CO,NM", "areas=zip")
    assert {each.state: each.confidence for each in found.areas} == {"NM": "not inventoried", "CO": "low"}
    assert found.summary.areas_not_inventoried == 2
    assert "2 areas are not yet inventoried by their state" in paragraph(found)
    report = "UPDATE asset SET verified_at = '2026-05-01', source_name = :source WHERE name = 'Asset B'"
    for source in (STARTER_SOURCE, PUBLIC_SOURCE):
        world.execute(text(report), {"source": source})
        found = ask("states=NM", "areas=zip")
        assert {each.confidence for each in found.areas} == {"not inventoried"}, "a report is no inventory"
        world.execute(upload, {"source": PUBLIC_SOURCE})
    world.execute(upload, {"source": "The state"})
    assert "not inventoried" not in {each.confidence for each in ask("states=NM", "areas=zip").areas}


def test_a_fresh_inventory_is_trusted_more(ask: Ask, world: Session) -> None:
    give_margins(world)
    world.execute(text("DELETE FROM upload"))
    world.execute(text("UPDATE asset SET verified_at = '2026-05-01' WHERE name = 'Asset A'"))
    world.execute(
        text(
            "INSERT INTO upload (state, status, file_name, file_sha256, size_bytes, format, columns, counts,"
            " source_name, created_by, applied_at) VALUES ('CO', 'applied', 'a.csv', repeat('a', 64), 1, 'csv', '[]',"
            " '{}', 'x', 'y', '2026-05-02')"
        )
    )
    assert ask("states=CO", "areas=zip").areas[0].confidence == "high"


def test_groups_against_a_reference(ask: Ask, world: Session) -> None:
    give_margins(world)
    world.execute(
        text("UPDATE area_population SET people = 500 WHERE \"group\" = 'hispanic' AND people = 250.25")
    )
    found = ask("states=NM", "groups=hispanic")
    total, hispanic = found.groups
    assert (total.group, total.gap.without_cover.value, total.gap.without_cover.margin) == (
        "total",
        3000,
        300,
    )
    assert hispanic.gap.people.value == pytest.approx(1250.75)
    assert hispanic.gap.covered_share.value == pytest.approx(500 / 1250.75)
    assert hispanic.gap.gap_points.value == pytest.approx(100 * (500 / 1250.75 - 0.25))
    assert hispanic.gap.gap_points.margin is None, "modelled figures have no margin"
    assert "cannot be said" in paragraph(found)
    record = answer_document(found)["groups"][1]
    assert (record["group"], record["method"], record["people"]["reliability"]) == (
        "hispanic",
        "modelled",
        "unknown",
    )
    assert len(ask("states=NM", "groups=all").groups) == 2
    with pytest.raises(BadParameterError):
        ask("states=NM", "groups=black")
    with pytest.raises(BadParameterError):
        ask("states=NM", "groups=hispanic", "reference=black")


def test_seats_short_of_a_target(ask: Ask) -> None:
    found = ask("states=NM", "measure=2sfca", "below=0.001", "groups=hispanic")
    short = found.groups[0].gap.seats_short.value
    assert short == pytest.approx(3000 * 0.001 + 1000 * (0.001 - 1 / 1500))


def test_inequality_and_sensitivity(ask: Ask) -> None:
    document = answer_document(ask("states=CO,NM"))
    unequal = document["inequality"]
    assert unequal["of"] == "assets within the distance"
    assert unequal["gini"] == pytest.approx(3000 / 4500, abs=1e-6), (
        "two thirds have none, the others the same"
    )
    assert unequal["theil"] == pytest.approx(math.log(3), abs=1e-6)
    assert unequal["headcount"] == pytest.approx(2 / 3, abs=1e-6)
    assert (unequal["concentration"], unequal["palma"]) == (None, None), "no poverty or income is loaded"
    curve = {round(each["distance_m"]): each["people_beyond"] for each in document["sensitivity"]}
    assert (curve[1609], curve[40234], curve[56327 if 56327 in curve else 64374]) == (4500, 3000, 0)
    assert all(each["left"] == pytest.approx(each["right"]) for each in document["identities"])
    assert document["method"]["formula"] == "m_i = min_j c_ij"


def test_a_preset_adds_its_columns(ask: Ask, world: Session) -> None:
    world.execute(text("UPDATE asset SET county_geoid = '08901' WHERE name = 'Asset A'"))
    found = ask("states=CO,NM", "preset=P12")
    gaps = {area.geoid: gap for area, gap in zip(found.areas, found.areas.extra["gap"], strict=True)}
    assert gaps == {"35901": True, "35902": True, "08901": False, "08999": True}
    document = answer_document(found)
    assert (document["preset"]["areas_gap"], document["preset"]["people_affected"]) == (3, 4000)
    assert document["areas"][0]["affected"] == 4000
    assert "By P12 (nothing in the county" in paragraph(found)
    with pytest.raises(BadParameterError, match="P5 cannot be applied"):
        ask("states=NM", "preset=P5")


def test_agreement_of_presets(world: Session, settings: Settings) -> None:
    world.execute(text("UPDATE asset SET county_geoid = '08901' WHERE name = 'Asset A'"))
    question = parse_question([("states", "CO,NM")], settings)
    asked = presets_asked(["P12", "P4", "P5"], settings)
    assert [each.id for each in asked] == ["P4", "P5", "P12"]
    found = agreement_answer(world, read_context(world, question, TODAY, least_m=40_000), asked)
    assert list(found.lacking) == ["P5"]
    by_geoid = dict(zip(found.areas.geoid, found.areas.extra["gap_by"], strict=True))
    assert by_geoid["35901"] == "P4 P12"
    assert by_geoid["08901"] == "P4", "a single asset within 25 miles counts as a gap"
    record = agreement_record(found)
    assert record["levels"][2] == {"at_least": 2, "areas": 1, "people": 4000.0}
    assert record["overlap"][0]["first"] == "P4"
    with pytest.raises(BadParameterError, match="P5 cannot"):
        agreement_answer(world, read_context(world, question, TODAY), presets_asked(["P5"], settings))


def test_presets_asked_are_few_enough(settings: Settings) -> None:
    few = settings.model_copy(update={"coverage_presets_max": 1})
    assert len(presets_asked(["P4", "urban-25-miles"], few)) == 1
    with pytest.raises(BadParameterError, match="at most 1"):
        presets_asked(["P4", "P12"], few)
    with pytest.raises(BadParameterError, match="no preset"):
        presets_asked(["P77"], settings)


def test_hot_spots(world: Session, settings: Settings) -> None:
    question = parse_question([("states", "NM"), ("areas", "zip")], settings)
    with pytest.raises(BadParameterError, match="more than 9 areas"):
        hotspot_answer(measured(world, read_context(world, question, TODAY)))
    world.execute(
        text(
            "WITH made AS (INSERT INTO area (kind, geoid, name, state, county_geoid, point, vintage, source)"
            " SELECT 'zip', (88000 + n)::text, 'Row ' || n, 'NM', '35901',"
            "  ST_SetSRID(ST_MakePoint(-106, 35.5 - n * 0.02), 4326), '2010', 't-census' FROM generate_series(1, 60) n"
            " RETURNING id)"
            ' INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
            " SELECT id, 'total', 't-census', '2010', 10, 'counted' FROM made"
        )
    )
    found = hotspot_answer(measured(world, read_context(world, question, TODAY)))
    again = hotspot_answer(measured(world, read_context(world, question, TODAY)))
    assert np.array_equal(found.local.p, again.local.p, equal_nan=True)
    quadrant = dict(zip(found.areas.geoid, found.areas.extra["quadrant"], strict=True))
    assert (quadrant["88001"], quadrant["88060"]) == ("low-low", "high-high"), (
        "the far end of the row is far from B"
    )
    record = hotspot_record(found)
    assert record["moran"]["i"] > 0.5
    assert record["significant"]["high-high"] > 0


def test_what_is_kept_longest_ago_goes_first() -> None:
    kept, made = Kept(2), []

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.of(name, lambda name=name: make(name)) == name  # type: ignore[misc]
    assert (made, len(kept)) == (["a", "b", "c", "b"], 2)
    assert kept.of("large", lambda: "value", lambda value: len(value) <= 4) == "value"
    assert len(kept) == 2
    assert kept.of("large", lambda: "other") == "other", "what does not fit is not kept"


def test_groups_do_not_compete_alone(ask: Ask) -> None:
    found = ask("states=NM", "measure=2sfca", "groups=hispanic")
    hispanic = found.groups[1].gap
    assert hispanic.mean_access.value == pytest.approx(250.25 / 1001 / 1500), (
        "shared with all 1,500 people near A"
    )


def test_presets_share_seats_where_they_are_known(ask: Ask, world: Session) -> None:
    world.execute(text("UPDATE asset SET seats = 750 WHERE name = 'Asset A'"))
    found = ask("states=NM", "areas=zip", "preset=P17", "p.distance_m=20000", "p.wanting_share=1")
    by_geoid = {area.geoid: at for at, area in enumerate(found.areas)}
    unmet = found.areas.extra["affected"]
    assert unmet[by_geoid["87901"]] == 500, (
        "750 seats among 1,500 people near A: 500 of Lineville's 1,000 go without"
    )
    assert unmet[by_geoid["87902"]] == 3000
