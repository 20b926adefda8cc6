"""What a gap map colours and tells of each area, as columns: small enough to be fetched at every move of a slider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.area_gaps import AreaGaps
from app.coverage.confidence import LOW
from app.coverage.results import CoverageAnswer
from app.coverage.sure_words import confidence_said
from app.coverage.tables import counts
from app.language import _, gettext
from app.maps.breaks import Classing, Floats
from app.maps.classes import GAP_COLORS, NO_DATA, Classes, View, classes_of, named_classes

_SHARE_DIGITS: Final = 4
_METRE_DIGITS: Final = 0
_MINUTE_DIGITS: Final = 1
_DEGREE_DIGITS: Final = 5


@dataclass(frozen=True, eq=False)
class Painted:
    """What the map shows of a areas: `values` (a,) that are classed (NaN: no data), or `classes` of their own."""

    view: View
    values: Floats
    classes: Classes | None = None
    notes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """More columns for the card of an area, by name."""
    title: str = ""


def painted(answer: CoverageAnswer, view: View) -> Painted:
    """The values of the views that every answer has."""
    areas = answer.areas
    inhabited = areas.people > 0
    if view == "access":
        method = answer.question.how.method
        classes_title = f"{gettext(method.label)} ({gettext(method.unit)})"
        return Painted(view, np.where(inhabited, areas.value, np.nan), title=classes_title)
    if view == "distance":
        return Painted(view, areas.nearest_m)
    if view == "gap":
        return _most_beyond(areas.people_beyond, areas.people)
    if view == "people":
        return Painted(view, np.where(inhabited, areas.people_beyond, np.nan))
    share = np.divide(areas.people_beyond, areas.people, out=np.full(len(areas), np.nan), where=inhabited)
    return Painted("share", share)


def _most_beyond(beyond: Floats, people: Floats) -> Painted:
    """One's own definition: a gap where more than half of the people are beyond."""
    gap = np.where(people > 0, (beyond > people / 2).astype(np.float64), np.nan)
    classes = named_classes(_("A gap: most people beyond"), (_("No gap"), _("Gap")), GAP_COLORS)
    return Painted("gap", gap, classes)


def classes_for(sides: Sequence[tuple[CoverageAnswer, Painted]], classing: Classing) -> Classes:
    """One set of classes for all maps that are shown together, by the distance of the first."""
    answer, first = sides[0]
    if first.classes:
        return first.classes
    together = np.concatenate([shown.values for _, shown in sides])
    question = answer.question
    timed = question.travel is not None
    found = classes_of(first.view, question.bound, together, classing, timed=timed)
    return replace(found, title=first.title) if first.title else found


def map_values(answer: CoverageAnswer, shown: Painted, classes: Classes) -> dict[str, Any]:
    """The columns of `answer` in the order of its areas, the class of each area, and the classes."""
    areas = answer.areas
    return {
        "kind": answer.question.areas,
        "view": shown.view,
        "title": classes.title,
        "labels": classes.labels,
        "colors": classes.colors,
        "noData": NO_DATA,
        "classOf": classes.of(shown.values).tolist(),
        "geoid": areas.geoid.tolist(),
        "name": areas.name.tolist(),
        "state": areas.state.tolist(),
        "lon": np.round(areas.lon, _DEGREE_DIGITS).tolist(),
        "lat": np.round(areas.lat, _DEGREE_DIGITS).tolist(),
        "people": counts(areas.people),
        "beyond": counts(areas.people_beyond),
        **_reach(answer),
        **_nearest_assets(areas),
        **_sure(answer),
        **shown.notes,
    }


def _reach(answer: CoverageAnswer) -> dict[str, Any]:
    """How far people go at most and how far the nearest is: in metres, or in minutes of a travel table."""
    travel, nearest = answer.question.travel, answer.areas.nearest_m
    if travel:
        return {"minutes": travel.minutes, "nearestMin": known(nearest, _MINUTE_DIGITS)}
    return {"distanceM": answer.question.distance_m, "nearestM": known(nearest, _METRE_DIGITS)}


def _sure(answer: CoverageAnswer) -> dict[str, Any]:
    """Margins and confidence of each area; areas that are not sure are hatched."""
    areas = answer.areas
    words, number = np.unique(areas.reasons.astype(str), return_inverse=True)
    return {
        "moe": known(areas.people_moe, 0),
        "beyondMoe": known(areas.people_beyond_moe, 0),
        "confidences": [confidence_said(each) for each in words.tolist()],
        "confidence": number.tolist(),
        "hatch": hatched(areas.confidence),
        "hatchWords": _("Hatched: not sure (see card)"),
        "unhatched": _("No area is sure, so none is hatched (see card)")
        if all_unsure(areas.confidence)
        else "",
    }


def known(values: Floats, digits: int) -> list[float | None]:
    """Rounded numbers; None for NaN."""
    return [None if each != each else each for each in np.round(values, digits).tolist()]


def hatched(grades: NDArray[np.signedinteger[Any]]) -> list[int]:
    """1 for areas (a,) whose confidence is low, that are not inventoried or have no data, which the map hatches.

    Where that is every area none is hatched: it would tell nothing apart, and make the colours hard to read.
    """
    if all_unsure(grades):
        return [0] * len(grades)
    return [int(grade <= LOW) for grade in grades.tolist()]


def all_unsure(grades: NDArray[np.signedinteger[Any]]) -> bool:
    """Whether no area (a,) is sure."""
    return bool(grades.size and (grades <= LOW).all())


def _nearest_assets(areas: AreaGaps) -> dict[str, object]:
    """Names and ids of the assets that are nearest to some area, and of each area which of them it is (-1: none)."""
    named, place = np.unique(areas.asset, return_inverse=True)
    known = named[named >= 0].tolist()
    return {
        "asset": (place - int(named.size > len(known))).tolist(),
        "assets": [areas.asset_names[each] for each in known],
        "assetIds": [str(areas.asset_ids[each]) for each in known],
    }
