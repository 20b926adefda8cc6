"""Whose people are counted, and how much one of each counts. Pure."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from app.errors import BadParameterError
from app.vocabulary.people import GROUPS

Weights = tuple[tuple[str, float], ...]
_MOST: Final = 8
_FORMS: Final = ('"girls-5-17"', '["total", "rural"]', '{"total": 1, "poverty": 2}')


def parse_weights(value: Any) -> Weights:
    """Groups and the importance of one person of each, in the order of the vocabulary; everybody unless said.

    Raises BadParameterError for groups that are not known, and weights that are negative or all zero.
    """
    found = {str(name).strip().lower(): _weight(each) for name, each in _named(value).items()}
    for group in found:
        if group not in GROUPS:
            raise BadParameterError(
                f"`{group[:80]}` is not known for `population`.",
                parameter="population",
                accepted=GROUPS.slugs,
            )
    if not 0 < len(found) <= _MOST or not any(found.values()):
        raise _refused(f"Give one to {_MOST} groups, at least one with a weight above 0.")
    return tuple((group, found[group]) for group in GROUPS if group in found)


def _named(value: Any) -> Mapping[Any, Any]:
    if value is None:
        return {"total": 1.0}
    if isinstance(value, str):
        return {each: 1.0 for each in value.split(",") if each.strip()}
    if isinstance(value, list):
        return {each: 1.0 for each in value if isinstance(each, str)}
    if isinstance(value, Mapping):
        return value
    raise _refused("`population` is not understood.")


def _weight(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise _refused("The weight of a group is a number of at least 0.")
    return float(value)


def _refused(detail: str) -> BadParameterError:
    return BadParameterError(detail, parameter="population", accepted=_FORMS)
