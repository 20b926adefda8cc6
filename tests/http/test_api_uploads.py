"""The upload API: who may send, what is refused before the body is read, and the whole way to the map."""

import asyncio
import io
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2 as httpx
import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text
from sqlalchemy import table as table_called
from starlette.types import Message, Scope

from app.db.engine import Database, make_engine
from app.main import create_app
from app.routers.upload_desk import desk_of
from app.routers.upload_parameters import SENDING
from app.settings import Settings
from tests.databases import drop_database, opened

URL = "/api/v1/uploads"
CSV = {"Content-Type": "text/csv"}
GOOD = b"id,name,type,zip,Legislative District\n1,Library,library,87501,25\n2,Camp,camp,,26\n"
MakeKey = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def own_database(server: str, copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """One database for this module: its tests count before and after."""
    url = copy_database()
    with opened(url, settings) as database:
        yield database
    drop_database(server, url)


@pytest.fixture
def nm(make_key: MakeKey) -> dict[str, str]:
    return make_key("editor", "NM") | CSV


def count(database: Database, table: str) -> int:
    with database.read() as session:
        return int(session.scalar(select(func.count()).select_from(table_called(table))) or 0)


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    body: dict[str, object] = answer.json()
    assert body["code"] == code
    return body


def test_check_read_apply(own_client: TestClient, own_database: Database, nm: dict[str, str]) -> None:
    before = count(own_database, "asset")
    body = GOOD.replace(b"\n1,", b"\nc1,").replace(b"\n2,", b"\nc2,")
    sent = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm)
    assert sent.status_code == 201
    report = sent.json()
    assert (report["status"], report["counts"]["added"], count(own_database, "asset")) == (
        "checked",
        2,
        before,
    )
    assert {each["header"]: each["target"] for each in report["columns"]}["Legislative District"] is None
    assert own_client.get(sent.headers["location"], headers=nm).json()["id"] == report["id"]
    issues = own_client.get(f"{URL}/{report['id']}/issues.csv", headers=nm)
    assert issues.headers["content-disposition"].startswith("attachment; filename=")
    assert issues.text.startswith("row,column,value,")
    applied = own_client.post(f"{URL}/{report['id']}/apply", headers=nm)
    assert (applied.status_code, applied.json()["status"]) == (200, "applied")
    with own_database.read() as session:
        extra = session.scalar(
            text("SELECT extra FROM asset WHERE upload_id = :id AND name = 'Camp'"), {"id": report["id"]}
        )
    assert extra == {"Legislative District": "26"}
    problem(own_client.post(f"{URL}/{report['id']}/apply", headers=nm), 409, "conflict")


def test_apply_at_once_as_a_form(own_client: TestClient, nm: dict[str, str]) -> None:
    del nm["Content-Type"]
    files = {"note": (None, "ignored"), "file": ("../my list.csv", GOOD, "text/csv")}
    sent = own_client.post(URL, params={"state": "New Mexico", "dry_run": "false"}, files=files, headers=nm)
    assert (sent.status_code, sent.json()["status"], sent.json()["file_name"]) == (
        201,
        "applied",
        "my list.csv",
    )
    assert sent.json()["size_bytes"] == len(GOOD)


def test_keys_and_states(own_client: TestClient, nm: dict[str, str], make_key: MakeKey) -> None:
    problem(own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=CSV), 401, "key-required")
    bad = {"Authorization": "Bearer stem_" + "x" * 38} | CSV
    problem(own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=bad), 401, "key-required")
    body = problem(own_client.post(URL, params={"state": "UT"}, content=GOOD, headers=nm), 403, "forbidden")
    assert body["accepted"] == ["NM"]
    reader = make_key("reader") | CSV
    problem(own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=reader), 403, "forbidden")


def test_another_states_upload_does_not_exist(
    own_client: TestClient, own_database: Database, nm: dict[str, str], make_key: MakeKey
) -> None:
    sent = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).json()["id"]
    utah, admin = make_key("editor", "UT"), make_key("admin")
    for call in (
        own_client.get(f"{URL}/{sent}", headers=utah),
        own_client.get(f"{URL}/{sent}/issues.csv", headers=utah),
        own_client.post(f"{URL}/{sent}/apply", headers=utah),
        own_client.get(f"{URL}/nonsense", headers=utah),
    ):
        problem(call, 404, "not-found")
    assert sent in [each["id"] for each in own_client.get(URL, headers=nm).json()["uploads"]]
    assert own_client.get(URL, headers=utah, params={"state": "NM"}).json()["uploads"] == []
    assert sent in [
        each["id"] for each in own_client.get(URL, headers=admin, params={"state": "NM"}).json()["uploads"]
    ]


@pytest.mark.parametrize(
    ("params", "code", "parameter"),
    [
        ({}, "bad-parameter", "state"),
        ({"state": "Narnia"}, "bad-parameter", "state"),
        ({"state": "NM", "dry_run": "perhaps"}, "bad-parameter", "dry_run"),
        ({"state": "NM", "kind": "wizard"}, "bad-parameter", "kind"),
        ({"state": "NM", "dryrun": "true"}, "unknown-parameter", "dryrun"),
        ({"state": ["NM", "NM"]}, "bad-parameter", "state"),
    ],
)
def test_parameters(
    own_client: TestClient, nm: dict[str, str], params: dict[str, object], code: str, parameter: str
) -> None:
    assert (
        problem(own_client.post(URL, params=params, content=GOOD, headers=nm), 400, code)["parameter"]
        == parameter
    )


def test_a_gigabyte_is_refused_unread(own_client: TestClient, nm: dict[str, str]) -> None:
    huge = nm | {"Content-Length": str(10**9)}
    answer = own_client.post(URL, params={"state": "NM"}, content=b"", headers=huge)
    problem(answer, 413, "too-large")


def test_a_body_without_length_is_refused(own_client: TestClient, nm: dict[str, str]) -> None:
    problem(
        own_client.post(URL, params={"state": "NM"}, content=iter([GOOD]), headers=nm), 411, "length-required"
    )


def test_a_body_that_lies_about_its_length_is_cut_off(own_database: Database, nm: dict[str, str]) -> None:
    settings = own_database.settings.model_copy(update={"upload_max_bytes": 2048})
    app = create_app(settings)
    app.state.database = Database(own_database.engine, settings)
    client = TestClient(app, raise_server_exceptions=False)
    lies = nm | {"Content-Length": "100"}
    problem(client.post(URL, params={"state": "NM"}, content=GOOD * 100, headers=lies), 413, "too-large")
    form = {key: value for key, value in nm.items() if key != "Content-Type"}
    problem(
        client.post(URL, params={"state": "NM"}, files={"file": GOOD * 100}, headers=form), 413, "too-large"
    )


def a_workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "kind", "status", "code", "says"),
    [
        (b"", "text/csv", 422, "invalid-file", "empty"),
        (b"name,type\nb\x81d,library\n", "text/csv", 422, "invalid-file", "line 2"),
        (a_workbook(), "text/csv", 422, "invalid-file", ""),
        (b"%PDF-1.7 " + b"\0" * 40, "text/csv", 415, "unsupported-file", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png", 415, "unsupported-file", ""),
        (b"town,zip\nSanta Fe,87501\n", "text/csv", 422, "invalid-file", "No column is the name"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x", 400, "bad-parameter", "multipart"),
        (b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nname,type\r\na,library\r\n',
         "multipart/form-data; boundary=x", 400, "bad-parameter", "ends too early"),
        (GOOD, "multipart/form-data", 400, "bad-parameter", "multipart"),
        (b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n--x--\r\n',
         "multipart/form-data; boundary=x", 400, "bad-parameter", "no field"),
    ],
)  # fmt: skip
def test_bad_bodies(
    own_client: TestClient, own_database: Database, nm: dict[str, str],
    body: bytes, kind: str, status: int, code: str, says: str,
) -> None:  # fmt: skip
    before = count(own_database, "upload")
    answer = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm | {"Content-Type": kind})
    said = problem(answer, status, code)
    assert says in str(said["detail"])
    if status == 400:  # refused at the door
        assert count(own_database, "upload") == before
        return
    kept = own_client.get(f"{URL}/{said['upload']}", headers=nm).json()
    hopeless = status == 415 or not body
    assert kept["status"] == ("abandoned" if hopeless else "refused")
    assert kept["problem"] == said["detail"]
    problem(own_client.post(f"{URL}/{said['upload']}/apply", headers=nm), 409, "conflict")
    folder = own_database.settings.home / "uploads"
    assert (folder / str(said["upload"])).exists() != hopeless


def test_too_many_refused_rows_are_not_applied(
    own_client: TestClient, own_database: Database, nm: dict[str, str]
) -> None:
    before = count(own_database, "asset")
    body = b"id,name,type\n1,A,library\n2,,library\n"
    answer = own_client.post(URL, params={"state": "NM", "dry_run": "false"}, content=body, headers=nm)
    upload = problem(answer, 409, "conflict")["upload"]
    assert own_client.get(f"{URL}/{upload}", headers=nm).json()["issues"][0]["code"] == "name-missing"
    assert count(own_database, "asset") == before


def served(database: Database, **limits: object) -> TestClient:
    """A service with other limits on the same database."""
    settings = database.settings.model_copy(update=limits)
    app = create_app(settings)
    app.state.database = Database(database.engine, settings)
    return TestClient(app, raise_server_exceptions=False)


def test_when_all_places_are_taken(own_database: Database, nm: dict[str, str]) -> None:
    client = served(own_database, uploads_at_once=1, uploads_waiting_max=1)
    with ExitStack() as places:
        desk = desk_of(client.app)  # type: ignore[arg-type]
        for _ in range(2):
            places.enter_context(desk.place())
        answer = client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm)
        problem(answer, 503, "busy")
        assert answer.headers["retry-after"] == "30"
    assert client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).status_code == 201


def test_a_key_has_so_many_uploads_an_hour(own_database: Database, nm: dict[str, str]) -> None:
    client = served(own_database, uploads_per_hour=2)
    for status in (201, 201, 429):
        answer = client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm)
        assert answer.status_code == status
    assert "2 uploads an hour" in str(problem(answer, 429, "too-many")["detail"])
    assert 3590 <= int(answer.headers["retry-after"]) <= 3601
    with own_database.write("test") as session:
        session.execute(text("UPDATE upload SET created_at = created_at - interval '61 minutes'"))
    assert client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).status_code == 201


def test_a_key_has_so_many_bytes_a_day(own_database: Database, nm: dict[str, str], make_key: MakeKey) -> None:
    client = served(own_database, upload_bytes_per_day=1024)
    first = GOOD + b"\n" * (1000 - len(GOOD))
    assert client.post(URL, params={"state": "NM"}, content=first, headers=nm).status_code == 201
    answer = client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm)
    problem(answer, 429, "too-many")
    assert 86_000 <= int(answer.headers["retry-after"]) <= 86_401
    other = make_key("editor", "NM") | CSV
    assert client.post(URL, params={"state": "NM"}, content=GOOD, headers=other).status_code == 201


def test_who_has_no_room_is_told_before_the_body_is_read(own_database: Database, nm: dict[str, str]) -> None:
    client = served(own_database, uploads_per_hour=1)
    client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm)
    lies = nm | {"Content-Length": "10000"}

    def body() -> Iterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    assert client.post(URL, params={"state": "NM"}, content=body(), headers=lies).status_code == 429


class Trickle:
    """An ASGI request whose body comes in small pieces."""

    def __init__(self, app: FastAPI, headers: dict[str, str], pieces: int, wait_s: float) -> None:
        self.app, self.headers, self.pieces, self.wait_s = app, headers, pieces, wait_s
        self.sent = 0
        self.status = 0

    async def receive(self) -> Message:
        await asyncio.sleep(self.wait_s)
        self.sent += 1
        return {"type": "http.request", "body": b"x" * 100, "more_body": self.sent < self.pieces}

    async def send(self, message: Message) -> None:
        self.status = message.get("status", self.status)

    async def run(self) -> int:
        given = self.headers | {"content-length": str(self.pieces * 100)}
        scope: Scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": URL, "raw_path": URL.encode(), "query_string": b"state=NM",
            "root_path": "", "server": ("test", 80), "client": ("127.0.0.1", 1),
            "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        }  # fmt: skip
        await self.app(scope, self.receive, self.send)
        return self.status


@pytest.mark.parametrize(
    ("limits", "wait_s"),
    [
        ({"upload_body_grace_s": 0.1, "upload_min_bytes_per_s": 100_000}, 0.03),
        ({"upload_body_timeout_s": 0.15, "upload_min_bytes_per_s": 1}, 0.05),
    ],
)
def test_a_slow_body_is_cut_off(
    own_database: Database, nm: dict[str, str], limits: dict[str, float], wait_s: float
) -> None:
    slow = Trickle(served(own_database, **limits).app, nm, 200, wait_s)  # type: ignore[arg-type]
    assert asyncio.run(slow.run()) == 408
    assert slow.sent < 20


def test_the_answer_need_not_be_waited_for(own_client: TestClient, nm: dict[str, str]) -> None:
    sent = own_client.post(URL, params={"state": "NM", "wait": "false"}, content=GOOD, headers=nm)
    assert (sent.status_code, sent.json()["status"]) == (202, "checking")
    until = time.monotonic() + 20
    while own_client.get(sent.headers["location"], headers=nm).json()["status"] == "checking":
        assert time.monotonic() < until
        time.sleep(0.05)
    assert own_client.get(sent.headers["location"], headers=nm).json()["counts"]["rows"] == 2


STRANGE = b"Ref,Blorb,type\n1,Main Library,library\n2,Camp Sky,camp\n"


def test_columns_are_said_afterwards(own_client: TestClient, nm: dict[str, str]) -> None:
    sent = own_client.post(URL, params={"state": "NM"}, content=STRANGE, headers=nm)
    upload = problem(sent, 422, "invalid-file")["upload"]
    kept = own_client.get(f"{URL}/{upload}", headers=nm).json()
    assert [each["header"] for each in kept["columns"]] == ["Ref", "Blorb", "type"]
    assert kept["columns"][1]["samples"] == ["Main Library", "Camp Sky"]
    again = own_client.put(f"{URL}/{upload}/columns", json={"columns": {"Blorb": "name"}}, headers=nm)
    assert (again.status_code, again.json()["status"], again.json()["counts"]["accepted"]) == (
        200,
        "checked",
        2,
    )
    assert again.json()["problem"] is None
    applied = own_client.post(f"{URL}/{upload}/apply", headers=nm)
    assert (applied.status_code, applied.json()["counts"]["added"]) == (200, 2)
    problem(
        own_client.put(f"{URL}/{upload}/columns", json={"columns": {"Blorb": "name"}}, headers=nm),
        409,
        "conflict",
    )


@pytest.mark.parametrize("way", [["Blorb=name", "Ref=note"], ['{"Blorb": "name", "Ref": null}']])
def test_columns_are_said_at_once(own_client: TestClient, nm: dict[str, str], way: list[str]) -> None:
    sent = own_client.post(URL, params={"state": "NM", "columns": way}, content=STRANGE, headers=nm)
    assert sent.status_code == 201
    assert {each["header"]: each["target"] for each in sent.json()["columns"]} == {
        "Ref": None, "Blorb": "name", "type": "subtype",
    }  # fmt: skip


VALUES = b"id,name,Type\n%s1,Main,Fun stuff\n%s2,Sky,fun stuff\n%s3,Hill,after school\n"


def test_values_are_asked_for_and_said(own_client: TestClient, nm: dict[str, str]) -> None:
    body = VALUES.replace(b"%s", b"v")
    upload = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm).json()
    assert upload["counts"]["refused"] == 3
    asked = own_client.get(f"{URL}/{upload['id']}/values", headers=nm).json()
    assert {(each["value"], each["rows"], each["code"]) for each in asked["values"]} == {
        ("Fun stuff", 1, "subtype-unknown"), ("fun stuff", 1, "subtype-unknown"), ("after school", 1, "kind-ambiguous"),
    }  # fmt: skip
    assert "camp" in asked["values"][0]["accepted"]
    said = {"values": {"Type": {"Fun stuff": "camp"}}, "kind": "program"}
    again = own_client.put(f"{URL}/{upload['id']}/columns", json=said, headers=nm).json()
    assert (again["counts"]["accepted"], again["kind"]) == (3, "program")
    asked = own_client.get(f"{URL}/{upload['id']}/values", headers=nm).json()
    assert asked == {"values": [], "said": {"Type": {"Fun stuff": "camp"}}}
    for bad in (
        {"values": {"Type": {"x": "galaxy"}}},
        {"values": []},
        {"values": {"No": {"x": ""}}},
        {"kind": "x"},
    ):
        answer = own_client.put(f"{URL}/{upload['id']}/columns", json=bad, headers=nm)
        problem(answer, 400, "bad-parameter")


def test_values_are_said_at_once(own_client: TestClient, nm: dict[str, str]) -> None:
    given = {"state": "NM", "values": '{"Type": {"Fun stuff": "camp", "after school": "club"}}'}
    sent = own_client.post(URL, params=given, content=VALUES.replace(b"%s", b"w"), headers=nm)
    assert (sent.status_code, sent.json()["counts"]["accepted"]) == (201, 3)
    for bad in ("[]", "{", '{"Type": "camp"}'):
        answer = own_client.post(URL, params=given | {"values": bad}, content=VALUES, headers=nm)
        problem(answer, 400, "bad-parameter")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        (b"nonsense", None),
        (b"[]", None),
        (b'{"colums": {}}', "colums"),
        (b'{"columns": []}', "columns"),
        (b'{"columns": {"Blorb": "wizard"}}', "columns"),
        (b'{"columns": {"Blorb": "name", "Ref": "name"}}', "columns"),
        (b'{"columns": {"Blorb": 7}}', "columns"),
        (b'{"header_row": 0}', "header_row"),
        (b'{"header_row": "' + b"9" * 5000 + b'"}', "header_row"),
    ],
)
def test_columns_that_cannot_be(
    own_client: TestClient, nm: dict[str, str], body: bytes, parameter: str | None
) -> None:
    upload = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).json()["id"]
    answer = own_client.put(f"{URL}/{upload}/columns", content=body, headers=nm)
    assert problem(answer, 400, "bad-parameter").get("parameter") == parameter
    assert own_client.get(f"{URL}/{upload}", headers=nm).json()["status"] == "checked"


def test_a_column_that_is_not_there_leaves_the_check_before(
    own_client: TestClient, nm: dict[str, str]
) -> None:
    upload = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).json()["id"]
    answer = own_client.put(f"{URL}/{upload}/columns", json={"columns": {"Nowhere": "name"}}, headers=nm)
    if answer.status_code == 400:
        kept = own_client.get(f"{URL}/{upload}", headers=nm).json()
        assert (kept["status"], kept["problem"], kept["counts"]["rows"]) == ("checked", None, 2)


def test_a_body_of_json_has_a_limit(own_client: TestClient, nm: dict[str, str], settings: Settings) -> None:
    upload = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).json()["id"]
    huge = b'{"crs": "' + b"x" * settings.form_max_bytes + b'"}'
    problem(own_client.put(f"{URL}/{upload}/columns", content=huge, headers=nm), 413, "too-large")


def test_findings_as_a_workbook(own_client: TestClient, nm: dict[str, str]) -> None:
    body = b"id,name,type,url\n1,,library,\n2,A,library,=1+1\n3,B,library,\n4,C,library,\n5,D,camp,\n"
    upload = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm).json()["id"]
    answer = own_client.get(f"{URL}/{upload}/issues.xlsx", headers=nm)
    assert answer.headers["content-disposition"] == f'attachment; filename="issues-NM-{upload}.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["row", "column", "value", "severity", "code", "message", "cure"]
    assert "name-missing" in [row[4] for row in rows]
    assert "=1+1" in [row[2] for row in rows]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_lists_are_given_in_pages(own_client: TestClient, nm: dict[str, str]) -> None:
    body = b"id,name,type\n" + b"".join(b"p%d,Name %d,library\n" % (at, at) for at in range(7))
    upload = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm).json()["id"]
    seen, after = [], 0
    while after is not None:
        page = own_client.get(
            f"{URL}/{upload}/changes", params={"action": "added", "limit": 3, "after": after}, headers=nm
        ).json()
        seen += [each["name"] for each in page["changes"]]
        after = page["next"]
    assert seen == [f"Name {at}" for at in range(7)]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("changes?action=eaten", "action"),
        ("changes?limit=0", "limit"),
        ("changes?limit=1001", "limit"),
        ("changes?after=-1", "after"),
        ("changes?after=x", "after"),
        ("duplicates?limit=x", "limit"),
        ("points.geojson?x=1", "x"),
        ("issues.xlsx?x=1", "x"),
    ],
)
def test_parameters_of_lists(own_client: TestClient, nm: dict[str, str], path: str, parameter: str) -> None:
    upload = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).json()["id"]
    answer = own_client.get(f"{URL}/{upload}/{path}", headers=nm)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_points(own_client: TestClient, nm: dict[str, str]) -> None:
    body = b"id,name,type,lat,lon\n1,A,library,35.08,-106.65\n2,B,library,,\n"
    upload = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm).json()["id"]
    found = own_client.get(f"{URL}/{upload}/points.geojson", headers=nm).json()
    assert [each["geometry"]["coordinates"] for each in found["features"]] == [[-106.65, 35.08]]
    assert found["features"][0]["properties"]["precision"] == "exact"
    assert found["truncated"] is False


def test_undo(own_client: TestClient, own_database: Database, nm: dict[str, str]) -> None:
    before = count(own_database, "asset")
    body = b"id,name,type\nu1,To be undone,library\n"
    upload = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm).json()["id"]
    problem(own_client.post(f"{URL}/{upload}/undo", headers=nm), 409, "conflict")
    told = own_client.get(f"{URL}/{upload}/undo", headers=nm).json()
    assert (told["possible"], told["assets"]) == (False, [])
    assert told["reason"] == "This upload was not published: there is nothing to undo."
    own_client.post(f"{URL}/{upload}/apply", headers=nm)
    assert count(own_database, "asset") == before + 1
    told = own_client.get(f"{URL}/{upload}/undo", headers=nm).json()
    assert told == {"possible": True, "reason": None, "assets": []}
    undone = own_client.post(f"{URL}/{upload}/undo", headers=nm)
    assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    assert count(own_database, "asset") == before


def test_likely_duplicates(own_client: TestClient, nm: dict[str, str]) -> None:
    body = (
        b"id,name,type,zip,url\nt1,Api Twin Robotics,club,87501,https://twin.example.org\n"
        b"t2,Api Twin Robotics Club,club,87501,https://twin.example.org\n"
    )
    upload = own_client.post(URL, params={"state": "NM"}, content=body, headers=nm).json()["id"]
    listed = own_client.get(f"{URL}/{upload}/duplicates", headers=nm).json()
    assert listed["next"] is None
    pair = listed["duplicates"][0]
    assert 0 < pair["score"] <= 1
    where = f"{URL}/{upload}/duplicates/{pair['id']}"
    assert own_client.post(where, json={"decision": "distinct"}, headers=nm).status_code == 204
    again = own_client.get(f"{URL}/{upload}/duplicates", headers=nm).json()["duplicates"]
    assert [each["decision"] for each in again] == ["distinct"]
    problem(own_client.post(where, json={"decision": "eat"}, headers=nm), 400, "bad-parameter")
    problem(own_client.post(where, json={}, headers=nm), 400, "bad-parameter")


def test_a_reader_changes_nothing(own_client: TestClient, nm: dict[str, str], make_key: MakeKey) -> None:
    upload = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).json()["id"]
    reader = make_key("reader", "NM")
    assert own_client.get(f"{URL}/{upload}", headers=reader).status_code == 200
    for method, path in (
        ("POST", "apply"), ("POST", "undo"), ("PUT", "columns"), ("POST", "duplicates/1"),
    ):  # fmt: skip
        problem(own_client.request(method, f"{URL}/{upload}/{path}", headers=reader), 403, "forbidden")


def test_a_file_for_all_states_needs_an_admin(
    own_client: TestClient, nm: dict[str, str], make_key: MakeKey
) -> None:
    body = b"id,name,type,state\n1,A,library,NM\n2,B,library,UT\n"
    problem(own_client.post(URL, params={"state": "US"}, content=body, headers=nm), 403, "forbidden")
    admin = make_key("admin") | CSV
    sent = own_client.post(URL, params={"state": "US"}, content=body, headers=admin)
    assert (sent.status_code, sent.json()["state"]) == (201, None)
    problem(own_client.get(f"{URL}/{sent.json()['id']}", headers=nm), 404, "not-found")


def test_a_database_that_is_down(own_database: Database, nm: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dead = make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{port}/nothing", own_database.settings)
    app = create_app(own_database.settings)
    app.state.database = Database(dead, own_database.settings)
    before = count(own_database, "upload"), count(own_database, "asset")
    answer = TestClient(app, raise_server_exceptions=False).post(
        URL, params={"state": "NM"}, content=GOOD, headers=nm
    )
    problem(answer, 503, "database-down")
    assert (count(own_database, "upload"), count(own_database, "asset")) == before


def test_the_description_names_every_parameter(own_client: TestClient) -> None:
    paths = own_client.app.openapi()["paths"]  # type: ignore[attr-defined]
    post = paths[URL]["post"]
    assert sorted(each["name"] for each in post["parameters"]) == sorted(SENDING)
    assert post["requestBody"]["content"]["text/csv"]["example"].startswith("id,")
    of_one = {path.removeprefix(URL + "/{upload_id}") for path in paths if path.startswith(URL + "/{")}
    assert of_one == {
        "", "/issues.csv", "/issues.xlsx", "/changes", "/duplicates", "/duplicates/{number}", "/points.geojson",
        "/values", "/columns", "/apply", "/undo",
    }  # fmt: skip
    assert {"408", "411", "413", "415", "422", "429", "503"} <= set(post["responses"])
