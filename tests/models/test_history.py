"""What the triggers keep: who changed what, the next version of a row, and the number of the published data."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import Row, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.db.engine import Database
from app.settings import Settings
from app.stewardship.keys import create_key, digest_of, principal_of, server_secret

INSERT = "INSERT INTO asset (id, kind, subtype, name, state) VALUES (:id, 'program', 'club', :name, 'NM')"
ADD_AREA = (
    "INSERT INTO data_source (slug, title, publisher, vintage, licence) VALUES ('s', 's', 's', 's', 's')"
    " ON CONFLICT DO NOTHING;"
    "INSERT INTO area (kind, geoid, name, point, vintage, source)"
    " VALUES ('custom', 'X1', 'X', ST_SetSRID(ST_MakePoint(0, 0), 4326), 's', 's')"
)
ADD_PEOPLE = (
    'INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
    " SELECT id, 'total', 's', 's', 5, 'counted' FROM area"
)
ADD_SHARE = (
    'INSERT INTO area_share (area_id, "group", source, vintage, share, base_source)'
    " SELECT id, 'black', 's', 's', 0.5, 's' FROM area"
)
AREA_CHANGES = (ADD_AREA, ADD_PEOPLE, "UPDATE area_population SET people = 6", ADD_SHARE, "DELETE FROM area")


def entries(database: Database, row_id: object) -> list[Row[Any]]:
    with database.read() as session:
        question = text("SELECT * FROM audit_entry WHERE row_id = :id ORDER BY id")
        return list(session.execute(question, {"id": str(row_id)}))


def data_version(database: Database) -> int:
    with database.read() as session:
        return session.execute(text("SELECT version FROM data_version")).scalar_one()


def row(database: Database, asset: UUID) -> Row[Any]:
    with database.read() as session:
        return session.execute(text("SELECT * FROM asset WHERE id = :id"), {"id": asset}).one()


@pytest.fixture
def run(empty_database: Database) -> Callable[..., None]:
    """Run statements in one committed transaction of `actor`."""

    def run(*statements: str, actor: str = "key:7", upload_id: UUID | None = None, **values: Any) -> None:
        with empty_database.write(actor, upload_id=upload_id) as session:
            for statement in statements:
                session.execute(text(statement), values)

    return run


@pytest.fixture
def asset(run: Callable[..., None]) -> UUID:
    """A committed asset named Club."""
    asset = uuid4()
    run(INSERT, id=asset, name="Club", actor="maker")
    return asset


def test_an_insert_is_noted_with_its_actor(empty_database: Database, asset: UUID) -> None:
    (entry,) = entries(empty_database, asset)
    assert (entry.table_name, entry.action, entry.actor, entry.upload_id) == (
        "asset",
        "insert",
        "maker",
        None,
    )
    assert (entry.before, entry.after) == (None, None)


def test_an_update_notes_only_what_changed(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    run("UPDATE asset SET name = 'Robotics', city = 'Taos', state = 'NM' WHERE id = :id", id=asset)
    entry = entries(empty_database, asset)[-1]
    assert (entry.action, entry.actor) == ("update", "key:7")
    assert entry.before == {"name": "Club", "city": None}
    assert entry.after == {"name": "Robotics", "city": "Taos"}


def test_a_delete_keeps_the_whole_row(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    run("DELETE FROM asset WHERE id = :id", id=asset)
    entry = entries(empty_database, asset)[-1]
    assert (entry.action, entry.after) == ("delete", None)
    assert (entry.before["name"], entry.before["state"], entry.before["version"]) == ("Club", "NM", 1)
    assert "search" not in entry.before


def test_a_change_makes_the_next_version(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    first = row(empty_database, asset)
    run("UPDATE asset SET name = 'Robotics' WHERE id = :id", id=asset)
    second = row(empty_database, asset)
    assert (first.version, second.version) == (1, 2)
    assert second.updated_at > first.updated_at
    assert second.created_at == first.created_at


def test_nobody_chooses_the_next_version(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    run("UPDATE asset SET name = 'Robotics', version = 99 WHERE id = :id", id=asset)
    assert row(empty_database, asset).version == 2


@pytest.mark.parametrize(
    "change", ["name = name", "name = 'Club', disciplines = '{}'", "extra = '{}', version = version"]
)
def test_an_update_that_changes_nothing_leaves_no_trace(
    empty_database: Database, run: Callable[..., None], asset: UUID, change: str
) -> None:
    before, version = row(empty_database, asset), data_version(empty_database)
    run(f"UPDATE asset SET {change} WHERE id = :id", id=asset)  # constants
    assert row(empty_database, asset) == before
    assert len(entries(empty_database, asset)) == 1
    assert data_version(empty_database) == version


def test_one_statement_over_many_rows_notes_each(empty_database: Database, run: Callable[..., None]) -> None:
    made = [uuid4() for _ in range(3)]
    run(*(INSERT.replace(":id", f"'{each}'") for each in made), name="Many")
    run("UPDATE asset SET city = 'Taos' WHERE name = 'Many'")
    for each in made:
        assert [entry.action for entry in entries(empty_database, each)] == ["insert", "update"]


def test_the_upload_that_writes_is_noted(empty_database: Database, run: Callable[..., None]) -> None:
    made, upload = uuid4(), uuid4()
    run(INSERT, id=made, name="Uploaded", upload_id=upload)
    run("UPDATE asset SET city = 'Taos' WHERE id = :id", id=made)
    assert [entry.upload_id for entry in entries(empty_database, made)] == [upload, None]


def test_identifiers_are_noted_by_scheme_and_value(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    run("INSERT INTO asset_identifier VALUES ('ein', :value, :id)", id=asset, value=str(asset))
    run("DELETE FROM asset WHERE id = :id", id=asset)
    noted = entries(empty_database, f"ein {asset}")
    assert [(entry.table_name, entry.action) for entry in noted] == [
        ("asset_identifier", "insert"),
        ("asset_identifier", "delete"),
    ]


def test_who_writes_without_saying_so_is_named_by_the_database(empty_database: Database) -> None:
    made = uuid4()
    with empty_database.engine.begin() as connection:
        connection.execute(text(INSERT), {"id": made, "name": "Silent"})
    (entry,) = entries(empty_database, made)
    assert entry.actor == f"database:{empty_database.engine.url.username}"


def test_an_actor_does_not_stay_on_the_connection(settings: Settings, empty_database: Database) -> None:
    with empty_database.write("key:1") as session:
        session.execute(text("SELECT 1"))
        connection = session.connection()
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    with empty_database.engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == pid
        assert connection.scalar(text("SELECT current_actor()")).startswith("database:")
        assert connection.scalar(text("SELECT current_upload()")) is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_history_is_only_added_to(empty_database: Database, asset: UUID, statement: str) -> None:
    with pytest.raises(ProgrammingError) as refused, empty_database.write("mallory") as session:
        session.execute(text(statement))
    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
    assert len(entries(empty_database, asset)) == 1


def test_the_data_version_grows_once_a_transaction(
    empty_database: Database, run: Callable[..., None]
) -> None:
    made, version = uuid4(), data_version(empty_database)
    change = "UPDATE asset SET name = name || '!' WHERE id = :id"
    run(INSERT, change, change, "DELETE FROM asset WHERE id = :id", id=made, name="Short lived")
    assert data_version(empty_database) == version + 1
    assert len(entries(empty_database, made)) == 4


def test_each_transaction_has_its_own_data_version(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    version = data_version(empty_database)
    for _ in range(3):
        run("UPDATE asset SET name = name || '!' WHERE id = :id", id=asset)
    assert data_version(empty_database) == version + 3


def test_a_change_taken_back_leaves_the_data_version(
    empty_database: Database, run: Callable[..., None], asset: UUID
) -> None:
    version = data_version(empty_database)
    rename = "UPDATE asset SET name = :name WHERE id = :id"
    with pytest.raises(IntegrityError):
        run(rename, rename.replace(":name", "''"), name="Lost", id=asset)
    assert data_version(empty_database) == version


def test_a_savepoint_taken_back_does_not_hide_a_later_change(empty_database: Database, asset: UUID) -> None:
    version = data_version(empty_database)
    change = text("UPDATE asset SET name = name || '!' WHERE id = :id")
    with empty_database.write("key:1") as session:
        savepoint = session.begin_nested()
        session.execute(change, {"id": asset})
        savepoint.rollback()
        session.execute(change, {"id": asset})
    assert data_version(empty_database) == version + 1


@pytest.mark.parametrize("statement", AREA_CHANGES)
def test_changed_areas_make_a_new_data_version(empty_database: Database, statement: str) -> None:
    prepared = AREA_CHANGES[: AREA_CHANGES.index(statement)]
    with empty_database.engine.connect() as connection, connection.begin() as transaction:
        for each in prepared:
            connection.exec_driver_sql(each)
        connection.execute(text("SELECT set_config('stemmap.bumped', '', true)"))
        before = connection.scalar(text("SELECT version FROM data_version"))
        connection.exec_driver_sql(statement)
        assert connection.scalar(text("SELECT version FROM data_version")) == before + 1
        transaction.rollback()


def test_keys_are_noted_but_never_their_digest(empty_database: Database, settings: Settings) -> None:
    version = data_version(empty_database)
    with empty_database.write("admin") as session:
        key = create_key(session, settings, role="editor", states=["NM"], label="to be audited")
    number = principal_of(key, empty_database).key_id
    with empty_database.write("admin") as session:
        session.execute(
            text("UPDATE api_key SET revoked_at = now(), digest = sha256(digest) WHERE id = :id"),
            {"id": number},
        )
    with empty_database.write("admin") as session:
        session.execute(text("DELETE FROM api_key WHERE id = :id"), {"id": number})
    noted = [entry for entry in entries(empty_database, number) if entry.table_name == "api_key"]
    assert [entry.action for entry in noted] == ["insert", "update", "delete"]
    assert list(noted[1].after) == ["revoked_at"]
    assert noted[2].before["label"] == "to be audited"
    secrets = (key, digest_of(key, server_secret(settings)).hex(), '"digest"')
    with empty_database.read() as session:
        told = "\n".join(session.scalars(text("SELECT to_jsonb(a)::text FROM audit_entry a")))
    assert not [secret for secret in secrets if secret in told]
    assert data_version(empty_database) == version, "keys are not published data"
