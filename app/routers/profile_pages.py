"""What the pages of a state and of a county have in common: parameters, context, and the page itself."""

from typing import Any, Final

from fastapi import Request, Response

from app.catalog.profile.places import County
from app.coverage.official_count import OfficialCount, official_count
from app.coverage.presets import PRESETS
from app.coverage.profile.profiles import NEAREST, Profile, profile_of
from app.coverage.reports.phrases import zip_sum
from app.db.engine import Database
from app.errors import BadParameterError, UnknownParameterError
from app.language import _
from app.routers import templates
from app.routers.absolute import root_url
from app.routers.profile_maps import county_map, share_classes, state_map
from app.routers.profile_tables import Links, Narrowed, subject_table, type_tables
from app.routers.sessions import today
from app.routers.single_values import one_text
from app.vocabulary import assets

TOP: Final = 10
"""Counties listed at once; the others are folded."""
_NAMES: Final = ("discipline", "subtype")


def narrowed_of(request: Request) -> Narrowed:
    """What the tables are narrowed to. Raises UnknownParameterError, BadParameterError."""
    for name in request.query_params:
        if name not in _NAMES:
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=_NAMES
            )
    return Narrowed(
        _known(request, "discipline", assets.DISCIPLINES.slugs),
        _known(request, "subtype", assets.ALL_SUBTYPES.slugs),
    )


def _known(request: Request, name: str, slugs: tuple[str, ...]) -> str | None:
    value = one_text(request, name)
    if value is not None and value not in slugs:
        raise BadParameterError(f"`{value[:80]}` is not known for `{name}`.", parameter=name, accepted=slugs)
    return value


def profile_page(request: Request, database: Database, state: str, county: County | None) -> Response:
    """The page of a state or county."""
    narrowed = narrowed_of(request)
    profile = profile_of(database, state, county, today())
    name = "states/county.html" if county else "states/state.html"
    with database.read() as session:
        official = official_count(session, county.geoid) if county else None
    return templates.page(request, name, _context(request, profile, narrowed, official))


def _context(
    request: Request, profile: Profile, narrowed: Narrowed, official: OfficialCount | None
) -> dict[str, Any]:
    settings = request.app.state.settings
    links = Links(profile, settings)
    found = profile.document["gaps"]
    return {
        "profile": profile,
        "place": profile.name,
        "doc": profile.document,
        "found": found,
        "official": official,
        "zip_sum": zip_sum if profile.county and _by_zip(profile) else None,
        "links": links,
        "narrowed": narrowed,
        "types": list(type_tables(profile, narrowed)),
        "subjects": subject_table(profile, narrowed),
        "map": county_map(profile) if profile.county else state_map(profile),
        "legend": [_(label) for label in share_classes().labels],
        "presets": PRESETS,
        "top": TOP,
        "nearest_most": NEAREST,
        "informal": _reach(profile, "informal"),
        "hatched": bool(found)
        and any(each["confidence"] in ("low", "no data") for each in found.get("counties", ())),
        "address": f"{root_url(request, settings)}{links.path}",
    }


def _by_zip(profile: Profile) -> bool:
    """Whether everybody is counted by ZIP area."""
    return profile.gaps is not None and profile.gaps.whole.found.context.points.figures.kind == "zip"


def _reach(profile: Profile, what: str) -> dict[str, Any] | None:
    found = profile.document["gaps"]
    rows: list[dict[str, Any]] = found["reach"] if found else []
    return next((each for each in rows if each["what"] == what), None)
