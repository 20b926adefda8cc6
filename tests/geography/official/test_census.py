"""The Census API, as it documents itself, on a server of the test's own."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from app.errors import BadParameterError, TooLargeError
from app.geography.official.census import CensusApiError, CensusQuestion, fetch, questions
from app.geography.official.report import FileReport
from app.settings import Settings

ANSWER = [["GEO_ID", "NAME", "B03002_012E", "B03002_012M", "state", "county"],
          ["0500000US35049", "Santa Fe County, New Mexico", "78000", "-555555555", "35", "049"]]  # fmt: skip


class Api(BaseHTTPRequestHandler):
    """Answers by table: B03002 has data, others fail in the ways the real one does."""

    asked: list[str] = []

    def do_GET(self) -> None:
        Api.asked.append(self.path)
        table = parse_qs(urlsplit(self.path).query)["get"][0].split("(")[1].rstrip(")")
        status, kind, body = {
            "B03002": (200, "application/json", json.dumps(ANSWER).encode()),
            "B17020": (204, "text/plain", b""),
            "B99999": (400, "text/plain", b"error: unknown variable 'B99999_001E'"),
            "B01001": (200, "text/html", b"<html><title>Missing Key</title></html>"),
            "B18101": (200, "text/html", b"<html>maintenance</html>"),
        }[table]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def api(settings: Settings) -> Iterator[Settings]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    Api.asked.clear()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield settings.model_copy(update={"census_api_url": f"http://127.0.0.1:{server.server_port}/data"})
    server.shutdown()
    server.server_close()
    thread.join()


def ask(table: str, geography: str = "county") -> list[CensusQuestion]:
    return questions(2022, ["NM"], [table], [geography])


def test_an_answer_becomes_a_file_that_loads(
    api: Settings, tmp_path: Path, load: Callable[..., list[FileReport]],
    figures: Callable[..., dict[str, tuple[float, float | None]]],
) -> None:  # fmt: skip
    (path,) = fetch(ask("b03002"), tmp_path, api)
    assert path.name == "ACSDT5Y2022.B03002-county-NM.json"
    assert Api.asked == ["/data/2022/acs/acs5?get=NAME,group(B03002)&for=county:*&in=state:35"]
    (report,) = load("acs", path)
    assert report.matched == 1
    assert figures("35049", vintage="2022") == {"hispanic": (78000, 0)}


def test_addresses_as_the_api_documents_them() -> None:
    base = "https://api.census.gov/data"
    asked = questions(2022, ["NM"], ["B01001"], ["block-group", "school-district", "state"])
    assert [each.url(base) for each in asked] == [
        f"{base}/2022/acs/acs5?get=NAME,group(B01001)&for=block+group:*&in=state:35&in=county:*&in=tract:*",
        f"{base}/2022/acs/acs5?get=NAME,group(B01001)&for=school+district+(unified):*&in=state:35",
        f"{base}/2022/acs/acs5?get=NAME,group(B01001)&for=state:35",
    ]
    assert asked[0].url(base, "k").endswith("&key=k")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("B17020", "has nothing for http://.*another year, table or kind of area"),
        ("B99999", "refused http://.*HTTP 400, error: unknown variable 'B99999_001E'"),
        ("B01001", "wants a valid key .*STEMMAP_CENSUS_API_KEY"),
        ("B18101", "something else than a table"),
    ],
)
def test_failures_are_told_apart(table: str, said: str, api: Settings, tmp_path: Path) -> None:
    with pytest.raises(CensusApiError, match=said):
        list(fetch(ask(table), tmp_path, api))


def test_the_key_is_sent_and_never_said(api: Settings, tmp_path: Path) -> None:
    with_key = api.model_copy(update={"census_api_key": SecretStr("hush")})
    with pytest.raises(CensusApiError) as failed:
        list(fetch(ask("B99999"), tmp_path, with_key))
    assert Api.asked[-1].endswith("&key=hush")
    assert "hush" not in failed.value.detail


def test_no_internet_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"census_api_url": "http://127.0.0.1:9/data"})
    with pytest.raises(
        CensusApiError, match=r"not reached .* save it as a file and run `stemmap load acs FILE`"
    ):
        list(fetch(ask("B01001"), tmp_path, nowhere))


def test_an_answer_has_a_bound(api: Settings, tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="load_max_bytes"):
        list(fetch(ask("B03002"), tmp_path, api.model_copy(update={"load_max_bytes": 10})))


def test_an_unknown_geography() -> None:
    with pytest.raises(BadParameterError) as refused:
        ask("B01001", "planet")
    assert "block-group" in (refused.value.accepted or [])
