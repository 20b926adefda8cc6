"""`/api/v1/coverage/presets` over HTTP, in the small world."""

from fastapi.testclient import TestClient


def test_all_presets_say_what_they_need(coverage_api: TestClient) -> None:
    found = coverage_api.get("/api/v1/coverage/presets?states=NM").json()
    assert found["numberReturned"] == len(found["presets"]) == 19
    by_id = {each["id"]: each for each in found["presets"]}
    assert by_id["P12"]["applicable"]
    low_income = by_id["P5"]
    assert not low_income["applicable"]
    assert [(need["slug"], need["loaded"]) for need in low_income["needs"]] == [
        ("rural", False),
        ("poverty", False),
    ]
    assert all("stemmap load" in need["cure"] for need in low_income["needs"])
    assert low_income["parameters"][4]["name"] == "p.urban_m"
    assert all(len(each["citation"]) > 5 and each["definition"] for each in found["presets"])


def test_refusals(coverage_api: TestClient) -> None:
    refused = coverage_api.get("/api/v1/coverage/presets?fruit=apple")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "fruit")
