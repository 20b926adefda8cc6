"""Whether a file is of another state than the one it was sent for: most of its rows would say so.

A row is elsewhere by the state it names, else by its ZIP code, else by its point; a point inside the state speaks for
the state whatever the ZIP code of its mail is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from app.inventory.cells.copytext import NULL
from app.inventory.codes import Finding, finding
from app.inventory.rows import Checked
from app.inventory.statements import statement
from app.settings import Settings
from app.vocabulary.codes import STATES, state_of

_CODE: Final = "state-wrong"
_NAMED: Final = 3
"""How many states are named."""
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
                self._far(far[number], other if other != home else None, checked.rules.points_sampled)
            elif other not in (home, None) and (pair[0] or precision != "exact"):
                self.states[str(other)] += 1

    @staticmethod
    def _other(checked: Checked, name: str, code: str) -> str | None:
        """The state that a row names, else that of its ZIP code."""
        whose = checked.rules.places.state_of_zip
        return (state_of(name) if name else None) or (whose(code) if code != NULL else None)

    def _far(self, point: str, other: str | None, most: int) -> None:
        if other:
            self.states[other] += 1
            return
        self.points += 1
        if len(self.sample) < most:
            lat, lon = map(float, point.split(", "))
            self.sample.append((lat, lon))


def wrong_state(
    session: Session, settings: Settings, home: str | None, found: Elsewhere, rows: int
) -> list[Finding]:
    """What is to be said of a file of `rows` rows: nothing, or that it is of another state.

    Few rows elsewhere prove nothing; and where most are at home, it is rows that are wrong and not the file.
    """
    least = max(settings.wrong_state_rows_min, rows * settings.wrong_state_share_min)
    if home is None or found.rows < least:
        return []
    counted = sorted(_by_state(session, found).items(), key=lambda each: (-each[1], each[0]))
    names = [STATES.labels[state] for state, _ in counted[:_NAMED]]
    others = ", ".join(names) if names else "no state"
    return [finding(_CODE, 0, None, others, count=found.rows, rows=rows, state=STATES.labels[home])]


def state_meant(findings: Iterable[Finding]) -> str | None:
    """The state of most rows, where `findings` say that a file is of another state than it was sent for."""
    for each in findings:
        if each.code == _CODE:
            return state_of((each.value or "").split(", ")[0])
    return None


def _by_state(session: Session, found: Elsewhere) -> Counter[str]:
    """Rows by state; those known by points are shared out as the points looked up are."""
    given = {"lats": [lat for lat, _ in found.sample], "lons": [lon for _, lon in found.sample]}
    states = Counter(found.states)
    for state, points in session.execute(statement("states_of_points"), given) if found.sample else ():
        states[state] += round(points * found.points / len(found.sample))
    return states
