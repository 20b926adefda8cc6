"""Both descriptions are true: requests made from them meet no failure, and no answer that they do not describe."""

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import checks

TRUTHS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
ALIKE = r"/collections/(institutions|programs|opportunities|states|zips|places)"
"""Collections that the same code answers as those of assets and counties."""


@pytest.fixture(scope="module")
def api(client: TestClient) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)


@pytest.fixture(scope="module")
def ogc(client: TestClient) -> Any:
    return schemathesis.openapi.from_asgi("/ogc/api", client.app).exclude(path_regex=ALIKE)


api_schema = schemathesis.pytest.from_fixture("api")
ogc_schema = schemathesis.pytest.from_fixture("ogc")
few = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
@api_schema.parametrize()
@few
def test_the_service_api(case: Any) -> None:
    case.call_and_validate(checks=TRUTHS)


@pytest.mark.slow
@ogc_schema.parametrize()
@few
def test_the_ogc_api(case: Any) -> None:
    case.call_and_validate(checks=TRUTHS)
