"""What an official download is: how it is recognised, which columns of it are used, and what a row becomes. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.vocabulary.cip import StemList, stem_list

Cells = Mapping[str, str]
"""One row of a download: the columns a profile uses, by its own names for them; "" where the agency has no value."""
Made = dict[str, str]
"""One row of ours: text by field name, and notes by their header."""


@dataclass(frozen=True)
class LeftOut:
    """The row is none of ours: not refused, counted by reason."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The row is one of ours and is not loaded: a finding (an error, or why it is kept) of the column `column`."""

    code: str
    column: str
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


Outcome = Made | LeftOut | Refused


@dataclass(frozen=True)
class Institution:
    """A loaded institution as its programs need it; `point` (lon, lat) only where it is better than a centre."""

    name: str
    state: str
    status: str
    address: str
    city: str
    postal_code: str
    point: tuple[float, float] | None


@dataclass(frozen=True)
class Asked:
    """What the operator asked for, and what the rows are read against.

    `states` empty means all; `everything` keeps the rows a profile leaves out by default; `vintage` is the edition
    of the download; `institutions` are those loaded, by UNITID; `kept` are the keys of assets that are a state's own.
    """

    states: frozenset[str] = frozenset()
    everything: bool = False
    vintage: str = ""
    stem: StemList = field(default_factory=stem_list)
    institutions: Mapping[str, Institution] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Output:
    """A column of ours: its header in reports (the official name where there is one) and its field, None for a note.

    `needs` names the columns of the download it is made from: without any of them the file says nothing about it,
    and what the asset has stays.
    """

    header: str
    field: str | None = None
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Under what a made row holds its text."""
        return self.field or self.header


@dataclass(frozen=True)
class Profile:
    """One kind of official download.

    `columns`: our name for a column to the headers it may have, upper case; `required` of them make the file
    recognised. `absent`: what the agency writes where it has no value. `make` reads one row; where several rows are
    one asset, `combine` makes it of all rows with the same key, of the second and later ones only what `varies`.
    """

    slug: str
    title: str
    source_name: str
    page_url: str
    licence: str
    example: str
    kind: str
    key_scheme: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    absent: frozenset[str]
    outputs: tuple[Output, ...]
    make: Callable[[Cells, Asked], Outcome]
    combine: Callable[[Sequence[Made]], Made] | None = None
    varies: frozenset[str] = frozenset()
    needs_institutions: bool = False

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where the columns of this profile stand in a file's header."""
        at = {name.strip().upper(): place for place, name in reversed(list(enumerate(header)))}
        found = {}
        for name, spellings in self.columns.items():
            known = [at[spelling] for spelling in spellings if spelling in at]
            if known:
                found[name] = known[0]
        return found

    def missing(self, header: Sequence[str]) -> list[str]:
        """The official names of the required columns that a header does not have."""
        places = self.places(header)
        return [self.columns[name][0] for name in self.required if name not in places]
