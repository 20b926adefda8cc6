"""Tokens of signed-in browsers: ours only, for one purpose, for a time, and only while the key is valid."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.db.engine import Database
from app.errors import NotSignedInError
from app.models import ApiKey
from app.settings import Settings
from app.stewardship.attempts import Attempts
from app.stewardship.keys import Principal, create_key, key_labels, principal_by_id
from app.stewardship.sessions import principal_of_session, session_token, sign, subject_of

LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def caller(own_database: Database) -> Principal:
    with own_database.write("test") as session:
        create_key(session, own_database.settings, role="editor", states=["NM"], label="Education department")
        number = session.scalars(select(ApiKey.id)).one()
    return principal_by_id(number, own_database)


def test_a_token_says_its_subject_until_its_time(settings: Settings) -> None:
    token = sign("map", "17", settings, LATER)
    assert subject_of("map", token, settings) == "17"
    assert subject_of("map", token, settings, LATER - timedelta(seconds=1)) == "17"
    assert subject_of("map", token, settings, LATER) is None


def test_a_token_serves_one_purpose_and_one_secret(settings: Settings) -> None:
    token = sign("map", "17", settings, LATER)
    assert subject_of("session", token, settings) is None
    assert (
        subject_of("map", token, settings.model_copy(update={"secret": None, "home": settings.home})) is None
    )


def test_no_character_can_be_changed(settings: Settings) -> None:
    token = sign("session", "17", settings, LATER)
    for at, char in enumerate(token):
        forged = token[:at] + ("A" if char != "A" else "B") + token[at + 1 :]
        # The last character of base64 holds unused bits: only its exact form counts.
        assert subject_of("session", forged, settings) is None


@given(st.text(max_size=120))
def test_rubbish_is_no_token(given_text: str) -> None:
    assert subject_of("session", given_text, Settings(secret="test secret")) is None  # type: ignore[arg-type]


def test_a_session_is_its_key(own_database: Database, caller: Principal) -> None:
    token = session_token(caller, own_database.settings)
    found = principal_of_session(token, own_database)
    assert (found.role, found.states, found.label) == ("editor", {"NM"}, "Education department")
    assert found.actor == caller.actor
    with own_database.write("test") as session:
        session.execute(text("UPDATE api_key SET revoked_at = now()"))
    with pytest.raises(NotSignedInError, match="not valid"):
        principal_of_session(token, own_database)


def test_a_session_ends_after_its_hours(own_database: Database, caller: Principal) -> None:
    token = session_token(caller, own_database.settings)
    end = datetime.now(UTC) + timedelta(hours=own_database.settings.session_hours)
    assert subject_of("session", token, own_database.settings, end - timedelta(minutes=1))
    assert subject_of("session", token, own_database.settings, end + timedelta(minutes=1)) is None
    old = sign("session", str(caller.key_id), own_database.settings, datetime.now(UTC) - timedelta(seconds=2))
    with pytest.raises(NotSignedInError, match="signed out"):
        principal_of_session(old, own_database)


def test_labels_of_keys(own_database: Database, caller: Principal) -> None:
    with own_database.read() as session:
        assert key_labels(session, [caller.actor, "cli:ann", "key:x"]) == {
            caller.actor: "Education department"
        }


def test_attempts_are_counted_for_each_name_in_a_sliding_minute() -> None:
    attempts = Attempts(2)
    assert [attempts.wait_s("a", at) for at in (0.0, 10.0)] == [0.0, 0.0]
    assert attempts.wait_s("a", 20.0) == 40.0
    assert attempts.wait_s("b", 20.0) == 0.0
    assert attempts.wait_s("a", 59.9) == pytest.approx(0.1)
    assert attempts.wait_s("a", 60.0) == 0.0
    assert attempts.wait_s("a", 60.0) == 10.0


def test_attempts_forget_who_was_quiet_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.stewardship.attempts._NAMES_KEPT", 2)
    attempts = Attempts(1)
    for name in ("a", "b", "c"):
        assert attempts.wait_s(name, 0.0) == 0.0
    assert attempts.wait_s("c", 1.0) > 0
    assert attempts.wait_s("a", 1.0) == 0.0
