"""The rows of the benchmark as one Markdown table."""

from dataclasses import dataclass
from typing import Final

from bench.coverage.process import Found

_HEAD: Final = ("case", "who", "wall", "processor", "peak MB", "wall ÷ ours", "MB ÷ ours", "answer", "goal")


@dataclass(frozen=True)
class Row:
    """One measurement. `answer` says how it was checked; `goals` by what they say, each with whether it is reached."""

    case: str
    who: str
    found: Found
    ours: Found | None = None
    answer: str = ""
    goals: tuple[tuple[str, bool], ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The row's texts, in the order of the columns; missed goals are bold."""
        if "refused" in self.found:
            return (self.case, self.who, "–", "–", "–", "–", "–", self.found["refused"][:120], "")
        goal = "; ".join(text if reached else f"**{text}**" for text, reached in self.goals)
        memory = self.found.get("peak_mb")
        return (
            self.case, self.who, seconds(self.found.get("wall_s")), seconds(self.found.get("cpu_s")),
            f"{memory:,.0f}" if memory else "", self._ratio("wall_s"), self._ratio("peak_mb"), self.answer, goal,
        )  # fmt: skip

    def _ratio(self, what: str) -> str:
        if not self.ours or not self.found.get(what) or not self.ours.get(what):
            return ""
        return number(self.found[what] / self.ours[what])


def seconds(value: float | None) -> str:
    """`2.31 s`, `12.4 ms`."""
    if value is None:
        return ""
    return f"{value:,.2f} s" if value >= 1 else f"{1000 * value:,.3g} ms"


def number(value: float) -> str:
    """Two figures below 10, none after the point above."""
    return f"{value:,.2g}" if value < 10 else f"{value:,.0f}"


def ratio(peer: Found, ours: Found, what: str = "wall_s") -> float:
    """How many times ours; infinity for a peer that did not answer."""
    if peer.get(what) is None or ours.get(what) is None:
        return float("nan")
    return float(peer[what] / ours[what])


def line(cells: tuple[str, ...]) -> str:
    """One line of the table."""
    return "| " + " | ".join(cells) + " |"


def head() -> str:
    """The two first lines."""
    return f"{line(_HEAD)}\n{line(('---',) * len(_HEAD))}"


def in_time(found: Found, limit_s: float) -> tuple[str, bool]:
    """The goal of at most so many seconds, and whether the wall clock kept it (processor time may have)."""
    text = f"≤ {limit_s:g} s" if limit_s >= 0.1 else f"≤ {1000 * limit_s:g} ms"
    reached = found["wall_s"] <= limit_s
    kept = not reached and (found.get("cpu_s") or found["wall_s"]) <= limit_s
    return f"{text} (kept in processor time)" if kept else text, reached
