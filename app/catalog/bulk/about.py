"""What every file says of itself: title, licence, how to cite it, data version, day and source. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.catalog.filters import AssetFilter, to_pairs
from app.settings import Settings
from app.vocabulary.codes import STATES

_LICENCES: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://opendatacommons.org/licenses/by/1-0/": "ODC-By-1.0",
}
"""SPDX names of licences that data come under, by address."""
_STATES_NAMED: Final = 3


def licence_name(url: str) -> str:
    """The SPDX name of the licence at `url`; an unknown one is called by its address."""
    return _LICENCES.get(url, url)


@dataclass(frozen=True)
class About:
    """A file's own description. `root` is how the world reaches the service, `source` this very result."""

    title: str
    stem: str
    """The file's name without its ending."""
    publisher: str
    licence_url: str
    version: int
    changed_at: datetime
    made_on: date
    root: str
    source: str

    @property
    def licence(self) -> str:
        """SPDX name or address."""
        return licence_name(self.licence_url)

    @property
    def citation(self) -> str:
        """One sentence to cite."""
        return (
            f"{self.publisher} ({self.made_on.year}). {self.title}, data version {self.version} [data set]. "
            f"Licence {self.licence}. Retrieved {self.made_on.isoformat()} from {self.source}"
        )

    @property
    def dictionary(self) -> str:
        """Where the fields are explained."""
        return f"{self.root}/api/v1/assets.dictionary.csv"

    @property
    def beside(self) -> str:
        """Where a file that cannot carry these facts has them."""
        return f"{self.root}/api/v1/assets.about.json{self.source[len(self.source.partition('?')[0]) :]}"

    def facts(self) -> Mapping[str, str]:
        """All of it, by names that formats can keep."""
        return {
            "title": self.title,
            "publisher": self.publisher,
            "license": self.licence_url,
            "citation": self.citation,
            "data_version": str(self.version),
            "data_changed": self.changed_at.isoformat(timespec="seconds"),
            "date": self.made_on.isoformat(),
            "source": self.source,
            "data_dictionary": self.dictionary,
        }


def about(
    chosen: AssetFilter,
    settings: Settings,
    *,
    version: int,
    changed_at: datetime,
    made_on: date,
    root: str,
    source: str,
    narrowed: bool = False,
) -> About:
    """The description of the result of `chosen`; `narrowed` says that something else narrows it, too."""
    part = narrowed or any(name != "state" for name, _ in to_pairs(chosen))
    return About(
        title=_title(chosen.state, part),
        stem=f"stemmap-{_slug(chosen.state, part)}-{made_on.isoformat()}-v{version}",
        publisher=settings.publisher_name,
        licence_url=settings.data_license_url,
        version=version,
        changed_at=changed_at,
        made_on=made_on,
        root=root,
        source=source,
    )


def _title(states: tuple[str, ...], part: bool) -> str:
    if not states:
        place = "all states"
    elif len(states) <= _STATES_NAMED:
        place = ", ".join(STATES.label(state) for state in states)
    else:
        place = f"{len(states)} states"
    return f"STEM assets of {place}" + (" (a selection)" if part else "")


def _slug(states: tuple[str, ...], part: bool) -> str:
    named = "-".join(state.lower() for state in states[:_STATES_NAMED])
    place = "all" if not states else named if len(states) <= _STATES_NAMED else f"{len(states)}-states"
    return place + ("-selection" if part else "")
