"""API keys: made, shown once, stored only as a keyed hash, checked in constant time.

A key is `stem_` + 32 random base62 characters + 6 characters of CRC-32, so that a mistyped key is refused
without the database and a leaked one is found by scanners.
"""

import hashlib
import hmac
import secrets
import string
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import BadParameterError, ForbiddenError, NotSignedInError
from app.models import ApiKey
from app.models.access import ROLES
from app.settings import Settings
from app.vocabulary.codes import STATES

PREFIX = "stem_"
_ALPHABET = string.digits + string.ascii_letters
_RANDOM_CHARS = 32
_CHECK_CHARS = 6
_SHOWN_CHARS = len(PREFIX) + 6


@dataclass(frozen=True)
class Principal:
    """Who calls: a key's number, role and states."""

    key_id: int
    role: str
    states: frozenset[str]
    label: str = ""
    prefix: str = ""

    @property
    def actor(self) -> str:
        """How the audit names this caller."""
        return f"key:{self.key_id}"

    def may_see(self, state: str | None) -> bool:
        """Whether this caller may see the uploads of `state` (None: of all states at once)."""
        return self.role == "admin" or (state is not None and state in self.states)

    def require_state(self, state: str) -> None:
        """Raise ForbiddenError unless this caller may write the rows of `state`."""
        if self.role == "admin":
            return
        if self.role != "editor":
            raise ForbiddenError("This key can read but not write: ask for an editor key.")
        if state not in self.states:
            raise ForbiddenError(
                f"This key is for {', '.join(sorted(self.states))}; it cannot write rows of {state}.",
                parameter="state",
                accepted=sorted(self.states),
            )


def _check_chars(body: str) -> str:
    number, out = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK_CHARS):
        number, digit = divmod(number, len(_ALPHABET))
        out += _ALPHABET[digit]
    return out


def new_key_text() -> str:
    """A fresh key: 190 bits of randomness and its check characters."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARS))
    return PREFIX + body + _check_chars(body)


def looks_like_key(text: str) -> bool:
    """Whether `text` has the form of a key, check characters included."""
    body, check = text[len(PREFIX) : -_CHECK_CHARS], text[-_CHECK_CHARS:]
    return text.startswith(PREFIX) and len(body) == _RANDOM_CHARS and check == _check_chars(body)


def _wrong_form(text: str) -> str:
    """What is wrong with the form of a key, without repeating it."""
    whole = len(PREFIX) + _RANDOM_CHARS + _CHECK_CHARS
    if not text.startswith(PREFIX):
        return f"keys start with {PREFIX} and are copied whole"
    if len(text) != whole:
        return f"yours has {len(text):,} of {whole} characters; copy it whole"
    return "a character is mistyped; copy it whole"


def server_secret(settings: Settings) -> bytes:
    """The secret keys are hashed under: the setting, or one made once and kept (mode 0600) in the data folder."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = settings.home / "secret"
    if not path.exists():
        _keep_secret(path, secrets.token_hex(32))
    return path.read_text().strip().encode()


def _keep_secret(path: Path, secret: str) -> None:
    """Put `secret` at `path` all at once: nobody ever reads a half of it. Who comes second changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret-{secrets.token_hex(8)}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        draft.write_text(secret + "\n")
        with suppress(FileExistsError):  # another process was first: its secret counts
            path.hardlink_to(draft)
    finally:
        draft.unlink()


def digest_of(key: str, secret: bytes) -> bytes:
    """HMAC-SHA256 of a key (32 bytes)."""
    return hmac.new(secret, key.encode(), hashlib.sha256).digest()


def create_key(session: Session, settings: Settings, *, role: str, states: list[str], label: str) -> str:
    """Store a new key and return its text, which is not kept anywhere.

    Raises BadParameterError for an unknown role or state, or an editor without a state.
    """
    if role not in ROLES:
        raise BadParameterError(f"There is no role {role!r}.", parameter="role", accepted=ROLES)
    unknown = [state for state in states if state not in STATES]
    if unknown:
        raise BadParameterError(f"There is no state {unknown[0]!r}.", parameter="state", accepted=STATES)
    if role == "editor" and not states:
        raise BadParameterError("An editor key is for at least one state: add --state NM.", parameter="state")
    key = new_key_text()
    digest = digest_of(key, server_secret(settings))
    session.add(ApiKey(prefix=key[:_SHOWN_CHARS], digest=digest, role=role, states=states, label=label))
    session.flush()
    return key


def has_any_key(session: Session) -> bool:
    """Whether a key was ever made."""
    return session.scalar(select(ApiKey.id).limit(1)) is not None


def principal_of(key: str, database: Database) -> Principal:
    """Who a key speaks for. Raises NotSignedInError for one that is malformed, unknown, revoked or expired."""
    if not looks_like_key(key):
        raise NotSignedInError(f"This is not a key of this service: {_wrong_form(key)}.")
    digest = digest_of(key, server_secret(database.settings))
    with database.read() as session:
        found = session.scalar(select(ApiKey).where(ApiKey.digest == digest))
    return _principal(found, database)


def principal_by_id(key_id: int, database: Database) -> Principal:
    """Who the key with this number speaks for, as it is now. Raises NotSignedInError like `principal_of`."""
    with database.read() as session:
        found = session.get(ApiKey, key_id)
    return _principal(found, database)


def _principal(found: ApiKey | None, database: Database) -> Principal:
    now = datetime.now(UTC)
    if (
        found is None
        or found.revoked_at is not None
        or (found.expires_at is not None and found.expires_at <= now)
    ):
        raise NotSignedInError("This key is not valid (any more): ask for a new one.")
    if found.last_used_on != now.date():
        _note_use(database, found.id)
    return Principal(found.id, found.role, frozenset(found.states), found.label, found.prefix)


def key_labels(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """What people call the keys behind these actors (`key:3`); actors that are no keys are left out."""
    numbers = {int(actor[4:]) for actor in actors if actor.startswith("key:") and actor[4:].isdecimal()}
    rows = session.execute(select(ApiKey.id, ApiKey.label).where(ApiKey.id.in_(numbers)))
    return {f"key:{number}": label for number, label in rows}


def _note_use(database: Database, key_id: int) -> None:
    with database.write(f"key:{key_id}") as session:
        session.execute(
            update(ApiKey).where(ApiKey.id == key_id).values(last_used_on=datetime.now(UTC).date())
        )
