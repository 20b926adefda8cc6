"""What an operator chose about an official download; kept with the upload, so that its file can be checked again."""

from dataclasses import asdict, dataclass
from typing import Any

from app.vocabulary.cip import StemList, stem_list


@dataclass(frozen=True)
class OfficialChoice:
    """`source` is a profile's slug; `states` empty means all; `stem_titles` replaces the STEM list (code -> title)."""

    source: str
    states: tuple[str, ...] = ()
    everything: bool = False
    vintage: str = ""
    stem_source: str = ""
    stem_titles: dict[str, str] | None = None

    @property
    def stem(self) -> StemList:
        """The STEM list to go by."""
        return stem_list() if self.stem_titles is None else StemList(self.stem_source, self.stem_titles)

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "OfficialChoice":
        """What `as_json` gave."""
        return cls(**stored | {"states": tuple(stored["states"])})
