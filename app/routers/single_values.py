"""Parameters that are given once: a text, a number in its range."""

from fastapi import Request

from app.catalog.values import read_near
from app.coverage.asked import single
from app.errors import BadParameterError
from app.settings import Settings


def number_in_range(request: Request, name: str, default: int, most: int) -> int:
    """The whole number 1…`most` in parameter `name`, or `default` when it is not given."""
    given = [text.strip() for text in request.query_params.getlist(name) if text.strip()]
    if not given:
        return min(default, most)
    if len(set(given)) > 1 or not (given[0].isascii() and given[0].isdigit() and len(given[0]) <= 9):
        raise BadParameterError(f"`{name}` is one whole number from 1 to {most}.", parameter=name)
    if not 1 <= int(given[0]) <= most:
        raise BadParameterError(f"`{name}` is from 1 to {most}.", parameter=name)
    return int(given[0])


def one_text(request: Request, name: str) -> str | None:
    """The one value of parameter `name`, or None. Raises BadParameterError for two different ones."""
    return single(request.query_params.multi_items(), name)


def start_of(request: Request, settings: Settings) -> str | None:
    """Where distances begin, when `origin` says so."""
    given = one_text(request, "origin")
    if given is not None and len(given) > settings.search_text_max:
        raise BadParameterError(
            f"`origin` may have {settings.search_text_max} characters at most.", parameter="origin"
        )
    return read_near("origin", given) if given is not None else None
