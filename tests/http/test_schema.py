"""Both descriptions are true: requests made from them meet no failure, and no answer that they do not describe."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from schemathesis import checks

from app.db.engine import Database
from app.main import create_app
from tests.deep import times

TRUTHS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
ALIKE = r"/collections/(institutions|programs|opportunities|states|zips|places)"
"""Collections that the same code answers as those of assets and counties."""
FEW = settings(
    max_examples=times(6),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def app(shared_database: Database) -> FastAPI:
    """A service that its lifespan opens by itself, as schemathesis has it."""
    url = shared_database.engine.url.render_as_string(hide_password=False)
    return create_app(shared_database.settings.model_copy(update={"database_url": SecretStr(url)}))


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
def test_the_service_api(app: FastAPI) -> None:
    assert hold_true(schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)) >= 20


@pytest.mark.slow
def test_the_ogc_api(app: FastAPI) -> None:
    schema = schemathesis.openapi.from_asgi("/ogc/api", app)
    assert hold_true(schema.exclude(path_regex=ALIKE)) >= 10
