"""Reports by the public: what is taken, that nobody sees it before it is accepted, and what accepting does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.db.engine import Database
from app.inventory.sweep import sweep_uploads
from tests.conftest import client_on
from tests.http import test_pages

API = "/api/v1/submissions"
OURS = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
MakeKey = Callable[..., dict[str, str]]
HOSTILE: list[str] = json.loads((Path(__file__).parents[1] / "browser" / "hostile.json").read_text())
PROGRAM = {
    "name": "Mesa Robotics", "subtype": "club", "state": "NM", "city": "Farmington", "grades": "6-8", "cost": "free",
}  # fmt: skip


@pytest.fixture
def asset(own_database: Database) -> str:
    """A program of New Mexico."""
    with own_database.read() as session:
        return str(
            session.scalar(text("SELECT id FROM asset WHERE state = 'NM' AND kind = 'program' ORDER BY id"))
        )


@pytest.fixture
def browser(own_client: TestClient) -> TestClient:
    own_client.headers.update(OURS)
    own_client.follow_redirects = False
    return own_client


def enter(browser: TestClient, key: dict[str, str]) -> None:
    browser.cookies.clear()
    given = {"key": key["Authorization"].removeprefix("Bearer ")}
    assert browser.post("/manage/sign-in", data=given).status_code == 303


def send(client: TestClient, **said: Any) -> str:
    answer = client.post(API, json=said)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["reference"])


def correct(client: TestClient, asset: str, field: str, value: str, **more: Any) -> str:
    return send(client, kind="correction", asset=asset, field=field, value=value, **more)


def about(client: TestClient, asset: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/assets/{asset}").json()["properties"]
    return found


def test_a_form_gives_a_number_and_changes_nothing(browser: TestClient, asset: str) -> None:
    before = about(browser, asset)
    form = browser.get(f"/assets/{asset}/correct?field=phone")
    assert 'value="phone" selected' in form.text
    sent = browser.post(
        f"/assets/{asset}/correct",
        data={"field": "phone", "value": "(505) 555-0123", "email": "me@example.org"},
    )
    assert sent.status_code == 303
    page = browser.get(sent.headers["location"])
    assert page.status_code == 200
    assert "rep-" in page.text
    assert "Waiting for review" in page.text
    assert "555" not in page.text
    assert "me@example.org" not in page.text
    assert about(browser, asset) == before


def test_every_form_says_what_it_refuses_and_keeps_what_was_typed(browser: TestClient, asset: str) -> None:
    for path, form, words in (
        (f"/assets/{asset}/correct", {"field": "phone", "value": "call <Ann>"}, "call &lt;Ann&gt;"),
        (f"/assets/{asset}/correct", {"field": "verified_at", "value": "x"}, "Choose one"),
        (f"/assets/{asset}/correct", {"field": "cost"}, "Say what is right"),
        (f"/assets/{asset}/closed", {"value": "active", "comment": "kept"}, "kept"),
        ("/suggest", {**PROGRAM, "state": ""}, "in which state"),
        ("/suggest", {**PROGRAM, "city": ""}, "where it is"),
        ("/suggest", {**PROGRAM, "email": "nobody"}, "one e-mail address"),
        ("/suggest", {**PROGRAM, "postal_code": "8740"}, "five digits"),
        ("/suggest", {**PROGRAM, "homepage": "http://spam.example"}, "for programs only"),
    ):
        answer = browser.post(path, data=form)
        assert answer.status_code == 400, (path, form)
        assert 'role="alert"' in answer.text
        assert words in answer.text, words


def test_forms_of_other_sites_are_refused(browser: TestClient, asset: str) -> None:
    for path in (f"/assets/{asset}/correct", f"/assets/{asset}/closed", "/suggest"):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            assert browser.post(path, data=PROGRAM, headers=headers).status_code == 403, path
    allowed = browser.options(
        API, headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    )
    assert allowed.status_code == 400


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "kind"), ({"kind": "praise"}, "kind"), ({"kind": 5}, "kind"), ({"kind": "new"}, "state"),
    ({"kind": "new", "state": "NM"}, "name"), ({"kind": "new", "state": "NM", "proposal": []}, "name"),
    ({"kind": "new", "state": "NM", "proposal": ["x"]}, "proposal"),
    ({"kind": "new", "state": "NM", "proposal": {"verified_at": "x"}}, "proposal"),
    ({"kind": "new", "state": "NM", "proposal": {"name": "A", "subtype": "museum", "city": "Taos"}}, "subtype"),
    ({"kind": "new", "state": "NM", "proposal": {"name": "A", "subtype": "club", "url": "javascript:1"}}, "url"),
    ({"kind": "correction", "field": "id", "value": "x"}, "field"),
    ({"kind": "correction", "field": "phone", "value": "x"}, "value"),
    ({"kind": "correction", "field": "point", "value": "99, 999"}, "value"),
    ({"kind": "correction", "field": "other"}, "comment"),
    ({"kind": "correction", "field": "name", "value": ["x"]}, "value"),
    ({"kind": "closed", "value": "active"}, "value"),
    ({"kind": "closed", "value": "defunct", "email": "a b@c"}, "email"),
    ({"kind": "closed", "value": "defunct", "comment": "x" * 2001}, "comment"),
    ({"kind": "closed", "value": "defunct", "more": 1}, "more"),
]  # fmt: skip


def test_the_api_says_what_it_refuses(own_client: TestClient, asset: str) -> None:
    for said, parameter in REFUSED:
        about_one = {"asset": asset} if said.get("kind") in ("correction", "closed") else {}
        answer = own_client.post(API, json=said | about_one)
        assert (answer.status_code, answer.json()["parameter"]) == (400, parameter), said
    nothing = {"kind": "closed", "value": "defunct", "asset": str(uuid4())}
    assert own_client.post(API, json=nothing).status_code == 404


def test_sent_twice_it_is_one_report(own_client: TestClient, own_database: Database, asset: str) -> None:
    first = correct(own_client, asset, "cost", "free", email="a@example.org")
    assert correct(own_client, asset, "cost", "free", email="b@example.org") == first
    assert correct(own_client, asset, "cost", "free", comment="I asked") != first
    with own_database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM submission")) == 2


def test_limits(own_database: Database, asset: str) -> None:
    few = own_database.settings.model_copy(
        update={"submissions_per_hour": 3, "submissions_waiting_max": 2, "submission_text_max": 100}
    )
    client = client_on(Database(own_database.engine, few))
    correct(client, asset, "seats", "1")
    correct(client, asset, "seats", "2")
    full = client.post(API, json={"kind": "correction", "asset": asset, "field": "seats", "value": "3"})
    assert (full.status_code, full.headers["retry-after"]) == (429, "86400")
    assert "wait to be read in New Mexico" in full.json()["detail"]
    often = client.post(API, json={"kind": "correction", "asset": asset, "field": "seats", "value": "4"})
    assert often.status_code == 429
    assert "3 reports an hour" in often.json()["detail"]
    page = client.post(f"/assets/{asset}/correct", data={"field": "seats", "value": "5"}, headers=OURS)
    assert (page.status_code, "3 reports an hour" in page.text) == (429, True)
    long = client.post(API, json={"kind": "closed", "asset": asset, "value": "defunct", "comment": "x" * 101})
    assert (long.status_code, long.json()["parameter"]) == (400, "comment")
    big = client.post(API, content=b" " * (few.form_max_bytes + 1))
    assert big.status_code == 413


def test_emails_are_forgotten_in_time(own_client: TestClient, own_database: Database, asset: str) -> None:
    days = own_database.settings.submission_email_days
    for value, age in (("1", days + 1), ("2", days - 1)):
        reference = correct(own_client, asset, "seats", value, email="a@example.org")
        with own_database.write("test") as session:
            session.execute(
                text(
                    "UPDATE submission SET created_at = now() - make_interval(days => :age) WHERE reference = :it"
                ),
                {"age": age, "it": reference},
            )
    sweep_uploads(own_database, own_database.settings)
    with own_database.read() as session:
        left = session.scalars(text("SELECT email FROM submission ORDER BY id")).all()
    assert left == [None, "a@example.org"]


def test_accepting_changes_the_entry_and_says_who(
    own_client: TestClient, own_database: Database, make_key: MakeKey, asset: str
) -> None:
    key = make_key("editor", "NM")
    reference = correct(own_client, asset, "phone", "5055550123")
    done = own_client.post(f"{API}/{reference}/accept", json={"method": "phone"}, headers=key)
    assert (done.status_code, done.json()["status"]) == (200, "accepted")
    now = about(own_client, asset)
    assert (now["phone"], now["verification_method"], now["freshness"]) == ("505-555-0123", "phone", "fresh")
    with own_database.read() as session:
        actor, after = session.execute(
            text("SELECT actor, after FROM audit_entry WHERE row_id = :id ORDER BY id DESC LIMIT 1"),
            {"id": asset},
        ).one()
    assert actor.startswith("key:")
    assert (after["phone"], after["verified_by"]) == ("505-555-0123", actor)
    again = own_client.post(f"{API}/{reference}/accept", headers=key)
    assert (again.status_code, "accepted already" in again.json()["detail"]) == (409, True)
    assert own_client.post(f"{API}/{reference}/decline", json={"reason": "x"}, headers=key).status_code == 409


VALUES: list[tuple[str, str, dict[str, Any]]] = [
    ("cost", "$25", {"cost_amount": 25, "cost_band": "under-50"}),
    ("grades", "6-8", {"grades": ["6", "7", "8"]}),
    ("ages", "11-14", {"min_age": 11, "max_age": 14}),
    ("audiences", "girls", {"designed_for": ["women-girls"]}),
    ("transport_provided", "yes", {"transport_provided": True}),
    ("end_date", "June 1, 2030", {"end_date": "2030-06-01"}),
    ("point", "36.7281, -108.2187", {"location_precision": "exact", "county_geoid": "35045"}),
    ("name", "A new name", {"name": "A new name"}),
    ("languages", "English; Spanish", {"languages": ["en", "es"]}),
]


def test_every_kind_of_value_is_read_as_in_a_file(
    own_client: TestClient, make_key: MakeKey, asset: str
) -> None:
    key = make_key("editor", "NM")
    for field, value, expected in VALUES:
        reference = correct(own_client, asset, field, value)
        done = own_client.post(f"{API}/{reference}/accept", headers=key)
        assert done.status_code == 200, (field, done.text)
        now = about(own_client, asset)
        assert {name: now[name] for name in expected} == expected, field


def test_an_editor_may_mend_the_value_and_sees_what_does_not_fit(
    own_client: TestClient, make_key: MakeKey, asset: str
) -> None:
    key = make_key("editor", "NM")
    path = f"{API}/{correct(own_client, asset, 'point', '0, 0')}/accept"
    assert "not in New Mexico" in own_client.post(path, headers=key).json()["detail"]
    assert own_client.post(path, json={"version": 99}, headers=key).status_code == 409
    assert own_client.post(path, json={"method": "rumour"}, headers=key).status_code == 400
    assert own_client.post(path, json={"version": "1"}, headers=key).status_code == 400
    assert own_client.post(path, json={"value": "36.7281, -108.2187"}, headers=key).status_code == 200
    for field, day in (("start_date", "2030-01-02"), ("end_date", "2030-01-03")):
        done = own_client.post(f"{API}/{correct(own_client, asset, field, day)}/accept", headers=key)
        assert done.status_code == 200
    wrong = own_client.post(
        f"{API}/{correct(own_client, asset, 'end_date', '2029-01-01')}/accept", headers=key
    )
    assert (wrong.status_code, "asset_dates" in wrong.json()["detail"]) == (409, True)


def test_what_has_closed_leaves_the_list(own_client: TestClient, make_key: MakeKey, asset: str) -> None:
    reference = send(own_client, kind="closed", asset=asset, value="defunct")
    assert own_client.post(f"{API}/{reference}/accept", headers=make_key("admin")).status_code == 200
    assert about(own_client, asset)["status"] == "defunct"
    page = own_client.get(f"/assets/{asset}", headers=OURS)
    assert (page.status_code, "This has closed for good." in page.text) == (200, True)


def test_what_has_closed_reads_as_closed_wherever_it_was_kept(
    own_client: TestClient, own_database: Database, make_key: MakeKey
) -> None:
    with own_database.read() as session:
        asset, other = session.scalars(
            text(
                "SELECT id FROM asset WHERE state = 'NM' AND kind = 'program' AND status = 'active'"
                " AND geom IS NOT NULL AND location_precision = 'city'"
                " AND coalesce(delivery_mode, 'in-person') = 'in-person'"
                " ORDER BY id LIMIT 2"
            )
        ).all()
    paths = (f"/assets/{asset}", f"/saved?ids={asset},{other}", f"/compare?ids={asset},{other}")
    before = [own_client.get(path, headers=OURS).text for path in paths]
    assert ">Directions" in before[0]
    assert not any("Closed for good" in page for page in before)
    reference = send(own_client, kind="closed", asset=str(asset), value="defunct")
    decided = own_client.post(
        f"{API}/{reference}/accept", json={"method": "phone"}, headers=make_key("admin")
    )
    assert decided.status_code == 200
    for path, page in zip(paths, before, strict=True):
        now = own_client.get(path, headers=OURS).text
        assert '<span class="badge bad">Closed for good</span>' in now, path
        assert "Checked closed on " in now, path
        assert now.count("Verified within a year") == page.count("Verified within a year"), path
        assert ">Directions" not in now, path
    assert ">Status</th>" in now
    assert ">Active</td>" in now, "the other one still stands as it did"


def test_what_was_accepted_can_be_taken_back(
    browser: TestClient, own_database: Database, make_key: MakeKey, asset: str
) -> None:
    key = make_key("editor", "NM")
    whole = text("SELECT to_jsonb(a) - 'version' - 'updated_at' - 'search' FROM asset a WHERE id = :id")

    def stored() -> Any:
        with own_database.read() as session:
            return session.scalar(whole, {"id": asset})

    before = stored()
    closed = send(browser, kind="closed", asset=asset, value="defunct")
    enter(browser, key)
    assert "Accepting takes the entry out of lists and gap maps" in browser.get("/manage/reports").text
    for reference in (closed, correct(browser, asset, "point", "36.7281, -108.2187")):
        path = f"/manage/reports/{reference}"
        assert browser.post(f"{path}/accept", data={"method": "phone"}).status_code == 303
        assert stored() != before
        assert f"{path}/take-back" in browser.get("/manage/reports?status=accepted").text
        done = browser.post(f"{path}/take-back")
        assert (done.status_code, done.headers["location"]) == (303, f"/manage/reports?taken={reference}")
        assert stored() == before
        assert browser.post(f"{path}/take-back").status_code == 409, "it waits again"
    one = f"{API}/{closed}"
    assert browser.post(f"{one}/take-back").status_code == 401
    assert browser.post(f"{one}/accept", headers=key).status_code == 200
    assert browser.post(f"{one}/take-back", headers=make_key("editor", "UT")).status_code == 404
    again = correct(browser, asset, "phone", "5055550123")
    assert browser.post(f"{API}/{again}/accept", headers=key).status_code == 200
    late = browser.post(f"{one}/take-back", headers=key)
    assert (late.status_code, "changed since" in late.json()["detail"]) == (409, True)
    back = browser.post(f"{API}/{again}/take-back", headers=key)
    assert (back.status_code, back.json()["status"], back.json()["method"]) == (200, "waiting", None)
    with own_database.read() as session:
        actors = session.scalars(
            text("SELECT actor FROM audit_entry WHERE row_id = :id ORDER BY id DESC LIMIT 2"), {"id": asset}
        ).all()
    assert all(actor.startswith("key:") for actor in actors)


def test_a_missing_program_goes_through_the_door_of_uploads(
    own_client: TestClient, own_database: Database, make_key: MakeKey
) -> None:
    key = make_key("editor", "NM")
    proposal = {name: value for name, value in PROGRAM.items() if name != "state"}
    reference = send(own_client, kind="new", state="NM", proposal=proposal)
    assert (
        own_client.get("/api/v1/assets?q=Mesa+Robotics").json()["features"][0]["properties"]["name"]
        != "Mesa Robotics"
    )
    done = own_client.post(f"{API}/{reference}/accept", headers=key)
    assert done.status_code == 200, done.text
    now = about(own_client, done.json()["asset_id"])
    assert (now["name"], now["city"], now["county_geoid"], now["grades"]) == (
        "Mesa Robotics", "Farmington", "35045", ["6", "7", "8"],
    )  # fmt: skip
    assert (now["source_name"], now["freshness"]) == ("suggested by the public", "fresh")
    with own_database.read() as session:
        upload = session.scalar(
            text("SELECT status FROM upload WHERE file_name = :name"), {"name": f"{reference}.csv"}
        )
    assert upload == "applied"
    assert own_client.post(f"{API}/{reference}/accept", headers=key).status_code == 409


def test_a_declined_report_says_why(own_client: TestClient, make_key: MakeKey, asset: str) -> None:
    key = make_key("editor", "NM")
    before = about(own_client, asset)
    reference = correct(own_client, asset, "cost", "free")
    for reason in ("", " ", "x" * 2001):
        refused = own_client.post(f"{API}/{reference}/decline", json={"reason": reason}, headers=key)
        assert (refused.status_code, refused.json()["parameter"]) == (400, "reason")
    done = own_client.post(f"{API}/{reference}/decline", json={"reason": "We <b>called</b>."}, headers=key)
    assert (done.json()["status"], done.json()["reason"]) == ("declined", "We <b>called</b>.")
    assert about(own_client, asset) == before
    page = own_client.get(f"/reported/{reference}", headers=OURS).text
    assert "We &lt;b&gt;called&lt;/b&gt;." in page
    listed = own_client.get(f"{API}?status=declined", headers=key).json()
    assert [each["reference"] for each in listed["reports"]] == [reference]


def test_who_may_see_and_decide(browser: TestClient, make_key: MakeKey, asset: str) -> None:
    reference = correct(browser, asset, "cost", "free", email="me@example.org")
    one, accept, decline = f"{API}/{reference}", f"{API}/{reference}/accept", f"{API}/{reference}/decline"
    reason = {"reason": "No."}
    for method, path in (("GET", API), ("GET", one), ("POST", accept), ("POST", decline)):
        assert browser.request(method, path).status_code == 401, path
    roles = {
        "another": (make_key("editor", "UT"), 404, 404), "reader": (make_key("reader", "NM"), 200, 403),
        "editor": (make_key("editor", "NM"), 200, 200), "admin": (make_key("admin"), 200, 409),
    }  # fmt: skip
    for role, (key, seen, decided) in roles.items():
        found = browser.get(one, headers=key)
        assert found.status_code == seen, role
        assert ("me@example.org" in found.text) == (role in ("editor", "admin")), role
        listed = browser.get(API, headers=key).json()["reports"]
        assert len(listed) == (seen == 200 and role != "admin"), role
        assert browser.post(decline, json=reason, headers=key).status_code == decided, role
        assert browser.post(accept, headers=key).status_code == (409 if decided == 200 else decided), role
        enter(browser, key)
        side = f"/manage/reports/{reference}"
        for path in ("/accept", "/decline"):
            status = browser.post(side + path, data={**reason, "method": "steward"}).status_code
            assert status == (409 if decided == 200 else decided), (role, path)
            foreign = browser.post(side + path, data=reason, headers={"Sec-Fetch-Site": "cross-site"})
            assert foreign.status_code == 403, (role, path)
        assert browser.get("/manage/reports").status_code == 200
        browser.cookies.clear()
    assert browser.get("/manage/reports").status_code == 303
    assert browser.post(f"/manage/reports/{reference}/accept").status_code == 303
    assert browser.get(f"{API}?limit=0", headers=make_key("admin")).status_code == 400
    assert browser.get(f"{API}?status=lost", headers=make_key("admin")).status_code == 400
    assert browser.get(f"{API}?colour=red", headers=make_key("admin")).status_code == 400


def test_the_queue_shows_both_sides_and_decides(browser: TestClient, make_key: MakeKey, asset: str) -> None:
    first = correct(browser, asset, "cost", "$25", comment="It says so at the door", email="me@example.org")
    second = send(browser, kind="closed", asset=asset, value="temporarily_closed")
    enter(browser, make_key("editor", "NM"))
    assert "2 wait for you" in " ".join(browser.get("/manage/uploads").text.split())
    page = browser.get("/manage/reports").text
    for words in (
        "$25",
        "It says so at the door",
        "mailto:me@example.org",
        "Closed for now, will open again",
        "Active",
    ):
        assert words in page, words
    wrong = browser.post(f"/manage/reports/{first}/accept", data={"value": "a lot", "method": "phone"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (400, True)
    stale = browser.post(
        f"/manage/reports/{first}/accept", data={"value": "$25", "version": "77", "method": "phone"}
    )
    assert (stale.status_code, "changed since you looked" in stale.text) == (409, True)
    assert page.count("selected") == 0, "nobody is said to have checked before somebody says how"
    assert page.count('<option value="">Choose how you made sure</option>') == 2
    unsaid = browser.post(f"/manage/reports/{first}/accept", data={"value": "$30"})
    assert (unsaid.status_code, "say under “Verified by” how you made sure" in unsaid.text) == (400, True)
    assert about(browser, asset)["cost_amount"] != 30
    done = browser.post(f"/manage/reports/{first}/accept", data={"value": "$30", "method": "phone"})
    assert (done.status_code, done.headers["location"]) == (303, f"/manage/reports?done={first}")
    assert about(browser, asset)["cost_amount"] == 30
    told = browser.get(f"/manage/reports?done={first}").text.partition('<nav aria-label="Which')[0]
    assert f"Report {first} is accepted" in told
    assert f'href="/assets/{asset}"' in told
    assert f'action="/manage/reports/{first}/take-back"' in told
    assert browser.get("/manage/reports?done=rep-00000000").status_code == 200
    assert browser.post(f"/manage/reports/{second}/decline", data={"reason": ""}).status_code == 400
    assert (
        browser.post(f"/manage/reports/{second}/decline", data={"reason": "It is open."}).status_code == 303
    )
    assert "It is open." in browser.get("/manage/reports?status=declined").text
    declined = browser.get(f"/manage/reports?done={second}").text
    assert f"Report {second} is declined" in declined
    assert "take-back" not in declined


def test_nobodys_text_becomes_markup_in_the_queue(browser: TestClient, make_key: MakeKey, asset: str) -> None:
    for hostile in HOSTILE:
        browser.app.state.__dict__.get("_state", {}).pop("report_attempts", None)  # type: ignore[attr-defined]
        correct(browser, asset, "name", hostile, comment=hostile)
    proposal = {"name": HOSTILE[0], "subtype": "club", "city": HOSTILE[0], "description": HOSTILE[0]}
    send(browser, kind="new", state="NM", proposal=proposal)
    enter(browser, make_key("editor", "NM"))
    page = test_pages.seen(browser.get("/manage/reports").text)
    test_pages.harmless(page, "/manage/reports")
    assert HOSTILE[0] in "".join(page.texts)


def test_the_public_can_write_nothing_else(own_database: Database, asset: str) -> None:
    """The session that takes reports is refused by the database itself wherever else it writes."""
    with own_database.write("public", states=()) as session:
        assert session.execute(text("UPDATE asset SET name = 'x'")).rowcount == 0  # type: ignore[attr-defined]
        assert session.execute(text("UPDATE submission SET reason = 'x'")).rowcount == 0  # type: ignore[attr-defined]
    accepted = (
        "INSERT INTO submission"
        " (reference, kind, state, asset_name, field, value, digest, status, decided_at, decided_by)"
        " VALUES ('rep-22222222', 'correction', 'NM', 'x', 'cost', 'free', :digest, 'accepted', now(), 'me')"
    )
    with pytest.raises(ProgrammingError), own_database.write("public", states=()) as session:
        session.execute(text(accepted), {"digest": bytes(32)})


def test_an_editor_of_another_state_can_decide_nothing_in_the_database(
    own_client: TestClient, own_database: Database, asset: str
) -> None:
    reference = correct(own_client, asset, "cost", "free")
    taken = text(
        "UPDATE submission SET status = 'accepted', decided_at = now(), decided_by = 'me' WHERE reference = :it"
    )
    with own_database.write("key:1", states=("UT",)) as session:
        assert session.execute(taken, {"it": reference}).rowcount == 0  # type: ignore[attr-defined]
    with own_database.write("key:1", states=("NM",)) as session:
        assert session.execute(taken, {"it": reference}).rowcount == 1  # type: ignore[attr-defined]


def test_what_was_taken_away_says_so(own_client: TestClient, own_database: Database, asset: str) -> None:
    with own_database.write("test") as session:
        session.execute(
            text("UPDATE asset SET deleted_at = now(), name = '<b>Old</b>' WHERE id = :id"), {"id": asset}
        )
    page = own_client.get(f"/assets/{asset}", headers=OURS)
    assert page.status_code == 410
    assert "&lt;b&gt;Old&lt;/b&gt;" in page.text
    assert 'href="/browse?state=NM"' in page.text
    assert own_client.get(f"/assets/{asset}").json()["code"] == "gone"
    assert own_client.get(f"/assets/{asset}/correct", headers=OURS).status_code == 404
    with own_database.write("test") as session:
        session.execute(text("UPDATE asset SET visibility = 'internal' WHERE id = :id"), {"id": asset})
    assert own_client.get(f"/assets/{asset}", headers=OURS).status_code == 404
