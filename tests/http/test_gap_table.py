"""The table of the gap page: every area of the answer, a page at a time, by any column, without JavaScript."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.routers.gap_table import ROWS

HTML = {"Accept": "text/html"}
ZIPS = "states=WY&areas=zip&kind=program"


def page(client: TestClient, query: str, status: int = 200) -> str:
    answer = client.get(f"/gaps?{query}", headers=HTML)
    assert answer.status_code == status
    return answer.text


def names(html: str) -> list[str]:
    table = html.partition('<table class="turned')[2].partition("</table>")[0]
    return [
        re.sub("<[^>]+>", "", each).split()[0] for each in re.findall(r'<th scope="row">(.*?)</th>', table)
    ]


def everything(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/coverage?{ZIPS}&limit=5000").json()["areas"]
    return found


def test_its_pages_hold_every_area_once(client: TestClient) -> None:
    seen, query, turns = list[str](), ZIPS, 0
    while query:
        html = page(client, query)
        seen += names(html)
        turns += 1
        after = re.search(r'href="/gaps\?([^"]+)#ranked" data-turn="after"', html)
        query = after[1].replace("&amp;", "&") if after else ""
    assert turns == -(-len(seen) // ROWS) > 2
    assert seen == [each["geoid"] for each in everything(client)]
    assert names(page(client, f"{ZIPS}&page=999")) == names(page(client, f"{ZIPS}&page={turns}"))


@pytest.mark.parametrize(
    ("sort", "column"),
    [("-people", "people"), ("people", "people"), ("-nearest", "nearest_m"), ("-share", "share_beyond")],
)
def test_its_columns_sort_all_areas_not_one_page(client: TestClient, sort: str, column: str) -> None:
    values = {each["geoid"]: each[column] for each in everything(client)}
    known = sorted((each for each in values.values() if each is not None), reverse=sort[0] == "-")
    html = page(client, f"{ZIPS}&sort={sort}")
    assert [values[each] for each in names(html)] == pytest.approx(known[:ROWS])
    assert f'aria-sort="{"descending" if sort[0] == "-" else "ascending"}"' in html


def test_an_area_is_found_by_its_name_its_zip_and_its_state(client: TestClient) -> None:
    assert names(page(client, f"{ZIPS}&find=82001")) == ["82001"]
    assert names(page(client, "states=NM&find=dona+ana")) == []
    assert names(page(client, urlencode({"states": "NM", "find": "DOÑA ana"}))) == ["Doña"]
    nothing = page(client, "states=NM&find=zzz<b>")
    assert "zzz&lt;b&gt;" in nothing
    assert names(nothing) == []


def test_a_wrong_column_or_page_is_refused(client: TestClient) -> None:
    for query in ("sort=colour", "page=0", "page=x", "page=-1"):
        page(client, f"states=NM&{query}", 400)


def test_the_table_is_no_part_of_the_permanent_link(client: TestClient) -> None:
    html = page(client, "states=NM&sort=-people&find=county")
    link = re.search(r'data-query="([^"]+)"', html)
    assert link
    assert "sort" not in link[1]
    assert "find" not in link[1]
