"""How this service writes a field's value in a cell: the inverse of the cell parsers. Pure.

`render_field(name, values)` gives a text that the field's parser reads as the same values.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.inventory.fields import FIELDS
from app.inventory.place.written import WRITTEN
from app.vocabulary.codes import IDENTIFIER_SCHEMES
from app.vocabulary.people import GRADES

Values = Mapping[str, Any]
"""Values of an asset by column; identifiers by `identifier <scheme>`, `lon` and `lat` of a given point, and `key` and
`parent` as text."""
BETWEEN: Final = ";"
_EVERYONE = "everyone"
_SHORTEST_RUN = 2


def render_field(name: str, values: Values) -> str:
    """The text of field `name` for these values; empty where there is nothing to write."""
    render = _RENDERERS.get(name)
    return render(values) if render is not None else text_of(values.get(name))


def text_of(value: Any) -> str:
    """One value as text: lists joined, yes and no, numbers without a needless point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    return BETWEEN.join(value) if isinstance(value, list | tuple) else str(value)


def _number(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


def grades_text(grades: Sequence[str]) -> str:
    """Grades in order, runs as ranges: `K-5;9`."""
    order = GRADES.slugs
    runs: list[list[str]] = []
    for grade in sorted(grades, key=order.index):
        ranged = grade not in ("postsecondary", "adult")
        if runs and ranged and order.index(runs[-1][-1]) + 1 == order.index(grade):
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return BETWEEN.join(f"{run[0]}-{run[-1]}" if len(run) >= _SHORTEST_RUN else run[0] for run in runs)


def _ages(values: Values) -> str:
    low, high = values.get("min_age"), values.get("max_age")
    if high is not None:
        return f"{low or 0}-{high}"
    return "" if low is None else f"{low}+"


def _cost(values: Values) -> str:
    amount = values.get("cost_amount")
    if amount == 0 and values.get("cost_band") == "free":
        return "free"
    return text_of(values.get("cost_band")) if amount is None else _number(float(amount))


def _audiences(values: Values) -> str:
    groups = list(values.get("designed_for") or ())
    return BETWEEN.join([*groups, _EVERYONE] if values.get("open_to_all") else groups)


def _clusters(values: Values) -> str:
    both = (*(values.get("career_clusters") or ()), *(values.get("career_clusters_2002") or ()))
    return BETWEEN.join(both)


def _identifier(scheme: str) -> Callable[[Values], str]:
    return lambda values: text_of(values.get(f"identifier {scheme}"))


_RENDERERS: Final[dict[str, Callable[[Values], str]]] = {
    **WRITTEN,
    "grades": lambda values: grades_text(values.get("grades") or ()),
    "ages": _ages,
    "cost": _cost,
    "audiences": _audiences,
    "career_clusters": _clusters,
    **{
        scheme.replace("-", "_"): _identifier(scheme)
        for scheme in IDENTIFIER_SCHEMES
        if scheme.replace("-", "_") in FIELDS
    },
}
"""Fields that are more than one column, or not written as their column is."""
