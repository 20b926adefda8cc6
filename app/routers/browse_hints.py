"""What `/browse` offers when little or nothing was found, and what serves a place without being near it."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.catalog.coming_close import COMES, FARTHER, NEAR, Close, coming_close
from app.catalog.facets import Facets
from app.catalog.filters import AssetFilter, changed, to_pairs
from app.catalog.hints import (
    LITTLE,
    Loosened,
    alone,
    closest,
    corrected,
    everything_near,
    in_state,
    loosened,
    names_like,
    subject_in_state,
    wider,
)
from app.catalog.places_meant import place_meant, words_of_places
from app.catalog.rows import AssetRow
from app.catalog.search import RowPage
from app.catalog.serving import Apart, apart, home_of
from app.catalog.unsaid import seldom_said
from app.geography.lookup import Origin
from app.language import N_, _, gettext
from app.routers.asset_words import kind_in_words
from app.routers.sessions import today
from app.settings import Settings

_CLOSE_TITLES: Final = {
    NEAR: N_("Near here"),
    COMES: N_("Comes to you, or online"),
    FARTHER: N_("Farther away"),
}


@dataclass(frozen=True)
class Hint:
    """A link: what it leads to, and how many match there."""

    label: str
    query: str
    matched: int


@dataclass(frozen=True)
class Hints:
    """What is offered beside the list."""

    loosened: list[Hint]
    unsaid: list[str]
    closest: AssetRow | None
    close: list[Close]
    wider: Hint | None
    corrected: tuple[str, str] | None
    names: list[AssetRow]
    apart: Apart

    @property
    def close_groups(self) -> list[tuple[str, list[Close]]]:
        """What comes closest, group by group with its title; one without a title where no place is asked for."""
        groups = groupby(self.close, key=lambda each: each.group)
        return [(gettext(_CLOSE_TITLES[name]) if name else "", list(each)) for name, each in groups]

    @property
    def apart_words(self) -> str:
        """`12 programs and 1 institution`: what serves the place from elsewhere, the most first."""
        counted = sorted(self.apart.by_kind.items(), key=lambda each: -each[1])
        parts = [f"{count:,} {kind_in_words(kind, count)}" for kind, count in counted]
        if len(parts) < 2:
            return "".join(parts)
        return _("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])


def hints_of(
    session: Session, chosen: AssetFilter, page: RowPage, facets: Facets, settings: Settings
) -> Hints:
    """What helps with `page`; the more costly the fewer were found."""
    day, nothing, little = today(), page.matched == 0, page.matched < LITTLE
    origin = page.origin if chosen.near else None
    farther = (
        wider(session, chosen, origin, day, most_m=settings.radius_max_m) if nothing and origin else None
    )
    whole = closest(session, chosen, origin, day) if nothing and origin else None
    return Hints(
        _looser(session, chosen, facets, origin) if nothing else [],
        [each.words for each in seldom_said(session, chosen, day)] if nothing else [],
        whole,
        _no_farther(coming_close(session, chosen, origin, day), whole) if nothing else [],
        _link(farther) if farther else None,
        _corrected(session, chosen) if little else None,
        names_like(session, chosen.q, day) if nothing and chosen.q else [],
        apart(session, chosen, origin, day) if origin else Apart(0, []),
    )


def _no_farther(close: list[Close], whole: AssetRow | None) -> list[Close]:
    """All but what is farther away than what fits all of it, and fits less: that helps nobody."""
    if whole is None or whole.distance_m is None:
        return close
    most = whole.distance_m
    return [each for each in close if each.row.id != whole.id and (each.row.distance_m or 0) <= most]


def _looser(session: Session, chosen: AssetFilter, facets: Facets, origin: Origin | None) -> list[Hint]:
    """One name less, or the whole state; where that finds nothing either, two names or one alone.

    What leads away from a place keeps it to measure from, so that the nearest come first.
    """
    day = today()
    found = loosened(session, chosen, facets.without, day)
    _, state = home_of(session, origin) if origin is not None and not chosen.state else (None, None)
    if state:
        found = [in_state(session, chosen, state, day), *found]
    some = [each for each in found if each.matched] or [
        *_instead(session, chosen, state, day), *alone(session, chosen, day)
    ]  # fmt: skip
    return [_link(each, chosen.near) for each in some if each.matched]


def _instead(session: Session, chosen: AssetFilter, state: str | None, day: date) -> list[Loosened]:
    """Where no single wish can be dropped: the subject in the whole state, and all that is near."""
    subject = subject_in_state(session, chosen, state, day) if state else None
    return [
        *([subject] if subject else []),
        *([everything_near(session, chosen, day)] if chosen.near else []),
    ]


def _link(each: Loosened, start: str | None = None) -> Hint:
    return Hint(each.label, _query(each.filter, None if each.filter.near else start), each.matched)


def _query(chosen: AssetFilter, start: str | None = None) -> str:
    """What is left as text was read already; `start` is where distances begin."""
    more = [("read", "text")] if chosen.q else []
    return urlencode([*to_pairs(chosen), *more, *([("origin", start)] if start else [])])


def _corrected(session: Session, chosen: AssetFilter) -> tuple[str, str] | None:
    """A misspelt word in what was asked, else a misspelt place: what it may be, and the question with it."""
    better = corrected(chosen.q, words_of_places(session, chosen.q)) if chosen.q else None
    if better is not None:
        return better, urlencode(to_pairs(changed(chosen, {"q": better})))
    place = place_meant(session, chosen)
    return (place.label, urlencode(to_pairs(place.filter))) if place else None
