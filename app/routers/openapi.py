"""How the API describes itself: title, licence of the answers, tags."""

from importlib.metadata import version
from typing import Any

DESCRIPTION = """Programs, institutions and opportunities in science, technology, engineering and mathematics, where
they are, for whom, and who is not served. Reading is open to everyone; writing needs a key.

Coordinates are longitude, latitude (WGS84). Distances take units (`25mi`, `40km`, `800m`). Errors are RFC 9457
problem documents that say which parameter is wrong and what would be accepted."""

TAGS = [
    {"name": "assets", "description": "Find institutions, programs and opportunities."},
    {
        "name": "coverage",
        "description": "Who is underserved: distances of people to the nearest matching asset.",
    },
    {
        "name": "profiles",
        "description": "A state or county in numbers: what it has, who is far, how good its data are.",
    },
    {"name": "uploads", "description": "States send inventories: check first, then apply. Needs a key."},
    {
        "name": "reports",
        "description": "The public reports what is wrong, closed or missing; editors review it.",
    },
    {"name": "hsds", "description": "The same as Open Referral HSDS 3.1: services and organizations."},
    {"name": "operations", "description": "Is the service up?"},
]


def describe() -> dict[str, Any]:
    """Arguments for FastAPI that describe the service."""
    return {
        "title": "STEM asset map",
        "version": version("stemmap"),
        "description": DESCRIPTION,
        "openapi_tags": TAGS,
        "openapi_url": "/api/v1/openapi.json",
        "docs_url": None,
        "redoc_url": None,
        "license_info": {"name": "MIT (code)", "identifier": "MIT"},
    }
