"""The pages for people: what they say, what they refuse, and that nobody's text becomes markup."""

import json
import re
import time
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.coverage.informal import INFORMAL
from app.db.engine import Database

PAGE = {"Accept": "text/html"}
DATA_BLOCK = "application/ld+json"
"""The type of script elements that hold data and never run."""
PAGES = {
    "/": "Find STEM programs, see who has none",
    "/browse": "Find programs",
    "/browse?q=zzzqqq": "Find programs",
    "/browse?near=Las+Cruces%2C+NM&within=10mi": "Find programs",
    "/gaps": "Who is underserved: six Intermountain states",
    "/gaps?states=NM": "Who is underserved: New Mexico",
    "/gaps?areas=zip&states=WY": "Who is underserved: Wyoming",
    "/about": "About this site",
    "/accessibility": "Accessibility",
    "/dictionary": "Data dictionary",
    "/compare": "Compare",
    "/saved": "Saved",
}
_BROWSER = Path(__file__).parents[1] / "browser"
HOSTILE: list[str] = json.loads((_BROWSER / "hostile.json").read_text())
"""The sinks of map pages and templates, each in the shape that has broken one."""


class Seen(HTMLParser):
    """What a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.texts: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        is_data = tag == "script" and ("type", DATA_BLOCK) in attrs
        self._inside = "data" if is_data else tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "data":  # never run: see test_open_data.py for what must not be in it
            return
        if self._inside in ("script", "style") and data.strip():
            self.inline.append(data)
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def seen(html: str) -> Seen:
    parser = Seen()
    parser.feed(html)
    parser.close()
    return parser


def get(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == status, answer.text[:400]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def title_of(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert found
    return found[1]


def hrefs(html: str) -> list[str]:
    return [link["href"] or "" for link in seen(html).all("a")]


@pytest.fixture(scope="module")
def asset_path(client: TestClient) -> str:
    found = client.get("/api/v1/assets?state=NM&q=museum&limit=1").json()["features"][0]
    return f"/assets/{found['id']}"


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_a_page_has_its_title_one_heading_and_one_main(client: TestClient, path: str, title: str) -> None:
    html = get(client, path)
    page = seen(html)
    assert title_of(html) == f"{title} · STEM asset map"
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("html")[0]["lang"] == "en"
    assert "hidden" not in page.all("h1")[0]


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/browse?kind=x", "asset"])
def test_pages_have_nothing_inline(client: TestClient, asset_path: str, path: str) -> None:
    """The Content-Security-Policy allows none, so a page that had some would be broken."""
    answer = client.get(asset_path if path == "asset" else path, headers=PAGE)
    assert "'unsafe" not in answer.headers["content-security-policy"]
    page = seen(answer.text)
    assert page.inline == []
    for tag, attributes in page.tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").strip().lower().startswith("javascript:")
    for script in page.all("script"):
        assert script.get("type") == DATA_BLOCK or (script["src"] or "").startswith("/static/")
    for frame in page.all("iframe"):
        assert "allow-same-origin" not in (frame["sandbox"] or "allow-same-origin")
        assert frame["title"]


def front_page(client: TestClient) -> str:
    """The front page, once the sentence that it does not wait for is there."""
    until = time.monotonic() + 60
    while "Gap map of" not in (html := get(client, "/")):
        assert time.monotonic() < until, "the gap was never computed"
    return html


def test_the_states_of_the_front_page_are_links_of_a_picture(client: TestClient) -> None:
    html = get(client, "/")
    (picture,) = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    links = re.findall(
        r'<a href="/browse\?state=(\w\w)" aria-label="([^":]+): ([\d,]+) entries"><path d="M', picture
    )
    assert [code for code, *_ in links] == ["CO", "ID", "NM", "NV", "UT", "WY"]
    assert all(f'>{name}</a></h3>\n      <p class="big">{count}<' in html for _, name, count in links)


def test_the_front_page_counts_the_inventory_and_the_gap(client: TestClient) -> None:
    html = front_page(client)
    everything = client.get("/api/v1/assets?limit=1").json()["numberMatched"]
    assert f"{everything:,} programs, institutions and opportunities in 6 states" in html
    for name in ("Colorado", "Idaho", "Nevada", "New Mexico", "Utah", "Wyoming"):
        assert f"Gap map of {name}" in html
    assert "live more than 25 miles from the nearest" in html
    counts = [int(each.replace(",", "")) for each in re.findall(r'class="big">([\d,]+)', html)]
    assert sum(counts) == everything


def test_about_lists_every_source(client: TestClient, shared_database: Database) -> None:
    page = seen(get(client, "/about"))
    with shared_database.engine.connect() as connection:
        sources = connection.execute(text("SELECT title, vintage, licence FROM data_source")).all()
    assert len(sources) >= 3
    for source in sources:
        for fact in source:
            assert " ".join(fact.split()) in page.text


def test_an_asset_says_what_the_api_says(client: TestClient, asset_path: str) -> None:
    about = client.get(f"/api/v1{asset_path}").json()["properties"]
    page = seen(get(client, asset_path))
    assert title_of(get(client, asset_path)).startswith(about["name"].replace("&", "&amp;")[:20])
    for name in ("name", "description", "city"):
        if about[name]:
            assert " ".join(about[name].split()) in page.text
    assert "How sure is this?" in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/assets/none", "/assets/00000000-0000-4000-8000-000000000000"])
def test_what_is_not_there_is_a_page_that_leads_on(client: TestClient, path: str) -> None:
    html = get(client, path, 404)
    assert title_of(html) == "Not found · STEM asset map"
    assert "/browse" in hrefs(html)


def test_a_wrong_value_is_a_page_with_the_accepted_ones(client: TestClient) -> None:
    html = get(client, "/browse?kind=castle", 400)
    page = seen(html)
    assert "castle is not a known kind" in page.text
    for value in ("institution", "program", "opportunity"):
        assert f"<code>{value}</code>" in html
    for path in ("/browse?colour=red", "/gaps?view=pretty", "/gaps?areas=planet", "/maps/gaps?view=pretty"):
        assert "Accepted" in get(client, path, 400)


def test_an_error_page_escapes_what_was_sent(client: TestClient) -> None:
    for sent in HOSTILE:
        answer = client.get("/browse", params={"kind": sent}, headers=PAGE)
        assert answer.status_code == 400
        page = seen(answer.text)
        assert page.inline == []
        assert not [tag for tag in page.all("img") if tag.get("src") == "x"]
        assert "onerror" not in {name for _, attributes in page.tags for name in attributes}


def test_browsing_page_by_page_shows_everything_once(client: TestClient) -> None:
    path, ids = "/browse?state=WY", list[str]()
    expected = client.get("/api/v1/assets?state=WY&limit=1").json()["numberMatched"]
    for _ in range(20):
        html = get(client, path)
        ids += re.findall(r'<h3><a href="/assets/([0-9a-f-]{36})"', html)
        following = [link["href"] for link in seen(html).all("a") if link.get("rel") == "next"]
        if not following:
            break
        path = str(following[0])
    assert len(ids) == len(set(ids)) == expected > 25


def test_finding_nothing_says_what_to_loosen(client: TestClient) -> None:
    html = get(client, "/browse?q=zzzqqq&kind=program&state=NM")
    assert "Nothing matches" in html
    loosened = [link for link in hrefs(html[html.index("Nothing matches") :]) if link.startswith("/browse?")]
    assert loosened == ["/browse?kind=program&state=NM"]
    expected = client.get("/api/v1/assets?kind=program&state=NM&limit=1").json()["numberMatched"]
    assert f'without “zzzqqq” <span class="count">{expected}</span>' in html


def test_a_search_is_read_and_can_be_taken_as_text(client: TestClient) -> None:
    html = get(client, "/browse?q=museum+near+Farmington")
    page = seen(html)
    assert "Understood “museum near Farmington” as Museum, Within 25 miles of Farmington, NM." in page.text
    fields = {
        each.get("name"): each.get("value") for each in page.all("input") if each.get("type") != "checkbox"
    }
    assert (fields["q"], fields["near"]) == ("", "Farmington, NM")
    assert [each["value"] for each in page.all("input") if "checked" in each] == ["museum"]
    assert "/browse?q=museum+near+Farmington&read=text" in hrefs(html)
    as_text = get(client, "/browse?q=museum+near+Farmington&read=text")
    assert "Understood" not in as_text
    assert 'value="museum near Farmington"' in as_text


def test_a_county_goes_by_its_name(client: TestClient) -> None:
    page = seen(get(client, "/browse?q=library+in+Luna+County"))
    chips = [link["aria-label"] for link in page.all("a") if "Remove" in (link.get("aria-label") or "")]
    assert chips == ["Remove Library", "Remove Luna County, NM"]


def test_a_name_comes_first_and_its_words_are_marked(client: TestClient) -> None:
    html = get(client, "/browse?q=Las+Cruces+Museum+of+Nature")
    first = html[html.index('<ol class="list">') :]
    assert "<mark>Las</mark> <mark>Cruces</mark> <mark>Museum</mark> of <mark>Nature</mark>" in first[:400]
    assert "is the name of an entry" in html
    assert "Within 25 miles of Las Cruces" in get(client, "/browse?q=Las+Cruces+museum")


def test_a_mistyped_place_keeps_the_form(client: TestClient) -> None:
    html = get(client, "/browse?q=camp&near=Farmingtn&within=10mi&kind=program", 400)
    page = seen(html)
    fields = {each.get("id"): each for each in page.all("input")}
    assert (fields["q"]["value"], fields["near"]["value"]) == ("camp", "Farmingtn")
    assert (fields["near"]["aria-invalid"], fields["near"]["aria-describedby"]) == ("true", "said")
    assert [each["value"] for each in page.all("input") if "checked" in each] == ["program"]
    assert "No place called Farmingtn is known" in page.text
    (better,) = [each for each in hrefs(html) if "near=Farmington%2C+NM" in each]
    assert "kind=program" in better
    get(client, better)


@pytest.mark.parametrize(("query", "field"), [("near=87501&within=500mi", "within"), ("q=" + "x" * 300, "q")])
def test_a_bad_value_is_marked_where_it_was_typed(client: TestClient, query: str, field: str) -> None:
    page = seen(get(client, f"/browse?{query}", 400))
    (wrong,) = [each["id"] for _, each in page.tags if each.get("aria-invalid")]
    assert wrong == field


def test_nothing_near_offers_what_is_farther(client: TestClient) -> None:
    html = get(client, "/browse?discipline=robotics&near=87501&within=5mi")
    assert re.search(r"The nearest that fits all of it: <a href=.*</a> in [A-Z][^<]*, \d+ miles away", html)
    (farther,) = re.findall(r'Look farther: <a href="([^"]+)"', html)
    assert "Nothing matches" not in get(client, farther.replace("&amp;", "&"))


def test_looking_anywhere_keeps_the_place_to_measure_from(client: TestClient) -> None:
    html = get(client, "/browse?q=robotics+near+Farmington")
    links = [each for each in hrefs(html) if "origin=Farmington%2C+NM" in each]
    (state,) = [each for each in links if "state=NM" in each]
    (anywhere,) = [each for each in links if "state=" not in each and "discipline=robotics" in each]
    found = get(client, anywhere)
    assert "measured from Farmington, NM" in found
    assert '<option value="" selected>Nearest</option>' in found
    first = seen(found[found.index('<ol class="list">') :]).text[:300]
    assert " mi" in first
    assert "New Mexico" in get(client, state)
    following = [link["href"] or "" for link in seen(found).all("a") if link.get("rel") == "next"]
    assert "origin=Farmington" in following[0]
    assert "No entry" not in html


def test_an_empty_result_says_when_nobody_says_it(client: TestClient) -> None:
    assert "No entry here says its language yet" in get(client, "/browse?language=es")
    assert "entry here says" not in get(client, "/browse?state=WY&subtype=university&q=xyzzy&read=text")


def test_a_search_as_files_of_every_format_with_its_citation(client: TestClient) -> None:
    found = get(client, "/browse?state=NM&kind=program&discipline=robotics")
    (link,) = [each for each in hrefs(found) if each.startswith("/downloads/selection")]
    page = get(client, link)
    files = [each for each in hrefs(page) if each.startswith("/api/v1/assets.") and "?" in each]
    endings = {each.split("?")[0].rpartition(".")[2] for each in files} - {"json"}
    assert endings == {"csv", "xlsx", "geojson", "geojsonl", "parquet", "fgb", "gpkg", "kml"}
    for each in files:
        assert client.head(each.replace("&amp;", "&")).status_code == 200
    about = client.get("/api/v1/assets.about.json?kind=program&state=NM&discipline=robotics").json()
    text = seen(page).text
    assert about["citation"] in " ".join(text.split())
    assert f"{int(about['data_version']):,}, last changed" in text
    assert about["license"] in page
    assert "Program, New Mexico, Robotics" in text
    assert get(client, "/downloads/selection?kind=castle", 400)


def test_the_inventory_says_its_own_licence(client: TestClient) -> None:
    assert "The list itself is published by" in seen(get(client, "/about")).text


def test_the_api_has_a_page(client: TestClient) -> None:
    assert client.get("/api", headers=PAGE).url.path == "/api/v1"
    html = get(client, "/api/v1")
    document = client.get("/api/v1/openapi.json").json()
    for path in document["paths"]:
        assert path.replace("{", "&#123;") in html or path in html
    assert 'href="/api/v1"' in get(client, "/about")
    assert "<code>also_serves</code>" in html


def test_places_complete_what_is_typed(client: TestClient) -> None:
    found = client.get("/browse/places?text=Farm")
    assert found.json()[0] == "Farmington, NM"
    assert client.get("/browse/places?text=").json() == []
    kept = client.get("/browse/places?text=Farm", headers={"If-None-Match": found.headers["etag"]})
    assert kept.status_code == 304
    html = get(client, "/browse?near=Farm", 400)
    (offered,) = re.findall(r"Did you mean <a [^>]*>([^<]*)</a>", html)
    assert offered == "Farmington, NM"


def test_what_is_ticked_comes_first(client: TestClient) -> None:
    page = seen(get(client, "/browse?subtype=university"))
    subtypes = [each for each in page.all("input") if each.get("name") == "subtype"]
    assert subtypes[0]["value"] == "university"
    assert [each["value"] for each in subtypes if "checked" in each] == ["university"]


def test_a_typing_error_is_offered_mended(client: TestClient) -> None:
    page = get(client, "/browse?q=cybersecurty&read=text")
    assert "Did you mean" in page
    assert "/browse?q=cybersecurity" in hrefs(page)


def test_what_serves_a_place_from_afar_is_shown_apart(own_database: Database, own_client: TestClient) -> None:
    with own_database.write("test") as session:
        for state, reach, name, lon in (
            ("NM", "statewide", "Ours", None),
            ("NM", "statewide", "Down South", -106.8),
            ("UT", "statewide", "Theirs", None),
            ("UT", "virtual", "Online", None),
        ):
            session.execute(
                text(
                    "INSERT INTO asset (kind, subtype, name, state, reach, disciplines, geom, location_precision)"
                    " VALUES ('program', 'club', :name, :state, :reach, '{aerospace}',"
                    " ST_SetSRID(ST_MakePoint(:lon, 32.3), 4326), CASE WHEN :lon IS NULL THEN 'none' ELSE 'city' END)"
                ),
                {"name": f"Rocket club {name}", "state": state, "reach": reach, "lon": lon},
            )
    html = get(own_client, "/browse?near=87501&discipline=aerospace&subtype=club")
    apart = html[html.index("Also serves this place: 2 programs, from farther away or online") :]
    assert "Rocket club Ours" in apart
    assert "Rocket club Down South" in apart
    assert "<strong>0</strong> matches" in html
    assert "Rocket club Theirs" not in html
    assert "Rocket club Online" not in html


def test_orders_of_a_list(client: TestClient) -> None:
    page = get(client, "/browse?state=WY&sort=updated")
    assert '<option value="updated" selected>' in page
    following = [link["href"] or "" for link in seen(page).all("a") if link.get("rel") == "next"]
    assert "sort=updated" in following[0]
    get(client, following[0])
    assert "matches" in get(client, "/browse?state=WY&sort=relevance")  # a form may send the order of before


def test_a_chip_takes_its_part_away(client: TestClient) -> None:
    html = get(client, "/browse?kind=program&kind=institution&state=NM&q=museum&read=text")
    chips = {
        link["aria-label"]: link["href"]
        for link in seen(html).all("a")
        if (link.get("aria-label") or "").startswith("Remove")
    }
    assert len(chips) == 4
    assert chips["Remove Program"] == "/browse?read=text&kind=institution&state=NM&q=museum"
    for href in chips.values():
        fewer = get(client, str(href))
        assert len([link for link in seen(fewer).all("a") if "Remove" in (link.get("aria-label") or "")]) == 3


def test_one_form_carries_search_and_filters(client: TestClient) -> None:
    """A new search keeps the filters, and a new filter the search, without JavaScript."""
    page = seen(get(client, "/browse?state=NM&q=museum&read=text&near=Las+Cruces%2C+NM&freshness=unverified"))
    fields = {each.get("name"): each for each in page.all("input") if each.get("type") != "checkbox"}
    assert {each.get("form") for each in (fields["q"], fields["near"], *page.all("select"))} == {"filters"}
    assert fields["freshness"]["value"] == "unverified"
    ticked = [each["value"] for each in page.all("input") if "checked" in each]
    assert ticked == ["NM"]


def test_gaps_in_a_state_of_an_old_link(client: TestClient) -> None:
    answer = client.get("/gaps?state=NM&kind=program", headers=PAGE, follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/gaps?states=NM&kind=program"


def test_a_gap_page_leads_to_each_state_and_to_all_counties_without(client: TestClient) -> None:
    page = client.get("/gaps?distance=30mi&kind=program", headers=PAGE).text
    links = re.findall(r'<nav class="statelinks".*?</nav>', page)[0]
    assert links.count("<a ") == 6
    assert "states=NM&amp;distance=30mi&amp;population=total&amp;kind=program" in links
    more = re.search(r'and <a href="/gaps\?([^"]+)#ranked">[\d,]+ more</a>\.', page)
    assert more, "what a sentence leaves out is a link"
    rows = client.get(f"/gaps?{unescape(more[1])}", headers=PAGE).text.partition('<section id="ranked"')[2]
    shares = re.findall(r'<td class="n">(\d+%)</td>', rows)
    assert set(shares[:20]) == {"100%"}
    alone = client.get("/gaps?states=NM&subtype=museum", headers=PAGE).text
    assert re.search(r'<a href="[^"]+" aria-current="page">New Mexico</a>', alone)
    assert "more</a>" not in alone.partition('id="brief"')[2].partition("</p>")[0]


def test_a_gap_page_without_scripts_has_a_picture_and_no_frame(client: TestClient) -> None:
    page = client.get("/gaps?states=NM&b.distance=50mi&lang=es", headers=PAGE).text
    assert '<noscript><link rel="stylesheet" href="/static/gaps_still.css"></noscript>' in page
    assert ".gaps .maps { display: none; }" in client.get("/static/gaps_still.css").text
    pictures = re.findall(r'(?:src|href)="(/maps/gaps\.(?:svg|png)[^"]*)"', page)
    assert len(pictures) == 4
    assert all(unescape(each).endswith("&lang=es") for each in pictures), "a picture speaks as its page"
    assert client.get(unescape(pictures[1])).headers["content-type"] == "image/svg+xml"


def test_gaps_say_vintage_method_and_supply(client: TestClient) -> None:
    total = seen(get(client, "/gaps?states=NM")).text
    assert re.search(r"People: .*, \d{4}\. Distances are straight lines", total)
    assert "Download all 33 areas" in total
    assert "modelled" not in total
    modelled = seen(get(client, "/gaps?states=NM&population=native-american")).text
    assert "modelled from county shares" in modelled
    assert "an estimated" in modelled


def test_nobody_takes_any_kind_for_informal_programs(client: TestClient) -> None:
    plain = get(client, "/gaps?states=NM")
    assert "STEM asset of any kind, museums and colleges included" in plain
    assert f'href="/gaps?{escape(INFORMAL)}"' in plain, "the menu asks for informal programs"
    way = re.search(r'id="kinds"><a href="([^"]+)"', plain)
    assert way
    informal = get(client, unescape(way[1]))
    assert "museums and colleges included." not in informal
    assert "Ask about any kind, museums and colleges included" in informal
    assert 'id="kinds"' not in get(client, "/gaps?states=NM&kind=institution")


def test_gap_tables_say_what_the_api_says(client: TestClient) -> None:
    question = "states=NM&kind=program&distance=10mi"
    page = seen(get(client, f"/gaps?{question}")).text
    found = client.get(f"/api/v1/coverage?{question}").json()
    assert found["headline"] in page
    summary = found["summary"]
    assert f"{round(summary['people_beyond']):,}" in page
    assert f"{round(summary['people']):,}" in page


def test_every_link_to_ourselves_leads_somewhere(client: TestClient, asset_path: str) -> None:
    waiting, done = [*PAGES, asset_path], set[str]()
    while waiting and len(done) < 60:
        path = waiting.pop(0)
        if path in done:
            continue
        done.add(path)
        answer = client.get(path, headers=PAGE)
        assert answer.status_code < 400, path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = seen(answer.text)
        found = [tag.get("href") or tag.get("src") for _, tag in page.tags]
        waiting += [each for each in found if each and each.startswith("/") and not urlsplit(each).netloc]
    assert len(done) == 60


def test_nobodys_text_becomes_markup(own_database: Database, own_client: TestClient) -> None:
    statement = text((_BROWSER / "hostile_assets.sql").read_text())
    with own_database.write("test") as session:
        ids = [str(each) for each in session.execute(statement, {"texts": HOSTILE}).scalars()]
    query = urlencode({"ids": ids}, doseq=True)
    pages = [f"/assets/{number}" for number in ids]
    lists = [f"/browse?{query}", "/browse?state=NM", "/gaps?states=NM", "/gaps?states=NM&areas=zip", "/"]
    maps = [f"/maps/assets?{query}", "/maps/gaps?states=NM"]
    for path in (*pages, *lists):
        harmless(seen(get(own_client, path)), path)
    for path in maps:
        html = get(own_client, path)
        assert not [each for each in HOSTILE if each in html]
    for hostile, path in zip(HOSTILE, pages, strict=True):
        page = seen(get(own_client, path))
        assert "".join(page.texts).count(hostile) >= 5
    assert all(hostile in "".join(seen(get(own_client, lists[0])).texts) for hostile in HOSTILE)
    assert any(hostile in "".join(seen(get(own_client, "/gaps?states=NM")).texts) for hostile in HOSTILE)


def harmless(page: Seen, path: str) -> None:
    """Nothing of what was sent is an element, an attribute that runs, or a link that runs."""
    names = {name for _, attributes in page.tags for name in attributes}
    assert not names & {"onerror", "onload", "style"}, path
    assert page.inline == [], path
    assert {tag.get("class") for tag in page.all("svg")} <= {"plot"}, f"{path}: only our own drawings"
    pictures = {(tag["src"] or "").partition("?")[0] for tag in page.all("img")}
    assert pictures <= {"/static/mark.svg", "/maps/gaps.svg"}, path
    for link in page.all("a"):
        assert (link["href"] or "").startswith(
            ("/", "#", "https://", "http://", "tel:", "mailto:", "geo:")
        ), path


def test_what_was_found_can_be_downloaded_as_it_was_found(client: TestClient) -> None:
    page = client.get("/browse?state=NM&kind=program&q=robotics&read=text", headers=PAGE).text
    block = re.search(r'<p class="downloads">Download these:(.*?)</p>', page)
    assert block
    links = re.findall(r'href="(/api/v1/assets\.[^"]+)"', block[1])
    assert len(links) == 6
    matched = re.search(r"<strong>(\d+)</strong> match", page)
    assert matched
    features = client.get(links[2].replace("&amp;", "&")).json()["features"]
    assert len(features) == int(matched[1]) > 0
    assert 'href="/downloads/selection?kind=program&amp;state=NM&amp;q=robotics"' in block[1]


def test_nothing_found_is_not_offered_as_a_file(client: TestClient) -> None:
    assert "Download these" not in client.get("/browse?q=zzzqqq", headers=PAGE).text
