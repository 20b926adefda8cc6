"""Saved entries side by side and as a list: the address alone says which."""

import re

from fastapi.testclient import TestClient

from app.settings import Settings

PAGE = {"Accept": "text/html"}


def some_ids(client: TestClient, count: int) -> list[str]:
    found = client.get(f"/api/v1/assets?state=NM&q=robotics&limit={count}").json()["features"]
    return [each["id"] for each in found]


def names(client: TestClient, ids: list[str]) -> list[str]:
    return [client.get(f"/api/v1/assets/{each}").json()["properties"]["name"] for each in ids]


def test_facts_stand_side_by_side_in_the_order_of_the_address(client: TestClient) -> None:
    ids = some_ids(client, 3)[::-1]
    html = client.get(f"/compare?ids={','.join(ids)}", headers=PAGE).text
    head = html[html.index("<thead") : html.index("</thead>")]
    at = [head.index(f"/assets/{each}") for each in ids]
    assert at == sorted(at)
    assert html.count('scope="row"') >= 5
    assert f"/compare?ids={ids[0]},{ids[1]}" in html  # leaving the third out
    assert "Not said" in html
    assert ">Cost</th>" in html
    assert ">When</th>" in html
    assert 'href="/saved">Your saved list' in html


def test_a_form_sends_each_id_for_itself(client: TestClient) -> None:
    one, other = some_ids(client, 2)
    listed, sent = (
        client.get(f"/compare?{query}", headers=PAGE).text.partition("<main")[2].partition("</main>")[0]
        for query in (f"ids={one},{other}", f"ids={one}&ids={other}&ids={one}")
    )
    assert one in listed
    assert sent == listed


def test_more_than_fit_are_refused_with_the_cure(client: TestClient, settings: Settings) -> None:
    ids = some_ids(client, settings.compare_max + 1)
    assert client.get(f"/compare?ids={','.join(ids[:-1])}").status_code == 200
    problem = client.get(f"/compare?ids={','.join(ids)}")
    assert problem.status_code == 400
    assert f"Up to {settings.compare_max} entries" in problem.json()["detail"]


def test_what_is_gone_is_said_and_what_is_no_id_is_refused(client: TestClient) -> None:
    (one,) = some_ids(client, 1)
    gone = "00000000-0000-4000-8000-000000000000"
    for path in ("/compare", "/saved"):
        page = client.get(f"{path}?ids={one},{gone}", headers=PAGE)
        assert page.status_code == 200
        assert "1 of them is not (or no longer) in the inventory" in page.text
        assert client.get(f"{path}?ids=robot").status_code == 400


def test_the_saved_list_leads_to_the_comparison(client: TestClient, settings: Settings) -> None:
    ids = some_ids(client, settings.compare_max + 1)
    page = client.get(f"/saved?ids={','.join(ids)}", headers=PAGE).text
    assert page.count('type="checkbox" name="ids"') == len(ids)
    assert page.count(" checked") == settings.compare_max
    assert 'action="/compare"' in page
    assert "Nothing is saved yet" in client.get("/saved", headers=PAGE).text
    for name in names(client, ids):
        assert name.replace("&", "&amp;") in page


def test_suggestions_go_on_from_the_first_letters(client: TestClient) -> None:
    found = client.get("/browse/suggest?text=robotics+farm").json()
    assert found[0] == {"text": "robotics near Farmington, NM", "what": "place", "asset": None}
    assert {"text": "robotics", "what": "subject", "asset": None} in client.get(
        "/browse/suggest?text=rob"
    ).json()
    assert client.get("/browse/suggest?text=r").json() == []
    named = [each for each in client.get("/browse/suggest?text=Explora").json() if each["asset"]]
    assert named[0]["text"] == "Explora"
    assert client.get(f"/assets/{named[0]['asset']}").status_code == 200
    again = client.get("/browse/suggest?text=rob")
    assert (
        client.get("/browse/suggest?text=rob", headers={"If-None-Match": again.headers["etag"]}).status_code
        == 304
    )


def test_suggestions_end_in_the_place_that_was_typed_with_its_state(client: TestClient) -> None:
    def texts(typed: str) -> list[str]:
        return [each["text"] for each in client.get("/browse/suggest", params={"text": typed}).json()]

    asked = "robotics club for 12 year old in Farmington"
    for state in (", New Mexico", " New Mexico", ", NM", ", New Me"):
        assert texts(asked + state) == [f"{asked}, NM"], state
    assert texts("robótica cerca de Santa Fe, NM") == ["robótica cerca de Santa Fe, NM"]
    assert texts("camps in New Mexico") == ["camps in New Mexico"]


def test_results_lead_to_the_county_or_state_that_was_named(client: TestClient) -> None:
    html = client.get("/browse?q=San+Juan+County+NM", headers=PAGE).text
    assert '<a href="/counties/35045">About San Juan County</a>' in html
    assert '<a href="/states/NM">About New Mexico</a>' in client.get("/browse?q=camps+NM", headers=PAGE).text


def test_a_county_of_several_states_is_not_chosen_silently(client: TestClient) -> None:
    html = client.get("/browse?q=San+Juan+County", headers=PAGE).text
    assert "<strong>San Juan County, NM</strong>" in html
    others = re.search(r'<p class="others">(.*?)</p>', html)
    assert others
    assert others[1].startswith("Or San Juan County in ")
    assert re.findall(r"county=([0-9]+)", others[1]) == ["49037", "08111", "53055"]
    assert 'class="others"' not in client.get("/browse?q=San+Juan+County+UT", headers=PAGE).text


def test_who_looks_for_gaps_is_led_there(client: TestClient) -> None:
    def ways(q: str) -> list[str]:
        html = client.get("/browse", params={"q": q}, headers=PAGE).text
        found = re.search(r'<p class="gapways">(.*?)</p>', html)
        return re.findall(r'href="([^"]*)"', found[1]) if found else []

    county = ["/gaps?states=NM", "/counties/35045", "/reports/counties/35045"]
    assert ways("underserved") == ["/gaps"]
    assert ways("counties with nothing NM") == ["/gaps?states=NM"]
    assert ways("nothing in San Juan County NM") == county
    assert ways("gap report Farmington") == county
    assert ways("robotics Farmington") == []
    assert all(client.get(each, headers=PAGE).status_code == 200 for each in county)


def test_a_distance_to_the_middle_of_a_town_is_said_to_be_rough(client: TestClient) -> None:
    html = client.get("/browse?near=Las+Cruces,+NM&within=90mi&kind=program", headers=PAGE).text
    assert re.search(r"· about [0-9]+ mi<", html)


def test_a_parents_question_that_nothing_answers_leads_on(client: TestClient) -> None:
    question = "free weekend robotics club for 12 year old in Farmington"
    html = client.get("/browse", params={"q": question}, headers=PAGE).text
    assert "Nothing matches all of that" in html
    close = html[html.index('<section class="close">') :]
    titles = [
        close.index(f"<h3>{title}</h3>") for title in ("Near here", "Comes to you, or online", "Farther away")
    ]
    assert titles == sorted(titles)
    assert 1 <= close[: titles[1]].count("· San Juan County") <= 3
    assert close.count('class="item"') <= 9
    assert "</span> Robotics</li>" in close
    assert "Not said: Free of charge" in close
    assert "Robotics in New Mexico" in html
    assert "everything near Farmington, NM" in html
