"""`/api/v1/states/{state}/inventory.csv|xlsx`: who sees what."""

import io
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.origin import Origin
from app.inventory.uploads import check_upload

BODY = b"id,name,type,Phone,Notes,Visibility\n1,Club,club,(505) 555-0100,call first,public\n2,Camp,camp,,,internal\n"
PUBLIC = "\ufeffid,name,type,Phone,Visibility\r\n1,Club,club,505-555-0100,public\r\n"
Key = Callable[..., dict[str, str]]


@pytest.fixture
def sent(own_database: Database) -> None:
    origin = Origin("NM", "a.csv", "test", "a test")
    report = check_upload(own_database, own_database.settings, io.BytesIO(BODY), origin)
    apply_upload(own_database, own_database.settings, report.id, "test")


@pytest.mark.usefixtures("sent")
def test_who_sees_what(own_client: TestClient, make_key: Key) -> None:
    path = "/api/v1/states/NM/inventory.csv"
    answer = own_client.get(path)
    assert (answer.status_code, answer.content.decode()) == (200, PUBLIC)
    assert answer.headers["content-disposition"] == 'attachment; filename="inventory-NM.csv"'
    for other in (make_key("editor", "UT"), make_key("reader", "NM")):
        assert own_client.get(path, headers=other).text == answer.text
    for own in (make_key("editor", "NM"), make_key("admin")):
        assert (
            own_client.get(path, headers=own).content.decode("utf-8-sig").splitlines()
            == BODY.decode().splitlines()
        )


@pytest.mark.usefixtures("sent")
def test_workbook_columns_and_source(own_client: TestClient, make_key: Key) -> None:
    headers = make_key("editor", "NM")
    answer = own_client.get("/api/v1/states/nm/inventory.xlsx", headers=headers)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["1", "Club", "club", "(505) 555-0100", "call first", "public"]
    ours = own_client.get("/api/v1/states/NM/inventory.csv?columns=ours&source=a test", headers=headers).text
    assert len(ours.splitlines()) == 3
    assert own_client.get("/api/v1/states/NM/inventory.csv?source=nobody").status_code == 404


def test_refusals(client: TestClient) -> None:
    base = "/api/v1/states/NM/inventory.csv"
    assert client.get("/api/v1/states/Narnia/inventory.csv").status_code == 404
    assert (
        client.get("/api/v1/states/GU/inventory.csv").json()["detail"].startswith("GU has published no file")
    )
    assert client.get(base + "?columns=theirs").json()["parameter"] == "columns"
    assert client.get(base + "?colour=red").status_code == 400
    assert client.get(base + "?columns=own&columns=own").status_code == 400
    assert client.get("/api/v1/states/NM/inventory.pdf").status_code == 400
    assert client.get(base, headers={"X-API-Key": "stem_nonsense"}).status_code == 401
