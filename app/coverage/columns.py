"""Columns of many assets: ids, names and texts of few kinds, made into Python values when somebody asks for one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Indices

KEY: Final = 16
"""Bytes of an id."""


@dataclass(frozen=True, eq=False)
class Ids(Sequence[UUID]):
    """Ids of sixteen bytes each, made into UUIDs one at a time."""

    raw: NDArray[np.void]

    def __len__(self) -> int:
        return len(self.raw)

    @overload
    def __getitem__(self, at: int) -> UUID: ...
    @overload
    def __getitem__(self, at: slice) -> "Ids": ...
    def __getitem__(self, at: int | slice) -> "UUID | Ids":
        return Ids(self.raw[at]) if isinstance(at, slice) else UUID(bytes=self.raw[at].tobytes())

    def __iter__(self) -> Iterator[UUID]:
        whole = self.raw.tobytes()
        return (UUID(bytes=whole[at : at + KEY]) for at in range(0, len(whole), KEY))

    def texts(self) -> list[str]:
        """The ids as they are written, a fifth of the time of making each a UUID first."""
        whole = self.raw.tobytes().hex()
        each = (whole[at : at + 2 * KEY] for at in range(0, len(whole), 2 * KEY))
        return [f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}" for text in each]

    def rows_of(self, packed: bytes) -> Indices:
        """The rows (k,), ascending, that have one of these ids (sixteen bytes each). What is here is sorted."""
        wanted, here = np.frombuffer(packed, dtype=f"S{KEY}"), self.raw.view(f"S{KEY}")
        rows = np.searchsorted(here, wanted)
        rows = rows[rows < len(here)] if not len(here) else np.minimum(rows, len(here) - 1)
        return np.sort(rows[here[rows] == wanted[: len(rows)]]).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Names(Sequence[str]):
    """The names in some rows (None: all) of an Arrow column, made into Python's texts one at a time."""

    column: Any
    rows: Indices | None = None

    def __len__(self) -> int:
        return len(self.column) if self.rows is None else len(self.rows)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> "Names": ...
    def __getitem__(self, at: int | slice) -> "str | Names":
        rows = np.arange(len(self.column)) if self.rows is None else self.rows
        return Names(self.column, rows[at]) if isinstance(at, slice) else str(self.column[int(rows[at])])

    def __iter__(self) -> Iterator[str]:
        found: Any = self.column if self.rows is None else self.column.take(self.rows)
        return iter(found.to_pylist())


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of few different texts: `code` (n,) is the number of each row in `texts`, the last of which is None."""

    code: NDArray[np.int32]
    texts: NDArray[np.object_]

    def of(self, *texts: str) -> NDArray[np.bool_]:
        """Which rows (n,) have one of `texts`."""
        return np.isin(self.texts, texts)[self.code]

    def counts(self, rows: Indices) -> dict[str, int]:
        """How many of `rows` have each text, of those that any has; rows without a text are not counted."""
        found = np.bincount(self.code[rows], minlength=len(self.texts))[:-1]
        return {str(self.texts[at]): int(found[at]) for at in np.flatnonzero(found)}


@dataclass(frozen=True, eq=False)
class CodedRows:
    """The texts (k,) in some rows of a column, looked up when somebody asks for one; otherwise as an array of them."""

    column: Coded
    rows: Indices

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: Any) -> Any:
        return self.column.texts[self.column.code[self.rows[at]]]

    def __iter__(self) -> Iterator[str | None]:
        return iter(self[:])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[np.object_]:
        found: NDArray[np.object_] = self[:]
        return found


Texts = NDArray[np.object_] | CodedRows
"""Texts (k,), None for what is not known."""


def numbered(texts: Texts, number: Callable[[str | None], int]) -> Indices:
    """The number (k,) of each text; of a column of few different ones each is asked about once."""
    if isinstance(texts, CodedRows):
        found = np.array([number(each) for each in texts.column.texts], dtype=np.int64)
        return found[texts.column.code[texts.rows]]
    return np.array([number(each) for each in texts], dtype=np.int64)
