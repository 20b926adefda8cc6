"""Pages of stored features: the same rows, order and counts as the plain way, with and without a known count."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text, update

from app.catalog.conditions import fragments_of
from app.catalog.feature_pages import FeaturePage, Rows, count_rows, feature_page, stored_features
from app.catalog.features import PUBLIC_FIELDS
from app.catalog.filters import parse_filter
from app.catalog.fragments import Fragment, all_of, as_text
from app.catalog.landmarks import Landmarks
from app.catalog.tables import ASSET
from app.catalog.versions import Counts, Versions
from app.db.engine import Database
from app.db.reader import Cell, Reader

TODAY = date(2026, 9, 15)
Ask = Callable[[Reader], Awaitable[Any]]


def run(database: Database, ask: Ask, *, pooled: bool = True) -> Any:
    """The answer of `ask` with a reader on `database`."""

    async def work() -> Any:
        reader = Reader(database.engine.url.render_as_string(hide_password=False), database.settings)
        if not pooled:
            return await ask(reader)
        await reader.open()
        try:
            return await ask(reader)
        finally:
            await reader.close()

    return asyncio.run(work())


def rows_of(database: Database, *pairs: tuple[str, str], order: tuple[tuple[str, bool], ...] = ()) -> Rows:
    chosen = parse_filter(pairs, settings=database.settings)
    return Rows("asset", "asset.id", all_of(fragments_of(chosen, today=TODAY)), order)


def page(database: Database, rows: Rows, counts: Counts | None = None, **walk: Any) -> FeaturePage:
    kept = counts if counts is not None else Counts(10)
    found: FeaturePage = run(
        database, lambda reader: feature_page(reader, kept, 1, rows, stored_features(TODAY), **walk)
    )
    return found


def ids_of(found: FeaturePage) -> list[str]:
    return [json.loads(each)["id"] for each in found.features]


def expected(database: Database, rows: Rows, order: str) -> list[str]:
    with database.engine.connect() as connection:
        statement = select(ASSET.c.id).where(as_text(rows.where)).order_by(text(order))
        return [str(each) for each in connection.scalars(statement)]


QUESTIONS: Any = [
    (),
    (("state", "NM"),),
    (("kind", "program"), ("state", "UT"), ("state", "WY")),
    (("q", "museum"),),
]


@pytest.mark.parametrize("pairs", QUESTIONS)
def test_walks_reach_everything_once_in_order(shared_database: Database, pairs: Any) -> None:
    rows = rows_of(shared_database, *pairs)
    all_ids = expected(shared_database, rows, "asset.id")
    assert len(all_ids) > 5
    step = max(2, len(all_ids) // 3)
    counts = Counts(10)
    by_key, after = [], None
    while True:
        found = page(shared_database, rows, counts, limit=step, after=UUID(after) if after else None)
        assert found.matched == len(all_ids)
        if not found.features:
            break
        by_key += ids_of(found)
        after = found.last
    assert by_key == all_ids
    by_offset = [
        each
        for start in range(0, len(all_ids) + step, step)
        for each in ids_of(page(shared_database, rows, limit=step, offset=start))
    ]
    assert by_offset == all_ids


class Watched(Reader):
    """A reader that remembers what it was asked."""

    asked: list[str]

    async def cells(self, sql: str, values: Any) -> list[list[Cell]]:
        self.asked = [*getattr(self, "asked", []), sql]
        return await super().cells(sql, values)


@pytest.mark.parametrize("pairs", QUESTIONS)
def test_a_walk_by_offset_begins_where_the_last_page_ended(shared_database: Database, pairs: Any) -> None:
    rows = rows_of(shared_database, *pairs)
    all_ids = expected(shared_database, rows, "asset.id")
    step, counts = max(2, len(all_ids) // 4), Counts(100)
    reader = Watched(
        shared_database.engine.url.render_as_string(hide_password=False), shared_database.settings
    )

    async def walk() -> list[str]:
        starts = [*range(0, len(all_ids) + step, step), step, 2 * step + 1]
        walked = [
            await feature_page(reader, counts, 1, rows, stored_features(TODAY), limit=step, offset=start)
            for start in starts
        ]
        assert {each.matched for each in walked} == {len(all_ids)}
        return [each for found in walked for each in ids_of(found)]

    found = asyncio.run(walk())
    assert found == all_ids + all_ids[step : 2 * step] + all_ids[2 * step + 1 : 3 * step + 1]
    passing_over = [number for number, sql in enumerate(reader.asked) if "OFFSET" in sql]
    assert passing_over[0] >= len(all_ids) // step  # only beyond the end, and where nobody was
    assert passing_over[-1] == len(reader.asked) - 1


def test_landmarks_are_bounded_and_belong_to_a_question() -> None:
    marks = Landmarks(2)
    for offset in (1, 2, 3):
        marks.keep("a", offset, str(offset).encode())
        marks.get("a", 1)
    marks.keep("a", 9, None)
    assert [marks.get("a", offset) for offset in (1, 2, 3, 9)] == ["1", None, "3", None]
    assert (marks.get("b", 1), len(marks)) == (None, 2)


@pytest.mark.parametrize("size", [1, 10**12])
@pytest.mark.parametrize("box", ["-110,31,-103,42", "170,-80,-66,80"])
def test_both_ways_through_a_box_give_the_same_page(shared_database: Database, size: int, box: str) -> None:
    """In a table of one row every walk pays, in one of very many none does."""
    rows = rows_of(shared_database, ("bbox", box))
    all_ids = expected(shared_database, rows, "asset.id")
    assert len(all_ids) > 20
    counts = Counts(10)
    page(shared_database, rows, counts, limit=1)
    counts.keep("asset", size)
    for start in (0, 7):
        found = page(shared_database, rows, counts, limit=10, offset=start)
        assert ids_of(found) == all_ids[start : start + 10]
        assert found.matched == len(all_ids)


@pytest.mark.parametrize("known", [False, True])
def test_an_order_of_its_own(shared_database: Database, known: bool) -> None:
    rows = rows_of(shared_database, ("state", "NM"), order=(("asset.city", True), ("asset.name", False)))
    counts = Counts(10)
    if known:
        run(shared_database, lambda reader: count_rows(reader, counts, 1, rows))
    found = ids_of(page(shared_database, rows, counts, limit=1000))
    assert found == expected(shared_database, rows, "asset.city DESC NULLS LAST, asset.name, asset.id")


def test_beyond_the_end_the_count_stays(shared_database: Database) -> None:
    rows = rows_of(shared_database, ("state", "NM"))
    matched = page(shared_database, rows, limit=1).matched
    found = page(shared_database, rows, limit=10, offset=10**6)
    assert (found.features, found.matched, found.last) == ([], matched, None)
    nothing = page(shared_database, rows_of(shared_database, ("q", "xyzzy qwertz")), limit=10)
    assert (nothing.features, nothing.matched) == ([], 0)


def test_a_count_holds_for_its_version_only(own_database: Database) -> None:
    rows, counts = rows_of(own_database, ("state", "NM")), Counts(10)

    async def ask(reader: Reader) -> list[int]:
        first = await count_rows(reader, counts, 1, rows)
        with own_database.write("test") as session:
            session.execute(text("UPDATE asset SET status = 'inactive' WHERE state = 'NM'"))
        return [first, await count_rows(reader, counts, 1, rows), await count_rows(reader, counts, 2, rows)]

    first, same, now = run(own_database, ask)
    assert first == same > 0 == now


def test_counts_are_bounded() -> None:
    counts = Counts(2)
    for number in range(3):
        counts.keep(number, number)
        counts.get(0)
    assert (counts.get(0), counts.get(1), counts.get(2), len(counts)) == (0, None, 2, 2)


def test_the_version_is_asked_for_again_after_a_moment(own_database: Database) -> None:
    now = [0.0]

    async def ask(reader: Reader) -> list[int]:
        versions = Versions(reader, 0.5, clock=lambda: now[0])
        found = [await versions.current()]
        with own_database.write("test") as session:
            session.execute(update(ASSET).where(ASSET.c.state == "NM").values(phone="1"))
        found.append(await versions.current())
        now[0] = 0.6
        return [*found, await versions.current()]

    first, same, next_one = run(own_database, ask)
    assert first == same == next_one - 1


def test_stored_features_say_what_the_columns_hold(own_database: Database) -> None:
    """After inserts, updates, hiding and deleting: every public asset has its feature, of now."""
    with own_database.write("test") as session:
        ids = list(session.scalars(text("SELECT id FROM asset ORDER BY id LIMIT 4")))
        for statement in (
            "UPDATE asset SET name = 'A \"quoted\" \\ name, é', verified_at = now() WHERE id = :id",
            "UPDATE asset SET visibility = 'partner' WHERE id = :id",
            "UPDATE asset SET deleted_at = now() WHERE id = :id",
            "DELETE FROM asset WHERE id = :id",
        ):
            session.execute(text(statement), {"id": ids.pop()})
    with own_database.engine.connect() as connection:
        connection.execute(text("SET timezone TO 'UTC'"))
        shown = dict(
            connection.execute(
                text(
                    "SELECT id, to_jsonb(asset) FROM asset WHERE visibility = 'public' AND deleted_at IS NULL"
                )
            ).all()
        )
        stored = dict(connection.execute(text("SELECT asset_id, head FROM asset_feature")).all())
    assert stored.keys() == shown.keys()
    for number, head in stored.items():
        feature = json.loads(head + "}}")
        assert list(feature) == ["type", "id", "geometry", "properties"]
        assert feature["id"] == str(number)
        assert tuple(feature["properties"]) == PUBLIC_FIELDS
        assert feature["properties"] == {name: shown[number][name] for name in PUBLIC_FIELDS}


def test_without_a_pool_each_question_connects(shared_database: Database) -> None:
    found = run(shared_database, lambda reader: reader.rows("SELECT %(x)s::int", {"x": 7}), pooled=False)
    assert found == [(7,)]


def test_a_reader_cannot_write(shared_database: Database) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        run(shared_database, lambda reader: reader.rows("DELETE FROM asset", {}))


def test_a_connection_that_died_is_replaced(shared_database: Database) -> None:
    async def ask(reader: Reader) -> list[tuple[Any, ...]]:
        [[pid]] = await reader.cells("SELECT pg_backend_pid()", {})
        with shared_database.engine.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": int(pid or 0)})
        await asyncio.sleep(0.2)
        return await reader.rows("SELECT 1", {})

    assert run(shared_database, ask) == [(1,)]


def test_all_conditions_are_joined_with_their_values() -> None:
    joined = all_of([Fragment("a = %(a)s", {"a": 1}), Fragment("b = %(b)s OR c", {"b": 2})])
    assert joined.sql == "(a = %(a)s) AND (b = %(b)s OR c)"
    assert joined.values == {"a": 1, "b": 2}
    assert all_of([]).sql == "TRUE"
