"""Both descriptions are true: requests made from them meet no failure, and no answer that they do not describe."""

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import checks

TRUTHS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
ALIKE = r"/collections/(institutions|programs|opportunities|states|zips|places)"
"""Collections that the same code answers as those of assets and counties."""
FEW = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def hold_true(schema: Any) -> int:
    """Ask every operation of `schema` a few times; how many there are."""
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(checks=TRUTHS)

        ask()
    return len(operations)


@pytest.mark.slow
def test_the_service_api(client: TestClient) -> None:
    assert hold_true(schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)) >= 20


@pytest.mark.slow
def test_the_ogc_api(client: TestClient) -> None:
    schema = schemathesis.openapi.from_asgi("/ogc/api", client.app)
    assert hold_true(schema.exclude(path_regex=ALIKE)) >= 10
