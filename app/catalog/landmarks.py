"""Where rows of a walk by offset begin, so that the next page does not pass over all rows before it again.

Who asks for offset 0, 100, 200 … is led from page to page by the key at which each begins, as by a cursor. A landmark
belongs to one question of one data version; the least used are forgotten first. Pure.
"""

from collections import OrderedDict
from collections.abc import Hashable


class Landmarks:
    """Keys by question and offset, at most `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Hashable, int], str] = OrderedDict()

    def get(self, question: Hashable, offset: int) -> str | None:
        """The key of the row after `offset` rows, if it is known."""
        found = self._kept.get((question, offset))
        if found is not None:
            self._kept.move_to_end((question, offset))
        return found

    def keep(self, question: Hashable, offset: int, key: bytes | None) -> None:
        """Remember it."""
        if key is None:
            return
        self._kept[question, offset] = key.decode()
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)
