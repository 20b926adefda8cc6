"""In which language people wrote what is listed: names and descriptions are as a state sent them, whatever the page is.

No inventory says it (`languages` are those a program is held in), so it is guessed from common words, English without
any: a screen reader then reads them as they sound (WCAG 3.1.2). Names of places (Los Alamos, El Paso) tell nothing.
"""

import re
from typing import Final

from markupsafe import Markup

from app.language import DEFAULT, speaking

_WORD: Final = re.compile(r"[a-záéíóúüñ]+")
_SPANISH: Final = """
y en con del para por que una un es su sus al como sin más niños niñas jóvenes estudiantes familias gratis taller
talleres clase clases museo centro escuela escuelas biblioteca programa programas campamento ciencia ciencias
matemáticas ingeniería tecnología universidad colegio verano después aprender
"""
_ENGLISH: Final = """
the of and in for with to by at on from is are an or that who their its after school schools students youth kids
families center museum library program programs camp camps club summer college university science math mathematics
engineering technology nature public learning high community academy institute
"""
_COMMON: Final = {"es": frozenset(_SPANISH.split()), "en": frozenset(_ENGLISH.split())}


def tongue_of(*texts: str | None) -> str:
    """The language code that most of the common words of `texts` belong to."""
    words = _WORD.findall(" ".join(text for text in texts if text).lower())
    found = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    return max(found, key=found.__getitem__) if found[DEFAULT] != max(found.values()) else DEFAULT


def foreign(*texts: str | None) -> Markup:
    """The `lang` attribute of an element with `texts`, or nothing where that is the language of the page."""
    tongue = tongue_of(*texts)
    return Markup("") if tongue == speaking.get() else Markup(' lang="{}"').format(tongue)
