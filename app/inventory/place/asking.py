"""Asking the geocoder for the addresses of one file: each once, answers kept, never within a transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from app.db.engine import Database
from app.inventory.place.census import CensusGeocoder
from app.inventory.place.geocoding import Address, Answers, Geocoder, GeocoderError, Match
from app.inventory.statements import statement
from app.settings import Settings

_T = TypeVar("_T")
_ACTOR = "geocoder"
_KEYS_A_TIME = 10_000


@dataclass
class Asked:
    """What is known of the addresses of a file: `matches` by key, and why some were not answered."""

    matches: dict[str, Match | None] = field(default_factory=dict)
    unanswered: int = 0
    reason: str = ""


def geocoder_of(settings: Settings) -> Geocoder | None:
    """The geocoder of these settings; None for the offline one, which needs no asking."""
    if settings.geocoder == "offline":
        return None
    return CensusGeocoder(
        settings.geocoder_url,
        settings.geocoder_benchmark,
        timeout_s=settings.geocoder_timeout_s,
        tries=settings.geocoder_tries,
        batch=settings.geocoder_batch,
    )


class Wanted:
    """The addresses of a file, each once, `most` of them."""

    def __init__(self, most: int) -> None:
        self.most, self.left_out = most, 0
        self.by_key: dict[str, Address] = {}

    def add(self, address: Address) -> None:
        """Add an address, or count it as left out."""
        key = address.key
        if key not in self.by_key and len(self.by_key) < self.most:
            self.by_key[key] = address
        elif key not in self.by_key:
            self.left_out += 1


def ask(database: Database, settings: Settings, geocoder: Geocoder, wanted: Wanted) -> Asked:
    """Find every address: from what was answered before, else by asking.

    Never raises for a geocoder that fails: what was not answered is counted, with the reason.
    """
    asked = Asked()
    with database.read() as session:
        for keys in _parts(list(wanted.by_key), _KEYS_A_TIME):
            asked.matches.update(_known(session, settings, geocoder.name, keys))
    missing = [address for key, address in wanted.by_key.items() if key not in asked.matches]
    if wanted.left_out:
        asked.reason = f"{wanted.most:,} addresses are asked for at most"
    for part in _parts(missing, settings.geocoder_batch):
        if not _ask_some(database, geocoder, part, asked):
            break
    asked.unanswered = wanted.left_out + sum(address.key not in asked.matches for address in missing)
    return asked


def _parts(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _ask_some(database: Database, geocoder: Geocoder, addresses: Sequence[Address], asked: Asked) -> bool:
    """Ask for some addresses and keep the answers; whether it makes sense to go on."""
    try:
        answers = geocoder.geocode(addresses)
    except GeocoderError as error:
        asked.reason = str(error)
        return False
    with database.write(_ACTOR) as session:
        _keep(session, geocoder.name, answers)
    asked.matches.update((address.key, match) for address, match in answers.items())
    if len(answers) < len(addresses):
        asked.reason = "it left addresses out"
    return True


def _known(session: Session, settings: Settings, name: str, keys: Sequence[str]) -> dict[str, Match | None]:
    found = session.execute(
        statement("geocode_known"),
        {"geocoder": name, "keys": list(keys), "keep_days": settings.geocoder_keep_days},
    )
    return {
        row.address_key: None
        if row.lon is None
        else Match(row.lon, row.lat, row.precision, row.matched_address or "", row.score or 0.0)
        for row in found
    }


def _keep(session: Session, name: str, answers: Answers) -> None:
    kept = {address.key: match for address, match in answers.items()}
    matches = list(kept.values())
    session.execute(
        statement("geocode_keep"),
        {
            "geocoder": name,
            "keys": list(kept),
            "lons": [match and match.lon for match in matches],
            "lats": [match and match.lat for match in matches],
            "precisions": [match.precision if match else "none" for match in matches],
            "matched": [match and match.matched for match in matches],
            "scores": [match and match.score for match in matches],
        },
    )
