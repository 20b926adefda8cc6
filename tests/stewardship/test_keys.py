"""API keys: their form, what is stored, what they allow, and the secret they are hashed under."""

import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, event, text
from sqlalchemy.orm import Session

from app.db.engine import Database, make_engine
from app.errors import BadParameterError, ForbiddenError, NotSignedInError
from app.settings import Settings
from app.stewardship.keys import (
    Principal,
    create_key,
    digest_of,
    has_any_key,
    looks_like_key,
    new_key_text,
    principal_of,
    server_secret,
)

KEY = re.compile(r"stem_[0-9A-Za-z]{38}")
GOOD = "stem_" + "0123456789abcdefghijklmnopqrstuv" + "ddurc2"
"""A key as keys are made: its last six characters are the CRC-32 of the 32 before, in base 62."""


def changed(key: str, position: int) -> str:
    """`key` with another letter at `position`."""
    return key[:position] + ("a" if key[position] != "a" else "b") + key[position + 1 :]


def stored(database: Database) -> list[Row[Any]]:
    with database.read() as session:
        return list(session.execute(text("SELECT * FROM api_key ORDER BY id")))


@pytest.fixture
def unplugged(settings: Settings) -> Database:
    """A database that nobody can reach."""
    return Database(make_engine("postgresql+psycopg://nobody@/none?host=/nowhere", settings), settings)


# The form


def test_a_key_has_its_form_and_is_never_the_same() -> None:
    made = {new_key_text() for _ in range(200)}
    assert len(made) == 200
    assert all(KEY.fullmatch(key) and looks_like_key(key) for key in made | {GOOD})


def test_one_mistyped_letter_is_noticed_wherever_it_is() -> None:
    assert not [position for position in range(len(GOOD)) if looks_like_key(changed(GOOD, position))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "stem_",
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        " " + GOOD,
        GOOD[:-6] + "é" * 6,
        "ß" * len(GOOD),
        GOOD + "\n",
    ],
)
def test_what_is_not_a_key(text: str) -> None:
    assert not looks_like_key(text)


@pytest.mark.parametrize("text", [changed(GOOD, 20), GOOD[:-6] + "é" * 6, "secret"])
def test_a_typo_is_refused_without_the_database(text: str, unplugged: Database) -> None:
    with pytest.raises(NotSignedInError, match="not a key of this service"):
        principal_of(text, unplugged)


# What is stored


def test_only_the_keyed_hash_is_stored(session: Session, settings: Settings) -> None:
    key = create_key(session, settings, role="editor", states=["NM"], label="New Mexico")
    row = session.execute(text("SELECT * FROM api_key WHERE label = 'New Mexico'")).one()
    assert bytes(row.digest) == digest_of(key, server_secret(settings))
    assert len(row.digest) == 32
    assert key.startswith(row.prefix)
    assert len(row.prefix) == len("stem_") + 6
    whole = session.scalars(text("SELECT to_jsonb(k)::text FROM api_key k")).all()
    assert not [each for each in whole if key in each or key[len(row.prefix) :] in each]


def test_another_secret_makes_another_hash() -> None:
    assert digest_of(GOOD, b"one") != digest_of(GOOD, b"two")


def test_whether_there_is_a_key(session: Session, settings: Settings) -> None:
    session.execute(text("DELETE FROM api_key"))
    assert not has_any_key(session)
    create_key(session, settings, role="admin", states=[], label="first")
    assert has_any_key(session)


@pytest.mark.parametrize(
    ("role", "states", "parameter"),
    [
        ("king", ["NM"], "role"),
        ("editor", ["XX"], "state"),
        ("reader", ["nm"], "state"),
        ("editor", [], "state"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(
    session: Session, settings: Settings, role: str, states: list[str], parameter: str
) -> None:
    before = session.scalar(text("SELECT count(*) FROM api_key"))
    with pytest.raises(BadParameterError) as refused:
        create_key(session, settings, role=role, states=states, label="test")
    assert refused.value.parameter == parameter
    assert session.scalar(text("SELECT count(*) FROM api_key")) == before


# Whom a key speaks for


@pytest.fixture
def make(own_database: Database, settings: Settings) -> Callable[..., str]:
    def make(role: str = "editor", *states: str) -> str:
        with own_database.write("test") as session:
            return create_key(session, settings, role=role, states=list(states), label="test")

    return make


def test_the_life_of_a_key(own_database: Database, make: Callable[..., str], settings: Settings) -> None:
    editor, reader, admin = make("editor", "NM", "UT"), make("reader", "NM"), make("admin")
    known = principal_of(editor, own_database)
    first = stored(own_database)[-3]
    assert known == Principal(first.id, "editor", frozenset({"NM", "UT"}), "test", first.prefix)
    assert known.actor == f"key:{first.id}"
    assert principal_of(reader, own_database).role == "reader"
    assert principal_of(admin, own_database).states == frozenset()

    with pytest.raises(NotSignedInError, match="not valid"):
        principal_of(new_key_text(), own_database)
    for refusal in ("revoked_at = now()", "revoked_at = NULL, expires_at = now()"):
        with own_database.write("test") as session:
            session.execute(text(f"UPDATE api_key SET {refusal} WHERE id = :id"), {"id": first.id})
        with pytest.raises(NotSignedInError, match="not valid"):
            principal_of(editor, own_database)
    with own_database.write("test") as session:
        session.execute(
            text("UPDATE api_key SET expires_at = now() + interval '1 hour' WHERE id = :id"), {"id": first.id}
        )
    assert principal_of(editor, own_database) == known

    foreign = Database(own_database.engine, settings.model_copy(update={"secret": None}))
    with pytest.raises(NotSignedInError, match="not valid"):
        principal_of(editor, foreign)


def test_the_day_of_use_is_noted_once(own_database: Database, make: Callable[..., str]) -> None:
    key = make("reader")
    assert stored(own_database)[-1].last_used_on is None
    principal_of(key, own_database)
    with own_database.read() as session:
        today = session.scalar(text("SELECT (now() AT TIME ZONE 'UTC')::date"))
    assert stored(own_database)[-1].last_used_on == today

    written = []
    with_writes = own_database.engine
    event.listen(with_writes, "before_cursor_execute", lambda *args: written.append(args[2]))
    principal_of(key, own_database)
    assert written
    assert not [statement for statement in written if "UPDATE" in statement]


@pytest.mark.parametrize(
    ("role", "states", "allowed"),
    [
        ("admin", (), True),
        ("editor", ("NM",), True),
        ("editor", ("UT", "CO"), False),
        ("reader", ("NM",), False),
    ],
)
def test_who_may_write_the_rows_of_a_state(role: str, states: tuple[str, ...], allowed: bool) -> None:
    caller = Principal(1, role, frozenset(states))
    if allowed:
        caller.require_state("NM")
        return
    with pytest.raises(ForbiddenError) as refused:
        caller.require_state("NM")
    assert refused.value.accepted == (sorted(states) if role == "editor" else None)


# The secret


def test_the_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "new", secret=None)
    secret = server_secret(settings)
    kept = tmp_path / "new" / "secret"
    assert re.fullmatch(rb"[0-9a-f]{64}", secret)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert server_secret(settings) == secret
    assert list(kept.parent.iterdir()) == [kept]


def test_a_given_secret_is_used_and_not_kept(tmp_path: Path) -> None:
    assert server_secret(Settings(home=tmp_path, secret="given")) == b"given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("attempt", range(20))
def test_all_who_need_the_secret_at_once_agree_on_one(tmp_path: Path, attempt: int) -> None:
    """Nothing but the file system is between them, so threads race as processes do."""
    settings, start = Settings(home=tmp_path / "new", secret=None), threading.Barrier(8)

    def ask(_: int) -> bytes:
        start.wait(timeout=10)
        return server_secret(settings)

    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(ask, range(8)))
    assert told == {(tmp_path / "new" / "secret").read_bytes().strip()}
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["secret"]


def test_a_secret_half_written_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process asks at the very moment the file appears: it must see all of the secret."""
    settings = Settings(home=tmp_path, secret=None)
    seen = []

    def watching(name: str, arguments: tuple[object, ...]) -> None:
        kept = tmp_path / "secret"
        if watch and name in {"open", "os.link", "os.rename", "os.chmod"} and kept.exists():
            watch.clear()
            seen.append(kept.read_bytes())

    watch = {"now"}
    sys.addaudithook(watching)
    server_secret(settings)
    watch.clear()
    assert all(len(each.strip()) == 64 for each in seen), "the file was there before the secret was in it"
