"""The language of what people wrote, and the attribute that says it."""

import pytest

from app.language import speak
from app.language.tongues import foreign, tongue_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Los Alamos Nature Center", "en"),
        ("El Paso County 4-H", "en"),
        ("Del Norte High School", "en"),
        ("Explora", "en"),
        (None, "en"),
        ("Museo de los Niños", "es"),
        ("Clases de ciencia para familias", "es"),
        ("Classes in science for families in Las Cruces", "en"),
        ("Taller de robótica para niños y jóvenes en Las Cruces", "es"),
    ],
)
def test_common_words_tell_the_language_and_names_of_places_do_not(text: str | None, language: str) -> None:
    assert tongue_of(text) == language


def test_only_what_differs_from_the_page_is_marked() -> None:
    assert foreign("Science center") == ""
    assert foreign("Museo de los Niños") == ' lang="es"'
    with speak("es"):
        assert foreign("Science center") == ' lang="en"'
        assert foreign("Museo de los Niños") == ""
