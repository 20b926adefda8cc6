"""Types of answers, as `Content-Type` names them."""

from typing import Final

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv; charset=utf-8"
PARQUET: Final = "application/vnd.apache.parquet"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
