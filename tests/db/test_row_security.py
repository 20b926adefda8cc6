"""A session for one state cannot write another's rows, whoever its user is; reads keep their plans."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from app.db.engine import Database, limit_writes, make_engine
from app.settings import Settings

OURS, THEIRS = UUID(int=35), UUID(int=49)
INSERT = "INSERT INTO asset (id, kind, subtype, name, state) VALUES (gen_random_uuid(), 'program', 'club', 'New', '{}')"
CLUBS = (
    "INSERT INTO asset (id, kind, subtype, name, state) VALUES"
    f" ('{OURS}', 'program', 'club', 'Ours', 'NM'), ('{THEIRS}', 'program', 'club', 'Theirs', 'UT');"
    "INSERT INTO asset_identifier (scheme, value, asset_id) VALUES"
    f" ('state:NM', '1', '{OURS}'), ('state:UT', '1', '{THEIRS}'), ('ein', '7', '{THEIRS}')"
)
REFUSED = (
    INSERT.format("UT"),
    f"UPDATE asset SET state = 'UT' WHERE id = '{OURS}'",
    f"INSERT INTO asset_identifier VALUES ('ein', '8', '{THEIRS}')",
    f"INSERT INTO asset_identifier VALUES ('state:NM', '8', '{THEIRS}')",
    f"INSERT INTO asset_identifier VALUES ('state:UT', '8', '{OURS}')",
    f"UPDATE asset_identifier SET asset_id = '{THEIRS}' WHERE scheme = 'state:NM'",
    "UPDATE asset_identifier SET scheme = 'state:UT', value = '9' WHERE scheme = 'state:NM'",
    "INSERT INTO asset (kind, subtype, name, state) SELECT kind, subtype, name, state FROM asset",
    (
        f"INSERT INTO asset_identifier VALUES ('ein', '7', '{OURS}')"
        f" ON CONFLICT (scheme, value) DO UPDATE SET asset_id = '{OURS}'"
    ),
)
FINDS_NOTHING = (
    "UPDATE asset SET name = 'Mine now' WHERE state = 'UT'",
    f"UPDATE asset SET state = 'NM' WHERE id = '{THEIRS}'",
    "DELETE FROM asset WHERE state = 'UT'",
    f"UPDATE asset_identifier SET asset_id = '{OURS}' WHERE scheme = 'ein'",
    "UPDATE asset_identifier SET value = value || '0' WHERE scheme = 'state:UT'",
    "DELETE FROM asset_identifier WHERE scheme <> 'state:NM'",
)
ALLOWED = (
    INSERT.format("NM"),
    "UPDATE asset SET name = 'Renamed' WHERE state = 'NM'",
    f"INSERT INTO asset_identifier VALUES ('ein', '8', '{OURS}'), ('state:NM', '2', '{OURS}')",
    "DELETE FROM asset_identifier WHERE scheme = 'state:NM'",
    "DELETE FROM asset WHERE state = 'NM'",
)


def superusers(database: Database, settings: Settings) -> Database:
    """The same database for a user who is above row security."""
    url = database.engine.url.set(username="postgres")
    return Database(make_engine(url.render_as_string(hide_password=False), settings), settings)


@pytest.fixture(scope="module", params=["owner", "superuser"])
def clubs(
    request: pytest.FixtureRequest, empty_database: Database, settings: Settings, server: str
) -> Iterator[Database]:
    """Two clubs of two states, written by the owner of the tables or by a superuser."""
    database = empty_database
    if request.param == "superuser":
        if make_url(server).query.get("host") is None:
            pytest.skip("only the private cluster lets us be its superuser")
        database = superusers(empty_database, settings)
    with database.write("test") as session:
        session.execute(text("DELETE FROM asset"))
        session.execute(text(CLUBS))
    yield database
    if database is not empty_database:
        database.engine.dispose()


def contents(database: Database) -> list[object]:
    with database.read() as session:
        return [
            *session.scalars(text("SELECT asset::text FROM asset ORDER BY id")),
            *session.scalars(text("SELECT asset_identifier::text FROM asset_identifier ORDER BY 1")),
        ]


@pytest.mark.parametrize("statement", REFUSED)
def test_rows_cannot_be_put_into_another_state(clubs: Database, statement: str) -> None:
    before = contents(clubs)
    with pytest.raises(ProgrammingError) as refused, clubs.write("key:1", states={"NM"}) as session:
        session.execute(text(statement))
    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
    assert contents(clubs) == before


@pytest.mark.parametrize("statement", FINDS_NOTHING)
def test_another_states_rows_cannot_be_found_for_writing(clubs: Database, statement: str) -> None:
    before = contents(clubs)
    with clubs.write("key:1", states={"NM"}) as session:
        assert session.execute(text(statement)).rowcount == 0  # type: ignore[attr-defined]
    assert contents(clubs) == before


@pytest.mark.parametrize("statement", ALLOWED)
def test_a_state_writes_its_own_rows(clubs: Database, statement: str) -> None:
    with clubs.write("key:1", states={"NM"}) as session:
        savepoint = session.begin_nested()
        assert session.execute(text(statement)).rowcount > 0  # type: ignore[attr-defined]
        savepoint.rollback()


def test_a_key_for_no_state_writes_nothing(clubs: Database) -> None:
    with clubs.write("key:1", states=()) as session:
        assert session.execute(text("DELETE FROM asset")).rowcount == 0  # type: ignore[attr-defined]


def test_a_key_for_two_states_writes_both(clubs: Database) -> None:
    with clubs.write("key:1", states={"NM", "UT"}) as session:
        savepoint = session.begin_nested()
        assert session.execute(text("DELETE FROM asset")).rowcount == 2  # type: ignore[attr-defined]
        savepoint.rollback()


def test_an_operator_writes_everywhere_and_everybody_reads_everything(clubs: Database) -> None:
    with clubs.write("operator") as session:
        savepoint = session.begin_nested()
        assert session.execute(text("UPDATE asset SET city = 'Here'")).rowcount == 2  # type: ignore[attr-defined]
        savepoint.rollback()
        limit_writes(session, {"NM"})
        assert session.scalar(text("SELECT count(*) FROM asset")) == 2
        assert session.execute(text("UPDATE asset SET city = 'Here'")).rowcount == 1  # type: ignore[attr-defined]
        session.rollback()


def test_the_limit_does_not_stay_on_the_connection(clubs: Database) -> None:
    with clubs.write("key:1", states={"NM"}) as session:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
    with clubs.write("operator") as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) == pid
        assert session.scalar(text("SELECT writable_states()")) is None
        assert session.scalar(text("SELECT current_user = session_user")) is True


def test_history_and_data_version_are_kept_under_the_limit(clubs: Database) -> None:
    with clubs.write("key:9", states={"NM"}) as session:
        version = session.scalar(text("SELECT version FROM data_version"))
        session.execute(text(f"UPDATE asset SET city = coalesce(city, '') || 'x' WHERE id = '{OURS}'"))
        assert session.scalar(text("SELECT version FROM data_version")) == version + 1
        last = session.execute(text("SELECT actor, row_id FROM audit_entry ORDER BY id DESC LIMIT 1")).one()
        assert tuple(last) == ("key:9", str(OURS))


PLAN_ROWS = 8_000


@pytest.fixture(scope="module")
def many(empty_database: Database) -> Database:
    with empty_database.write("test") as session:
        session.execute(text("ALTER TABLE asset DISABLE TRIGGER USER"))  # their history is not asked for
        session.execute(
            text(
                "INSERT INTO asset (kind, subtype, name, state, geom, location_precision)"
                " SELECT 'program', 'club', 'Club ' || n, 'NM',"
                " ST_SetSRID(ST_MakePoint(-109 + (n % 200) * 0.03, 32 + (n / 200) * 0.05), 4326), 'exact'"
                " FROM generate_series(1, :rows) n"
            ),
            {"rows": PLAN_ROWS},
        )
        session.execute(text("ALTER TABLE asset ENABLE TRIGGER USER"))
    with empty_database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE asset"))
    return empty_database


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("geom && ST_MakeEnvelope(-106, 35, -105.9, 35.1, 4326)", "asset_geom_gist"),
        ("ST_Intersects(geom, ST_MakeEnvelope(-106, 35, -105.9, 35.1, 4326))", "asset_geom_gist"),
        (
            "ST_DWithin(geom::geography, ST_MakePoint(-106, 35)::geography, 500)",
            "asset_geography_gist",
        ),
        ("search @@ plainto_tsquery('english', 'nothing')", "asset_search_gin"),
        ("name ILIKE '%lub 7999%'", "asset_name_trgm"),
    ],
)
def test_reads_use_their_indexes(many: Database, condition: str, index: str) -> None:
    with many.read() as session:
        assert session.scalar(text("SELECT row_security_active('asset')")) is True
        plan = "\n".join(session.scalars(text(f"EXPLAIN SELECT id FROM asset WHERE {condition}")))
    assert index in plan


def test_a_read_has_no_condition_of_the_lock(many: Database) -> None:
    with many.read() as session:
        plan = "\n".join(session.scalars(text("EXPLAIN VERBOSE SELECT id FROM asset WHERE geom IS NULL")))
    assert "writable_states" not in plan


def test_who_may_not_make_roles_is_held_by_the_policies(empty_database: Database) -> None:
    with empty_database.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("SELECT prepare_writer_role()"))  # may be refused, never fails
        assert connection.scalar(text("SELECT row_security_active('asset')")) is True
        transaction.rollback()
