"""`/api/v1/states/{xx}` and `/api/v1/counties/{geoid}`: the numbers of the pages of states and counties as JSON."""

import orjson
from fastapi import APIRouter, Request, Response

from app.catalog.profile.places import County, county_meant
from app.coverage.profile.profiles import profile_of
from app.db.engine import Database
from app.errors import UnknownParameterError
from app.routers import api_profiles_docs as docs
from app.routers.absolute import root_url
from app.routers.coverage_answers import conditional
from app.routers.media_types import JSON
from app.routers.page_states import state_meant
from app.routers.profile_tables import Links
from app.routers.sessions import ServiceDatabase, today

router = APIRouter(prefix="/api/v1", tags=["profiles"])


@router.head("/states/{state}", include_in_schema=False)
@router.get("/states/{state}", summary="A state in numbers", responses=docs.STATE_ANSWER)
def get_state(state: docs.StateSaid, request: Request, database: ServiceDatabase) -> Response:
    """Inventory by type, grade band and subject, people beyond reach, groups, counties, quality, uploads of a state."""
    return _answer(request, database, state_meant(state), None)


@router.head("/counties/{county}", include_in_schema=False)
@router.get("/counties/{county}", summary="A county in numbers", responses=docs.COUNTY_ANSWER)
def get_county(county: docs.CountySaid, request: Request, database: ServiceDatabase) -> Response:
    """The same of one county, with the programs nearest to where its people live."""
    with database.read() as session:
        found = county_meant(session, county)
    return _answer(request, database, found.state, found)


def _answer(request: Request, database: Database, state: str, county: County | None) -> Response:
    for name in request.query_params:
        raise UnknownParameterError("This takes no parameters.", parameter=name[:80], accepted=())
    root = root_url(request, database.settings)

    def build() -> bytes:
        profile = profile_of(database, state, county, today())
        path = Links(profile, database.settings).path
        links = [
            {"rel": "self", "type": JSON, "href": f"{root}/api/v1{path}"},
            {"rel": "alternate", "type": "text/html", "href": f"{root}{path}"},
        ]
        return orjson.dumps(profile.document | {"links": links})

    return conditional(request, database, (state, county, root), JSON, build)
