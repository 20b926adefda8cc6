"""Which asset a row is: its state, kind and type, key and id. Pure."""

import hashlib
from functools import lru_cache
from typing import Final
from uuid import UUID

import numpy as np

from app.inventory.cells.copytext import NULL, all_escaped
from app.inventory.classify import Classified, classify, kinds_of
from app.inventory.codes import Problem
from app.inventory.rows import Checked
from app.vocabulary.assets import KINDS, SUBTYPES
from app.vocabulary.codes import state_of, state_scheme
from app.vocabulary.terms import fold

NAMESPACE: Final = UUID("6f0b8a3e-54a5-5c1b-9d43-8f1f5a2f7f10")
"""Namespace of asset ids made from a key, so that permalinks survive a new installation."""
_DERIVED = "derived:"
_SHA1_BYTES, _UUID_BYTES = 20, 16
_state_of = lru_cache(maxsize=1024)(state_of)


def asset_id(scheme: str, key: str) -> UUID:
    """The id of the asset known as `key` in an identifier scheme (`state:NM`): the same everywhere."""
    return UUID(_ids([key], scheme)[0])


def _ids(keys: list[str], scheme: str) -> list[str]:
    """UUIDs of version 5 (RFC 9562, 5.5) of `<scheme>|<key>`, as 32 hexadecimal digits."""
    start = hashlib.sha1(NAMESPACE.bytes + f"{scheme}|".encode(), usedforsecurity=False)
    digests = []
    for key in keys:
        digest = start.copy()
        digest.update(key.encode())
        digests.append(digest.digest())
    octets = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, _SHA1_BYTES)[:, :_UUID_BYTES].copy()
    octets[:, 6] = octets[:, 6] & 0x0F | 0x50  # the version
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80  # the variant
    digits = octets.tobytes().hex()
    return [digits[at : at + 2 * _UUID_BYTES] for at in range(0, len(digits), 2 * _UUID_BYTES)]


def identify(checked: Checked) -> None:
    """Fill in state, kind, subtype, key and id of every row, or say what is wrong with them."""
    _names(checked)
    _kinds(checked)
    _states(checked)
    checked.keys = _keys(checked)
    checked.texts["source_key"] = all_escaped(checked.keys)
    checked.texts["asset_id"] = _asset_ids(checked)


def _names(checked: Checked) -> None:
    names = checked.column("name")
    if NULL in names:
        for at, name in enumerate(names):
            if name == NULL:
                checked.say(at, "name-missing", "name")


def _kinds(checked: Checked) -> None:
    pairs = list(zip(checked.cell("kind"), checked.cell("subtype"), strict=True))
    rules = checked.rules
    known = {pair: classify(*pair, rules.kind, rules.kind_hint) for pair in set(pairs)}
    right = {pair: found for pair, found in known.items() if isinstance(found, Classified)}
    kinds = {pair: found.kind for pair, found in right.items()}
    subtypes = {pair: found.subtype for pair, found in right.items()}
    checked.texts["kind"] = [kinds.get(pair, NULL) for pair in pairs]
    checked.texts["subtype"] = [subtypes.get(pair, NULL) for pair in pairs]
    told = {pair for pair, found in known.items() if isinstance(found, Problem) or found.read is not None}
    if told:
        for at, pair in enumerate(pairs):
            if pair in told:
                _say_kind(checked, at, known[pair], pair)


def _say_kind(checked: Checked, at: int, found: Classified | Problem, pair: tuple[str, str]) -> None:
    if isinstance(found, Classified):
        label = SUBTYPES[found.kind].label(found.subtype)
        column = _kind_column(checked, pair, from_kind=found.read == pair[0])
        checked.say(at, "type-understood", column, found.read, label=label, kind=found.kind)
        return
    kind = KINDS.find(pair[0]) or checked.rules.kind
    known = SUBTYPES[kind] if kind else [slug for each in SUBTYPES.values() for slug in each]
    column = _kind_column(checked, pair, from_kind=found.code == "kind-unknown")
    other = " or ".join(kinds_of(found.value or ""))
    checked.say(at, found.code, column, found.value, kind=kind, other=other, accepted=", ".join(known))


def _kind_column(checked: Checked, pair: tuple[str, str], *, from_kind: bool) -> str:
    """The column that a text about kind or type is from."""
    header = checked.rules.header
    if "subtype" not in header or ("kind" in header and pair[0] and (from_kind or not pair[1])):
        return "kind"
    return "subtype"


def _states(checked: Checked) -> None:
    home = checked.rules.state
    cells = checked.cell("state")
    found = {cell: _state_of(cell) if cell else home for cell in set(cells)}
    checked.states = [home or found[cell] or "" for cell in cells]
    checked.texts["state"] = checked.states
    if set(found.values()) <= {home} and home:
        return
    for at, cell in enumerate(cells):
        state = found[cell]
        if state is None:
            checked.say(at, "state-unknown" if cell else "state-missing", "state", cell)
        elif home and state != home:
            checked.say(at, "state-other", "state", cell, state=home, other=state)


def _keys(checked: Checked) -> list[str]:
    """The file's own keys; where there is none, one from name, town and kind."""
    given = checked.cell("key")
    if "" not in given:
        return given
    rows = zip(given, *(checked.column(name) for name in ("name", "city", "kind")), strict=True)
    return [key or _derived_key(*map(_plain, parts)) for key, *parts in rows]


def _derived_key(name: str, city: str, kind: str) -> str:
    return _DERIVED + hashlib.sha256(f"{fold(name)}|{fold(city)}|{kind}".encode()).hexdigest()[:20]


def _plain(text: str) -> str:
    return "" if text == NULL else text


def _asset_ids(checked: Checked) -> list[str]:
    scheme = checked.rules.key_scheme
    if scheme or checked.rules.state:
        return _ids(checked.keys, scheme or state_scheme(str(checked.rules.state)))
    return [
        _ids([key], state_scheme(state))[0] for key, state in zip(checked.keys, checked.states, strict=True)
    ]
