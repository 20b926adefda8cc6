"""Text in pictures: it fits, and nothing in it can break the picture."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from app.maps.lettering import clean, lines_svg, wrapped
from app.maps.share_card import HEIGHT, WIDTH, Card, card_svg

HOSTILE = (
    '<script>alert(1)</script> & "quotes" \x00\x0b\ufffe ]]> &xxe; <!ENTITY a SYSTEM "file:///etc/passwd">'
)
MAP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"></svg>'


def test_words_are_broken_where_the_line_ends() -> None:
    assert wrapped("one two three", 10, 60, 3) == ["one two", "three"]


def test_what_does_not_fit_ends_in_dots() -> None:
    lines = wrapped("word " * 100, 10, 60, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrapped("abcdefghijklmnopqrstuvwxyz", 10, 60, 9) == ["abcdefghij", "klmnopqrst", "uvwxyz"]


@given(st.text(max_size=400), st.integers(1, 5))
def test_lines_never_exceed_their_room(text: str, most: int) -> None:
    lines = wrapped(text, 20, 300, most)
    assert len(lines) <= most
    assert all(len(line) <= 300 / (20 * 0.57) for line in lines)
    fromstring(f"<svg>{lines_svg(lines, 0, 0, 20)}</svg>")


@pytest.mark.parametrize("text", [HOSTILE, "</svg><svg onload=x>", "‮gnihtyreve", "\ud800"])
def test_no_text_breaks_the_picture(text: str) -> None:
    card = Card(text, text, text, text, MAP)
    root = fromstring(clean(card_svg(card)))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "rect", "text", "g", "circle"}
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
