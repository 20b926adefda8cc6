"""`make words`: every message of the product in the catalogs, and a list of what is not translated yet.

Messages are what templates, scripts and modules mark, the labels of the vocabularies, and what errors say when they
say nothing more. Without arguments the catalogs are brought up to date; `--check` only looks.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final, TextIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app import errors, vocabulary
from app.coverage.figure_sets import POINT_WORDS
from app.coverage.method_words import METHOD, TRAVEL
from app.coverage.methods import METHODS
from app.coverage.nouns import NOUNS
from app.coverage.presets import PRESETS, Preset
from app.coverage.presets.judging import CURES
from app.language.catalogs import file_of, languages
from app.vocabulary.terms import Vocabulary

ROOT: Final = Path(__file__).parents[2]
_METHODS: Final = [
    ("app/web/templates/**.html", "jinja2.ext:babel_extract"),
    ("app/web/static/vendor/**", "ignore"),
    ("app/web/static/**.js", "javascript"),
    ("app/**.py", "python"),
]
_OPTIONS: Final = {
    "app/web/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"},
    "app/web/static/**.js": {"parse_template_string": "true"},
}
_NOT_SHOWN: Final = ("careers", "cip", "cip_disciplines", "runs")
"""Vocabularies that no page for the public names."""


def extracted() -> Catalog:
    """The messages of the product, sorted, each with the files it is in."""
    catalog = Catalog(project="stemmap", charset="utf-8", fuzzy=False)
    found: list[tuple[str | tuple[str, ...], str]] = [*_marked(), *_labels(), *_errors(), *_coverage()]
    for message, where in sorted(found, key=lambda each: (str(each[0]).lower(), str(each[0]), each[1])):
        catalog.add(message, locations=[(where, 0)])
    return catalog


def updated(language: str) -> Catalog:
    """The catalog of `language` with the messages of the product: new ones empty, those no longer said left out."""
    with file_of(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog:
        message.locations = []
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def written(catalog: Catalog) -> bytes:
    """The file of a catalog: sorted, without line numbers, so that a change of code changes little of it."""
    out = BytesIO()
    write_po(out, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def missing(catalog: Catalog) -> list[Message]:
    """Messages that are not translated, or not surely."""
    return [each for each in catalog if each.id and (each.fuzzy or not all(_forms(each)))]


def _forms(message: Message) -> tuple[str, ...]:
    said: Any = message.string
    return tuple(said) if isinstance(said, list | tuple) else (said,)


def _marked() -> Iterator[tuple[str | tuple[str, ...], str]]:
    for where, _, message, _, _ in extract_from_dir(
        ROOT / "app", method_map=[(pattern.removeprefix("app/"), way) for pattern, way in _METHODS],
        options_map={pattern.removeprefix("app/"): options for pattern, options in _OPTIONS.items()},
    ):  # fmt: skip
        yield message, f"app/{where}"


def _labels() -> Iterator[tuple[str, str]]:
    for module in iter_modules(vocabulary.__path__):
        if module.name in _NOT_SHOWN:
            continue
        for value in vars(import_module(f"app.vocabulary.{module.name}")).values():
            if isinstance(value, Vocabulary):
                texts = (value.name.capitalize(), *value.labels.values())
                yield from ((text, f"app/vocabulary/{module.name}.py") for text in texts)


def _errors() -> Iterator[tuple[str, str]]:
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, errors.AppError):
            error = value()
            yield from ((text, "app/errors.py") for text in (error.title, error.detail))


def _coverage() -> Iterator[tuple[str, str]]:
    for name, texts in (
        ("nouns", (noun for pair in NOUNS.values() for noun in pair)),
        ("figure_sets", POINT_WORDS.values()),
        ("methods", (text for each in METHODS.values() for text in (each.label, each.unit))),
        (
            "method_words",
            (*(METHOD[part] for part in ("distance", "people", "margins", "confidence")), TRAVEL),
        ),
        ("presets/catalog", (text for each in PRESETS.values() for text in _preset(each))),
        ("presets/judging", CURES.values()),
    ):
        yield from ((text, f"app/coverage/{name}.py") for text in texts)


def _preset(preset: Preset) -> Iterator[str]:
    yield from (preset.title, preset.domain, preset.definition, preset.adapted)
    for each in preset.parameters:
        yield from (each.label, each.published)


def main(arguments: list[str], out: TextIO = sys.stdout) -> int:
    """Update or check every catalog; the number of messages that are not translated or not up to date."""
    wrong = 0
    for language in languages():
        if language == "en":
            continue
        catalog, file = updated(language), file_of(language)
        new = written(catalog)
        if "--check" not in arguments:
            file.write_bytes(new)
        elif file.read_bytes() != new:
            wrong += 1
            out.write(f"{language}: the catalog is not up to date: make words\n")
        left = missing(catalog)
        wrong += len(left)
        out.write(f"{language}: {len(catalog)} messages, {len(left)} not translated\n")
        out.writelines(f"  {each.locations[0][0]}: {each.id!r}\n" for each in left)
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
