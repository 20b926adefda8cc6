"""The OpenAPI document: well formed, complete, and true (what it names answers, what it does not is refused)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.catalog.collections import COLLECTIONS
from app.catalog.collections.question import parameter_names

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def api(client: TestClient) -> dict[str, Any]:
    answer = client.get("/ogc/api")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    document: dict[str, Any] = answer.json()
    return document


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_it_is_well_formed(api: dict[str, Any]) -> None:
    """/req/oas30/oas-definition-1, oas-definition-2, oas-impl"""
    assert api["openapi"] == "3.0.3"
    assert {"title", "version"} <= set(api["info"])
    for reference in references(api):
        part: Any = api
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]
    operations = [each["get"] for each in api["paths"].values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    for each in operations:
        assert {"200", "400", "503"} <= set(each["responses"])


def test_it_names_every_parameter(api: dict[str, Any]) -> None:
    """/req/oas30/completeness"""
    for name in ("assets", "programs", "counties", "zips"):
        described = api["paths"][f"/collections/{name}/items"]["get"]["parameters"]
        names = [each.get("name", "f") for each in described]
        assert len(names) == len(set(names))
        assert set(names) == parameter_names(COLLECTIONS[name]) - {"resulttype", "skipgeometry"}
        for each in described:
            if "name" in each:
                assert each["in"] == "query"
                assert each["required"] is False
                assert "schema" in each


def test_paths_answer(api: dict[str, Any], client: TestClient) -> None:
    for path in api["paths"]:
        if "{featureId}" not in path and "?" not in path:
            assert client.get(f"/ogc{path}".rstrip("/")).status_code == 200


@pytest.mark.parametrize("status", [400, 404])
def test_errors_are_described(api: dict[str, Any], ask: Ask, status: int) -> None:
    """/req/oas30/exceptions-codes"""
    problem = ask(
        "/collections/assets/items/none" if status == 404 else "/collections/assets/items?x=1", status
    )
    required = api["components"]["schemas"]["Problem"]["required"]
    assert set(required) <= set(problem)
