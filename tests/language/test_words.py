"""Words outside a page are the messages themselves."""

from app.language import DEFAULT, N_, _, ngettext, speaking


def test_without_a_page_words_are_english() -> None:
    assert speaking.get() == DEFAULT
    assert _("Find programs") == N_("Find programs") == "Find programs"


def test_values_are_filled_in_and_a_percent_sign_alone_is_kept() -> None:
    assert _("%(n)s programs", n=3) == "3 programs"
    assert _("100% free") == "100% free"


def test_the_form_goes_with_the_number() -> None:
    assert [ngettext("a program", "programs", n) for n in (0, 1, 2)] == ["programs", "a program", "programs"]
