"""Answers are kept by question, data version and day; only so many are computed at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from app.coverage.answers import Answers, answer_of, data_version, groups_of
from app.coverage.question import CoverageQuestion
from app.db.engine import Database
from app.errors import BadParameterError, BusyError

TODAY = date(2026, 6, 1)
NM = CoverageQuestion(states=("NM",))
SCENARIO = Path(__file__).with_name("scenario.sql").read_text()


@pytest.fixture
def database(own_database: Database) -> Database:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    return own_database


def test_one_question_is_computed_once(database: Database) -> None:
    first = answer_of(database, NM, TODAY)
    assert answer_of(database, CoverageQuestion(states=("NM",)), TODAY) is first
    assert answer_of(database, CoverageQuestion(states=("CO",)), TODAY) is not first
    assert answer_of(database, NM, date(2026, 6, 2)) is not first


def test_a_changed_asset_changes_the_answer(database: Database) -> None:
    before = answer_of(database, NM, TODAY)
    version = data_version(database)
    with database.write("test") as session:
        session.execute(
            text("UPDATE asset SET geom = ST_SetSRID(ST_MakePoint(-106, 36), 4326) WHERE name = 'Asset B'")
        )
    after = answer_of(database, NM, TODAY)
    assert data_version(database) == version + 1 == after.data_version
    assert (before.summary.people_beyond, after.summary.people_beyond) == (3000, 0)


def test_groups_follow_the_data(database: Database) -> None:
    assert [each.group for each in groups_of(database)] == ["total", "hispanic"]
    assert groups_of(database) is groups_of(database)
    with database.write("test") as session:
        session.execute(text("DELETE FROM area_population WHERE \"group\" = 'hispanic'"))
    assert [each.group for each in groups_of(database)] == ["total"]


def test_a_failure_is_not_kept(database: Database) -> None:
    wrong = CoverageQuestion(states=("NM",), group="girls-5-17")
    for _ in range(2):
        with pytest.raises(BadParameterError):
            answer_of(database, wrong, TODAY)


def test_the_oldest_answer_makes_room(database: Database) -> None:
    answers = Answers(kept=1, at_once=1, wait_s=1, timeout_s=5)
    first = answers.of(database, NM, TODAY)
    answers.of(database, CoverageQuestion(states=("CO",)), TODAY)
    assert answers.of(database, NM, TODAY) is not first


@pytest.fixture
def slow_areas(database: Database) -> Iterator[threading.Event]:
    """Hold the area table so that whoever reads it waits, until the event is set."""
    release, held = threading.Event(), threading.Event()

    def hold() -> None:
        with database.engine.begin() as connection:
            connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
            held.set()
            release.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(5)
    yield release
    release.set()
    thread.join()


def test_too_many_at_once_are_told_to_come_back(database: Database, slow_areas: threading.Event) -> None:
    answers = Answers(kept=9, at_once=1, wait_s=0.2, timeout_s=10)
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(answers.of, database, NM, TODAY)
        threading.Event().wait(0.3)
        with pytest.raises(BusyError):
            answers.of(database, CoverageQuestion(states=("CO",)), TODAY)
        slow_areas.set()
        assert slow.result(10).summary.people == 4000
    assert answers.of(database, CoverageQuestion(states=("CO",)), TODAY).summary.people == 500, (
        "its turn came"
    )


def test_many_with_one_question_share_one_computation(
    database: Database, slow_areas: threading.Event
) -> None:
    answers = Answers(kept=9, at_once=1, wait_s=5, timeout_s=10)
    with ThreadPoolExecutor(4) as pool:
        all_of_them = [pool.submit(answers.of, database, NM, TODAY) for _ in range(4)]
        threading.Event().wait(0.3)
        slow_areas.set()
        found = {id(each.result(10)) for each in all_of_them}
    assert len(found) == 1
