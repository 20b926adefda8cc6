"""Runs from start to end on PostGIS: results, repeats, cancelling, bounds, restarts, what is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.coverage.agreed import agreement_record, presets_asked
from app.coverage.analyses import agreement_of
from app.coverage.question import parse_question
from app.coverage.runs import records, service
from app.coverage.runs.citing import bibtex, citation
from app.coverage.runs.desk import RunDesk
from app.coverage.runs.ids import known_form, new_run_id
from app.coverage.runs.service import Kept
from app.coverage.studies.asked import parse_study
from app.coverage.studies.scene import scene_from
from app.db.engine import Database
from app.errors import BusyError, ConflictError, ForbiddenError, NotFoundError, StoppingError
from tests.coverage.conftest import TODAY
from tests.coverage.runs.conftest import FARFIELD

Begin = Callable[..., str]
Over = Callable[[str], Kept]


def execute(database: Database, statement: str, **given: Any) -> None:
    with database.write("test") as session:
        session.execute(text(statement), given)


def test_a_run_keeps_what_it_was_computed_from(database: Database, begin: Begin, over: Over) -> None:
    kept = over(begin("siting", points=[FARFIELD], sites=2))
    assert (kept.run.status, kept.run.as_of, kept.run.error) == ("done", TODAY, None)
    assert kept.result is not None
    assert kept.result["sites"][0]["people"] == {"total": 3000}
    with database.read() as session:
        packed = records.load_inputs(session, kept.run.id)
    assert packed is not None
    assert scene_from(packed).digest() == kept.run.input_digest
    assert kept.run.data_version == kept.result["data_version"]
    assert {"read_s", "compute_s"} == set(kept.run.timings)
    assert kept.run.code_version.startswith("0.")


def test_a_repeat_gives_the_same_numbers_even_on_other_data(
    database: Database, desk: RunDesk, begin: Begin, over: Over
) -> None:
    first = over(begin("siting", candidates="zip"))
    execute(database, "UPDATE area_population SET people = people * 2")
    again = over(service.repeat(desk, database, first.run.id, TODAY, None, same_inputs=True))
    today = over(service.repeat(desk, database, first.run.id, TODAY, None, same_inputs=False))
    assert first.result
    assert again.result
    assert today.result
    assert again.result["repeat"] == {
        "of": first.run.id, "same_inputs": True, "same_code": True, "same_numbers": True,
    }  # fmt: skip
    assert again.result["sites"] == first.result["sites"]
    assert today.result["repeat"]["same_numbers"] is False
    assert today.result["repeat"]["same_inputs"] is False
    assert today.result["groups"][0]["people"] == 2 * first.result["groups"][0]["people"]
    thrice = over(service.repeat(desk, database, again.run.id, TODAY, None, same_inputs=True))
    assert thrice.result
    assert thrice.result["repeat"]["same_numbers"]


def test_two_runs_compared(database: Database, begin: Begin, over: Over) -> None:
    first = over(begin())
    execute(
        database, "UPDATE asset SET geom = ST_SetSRID(ST_MakePoint(-106, 36), 4326) WHERE name = 'Asset B'"
    )
    second = over(begin())
    found = service.compare(database, first.run.id, second.run.id)
    assert found["groups"][0]["because_of"] == {"demand": 0, "supply": -3000, "parameters": 0}


def test_an_agreement_is_kept_repeated_and_compared(
    database: Database, desk: RunDesk, begin: Begin, over: Over
) -> None:
    execute(database, "UPDATE asset SET county_geoid = '35901' WHERE name = 'Asset B'")
    first = over(begin("agreement", presets=["zero-county", "P4", "P5"]))
    assert first.run.error is None
    assert first.result
    live = agreement_record(
        agreement_of(
            database,
            parse_question([("states", "NM")], database.settings),
            presets_asked(["P12", "P4", "P5"], database.settings),
            TODAY,
        )
    )
    assert {name: first.result[name] for name in live} == live
    assert [each["id"] for each in first.result["not_applicable"]] == ["P5"]
    assert first.result["areas"][0] == {
        "geoid": "35901", "name": "Alder County", "state": "NM", "lon": -106.0, "lat": 36.5, "people": 4000,
        "gaps": 1, "decided_by": 2, "gap_by": "P4",
    }  # fmt: skip
    execute(database, "DELETE FROM asset WHERE name = 'Asset B'")
    again = over(service.repeat(desk, database, first.run.id, TODAY, None, same_inputs=True))
    assert again.result
    assert again.result["repeat"]["same_numbers"]
    today = over(service.repeat(desk, database, first.run.id, TODAY, None, same_inputs=False))
    assert today.result
    assert today.result["areas"][0]["gap_by"] == "P4 P12"
    found = service.compare(database, first.run.id, today.run.id)
    assert (found["measure"], found["adds_up"]) == ("people_in_a_gap", True)
    by_preset = {row["group"]: row["because_of"] for row in found["groups"]}
    assert by_preset["P12"] == {"demand": 0, "supply": 4000}
    assert by_preset["P4"] == {"demand": 0, "supply": 0}


def test_an_agreement_counts_longer_roads(database: Database, begin: Begin, over: Over) -> None:
    """Two assets are 17 km from the 1,000 of 87901 in a straight line, and 83 km by roads five times as long."""
    execute(
        database, "UPDATE asset SET geom = ST_SetSRID(ST_MakePoint(-106, 37.05), 4326) WHERE name = 'Asset B'"
    )
    plain = over(begin("agreement", areas="zip", presets="P4"))
    longer = over(begin("agreement", areas="zip", presets="P4", circuity=5))
    asked = parse_question([("states", "NM"), ("areas", "zip"), ("circuity", "5")], database.settings)
    live = agreement_record(agreement_of(database, asked, presets_asked(["P4"], database.settings), TODAY))
    assert longer.result
    assert {name: longer.result[name] for name in live} == live
    found = service.compare(database, plain.run.id, longer.run.id)
    (row,) = found["groups"]
    assert row["because_of"] == {"demand": 0, "supply": 0, "parameters": 1000}
    assert found["parameters_changed"] == {"circuity": [None, 5.0]}


def test_an_agreement_is_compared_with_its_like(database: Database, begin: Begin, over: Over) -> None:
    plain, first = over(begin()).run.id, over(begin("agreement", presets="P4")).run.id
    other = over(begin("agreement", presets=["P12"])).run.id
    with pytest.raises(ConflictError, match="an agreement with an agreement"):
        service.compare(database, plain, first)
    with pytest.raises(ConflictError, match="No definition was applied by both"):
        service.compare(database, first, other)
    group = over(begin("agreement", presets="P4", population="hispanic")).run.id
    with pytest.raises(ConflictError, match="count different people"):
        service.compare(database, first, group)


def test_what_went_wrong_is_said(begin: Begin, over: Over) -> None:
    kept = over(begin("what-if", remove=["00000000-0000-4000-8000-0000000000ff"]))
    assert kept.run.status == "failed"
    assert kept.run.error is not None
    assert kept.run.error["code"] == "bad-parameter"
    assert "is not among the 2" in kept.run.error["detail"]


def test_cancelled_while_it_runs_and_while_it_waits(
    database: Database, desk: RunDesk, begin: Begin, over: Over, held_areas: Callable[[], None]
) -> None:
    running, waiting = begin(), begin()
    while service.look(database, running).run.status == "queued":
        Event().wait(0.02)
    for run_id in (running, waiting):
        assert service.cancel(desk, database, run_id, None).status == "cancelled"
    held_areas()
    assert over(begin()).run.status == "done", "the worker is free again"
    for run_id in (running, waiting):
        assert service.look(database, run_id).run.status == "cancelled"
        with pytest.raises(ConflictError, match="is cancelled"):
            service.cancel(desk, database, run_id, None)


def test_another_worker_hears_of_a_cancel(
    database: Database, begin: Begin, over: Over, held_areas: Callable[[], None]
) -> None:
    run_id = begin()
    elsewhere = RunDesk(database)
    service.cancel(elsewhere, database, run_id, None)
    elsewhere.close()
    Event().wait(1.5)
    held_areas()
    assert over(run_id).run.status == "cancelled"


def test_two_starts_at_once_are_two_runs(begin: Begin, over: Over) -> None:
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda _: begin(), range(4)))
    assert len(set(ids)) == 4
    results = [over(run_id).result for run_id in ids]
    assert all(result == results[0] and result for result in results)


def test_only_so_many_wait(database: Database, held_areas: Callable[[], None]) -> None:
    few = Database(database.engine, database.settings.model_copy(update={"runs_waiting_max": 1}))
    desk = RunDesk(few)
    study = parse_study("coverage", {"states": ["NM"]}, few.settings)
    service.start(desk, study, TODAY, None)
    service.start(desk, study, TODAY, None)
    with pytest.raises(BusyError, match="waiting"):
        service.start(desk, study, TODAY, None)
    held_areas()
    desk.close()


def test_several_run_at_once(database: Database, over: Over, held_areas: Callable[[], None]) -> None:
    settings = database.settings.model_copy(update={"runs_at_once": 2})
    desk = RunDesk(Database(database.engine, settings))
    study = parse_study("coverage", {"states": ["NM"]}, settings)
    ids = [service.start(desk, study, TODAY, None) for _ in range(3)]
    Event().wait(1)
    assert [service.look(database, each).run.status for each in ids] == ["running", "running", "queued"]
    held_areas()
    assert [over(each).run.status for each in ids] == ["done"] * 3
    desk.close()


def test_a_stop_says_so_and_a_repeat_goes_on(
    database: Database, begin: Begin, over: Over, desk: RunDesk, held_areas: Callable[[], None]
) -> None:
    running, waiting = begin(), begin()
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(desk.close)
        Event().wait(0.2)
        held_areas()
        closing.result(20)
    for run_id in (running, waiting):
        run = service.look(database, run_id).run
        assert run.status == "failed"
        assert run.error is not None
        assert "Repeat it" in run.error["detail"]
    with pytest.raises(StoppingError):
        begin()
    fresh = RunDesk(database)
    again = service.repeat(fresh, database, waiting, TODAY, None, same_inputs=False)
    assert over(again).run.status == "done"
    fresh.close()


def test_a_crash_is_noticed(database: Database) -> None:
    with database.write("test") as session:
        new = records.NewRun("coverage", {"states": ["NM"]}, TODAY, "1")
        crashed, alive = records.add_run(session, new), records.add_run(session, new)
        records.begin(session, crashed)
    execute(database, "UPDATE coverage_run SET seen_at = now() - interval '61 s' WHERE id = :id", id=crashed)
    found = service.look(database, crashed).run
    assert (found.status, (found.error or {})["code"]) == ("failed", "run-lost")
    assert service.look(database, alive).run.status == "queued"


def test_inputs_and_results_too_large_to_keep(database: Database, over: Over) -> None:
    settings = database.settings.model_copy(update={"run_inputs_max_bytes": 1024})
    small = Database(database.engine, settings)
    desk = RunDesk(small)
    study = parse_study("coverage", {"states": ["NM"]}, settings)
    kept = over(service.start(desk, study, TODAY, None))
    assert (kept.run.status, kept.run.input_digest is not None) == ("done", True)
    with pytest.raises(ConflictError, match="on=today"):
        service.repeat(desk, small, kept.run.id, TODAY, None, same_inputs=True)
    with pytest.raises(ConflictError, match="too large to be kept"):
        service.compare(small, kept.run.id, kept.run.id)
    desk.close()
    tiny = Database(database.engine, database.settings.model_copy(update={"run_result_max_bytes": 1024}))
    desk = RunDesk(tiny)
    kept = over(service.start(desk, study, TODAY, None))
    assert kept.run.error is not None
    assert kept.run.error["code"] == "too-much-work"
    desk.close()


def test_anonymous_runs_make_room_and_those_of_keys_stay(
    database: Database, desk: RunDesk, begin: Begin, over: Over, key: int
) -> None:
    cited, old, repeated = begin(key=key), begin(), begin()
    for run_id in (cited, old, repeated):
        over(run_id)
    again = service.repeat(desk, database, repeated, TODAY, None, same_inputs=True)
    over(again)
    few = database.settings.model_copy(update={"runs_anonymous_max": 1})
    with database.write("test") as session:
        assert records.drop_old(session, few) == 1
    with pytest.raises(NotFoundError, match="dropped"):
        service.look(database, old)
    late = database.settings.model_copy(update={"runs_anonymous_days": 1e-6})
    with database.write("test") as session:
        assert records.drop_old(session, late) == 1, "the repeat goes, and only then what it repeats"
        assert records.drop_old(session, late) == 1
    assert service.look(database, cited).run.status == "done"


def test_another_keys_run_cannot_be_cancelled(
    database: Database, desk: RunDesk, begin: Begin, key: int, held_areas: Callable[[], None]
) -> None:
    run_id = begin(key=key)
    for other in (None, key + 1):
        with pytest.raises(ForbiddenError):
            service.cancel(desk, database, run_id, other)
    assert service.cancel(desk, database, run_id, key).status == "cancelled"


@pytest.mark.parametrize("statement", ["UPDATE coverage_run SET kind = 'siting'", "TRUNCATE coverage_run"])
def test_what_is_over_never_changes(database: Database, begin: Begin, over: Over, statement: str) -> None:
    over(begin())
    with pytest.raises(IntegrityError) as refused:
        execute(database, statement)
    assert refused.value.orig.diag.constraint_name == "coverage_run_kept"


def test_runs_of_a_key_are_not_deleted(database: Database, begin: Begin, over: Over, key: int) -> None:
    over(begin(key=key))
    with pytest.raises(IntegrityError) as refused:
        execute(database, "DELETE FROM coverage_run")
    assert refused.value.orig.diag.constraint_name == "coverage_run_kept"


def test_ids() -> None:
    ids = {new_run_id() for _ in range(200)}
    assert len(ids) == 200
    assert {known_form(each.upper()) for each in ids} == ids
    with pytest.raises(NotFoundError, match="run-7k3m9q2x"):
        known_form("7")


def test_citations(begin: Begin, over: Over) -> None:
    run = over(begin()).run
    address = f"https://map.example/api/v1/coverage/runs/{run.id}"
    said = citation(run, "The {Map}", address)
    assert said.startswith("The {Map} (20")
    assert (
        f"analysis {run.id}, data version {run.data_version} as of 2026-06-01, stemmap {run.code_version}."
        in said
    )
    entry = bibtex(run, "The {Map}", address)
    assert entry.startswith(f"@misc{{{run.id},\n  author = {{{{The Map}}}},")
    assert entry.count("{") == entry.count("}")
