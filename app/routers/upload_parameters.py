"""What a caller says about an upload, in a query, a form or JSON: whose it is and how it is to be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from app.errors import BadParameterError, ForbiddenError, UnknownParameterError
from app.inventory.fields import FIELDS
from app.inventory.meant import values_from
from app.inventory.origin import VANISHED, CheckOptions, Origin, Vanished
from app.inventory.readers import ReadOptions
from app.stewardship.keys import Principal
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES, state_of

NATIONAL: Final = "US"
"""Instead of a state: the rows name their states themselves (administrators only)."""
NOTE: Final = "note"
"""Instead of a field: the column is kept as it is, under its own header."""
READING: Final = ("part", "header_row", "crs", "encoding", "columns", "values", "vanished")
SENDING: Final = ("state", "dry_run", "wait", "kind", "source", "file_name", *READING)
DECISIONS: Final = ("both", "merge", "distinct")
"""What a person may say of two likely duplicates."""
_SOURCE_CHARS = 200
_HEADER_ROW_MAX = 10_000
_TEXT_CHARS = 200


@dataclass(frozen=True)
class Sending:
    """One upload as its sender describes it."""

    origin: Origin
    options: CheckOptions
    dry_run: bool = True
    wait: bool = True


def known(pairs: Iterable[tuple[str, str]], names: Sequence[str]) -> dict[str, list[str]]:
    """The values by name; each name known, each given once but `columns`."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in names:
            raise UnknownParameterError(
                f"There is no parameter {name!r} here.", parameter=name, accepted=names
            )
        if name in found and name != "columns":
            raise BadParameterError(f"{name} is given twice.", parameter=name)
        found.setdefault(name, []).append(value.strip())
    return found


def _one(given: Mapping[str, list[str]], name: str, default: str = "") -> str:
    return (given.get(name) or [""])[0] or default


def flag(name: str, text: str) -> bool:
    """`true` or `false`."""
    if text.lower() not in ("true", "false", "1", "0"):
        raise BadParameterError(f"{name} is true or false.", parameter=name, accepted=["true", "false"])
    return text.lower() in ("true", "1")


def state_named(text: str) -> str | None:
    """The state `text` names; None for all states (`US`)."""
    if text.upper() == NATIONAL:
        return None
    state = state_of(text)
    if state is None:
        raise BadParameterError(f"There is no state {text!r}.", parameter="state", accepted=STATES)
    return state


def require_may_write(caller: Principal, state: str | None) -> None:
    """Raise ForbiddenError unless `caller` may write rows of `state` (None: of every state)."""
    if state is not None:
        caller.require_state(state)
    elif caller.role != "admin":
        raise ForbiddenError("A file for all states needs an admin key.", parameter="state")


def origin_of(given: Mapping[str, list[str]], caller: Principal) -> Origin:
    """Whose file it is, for a caller who may send it."""
    text = _one(given, "state")
    if not text:
        raise BadParameterError(
            "Say which state the rows belong to: state=NM.", parameter="state", accepted=STATES
        )
    state = state_named(text)
    require_may_write(caller, state)
    kind = _one(given, "kind") or None
    if kind is not None and kind not in KINDS:
        raise BadParameterError(f"There is no kind {kind!r}.", parameter="kind", accepted=KINDS)
    source = _one(given, "source") or f"inventory of {STATES.label(state) if state else 'the United States'}"
    name = _one(given, "file_name", "upload")
    return Origin(state, name, caller.actor, source[:_SOURCE_CHARS], kind)


def options_of(given: Mapping[str, list[str]]) -> CheckOptions:
    """How the file is to be read, where it does not say so itself."""
    return CheckOptions(
        read=ReadOptions(
            part=_short(given, "part"),
            header_row=_header_row(_one(given, "header_row")),
            encoding=_short(given, "encoding"),
            crs=_short(given, "crs"),
        ),
        columns=columns_of(given.get("columns", [])),
        vanished=vanished_of(_one(given, "vanished")) or "keep",
        values=values_from(_object("values", _one(given, "values"))) if _one(given, "values") else None,
    )


def sending_of(pairs: Iterable[tuple[str, str]], caller: Principal) -> Sending:
    """All of it, from a query or the fields of a form."""
    given = known(pairs, SENDING)
    return Sending(
        origin_of(given, caller),
        options_of(given),
        flag("dry_run", _one(given, "dry_run", "true")),
        flag("wait", _one(given, "wait", "true")),
    )


def named(sending: Sending, file_name: str) -> Origin:
    """The origin with the name the file came under, unless the caller gave one."""
    given = sending.origin.file_name
    return replace(sending.origin, file_name=file_name) if given == "upload" else sending.origin


def _short(given: Mapping[str, list[str]], name: str) -> str | None:
    text = _one(given, name)
    if len(text) > _TEXT_CHARS or not text.isprintable():
        raise BadParameterError(f"{name} is too long or not printable.", parameter=name)
    return text or None


def _header_row(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _HEADER_ROW_MAX):
        raise BadParameterError(
            f"header_row is the number of a row, 1 to {_HEADER_ROW_MAX:,}.", parameter="header_row"
        )
    return int(text)


def vanished_of(text: str) -> Vanished | None:
    """What becomes of assets that are missing from the file; None where nothing was said."""
    if text and text not in VANISHED:
        raise BadParameterError(f"vanished cannot be {text!r}.", parameter="vanished", accepted=VANISHED)
    return text or None


def columns_of(texts: Sequence[str]) -> dict[str, str | None] | None:
    """Header -> field, from `Header=field` texts or one JSON object; None where nothing was said."""
    if not texts:
        return None
    if len(texts) == 1 and texts[0].startswith("{"):
        return checked_columns(_object("columns", texts[0]))
    pairs: dict[str, Any] = {}
    for text in texts:
        header, equals, name = text.rpartition("=")
        if not equals:
            raise BadParameterError(
                f"columns is {text!r}: write Header=field, or one JSON object.", parameter="columns"
            )
        pairs[header.strip()] = name.strip()
    return checked_columns(pairs)


def _object(name: str, text: str) -> Mapping[str, Any]:
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadParameterError(f"{name} is no JSON object.", parameter=name) from error
    if not isinstance(given, dict):
        raise BadParameterError(f"{name} is no JSON object.", parameter=name)
    return given


def checked_columns(given: Mapping[str, Any]) -> dict[str, str | None]:
    """Header -> field with every field known and none twice; `note`, null or nothing keeps a column as a note."""
    chosen: dict[str, str | None] = {}
    for header, name in given.items():
        if name in (None, "", NOTE):
            chosen[header] = None
        elif name in FIELDS and name not in chosen.values():
            chosen[header] = str(name)
        else:
            why = (
                f"“{FIELDS[name].label}” is chosen for two columns"
                if name in FIELDS
                else f"There is no field {name!r}"
            )
            raise BadParameterError(f"{why}.", parameter="columns", accepted=[*FIELDS, NOTE])
    return chosen
