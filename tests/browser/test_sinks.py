"""Hostile texts in every field of assets and reports, on every page and map that shows them: nothing runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from app.stewardship.keys import create_key
from tests.browser.test_maps import HERE, HOSTILE
from tests.databases import drop_database, opened

pytestmark = pytest.mark.browser
COUNTY: Final = "35003"
QUESTION: Final = "states=NM&kind=institution&subtype=museum"
OF_EACH: Final = ("/assets/{id}", "/assets/{id}/correct", "/ogc/collections/assets/items/{id}?f=html")
OF_ALL: Final = (
    "/browse?{ids}",
    "/compare?{four}",
    "/saved?{ids}",
    "/downloads/selection?{ids}",
    f"/browse?state=NM&county={COUNTY}",
    f"/gaps?{QUESTION}",
    f"/gaps?{QUESTION}&view=distance&b.population=age-under-19",
    f"/counties/{COUNTY}",
    "/states/NM",
    f"/reports/counties/{COUNTY}",
    "/reports/states/NM",
    f"/maps/gaps.svg?{QUESTION}",
    "/ogc/collections/assets/items?f=html&limit=100",
)
AT_ONCE: Final = (" ".join(HOSTILE[:2]), " ".join(HOSTILE[2:]))
"""All of them in two loads: what one of them breaks is trouble, or is found by `untouched`."""
OF_WORDS: Final = (
    "/browse?q={text}",
    "/browse?q={text}&read=text",
    "/browse?near={text}",
    "/browse?kind={text}",
    "/gaps?find={text}",
    "/gaps?areas={text}",
    "/downloads/selection?q={text}",
    "/states/{text}",
    "/counties/{text}",
    "/reported/{text}",
    "/suggest?state={text}",
    "/manage/sign-in?next={text}",
)


@dataclass(frozen=True)
class Place:
    """A service whose database has the hostile assets, and a key of its editor."""

    url: str
    ids: list[str]
    key: str


@pytest.fixture(scope="module")
def place(server: str, copy_database: Callable[[], str], settings: Any) -> Iterator[Place]:
    from tests.browser.conftest import live

    url = copy_database()
    with opened(url, settings) as database:
        with database.write("test") as session:
            statement = text((HERE / "hostile_assets.sql").read_text())
            ids = [str(each) for each in session.execute(statement, {"texts": HOSTILE}).scalars()]
            key = create_key(session, settings, role="editor", states=["NM"], label=HOSTILE[0])
        with live(database) as address:
            yield Place(address, ids, key)
    drop_database(server, url)


def untouched(page: Page) -> list[str]:
    """Where something of a text became more than text."""
    found = []
    for frame in page.frames:
        if frame.evaluate("window.hit") is not None:
            found.append(f"ran: {frame.url}")
        if frame.locator("img[src=x], svg[onload], [onerror]").count():
            found.append(f"became an element: {frame.url}")
    return found


def test_what_assets_say_runs_on_no_page(visit: Callable[..., Any], place: Place) -> None:
    guest = visit(base=place.url)
    all_of_them = "&".join(f"ids={each}" for each in place.ids)
    four = "&".join(f"ids={each}" for each in place.ids[:4])
    paths = [each.format(ids=all_of_them, four=four) for each in OF_ALL]
    paths += [each.format(id=one) for one in place.ids for each in OF_EACH]
    for path in paths:
        page = guest.open(path)
        assert untouched(page) == [], path
    page = guest.open(f"/assets/{place.ids[0]}")
    assert page.locator("h1").inner_text() == HOSTILE[0]


def test_what_scripts_put_in_is_text(visit: Callable[..., Any], place: Place) -> None:
    """Suggestions, saved entries, the map's cards and what a screen reader is told."""
    guest = visit(base=place.url)
    page = guest.open("/browse?" + "&".join(f"ids={each}" for each in place.ids))
    frame = guest.map()
    for at in range(len(place.ids)):
        page.locator(".item .save").nth(at).press("Enter")
        page.locator(".item h3 a").nth(at).focus()  # its name beside its point on the map
    expect(page.locator("#told")).to_contain_text(f"{len(place.ids)} saved")
    expect(frame.locator(".leaflet-tooltip-pane")).not_to_be_empty()
    assert untouched(page) == []
    page = guest.open("/")
    page.get_by_role("combobox").press_sequentially("<img src")
    expect(page.get_by_role("option").first).to_be_visible()
    assert untouched(page) == []
    page = guest.open(f"/gaps?{QUESTION}")
    frame = guest.map()
    frame.locator("path.area[aria-label^='Catron']").focus()
    page.keyboard.press("Enter")
    expect(frame.get_by_role("dialog")).to_be_visible()
    assert untouched(page) == []


def test_what_is_in_an_address_runs_on_no_page(visit: Callable[..., Any], place: Place) -> None:
    guest = visit(base=place.url)
    guest.expected_status = (400, 404)
    for path in OF_WORDS:
        for given in AT_ONCE:
            page = guest.open(path.format(text=quote(given, safe="")))
            assert untouched(page) == [], (path, given)
        for given in HOSTILE:  # each alone, as it is answered
            address = place.url + path.format(text=quote(given, safe=""))
            answer = guest.context.request.get(address, headers={"Accept": "text/html"})
            assert answer.headers["content-type"].startswith("text/html")
            assert "<" not in given or given not in answer.text(), (path, given)


def test_what_the_public_reports_runs_in_no_queue(visit: Callable[..., Any], place: Place) -> None:
    guest = visit(base=place.url)
    for one, given in zip(place.ids, HOSTILE, strict=True):
        said = {"kind": "correction", "asset": one, "field": "name", "value": f"{given} 2", "comment": given}
        answer = guest.context.request.post(f"{place.url}/api/v1/submissions", data=said)
        assert answer.status == 201, answer.text()
    page = guest.open("/manage/reports")
    page.get_by_label("Your key").fill(place.key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What the public reports")).to_be_visible()
    assert page.get_by_role("button", name="Accept").count() == len(HOSTILE)
    assert untouched(page) == []
