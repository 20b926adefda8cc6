"""The map of an upload, as a document of its own, and its points.

The map runs sandboxed, without the visitor's cookie: it is given an address of the points that is good for a few
minutes and for nothing else.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import NotFoundError
from app.inventory.report import load_report
from app.routers.manage_asked import SeenUpload
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_downloads import points_geojson
from app.stewardship.sessions import sign, subject_of

router = APIRouter()
_GOOD_FOR: Final = timedelta(minutes=10)
_PURPOSE: Final = "upload-points"


@router.get("/uploads/{upload_id}/map")
def document(upload: SeenUpload) -> Response:
    """The map."""
    from app.maps.upload_map import upload_map

    token = sign(_PURPOSE, str(upload.id), upload.settings, datetime.now(UTC) + _GOOD_FOR)
    html, policy = upload_map(f"/manage/points/{token}", upload.report.state, upload.settings)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/points/{token}")
def points(token: str, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The points of the upload that `token` names."""
    subject = subject_of(_PURPOSE, token, settings)
    if subject is None:
        raise NotFoundError("This address of the points is too old: load the page again.")
    with database.read() as session:
        report = load_report(session, UUID(subject), 1)
    body = points_geojson(report, database, settings)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type="application/geo+json")
