"""Whether servers answer, and with the same features: looked at before anything is measured."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Final

from bench.catalog.scenarios import OURS, Scenario

_SAMPLES: Final = 3
_PATIENCE_S: Final = 20.0


class RefusedError(Exception):
    """A server does not answer what is asked."""


def get(url: str) -> dict[str, Any]:
    """A JSON document."""
    return dict(json.loads(_octets(url)))


def validator(url: str) -> str:
    """The ETag of an answer."""
    with urllib.request.urlopen(url, timeout=_PATIENCE_S) as answer:  # noqa: S310 - loopback
        return str(answer.headers["ETag"])


def refusals(scenario: Scenario, bases: Mapping[str, str]) -> dict[str, str]:
    """Who refuses or answers otherwise than ours, and how. Raises RefusedError where ours is refused."""
    found: dict[str, str] = {}
    for who in (name for name in scenario.paths if name in bases):
        try:
            _look(scenario, bases, who)
        except RefusedError as failure:
            if who == OURS:
                raise
            found[who] = str(failure)
    return found


def _look(scenario: Scenario, bases: Mapping[str, str], who: str) -> None:
    for at in range(min(_SAMPLES, len(scenario.paths[who]))):
        if not scenario.same:
            _octets(bases[who] + scenario.paths[who][at])
            continue
        _agree(*(get(bases[name] + scenario.paths[name][at]) for name in (OURS, who)))


def _agree(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    if "features" not in mine:
        _same("id", str(mine["id"]), str(theirs["id"]))
        return
    _same("numberMatched", mine["numberMatched"], theirs["numberMatched"])
    ids = [{str(each["id"]) for each in page["features"]} for page in (mine, theirs)]
    _same("ids in common", len(ids[0]), len(ids[0] & ids[1]))


def _same(what: str, mine: object, theirs: object) -> None:
    if mine != theirs:
        raise RefusedError(f"answers otherwise: {what} {theirs}, ours {mine}")


def _octets(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE_S) as answer:  # noqa: S310 - loopback
            return bytes(answer.read())
    except urllib.error.HTTPError as failure:
        said = " ".join(failure.read(200).decode(errors="replace").split())
        raise RefusedError(f"refused: {failure.code} {said[:80]}") from failure
    except (TimeoutError, urllib.error.URLError) as failure:
        raise RefusedError(f"no answer within {_PATIENCE_S:g} s") from failure
