"""What the pages of an upload say in words: counts, moments, kinds of findings, values before and after. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.inventory.codes import CODES, cure_of_many, words_of_many
from app.vocabulary import assets, careers, people
from app.vocabulary.terms import Vocabulary

_VOCABULARIES: Final[dict[str, Vocabulary]] = {
    "kind": assets.KINDS,
    "subtype": assets.ALL_SUBTYPES,
    "status": assets.STATUSES,
    "disciplines": assets.DISCIPLINES,
    "grades": people.GRADES,
    "designed_for": people.AUDIENCES,
    "restricted_to": people.AUDIENCES,
    "languages": people.LANGUAGES,
    "seasons": assets.SEASONS,
    "times_of_day": assets.TIMES_OF_DAY,
    "career_clusters": careers.CLUSTERS,
    "cost_band": assets.COST_BANDS,
    "delivery_mode": assets.DELIVERY_MODES,
    "reach": assets.REACHES,
    "location_precision": assets.PRECISIONS,
}
_VALUE_CHARS = 300


def some(count: int, one: str, many: str = "") -> str:
    """`1 row`, `1,234 rows`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def moment(at: datetime | None) -> str:
    """`Mar 4, 2025, 14:05 UTC`."""
    return f"{at:%b} {at.day}, {at:%Y, %H:%M} UTC" if at else "–"


def changes_in_words(counts: Mapping[str, Any]) -> str:
    """`12 added, 3 changed, 200 unchanged`."""
    return ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("added", "changed", "unchanged"))


@dataclass(frozen=True)
class CodeGroup:
    """All findings of one kind in a file."""

    code: str
    count: int
    severity: str
    what: str
    why: str
    cure: str


def groups_of(counts: Mapping[str, Any]) -> list[CodeGroup]:
    """The kinds of findings of a file, errors first, the most frequent first."""
    groups = [
        CodeGroup(
            code,
            count,
            CODES[code].severity,
            words_of_many(code),
            CODES[code].cause,
            cure_of_many(code),
        )
        for code, count in counts.get("issues", {}).items()
        if code in CODES and count
    ]
    return sorted(groups, key=lambda group: (group.severity != "error", -group.count, group.code))


def shown(field: str, value: Any) -> str:
    """A value before or after a change, for people."""
    vocabulary = _VOCABULARIES.get(field)
    if value is None or value == "" or value == [] or value == {}:
        return "empty"
    if isinstance(value, list):
        return ", ".join(vocabulary.label(str(each)) if vocabulary else str(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())[:_VALUE_CHARS]
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = vocabulary.label(str(value)) if vocabulary else str(value)
    return text if len(text) <= _VALUE_CHARS else text[: _VALUE_CHARS - 1] + "…"
