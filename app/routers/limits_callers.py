"""Who shares a quota: a valid key has its own, everyone else the one of the address the request came from."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final

import psycopg
from starlette.requests import Request
from starlette.types import Scope

from app.errors import AppError
from app.routers.limits_buckets import Buckets
from app.routers.reading import reading
from app.settings import Settings
from app.stewardship.keys import digest_of, looks_like_key, server_secret

_KNOWN_FOR_S: Final = 60.0
_VALID: Final = """
SELECT id FROM api_key
WHERE digest = %(digest)s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
"""


@dataclass(frozen=True)
class Caller:
    """Whose bucket it is, and how large that is."""

    name: str
    policy: str
    quota: int


class Callers:
    """Who calls; keys that were looked up are known for a minute, so that a limit costs no statement."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._known: OrderedDict[bytes, tuple[int | None, float]] = OrderedDict()
        self._look_ups = Buckets(settings.rate_limit_callers_kept)

    async def of(self, scope: Scope) -> Caller:
        """The caller of the request that `scope` describes."""
        address = address_of(scope)
        key = _key_text(scope)
        number = await self._number(Request(scope), key, address) if looks_like_key(key) else None
        if number is not None:
            return Caller(f"key {number}", "key", self._settings.rate_limit_key)
        return Caller(f"address {address}", "address", self._settings.rate_limit)

    async def _number(self, request: Request, key: str, address: str) -> int | None:
        name, now = hashlib.sha256(key.encode()).digest(), self._clock()
        number, until = self._known.get(name, (None, 0.0))
        if now < until:
            return number
        if not self._look_ups.take(address, 1, self._settings.rate_limit_look_ups, now).granted:
            return None
        try:
            number = await self._look_up(request, key)
        except (psycopg.Error, AppError):
            return None
        self._known[name] = (number, now + _KNOWN_FOR_S)
        self._known.move_to_end(name)
        if len(self._known) > self._settings.rate_limit_callers_kept:
            self._known.popitem(last=False)
        return number

    async def _look_up(self, request: Request, key: str) -> int | None:
        digest = digest_of(key, server_secret(self._settings))
        rows = await reading(request).reader.rows(_VALID, {"digest": digest})
        return int(rows[0][0]) if rows else None


def _key_text(scope: Scope) -> str:
    """What may be a key in `Authorization: Bearer …` or `X-API-Key`, else nothing."""
    given = {name: value for name, value in scope["headers"] if name in (b"authorization", b"x-api-key")}
    if not given:
        return ""
    scheme, _, token = given.get(b"authorization", b"").decode("latin-1").partition(" ")
    key: str = token if scheme.lower() == "bearer" else given.get(b"x-api-key", b"").decode("latin-1")
    return key.strip()


def address_of(scope: Scope) -> str:
    """Where a request came from; of an IPv6 address the network of its household (/64)."""
    client = scope.get("client")
    host: str = client[0] if client else "unknown"
    if ":" not in host:
        return host
    try:
        address = IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else f"{IPv6Address(int(address) >> 64 << 64)}/64"
