"""How much each caller has left: token buckets by name, in this process. Pure: whoever asks says what time it is."""

import math
from collections import OrderedDict
from dataclasses import dataclass

WINDOW_S = 60
"""A quota is what fits into a full bucket, and what flows back in as many seconds."""


@dataclass(frozen=True)
class Taken:
    """What became of a request for some units."""

    granted: bool
    left: int
    """Whole units left."""
    full_in_s: int
    """Seconds until the bucket is full again, rounded up."""
    wait_s: int
    """Seconds until as many units are there as were asked for, rounded up; 0 where they were granted."""


class Buckets:
    """A bucket for each name; beyond `names_kept` the one that was quiet longest is forgotten (and then full)."""

    def __init__(self, names_kept: int) -> None:
        self._names_kept = names_kept
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, units: int, quota: int, now_s: float) -> Taken:
        """Take `units` (a whole bucket at most) from the bucket of `name`, or none where there are fewer."""
        rate = quota / WINDOW_S
        level, at_s = self._levels.get(name, (float(quota), now_s))
        level = min(float(quota), level + rate * max(0.0, now_s - at_s))
        units = min(units, quota)
        granted = level >= units
        left = level - units if granted else level
        self._keep(name, left, now_s)
        wait_s = 0 if granted else math.ceil((units - level) / rate)
        return Taken(granted, int(left), math.ceil((quota - left) / rate), wait_s)

    def _keep(self, name: str, level: float, now_s: float) -> None:
        self._levels[name] = (level, now_s)
        self._levels.move_to_end(name)
        if len(self._levels) > self._names_kept:
            self._levels.popitem(last=False)

    def __len__(self) -> int:
        return len(self._levels)
