"""Spanish words people search with, in English: by form (see subjects.form_of), so without accents and plural's ending.

Only words that mean one thing in a search for programs; a word that is English as well (`con`, `real`) is none of them.
"""

from collections.abc import Mapping
from typing import Final

_ARTICLES: Final = ("el", "la", "las", "los")
"""They begin names of places too, so they say nothing only before a word that is known."""
_MEANT: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "robotica": ("discipline", ("robotics",)),
    "programacion": ("discipline", ("computing",)),
    "computacion": ("discipline", ("computing",)),
    "informatica": ("discipline", ("computing",)),
    "matematica": ("discipline", ("mathematics",)),
    "ingenieria": ("discipline", ("engineering",)),
    "biologia": ("discipline", ("biology",)),
    "quimica": ("discipline", ("chemistry",)),
    "fisica": ("discipline", ("physics",)),
    "astronomia": ("discipline", ("aerospace",)),
    "agricultura": ("discipline", ("agriculture",)),
    "medicina": ("discipline", ("medicine",)),
    "campamento": ("subtype", ("camp",)),
    "museo": ("subtype", ("museum",)),
    "biblioteca": ("subtype", ("library",)),
    "beca": ("subtype", ("scholarship",)),
    "pasantia": ("subtype", ("internship",)),
    "escuela": ("subtype", ("school",)),
    "verano": ("season", ("summer",)),
    "despues de la escuela": ("time_of_day", ("after-school",)),
    "despues de clase": ("time_of_day", ("after-school",)),
    "fin de semana": ("time_of_day", ("weekend",)),
    "gratis": ("free", ("true",)),
    "gratuito": ("free", ("true",)),
    "gratuita": ("free", ("true",)),
    "en linea": ("delivery", ("virtual-live", "virtual-self-paced")),
    "en espanol": ("language", ("es",)),
    "nina": ("audience", ("women-girls",)),
    "chica": ("audience", ("women-girls",)),
    "mujere": ("audience", ("women-girls",)),
    "mujer": ("audience", ("women-girls",)),
    "primaria": ("band", ("elementary",)),
    "escuela primaria": ("band", ("elementary",)),
    "escuela secundaria": ("band", ("middle", "high")),
    "escuela intermedia": ("band", ("middle",)),
    "preparatoria": ("band", ("high",)),
    "escuela preparatoria": ("band", ("high",)),
    "universidad": ("subtype", ("university",)),
}
MEANT: Final = _MEANT | {
    f"{article} {form}": meant for article in _ARTICLES for form, meant in _MEANT.items()
}
"""Words that name a filter, and its values."""

FILLING: Final = frozenset(
    ("para", "de", "del", "en", "mi", "un", "una", "y", "que", "nino", "hijo", "hija",
     "joven", "jovene", "estudiante", "programa", "actividad", "actividade", "clase", "curso", "cerca", "ano", "algo",
     "le", "gusta", "gustan", "tiene", "busco", "quiero", "con", "su", "por")
)  # fmt: skip
"""Words that say nothing once others were understood."""

ENGLISH: Final[Mapping[str, str]] = {
    "ciencia": "science",
    "tecnologia": "technology",
    "ajedrez": "chess",
    "soldadura": "welding",
    "enfermeria": "nursing",
    "espacio": "space",
    "clase": "class",
    "curso": "course",
    "programa": "program",
    "maestro": "teacher",
    "estudiante": "student",
}
"""Words that are searched as text, and the English word that is looked for beside them."""
