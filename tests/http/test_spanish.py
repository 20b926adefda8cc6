"""The Spanish site: no page for the public falls back to English words of ours."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database

VOID = frozenset(("meta", "link", "input", "img", "br", "hr", "source"))
SHOWN = ("title", "alt", "placeholder", "aria-label", "data-done", "data-failed", "data-words")
ENGLISH = re.compile(
    r"\b(?:about|across|after|all|and|any|are|area|areas|before|beyond|by|choose|correct|counties|data|distance"
    r"|download|every|farther|find|for|found|free|from|gap|gaps|has|have|here|how|inventory|is|known|list|listed|live"
    r"|map|miles|more|near|nearest|next|none|not|nothing|number|of|on|or|page|people|place|program|programs|report"
    r"|search|see|share|show|states|than|that|the|these|this|to|under|verified|version|what|where|which|who|with|within"
    r"|without|your)\b",
    re.IGNORECASE,
)
"""Words our pages are full of in English, none of which is a word of Spanish."""
NAMES = re.compile(
    r"https?://\S+|\S+@\S+|CC-BY-\S+|STEM asset map|Moran's|\([^()]*\d{4}[^()]*\)"  # addresses, ours, citations
    r"|Understanding and Using American Community Survey Data|Civil Rights Data Collection, Computer Science\.csv"
    r"|free \(gratis\)|\b[a-z]+(?:-[a-z]+)+-\d{4}\b"
)
PATHS = (
    "/", "/browse", "/browse?q=robotics+camp", "/browse?q=zzzqqq&near=Las+Cruces%2C+NM", "/browse?near=nowhere",
    "/states", "/states/NM", "/reports", "/reports/states/NM", "/about", "/accessibility", "/downloads", "/suggest",
    "/compare", "/saved", "/embed", "/nothing-here", "/gaps", "/gaps?states=NM", "/gaps?states=NM&view=agreement",
    "/gaps?states=NM&view=hotspots&reference=total", "/gaps?states=NM&preset=P4&view=gap&n.P4.alone=2",
    "/gaps?states=NM&preset=P5&view=gap", "/gaps?states=NM&measure=2sfca&b.miles=50", "/gaps?areas=state",
    "/maps/gaps?states=NM", "/maps/assets",
)  # fmt: skip


class Read(HTMLParser):
    """The texts of a page that are said in its language: not code, not what is marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = (
            tag in ("script", "style", "code") or given.get("lang") == "en" or given.get("translate") == "no"
        )
        if tag not in VOID:
            self._open.append((tag, apart))
        if not self._apart and not apart:
            self.texts += [given[name] or "" for name in SHOWN if name in given]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._apart:
            self.texts.append(" ".join(data.split()))

    @property
    def _apart(self) -> bool:
        return any(apart for _, apart in self._open)


@pytest.fixture(scope="module")
def sent(shared_database: Database) -> list[str]:
    """Names and descriptions as they were sent, the longest first: they stay in the language they came in."""
    columns = "unnest(ARRAY[name, organization_name, description, city, source_name])"
    with shared_database.read() as session:
        found = session.scalars(text(f"SELECT DISTINCT {columns} FROM asset")).all()
        found = [*found, *session.scalars(text("SELECT title FROM data_source")).all()]
        found += session.scalars(text("SELECT DISTINCT name FROM area")).all()
    return sorted((each for each in found if each), key=len, reverse=True)


def english_in(html: str, sent: list[str]) -> list[str]:
    page = Read()
    page.feed(html)
    page.close()
    found = []
    for said in page.texts:
        ours = NAMES.sub("", said)
        if ENGLISH.search(ours):
            for name in sent:
                ours = ours.replace(name, "")
            if ENGLISH.search(ours):
                found.append(said)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_page_in_spanish_has_no_english(client: TestClient, sent: list[str], path: str) -> None:
    client.cookies.clear()
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang=es", headers={"Accept": "text/html"})
    client.cookies.clear()
    assert '<html lang="es"' in answer.text
    assert english_in(answer.text, sent) == []


def test_english_is_seen() -> None:
    html = '<p title="Find it">Hola</p><p>the Moon Club</p><p lang="en">the map</p><code>the</code><p>Moon of Mars</p>'
    assert english_in(html, ["Moon Club", "Moon of Mars"]) == ["Find it", "the Moon Club"]
