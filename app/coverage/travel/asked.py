"""How a question asks for travel times: `travel=NAME` and a bound in minutes. Knows where tables are, reads none.

A table is named by its name, or by name and digest (`drive@0123456789ab`) where the very same numbers are meant. What
is asked always holds the digest that the table has now, so that an answer is never kept for another table. That a
table is missing is told when it is needed: a run that is repeated from what it was computed from needs none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.coverage.asked import Pair, contradiction, number, single
from app.coverage.travel.folder import find, known_name, names_of
from app.errors import BadParameterError
from app.settings import Settings

TRAVEL_NAMES: Final = ("travel", "minutes")
DEFAULT_MINUTES: Final = 30.0
FASTEST_M_PER_MINUTE: Final = 2000.0
"""120 km/h: people who could reach an asset in time live no farther away."""
_MINUTES = re.compile(r"^([0-9.]+) ?min(?:utes?)?$")


@dataclass(frozen=True)
class Travel:
    """The table `name` with `digest` (None: there is no such table), and how long people travel at most.

    `path` is where its file is; None where there is none with that digest.
    """

    name: str
    minutes: float
    digest: str | None = None
    path: Path | None = field(default=None, compare=False, repr=False)
    others: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.name}@{self.digest}" if self.digest else self.name

    @property
    def farthest_m(self) -> float:
        """No one farther than this can arrive in time."""
        return self.minutes * FASTEST_M_PER_MINUTE

    def there(self) -> Path:
        """Where the table is. Raises BadParameterError saying which there are where it is not."""
        if self.path is not None:
            return self.path
        changed = self.digest is not None and self.name in self.others
        why = (
            f"The travel table `{self.name}` is not the one that was asked for ({self.digest}): leave out what follows"
            " the @ to use the one of now."
            if changed
            else f"There is no travel table `{self.name}`: add one with `stemmap coverage travel add {self.name} FILE`."
        )
        raise BadParameterError(why, parameter="travel", accepted=self.others)


def minutes_text(minutes: float) -> str:
    """`30min`: what `parse_travel` reads back."""
    return f"{minutes:.12g}min"


def parse_travel(pairs: Sequence[Pair], settings: Settings) -> Travel | None:
    """The travel times that `pairs` ask for. Raises BadParameterError for minutes without a table, or miles with one.

    The bound is `minutes=30`, `distance=30min` or `within=30min`.
    """
    text, bound = single(pairs, "travel"), _bound(pairs)
    if text is None:
        if bound is not None:
            raise contradiction("travel", f"{bound} minutes need a travel table: name one with `travel`.")
        return None
    _refuse_lengths(pairs)
    low, high = 0.01, settings.travel_minutes_max
    minutes = number("minutes", bound, low, high)[0] if bound else min(DEFAULT_MINUTES, high)
    return named(text, minutes, settings)


def named(text: str, minutes: float, settings: Settings) -> Travel:
    """The table called `text` (a name, perhaps with a digest). Raises BadParameterError for what is no name."""
    name, _, wanted = text.partition("@")
    name, found = known_name(name), None
    if kept := find(settings.home, name, wanted or None):
        found, digest = kept.path, kept.digest
    else:
        digest = wanted
    others = () if found else names_of(settings.home)
    return Travel(name, minutes, digest or None, found, others)


def without_minutes(pairs: Sequence[Pair]) -> list[Pair]:
    """`pairs` without bounds in minutes, which no filter knows."""
    return [
        pair for pair in pairs if not (pair[0] in ("distance", "within") and _MINUTES.match(_plain(pair[1])))
    ]


def _plain(text: str) -> str:
    return text.strip().lower()


def _bound(pairs: Sequence[Pair]) -> str | None:
    given = [text for name, text in pairs if name == "minutes" and text.strip()]
    said = [(name, _MINUTES.match(_plain(text))) for name, text in pairs if name in ("distance", "within")]
    texts = {_plain(each) for each in given} | {match[1] for _, match in said if match}
    if len(texts) > 1:
        raise contradiction(
            "minutes", f"Two bounds are given, {' and '.join(sorted(texts))} minutes: give one."
        )
    return texts.pop() if texts else None


def _refuse_lengths(pairs: Sequence[Pair]) -> None:
    length = single(without_minutes(pairs), "distance")
    if length is not None:
        raise contradiction(
            "distance",
            f"A travel table is in minutes, so `{length[:20]}` cannot be asked of it: write 30min.",
        )
