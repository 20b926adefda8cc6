"""What our JavaScript says in another language: one small script per language, named by its content."""

import hashlib
import json
from functools import cache
from typing import Final

from markupsafe import Markup

from app.language import DEFAULT
from app.language.catalogs import catalog_of

_BEFORE: Final = "globalThis.stemmapWords="


@cache
def words_script(language: str) -> bytes:
    """The words of our scripts in `language`, as a script that `static/words.js` reads."""
    words = catalog_of(language).in_scripts
    said = json.dumps(dict(sorted(words.items())), ensure_ascii=False, separators=(",", ":"))
    return f"{_BEFORE}{said};\n".encode()


@cache
def version_of(language: str) -> str:
    """A name of what `words_script` gives: other words, another name."""
    return hashlib.sha256(words_script(language)).hexdigest()[:12]


@cache
def words_address(language: str) -> str | None:
    """Where the words of our scripts in `language` are; None for English, which needs none."""
    return None if language == DEFAULT else f"/words/{language}.js?v={version_of(language)}"


@cache
def words_tag(language: str) -> Markup:
    """The HTML that loads them, before `static/words.js`."""
    address = words_address(language)
    return Markup('<script src="{}" defer></script>').format(address) if address else Markup()
