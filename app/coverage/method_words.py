"""How an answer came about: formula, unit, source, vintages, and what was checked. Pure."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np

from app.coverage.results import CoverageAnswer
from app.coverage.sensitivity import people_beyond
from app.settings import MILE_M

METHOD: Final = {
    "distance": "Geodesic on the WGS84 ellipsoid from the point of each ZIP area (or finer area) to the nearest "
    "matching asset, in metres; not along roads. A person exactly at the distance is within it.",
    "people": "People are counted at the points of their ZIP areas, or of finer areas where their figures are loaded; "
    "a county or state is the sum of its points. nearest_m is the mean over the people of an area, farthest_m its "
    "farthest inhabited point.",
    "assets": "Assets on either side of a state line count, unless `state` narrows them. An asset that serves a "
    "radius is at distance 0 inside it and as far as its edge outside; one that serves listed counties is at distance "
    "0 in them; a mobile program is where it stops, for about a year before and after the visit. Assets that serve a "
    "whole state or the country, or are online, and assets without a place have no part in distances unless included. "
    "Measures that share assets among people take one that serves a radius at its point and leave out one that serves "
    "listed areas.",
    "limits": "Only assets in the inventory are known: where a neighbouring state's is missing, people near "
    "that border look farther from one than they are; such areas are marked `edge`.",
    "margins": "Margins are at 90 % and are those of the figures of people alone: part of a published figure has that "
    "part of its margin, and margins of different figures add up as the root of the sum of their squares (Census "
    "Bureau, Understanding and Using American Community Survey Data, 2020). None where the source gives none.",
    "confidence": "The weakest of four links: how long ago the state sent its inventory (only the unverified starter "
    "list known there: not inventoried; nothing: no data), how many of the nearest assets are verified, how exactly "
    "they are placed, and the margin of people.",
}
"""How an answer comes about, for whoever uses its numbers."""
CURVE_MILES: Final = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 150)
"""Distances of the sensitivity curve, besides the one asked for."""
CURVE_MINUTES: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120)
"""The same of an answer by a travel table."""
TRAVEL: Final = (
    "Minutes of the travel table named in the question, from the area of each point to the asset; a pair that is not "
    "in the table is out of reach. A person exactly at the bound is within it."
)


def method_record(answer: CoverageAnswer) -> dict[str, Any]:
    """METHOD with what holds for this answer."""
    question = answer.question
    how, context = question.how, answer.found.context
    return METHOD | {
        **({"distance": TRAVEL} if question.travel else {}),
        "measure": how.measure,
        "measure_label": how.method.label,
        "formula": how.method.formula,
        "unit": how.method.unit,
        "citation": how.method.citation,
        "decay": how.decay or None,
        "threshold": answer.found.threshold,
        "circuity": how.circuity,
        "figures": answer.figures.choice,
        "facts": dict(context.counties.origin) | dict(context.layer.origin),
    }


def identity_records(answer: CoverageAnswer) -> list[dict[str, Any]]:
    """What was checked, with both sides; an answer in which one does not hold is withheld."""
    return [asdict(each) | {"holds": True} for each in answer.identities]


def curve_records(answer: CoverageAnswer) -> list[dict[str, Any]]:
    """People whose nearest asset is farther than each of some distances: how much the answer depends on its own."""
    people = answer.found.context.points.people
    travel = answer.question.travel
    marks = CURVE_MINUTES if travel else tuple(miles * MILE_M for miles in CURVE_MILES)
    chosen = sorted({*marks, answer.question.bound})
    beyond = people_beyond(answer.found.nearest_m, people, np.array(chosen))
    whole = float(people.sum())
    return [
        {
            "minutes" if travel else "distance_m": round(bound, 3),
            "people_beyond": round(each, 1),
            "share_beyond": round(each / whole, 6) if whole > 0 else None,
        }
        for bound, each in zip(chosen, beyond.tolist(), strict=True)
    ]
