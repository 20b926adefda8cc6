"""Where else `/browse` leads: to other places of the name that was typed, and from questions about gaps to `/gaps`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.catalog.asking_gaps import asks_for_gaps
from app.catalog.filters import AssetFilter, changed, to_pairs
from app.catalog.serving import home_of
from app.catalog.understanding import Understood
from app.geography.lookup import Origin
from app.geography.meant import MeantPlace, county_names, namesakes
from app.language import _
from app.vocabulary.codes import STATES


@dataclass(frozen=True)
class Way:
    """A link of this site."""

    label: str
    address: str


def other_places(session: Session, read: Understood) -> tuple[str, list[Way]]:
    """(`San Juan County`, a link to the same question in each other state that has one); no links without any."""
    if read.unsure is None:
        return "", []
    found = namesakes(session, read.unsure)
    return read.unsure.name, [
        Way(STATES.label(each.state), f"/browse?{_asking(read.filter, each)}") for each in found if each.state
    ]


def _asking(chosen: AssetFilter, place: MeantPlace) -> str:
    there = {"near": place.label} if chosen.near else {"county": (place.geoid,)}
    return urlencode([*to_pairs(changed(chosen, there)), *([("read", "text")] if chosen.q else [])])


def gap_ways(session: Session, typed: str, chosen: AssetFilter, origin: Origin | None) -> list[Way]:
    """Where a question about who has nothing is answered: `/gaps` for its state, the page and report of its county."""
    if not asks_for_gaps(typed):
        return []
    county, state = home_of(session, origin) if origin and chosen.near else (None, None)
    counties = county_names(session, chosen.county or ((county,) if county else ()))
    states = chosen.state or _states(counties.values()) or ((state,) if state else ())
    return [_gaps(states), *(way for geoid, name in counties.items() for way in _of_county(geoid, name))]


def _states(labels: Iterable[str]) -> tuple[str, ...]:
    """The states of `Luna County, NM` and others."""
    return tuple(dict.fromkeys(label.rpartition(", ")[2] for label in labels))


def _gaps(states: Sequence[str]) -> Way:
    if not states:
        return Way(_("Who has nothing near, by county"), "/gaps")
    names = ", ".join(STATES.label(state) for state in states)
    query = urlencode([("states", ",".join(states))], safe=",")
    return Way(_("Who has nothing near in %(state)s", state=names), f"/gaps?{query}")


def _of_county(geoid: str, name: str) -> list[Way]:
    plain = name.rpartition(",")[0]
    return [
        Way(_("About %(place)s", place=plain), f"/counties/{geoid}"),
        Way(_("Report on %(place)s", place=plain), f"/reports/counties/{geoid}"),
    ]
