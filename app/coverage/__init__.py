"""Who is underserved: demand and supply as arrays, exact distances, gaps in numbers and in words.

Numeric modules (`geodesy`, `grouping`, `decay`, `reach`, `measures`) are pure; `demand` and `supply` read the
database; `gaps` puts them together. `from app.coverage import two_step` and the other names of `notebook` work
without a server or a database, and load nothing of them.
"""

from importlib import import_module
from typing import Any, Final

_IN_NOTEBOOK: Final = (
    "Places",
    "Sites",
    "balanced",
    "cumulative",
    "floating_catchment",
    "gravity",
    "nearest_k",
    "pairs_within",
    "rational_agents",
    "reach_of",
    "read_cost_table",
    "spatial_availability",
    "three_step",
    "two_step",
)


def __getattr__(name: str) -> Any:
    """Names of `notebook`, loaded when they are asked for: everything else of the service imports this module."""
    if name in _IN_NOTEBOOK:
        return getattr(import_module("app.coverage.notebook"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of `notebook` as well."""
    return sorted({*globals(), *_IN_NOTEBOOK})
