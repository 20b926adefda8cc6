"""Why too many rows of a file are refused, and what to mend first: the words of the report, page and terminal."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from app.inventory.codes import cure_of_many, words_of_many
from app.inventory.finding_values import VALUE_CODES
from app.inventory.report import error_share
from app.inventory.statements import statement
from app.models import Upload

_MOST: Final = 3
_SAY = "say what its values mean (under Findings)"


def refusing_codes(session: Session, upload: Upload) -> list[dict[str, Any]]:
    """The codes that refuse the most rows: how many rows have them, and how many nothing else refuses."""
    rows = session.execute(statement("refusing_codes"), {"upload_id": upload.id, "most": _MOST})
    return [dict(row) for row in rows.mappings()]


def why_refused(counts: Mapping[str, Any], error_share_max: float) -> str:
    """How many rows are refused, what for, and what to mend first, in a few sentences."""
    if "wrong_state" in counts:
        return f"{counts['wrong_state']} Send the file for the state it is of."
    rows, refused = counts.get("rows", 0), counts.get("refused", 0)
    share = error_share(dict(counts))
    start = f"{refused:,} of {rows:,} rows are refused ({share:.0%}); at most {error_share_max:.0%} may be."
    found = counts.get("refusing") or []
    if not found:
        return start
    each = "; ".join(
        f"“{_in_words(one['code'])}” in {one['rows']:,} (mending that frees {one['freed']:,})"
        for one in found
    )
    first = max(found, key=lambda one: (one["freed"], one["rows"]))["code"]
    return f"{start} What refuses most: {each}. First “{_in_words(first)}”: {cure_of(first)}."


def _in_words(code: str) -> str:
    """What a code means, without the values it was found in: “The date can be two different days”."""
    return words_of_many(code).rstrip(".")


def cure_of(code: str) -> str:
    """What to do about a code, for all of its rows at once."""
    if code in VALUE_CODES:
        return _SAY
    words = cure_of_many(code).rstrip(".")
    return words[:1].lower() + words[1:]
