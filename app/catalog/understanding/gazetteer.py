"""What understanding a search asks the database: names of places, and names of assets."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.meant import MeantPlace, is_zip, meant_places
from app.vocabulary.terms import fold

_NAMED: Final = text(
    "SELECT EXISTS (SELECT FROM asset WHERE asset.search @@ phraseto_tsquery('english'::regconfig, :q)"
    " AND asset.visibility = 'public' AND asset.deleted_at IS NULL AND asset.status = 'active'"
    " AND to_tsvector('english'::regconfig, asset.name) @@ phraseto_tsquery('english'::regconfig, :q)"
    " AND similarity(asset.name, :q) >= :least)"
)

_ALIKE: Final = 0.6
_ACCENTED: Final = {
    fold(each): each
    for each in (
        "doña ana", "doña ana county", "española", "cañon city", "peñasco", "peña blanca", "piñon hills",
        "césar chávez", "la cañada flintridge",
    )
}  # fmt: skip
"""Spanish names of places that lists write with accents and people without, by how people write them."""


class Gazetteer:
    """Names, looked up in one database session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self, names: Sequence[tuple[str, str | None]]) -> dict[tuple[str, str | None], MeantPlace]:
        """See meant_places."""
        listed = {(_ACCENTED.get(name, name), state): (name, state) for name, state in names}
        found = meant_places(self._session, list(listed))
        return {listed[name]: place for name, place in found.items()}

    def zips(self, codes: Sequence[str]) -> frozenset[str]:
        """Which of `codes` are known ZIP areas."""
        return frozenset(code for code in codes if is_zip(self._session, code))

    def is_name(self, q: str, *, whole: bool = False) -> bool:
        """Whether an asset's name holds `q` word by word, and little besides (trigram similarity); `whole`: nothing."""
        return bool(self._session.scalar(_NAMED, {"q": q, "least": 1.0 if whole else _ALIKE}))
