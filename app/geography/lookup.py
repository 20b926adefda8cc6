"""Where is that? A point, a ZIP code, a town or a county, as people type it, becomes one place on earth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from app.errors import BadParameterError
from app.language import _
from app.vocabulary.codes import STATES, state_of, zip_of

_POINT = re.compile(r"^([+-]?[0-9]{1,3}(?:\.[0-9]*)?)\s*,\s*([+-]?[0-9]{1,3}(?:\.[0-9]*)?)$")
_COUNTY = re.compile(r"\b(county|parish|borough|census area|municipio)$", re.IGNORECASE)
_SHORT: Final = {"st": "Saint", "ft": "Fort", "mt": "Mount"}
_CITIES_LIKE_STATES: Final = frozenset({"new york", "washington"})
"""Names of states that mean a city when somebody asks what is near."""


@dataclass(frozen=True)
class Origin:
    """A place to measure from: degrees, and what to call it."""

    lon: float
    lat: float
    label: str


def find_origin(session: Session, near: str, *, parameter: str = "near") -> Origin:
    """The place `near` names: `35.7,-105.9` (latitude first), `87501`, `Santa Fe, NM`, `Taos`, `Luna County`.

    A name without its state means the most populous place of that name, and the label says which one that is.
    Raises BadParameterError naming `parameter`, with names that look alike, when there is none.
    """
    plain = " ".join(near.split())
    origin = _point(plain) or _zip(session, plain, parameter)
    if origin is None:
        _refuse_state(plain, parameter)
        origin = _named(session, *split_state(plain))
    if origin is None:
        raise BadParameterError(
            _(
                "No place called `%(name)s` is known: write a ZIP code, a town and state (Santa Fe, NM), a county, or "
                "latitude,longitude.",
                name=plain[:80],
            ),
            parameter=parameter,
            accepted=_suggestions(session, *split_state(plain)),
        )
    return origin


def _point(plain: str) -> Origin | None:
    match = _POINT.match(plain)
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[2])
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return Origin(lon, lat, f"{lat:.4f}, {lon:.4f}")


def _zip(session: Session, plain: str, parameter: str) -> Origin | None:
    code = zip_of(plain)
    if code is None:
        return None
    found = session.execute(statement("zip_point"), {"zip": code}).one_or_none()
    if found is None:
        raise BadParameterError(
            _(
                "ZIP code %(code)s is not a known ZIP area (some are post office boxes or single buildings): use one "
                "next to it, or a town.",
                code=code,
            ),
            parameter=parameter,
            accepted=list(session.scalars(statement("zip_neighbours"), {"zip": code, "prefix": code[:3]})),
        )
    return Origin(found.lon, found.lat, ", ".join(filter(None, (f"{code} {found.name}", found.state))))


def _refuse_state(plain: str, parameter: str) -> None:
    state = state_of(plain)
    if state is not None and plain.lower() not in _CITIES_LIKE_STATES:
        raise BadParameterError(
            _(
                "`%(state)s` is a state, not a point to measure from: use state=%(code)s, or a town.",
                state=STATES.label(state),
                code=state,
            ),
            parameter=parameter,
        )


def split_state(plain: str) -> tuple[str, str | None]:
    """`Santa Fe, NM`, `Santa Fe NM` and `Santa Fe, New Mexico` as (`Santa Fe`, `NM`); no state is None."""
    name, comma, tail = plain.rpartition(",")
    if comma and (state := state_of(tail)):
        return name.strip(), state
    name, space, tail = plain.rpartition(" ")
    if space and tail.upper() in STATES:
        return name.strip(), tail.upper()
    return plain, None


def spellings(name: str) -> list[str]:
    """The ways lists write `name`: as given, in title case; `St X` also as `St. X`, `Saint X`."""
    first, _, rest = name.partition(" ")
    short = first.lower().rstrip(".")
    long_of = {long.lower(): key for key, long in _SHORT.items()}
    short = long_of.get(short, short)
    variants = [name]
    if rest and short in _SHORT:
        variants += [f"{short}. {rest}", f"{short} {rest}", f"{_SHORT[short]} {rest}"]
    return list(dict.fromkeys(way for each in variants for way in (each, each.title())))


def _named(session: Session, name: str, state: str | None) -> Origin | None:
    ways = spellings(name)
    found = session.execute(
        statement("named_place"),
        {
            "lowered": list({way.lower() for way in ways}),
            "spelled": ways,
            "is_county": _COUNTY.search(name) is not None,
            "state": state,
        },
    ).first()
    return Origin(found.lon, found.lat, found.label) if found else None


def _suggestions(session: Session, name: str, state: str | None) -> list[str]:
    return list(session.scalars(statement("place_suggestions"), {"name": name, "state": state}))


def places_beginning(
    session: Session, typed: str, states: Sequence[str] = (), *, only_listed: bool = False
) -> list[str]:
    """Names (`Farmington, NM`) of at most eight places that begin with `typed`: for completing what is typed.

    With `states` (postal codes) only of these; with `only_listed` only of states with an inventory.
    """
    asked = {"name": " ".join(typed.split()), "states": list(states), "only_listed": only_listed}
    return list(session.scalars(statement("places_beginning"), asked)) if asked["name"] else []


@cache
def statement(name: str) -> TextClause:
    """The statement in sql/<name>.sql."""
    return text((files("app.geography") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
