"""The pages from a file to the map: each step as a form, without a script."""

import re
import time
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.busy import BUSY
from app.inventory.locks import hold_upload
from app.main import create_app
from app.settings import Settings
from tests.databases import drop_database, opened

OURS = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
WAIT_S = 20
MakeKey = Callable[..., dict[str, str]]
SignIn = Callable[..., TestClient]
GOOD = b"id,name,type,zip,Legislative District\n%s1,Page Library,library,87501,25\n%s2,Page Camp,camp,,26\n"


@pytest.fixture(scope="module")
def own_database(server: str, copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """One database for this module; its tests use keys and rows of their own."""
    url = copy_database()
    with opened(url, settings) as database:
        yield database
    drop_database(server, url)


@pytest.fixture
def sign_in(own_database: Database, make_key: MakeKey) -> SignIn:
    """A browser that has signed in with a fresh key."""

    def enter(role: str = "editor", *states: str, **limits: object) -> TestClient:
        settings = own_database.settings.model_copy(update=limits)
        app = create_app(settings)
        app.state.database = Database(own_database.engine, settings)
        browser = TestClient(app, headers=OURS, follow_redirects=False, raise_server_exceptions=False)
        key = make_key(role, *states)["Authorization"].removeprefix("Bearer ")
        assert browser.post("/manage/sign-in", data={"key": key}).status_code == 303
        return browser

    return enter


@pytest.fixture
def nm(sign_in: SignIn) -> TestClient:
    return sign_in("editor", "NM")


def rows(body: bytes = GOOD) -> bytes:
    """A file whose keys no other test has."""
    mark = uuid4().hex[:8].encode()
    return body.replace(b"%s", mark)


def send(browser: TestClient, body: bytes, name: str = "list.csv", **fields: str) -> httpx.Response:
    form = {"state": "NM"} | fields
    return browser.post("/manage/uploads", data=form, files={"file": (name, body)})


def checked(browser: TestClient, answer: httpx.Response) -> str:
    """The path of the upload whose check is over."""
    assert answer.status_code == 303, answer.text[:500]
    path = str(answer.headers["location"])
    until = time.monotonic() + WAIT_S
    while browser.get(f"{path}/progress").json()["checking"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    return path


def page(browser: TestClient, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["cache-control"] == "no-store"
    return " ".join(answer.text.split())


def test_from_file_to_map_and_back(nm: TestClient, own_database: Database) -> None:
    path = checked(nm, send(nm, rows(), "my list.csv", source="Census of 2026"))
    summary = page(nm, path)
    assert "All 2 rows are ready" in summary
    assert "my list.csv" in summary
    assert "Census of 2026" in summary
    assert "2 added, 0 changed, 0 left alone" in summary
    assert nm.post(f"{path}/publish").headers["location"] == path
    summary = page(nm, path)
    assert "Published on" in summary
    assert 'href="/browse?upload=' in summary
    with own_database.read() as session:
        extra = session.scalar(
            text("SELECT extra FROM asset WHERE upload_id = :id AND name = 'Page Camp'"),
            {"id": path.rsplit("/", 1)[-1]},
        )
    assert extra == {"Legislative District": "26"}
    assert nm.post(f"{path}/undo").headers["location"] == path
    undone = page(nm, path)
    assert "This upload was undone" in undone
    assert "<dt>had been added</dt>" in undone
    again = checked(nm, nm.post(f"{path}/again"))
    assert again != path
    assert nm.post(f"{again}/publish").status_code == 303
    assert "Published on" in page(nm, again)


def test_a_second_tab_sees_how_the_upload_stands(nm: TestClient, own_database: Database) -> None:
    path = checked(nm, send(nm, rows()))
    with own_database.write("first tab") as session:
        hold_upload(session, UUID(path.rsplit("/", 1)[-1]))
        second = nm.post(f"{path}/publish")
        assert second.status_code == 409
        for html in (second.text, page(nm, path)):
            assert "is being published or undone at this moment" in html
            assert "Publish</button>" not in html
        assert nm.get(f"{path}/progress").json() | {"rows": 0} == {
            "checking": True, "held": True, "waiting": False, "rows": 0
        }  # fmt: skip
    assert not nm.get(f"{path}/progress").json()["checking"]
    nm.post(f"{path}/publish")
    late = nm.post(f"{path}/publish")
    assert late.status_code == 409
    assert "Published on" in late.text
    assert "Publish</button>" not in late.text


@pytest.mark.parametrize(
    ("action", "side"),
    [("publish", ""), ("again", ""), ("values", "/findings"), ("duplicates/3", "/duplicates#pair-3")],
)
def test_the_address_of_an_action_leads_back_to_the_upload(nm: TestClient, action: str, side: str) -> None:
    path = checked(nm, send(nm, rows()))
    answer = nm.get(f"{path}/{action}")
    assert (answer.status_code, answer.headers["location"]) == (303, path + side)
    assert nm.get("/manage/sign-out").headers["location"] == "/manage/uploads"


def test_an_upload_is_removed_from_the_list_after_a_question(nm: TestClient, sign_in: SignIn) -> None:
    path = checked(nm, send(nm, rows()))
    asked = f'<a href="{path}/remove"'
    assert asked in page(nm, "/manage/uploads")
    assert asked not in page(sign_in("reader", "NM"), "/manage/uploads")
    assert "Yes, remove it" in page(nm, f"{path}/remove")
    assert nm.post(f"{path}/remove").headers["location"] == "/manage/uploads"
    assert path not in page(nm, "/manage/uploads")
    assert "It was removed from the list." in page(nm, path)
    published = checked(nm, send(nm, rows()))
    nm.post(f"{published}/publish")
    assert f'href="{published}/remove"' not in page(nm, "/manage/uploads")
    assert "Yes, remove it" not in page(nm, f"{published}/remove")
    assert nm.post(f"{published}/remove").status_code == 409


def test_every_side_of_an_upload_is_a_page(nm: TestClient) -> None:
    body = rows(
        b"id,name,type,lat,lon\n%s1,<b>Bold</b>,library,35.1,-106.6\n%s2,,library,,\n%s3,C,camp,,\n" * 1
    )
    path = checked(nm, send(nm, body + b"".join(b"x%d,N%d,camp,,\n" % (at, at) for at in range(9))))
    columns = page(nm, f"{path}/columns")
    assert "&lt;b&gt;Bold&lt;/b&gt;" in columns
    assert "<b>Bold" not in columns
    assert 'aria-label="Meaning of name"' in columns
    findings = page(nm, f"{path}/findings")
    assert "name-missing" in findings
    assert page(nm, f"{path}/findings?code=name-missing").count('data-label="Row"') == 1
    assert "name-missing" not in page(nm, f"{path}/findings?severity=warning").split("<tbody>")[1]
    changes = page(nm, f"{path}/changes?action=added")
    assert "&lt;b&gt;Bold" in changes
    assert '<span class="kind institution">Library</span>' in changes
    assert '<span class="kind program">' in changes
    assert "10 programs, 1 institution" in changes
    assert "<dt>Latitude" in changes or "<dt>Point (longitude, latitude)</dt>" in changes
    assert "<code>" not in findings
    assert 'href="/dictionary#subtype"' in findings
    places = page(nm, f"{path}/places")
    assert "35.1000" in places
    assert "Exact point" in places
    page(nm, f"{path}/duplicates")


@pytest.mark.parametrize(
    ("side", "parameter"),
    [("findings?code=nonsense", "code"), ("findings?severity=x", "severity"), ("changes?action=x", "action")],
)
def test_a_side_that_is_not_there(nm: TestClient, side: str, parameter: str) -> None:
    path = checked(nm, send(nm, rows()))
    assert f"Accepted for {parameter}:" in page(nm, f"{path}/{side}", 400)


def test_columns_nobody_understood_are_said_and_checked_again(nm: TestClient) -> None:
    body = rows(b"Ref,Blorb,Blirb\n%s1,Main Library,library\n%s2,Camp Sky,camp\n")
    path = checked(nm, send(nm, body))
    summary = page(nm, path)
    assert "could not be checked" in summary
    assert "No column is the name" in summary
    assert f'href="{path}/columns"' in summary
    columns = page(nm, f"{path}/columns")
    assert "Camp Sky" in columns
    again = nm.post(f"{path}/columns", data={"c0": "note", "c1": "name", "c2": "subtype", "part": ""})
    assert checked(nm, again) == path
    assert "All 2 rows are ready" in page(nm, path)
    assert "You said so" in page(nm, f"{path}/columns")
    assert nm.post(f"{path}/publish").status_code == 303
    next_path = checked(nm, send(nm, body.replace(b"Camp Sky", b"Camp Star")))
    assert "remembered" in page(nm, f"{next_path}/columns")
    assert "1 added, 0 changed, 1 left alone" in page(nm, next_path)


def test_what_was_understood_is_kept_where_only_the_type_is_missing(nm: TestClient) -> None:
    path = checked(
        nm, send(nm, rows(b"id,Program Name,Blirb\n%s1,Main Library,library\n%s2,Camp Sky,camp\n"))
    )
    assert "No column says what each row is" in page(nm, path)
    columns = page(nm, f"{path}/columns")
    assert re.search(r'Meaning of Program Name">.*?value="name" selected', columns)


@pytest.mark.parametrize("kind", ["", "program"])
def test_the_type_set_aside_leaves_the_check_before(nm: TestClient, kind: str) -> None:
    path = checked(nm, send(nm, rows(b"id,name,type\n%s1,Main,camp\n%s2,Sky,camp\n"), kind=kind))
    answer = nm.post(f"{path}/columns", data={"c2": "note"})
    assert answer.status_code == 409
    assert "without “type” no column says what each row is" in answer.text
    assert re.search(r'Meaning of type">.*?value="subtype" selected', page(nm, f"{path}/columns"))
    assert "All 2 rows are ready" in page(nm, path)


def test_a_field_given_to_another_column_moves_there(nm: TestClient) -> None:
    body = rows(b"id,name,Title,type\n%s1,NM01,Main Library,library\n%s2,NM02,Camp Sky,camp\n")
    path = checked(nm, send(nm, body))
    before = re.findall(r'name="c(\d)".*?<option value="([a-z_]+)" selected', page(nm, f"{path}/columns"))
    form = {f"c{at}": name for at, name in before} | {"c2": "name"}
    assert checked(nm, nm.post(f"{path}/columns", data=form)) == path
    assert "Main Library" in page(nm, f"{path}/changes?action=added")
    assert "<h3>NM01" not in page(nm, f"{path}/changes?action=added")


def test_columns_are_marked_by_how_much_they_need_a_look(nm: TestClient) -> None:
    costs = (b"25", b"ask", b"at the desk", b"who knows", b"30")
    lines = (b"%%s%d,Camp %d,camp,%s,x%d\n" % (at, at, cost, at) for at, cost in enumerate(costs))
    body = b"id,name,type,Cost,Blorb\n" + b"".join(lines)
    path = checked(nm, send(nm, rows(body)))
    columns = page(nm, f"{path}/columns")
    assert "Please look at the 2 marked columns." in columns
    marked = re.findall(r'<tr class="unsure"> <th scope="row">(\w+)</th>', columns)
    assert marked == ["Cost", "Blorb"]
    assert "Not understood</span>" in columns
    assert "and 2 of 5 values we looked at fit" in columns
    assert "% sure" not in columns
    assert checked(nm, nm.post(f"{path}/columns", data={"c3": "note"})) == path
    columns = page(nm, f"{path}/columns")
    assert "Please look at the one marked column." in columns
    assert "You said so</span></td>" in columns


@pytest.mark.parametrize("body", [b"", b"\n\n,,\n"])
def test_an_empty_file_offers_nothing_but_another_one(nm: TestClient, body: bytes) -> None:
    path = checked(nm, send(nm, body, "empty.csv"))
    summary = page(nm, path)
    assert "This file could not be checked." in summary
    assert "Send another file" in summary
    assert "Choose how it is read" not in summary


def test_two_columns_cannot_be_one_field(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows()))
    answer = nm.post(f"{path}/columns", data={"c3": "name", "c4": "name"})
    assert answer.status_code == 400
    assert "“Name” is chosen for two columns" in answer.text


def test_what_is_published_has_no_form_any_more(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows()))
    nm.post(f"{path}/publish")
    assert "<select" not in page(nm, f"{path}/columns")
    for action in ("publish", "columns"):
        assert nm.post(f"{path}/{action}").status_code == 409


def test_changes_are_shown_field_by_field(nm: TestClient) -> None:
    body = rows(b"id,name,type,grades\n%s1,Page Club,club,6-7\n%s2,Page Other Club,club,K-5\n")
    nm.post(f"{checked(nm, send(nm, body, source='s'))}/publish")
    path = checked(nm, send(nm, body.replace(b"6-7", b"6-8"), source="s"))
    assert "0 added, 1 changed, 1 left alone" in page(nm, path)
    changes = page(nm, f"{path}/changes?action=changed")
    assert "Page Club" in changes
    assert "Page Other Club" not in changes
    before = re.search(r"<del>(.*?)</del>", changes)
    after = re.search(r"<ins>(.*?)</ins>", changes)
    assert before
    assert after
    assert "8" in after[1]
    assert "8" not in before[1]
    same = checked(nm, send(nm, body, source="s"))
    assert "Nothing to publish" in page(nm, same)


@pytest.mark.parametrize(("choice", "left"), [("keep", "active"), ("inactive", "inactive"), ("remove", None)])
def test_rows_that_vanished_follow_the_choice(
    nm: TestClient, own_database: Database, choice: str, left: str | None
) -> None:
    body = rows(b"id,name,type\n%s1,Stays,library\n%s2,Vanishes " + choice.encode() + b",library\n")
    nm.post(f"{checked(nm, send(nm, body, source=choice))}/publish")
    path = checked(nm, send(nm, b"\n".join(body.splitlines()[:2]), source=choice))
    assert "1 of this list</a> are no longer in the file" in page(nm, path)
    assert f"Vanishes {choice}" in page(nm, f"{path}/changes?action=vanished")
    assert nm.post(f"{path}/publish", data={"vanished": choice}).status_code == 303
    with own_database.read() as session:
        status = session.scalar(
            text("SELECT status FROM asset WHERE name = :name AND deleted_at IS NULL"),
            {"name": f"Vanishes {choice}"},
        )
    assert status == left


def test_undo_that_would_undo_others_work_says_whose(nm: TestClient) -> None:
    body = rows()
    first = checked(nm, send(nm, body))
    nm.post(f"{first}/publish")
    nm.post(f"{checked(nm, send(nm, body.replace(b'Page Camp', b'Page Camp II')))}/publish")
    answer = nm.post(f"{first}/undo")
    assert answer.status_code == 409
    assert "Nothing was undone" in answer.text
    assert "Page Camp II" in answer.text
    assert 'role="alert"' in answer.text


def test_a_file_that_changes_nothing_says_so_and_what_it_relied_on(nm: TestClient) -> None:
    body = rows()
    first = checked(nm, send(nm, body, "first.csv", source="Twice sent"))
    nm.post(f"{first}/publish")
    second = checked(nm, send(nm, body, "second.csv", source="Twice sent"))
    summary = page(nm, second)
    assert "Nothing to publish: all 2 rows are in the inventory as they are." in summary
    assert "Publish</button>" not in summary
    nm.post(f"{second}/publish")
    assert "It changed nothing" in page(nm, second)
    asked = page(nm, f"{first}/undo")
    assert "Later files rely on it" in asked
    assert "“second.csv”" in asked
    nm.post(f"{first}/undo")
    summary = page(nm, second)
    assert "“first.csv”, undone since" in summary
    assert "It is on the map" not in summary


def test_what_later_uploads_wrote_is_said(nm: TestClient) -> None:
    body = rows()
    first = checked(nm, send(nm, body))
    nm.post(f"{first}/publish")
    assert "It is on the map" in page(nm, first)
    nm.post(f"{checked(nm, send(nm, body.replace(b'Page Camp', b'Page Camp II')))}/publish")
    assert "1 of the 2 entries it wrote was changed or removed by later uploads" in page(nm, first)


def test_undo_asks_once(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows()))
    assert "there is nothing to undo" in page(nm, f"{path}/undo")
    nm.post(f"{path}/publish")
    assert f'action="{path}/undo"' not in page(nm, path)
    asked = page(nm, f"{path}/undo")
    assert "2 added entries leave the map" in asked
    assert f'action="{path}/undo"' in asked


def test_too_many_errors_cannot_be_published(nm: TestClient) -> None:
    path = checked(nm, send(nm, b"id,name,type\n1,A,library\n2,,library\n"))
    summary = page(nm, path)
    assert "1 of 2 rows are refused (50%)" in summary
    assert "<h2>Publish</h2>" not in summary
    assert nm.post(f"{path}/publish").status_code == 409


WYOMING = b"id,name,type,zip\n" + b"".join(b"%%s%d,Library %d,library,82001\n" % (at, at) for at in range(6))


def test_a_file_of_another_state_leads_to_the_form_for_that_state(nm: TestClient, sign_in: SignIn) -> None:
    both = sign_in("editor", "NM", "WY")
    path = checked(both, send(both, rows(WYOMING)))
    summary = page(both, path)
    assert "6 of 6 rows are in Wyoming: was New Mexico chosen by mistake?" in summary
    assert "correct the states, ZIP codes and points in your own file" in summary
    way = '<button class="button">Check it as Wyoming</button>'
    assert way in summary
    assert way in page(both, f"{path}/findings?code=state-wrong")
    assert '<option value="WY" selected>Wyoming</option>' in page(both, "/manage/uploads?state=WY")
    for other in (nm, sign_in("reader", "NM", "WY")):  # who cannot send for Wyoming is not told to
        seen = page(other, path)
        assert "are in Wyoming" in seen
        assert "Check it as" not in seen
        assert other.post(f"{path}/again", data={"state": "WY"}).status_code == 403
    again = checked(both, both.post(f"{path}/again", data={"state": "WY"}))
    summary = page(both, again)
    assert "All 6 rows are ready" in summary
    assert "inventory of Wyoming" in summary
    assert path not in page(both, "/manage/uploads")


def test_a_picture_is_refused_with_a_reason(nm: TestClient) -> None:
    path = checked(nm, send(nm, b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "photo.png"))
    summary = page(nm, path)
    assert "could not be checked" in summary
    assert "Given up" in summary
    assert "Send another file" in summary


def test_findings_as_files(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows()))
    for ending, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxml")):
        answer = nm.get(f"{path}/findings.{ending}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].startswith("attachment")


def test_the_map_gets_its_points_by_an_address_of_its_own(nm: TestClient, own_client: TestClient) -> None:
    path = checked(nm, send(nm, rows(b"id,name,type,lat,lon\n%s1,<img src=x>,library,35.1,-106.6\n")))
    document = nm.get(f"{path}/map")
    assert "img src=x" not in document.text
    assert "script-src 'self'" in document.headers["content-security-policy"]
    found = re.search(r'"points": "(/manage/points/[^"]+)"', document.text)
    assert found
    points = own_client.get(found[1], headers={"Origin": "null"})
    assert points.json()["features"][0]["properties"]["name"] == "<img src=x>"
    assert points.headers["access-control-allow-origin"] == "*"
    assert own_client.get(found[1][:-3] + "AAA").status_code == 404
    assert own_client.get(f"{path}/map", headers=OURS, follow_redirects=False).status_code == 303


def test_another_states_upload_does_not_exist(nm: TestClient, sign_in: SignIn) -> None:
    path = checked(nm, send(nm, rows()))
    utah = sign_in("editor", "UT")
    for side in ("", "/columns", "/findings", "/changes", "/places", "/map", "/progress", "/findings.csv"):
        assert utah.get(path + side).status_code == 404
    for action in ("/publish", "/undo", "/columns", "/duplicates/1"):
        assert utah.post(path + action).status_code == 404
    assert path not in page(utah, "/manage/uploads")
    assert send(utah, rows()).status_code == 403
    admin = sign_in("admin")
    assert path in page(admin, "/manage/uploads")
    assert path not in page(admin, "/manage/uploads?state=UT")


def test_a_reader_sees_but_does_not_send(nm: TestClient, sign_in: SignIn) -> None:
    path = checked(nm, send(nm, rows()))
    reader = sign_in("reader", "NM")
    assert "can read uploads but not send" in page(reader, "/manage/uploads")
    assert "Publish</button>" not in page(reader, path)
    assert reader.post(f"{path}/publish").status_code == 403
    assert send(reader, rows()).status_code == 403


def test_the_list_says_who_and_what(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows(), "../../etc/list of ours.csv"))
    listed = page(nm, "/manage/uploads")
    assert f'<a href="{path}">list of ours.csv</a>' in listed
    assert "Ready to publish" in listed
    assert "by test" in listed


def test_forms_that_cannot_be_sent(nm: TestClient, own_database: Database) -> None:
    for fields, says in (
        ({"state": ""}, "Say which state"),
        ({"state": "Narnia"}, "There is no state"),
        ({"kind": "wizard"}, "There is no kind"),
    ):
        answer = send(nm, rows(), **fields)
        assert answer.status_code == 400
        assert says in answer.text
    assert nm.post("/manage/uploads", data={"state": "NM"}, files={"other": b"x"}).status_code == 400
    huge = {"Content-Length": str(10**10), "Content-Type": "multipart/form-data; boundary=x"}
    assert nm.post("/manage/uploads", content=b"", headers=huge).status_code == 413


def test_a_script_is_told_where_the_upload_is(nm: TestClient) -> None:
    answer = nm.post(
        "/manage/uploads",
        data={"state": "NM"},
        files={"file": ("a.csv", rows())},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201
    assert answer.json()["location"] == answer.headers["location"]
    bad = nm.post("/manage/uploads", data={"state": "XX"}, files={"file": b"x"}, headers={"Accept": "*/*"})
    assert "There is no state" in bad.json()["detail"]


def test_quotas_hold_for_pages_too(sign_in: SignIn) -> None:
    browser = sign_in("editor", "NM", uploads_per_hour=1)
    checked(browser, send(browser, rows()))
    answer = send(browser, rows())
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 3000


def test_the_example_has_a_few_mistakes_and_can_be_published(nm: TestClient) -> None:
    example = nm.get("/manage/example.csv?state=NM")
    assert example.headers["content-disposition"] == 'attachment; filename="example-NM.csv"'
    path = checked(nm, send(nm, example.content))
    summary = page(nm, path)
    assert "9 of 11 rows are ready; 2 rows have errors" in summary
    assert "name-missing" in page(nm, f"{path}/findings?severity=error")
    assert "coordinates-zero" in page(nm, f"{path}/findings?severity=error")
    assert "Center of its ZIP area" in page(nm, f"{path}/places")


def test_ids_that_are_none(nm: TestClient) -> None:
    for number in ("nonsense", str(uuid4())):
        assert nm.get(f"/manage/uploads/{number}").status_code == 404


TWICE = (
    b"id,name,type,city,zip,url\n"
    b"%s1,Mesa Robotics League,club,Santa Fe,87501,https://mesarobotics.example.org\n"
    b"%s2,Mesa Robotics League Club,club,Santa Fe,87501,https://mesarobotics.example.org\n"
    b"%s3,Something Else Entirely,library,Gallup,87301,\n"
)


def open_pairs(summary: str) -> int:
    """How many likely duplicates the box for publishing says wait for an answer."""
    found = re.search(r"(\d+) likely duplicates? without an answer", summary)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("decision", "says", "left"),
    [("merge", "You merge them", 2), ("both", "You keep both", 3), ("distinct", "Not the same, you said", 3)],
)
def test_likely_duplicates_are_decided(
    nm: TestClient, own_database: Database, decision: str, says: str, left: int
) -> None:
    path = checked(nm, send(nm, rows(TWICE.replace(b"Mesa", b"Mesa " + decision.encode()))))
    shown = page(nm, f"{path}/duplicates")
    assert "same website" in shown
    before = open_pairs(page(nm, path))
    assert before >= 1
    pair = re.search(rf'action="{path}/duplicates/(\d+)"', shown)
    assert pair
    answer = nm.post(f"{path}/duplicates/{pair[1]}", data={"decision": decision})
    assert answer.headers["location"] == f"{path}/duplicates#pair-{pair[1]}"
    shown = page(nm, f"{path}/duplicates")
    assert says in shown
    assert f"<strong>{before - 1} without an answer" in shown
    summary = page(nm, path)
    assert open_pairs(summary) == before - 1
    assert ("1 pair becomes one entry" in summary) == (decision == "merge")
    assert nm.post(f"{path}/publish").status_code == 303
    with own_database.read() as session:
        found = session.scalar(
            text("SELECT count(*) FROM asset WHERE upload_id = :id"), {"id": path.rsplit("/", 1)[-1]}
        )
    assert found == left


def test_decisions_that_cannot_be(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows()))
    assert nm.post(f"{path}/duplicates/1", data={"decision": "eat"}).status_code == 400
    assert nm.post(f"{path}/duplicates/999999", data={"decision": "both"}).status_code == 404


STRANGE_TYPES = b"id,name,Type\n%s1,Main,Fun stuff\n%s2,Sky,Fun stuff\n%s3,Hill,after school\n"


def test_values_are_said_on_the_page_of_findings(nm: TestClient) -> None:
    path = checked(nm, send(nm, rows(STRANGE_TYPES)))
    summary = page(nm, path)
    assert "3 of 3 rows are refused (100%)" in summary
    assert "First “The type is none that is known”" in summary
    findings = page(nm, f"{path}/findings")
    assert "Say what these values mean" in findings
    name = re.findall(r'select name="(v[0-9a-f]{16})" aria-label="Meaning of Fun stuff', findings)[0]
    assert nm.post(f"{path}/values", data={name: "", "kind": "file"}).status_code == 409
    answer = nm.post(f"{path}/values", data={name: "camp", "kind": "program"})
    checked(nm, answer)
    assert "All 3 rows are ready" in page(nm, path)
    findings = page(nm, f"{path}/findings")
    assert "Said before (1)" in findings
    assert 'value="program" selected' in findings
    checked(nm, nm.post(f"{path}/values", data={name: "", "kind": "file"}))
    assert "3 of 3 rows are refused" in page(nm, path)
    assert nm.post(f"{path}/values", data={name: "galaxy"}).status_code == 400


def test_a_bad_point_is_placed_by_zip_where_the_form_says_so(nm: TestClient) -> None:
    good = b"".join(b"%%s%d,Near %d,library,87501,35.687,-105.938\n" % (at, at) for at in range(9))
    path = checked(
        nm, send(nm, rows(b"id,name,type,zip,lat,lon\n%sx,Far Away,library,87501,40,-90\n" + good))
    )
    findings = page(nm, f"{path}/findings")
    assert "Rows whose point cannot be right (1)" in findings
    assert "is 734 miles outside NM" in findings
    assert "Far Away" in findings
    answer = nm.post(f"{path}/values", data={"kind": "file", "bad_points": "ignore"})
    assert checked(nm, answer) == path
    assert "All 10 rows are ready" in page(nm, path)
    assert '<option value="ignore" selected>' in page(nm, f"{path}/findings")
    unsaid = nm.post(f"{path}/values", data={"kind": "file", "bad_points": "ignore"})
    assert "Nothing was said yet" in unsaid.text
    unknown = nm.post(f"{path}/values", data={"kind": "file", "bad_points": "all"})
    assert "There is no choice" in unknown.text


def test_findings_of_one_kind_do_not_hide_the_others(nm: TestClient) -> None:
    many = b"".join(b"%%s%d,Zip %d,library,87501\n" % (at, at) for at in range(120))
    path = checked(nm, send(nm, rows(b"id,name,type,zip\n" + many + b"%sx,Odd,library,8750\n")))
    every = page(nm, f"{path}/findings")
    assert "and 117 more like this" in every
    assert "is not a ZIP code" in every
    assert page(nm, f"{path}/findings?code=placed-by-zip").count('data-label="Row"') == 50


def test_a_refused_undo_is_told_before_anybody_says_yes(nm: TestClient, own_database: Database) -> None:
    body = rows()
    path = checked(nm, send(nm, body))
    assert nm.post(f"{path}/publish").status_code == 303
    assert "Yes, undo it" in page(nm, f"{path}/undo")
    later = checked(nm, send(nm, body.replace(b"Page Library", b"Page Library 2")))
    assert nm.post(f"{later}/publish").status_code == 303
    told = page(nm, f"{path}/undo")
    assert "It cannot be undone now." in told
    assert "by the key “test”" in told
    assert "Yes, undo it" not in told
    assert "Yes, undo it" in page(nm, f"{later}/undo")


def test_a_file_that_was_not_checked_for_our_sake_is_not_to_be_mended(
    nm: TestClient, own_database: Database
) -> None:
    path = checked(nm, send(nm, rows()))
    with own_database.write("test") as session:
        session.execute(
            text("UPDATE upload SET status = 'refused', problem = :busy WHERE id = :id"),
            {"busy": BUSY, "id": path.rsplit("/", 1)[-1]},
        )
    summary = page(nm, path)
    assert "This file was not checked. The service was busy with other uploads" in summary
    assert "Not checked" in summary
    assert "say what the columns mean" not in summary
    assert "Needs mending" not in summary


def test_who_runs_it_and_that_all_are_welcome_stand_on_the_page_of_a_program(
    nm: TestClient, own_database: Database
) -> None:
    body = rows(
        b"id,Program name,type,Which organization runs it?,Audience\n"
        b"%s1,Welcome Camp,camp,Boys & Girls Club,everyone welcome\n"
    )
    path = checked(nm, send(nm, body))
    assert nm.post(f"{path}/publish").status_code == 303
    with own_database.read() as session:
        number = session.scalar(text("SELECT id FROM asset WHERE name = 'Welcome Camp'"))
    shown = " ".join(nm.get(f"/assets/{number}").text.split())
    assert "Run by <span>Boys &amp; Girls Club</span></p>" in shown
    assert "Everyone is welcome" in shown
    public = nm.get(f"/api/v1/assets/{number}").json()["properties"]
    assert (public["organization_name"], public["parent"]) == ("Boys & Girls Club", None)


def mark(html: str) -> str:
    found = re.search(r'name="plan" value="([0-9a-f]{32})"', html)
    assert found
    return found[1]


def test_a_stale_tab_does_not_publish_another_plan(nm: TestClient, own_database: Database) -> None:
    path = checked(nm, send(nm, rows()))
    stale = mark(page(nm, path))
    columns = page(nm, f"{path}/columns")
    county = re.search(r'name="([^"]+)" aria-label="Meaning of Legislative District"', columns)
    assert county
    assert checked(nm, nm.post(f"{path}/columns", data={county[1]: "address"})) == path
    refused = nm.post(f"{path}/publish", data={"plan": stale})
    assert refused.status_code == 409
    assert "nothing was published" in refused.text
    assert 'role="alert"' in refused.text
    with own_database.read() as session:
        asked = "SELECT count(*) FROM asset WHERE upload_id = :id"
        assert session.scalar(text(asked), {"id": path.rsplit("/", 1)[-1]}) == 0
    fresh = mark(refused.text)
    assert fresh not in (stale, mark(page(nm, checked(nm, send(nm, rows())))))
    assert nm.post(f"{path}/publish", data={"plan": fresh}).status_code == 303
    assert "Published on" in page(nm, path)


def test_a_refused_undo_names_and_links_the_files_to_undo_first(nm: TestClient) -> None:
    body = rows()
    names = ("first.csv", "second.csv", "third.csv")
    paths = []
    for at, name in enumerate(names):
        changed = body.replace(b"Page Library", b"Page Library %d" % at).replace(
            b"Page Camp", b"Camp %d" % min(at, 1)
        )
        paths.append(checked(nm, send(nm, changed, name)))
        assert nm.post(f"{paths[-1]}/publish").status_code == 303
    for html in (page(nm, f"{paths[0]}/undo"), nm.post(f"{paths[0]}/undo").text):
        assert "Undo “third.csv” (No. " in html
        assert "then “second.csv”" in html
        links = re.findall(r'<a href="(/manage/uploads/[0-9a-f-]+)">(?:second|third)', html)
        assert links == [paths[2], paths[1]]
    for path in reversed(paths):
        assert nm.post(f"{path}/undo").status_code == 303


def test_the_choice_for_bad_points_is_remembered_as_the_page_says(nm: TestClient) -> None:
    good = b"".join(b"%%s%d,Near %d,library,87501,35.687,-105.938,x\n" % (at, at) for at in range(9))
    body = b"id,name,type,zip,lat,lon,Board district\n%sx,Far Away,library,87501,40,-90,x\n" + good
    path = checked(nm, send(nm, rows(body)))
    assert "place by ZIP code or town instead" in page(nm, f"{path}/findings")
    checked(nm, nm.post(f"{path}/values", data={"kind": "file", "bad_points": "ignore"}))
    other = checked(nm, send(nm, rows(body)))
    assert "1 row has errors" in page(nm, other), "remembered when published, not before"
    assert nm.post(f"{path}/publish").status_code == 303
    again = checked(nm, send(nm, rows(body)))
    assert "All 10 rows are ready" in page(nm, again)
    findings = page(nm, f"{again}/findings")
    assert '<option value="ignore" selected>' in findings
    assert (
        "1 rows with a point that cannot be right were placed by ZIP code or town, as New Mexico said"
        in findings
    )
    assert checked(nm, nm.post(f"{again}/values", data={"kind": "file", "bad_points": "refuse"})) == again
    assert nm.post(f"{again}/publish").status_code == 303
    assert "1 row has errors" in page(nm, checked(nm, send(nm, rows(body))))


def test_a_text_that_was_not_understood_is_marked_among_the_changes(nm: TestClient) -> None:
    body = rows(b"id,name,type,zip,Website,Grades\n%s1,Unread Library,library,87501,facebook,K-5\n")
    path = checked(nm, send(nm, body))
    unread = '<span class="mark mind">Not understood</span>'
    added = page(nm, f"{path}/changes")
    assert f"<dd>facebook {unread}</dd>" in added
    assert added.count("Not understood") == 1
    assert nm.post(f"{path}/publish").status_code == 303
    mended = checked(nm, send(nm, body.replace(b"facebook", b"https://a.example")))
    changed = page(nm, f"{mended}/changes")
    assert f"<del>facebook</del> {unread}" in changed
    assert "<ins>https://a.example</ins></td>" in changed


def test_places_come_fifty_a_page_and_without_row_numbers_once_published(nm: TestClient) -> None:
    many = b"".join(b"%%s%03d,Place %03d,library,87501\n" % (at, at) for at in range(120))
    path = checked(nm, send(nm, rows(b"id,name,type,zip\n" + many)))
    seen: list[str] = []
    following: str | None = f"{path}/places"
    while following:
        html = page(nm, following)
        on_it = re.findall(r'data-label="Row">([0-9,]+)<', html)
        assert len(on_it) <= 50
        seen += on_it
        more = re.search(r'rel="next" href="([^"]+)"', html)
        following = more[1] if more else None
    assert seen == [str(at) for at in range(2, 122)]
    assert "101 to 120 of 120 rows" in html
    assert f'rel="prev" href="{path}/places?after=50"' in html
    assert nm.post(f"{path}/publish").status_code == 303
    published = page(nm, f"{path}/places")
    assert published.count('data-label="Latitude"') == 50
    assert 'data-label="Row"' not in published


def test_cures_of_how_a_file_was_read_lead_to_where_it_is_said(nm: TestClient) -> None:
    path = checked(nm, send(nm, b"Our programs of 2026,,,\n,,,\n" + rows()))
    assert "If another row is right, say which: in the browser under Columns" in page(nm, f"{path}/findings")
    assert 'name="header_row"' in page(nm, f"{path}/columns")
