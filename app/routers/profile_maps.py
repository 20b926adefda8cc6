"""Maps of the pages of states and counties: one SVG each, made here, with words for whoever does not see it."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from app.coverage.profile.profiles import REACH_M, Profile
from app.language import _
from app.language.numbers import number, percent
from app.maps.classes import Classes, fixed_classes
from app.maps.svg import Dot, Picture, Shape, Town, rings_of, svg_map
from app.routers.templates import miles

_LARGEST: Final = 26.0
_SMALLEST: Final = 3.0
_GROUND: Final = Classes("", (0.5,), ("", ""), ("#dfe4ea", "#fbf7ef"))
"""Neighbours, and the county itself."""
_RADII: Final = {"opportunity": 4.5, "institution": 4.0, "program": 2.8}
_LARGER: Final = {"opportunity": 7.0, "institution": 6.5, "program": 4.0}
_THIN: Final = ("low", "no data")


def share_classes() -> Classes:
    """The classes of the share of people beyond reach."""
    found = fixed_classes("share", REACH_M)
    assert found is not None  # noqa: S101 - shares have fixed classes
    return found


def state_map(profile: Profile) -> Markup:
    """Counties by the share of their people beyond reach, each a link to its page; assets as points."""
    found = profile.document["gaps"]
    rows = {each["geoid"]: each for each in found["counties"]} if found else {}
    shapes = [_shape(each, rows.get(each["id"])) for each in profile.outlines]
    picture = Picture(
        _("Counties of %(state)s by people beyond reach", state=profile.name),
        _("The table of counties below says the same."),
        share_classes(),
        ident="statemap",
    )
    dots = _assets(profile, _RADII)
    return Markup(svg_map(shapes, dots, picture, _towns(profile)))  # noqa: S704 - escaped there


def _shape(outline: Mapping[str, Any], row: Mapping[str, Any] | None) -> Shape:
    geoid, name = outline["id"], outline["properties"]["name"]
    share = row["share_beyond"] if row else None
    number_of = int(share_classes().of(np.array([np.nan if share is None else share]))[0])
    return Shape(
        geoid,
        rings_of(outline["geometry"]),
        county_words(name, row),
        number_of,
        href=f"/counties/{geoid}",
        hatched=row is not None and row["confidence"] in _THIN,
    )


def county_words(name: str, row: Mapping[str, Any] | None) -> str:
    """One county in a sentence: for its tooltip and for screen readers."""
    if row is None or row["share_beyond"] is None:
        return _("%(name)s: no figures of people", name=name)
    return _(
        "%(name)s: %(beyond)s of %(people)s people (%(share)s) beyond 25 miles",
        name=name,
        beyond=number(row["people_beyond"]),
        people=number(row["people"]),
        share=percent(row["share_beyond"]),
    )


def county_map(profile: Profile) -> Markup:
    """The county with its neighbours; people as circles, those beyond reach in another colour; programs as points."""
    geoid = profile.county.geoid if profile.county else ""
    shapes = [
        Shape(
            each["id"],
            rings_of(each["geometry"]),
            "{name}, {state}".format(**each["properties"]),
            int(each["id"] == geoid),
            href=None if each["id"] == geoid else f"/counties/{each['id']}",
            here=each["id"] == geoid,
        )
        for each in profile.outlines
    ]
    picture = Picture(
        _("Where people of %(county)s live, and which of them are beyond reach", county=profile.name),
        _map_words(profile),
        _GROUND,
        ident="countymap",
        around=True,
    )
    dots = [
        *_people(profile, geoid),
        *(each for each in _assets(profile, _LARGER) if each.kind != "opportunity"),
    ]
    return Markup(svg_map(shapes, dots, picture, _towns(profile)))  # noqa: S704 - escaped there


def _map_words(profile: Profile) -> str:
    row = profile.document["gaps"] and profile.document["gaps"]["county"]
    if not row or row["farthest_m"] is None:
        return _("No figures of people, or no program to measure to.")
    return _(
        "%(words)s of any informal STEM program. From its farthest ZIP area the nearest one is %(miles)s miles away.",
        words=county_words(profile.name, row),
        miles=miles(row["farthest_m"]),
    )


def _assets(profile: Profile, radii: Mapping[str, float]) -> list[Dot]:
    """Points of assets, programs on top and smaller, so that what is under them is seen."""
    order = list(radii)
    points = sorted(profile.points, key=lambda point: order.index(point[2]))
    return [Dot(lon, lat, kind, radii[kind]) for lon, lat, kind in points]


def _people(profile: Profile, geoid: str) -> list[Dot]:
    """Points of people of the county, the largest first, as circles whose areas are in proportion."""
    if profile.gaps is None:
        return []
    found = profile.gaps.whole.found
    points = found.context.points
    here = [at for at, county in enumerate(found.context.county) if county == geoid and points.people[at] > 0]
    most = max((float(points.people[at]) for at in here), default=1.0)
    here.sort(key=lambda at: -points.people[at])
    return [
        Dot(
            float(points.lon[at]),
            float(points.lat[at]),
            "beyond" if found.gap[at] else "within",
            max(_SMALLEST, _LARGEST * sqrt(float(points.people[at]) / most)),
        )
        for at in here
    ]


def _towns(profile: Profile) -> Sequence[Town]:
    return [Town(lon, lat, name) for name, lon, lat in profile.towns]
