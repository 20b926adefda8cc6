"""The reader's connections: what is lent comes back, what is lost is replaced, and who has to wait is told when."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from app.db import wire as wires_of_one
from app.db.engine import Database
from app.db.reader import Reader
from app.errors import BusyError
from tests.db.clusters import wait_until

Ask = Callable[[Reader], Awaitable[Any]]
PID = "SELECT pg_backend_pid()"
SLEEP = "SELECT pg_sleep(%(seconds)s)"


def run(database: Database, ask: Ask, **settings: Any) -> Any:
    """The answer of `ask` with an open reader on `database`."""

    async def work() -> Any:
        url = database.engine.url.render_as_string(hide_password=False)
        reader = Reader(url, database.settings.model_copy(update=settings))
        await reader.open()
        try:
            return await ask(reader)
        finally:
            await reader.close()

    return asyncio.run(work())


async def pid(reader: Reader) -> int:
    [[cell]] = await reader.cells(PID, {})
    return int(cell or 0)


def connections(database: Database) -> int:
    """Of readers, on this database, at work or not."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'stemmap-reader' AND datname = current_database()"
    )
    with database.engine.connect() as connection:
        return int(connection.scalar(text(asked)) or 0)


@pytest.mark.parametrize(
    "value",
    [None, True, 7, -(2**40), 1.5, "ä'$1", date(2026, 2, 3), UUID(int=5), b"\0\xff", [1, 2], ["a", None], []],
)
def test_values_arrive_as_they_are(shared_database: Database, value: Any) -> None:
    kind = {list: "int[]" if value == [1, 2] else "text[]", bytes: "bytea", str: "text"}.get(type(value))
    sql = f"SELECT %(value)s{f'::{kind}' if kind else ''} AS a, 100 %% 7 AS b"
    assert run(shared_database, lambda reader: reader.rows(sql, {"value": value, "unused": 1})) == [
        (value, 2)
    ]


def test_a_value_stands_wherever_it_is_named(shared_database: Database) -> None:
    sql = "SELECT %(b)s::int, %(a)s::int, %(b)s::int"
    assert run(shared_database, lambda reader: reader.rows(sql, {"a": 1, "b": 2})) == [(2, 1, 2)]


def test_a_placeholder_without_a_value_is_a_bug(shared_database: Database) -> None:
    async def ask(reader: Reader) -> list[tuple[Any, ...]]:
        with pytest.raises(KeyError):
            await reader.rows("SELECT %(a)s", {})
        return await reader.rows("SELECT 1", {})

    assert run(shared_database, ask, reader_pool_size=1) == [(1,)]


def test_the_same_text_with_other_types_is_another_statement(shared_database: Database) -> None:
    async def ask(reader: Reader) -> list[Any]:
        sql = "SELECT pg_typeof(%(a)s)::text"
        return [(await reader.rows(sql, {"a": each}))[0][0] for each in (1, 2**40, 1.5, 2)]

    assert run(shared_database, ask, reader_pool_size=1) == [
        "smallint",
        "bigint",
        "double precision",
        "smallint",
    ]


def test_large_results_and_empty_ones(shared_database: Database) -> None:
    async def ask(reader: Reader) -> tuple[Any, ...]:
        many = await reader.cells("SELECT repeat('x', 2000), NULL FROM generate_series(1, 3000)", {})
        none = await reader.cells("SELECT 1 WHERE false", {})
        return len(many), {len(a) for a, _ in many}, {b for _, b in many}, none

    assert run(shared_database, ask) == (3000, {2000}, {None}, [])


def test_a_large_question(shared_database: Database) -> None:
    """More than the socket takes at once."""
    sent = "x" * 3_000_000
    assert run(shared_database, lambda reader: reader.rows("SELECT length(%(a)s)", {"a": sent})) == [
        (3_000_000,)
    ]


def test_octets(shared_database: Database) -> None:
    async def ask(reader: Reader) -> list[bytes | None]:
        cells = (r"'\x00ff'::bytea", "NULL::bytea")
        found = [await reader.octets(f"SELECT {cell}", {}) for cell in cells]
        return [*found, await reader.octets("SELECT ''::bytea WHERE false", {})]

    assert run(shared_database, ask) == [b"\0\xff", b"", None]


def test_an_error_leaves_the_connection_as_it_was(shared_database: Database) -> None:
    async def ask(reader: Reader) -> tuple[int, int]:
        before = await pid(reader)
        with pytest.raises(psycopg.errors.DivisionByZero):
            await reader.cells("SELECT 1 / %(a)s", {"a": 0})
        with pytest.raises(psycopg.errors.UndefinedColumn):
            await reader.cells("SELECT nothing", {})
        return before, await pid(reader)

    before, after = run(shared_database, ask)
    assert before == after


def test_connections_are_kept_and_bounded(shared_database: Database) -> None:
    async def ask(reader: Reader) -> int:
        await asyncio.gather(*(reader.cells(SLEEP, {"seconds": 0.05}) for _ in range(12)))
        return connections(shared_database)

    wait_until(lambda: connections(shared_database) == 0)  # those of other tests end when they do
    assert run(shared_database, ask, reader_pool_size=3) == 3
    wait_until(lambda: connections(shared_database) == 0)


def test_who_waits_too_long_is_told(shared_database: Database) -> None:
    async def ask(reader: Reader) -> int:
        busy = asyncio.create_task(reader.cells(SLEEP, {"seconds": 0.6}))
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError):
            await reader.cells(PID, {})
        await busy
        return await pid(reader)

    assert run(shared_database, ask, reader_pool_size=1, pool_timeout_s=0.1) > 0


def test_who_is_cancelled_takes_his_statement_along(shared_database: Database) -> None:
    """Its connection goes on; so does who waited for it."""

    async def ask(reader: Reader) -> tuple[int, int, float]:
        before = await pid(reader)
        slow = asyncio.create_task(reader.cells(SLEEP, {"seconds": 30}))
        gone = asyncio.create_task(reader.cells(PID, {}))
        stays = asyncio.create_task(pid(reader))
        await asyncio.sleep(0.1)
        gone.cancel()
        slow.cancel()
        started = asyncio.get_running_loop().time()
        await asyncio.wait([slow, gone])
        assert slow.cancelled()
        assert gone.cancelled()
        return before, await stays, asyncio.get_running_loop().time() - started

    before, after, took_s = run(shared_database, ask, reader_pool_size=1)
    assert before == after
    assert took_s < wires_of_one.CANCEL_S


def test_connections_that_died_are_replaced(shared_database: Database) -> None:
    async def ask(reader: Reader) -> list[list[Any]]:
        asked = [reader.cells("SELECT pg_backend_pid() FROM pg_sleep(0.05)", {}) for _ in range(2)]
        pids = [int(cell) for [[cell]] in await asyncio.gather(*asked)]
        with shared_database.engine.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM unnest(:pids) pid"), {"pids": pids}
            )
        return list(await asyncio.gather(*(reader.cells("SELECT 1", {}) for _ in range(4))))

    assert run(shared_database, ask, reader_pool_size=2) == [[[b"1"]]] * 4


def test_a_connection_that_dies_at_work_is_asked_again_once(shared_database: Database) -> None:
    async def ask(reader: Reader) -> tuple[int, int]:
        first = await pid(reader)
        slow = asyncio.create_task(reader.cells("SELECT pg_backend_pid() FROM pg_sleep(0.4)", {}))
        await asyncio.sleep(0.1)
        with shared_database.engine.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first})
        [[second]] = await slow
        return first, int(second or 0)

    first, second = run(shared_database, ask, reader_pool_size=1)
    assert first != second


def test_statements_are_prepared_within_bounds(shared_database: Database) -> None:
    async def ask(reader: Reader) -> tuple[Any, ...]:
        texts = [f"SELECT {n}" for n in range(wires_of_one.PREPARED_MOST + 5)]
        answers = [await reader.rows(each, {}) for each in [*texts, texts[0], texts[-1]]]
        [(kept,)] = await reader.rows("SELECT count(*) FROM pg_prepared_statements", {})
        return answers[-2:], kept

    answers, kept = run(shared_database, ask, reader_pool_size=1)
    assert answers == [[(0,)], [(wires_of_one.PREPARED_MOST + 4,)]]
    assert kept == wires_of_one.PREPARED_MOST


def test_a_table_that_changed_is_read_by_a_new_statement(own_database: Database) -> None:
    """As after a migration: a plan that no longer holds is made anew."""

    async def ask(reader: Reader) -> list[tuple[Any, ...]]:
        sql = "SELECT * FROM changing"
        await reader.rows(sql, {})
        with own_database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE changing ADD COLUMN b int DEFAULT 2"))
        return await reader.rows(sql, {})

    with own_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE changing AS SELECT 1 AS a"))
    assert run(own_database, ask, reader_pool_size=1) == [(1, 2)]


def test_nobody_there(shared_database: Database) -> None:
    url = shared_database.engine.url.update_query_dict({"host": "/nowhere"}).render_as_string(
        hide_password=False
    )

    async def ask() -> None:
        reader = Reader(url, shared_database.settings.model_copy(update={"reader_pool_size": 1}))
        await reader.open()
        for _ in range(2):
            with pytest.raises(psycopg.OperationalError):
                await reader.cells("SELECT 1", {})
        await reader.close()

    asyncio.run(ask())
