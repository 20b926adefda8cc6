"""Templates of public pages have no bare English: every word a reader sees can be said in another language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from app.routers.templates import environment
from app.web import TEMPLATES

ENGLISH = {
    "style.html": "for those who make pages; linked from nowhere",
    "dictionary.html": "describes columns of files, which are English",
}
"""Pages that are English, and why. So are those under `manage/` (signed-in work) and `ogc/` (for programs)."""
_APART = ("manage/", "ogc/")
_SHOWN = ("title", "alt", "placeholder", "aria-label", "content", "data-auto", "data-light", "data-dark")
_NAMES = re.compile(
    r"\b(?:CSV|JSON|PNG|SVG|OpenAPI|OGC|API|GeoJSON|CITATION\.cff|width=device-width|initial-scale|noindex"
    r"|summary_large_image|website|light dark)\b|/(?:static|share)\S*|\b(?:class|aria-[a-z]+)=\"[^\"]*\""
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
PAGES = sorted(
    name
    for path in TEMPLATES.rglob("*.html")
    if not (name := path.relative_to(TEMPLATES).as_posix()).startswith(_APART) and name not in ENGLISH
)
FILLED = "\x00"


class Bare(HTMLParser):
    """Collects words that stand in a template as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._apart: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("code", "script", "style", "template") or given.get("translate") == "no":
            self._apart.append(tag)
        for name in _SHOWN:
            self._look(given.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        if self._apart and self._apart[-1] == tag:
            self._apart.pop()

    def handle_data(self, data: str) -> None:
        if not self._apart:
            self._look(data)

    def _look(self, text: str) -> None:
        if _WORD.search(_NAMES.sub("", text)):
            self.found.append(" ".join(text.replace(FILLED, "…").split()))


def written(node: nodes.Node) -> Iterator[str]:
    """What a template writes: its own text, and a mark for whatever is filled in."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif not isinstance(child, nodes.Expr):
            yield from written(child)
        elif isinstance(child, nodes.Filter) and child.name == "foreign":
            yield " "  # an attribute
        elif isinstance(node, nodes.Output):
            yield FILLED


def spoken(tree: nodes.Template) -> Iterator[str]:
    """English in expressions: a choice between words, or a word put beside others."""
    for output in tree.find_all(nodes.Output):
        for each in output.nodes:
            if isinstance(each, nodes.CondExpr | nodes.Concat):
                yield from (
                    const.value
                    for const in _outside_calls(each)
                    if isinstance(const.value, str) and _WORD.search(_NAMES.sub("", const.value))
                )


def _outside_calls(node: nodes.Node) -> Iterator[nodes.Const]:
    if isinstance(node, nodes.CondExpr):
        parts: list[nodes.Node] = [each for each in (node.expr1, node.expr2) if each is not None]
    elif isinstance(node, nodes.Concat):
        parts = list(node.nodes)
    else:
        parts = []
    for part in parts:
        if isinstance(part, nodes.Const):
            yield part
        yield from _outside_calls(part)


@pytest.mark.parametrize("name", PAGES)
def test_no_word_stands_bare(name: str) -> None:
    tree = environment().parse((TEMPLATES / name).read_text())
    bare = Bare()
    bare.feed("".join(written(tree)))
    bare.close()
    assert [*bare.found, *spoken(tree)] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_only_our_own_words_are_looked_up(path: Path) -> None:
    """What `_()` gives is taken for safe HTML: text that varies goes through the filter `said` instead."""
    tree = environment().parse(path.read_text())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext", "ngettext"):
            assert isinstance(call.args[0], nodes.Const), f"line {call.lineno}"


def test_english_pages_are_there() -> None:
    assert all((TEMPLATES / name).is_file() for name in ENGLISH)


def test_the_look_finds_what_is_bare() -> None:
    bare = Bare()
    bare.feed('<p title="Not said">Some <code>code</code> {}</p><img alt="" src="x">')
    assert bare.found == ["Not said", "Some"]
    tree = environment().parse("{{ 'one' if n == 1 else _('many') }} {{ _('A') }} {{ n ~ ' miles' }}")
    assert list(spoken(tree)) == ["one", " miles"]
