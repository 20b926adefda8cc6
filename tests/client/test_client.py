"""The notebook client against a running service."""

import subprocess
import sys

import httpx2
import pytest

from stemmap.client import Client, ServiceError
from tests.live import ROOT, Live


@pytest.fixture
def client(live: Live) -> Client:
    return Client(live.url + "/")


def matched(live: Live, query: str) -> int:
    return int(httpx2.get(f"{live.url}/api/v1/assets?limit=1&{query}").json()["numberMatched"])


def test_assets_are_all_that_match(client: Client, live: Live) -> None:
    found = client.assets(state=["NM", "UT"], kind="program", free=True)
    assert len(found) == matched(live, "state=NM,UT&kind=program&free=true") > 5
    assert found.crs == "OGC:CRS84"
    assert set(found.state) == {"NM", "UT"}
    assert isinstance(next(iter(found.disciplines[0])), str)


def test_a_cql2_filter_narrows(client: Client) -> None:
    every, some = client.assets(state="NM"), client.assets(state="NM", filter="name LIKE 'A%'")
    assert list(some.name) == [name for name in every.name if name.startswith("A")] != []


def test_coverage_and_counties(client: Client) -> None:
    gaps = client.coverage(states="NM", areas="county", kind="institution", distance="25mi")
    assert len(gaps) == 33
    assert (gaps.people >= gaps.people_beyond).all()
    counties = client.counties("NM")
    assert list(counties.columns) == ["geoid", "name", "state", "people", "geometry"]
    assert (len(counties), set(counties.geom_type) <= {"Polygon", "MultiPolygon"}) == (33, True)


def test_next_sites_and_what_if(client: Client) -> None:
    sites = client.siting(states="WY", sites=3, discipline="computing", population=["total", "age-under-19"])
    assert list(sites["rank"]) == [1, 2, 3]
    assert (sites.crs, set(sites.geom_type)) == ("OGC:CRS84", {"Point"})
    assert (sites.people_total >= sites["people_age-under-19"]).all()
    first = sites.iloc[0]
    change = client.what_if(states="WY", discipline="computing", add=[[first.geometry.x, first.geometry.y]])
    assert change.gained_total.sum() == pytest.approx(first.people_total, abs=1)
    nothing = client.what_if(states="WY", add=[[0, 0]])
    assert len(nothing) == 0


def test_a_run_can_be_cited(client: Client) -> None:
    run = client.run("siting", states="WY", sites=3, method="exact")
    assert run["status"] == "done"
    assert run["result"]["proven"]
    assert run["id"] in run["citation"]
    assert run["id"] in run["bibtex"]
    assert client.run_of(run["id"]) == run
    with pytest.raises(ServiceError, match="is not among"):
        client.run("what-if", states="WY", remove=["00000000-0000-4000-8000-0000000000ff"])


def test_a_refusal_is_said_in_the_words_of_the_service(client: Client) -> None:
    with pytest.raises(ServiceError, match=r"Narnia.*Accepted: AL, AK") as refused:
        client.assets(state="Narnia")
    assert (refused.value.status, refused.value.problem["code"]) == (400, "bad-parameter")
    with pytest.raises(ServiceError, match="snapshot"):
        client.snapshot("UT")


def test_a_citation(client: Client) -> None:
    assert "/api/v1/assets?state=NM" in client.citation(state="NM")


def test_an_address_is_one_of_the_web() -> None:
    with pytest.raises(ValueError, match="http"):
        Client("file:///etc/passwd")


def test_it_brings_nothing_of_the_server() -> None:
    script = (
        "import sys, stemmap.client; print([name for name in sys.modules if name.partition('.')[0] == 'app'])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"
