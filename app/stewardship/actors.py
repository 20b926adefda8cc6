"""Who did something, in words: the audit names a key by its number, people know it by its label."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ApiKey

_KEY = "key:"
_TERMINAL = "cli:"


def actors_in_words(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Each actor in words: `key:1` as the key “Lead NM”, `cli:ann` as ann in the terminal, others as they are."""
    actors = set(actors)
    numbers = {
        int(number) for each in actors if (number := each.removeprefix(_KEY)) != each and number.isdecimal()
    }
    labels: dict[str, str] = {}
    if numbers:
        found = session.execute(select(ApiKey.id, ApiKey.label).where(ApiKey.id.in_(numbers)))
        labels = {f"{_KEY}{row.id}": f"the key “{row.label}”" for row in found}
    return {each: labels.get(each) or _plain(each) for each in actors}


def _plain(actor: str) -> str:
    name = actor.removeprefix(_TERMINAL)
    return f"{name} in the terminal" if name != actor else actor
