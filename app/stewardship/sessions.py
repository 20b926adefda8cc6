"""Signed-in browsers: a token that names a key and an hour of expiry, signed with the service's secret.

Nothing is stored. The key is looked up at every request, so that a revoked key signs its browsers out at once.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from app.db.engine import Database
from app.errors import NotSignedInError
from app.settings import Settings
from app.stewardship.keys import Principal, principal_by_id, server_secret

_VERSION = "1"
_NONCE_BYTES = 9


def _signature(purpose: str, message: str, settings: Settings) -> str:
    """HMAC-SHA256 under a key of its own for each purpose, so that no text signed for one serves another."""
    key = hmac.new(server_secret(settings), f"stemmap {purpose}".encode(), hashlib.sha256).digest()
    signed = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def sign(purpose: str, subject: str, settings: Settings, until: datetime) -> str:
    """A token that says `subject` until a moment, for one `purpose`. The subject is readable, not secret."""
    message = ".".join((_VERSION, subject, str(int(until.timestamp())), secrets.token_urlsafe(_NONCE_BYTES)))
    return f"{message}.{_signature(purpose, message, settings)}"


def subject_of(purpose: str, token: str, settings: Settings, now: datetime | None = None) -> str | None:
    """What `token` says, or None where it is not ours, for another purpose, or too old."""
    message, _, given = token.rpartition(".")
    if not token.isascii() or not hmac.compare_digest(_signature(purpose, message, settings), given):
        return None
    version, subject, until, _ = message.split(".")
    if version != _VERSION or int(until) <= (now or datetime.now(UTC)).timestamp():
        return None
    return subject


def session_token(caller: Principal, settings: Settings) -> str:
    """The token of a browser that signs in now."""
    until = datetime.now(UTC) + timedelta(hours=settings.session_hours)
    return sign("session", str(caller.key_id), settings, until)


def principal_of_session(token: str, database: Database) -> Principal:
    """Who a signed-in browser speaks for. Raises NotSignedInError when signed out, revoked or expired."""
    subject = subject_of("session", token, database.settings)
    if subject is None:
        raise NotSignedInError("You are signed out: sign in again.")
    return principal_by_id(int(subject), database)
