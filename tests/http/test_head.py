"""HEAD is answered as GET is, without the body, on pages and API alike."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("path", ["/", "/gaps?states=NM", "/healthz", "/readyz", "/api/v1/assets?limit=1"])
def test_head(client: TestClient, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


def test_a_state_without_inventory_is_said(client: TestClient) -> None:
    assert "No inventory from California" in client.get("/gaps?states=CA,NM").text
    assert "No inventory from" not in client.get("/gaps?states=NM").text


def test_towns_of_states_with_an_inventory_come_first(client: TestClient) -> None:
    found = client.get("/api/v1/assets", params={"near": "Bloomfield", "limit": 1}).json()
    assert found["near"]["label"] == "Bloomfield, NM"
