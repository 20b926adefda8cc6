"""Words outside a page are the messages themselves."""

import pytest

from app.coverage.asked_words import group_words
from app.coverage.nouns import NOUNS
from app.language import DEFAULT, N_, _, inside, ngettext, speak, speaking


def test_without_a_page_words_are_english() -> None:
    assert speaking.get() == DEFAULT
    assert _("Find programs") == N_("Find programs") == "Find programs"


def test_values_are_filled_in_and_a_percent_sign_alone_is_kept() -> None:
    assert _("%(n)s programs", n=3) == "3 programs"
    assert _("100% free") == "100% free"


def test_the_form_goes_with_the_number() -> None:
    assert [ngettext("a program", "programs", n) for n in (0, 1, 2)] == ["programs", "a program", "programs"]


@pytest.mark.parametrize("group", sorted(NOUNS))
def test_nouns_of_people_are_small_inside_a_spanish_sentence(group: str) -> None:
    with speak("es"):
        for number in (1, 2):
            noun = group_words(group, number)
            assert noun != NOUNS[group][number - 1]
            assert noun[0].islower()
    assert group_words(group, 2) == NOUNS[group][1]


def test_a_label_inside_a_sentence_keeps_its_abbreviation() -> None:
    assert [inside(label) for label in ("Science center", "STEM hub or network", "CTE pathway", "")] == [
        "science center", "STEM hub or network", "CTE pathway", "",
    ]  # fmt: skip
