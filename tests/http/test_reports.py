"""Reports over HTTP: the page says what the API says, and the PDF says what the page says."""

import io
import re

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

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
    assert "Formula:" not in text
    assert "Formula:" in page
    assert "not loaded here" in text
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
