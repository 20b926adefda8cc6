"""Files made of an upload's findings and points, for the API and the page alike."""

from collections.abc import Iterator
from typing import Any, Final

import orjson
from fastapi import Response
from fastapi.responses import StreamingResponse

from app.db.engine import Database
from app.inventory.change_points import list_points
from app.inventory.findings import findings_workbook
from app.inventory.report import UploadReport, issues_csv
from app.routers.upload_access import UploadAtHand
from app.settings import Settings

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE_BYTES = 1 << 16


def _headers(report: UploadReport, ending: str) -> dict[str, str]:
    name = f"issues-{report.state or 'US'}-{report.id}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def issues_as_csv(upload: UploadAtHand) -> Response:
    """All findings as CSV, streamed."""

    def lines() -> Iterator[str]:
        with upload.database.read(upload.settings.write_timeout_s) as session:
            yield from issues_csv(session, upload.id)

    headers = _headers(upload.report, "csv")
    return StreamingResponse(lines(), headers=headers, media_type="text/csv; charset=utf-8")


def issues_as_xlsx(upload: UploadAtHand) -> Response:
    """All findings as a workbook."""
    with upload.database.read(upload.settings.write_timeout_s) as session:
        book = findings_workbook(session, upload.id)

    def pieces() -> Iterator[bytes]:
        with book:
            while piece := book.read(_PIECE_BYTES):
                yield piece

    return StreamingResponse(pieces(), headers=_headers(upload.report, "xlsx"), media_type=_XLSX)


def points_geojson(report: UploadReport, database: Database, settings: Settings) -> bytes:
    """Where the rows fall, as GeoJSON, as many as one map shows."""
    most = settings.map_points_max
    with database.read() as session:
        points = list_points(session, report.id, most + 1)
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": point.row_number,
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
            "properties": {
                "row": point.row_number,
                "name": point.name,
                "precision": point.precision,
                "action": point.action,
                "worst": point.worst,
            },
        }
        for point in points[:most]
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features, "truncated": len(points) > most})
