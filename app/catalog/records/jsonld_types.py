"""Which schema.org type an asset is, and which shape that type is written in. Pure.

Source: schema.org vocabulary. Where no closer type says only what is known, the broader one is taken.
"""

from typing import Final, Literal

Shape = Literal["organization", "service", "program", "course", "event", "work", "grant", "job"]
Typed = tuple[tuple[str, ...], Shape]
"""The types of the item and its shape (jsonld.py has one function for each).

A program of study is a service, too: only so has it an audience and an area served.
"""

_PLAIN: Final[Typed] = (("Organization",), "organization")
_TAUGHT: Final[Typed] = (("EducationalOrganization",), "organization")
_COLLEGE: Final[Typed] = (("CollegeOrUniversity",), "organization")
_STATE: Final[Typed] = (("GovernmentOrganization",), "organization")
_SERVICE: Final[Typed] = (("Service",), "service")
_COURSE: Final[Typed] = (("Course",), "course")
_PROGRAM: Final[Typed] = (("EducationalOccupationalProgram", "Service"), "program")
_WORK_BASED: Final[Typed] = (("WorkBasedProgram", "Service"), "program")
_GRANT: Final[Typed] = (("MonetaryGrant",), "grant")

_TYPES: Final[dict[str, Typed]] = {
    "school": (("School",), "organization"), "district": _TAUGHT, "community-college": _COLLEGE,
    "university": _COLLEGE, "tribal-college": _COLLEGE, "museum": (("Museum", "Organization"), "organization"),
    "science-center": _TAUGHT, "library": (("Library",), "organization"), "makerspace": _TAUGHT,
    "afterschool-provider": _TAUGHT, "community-organization": _PLAIN, "extension-4h": _TAUGHT,
    "national-lab": (("ResearchOrganization",), "organization"), "employer": _PLAIN, "workforce-board": _PLAIN,
    "state-agency": _STATE, "tribal-government": _STATE, "stem-hub": _PLAIN, "professional-association": _PLAIN,
    "philanthropy": _PLAIN,
    "out-of-school": _SERVICE, "school-program": _SERVICE, "cte-pathway": _PROGRAM, "dual-enrollment": _PROGRAM,
    "camp": _SERVICE, "club": _SERVICE, "mentoring": _SERVICE, "course": _COURSE, "degree-program": _PROGRAM,
    "mobile-outreach": _SERVICE, "exhibit": (("ExhibitionEvent",), "event"),
    "curriculum-kit": (("LearningResource",), "work"), "professional-development": _COURSE,
    "work-based-learning": _WORK_BASED, "online": _COURSE,
    "internship": _WORK_BASED, "apprenticeship": _WORK_BASED, "externship": _WORK_BASED, "scholarship": _GRANT,
    "grant": _GRANT, "competition": (("EventSeries",), "event"), "event": (("EventSeries",), "event"),
    "field-trip": _SERVICE, "volunteering": _SERVICE, "job": (("JobPosting",), "job"),
}  # fmt: skip
_DATED: Final[dict[str, Typed]] = {
    "competition": (("Event",), "event"),
    "event": (("Event",), "event"),
    "field-trip": (("Event",), "event"),
    "volunteering": (("Event",), "event"),
}
"""What has a first day is one event; without it, it is held again and again, or is a service."""


def typed(subtype: str, *, dated: bool) -> Typed:
    """Types and shape of a subtype."""
    return (_DATED.get(subtype) if dated else None) or _TYPES[subtype]
