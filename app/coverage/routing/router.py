"""One routing service: where it is, what it speaks, how much it is asked at a time. And what it may answer wrongly."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats
from app.errors import AppError
from app.settings import Settings

PROFILES: Final = {"osrm": "driving", "valhalla": "auto"}


class RouterError(AppError):
    """The routing service gave no answer that can be used."""

    status = 502
    code = "router-failed"


class NoRoadError(RouterError):
    """The routing service finds no road near one of the points."""

    code = "router-no-road"


class TooManyPairsError(RouterError):
    """The routing service takes fewer pairs at a time."""

    code = "router-too-many-pairs"


class NoRouterError(AppError):
    """No routing service is set up: set STEMMAP_ROUTER_URL (an OSRM or Valhalla service), or give a `--speed`."""

    status = 409
    code = "no-router"


@dataclass(frozen=True)
class Router:
    """Settings of one service; see app.settings for what each means."""

    url: str
    kind: Literal["osrm", "valhalla"] = "osrm"
    profile: str = "driving"
    pairs_max: int = 2500
    timeout_s: float = 30.0
    at_once: int = 2
    tries: int = 4
    wait_s: float = 1.0
    snap_max_m: float = 5000.0
    answer_max_bytes: int = 64 * 2**20

    @property
    def key(self) -> tuple[str, str, str, float]:
        """What its times depend on."""
        return self.kind, self.url, self.profile, self.snap_max_m


def router_of(settings: Settings) -> Router:
    """The service of the operator. Raises NoRouterError where none is set."""
    if settings.router_url is None:
        raise NoRouterError
    return Router(
        settings.router_url,
        settings.router_kind,
        settings.router_profile or PROFILES[settings.router_kind],
        settings.router_pairs_max,
        settings.router_timeout_s,
        settings.router_at_once,
        settings.router_tries,
        settings.router_wait_s,
        settings.router_snap_max_m,
        settings.router_answer_max_bytes,
    )


@dataclass(frozen=True)
class Sent:
    """One request: a path below the service's address, and a JSON body where it is a POST."""

    path: str
    body: bytes | None = None


@dataclass(frozen=True, eq=False)
class Block:
    """`minutes` (n, m) from n origins to m destinations, NaN where there is no way.

    `origin_off_m` (n,) and `destination_off_m` (m,): how far each was moved to a road, NaN where that is not said.
    """

    minutes: Floats
    origin_off_m: Floats
    destination_off_m: Floats


def matrix_of(rows: object, shape: tuple[int, int], what: str) -> Floats:
    """A list of lists of numbers and nulls as an array of `shape`, NaN for null. Raises RouterError."""
    good = isinstance(rows, list) and len(rows) == shape[0]
    if not (good and all(isinstance(row, list) and len(row) == shape[1] for row in rows)):  # type: ignore[attr-defined]
        raise RouterError(
            f"The routing service answered `{what}` of another shape than {shape[0]} × {shape[1]}: is its kind "
            "(STEMMAP_ROUTER_KIND) right?"
        )
    try:
        found = np.array(rows, dtype=np.float64).reshape(shape)
    except (TypeError, ValueError):
        raise RouterError(
            f"The routing service answered `{what}` with something that is no number."
        ) from None
    if bool((found < 0).any()):
        raise RouterError(f"The routing service answered `{what}` with a negative number.")
    return found


def far(block: Block, most_m: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which origins (n,) and destinations (m,) were moved farther than `most_m`."""
    return block.origin_off_m > most_m, block.destination_off_m > most_m
