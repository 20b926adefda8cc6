"""Reports over HTTP: the page says what the API says, and the PDF says what the page says."""

import io
import re

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import text

from app.coverage.official_count import official_count
from app.coverage.reports import phrases
from app.db.engine import Database

COUNTY = "/reports/counties/35045"


@pytest.fixture(scope="module")
def paper(client: TestClient) -> PdfReader:
    answer = client.get(f"{COUNTY}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="stem-report-san-juan-county-nm.pdf"' in answer.headers["content-disposition"]
    return PdfReader(io.BytesIO(answer.content))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_county_reads_as_the_api_counts(client: TestClient) -> None:
    page = plain(client.get(COUNTY + "?assets=all").text)
    rows = client.get("/api/v1/coverage?states=NM&limit=500").json()["areas"]
    here = next(row for row in rows if row["geoid"] == "35045")
    assert f"{here['people_beyond']:,.0f} of {here['people']:,.0f} people" in page
    for section in (
        "In short",
        "What published definitions say",
        "How fresh and complete",
        "Sources",
        "Words used",
    ):
        assert section in page


def test_the_question_in_the_address_is_kept(client: TestClient) -> None:
    page = client.get(COUNTY + "?preset=P12&group=hispanic").text
    assert "Hispanic people" in plain(page)
    assert "/reports/counties/35045.pdf?population=hispanic&amp;preset=P12" in page
    assert "P12" in plain(page)


@pytest.mark.parametrize(
    "path", ["/reports/states/WY", "/reports/states/wy", "/reports/counties/san-juan-county-nm"]
)
def test_places_are_found_by_code_and_name(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'class="svgmap"' in answer.text


@pytest.mark.parametrize(
    "path", ["/reports/states/XX", "/reports/counties/99999", "/reports/alliances/none", "/reports/a/b"]
)
def test_what_is_no_place_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.pdf").status_code == 404


def test_wrong_questions_are_refused(client: TestClient) -> None:
    for query in ("paper=a9", "colour=red", "assets=some", "group=martians"):
        assert client.get(f"{COUNTY}.pdf?{query}").status_code == 400


def test_the_pdf_is_tagged_titled_and_numbered(paper: PdfReader) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]).lower() == "true"
    assert str(root["/Lang"]) == "en"
    assert paper.metadata is not None
    assert paper.metadata.title == "Coverage report: San Juan County, New Mexico"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    last = re.sub(r"\s+", " ", paper.pages[-1].extract_text())
    assert f"Page {len(paper.pages)} of {len(paper.pages)}" in last
    assert "/reports/counties/35045" in last
    assert round(float(paper.pages[0].mediabox.width)) == 612


def test_the_pdf_says_what_the_page_says(client: TestClient, paper: PdfReader) -> None:
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    lead = re.search(r'<p class="lead">(.*?)</p>', client.get(COUNTY).text, re.DOTALL)
    assert lead is not None
    first = plain(lead[1]).strip().split(". ")[0]
    assert first in text
    for name in ("Shiprock", "Definition", "How to cite", "Margin"):
        assert name in text


def test_a_pdf_is_kept_and_validated(client: TestClient) -> None:
    first = client.get(f"{COUNTY}.pdf")
    again = client.get(f"{COUNTY}.pdf", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert client.get(f"{COUNTY}.pdf").content == first.content


def test_spanish_paper_in_a4(client: TestClient) -> None:
    answer = client.get("/reports/counties/35045.pdf?paper=a4&lang=es")
    assert answer.status_code == 200, answer.text[:300]
    reader = PdfReader(io.BytesIO(answer.content))
    assert str(reader.trailer["/Root"]["/Lang"]) == "es"
    assert round(float(reader.pages[0].mediabox.height)) == 842


def test_the_list_of_reports(client: TestClient) -> None:
    page = client.get("/reports").text
    assert "/reports/alliances/im-stem" in page
    assert "/reports/states/NM" in page


def test_the_paper_has_no_commands_and_no_empty_columns(paper: PdfReader, client: TestClient) -> None:
    """What an operator does is on the page; paper says in words what is not loaded, and "how sure" once."""
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    page = plain(client.get(COUNTY).text)
    assert "stemmap load" not in text
    assert "stemmap load" not in page, "commands are for who operates the service"
    assert "Formula:" not in text
    assert "Formula:" in page
    assert "no official poverty figures of counties are loaded here (those above are modelled)" in text
    assert re.search(r"People in poverty \(\d{4}, modelled\)", text)
    assert "STEM asset map." in paper.pages[-1].extract_text(), "a name is not broken"
    assert ("How sure, of every row" in page) != ("<th>How sure</th>" in client.get(COUNTY).text)
    assert "Points behind everybody" not in page
    assert "Of all people" in page


def test_people_just_beyond_and_sites_in_their_own_town(client: TestClient) -> None:
    page = plain(client.get(COUNTY).text)
    assert "12,420 of them live less than 2 miles beyond it." in page
    assert re.search(r"Shiprock 87420 .{0,120} 26\.\d ", page)
    sites = page.split("Where a new program would reach most people")[1]
    assert sites.index("Shiprock 87420") < sites.index("Each place is a ZIP area")
    assert re.search(r" 1 Shiprock 87420 ", sites)


@pytest.mark.parametrize("state", ["CO", "ID", "NM", "NV", "UT", "WY"])
def test_a_county_of_each_state_has_a_report(client: TestClient, state: str) -> None:
    """The first and the last of its counties, as the state's page lists them: most and fewest people without."""
    found = client.get(f"/api/v1/states/{state}").json()["gaps"]
    for county in (found["counties"][0], found["counties"][-1]):
        answer = client.get(f"/reports/counties/{county['geoid']}")
        assert answer.status_code == 200, county["name"]
        if county["people"] and round(county["people_beyond"]) == county["people"]:
            assert f"all {county['people']:,} people live more than" in plain(answer.text)


def test_the_people_of_a_county_are_told_from_its_official_count(
    client: TestClient, own_database: Database
) -> None:
    """Figures are those of ZIP areas: page and report say so, with the official number where it is loaded."""
    said = "is the sum of the ZIP areas whose middle lies in the county, not an official count"
    for path in (COUNTY, "/counties/35045"):
        page = plain(client.get(path).text)
        assert said in page
        assert "The official number" not in page
    with own_database.write("test") as session:
        session.execute(text("INSERT INTO area_population (area_id, \"group\", source, vintage, people, method) "
                             "SELECT a.id, 'total', s.slug, '2010', 130044, 'estimated' FROM area a, data_source s "
                             "WHERE a.kind = 'county' AND a.geoid = '35045' ORDER BY s.slug LIMIT 1"))  # fmt: skip
    with own_database.read() as session:
        found = official_count(session, "35045")
        assert found is not None
        assert (found.people, found.vintage) == (130044, "2010")
        assert official_count(session, "35001") is None
    assert "The official number: 130,044 (" in phrases.zip_sum("All people", found)


def test_the_map_names_the_largest_towns_and_the_program(client: TestClient) -> None:
    names = re.findall(r'<g class="names".*?</g>', client.get(COUNTY).text, re.DOTALL)[0]
    for name in ("Farmington", "Shiprock", "Newcomb", "San Juan College AstroFriday"):
        assert f">{name}</text>" in names


def test_no_site_in_a_town_that_has_a_program(client: TestClient) -> None:
    """Farmington 87499 is a post office with a point 27 miles off; the town has a program."""
    sites = plain(client.get(COUNTY).text).split("Where a new program would reach most people")[1]
    assert "87499" not in sites.split("What published definitions say")[0]


def test_how_few_is_grammatical_in_spanish(client: TestClient) -> None:
    page = plain(client.get(COUNTY + "?lang=es").text)
    assert "1 escaso " in page
    assert "2 escasos" in page
    assert "1 pocos" not in page
