"""Words on a gap page that no answer says by itself. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from app.coverage.confidence import LOW
from app.coverage.nobody_words import more_words
from app.coverage.presets import PRESETS
from app.coverage.presets.judging import CURES
from app.coverage.presets.model import Need
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer, reason_of
from app.coverage.sure_words import reasons_said
from app.coverage.unequal import inequality
from app.coverage.words import body, lead, paragraph
from app.language import N_, _, gettext
from app.routers.gap_asking import Asked
from app.routers.gap_drawing import Side
from app.routers.gap_form import AREA_KINDS, distance_words
from app.vocabulary.people import GROUPS

_INDICES: Final = {
    "gini": "Gini", "theil": "Theil", "theil_between": N_("of it between states"),
    "concentration": N_("concentration by poverty"), "palma": "Palma",
    "headcount": N_("share with less than half the mean"),
}  # fmt: skip


def inequality_context(answer: CoverageAnswer) -> dict[str, Any]:
    """How unequally access is shared out, where groups are compared."""
    if not answer.groups:
        return {"inequality": None, "inequality_rows": []}
    found = inequality(answer.found)
    many = len({*answer.found.context.points.state.tolist()}) > 1
    rows = [
        (label, abs(value) if name.startswith("theil") else value)  # a rounding error is no sign
        for name, label in _INDICES.items()
        if (value := getattr(found, name)) is not None and (many or name != "theil_between")
    ]
    method = answer.question.how.method
    within = _("assets within that time") if answer.question.travel else _("assets within the distance")
    of = within if method.cost else f"{gettext(method.label).lower()} ({gettext(method.unit)})"
    return {"inequality": found, "inequality_of": of, "inequality_rows": rows}


def side_names(asked: Asked) -> list[str]:
    """What tells the maps of a page apart: the parts of the questions that differ."""
    if asked.other is None:
        return [", ".join(_parts(asked.question).values())]
    first, second = _parts(asked.question), _parts(asked.other)
    differing = [name for name in first if first[name] != second[name]] or list(first)
    return [", ".join(parts[name] for name in differing) for parts in (first, second)]


def _parts(question: CoverageQuestion) -> dict[str, str]:
    preset = PRESETS[question.preset] if question.preset else None
    distance = _("beyond %(distance)s", distance=distance_words(question))
    if question.travel:
        distance = _("%(distance)s by %(table)s", distance=distance, table=question.travel.name)
    return {
        "group": GROUPS.label(question.group),
        "distance": distance,
        "preset": f"{preset.id} {gettext(preset.title)}" if preset else _("own definition"),
        "areas": gettext(AREA_KINDS[question.areas]),
    }


def remarks_of(asked: Asked, sides: Sequence[Side]) -> list[str]:
    """What the maps cannot show, with the cure."""
    if asked.view in ("agreement", "hotspots") and not sides[0].words:
        return [sides[0].lacking]
    need = {"poverty": Need.poverty, "rural": Need.rural}.get(asked.view)
    if need and all(bool(np.isnan(side.shown.values).all()) for side in sides):
        return [gettext(CURES[need])]
    return []


def column_labels(question: CoverageQuestion) -> dict[str, str]:
    """The columns of the table of areas, with what they are called where that depends on the question."""
    nearest, zips = question.how.measure == "nearest", question.areas == "zip"
    beyond = _("Beyond %(distance)s", distance=distance_words(question)) if nearest else _("In a gap")
    labels = {"rank": "", "area": "", "state": "", "people": "", "beyond": beyond, "share": ""}
    timed = question.travel is not None
    nearest_one = _("Nearest, min") if timed else _("Nearest, mi")
    labels |= {
        "nearest": nearest_one if zips else mean_label(question),
        "match": _("Nearest match") if zips else "",
    }
    return labels | ({} if nearest else {"access": ""}) | {"confidence": ""}


def mean_label(question: CoverageQuestion) -> str:
    """The heading of mean distances, or of mean times by a travel table."""
    return _("Mean time, min") if question.travel else _("Mean distance, mi")


def brief_of(answer: CoverageAnswer) -> str:
    """What follows the first sentence: where the most people are, how many counties, how far, how sure."""
    return " ".join(part for part in (body(answer), _sureness(answer)) if part)


def brief_parts(answer: CoverageAnswer) -> tuple[str, str, str]:
    """The brief in three: before, the `126 more` counties that it does not name (empty: it names all), and after."""
    brief, more = brief_of(answer), more_words(answer)
    return brief.partition(more) if more else (brief, "", "")


def rest_of(answer: CoverageAnswer) -> str:
    """What the paragraph says beside the first sentence and the brief."""
    text = paragraph(answer).replace(lead(answer), "")
    return " ".join((text.replace(found, "") if (found := body(answer)) else text).split())


def _sureness(answer: CoverageAnswer) -> str:
    """How many areas are not sure, and the reason most of them share."""
    areas = answer.areas
    unsure = areas.confidence <= LOW
    number = int(np.count_nonzero(unsure))
    if not number:
        return _("All areas are known well enough to be shown without hatching.")
    reasons = Counter(reason_of(str(each)) for each in areas.reasons[unsure].tolist())
    reason = reasons.most_common(1)[0][0]
    numbers = {"number": f"{number:,}", "whole": f"{len(areas):,}"}
    if number == len(areas) and reason:
        return _("None of the %(whole)s areas is sure, because %(reason)s; so the map hatches none.",
                 reason=reasons_said(reason).replace("; ", _(" and ")), **numbers)  # fmt: skip
    if not reason:
        return _("%(number)s of %(whole)s areas are hatched: not sure.", **numbers)
    return _("%(number)s of %(whole)s areas are hatched, because they are not sure: %(reason)s.",
             reason=reasons_said(reason), **numbers)  # fmt: skip
