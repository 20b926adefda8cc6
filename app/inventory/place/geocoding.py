"""The geocoder interface: addresses in, points out. Each answer says how precise it is and what it matched.

A geocoder is asked before any transaction is open, because its answer may take minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.inventory.place.addresses import fold_address, read_address
from app.inventory.towns import fold_town

LONGEST_ADDRESS = 300
"""Characters; a longer address is no address and is not sent anywhere."""


@dataclass(frozen=True, slots=True)
class Address:
    """A street address in a state; no part but the state is sure to be there."""

    street: str
    city: str
    state: str
    postal_code: str

    @property
    def key(self) -> str:
        """What two spellings of this address share; the building's unit does not count."""
        return "|".join((fold_address(self.street), fold_town(self.city), self.state, self.postal_code))


@dataclass(frozen=True, slots=True)
class Match:
    """Where an address is (degrees, WGS84): `precision` is of app.vocabulary.assets.PRECISIONS, `score` 0 to 1."""

    lon: float
    lat: float
    precision: str
    matched: str
    score: float


Answers = Mapping[Address, Match | None]
"""None: the geocoder does not know the address. An address that is not in it was not answered."""


class Geocoder(Protocol):
    """Finds addresses."""

    @property
    def name(self) -> str:
        """Which geocoder and which edition: answers of two names are never mixed."""
        ...

    def geocode(self, addresses: Sequence[Address]) -> Answers:
        """Find `addresses`. Raises GeocoderError when none could be asked for."""
        ...


class GeocoderError(Exception):
    """The geocoder did not answer, or not in a way that is understood. Its text is for people."""


def address_of(text: str, city: str, state: str, postal_code: str) -> Address | None:
    """The address to ask for, or None: no house number, a box, a rural route, nothing to tell the town by."""
    found = read_address(text)
    if not found.can_be_geocoded or not (city or postal_code):
        return None
    if len(found.street) + len(city) > LONGEST_ADDRESS:
        return None
    return Address(found.street, " ".join(city.split()), state, postal_code)
