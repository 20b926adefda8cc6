"""Vocabularies of people: grades and bands, audiences, languages, population groups.

Sources: Ed-Fi / CEDS grade levels; special populations in the order of the Strengthening Career and Technical
Education for the 21st Century Act (Perkins V), section 3(48); ACS tables for population groups.
"""

import re
from typing import Final

from app.vocabulary.terms import Vocabulary, fold

GRADES: Final = Vocabulary(
    "grade",
    {
        "PK": "Pre-kindergarten",
        "K": "Kindergarten",
        **{str(n): f"Grade {n}" for n in range(1, 13)},
        "postsecondary": "College",
        "adult": "Adults",
    },
    {
        "PK": ("pre-k", "prek", "preschool", "pre kindergarten", "p"),
        "K": ("kinder", "kg", "kindergarden"),
        "postsecondary": (
            "college",
            "undergraduate",
            "university",
            "higher ed",
            "13",
            "14",
            "graduate",
            "college students",
        ),
        "adult": ("adults", "adult learners", "18+", "families"),
    },
)

BANDS: Final = {
    "early": ("PK", "K"),
    "elementary": ("1", "2", "3", "4", "5"),
    "middle": ("6", "7", "8"),
    "high": ("9", "10", "11", "12"),
    "college": ("postsecondary",),
    "adult": ("adult",),
}
"""Grade bands and the grades each stands for."""

BAND_LABELS: Final = Vocabulary(
    "band",
    {
        "early": "Early years (PK–K)",
        "elementary": "Elementary (1–5)",
        "middle": "Middle school (6–8)",
        "high": "High school (9–12)",
        "college": "College",
        "adult": "Adults",
    },
    {
        "early": ("early childhood", "early learning"),
        "elementary": ("elementary school", "elem", "primary", "grade school"),
        "middle": ("middle school", "ms", "junior high", "middle grades"),
        "high": ("high school", "hs", "secondary", "secondary school"),
        "college": ("higher education", "college level"),
    },
)

_WIDE = {
    "k 12": ("K", *map(str, range(1, 13))),
    "k12": ("K", *map(str, range(1, 13))),
    "pk 12": ("PK", "K", *map(str, range(1, 13))),
    "prek 12": ("PK", "K", *map(str, range(1, 13))),
    "all grades": ("PK", "K", *map(str, range(1, 13))),
    "every": ("PK", "K", *map(str, range(1, 13))),
    "any": ("PK", "K", *map(str, range(1, 13))),
    "all": ("PK", "K", *map(str, range(1, 13))),
    "all ages": GRADES.slugs,
}
_NOISE = re.compile(r"\b(grades?|grs?|graders?|students?|level|levels)\b")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_RANGE = re.compile(r"^(?P<low>\S+)\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b)\s*(?P<high>\S+)$")


def grades_of(text: str) -> tuple[str, ...] | None:
    """The single grades that one piece of text names, in order, or None when it names none.

    Understands grades (`7`, `7th`), bands (`middle school`), ranges (`6th-8th`, `Gr K to 5`, `9–12`) and
    `K-12`. A range that runs backwards names none.
    """
    plain = _ORDINAL.sub(
        "", _NOISE.sub(" ", text.lower().replace("pre-k", "pk").replace("pre k", "pk"))
    ).strip(" .")
    band = BAND_LABELS.find(plain)
    if band:
        return BANDS[band]
    if fold(plain) in _WIDE:
        return _WIDE[fold(plain)]
    one = GRADES.find(re.sub(r"^0(?=\d$)", "", plain))
    if one:
        return (one,)
    return _range_of(plain)


def _range_of(plain: str) -> tuple[str, ...] | None:
    match = _RANGE.match(re.sub(r"\s+", " ", plain))
    if match is None:
        return None
    low, high = (_one_grade(match[name]) for name in ("low", "high"))
    order = GRADES.slugs
    if low is None or high is None or order.index(low) > order.index(high):
        return None
    return order[order.index(low) : order.index(high) + 1]


def _one_grade(text: str) -> str | None:
    return GRADES.find(re.sub(r"^0(?=\d$)", "", text.strip(" .")))


PERKINS_GROUPS: Final = {
    "disability": "People with disabilities",
    "low-income": "Low-income families",
    "nontraditional-field": "People preparing for non-traditional fields",
    "single-parent": "Single parents",
    "out-of-workforce": "Out-of-workforce people",
    "english-learner": "English learners",
    "homeless": "People without a home",
    "foster-youth": "Youth in or from foster care",
    "military-family": "Youth of military families",
}
"""Perkins V special populations, in statute order."""

AUDIENCES: Final = Vocabulary(
    "audience",
    PERKINS_GROUPS
    | {
        "women-girls": "Girls and women",
        "black": "Black",
        "hispanic": "Hispanic / Latino",
        "native-american": "Native American",
        "pacific-islander": "Pacific Islander",
        "asian": "Asian",
        "first-generation": "First-generation students",
        "rural": "Rural",
        "veterans": "Veterans",
        "migrant": "Migrant families",
        "justice-involved": "Justice-involved people",
        "gifted": "Gifted",
        "at-risk": "At-risk youth",
    },
    {
        "disability": (
            "disabilities",
            "students with disabilities",
            "special education",
            "special needs",
            "swd",
            "people with disabilities",
            "students with special needs",
            "youth with disabilities",
            "disabled",
        ),
        "low-income": (
            "low income",
            "economically disadvantaged",
            "free and reduced lunch",
            "frl",
            "poverty",
            "low-income students",
            "low income families",
            "low-income youth",
            "title i",
            "title 1",
            "economically disadvantaged students",
        ),
        "nontraditional-field": ("nontraditional", "non-traditional"),
        "english-learner": (
            "ell",
            "el",
            "english learners",
            "english language learners",
            "esl",
            "lep",
            "english language learner",
            "multilingual learners",
        ),
        "homeless": ("unhoused", "mckinney-vento", "homeless students", "homeless youth"),
        "foster-youth": ("foster", "foster care"),
        "military-family": (
            "military",
            "military families",
            "military connected",
            "military-connected students",
            "children of military families",
        ),
        "women-girls": (
            "girls",
            "women",
            "female",
            "females",
            "young women",
            "girls only",
            "women and girls",
            "girls and young women",
            "women/girls",
            "girls & women",
            "female students",
        ),
        "black": (
            "african american",
            "black / african american",
            "black or african american",
            "black students",
            "african american students",
        ),
        "hispanic": (
            "latino",
            "latina",
            "latinx",
            "hispanic / latinx",
            "hispanic/latino",
            "hispanic students",
            "latino students",
            "latinos",
            "hispanics",
            "latine",
        ),
        "native-american": (
            "american indian",
            "native",
            "indigenous",
            "tribal",
            "american indian / alaska native",
            "aian",
            "native american students",
            "native american youth",
            "native students",
            "american indian students",
            "indigenous students",
            "native youth",
        ),
        "pacific-islander": ("native hawaiian", "nhpi"),
        "first-generation": (
            "first gen",
            "first generation",
            "first-gen college",
            "first generation college students",
            "first gen students",
        ),
        "rural": ("rural students", "rural communities", "rural youth", "rural areas"),
        "veterans": ("veteran",),
        "migrant": ("migrants", "migrant students", "migrant youth"),
        "justice-involved": ("justice involved",),
        "gifted": ("gifted and talented", "gate", "gifted students"),
        "at-risk": ("at risk", "at-risk youth", "at-risk students"),
    },
)

OPEN_TO_ALL: Final = frozenset(
    map(
        fold,
        (
            "all",
            "everyone",
            "open to all",
            "all students",
            "anyone",
            "general public",
            "public",
            "any",
            "everyone welcome",
            "all are welcome",
            "all welcome",
            "everybody",
            "anybody",
            "all youth",
            "all kids",
            "all children",
            "all ages",
            "open to everyone",
            "open to the public",
            "open to all students",
            "any student",
            "no restrictions",
            "all genders",
        ),
    )
)
"""What people write in an audience column when they mean no group in particular."""

LANGUAGES: Final = Vocabulary(
    "language",
    {
        "en": "English",
        "es": "Spanish",
        "nv": "Navajo",
        "zh": "Chinese",
        "vi": "Vietnamese",
        "tl": "Tagalog",
        "ar": "Arabic",
        "fr": "French",
        "de": "German",
        "ru": "Russian",
        "ko": "Korean",
        "so": "Somali",
        "ase": "American Sign Language",
    },
    {"es": ("español", "espanol"), "nv": ("dine", "diné", "dine bizaad"), "ase": ("asl", "sign language")},
)
"""ISO 639 codes of the languages offered in the six states' programs; more can be added."""

GROUPS: Final = Vocabulary(
    "population group",
    {
        "total": "All people",
        "female": "Women and girls",
        "male": "Men and boys",
        "age-5-17": "Ages 5–17",
        "girls-5-17": "Girls 5–17",
        "boys-5-17": "Boys 5–17",
        "age-under-19": "Ages 0–18",
        "hispanic": "Hispanic people",
        "black": "Black people",
        "native-american": "Native American people",
        "asian": "Asian people",
        "pacific-islander": "Pacific Islander people",
        "multiracial": "People of two or more races",
        "white": "White people",
        "white-non-hispanic": "White non-Hispanic people",
        "black-non-hispanic": "Black non-Hispanic people",
        "native-american-non-hispanic": "Native American non-Hispanic people",
        "asian-non-hispanic": "Asian non-Hispanic people",
        "pacific-islander-non-hispanic": "Pacific Islander non-Hispanic people",
        "multiracial-non-hispanic": "Non-Hispanic people of two or more races",
        "people-of-color": "People of color",
        "students-of-color": "Students of color",
        "hispanic-5-17": "Hispanic, ages 5–17",
        "black-5-17": "Black, ages 5–17",
        "native-american-5-17": "Native American, ages 5–17",
        "asian-5-17": "Asian, ages 5–17",
        "white-non-hispanic-5-17": "White non-Hispanic, ages 5–17",
        "disability-under-18": "Under 18 with a disability",
        "disability-5-17": "Ages 5–17 with a disability",
        "poverty": "People in poverty",
        "poverty-under-18": "Under 18 in poverty",
        "poverty-5-17": "Children 5–17 in families in poverty",
        "poverty-6-17": "Ages 6–17 in poverty",
        "english-learner-5-17": "English learners 5–17",
        "no-broadband": "People without broadband",
        "rural": "Rural people",
        "households": "Households",
        "no-vehicle-households": "Households without a vehicle",
        "no-internet-households": "Households without internet",
    },
)
"""Groups a figure may be for; which of them have figures depends on what is loaded."""
