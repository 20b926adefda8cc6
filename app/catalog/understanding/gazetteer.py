"""What understanding a search asks the database: names of places, and names of assets."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.meant import MeantPlace, is_zip, meant_places

_NAMED: Final = text(
    "SELECT EXISTS (SELECT FROM asset WHERE asset.search @@ phraseto_tsquery('english'::regconfig, :q)"
    " AND asset.visibility = 'public' AND asset.deleted_at IS NULL AND asset.status = 'active'"
    " AND to_tsvector('english'::regconfig, asset.name) @@ phraseto_tsquery('english'::regconfig, :q)"
    " AND similarity(asset.name, :q) >= :least)"
)

_ALIKE: Final = 0.6


class Gazetteer:
    """Names, looked up in one database session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self, names: Sequence[tuple[str, str | None]]) -> dict[tuple[str, str | None], MeantPlace]:
        """See meant_places."""
        return meant_places(self._session, names)

    def zips(self, codes: Sequence[str]) -> frozenset[str]:
        """Which of `codes` are known ZIP areas."""
        return frozenset(code for code in codes if is_zip(self._session, code))

    def is_name(self, q: str, *, whole: bool = False) -> bool:
        """Whether an asset's name holds `q` word by word, and little besides (trigram similarity); `whole`: nothing."""
        return bool(self._session.scalar(_NAMED, {"q": q, "least": 1.0 if whole else _ALIKE}))
