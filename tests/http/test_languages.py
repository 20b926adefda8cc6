"""Which language a page is made in, and what never changes with it."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.language import DEFAULT, speaking
from app.language.scripts import words_address
from app.routers.languages import of_header

PAGE = {"Accept": "text/html"}
SPANISH = {**PAGE, "Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def asked(client: TestClient, path: str, **headers: str) -> Any:
    client.cookies.clear()
    answer = client.get(path, headers={**PAGE, **headers}, follow_redirects=False)
    client.cookies.clear()
    return answer


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("ES-us", "es"),
        ("en-US,es;q=0.9", "en"),
        ("fr, es;q=0.4, en;q=0.3", "es"),
        ("fr", "en"),
        ("es;q=0", "en"),
        ("es;q=much, *;q=1", "en"),
        ("*", "en"),
    ],
)
def test_a_browser_says_what_it_likes_best(header: str, language: str) -> None:
    assert of_header(header) == language


def test_the_address_wins_and_is_remembered(client: TestClient) -> None:
    answer = asked(client, "/about?lang=es", **{"Accept-Language": "en", "Cookie": "lang=en"})
    assert '<html lang="es">' in answer.text
    assert "Acerca de este sitio" in answer.text
    assert answer.headers["content-language"] == "es"
    kept = answer.headers["set-cookie"]
    assert kept.startswith("lang=es; Path=/; ")
    assert "SameSite=Lax" in kept


def test_then_the_cookie_then_the_browser(client: TestClient) -> None:
    by_cookie = asked(client, "/about", **{"Accept-Language": "en", "Cookie": "a=b; lang=es"})
    assert by_cookie.headers["content-language"] == "es"
    assert asked(client, "/about", Cookie="lang=es", **{"Accept-Language": "es"}).status_code == 200
    other = asked(client, "/about", Cookie="lang=en", **{"Accept-Language": "es"})
    assert other.headers["content-language"] == "en"
    assert asked(client, "/about", **{"Accept-Language": "es"}).headers["content-language"] == "es"
    assert "set-cookie" not in by_cookie.headers
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in by_cookie.headers["vary"].split(",")}


@pytest.mark.parametrize("cookie", ["lang=xx", 'lang="', "lang=<script>", "=;=;lang"])
def test_a_cookie_that_is_none_of_ours_is_passed_over(client: TestClient, cookie: str) -> None:
    assert asked(client, "/about", Cookie=cookie).headers["content-language"] == "en"


def test_an_unknown_language_is_passed_over_and_never_a_filter(client: TestClient) -> None:
    answer = asked(client, "/browse?lang=tlh&kind=program&lang=%0d%0aX: y")
    assert answer.status_code == 200
    assert answer.headers["content-language"] == "en"
    assert "set-cookie" not in answer.headers
    assert "lang=tlh" not in answer.text


def test_a_page_leads_to_itself_in_the_other_language(client: TestClient) -> None:
    english = asked(client, "/browse?kind=program").text
    assert (
        '<a href="/browse?kind=program&amp;lang=es" hreflang="es" lang="es" rel="nofollow">Español</a>'
        in english
    )
    assert '/browse?kind=program" rel="' not in english
    root = str(client.base_url)
    assert f'<link rel="canonical" href="{root}/browse?kind=program">' in english
    spanish = asked(client, "/browse?kind=program&lang=es").text
    assert f'<link rel="canonical" href="{root}/browse?kind=program&amp;lang=es">' in spanish
    for page in (english, spanish):
        assert f'<link rel="alternate" hreflang="es" href="{root}/browse?kind=program&amp;lang=es">' in page
        assert f'<link rel="alternate" hreflang="en" href="{root}/browse?kind=program">' in page


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/assets?limit=1",
        "/api/v1/facets",
        "/ogc/collections?f=json",
        "/api/v1/coverage?states=WY",
        "/readyz",
    ],
)
def test_what_programs_read_is_english(client: TestClient, path: str) -> None:
    plain = asked(client, path, Accept="application/json")
    for headers in ({"Accept-Language": "es"}, {"Cookie": "lang=es"}, SPANISH):
        other = asked(client, path, **{"Accept": "application/json", **headers})
        assert other.content == plain.content
        assert "content-language" not in other.headers


def test_problems_are_english_for_programs_and_spanish_for_people(client: TestClient) -> None:
    problem = asked(client, "/nowhere", **{"Accept": "application/json", "Accept-Language": "es"}).json()
    assert problem["detail"] == "There is nothing here."
    page = asked(client, "/nowhere", **{"Accept-Language": "es"})
    assert page.status_code == 404
    assert "Aquí no hay nada." in page.text


def test_pages_for_programs_have_their_frame_in_spanish(client: TestClient) -> None:
    page = asked(client, "/ogc/collections?f=html&lang=es").text
    assert '<html lang="es">' in page
    assert '<main id="main" tabindex="-1" lang="en">' in page
    assert "Ir al contenido" in page


def test_signed_in_work_is_english(client: TestClient) -> None:
    page = asked(client, "/manage/sign-in", **{"Accept-Language": "es"})
    assert "content-language" not in page.headers
    assert '<html lang="en">' in page.text
    assert "Español" not in page.text


def test_a_map_goes_by_its_address_alone(client: TestClient) -> None:
    page = asked(client, "/gaps?states=WY&lang=es").text
    assert "/maps/gaps?" in page
    assert "lang=es" in page.split('src="/maps/gaps?')[1].split('"')[0]
    english = asked(client, "/maps/gaps?states=WY", **{"Accept-Language": "es", "Cookie": "lang=es"})
    assert '<html lang="en">' in english.text
    assert "vary" not in english.headers or "Cookie" not in english.headers["vary"]
    spanish = asked(client, "/maps/gaps?states=WY&lang=es")
    assert '<html lang="es">' in spanish.text
    assert f'<script src="{words_address("es")}">' in spanish.text
    assert "/maps/gaps.json?lang=es" in spanish.text
    assert "set-cookie" not in spanish.headers


@pytest.mark.parametrize(
    "path",
    ["/browse/suggest?text=robotics+farm", "/reports/states/WY.pdf", "/reports/states/WY", "/gaps?states=WY"],
)
def test_whatever_changes_with_the_reader_says_so_to_caches(client: TestClient, path: str) -> None:
    english = asked(client, path, Accept="*/*")
    spanish = asked(client, path, Accept="*/*", Cookie="lang=es")
    assert english.status_code == spanish.status_code == 200
    assert english.content != spanish.content
    answers = [english, spanish]
    if "etag" in english.headers:
        assert english.headers["etag"] != spanish.headers["etag"]
        answers.append(asked(client, path, Accept="*/*", **{"If-None-Match": english.headers["etag"]}))
        assert answers[-1].status_code == 304
    for answer in answers:
        assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer.headers["vary"].split(",")}


def test_links_to_files_keep_the_language_of_the_page(client: TestClient) -> None:
    page = asked(client, "/reports/states/WY?lang=es").text
    assert re.search(r'href="/reports/states/WY\.pdf[^"]*[?;]lang=es"', page)
    assert re.search(r'og:image" content="[^"]*/share/states/WY\.png[^"]*[?;]lang=es"', page)
    for path in ("/states/WY", "/gaps?states=WY", "/counties/35045"):
        picture = re.search(
            r'og:image" content="([^"]*)"', asked(client, f"{path}{'&' if '?' in path else '?'}lang=es").text
        )
        assert picture
        assert picture[1].endswith("lang=es"), path
    assert "lang=" not in str(re.search(r'og:image" content="[^"]*"', asked(client, "/states/WY").text))


def test_values_of_a_map_are_other_values_in_another_language(client: TestClient) -> None:
    tags = {
        language: asked(client, f"/maps/gaps.json?states=WY&lang={language}").headers["etag"]
        for language in ("en", "es")
    }
    assert tags["en"] != tags["es"]
    assert asked(client, "/maps/gaps.json?states=WY").headers["etag"] == tags["en"]


def test_words_of_scripts_are_kept_for_good_under_their_version(client: TestClient) -> None:
    address = words_address("es")
    assert address
    assert words_address(DEFAULT) is None
    answer = asked(client, address)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in asked(client, "/words/es.js?v=0").headers["cache-control"]
    assert asked(client, "/words/en.js").status_code == asked(client, "/words/fr.js").status_code == 404


def test_nothing_is_left_spoken_after_a_page(client: TestClient) -> None:
    asked(client, "/about?lang=es")
    assert speaking.get() == DEFAULT
    assert '<html lang="en">' in asked(client, "/about").text


def test_numbers_and_days_are_written_as_in_the_language(client: TestClient) -> None:
    page = asked(client, "/about?lang=es").text
    assert "Versión de los datos" in page
    assert " de 20" in page.split("último cambio:")[1][:40]
