"""From bytes to raw rows. One module a format; all of them give a Sheet.

Belongs here: bytes, encodings, separators. Does not belong here: what a column or a value means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.inventory.codes import Finding


@dataclass(frozen=True)
class ReadOptions:
    """What a person said about how to read a file, where it does not say so itself.

    `part` is a sheet, a layer or a file in an archive, `header_row` counts from 1, `crs` is an EPSG code such as
    "EPSG:26913". `file_name` is what the sender calls the file; it decides nothing.
    """

    part: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    crs: str | None = None
    file_name: str | None = None


AS_IT_IS = ReadOptions()
"""Nothing was said: the file is read as it understands itself."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive rows by column: `columns[i]` is the text of header i, one cell a row, "" where empty.

    `numbers` are row numbers as a spreadsheet shows them (features of a map layer count from 1). A row of another
    width than the header stands in `ragged` (position in the batch -> cells found) and all its cells are "". A row
    set aside before its cells are looked at stands in `aside` (position -> why: an error refuses it, a warning leaves
    it out); its cells are "", too.
    """

    numbers: list[int]
    columns: list[list[str]]
    ragged: dict[int, int]
    aside: dict[int, Finding] = field(default_factory=dict)


SHAPE_LON = "Longitude (shape)"
SHAPE_LAT = "Latitude (shape)"
"""Headers of the columns that a map layer's shapes become: WGS84 degrees, a point on each shape."""


@dataclass(frozen=True)
class Sheet:
    """A file opened: its header, its rows in batches (read once, lazily) and what was found out about it.

    `findings` are complete when the batches are read. `part` is the sheet or layer that was read, `parts` are all.
    """

    format: str
    encoding: str | None
    header: tuple[str, ...]
    batches: Iterator[Batch]
    findings: Sequence[Finding] = ()
    part: str | None = None
    parts: tuple[str, ...] = ()

    def close(self) -> None:
        """Give back what reading holds (scratch files) before the last batch was taken."""
        close = getattr(self.batches, "close", None)
        if close:
            close()
