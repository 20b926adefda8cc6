"""The data version as a worker knows it, and the counts that hold while it does.

The version goes up with every change of what anybody may see. A worker looks it up again after a moment, so that
unchanged answers need no statement at all; it is read before the answer is made, so that an answer is never older
than the version it is labelled with.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from app.catalog.landmarks import Landmarks
from app.db.reader import Reader

_VERSION: Final = """
SELECT version,
  CASE WHEN changed_at < clock_timestamp() - interval '2 s' THEN extract(epoch FROM changed_at)::bigint END
FROM data_version
"""


class Versions:
    """The data version, at most `keep_s` old."""

    def __init__(self, reader: Reader, keep_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._reader, self._keep_s, self._clock = reader, keep_s, clock
        self._known, self._until = 0, float("-inf")
        self.changed_s: int | None = None
        """When the version last known came to be, in whole seconds of Unix time; None within two seconds of that,
        where whole seconds do not tell the answers before and after it apart."""

    async def current(self) -> int:
        """The version."""
        if self._clock() < self._until:
            return self._known
        return await self._ask()

    async def _ask(self) -> int:
        [[version, changed_s]] = await self._reader.cells(_VERSION, {})
        self._known, self.changed_s = int(version or 0), int(changed_s) if changed_s else None
        self._until = self._clock() + self._keep_s
        return self._known


class Counts:
    """Exact counts by question, each for one data version; the least used are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, int] = OrderedDict()
        self.landmarks = Landmarks(most)
        """Where pages begin; as many as counts."""

    def get(self, question: Hashable) -> int | None:
        """The count of `question`, if it is known."""
        found = self._kept.get(question)
        if found is not None:
            self._kept.move_to_end(question)
        return found

    def keep(self, question: Hashable, count: int) -> None:
        """Remember it."""
        self._kept[question] = count
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)
