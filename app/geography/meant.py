"""Which of some words are names of places: for reading a search as people write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.geography.lookup import statement
from app.models.area import Area

NAMESAKES_MAX: Final = 4


@dataclass(frozen=True)
class MeantPlace:
    """The likeliest place of a name. `listed`: its state has an inventory. `people` live there (0: not known)."""

    kind: str
    geoid: str
    name: str
    state: str | None
    people: float
    listed: bool

    @property
    def label(self) -> str:
        """`Santa Fe, NM`"""
        return f"{self.name}, {self.state}" if self.state else self.name


def meant_places(
    session: Session, names: Sequence[tuple[str, str | None]]
) -> dict[tuple[str, str | None], MeantPlace]:
    """The place that each (name in lower case, state or None) means, where there is one; one statement."""
    parameters = {"names": [name for name, _ in names], "states": [state for _, state in names]}
    rows = session.execute(statement("meant_places"), parameters) if names else ()
    return {
        names[row.at]: MeantPlace(row.kind, row.geoid, row.name, row.state, row.people, row.listed)
        for row in rows
    }


def namesakes(session: Session, place: MeantPlace) -> list[MeantPlace]:
    """At most NAMESAKES_MAX towns or counties called as `place` is, in other states, the likeliest first.

    Towns only of states with an inventory: there are very many of some names.
    """
    if place.kind not in ("county", "place") or place.state is None:
        return []
    asked = {"kind": place.kind, "name": place.name, "state": place.state, "most": NAMESAKES_MAX}
    rows = session.execute(statement("namesakes"), asked | {"listed_only": place.kind == "place"})
    return [MeantPlace(place.kind, row.geoid, row.name, row.state, row.people, row.listed) for row in rows]


def is_zip(session: Session, code: str) -> bool:
    """Whether `code` is a known ZIP area."""
    return session.execute(statement("zip_point"), {"zip": code}).one_or_none() is not None


def county_names(session: Session, geoids: Sequence[str]) -> dict[str, str]:
    """`Luna County, NM` of each known county."""
    found = select(Area.geoid, Area.name, Area.state).where(Area.kind == "county", Area.geoid.in_(geoids))
    return {geoid: f"{name}, {state}" for geoid, name, state in session.execute(found)} if geoids else {}
