"""Which place a report is about. Pure but for looking up a county."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.catalog.profile.places import county_meant
from app.errors import NotFoundError
from app.settings import Settings
from app.vocabulary.alliances import alliances_of
from app.vocabulary.codes import STATES, state_of

SCOPE_KINDS: Final = ("states", "counties", "alliances")
"""As addresses name them."""


@dataclass(frozen=True)
class Scope:
    """`code`: postal code, GEOID, or name of an alliance; `states` it lies in; `county`: its GEOID if it is one."""

    kind: str
    code: str
    name: str
    states: tuple[str, ...]
    county: str | None = None
    lon: float = 0.0
    lat: float = 0.0

    @property
    def path(self) -> str:
        """`counties/35045`: the end of addresses about it."""
        return f"{self.kind}/{self.code}"

    @property
    def state(self) -> str | None:
        """Its state; None for an alliance."""
        return self.states[0] if len(self.states) == 1 else None


def scope_of(session: Session, settings: Settings, kind: str, code: str) -> Scope:
    """The place that an address names. Raises NotFoundError for none, with the names most alike for counties."""
    if kind == "states" and (state := state_of(code)):
        return Scope(kind, state, STATES.label(state), (state,))
    if kind == "counties":
        found = county_meant(session, code)
        return Scope(kind, found.geoid, found.name, (found.state,), found.geoid, found.lon, found.lat)
    alliances = alliances_of(settings)
    if kind == "alliances" and (alliance := alliances.get(code.lower())):
        return Scope(kind, code.lower(), alliance.name, alliance.states)
    raise NotFoundError(
        "There is no report at this address: it is /reports/states/NM, /reports/counties/35045 or "
        f"/reports/alliances/{next(iter(alliances))}."
    )
