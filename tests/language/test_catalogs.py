"""The catalogs are up to date and complete, and say what the messages say."""

import io
import re

import pytest
from babel.messages.catalog import Message

from app.language import DEFAULT, N_, _, ngettext, speak
from app.language.catalogs import catalog_of, file_of, languages, read_catalog
from app.language.scripts import version_of, words_script
from app.terminal.message_catalogs import main, missing, updated, written

OTHERS = [code for code in languages() if code != DEFAULT]
PLACE = re.compile(r"%\(\w+\)[sd]|%%|`[^`]+`")


def forms(message: Message) -> list[tuple[str, str]]:
    """(English, translated) of each form of a message."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    said = [str(each) for each in message.string or ()]
    return list(zip(message.id, said, strict=True))


def test_spanish_is_there() -> None:
    assert list(languages().items())[:2] == [("en", "English"), ("es", "Español")]


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_is_up_to_date(language: str) -> None:
    assert written(updated(language)) == file_of(language).read_bytes(), "run `make words`"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing_or_unsure(language: str) -> None:
    assert [(each.id, [name for name, _ in each.locations]) for each in missing(read_catalog(language))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_the_same(language: str) -> None:
    """The second form tells: `one program` has no number where `%(n)s programs` has one."""
    for message in read_catalog(language):
        if message.id:
            english, said = forms(message)[-1]
            assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(said)), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_spaces_at_the_ends_and_markup_stay(language: str) -> None:
    for message in read_catalog(language):
        for english, said in forms(message) if message.id else ():
            assert (said[:1] == " ", said[-1:] == " ") == (english[:1] == " ", english[-1:] == " "), english
            assert "<" not in said, f"no markup in a message: {said}"


def test_words_of_a_page_are_in_its_language() -> None:
    with speak("es"):
        assert _("Find programs") == "Buscar programas"
        assert ngettext("%(n)s entry", "%(n)s entries", 1) == "%(n)s entrada"
        assert ngettext("%(n)s entry", "%(n)s entries", 2) == "%(n)s entradas"
        assert _(N_("Nobody wrote this")) == "Nobody wrote this"
    assert _("Find programs") == "Find programs"


def test_the_rule_of_a_language_picks_the_form() -> None:
    words = catalog_of("es")
    assert [words.form("%(n)s entry", n) for n in (0, 1, 1.5, 2)] == [
        "%(n)s entradas",
        "%(n)s entrada",
        "%(n)s entradas",
        "%(n)s entradas",
    ]


def test_scripts_have_their_own_words_under_a_name_of_their_content() -> None:
    script = words_script("es").decode()
    assert script.startswith("globalThis.stemmapWords={")
    assert re.fullmatch("[0-9a-f]{12}", version_of("es"))
    for message in read_catalog("es"):
        if message.id and not any(name.endswith(".js") for name, _ in message.locations):
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        assert not key or key.split('"')[0] in script


def test_the_check_says_what_is_left() -> None:
    out = io.StringIO()
    assert main(["--check"], out) == 0
    assert re.fullmatch(r"es: \d+ messages, 0 not translated\n", out.getvalue())
