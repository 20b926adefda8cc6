"""Pages of states and counties and their JSON twin: one set of numbers, every one of them a link that holds."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.clock import today
from app.coverage.answers import answer_of
from app.coverage.profile.profiles import profile_of, steward_of
from app.coverage.profile.reading import read_state_gaps
from app.coverage.question import parse_question
from app.coverage.studies.rungs import ladder_answer, parse_ladder
from app.db.engine import Database
from app.main import create_app
from app.routers.gap_form import INFORMAL
from app.settings import Settings
from tests.conftest import client_on

PAGE = {"Accept": "text/html"}
CELL = re.compile(r'<td class="cell (\w+)"><a href="([^"]+)"><span class="count">([\d,]+)</span>')


def page(client: TestClient, path: str) -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, path
    return answer.text


def test_a_state_says_the_same_on_its_page_and_as_json(client: TestClient, shared_database: Database) -> None:
    found = client.get("/api/v1/states/NM").json()
    shown = page(client, "/states/NM")
    question = parse_question(parse_qsl(f"states=NM&{INFORMAL}"), shared_database.settings)
    whole = answer_of(shared_database, question, today()).summary
    informal = found["gaps"]["reach"][0]
    assert informal["people_beyond"] == round(whole.people_beyond)
    assert informal["people"] == round(whole.people)
    kinds = found["inventory"]["by_kind"]
    assert f"{informal['people_beyond']:,} of them" in shown
    assert f"lists {kinds['program']} programs, {kinds['institution']} institutions" in shown
    assert sum(kinds.values()) == found["inventory"]["assets"] == found["quality"]["entries"]
    assert "starter inventory, not verified by the state" in shown
    assert found["quality"]["all_starter"]
    assert "No steward has taken over this inventory yet" in shown
    assert len(found["gaps"]["counties"]) == 33
    assert shown.count('href="/counties/35045"') == 2  # on the map and in the table
    assert sum(each["people_beyond"] for each in found["gaps"]["counties"]) == pytest.approx(
        whole.people_beyond, abs=33
    )
    assert found["uploads"][0]["source"] == "starter list, unverified"
    assert not {"file_name", "created_by"} & set(found["uploads"][0])


def test_the_pathway_is_the_ladder(shared_database: Database) -> None:
    with shared_database.read() as session:
        asked = parse_ladder(parse_qsl("states=NM&kind=program"), shared_database.settings)
        ladder = ladder_answer(asked, session, shared_database.settings, today())
    counties = profile_of(shared_database, "NM", None, today()).document["gaps"]["counties"]
    mine = {each["geoid"]: each["first_missing"] for each in counties if each["people"]}
    assert mine == {each["geoid"]: each["first_missing"] for each in ladder["areas"]}


def test_every_cell_of_the_matrix_leads_to_what_it_counts(client: TestClient) -> None:
    for path in ("/counties/35045", "/states/WY?discipline=computing&subtype=camp"):
        cells = CELL.findall(page(client, path))
        some = [each for each in cells if each[2] != "0"][::9]
        assert some
        for level, href, count in some:
            listed = client.get(unescape(href).replace("/browse", "/api/v1/assets") + "&limit=1").json()
            assert listed["numberMatched"] == int(count), href
            assert level in ("sparse", "ok")
        none = [href for level, href, count in cells if count == "0"]
        assert none
        assert all(level == "none" for level, _, count in cells if count == "0")
        for href in none[:2]:
            assert client.get(unescape(href), headers=PAGE).status_code == 200, href


def test_a_county_for_its_commissioner(client: TestClient) -> None:
    shown, found = page(client, "/counties/35045"), client.get("/api/v1/counties/35045").json()
    state = client.get("/api/v1/states/NM").json()["gaps"]["counties"]
    row = next(each for each in state if each["geoid"] == "35045")
    assert found["gaps"]["county"] == row
    assert f"{row['people_beyond']:,} of them" in shown
    assert [each["name"] for each in found["nearest"]][:2] == [
        "San Juan College AstroFriday",
        "Powerhouse Summer Camps",
    ]
    assert "Durango, CO" in shown
    assert found["gaps"]["groups"][0]["people"]["value"] == row["people"]
    assert found["gaps"]["groups"][0]["without_cover"]["value"] == row["people_beyond"]
    assert found["gaps"]["agreement"]["gaps"] == row["gaps"]
    # Groups are spread over the county by all people: their share would only repeat everybody's.
    for group in found["gaps"]["groups"][1:]:
        assert group["without_share"]["value"] is None
        assert group["ratio"] is None
    assert "which groups live in the part beyond reach cannot be told" in shown


def test_groups_of_a_state_are_compared_with_everybody(client: TestClient) -> None:
    groups = client.get("/api/v1/states/NM").json()["gaps"]["groups"]
    base = groups[0]["without_share"]["value"]
    for each in groups[1:]:
        assert each["ratio"] == pytest.approx(each["without_share"]["value"] / base, abs=1e-3)
    assert len({each["ratio"] for each in groups}) > 3


def test_a_state_of_which_nothing_is_listed_has_no_gaps(client: TestClient) -> None:
    """The lack of a list is no gap: no red map, no numbers of people without."""
    for path in ("/states/VT", "/counties/50007"):
        shown, found = page(client, path), client.get(f"/api/v1{path}").json()
        assert "Nothing is listed in Vermont yet." in shown
        assert 'id="inventory"' not in shown
        assert "more than 25 miles" not in shown
        assert "#b30000" not in shown
        assert (found["gaps"], found["no_gaps_because"]) == (None, "nothing-listed")
        assert found["inventory"]["assets"] == 0
    assert page(client, "/states/VT").count('href="/counties/50007"') == 2


def test_where_nobody_is_counted_no_gap_is_made_up(own_database: Database) -> None:
    assert read_state_gaps(own_database, "GU", today()) is None
    with own_database.write("test") as session:
        session.execute(
            text("INSERT INTO asset (kind, subtype, name, state) VALUES ('program', 'club', 'Reef', 'GU')")
        )
    own = client_on(own_database)
    for path in ("/states/GU", "/counties/66010"):
        assert "No figures of people are loaded" in page(own, path)
        found = own.get(f"/api/v1{path}").json()
        assert (found["gaps"], found["no_gaps_because"]) == (None, "no-people")


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/states/nm", "/states/NM"),
        ("/states/new-mexico", "/states/NM"),
        ("/states/35?discipline=robotics", "/states/NM?discipline=robotics"),
        ("/counties/san-juan-county-nm", "/counties/35045"),
        ("/counties/Do%C3%B1a%20Ana,%20NM", "/counties/35013"),
        ("/counties/dona-ana-nm", "/counties/35013"),
        ("/counties/orleans-parish-la", "/counties/22071"),
    ],
)
def test_other_ways_to_write_a_place_lead_to_its_page(client: TestClient, asked: str, leads: str) -> None:
    answer = client.get(asked, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, leads)


def test_what_is_no_place_is_answered_with_those_there_are(client: TestClient) -> None:
    several = client.get("/counties/san-juan", headers=PAGE)
    assert several.status_code == 404
    assert re.findall(r'href="/counties/(\d+)"', several.text) == ["08111", "35045", "49037", "53055"]
    alike = client.get("/api/v1/counties/bernalilo").json()
    assert (alike["status"], alike["accepted"][0]) == (404, "35001 Bernalillo County, NM")
    assert client.get("/api/v1/counties/35999").json()["accepted"][0].startswith("35001 ")
    assert client.get("/api/v1/counties/99999").status_code == 404
    nowhere = client.get("/api/v1/states/XX").json()
    assert "NM" in nowhere["accepted"]
    bad = client.get("/counties/%3Cscript%3Ealert(1)%3C/script%3E", headers=PAGE)
    assert bad.status_code == 404
    assert "<script>alert" not in bad.text


def test_parameters_that_are_not_known_are_refused(client: TestClient) -> None:
    for path, name in (
        ("/states/NM?color=red", "color"),
        ("/states/NM?discipline=alchemy", "discipline"),
        ("/counties/35045?subtype=castle", "subtype"),
        ("/api/v1/states/NM?subtype=club", "subtype"),
    ):
        refused = client.get(path)
        assert (refused.status_code, refused.json()["parameter"]) == (400, name), path


def test_the_list_of_states(client: TestClient) -> None:
    shown = page(client, "/states")
    assert re.findall(r'<th scope="row"><a class="target" href="/states/(\w\w)">', shown) == [
        "CO", "ID", "NV", "NM", "UT", "WY",
    ]  # fmt: skip
    assert 'href="/states/PR"' in shown
    assert shown.count('aria-label="New Mexico: 145 entries"') == 1


def test_the_sitemap_has_states_with_an_inventory_and_their_counties(client: TestClient) -> None:
    listed = client.get("/sitemaps/pages.xml").text
    assert "/states/NM<" in listed
    assert "/counties/35045<" in listed
    assert "/states/VT<" not in listed


def test_json_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/v1/counties/35045")
    again = client.get("/api/v1/counties/35045", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_openapi_describes_them_once(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, name in (("/api/v1/states/{state}", "state"), ("/api/v1/counties/{county}", "county")):
        assert [each["name"] for each in paths[path]["get"]["parameters"]] == [name]


def test_a_profile_is_kept_until_the_data_change(own_database: Database) -> None:
    first = profile_of(own_database, "WY", None, today())
    assert profile_of(own_database, "WY", None, today()) is first
    with own_database.write("test") as session:
        session.execute(
            text("UPDATE asset SET verified_at = current_date WHERE state = 'WY' AND kind = 'program'")
        )
    changed = profile_of(own_database, "WY", None, today()).document
    assert changed["quality"]["verified"] == changed["inventory"]["by_kind"]["program"]
    assert client_on(own_database).get("/states/WY", headers=PAGE).status_code == 200


def test_no_more_profiles_are_kept_than_settings_say(shared_database: Database, settings: Settings) -> None:
    small = Database(shared_database.engine, settings.model_copy(update={"profiles_kept": 1}))
    first = profile_of(small, "WY", None, today())
    profile_of(small, "GU", None, today())
    assert profile_of(small, "WY", None, today()) is not first


def test_a_steward_is_named_where_there_is_one(shared_database: Database, settings: Settings) -> None:
    named = settings.model_copy(update={"stewards": ("ut: Utah STEM <b>Center</b>, stem@example.org", "NM:")})
    assert steward_of(named, "UT") == "Utah STEM <b>Center</b>, stem@example.org"
    assert steward_of(named, "NM") is None
    app = create_app(named)
    app.state.database = Database(shared_database.engine, named)
    shown = page(TestClient(app), "/states/UT")
    assert "Utah STEM &lt;b&gt;Center&lt;/b&gt;, stem@example.org" in shown
    assert "No steward" not in shown


def test_a_definition_that_cannot_tell_says_so_everywhere(client: TestClient) -> None:
    """Page, report and API agree on who decides: the others say "cannot tell", null in the API."""
    unknown = 0
    for geoid in ("35045", "35049", "56025"):
        agreed = client.get(f"/api/v1/counties/{geoid}").json()["gaps"]["agreement"]
        said = [each["gap"] for each in agreed["definitions"]]
        assert (said.count(True), len(said) - said.count(None)) == (agreed["gaps"], agreed["decided_by"])
        words = f"{agreed['gaps']} of the {agreed['decided_by']} definitions that can decide it"
        assert words in page(client, f"/counties/{geoid}")
        report = page(client, f"/reports/counties/{geoid}")
        assert (
            f"{agreed['decided_by']} published definitions that can decide it, {agreed['gaps']} call"
            in report
        )
        for shown in (page(client, f"/counties/{geoid}"), report):
            assert shown.count(">cannot tell<") == said.count(None)
        unknown += said.count(None)
    assert unknown


def test_a_college_is_the_college_step(client: TestClient) -> None:
    """San Juan College is listed as an institution: its county is not without a college step."""
    pathway = client.get("/api/v1/counties/35045").json()["gaps"]["pathway"]
    assert pathway["bands"][-1]["band"] == "college"
    assert pathway["bands"][-1]["share_with"] > 0.5
    assert pathway["first_missing"] != "college"
    camps = client.get("/api/v1/coverage/ladder?states=NM&subtype=camp").json()
    assert all(area["share_with"]["college"] == 0 for area in camps["areas"])


def test_a_county_far_from_informal_programs_alone_says_what_is_near(client: TestClient) -> None:
    """Doña Ana: all its people are far from a club or camp, and no step of the pathway is missing."""
    row = page(client, "/states/NM").rpartition('href="/counties/35013"')[2].partition("</tr>")[0]
    assert "none: programs of other types are near" in row


def test_a_county_page_has_its_report_first_and_prints_plain_cells(client: TestClient) -> None:
    shown = page(client, "/counties/35045")
    assert shown.index('href="/reports/counties/35045"') < shown.index('class="lead"')
    assert "rests on one entry: San Juan College AstroFriday" in shown
    styles = client.get("/static/states.css").text
    assert ".cell.none, .swatch.thin { background: none; }" in styles.split("@media print")[1]
