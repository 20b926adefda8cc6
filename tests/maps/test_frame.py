"""Map pages as documents: where their files come from, and that their policy is true."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalog.filters import parse_filter
from app.maps import browser_files
from app.maps.asset_map import asset_map
from app.maps.browser_files import CDN, LEAFLET, MARKER_CLUSTER
from app.maps.gap_map import gap_map
from app.routers.gap_asking import parse_asked
from app.settings import Settings

Render = Callable[[Settings], tuple[str, str]]
FILES = LEAFLET + MARKER_CLUSTER


def gaps(settings: Settings) -> tuple[str, str]:
    return gap_map(parse_asked([("states", "NM"), ("kind", "program")], settings).query(), settings)


def assets(settings: Settings) -> tuple[str, str]:
    return asset_map(
        parse_filter([("state", "NM"), ("q", "a `${b}` </script>")], settings=settings), settings
    )


both = pytest.mark.parametrize("draw", [gaps, assets])
installed = pytest.mark.skipif(
    not browser_files.all_installed(), reason="third-party browser files not installed"
)


def sources(policy: str, directive: str) -> list[str]:
    found = re.search(rf"{directive} ([^;]*)", policy)
    assert found
    return found[1].split()


@pytest.fixture
def not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_files, "VENDOR", tmp_path)


@both
@installed
def test_with_installed_files_no_other_host_is_named(draw: Render, settings: Settings) -> None:
    html, policy = draw(settings)
    assert re.findall(r"https?:|//[a-z]", html) == []
    assert "http" not in policy
    for file in LEAFLET:
        assert f'"/static/vendor/{file.local}"' in html


@both
@pytest.mark.usefixtures("not_installed")
def test_without_them_a_pinned_cdn_with_hashes_is(draw: Render, settings: Settings) -> None:
    html, policy = draw(settings)
    remote = re.findall(r'<(?:script|link)[^>]*"(https://[^"]+)"([^>]*)>', html)
    assert len(remote) == 2
    for url, rest in remote:
        assert re.match(rf"{CDN}/[a-z.]+@\d+\.\d+\.\d+/", url)
        assert re.search(r'integrity="sha384-[\w+/]{64}" crossorigin="anonymous"', rest)
    assert CDN in sources(policy, "script-src")
    assert CDN in sources(policy, "style-src")
    assert sources(policy, "connect-src") == ["'self'"]


@installed
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.local)
def test_hashes_are_those_of_the_installed_files(file: browser_files.BrowserFile) -> None:
    content = (browser_files.VENDOR / file.local).read_bytes()
    assert file.integrity == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


@both
def test_the_policy_names_each_inline_script(draw: Render, settings: Settings) -> None:
    html, policy = draw(settings)
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    expected = {
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts
    }
    assert expected
    assert expected == {each for each in sources(policy, "script-src") if each.startswith("'sha256")}


@both
def test_the_same_question_is_the_same_bytes(draw: Render, settings: Settings) -> None:
    assert draw(settings) == draw(settings)


def test_text_of_the_question_cannot_leave_its_script(settings: Settings) -> None:
    html, _ = assets(settings)
    assert html.count("</script>") == len(re.findall(r"<script[ >]", html))
    assert "`" not in html


@both
def test_tiles_add_one_image_host(draw: Render, settings: Settings) -> None:
    url = "https://{s}.tile.example/{z}/{x}/{y}.png"
    tiled = settings.model_copy(update={"tiles_url": url, "tiles_attribution": "Example"})
    plain_html, plain = draw(settings)
    html, policy = draw(tiled)
    assert sources(policy, "img-src") == [*sources(plain, "img-src"), "https://*.tile.example"]
    assert [sources(policy, name) for name in ("style-src", "connect-src")] == [
        sources(plain, name) for name in ("style-src", "connect-src")
    ]
    assert url in html
    assert "tile" not in plain_html
