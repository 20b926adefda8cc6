"""Which disciplines of ours a CIP code belongs to: the longest prefix of the code that is listed here decides.

Our own reading of the titles of CIP 2020 (NCES). Pure.
"""

from typing import Final

_SERIES: Final[dict[str, tuple[str, ...]]] = {
    "01": ("agriculture",), "03": ("earth-environment",), "04": ("engineering",), "09": ("technology",),
    "10": ("steam-arts", "technology"), "11": ("computing",), "13": ("social-science",), "14": ("engineering",),
    "15": ("technology",), "26": ("biology",), "27": ("mathematics",), "28": ("technology",), "29": ("technology",),
    "30": ("general-science",), "40": ("physics",), "41": ("technology",), "42": ("social-science",),
    "43": ("technology",), "45": ("social-science",), "49": ("aerospace",), "51": ("health-science",),
    "52": ("mathematics",),
}  # fmt: skip
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "01.81": ("agriculture", "medicine"), "03.0210": ("earth-environment", "energy"), "04.06": ("steam-arts",),
    "11.0102": ("computing", "data-ai"), "11.0802": ("computing", "data-ai"), "11.1003": ("computing", "cybersecurity"),
    "13.05": ("technology",), "13.0603": ("mathematics", "social-science"),
    "14.02": ("aerospace", "engineering"), "14.03": ("agriculture", "engineering"),
    "14.05": ("engineering", "health-science"), "14.07": ("chemistry", "engineering"),
    "14.09": ("computing", "engineering"), "14.12": ("engineering", "physics"),
    "14.14": ("earth-environment", "engineering"), "14.23": ("energy", "engineering"),
    "14.25": ("energy", "engineering"), "14.34": ("agriculture", "engineering"),
    "14.35": ("engineering", "manufacturing"), "14.36": ("engineering", "manufacturing"),
    "14.37": ("engineering", "mathematics"), "14.39": ("earth-environment", "engineering"),
    "14.42": ("engineering", "robotics"), "14.43": ("biology", "engineering"), "14.44": ("chemistry", "engineering"),
    "14.45": ("biology", "engineering"), "14.47": ("computing", "engineering"), "14.48": ("energy", "engineering"),
    "15.0401": ("health-science", "technology"), "15.0405": ("robotics", "technology"),
    "15.0406": ("robotics", "technology"), "15.0407": ("robotics", "technology"),
    "15.05": ("earth-environment", "technology"), "15.0501": ("energy", "technology"),
    "15.06": ("manufacturing", "technology"), "15.08": ("engineering", "technology"),
    "15.0801": ("aerospace", "technology"), "15.0903": ("energy", "technology"), "15.12": ("computing", "technology"),
    "15.14": ("energy", "technology"), "15.15": ("engineering", "manufacturing"), "15.17": ("energy", "technology"),
    "26.02": ("biology", "chemistry"), "26.0908": ("biology", "health-science"), "26.10": ("biology", "health-science"),
    "26.11": ("biology", "data-ai"), "26.1102": ("biology", "mathematics"), "26.13": ("biology", "earth-environment"),
    "26.1309": ("biology", "health-science"), "26.1311": ("biology", "health-science"),
    "26.14": ("biology", "medicine"),
    "27.0306": ("biology", "mathematics"), "28.0501": ("aerospace",), "28.0502": ("aerospace",),
    "29.0207": ("cybersecurity", "technology"), "29.03": ("engineering", "technology"),
    "29.0305": ("aerospace", "technology"), "29.0306": ("earth-environment", "technology"),
    "29.0401": ("aerospace", "technology"), "29.0402": ("aerospace", "technology"),
    "29.0407": ("aerospace", "technology"), "30.01": ("biology", "physics"), "30.06": ("engineering",),
    "30.08": ("computing", "mathematics"), "30.10": ("biology", "social-science"), "30.17": ("social-science",),
    "30.19": ("health-science",), "30.25": ("computing", "social-science"), "30.27": ("biology",),
    "30.30": ("computing",), "30.31": ("computing",), "30.32": ("biology", "earth-environment"),
    "30.33": ("earth-environment",), "30.34": ("biology", "social-science"), "30.35": ("earth-environment",),
    "30.38": ("earth-environment",), "30.39": ("computing", "social-science"), "30.41": ("earth-environment",),
    "30.43": ("biology", "earth-environment"), "30.44": ("earth-environment", "social-science"),
    "30.48": ("computing", "social-science"), "30.49": ("mathematics", "social-science"),
    "30.50": ("earth-environment", "mathematics"), "30.70": ("data-ai",), "30.71": ("data-ai",),
    "40.01": ("chemistry", "physics"), "40.02": ("aerospace", "physics"), "40.04": ("earth-environment",),
    "40.05": ("chemistry",), "40.06": ("earth-environment",), "40.10": ("chemistry", "engineering"),
    "40.11": ("aerospace", "physics"), "41.01": ("biology", "technology"), "41.02": ("energy", "technology"),
    "41.03": ("chemistry", "technology"), "43.0403": ("cybersecurity",), "43.0406": ("chemistry", "technology"),
    "43.0407": ("earth-environment", "technology"), "45.0102": ("mathematics", "social-science"),
    "45.0603": ("mathematics", "social-science"), "45.0702": ("earth-environment", "technology"),
    "51.14": ("medicine",), "51.20": ("chemistry", "health-science"), "51.2205": ("health-science", "physics"),
    "51.2706": ("computing", "health-science"),
}  # fmt: skip


def disciplines_of(code: str) -> tuple[str, ...]:
    """The disciplines of a CIP code of two, four or six digits, in order of slug; none for series outside STEM."""
    for length in (7, 5, 2):
        found = _FIELDS.get(code[:length]) or _SERIES.get(code[:length])
        if found:
            return found
    return ()
