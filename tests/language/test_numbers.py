"""Numbers and dates as each language of the United States writes them."""

from datetime import date

import pytest

from app.language import speak
from app.language.numbers import NONE, day, locale_of, number, percent


@pytest.mark.parametrize("language", ["en", "es"])
def test_both_languages_write_numbers_alike_in_the_united_states(language: str) -> None:
    with speak(language):
        assert number(12345.678) == "12,346"
        assert number(12345.678, 1) == "12,345.7"
        assert number(-0.04, 1) in ("-0.0", "0.0", "-0")
        assert percent(0.123) == "12%"
        assert percent(0.1234, 1) == "12.3%"
        assert number(None) == percent(None) == NONE


def test_days() -> None:
    assert day(date(2026, 3, 4)) == "March 4, 2026"
    with speak("es"):
        assert day(date(2026, 3, 4)) == "4 de marzo de 2026"


def test_a_language_without_a_form_of_its_own_there_is_taken_as_it_is() -> None:
    assert str(locale_of("es")) == "es_US"
    assert str(locale_of("so")) == "so"
