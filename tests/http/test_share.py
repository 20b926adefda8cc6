"""Pictures beside links, and maps to keep."""

from uuid import UUID

import pytest
from defusedxml.ElementTree import fromstring
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.mark.parametrize(
    "path", ["/share/states/WY.png", "/share/counties/35045.png", "/share/gaps.png?states=UT"]
)
def test_a_card_has_the_size_sites_expect(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert size_of(answer.content) == (1200, 630)
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_asset_of_any_name_has_a_card(own_client: TestClient, own_database: Database) -> None:
    found = UUID(int=7)
    hostile = '<svg onload="x"> & "robots" ]]> ‮ &xxe; ' + "w" * 300
    with own_database.write("test") as session:
        session.execute(
            text("INSERT INTO asset (id, kind, subtype, name, state, location_precision, reach) "
                 "VALUES (:id, 'program', 'camp', :name, 'NM', 'none', 'site')"),
            {"id": found, "name": hostile},
        )  # fmt: skip
    assert size_of(own_client.get(f"/share/assets/{found}.png").content) == (1200, 630)


@pytest.mark.parametrize(
    "path", ["/share/assets/none.png", f"/share/assets/{UUID(int=7)}.png", "/share/states/XX.png"]
)
def test_what_is_not_there_has_no_card(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["states=WY", "states=WY&areas=zip", "states=NM&preset=P12", "states=UT&view=agreement"]
)
def test_a_map_to_keep_is_plain_svg(client: TestClient, query: str) -> None:
    answer = client.get(f"/maps/gaps.svg?{query}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    root = fromstring(answer.text)
    assert {each.tag.rpartition("}")[2] for each in root.iter()}.isdisjoint(
        {"script", "foreignObject", "image", "a"}
    )
    drawn = [each for each in root.iter() if each.tag.endswith(("path", "circle"))]
    assert len(drawn) > 20


def test_what_lies_over_a_map_is_in_its_picture(client: TestClient) -> None:
    def parts(over: str) -> list[str]:
        root = fromstring(client.get(f"/maps/gaps.svg?states=NM&kind=program&over={over}").text)
        group = next((each for each in root.iter() if each.get("class") == "overlays"), ())
        words = " ".join(each.text or "" for each in root.iter() if each.tag.endswith("text"))
        assert ("Suggested sites" in words) == ("sites" in over)
        assert ("Hot spots: bad access together" in words) == ("hotspots" in over)
        return [each.get("class") for each in group if each.get("class")]

    assert parts("none") == []
    assert parts("assets") == ["assets"]
    assert parts("hotspots,assets,sites") == ["hotspots", "assets", "sites"]


def test_a_map_to_keep_as_png(client: TestClient) -> None:
    width, height = size_of(client.get("/maps/gaps.png?states=WY").content)
    assert width == 1200
    assert height > 600
