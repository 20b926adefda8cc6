"""A state's inventory as a file, and the template to begin one with."""

from fastapi import APIRouter, Response

from app.inventory.template import template_csv, template_xlsx

router = APIRouter(prefix="/api/v1", tags=["uploads"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _file(body: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "max-age=3600"}
    return Response(body, headers=headers, media_type=media_type)


@router.get("/uploads/template.csv", summary="An inventory template as CSV", response_class=Response)
def csv_template() -> Response:
    """Our field names and two example rows."""
    return _file(template_csv(), "inventory-template.csv", CSV)


@router.get("/uploads/template.xlsx", summary="An inventory template as a workbook", response_class=Response)
def xlsx_template() -> Response:
    """Our field names, two example rows, drop-down lists, and the data dictionary on a second sheet."""
    return _file(template_xlsx(), "inventory-template.xlsx", XLSX)
