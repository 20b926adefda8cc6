"""The matrix as rows of JSON: types by grade band, subjects by grade band, and every cell that is not empty. Pure."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from app.catalog.facet_codes import KIND_OF
from app.catalog.profile.matrix import AGES, ENOUGH, PEOPLE_EACH, SMALL, Matrix, level, needed, per_people
from app.vocabulary import assets, people

Young = Mapping[str, float | None]
"""Young people of the ages of each band, where it has such and they are known."""
RULE: Final = (
    f"Nothing listed is none. Enough (ok) are {ENOUGH}, and at least one for every {PEOPLE_EACH:,} young people of the "
    f"ages; where fewer than {SMALL:,} of them live, in proportion fewer, at least one. Between the two is sparse. The "
    "first number is that of the documented-coverage matrix (none, 1-2, 3 or more), the others are this service's own. "
    "Young people of a band are the published figure of the group, every year of age as large as the next; college "
    f"and adults have no ages here, so {ENOUGH} are enough. An asset for several bands or subjects counts in each."
)


def cell(count: int, young: float | None) -> dict[str, Any]:
    """One cell: how many, for how many young people, and what that is."""
    return {"assets": count, "per_10000": per_people(count, young), "level": level(count, young)}


def type_rows(matrix: Matrix, young: Young, subject: str | None = None) -> list[dict[str, Any]]:
    """Every type with a cell for each band, of assets about `subject` (None: any), in the vocabulary's order."""
    return [
        {
            "kind": KIND_OF[subtype],
            "subtype": subtype,
            "label": assets.ALL_SUBTYPES.label(subtype),
            **_of_all_bands(matrix, young, subtype, subject),
        }
        for subtype in matrix.types
    ]


def subject_rows(matrix: Matrix, young: Young, subtype: str | None = None) -> list[dict[str, Any]]:
    """Every subject with a cell for each band, of assets of the type `subtype` (None: any)."""
    return [
        {
            "discipline": subject,
            "label": assets.DISCIPLINES.label(subject),
            **_of_all_bands(matrix, young, subtype, subject),
        }
        for subject in matrix.subjects
    ]


def _of_all_bands(matrix: Matrix, young: Young, subtype: str | None, subject: str | None) -> dict[str, Any]:
    return {
        "assets": matrix.of(subtype, None, subject),
        "bands": {band: cell(matrix.of(subtype, band, subject), young.get(band)) for band in matrix.bands},
    }


def band_rows(matrix: Matrix, young: Young) -> list[dict[str, Any]]:
    """The bands: ages, young people of them, how many assets are enough, and how many there are."""
    return [
        {
            "band": band,
            "label": people.BAND_LABELS.label(band),
            "ages": list(AGES[band]) if band in AGES else None,
            "young_people": None if young.get(band) is None else round(young[band] or 0),
            "enough": needed(young.get(band)),
            "assets": matrix.of(None, band),
        }
        for band in matrix.bands
    ]


def cells(matrix: Matrix, young: Young) -> list[dict[str, Any]]:
    """Every type, band and subject that together are not empty."""
    counts = matrix.counts[:-1, :-1, :-1]
    return [
        {
            "subtype": matrix.types[subtype],
            "band": matrix.bands[band],
            "discipline": matrix.subjects[subject],
            **cell(int(counts[subtype, band, subject]), young.get(matrix.bands[band])),
        }
        for subtype, band, subject in np.argwhere(counts).tolist()
    ]


def matrix_record(matrix: Matrix, young: Young) -> dict[str, Any]:
    """The whole matrix ready for JSON."""
    return {
        "rule": RULE,
        "bands": band_rows(matrix, young),
        "types": type_rows(matrix, young),
        "subjects": subject_rows(matrix, young),
        "cells": cells(matrix, young),
    }
