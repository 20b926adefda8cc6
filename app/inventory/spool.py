"""Findings while a file is checked: counted at once, kept on disk until they can be stored.

One connection can run one COPY at a time and it is busy with the rows; a file of findings keeps memory flat.
"""

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from app.inventory.codes import Finding

_IN_MEMORY_BYTES = 2**20


class FindingSpool:
    """A bag of findings that does not grow in memory."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.by_severity: Counter[str] = Counter()
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, findings: Iterable[Finding]) -> None:
        """Put findings in."""
        for found in findings:
            self.counts[found.code] += 1
            self.by_severity[found.severity] += 1
            pickle.dump(found, self._file)

    def __iter__(self) -> Iterator[Finding]:
        self._file.seek(0)
        for _ in range(self.counts.total()):
            yield pickle.load(self._file)  # noqa: S301 - our own file, never named, never shared
