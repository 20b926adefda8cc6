"""Options that the coverage commands share: a travel table instead of a distance."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app.coverage.travel.folder import ENDINGS, lend

Travel = Annotated[
    str | None, typer.Option(help="Measure by a travel table: its name, or a CSV or Parquet file.")
]
Minutes = Annotated[
    float | None, typer.Option(help="With --travel: how long people travel at most (30 unless given).")
]
Circuity = Annotated[
    float | None, typer.Option(help="Roads are so much longer than straight lines: 1.3 (1 unless given).")
]
_FILES: Final = (*ENDINGS, ".tsv", ".txt")


def travel_pairs(travel: str | None, minutes: float | None) -> list[tuple[str, str]]:
    """Query pairs of a travel table. Raises BadParameterError for a file that is not there.

    A file is used as it is; to keep it, and to ask the service for it by name, it is added with `travel add`.
    """
    found = []
    if travel:
        is_file = Path(travel).suffix.lower() in _FILES or "/" in travel
        found.append(("travel", lend(Path(travel)) if is_file else travel))
    if minutes is not None:
        found.append(("minutes", f"{minutes:.12g}"))
    return found


def how_far(
    distance: str | None, travel: str | None, minutes: float | None, circuity: float | None
) -> dict[str, Any]:
    """How far people go, as names of a study's JSON object; only what is given."""
    given: dict[str, Any] = {"distance": distance} if distance else {}
    given |= dict(travel_pairs(travel, minutes))
    return given | ({"circuity": circuity} if circuity is not None else {})
