"""`/gaps` by a travel table: all that it says and leads to is in minutes; what cannot be combined is refused."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.db.engine import Database
from app.main import create_app
from tests.coverage.conftest import SCENARIO
from tests.coverage.travel.conftest import ROWS

PAGE = {"Accept": "text/html"}
ASKED = {"states": "NM", "areas": "zip", "travel": "drive", "minutes": "30"}


@pytest.fixture
def site(own_database: Database, tmp_path: Path) -> Iterator[TestClient]:
    """The small world with two travel tables: `drive`, and `bus` which takes twice as long."""
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    (tmp_path / "travel").mkdir()
    for name, factor in (("drive", 1), ("bus", 2)):
        rows = "".join(f"{a},{b},{c * factor}\n" for a, b, c in ROWS)
        (tmp_path / "travel" / f"{name}.csv").write_text("origin,destination,minutes\n" + rows)
    url = own_database.engine.url.render_as_string(hide_password=False)
    own = {
        "database_url": SecretStr(url),
        "home": tmp_path,
        "secret": SecretStr("a secret of this test alone"),
    }
    own_database.settings = own_database.settings.model_copy(update=own)
    with TestClient(create_app(own_database.settings), raise_server_exceptions=False) as client:
        yield client


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page(site: TestClient, **asked: str) -> str:
    found = site.get("/gaps", params=asked, headers=PAGE)
    assert found.status_code == 200, plain(found.text)
    return found.text


def test_the_page_says_minutes_everywhere(site: TestClient) -> None:
    html = page(site, **ASKED)
    said = plain(html)
    answer = site.get("/api/v1/coverage", params=ASKED).json()
    assert answer["headline"] in said
    assert "live more than 30 minutes from the nearest STEM asset" in said
    for words in (
        "Beyond 30 min",
        "Nearest, min",
        "beyond 30 minutes",
        "minutes to the nearest",
        "Times: travel table drive@",
    ):
        assert words in said, words
    assert re.search(r'<input type="number" id="minutes" name="minutes" value="30"', html)
    assert '<option value="drive" selected>' in html
    assert not re.search(r"\bmi\b|straight lines on", said)
    assert "45.0" in re.search(r"<th scope=\"row\">87902.*?</tr>", html, re.DOTALL).group()  # type: ignore[union-attr]
    digest = answer["question"]["travel"].replace("@", "%40")
    assert (
        f"/api/v1/coverage.csv?areas=zip&amp;states=NM&amp;distance=30min&amp;population=total&amp;travel={digest}"
        in html
    )
    assert (
        f"/maps/gaps.png?areas=zip&amp;states=NM&amp;distance=30min&amp;population=total&amp;travel={digest}"
        in html
    )


def test_the_map_and_its_pictures_have_minutes(site: TestClient) -> None:
    values = site.get("/maps/gaps.json", params=ASKED | {"view": "distance"}).json()
    assert values["minutes"] == 30
    assert dict(zip(values["geoid"], values["nearestMin"], strict=True)) == {"87901": 20.0, "87902": 45.0}
    assert values["labels"][0] == "Up to 15 min"
    assert not values.keys() & {"distanceM", "nearestM"}
    assert "sites" not in values["overLabels"]
    shares = site.get("/maps/gaps.json", params=ASKED | {"view": "share"}).json()
    assert shares["title"] == "People beyond 30 minutes"
    svg = plain(site.get("/maps/gaps.svg", params=ASKED).text)
    assert "travel table drive@" in svg
    assert "straight" not in svg
    assert site.get("/share/gaps.png", params=ASKED).headers["content-type"] == "image/png"


def test_the_report_is_in_minutes(site: TestClient) -> None:
    html = page(site, **ASKED)
    address = unescape(re.search(r'href="(/reports/states/NM\?[^"]+)"', html).group(1))  # type: ignore[union-attr]
    said = plain(site.get(address, headers=PAGE).text)
    assert "live more than 30 minutes from the nearest" in said
    assert "If another time counts as within reach" in said
    assert "so none is applied to travel times" in said
    assert not re.search(r"\d (mi|miles)\b", said)


def test_a_form_sends_both_units_and_the_other_is_dropped(site: TestClient) -> None:
    """Without JavaScript the field of the unit before stays in the form when a table is chosen, or given up."""
    turned = page(site, states="NM", travel="drive", miles="60")
    assert "more than 30 minutes" in plain(turned)
    back = page(site, states="NM", travel="straight", minutes="45")
    assert "more than 25 miles" in plain(back)
    assert 'id="miles" name="miles" value="25"' in back
    refused = site.get("/gaps", params={"states": "NM", "minutes": "45"}, headers=PAGE)
    assert "45 minutes need a travel table" in plain(refused.text)


def test_two_ways_of_measuring_side_by_side(site: TestClient) -> None:
    asked = ASKED | {"b.travel": "straight", "b.minutes": "12"}
    said = plain(page(site, **asked))
    assert "beyond 30 min by drive" in said
    assert "beyond 25 mi" in said
    second = site.get(
        "/maps/gaps.json", params=asked | {"side": "b", "classing": "quantile", "view": "distance"}
    ).json()
    assert second["distanceM"] == pytest.approx(40233.6)
    bus = page(site, **ASKED, **{"b.travel": "bus"})
    assert "beyond 30 min by bus" in plain(bus)
    assert '<option value="bus" selected>' in bus
    shorter = plain(page(site, **ASKED, **{"b.minutes": "20", "b.miles": "3"}))
    assert "beyond 20 min by drive" in shorter


@pytest.mark.parametrize("second", [{}, {"b.preset": "P4"}])
def test_definitions_in_miles_are_refused_with_the_cure(site: TestClient, second: dict[str, str]) -> None:
    asked = ASKED | (second or {"preset": "P4"})
    found = site.get("/gaps", params=asked, headers=PAGE)
    assert found.status_code == 400
    assert "choose your own definition, or measure in straight lines" in plain(found.text)
    agreement = plain(page(site, **ASKED, view="agreement"))
    assert "choose your own definition" in agreement
    spanish = site.get("/gaps", params=asked | {"lang": "es"}, headers=PAGE)
    assert "líneas rectas" in plain(spanish.text)


def test_spanish_says_minutes_too(site: TestClient) -> None:
    said = plain(page(site, **ASKED, lang="es"))
    assert "30 minutos" in said
    english = re.search(r".{30} minutes[ .,].{30}", said)
    assert english is None, english
    assert json.loads(site.get("/maps/gaps.json", params=ASKED | {"lang": "es"}).content)["title"]


def test_without_tables_the_form_has_no_such_field(site: TestClient, tmp_path: Path) -> None:
    for file in (tmp_path / "travel").iterdir():
        file.unlink()
    assert 'name="travel"' not in page(site, states="NM")
    gone = site.get("/gaps", params=ASKED, headers=PAGE)
    assert gone.status_code == 400
    assert "There is no travel table `drive`" in gone.text.replace("<code>", "`").replace("</code>", "`")
