"""The upload API: who may send, what is refused before the body is read, and the whole way to the map."""

import io
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text
from sqlalchemy import table as table_called

from app.db.engine import Database, make_engine
from app.main import create_app
from app.settings import Settings

URL = "/api/v1/uploads"
CSV = {"Content-Type": "text/csv"}
GOOD = b"id,name,type,zip,Legislative District\n1,Library,library,87501,25\n2,Camp,camp,,26\n"
MakeKey = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def own_database(server: str, copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """One database for this module: its tests count before and after."""
    engine = make_engine(copy_database(), settings)
    yield Database(engine, settings)
    engine.dispose()


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
        (a_workbook(), "text/csv", 415, "unsupported-file", "Excel workbook"),
        (GOOD, "image/png", 415, "unsupported-file", "image/png"),
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
    assert says in str(problem(answer, status, code)["detail"])
    assert count(own_database, "upload") == before


def test_too_many_refused_rows_are_not_applied(
    own_client: TestClient, own_database: Database, nm: dict[str, str]
) -> None:
    before = count(own_database, "asset")
    body = b"id,name,type\n1,A,library\n2,,library\n"
    answer = own_client.post(URL, params={"state": "NM", "dry_run": "false"}, content=body, headers=nm)
    upload = problem(answer, 409, "conflict")["upload"]
    assert own_client.get(f"{URL}/{upload}", headers=nm).json()["issues"][0]["code"] == "name-missing"
    assert count(own_database, "asset") == before


def test_when_all_places_are_taken(own_client: TestClient, nm: dict[str, str]) -> None:
    own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm)
    slots = own_client.app.state.upload_slots  # type: ignore[attr-defined]
    taken = [object() for _ in range(int(slots.total_tokens))]
    for borrower in taken:
        slots.acquire_on_behalf_of_nowait(borrower)
    answer = own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm)
    problem(answer, 503, "busy")
    assert answer.headers["retry-after"]
    for borrower in taken:
        slots.release_on_behalf_of(borrower)
    assert own_client.post(URL, params={"state": "NM"}, content=GOOD, headers=nm).status_code == 201


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
    assert [each["name"] for each in post["parameters"]] == ["state", "dry_run", "kind", "source"]
    assert set(post["requestBody"]["content"]) == {"text/csv", "multipart/form-data"}
    assert post["requestBody"]["content"]["text/csv"]["example"].startswith("id,")
