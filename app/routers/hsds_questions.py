"""What an HSDS list is asked: the standard's parameters and the shared filters, read into conditions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from fastapi import Request
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.filters import AssetFilter, parse_filter
from app.catalog.records.hsds_lists import Shape, is_run_by
from app.catalog.records.taxonomy import Term, taxonomies_by_id, terms_by_id, with_taxonomy, with_term
from app.catalog.tables import ASSET, Condition
from app.catalog.values import clean_text, number_of, read_flag
from app.errors import BadParameterError, UnknownParameterError
from app.routers.sessions import today
from app.routers.single_values import number_in_range, one_text
from app.settings import Settings
from app.vocabulary.assets import STATUSES

PAGING: Final = ("page", "per_page")
FORMATS: Final = ("json", "ndjson")
_PAGE_MAX: Final = 1_000_000
_ONLY: Final = {
    "services": ("minimal", "modified_after", "organization_id"),
    "service_at_locations": ("minimal", "modified_after", "organization_id", "postcode", "proximity"),
    "organizations": ("modified_after", "full_service"),
}
LIST_NAMES: Final = {
    name: ("search", *PAGING, "format", "full", "taxonomy_term_id", "taxonomy_id", *own)
    for name, own in _ONLY.items()
}
"""The standard's parameters of each list."""


@dataclass(frozen=True)
class Paging:
    """Which page: its number from 1, and how many records it may hold."""

    number: int
    size: int


def paging_of(request: Request, settings: Settings) -> Paging:
    """`page` and `per_page`."""
    size = number_in_range(request, "per_page", settings.page_limit_default, settings.page_limit_max)
    return Paging(number_in_range(request, "page", 1, _PAGE_MAX), size)


def flag_of(request: Request, name: str) -> bool:
    """A parameter that is true or false; false unless given."""
    text = one_text(request, name)
    return read_flag(name, text) if text is not None else False


def is_ndjson(request: Request) -> bool:
    """Whether the whole list is wanted as lines."""
    text = one_text(request, "format") or FORMATS[0]
    if text not in FORMATS:
        raise BadParameterError("`format` is json or ndjson.", parameter="format", accepted=FORMATS)
    return text == "ndjson"


def shape_of(request: Request) -> Shape:
    """`full` and `minimal`."""
    shape = Shape(flag_of(request, "full"), flag_of(request, "minimal"))
    if shape.full and shape.minimal:
        raise BadParameterError("`full` and `minimal` exclude each other: give one.", parameter="minimal")
    if flag_of(request, "full_service"):
        raise BadParameterError(
            "`full_service` is answered for one organization: ask /hsds/organizations/{id}?full_service=true.",
            parameter="full_service",
        )
    return shape


def conditions_of(request: Request, session: Session, settings: Settings, name: str) -> list[Condition]:
    """Conditions of the list `name`: shared filters, then the standard's own.

    With `modified_after` every status is listed unless one is asked for, so that a copy learns what closed.
    """
    chosen = parse_filter(request.query_params.multi_items(), settings=settings, also=LIST_NAMES[name])
    chosen = _near(request, _searched(request, chosen, settings), settings)
    since = modified_after(request)
    if since is not None and not chosen.status:
        chosen = replace(chosen, status=STATUSES.slugs)
    since_then: list[Condition] = [ASSET.c.updated_at >= since] if since is not None else []
    own = [*since_then, *_terms(request), *_provider(request, session)]
    try:
        return [*where(session, chosen, today=today()), *own]
    except BadParameterError as error:
        if error.parameter == "near" and "postcode" in request.query_params:
            error.parameter = "postcode"
        raise


def _searched(request: Request, chosen: AssetFilter, settings: Settings) -> AssetFilter:
    text = one_text(request, "search")
    if text is None:
        return chosen
    words = clean_text("search", text)
    if len(words) > settings.search_text_max:
        raise BadParameterError(
            f"`search` may have {settings.search_text_max} characters at most.", parameter="search"
        )
    if chosen.q not in (None, words):
        raise BadParameterError("`search` and `q` are the same: give one.", parameter="search")
    return replace(chosen, q=words)


def _near(request: Request, chosen: AssetFilter, settings: Settings) -> AssetFilter:
    """`postcode` with `proximity` in metres."""
    postcode, proximity = one_text(request, "postcode"), one_text(request, "proximity")
    if postcode is None and proximity is None:
        return chosen
    if postcode is None or proximity is None:
        raise BadParameterError(
            "`postcode` and `proximity` (metres) go together: give both.",
            parameter="proximity" if proximity is None else "postcode",
        )
    if chosen.near is not None:
        raise BadParameterError("`near` and `postcode` exclude each other: give one.", parameter="postcode")
    length_m = number_of(proximity)
    if length_m is None or not 0 < length_m <= settings.radius_max_m:
        raise BadParameterError(
            f"`proximity` is a number of metres, more than 0 and at most {settings.radius_max_m:g}.",
            parameter="proximity",
        )
    return replace(chosen, near=clean_text("postcode", postcode), within_m=length_m)


def modified_after(request: Request) -> datetime | None:
    """`modified_after` as a time with its zone (UTC unless said), or None."""
    text = one_text(request, "modified_after")
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadParameterError(
            "`modified_after` is a day or a time as 2026-03-01 or 2026-03-01T12:00:00Z.",
            parameter="modified_after",
        ) from None


def _terms(request: Request) -> Iterator[Condition]:
    if (text := one_text(request, "taxonomy_term_id")) is not None:
        yield with_term(term_of(text, "taxonomy_term_id"))
    if (text := one_text(request, "taxonomy_id")) is not None:
        taxonomy = taxonomies_by_id().get(text.strip().lower())
        if taxonomy is None:
            raise BadParameterError(
                "This is no id of a taxonomy: see /hsds/taxonomies.", parameter="taxonomy_id"
            )
        yield with_taxonomy(taxonomy)


def term_of(text: str, parameter: str) -> Term:
    """The term with the id `text`."""
    found = terms_by_id().get(text.strip().lower())
    if found is None:
        raise BadParameterError(
            "This is no id of a taxonomy term: see /hsds/taxonomy_terms.", parameter=parameter
        )
    return found


def _provider(request: Request, session: Session) -> Iterator[Condition]:
    text = one_text(request, "organization_id")
    if text is None:
        return
    try:
        yield is_run_by(session, UUID(text))
    except ValueError:
        raise BadParameterError(
            "`organization_id` is the id of an organization: see /hsds/organizations.",
            parameter="organization_id",
        ) from None


def refuse_others(request: Request, accepted: tuple[str, ...] = ()) -> None:
    """400 for a parameter that is not one of `accepted`."""
    for name in request.query_params:
        if name not in accepted:
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=accepted
            )
