"""Fair use: each caller may ask for so many units in a minute, and every answer says how many are left.

The fields are those of draft-ietf-httpapi-ratelimit-headers-10. Each worker counts for itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooManyError
from app.routers.limits_buckets import WINDOW_S, Buckets, Taken
from app.routers.limits_callers import Caller, Callers
from app.routers.limits_costs import cost_of
from app.routers.problems import answer
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Charge:
    """What became of a request: the fields that its answer gets, and why it is refused, if it is."""

    fields: list[tuple[bytes, bytes]]
    refusal: TooManyError | None = None


CHARGE: Final = "stemmap.charge"
"""Where a request that was charged already says so in its scope."""


class Limits:
    """What each caller of this worker asked for."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._callers = Callers(settings, clock)
        self._buckets = Buckets(settings.rate_limit_callers_kept)

    async def charge(self, scope: Scope) -> Charge | None:
        """Take what the request costs from its caller; None where it costs nothing."""
        cost = cost_of(scope["path"])
        if not cost or not self._settings.rate_limit:
            return None
        caller = await self._callers.of(scope)
        taken = self._buckets.take(caller.name, cost, caller.quota, self._clock())
        refusal = None if taken.granted else _refusal(caller, taken, self._settings)
        return Charge(_fields(caller, taken), refusal)


class RateLimits:
    """Count what each caller asks for; who asks for too much is told when there is room again."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        charge = scope.get(CHARGE)
        if charge is None and scope["type"] == "http":
            charge = await self._limits.charge(scope)
        if charge is None:
            await self._app(scope, receive, send)
            return
        fields = charge.fields

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *fields]}
            await send(message)

        refused = charge.refusal and answer(Request(scope), charge.refusal)
        await (refused or self._app)(scope, receive, send_with_fields)


def _fields(caller: Caller, taken: Taken) -> list[tuple[bytes, bytes]]:
    return [
        (b"ratelimit-policy", f'"{caller.policy}";q={caller.quota};w={WINDOW_S}'.encode()),
        (b"ratelimit", f'"{caller.policy}";r={taken.left};t={taken.full_in_s}'.encode()),
    ]


def _refusal(caller: Caller, taken: Taken, settings: Settings) -> TooManyError:
    wait = f"{taken.wait_s} second{'s' if taken.wait_s != 1 else ''}"
    told = f"asked for more than {caller.quota:,} units in a minute: try again in {wait}"
    if caller.policy == "key":
        text = f"This key {told}, or take whole files instead of many pages."
    else:
        text = (
            f"Your address {told}. With a key (`Authorization: Bearer stem_…`) there are"
            f" {settings.rate_limit_key:,} units, and whole files cost less than many pages."
        )
    return TooManyError(text, retry_after_s=taken.wait_s)
