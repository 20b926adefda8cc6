"""Reading single parameters of a coverage question, with refusals that say what is accepted. Pure."""

from collections.abc import Sequence
from math import isfinite

from app.errors import BadParameterError

Pair = tuple[str, str]


def single(pairs: Sequence[Pair], name: str) -> str | None:
    """The one value of `name`, None when it is not given. Raises BadParameterError for two different ones."""
    values = {text.strip() for each, text in pairs if each == name and text.strip()}
    if len(values) > 1:
        raise BadParameterError(
            f"`{name}` is given twice with different values: give it once.", parameter=name
        )
    return values.pop() if values else None


def several(pairs: Sequence[Pair], name: str) -> list[str]:
    """All values of `name`, also those in one text with commas between them, each once, in their order."""
    texts = (part.strip() for each, text in pairs if each == name for part in text.split(","))
    return list(dict.fromkeys(text for text in texts if text))


def one_of(name: str, value: str, accepted: Sequence[str]) -> str:
    """`value`, if it is accepted. Raises BadParameterError."""
    if value not in accepted:
        raise BadParameterError(
            f"`{value[:80]}` is not known for `{name}`.", parameter=name, accepted=accepted
        )
    return value


def number(name: str, text: str, low: float, high: float, *, percent: bool = False) -> tuple[float, bool]:
    """A number from `low` to `high`, and whether it was written as a percentage (then as a share, 0.5 for 50%)."""
    is_percent = percent and text.endswith("%")
    try:
        value = float(text.removesuffix("%")) / (100 if is_percent else 1) if text.isascii() else float("nan")
    except ValueError:
        value = float("nan")
    if not (isfinite(value) and low <= value <= high):
        or_percent = " or a percentage such as `50%`" if percent else ""
        raise BadParameterError(
            f"`{name}` is `{text[:40]}`: it is a number from {low:g} to {high:g}{or_percent}.", parameter=name
        )
    return value, is_percent


def contradiction(name: str, detail: str) -> BadParameterError:
    """The refusal of a parameter that does not go with the others."""
    return BadParameterError(detail, parameter=name)
