"""Whether a file is of another state than the one it was sent for: most of its rows would say so.

A row is elsewhere by the state it names, else by its ZIP code, else by its point; a point inside the state speaks for
the state whatever the ZIP code of its mail is.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from app.inventory.cells.copytext import NULL
from app.inventory.codes import Finding, finding
from app.inventory.rows import Checked
from app.inventory.statements import statement
from app.vocabulary.codes import STATES, state_of

ROWS_MIN: Final = 5
"""Fewer rows elsewhere prove nothing."""
SHARE_MIN: Final = 0.5
"""The share of the rows from which it is the file that is wrong, not its rows."""
_POINTS_MAX: Final = 200
"""How many points are looked up to name the state they are in."""
_NAMED: Final = 3
_OUTSIDE: Final = "coordinates-outside-state"


@dataclass
class Elsewhere:
    """Rows of other states so far: by state, and those known by their point alone."""

    states: Counter[str] = field(default_factory=Counter)
    points: int = 0
    sample: list[tuple[float, float]] = field(default_factory=list)
    """(lat, lon) of the first such points."""

    @property
    def rows(self) -> int:
        """Rows of other states."""
        return self.states.total() + self.points

    def take(self, checked: Checked) -> None:
        """Count the rows of a batch; nothing in a file whose rows name their states."""
        home = checked.rules.state
        if home is None:
            return
        far = {each.row_number: each.value or "" for each in checked.findings if each.code == _OUTSIDE}
        said = list(zip(checked.cell("state"), checked.column("postal_code"), strict=True))
        others = {pair: self._other(checked, *pair) for pair in set(said)}
        if not far and set(others.values()) <= {home, None}:
            return
        rows = zip(checked.numbers, said, checked.column("location_precision"), strict=True)
        for number, pair, precision in rows:
            other = others[pair]
            if number in far:
                self._far(far[number], other if other != home else None)
            elif other not in (home, None) and (pair[0] or precision != "exact"):
                self.states[str(other)] += 1

    @staticmethod
    def _other(checked: Checked, name: str, code: str) -> str | None:
        """The state that a row names, else that of its ZIP code."""
        whose = checked.rules.places.state_of_zip
        return (state_of(name) if name else None) or (whose(code) if code != NULL else None)

    def _far(self, point: str, other: str | None) -> None:
        if other:
            self.states[other] += 1
            return
        self.points += 1
        if len(self.sample) < _POINTS_MAX:
            lat, lon = map(float, point.split(", "))
            self.sample.append((lat, lon))


def wrong_state(session: Session, home: str | None, found: Elsewhere, rows: int) -> list[Finding]:
    """What is to be said of a file of `rows` rows: nothing, or that it is of another state."""
    if home is None or found.rows < ROWS_MIN or found.rows < rows * SHARE_MIN:
        return []
    names = [STATES.labels[state] for state, _ in _by_state(session, found).most_common(_NAMED)]
    others = ", ".join(names) if names else "no state"
    return [finding("state-wrong", 0, None, others, count=found.rows, rows=rows, state=STATES.labels[home])]


def _by_state(session: Session, found: Elsewhere) -> Counter[str]:
    """Rows by state; those known by points are shared out as the points looked up are."""
    given = {"lats": [lat for lat, _ in found.sample], "lons": [lon for _, lon in found.sample]}
    states = Counter(found.states)
    for state, points in session.execute(statement("states_of_points"), given) if found.sample else ():
        states[state] += round(points * found.points / len(found.sample))
    return states
