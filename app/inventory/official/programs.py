"""STEM programs of colleges: IPEDS Completions (six-digit CIP) and College Scorecard fields of study (four-digit).

One asset for an institution and a CIP code, whatever the levels of its awards: a person looks for “Mechanical
Engineering in Socorro”, not for a line a level, and a whole series (“Engineering”) would hide what is taught. The
institution must be loaded: the program is at its place and belongs to it. Whom a program is for is not claimed.
"""

from collections.abc import Sequence
from typing import Final

from app.inventory.official.cells import whole_number
from app.inventory.official.ipeds import PUBLIC_DOMAIN
from app.inventory.official.profile import (
    Asked,
    Cells,
    Institution,
    LeftOut,
    Made,
    Outcome,
    Output,
    Profile,
    Refused,
)
from app.vocabulary.cip import plain_title
from app.vocabulary.cip_disciplines import disciplines_of
from app.vocabulary.codes import cip_of

_SCORECARD_ABSENT: Final = frozenset(("", "NA", "NULL", "PS", "PrivacySuppressed"))
AWARD_LEVELS: Final = {
    "1": "Certificate under 1 year", "20": "Certificate under 12 weeks", "21": "Certificate of 12 weeks to 1 year",
    "2": "Certificate of 1 to 2 years", "3": "Associate's degree", "4": "Certificate of 2 to 4 years",
    "5": "Bachelor's degree", "6": "Postbaccalaureate certificate", "7": "Master's degree",
    "8": "Post-master's certificate", "17": "Doctor's degree (research)",
    "18": "Doctor's degree (professional practice)", "19": "Doctor's degree (other)",
}  # fmt: skip
"""AWLEVEL of IPEDS, in the order people list them."""
_LEVEL_ORDER: Final = ("1", "20", "21", "2", "4", "3", "5", "6", "7", "8", "17", "18", "19")
_VARIES: Final = frozenset(("_level", "Awards", "Awards to women", "Second majors"))
_NOT_STEM = LeftOut("not on the STEM list")


def make_completions(cells: Cells, asked: Asked) -> Outcome:
    """One line of completions: an institution, a program, first or second major, a level."""
    code = cip_of(whole_number(cells["cip"]))
    if code is None or len(code) < len("11.0701") or code.startswith("99"):
        return LeftOut("totals over programs (CIP of two or four digits, 99)")
    if not asked.everything and not asked.stem.holds(code):
        return _NOT_STEM
    level = whole_number(cells.get("level", "")).lstrip("0")
    if level not in AWARD_LEVELS:
        return LeftOut(f"totals over levels (AWLEVEL {level or 'empty'})")
    found = _program(cells, asked, code, asked.stem.title(code))
    if isinstance(found, dict):
        second = whole_number(cells.get("major", "")) == "2"
        found["_level"] = f"{_LEVEL_ORDER.index(level):02} {AWARD_LEVELS[level]}"
        found["Awards"], found["Awards to women"] = _number(cells, "total"), _number(cells, "women")
        if second:  # a second major is no further award
            found["Awards"] = found["Awards to women"] = ""
            found["Second majors"] = _number(cells, "total")
    return found


def make_scorecard(cells: Cells, asked: Asked) -> Outcome:
    """One line of fields of study: an institution, a field, a credential."""
    digits = whole_number(cells["cip"]).zfill(4)
    code = cip_of(f"{digits[:2]}.{digits[2:]}") or ""
    if not code:
        return Refused("code-bad", "CIPCODE", cells["cip"])
    if not cells["unitid"]:
        return LeftOut("institutions without a UNITID, most of them abroad")
    if not asked.everything and not asked.stem.holds(code):
        return _NOT_STEM
    found = _program(cells, asked, code, plain_title(cells.get("title", "")) or f"Field of study {code}")
    if isinstance(found, dict):
        level = whole_number(cells.get("level", "")) or "9"
        found["_level"] = f"{level:0>2} {cells.get('credential', '')}"
        found["Awards"] = _number(cells, "total")
    return found


def _program(cells: Cells, asked: Asked, code: str, title: str) -> Made | Refused:
    unitid = whole_number(cells["unitid"])
    home = asked.institutions.get(unitid)
    if home is None:
        return Refused("institution-not-loaded", "UNITID", unitid)
    return {
        "key": f"{unitid}-{code}", "subtype": "degree-program", "name": f"{title}, {home.name}",
        "parent": f"ipeds-unitid:{unitid}", "status": home.status, **_place(home), "cip_codes": code,
        "disciplines": "; ".join(disciplines_of(code)), "grades": "College",
    }  # fmt: skip


def _place(home: Institution) -> Made:
    lon, lat = map(str, home.point) if home.point else ("", "")
    return {
        "state": home.state, "address": home.address, "city": home.city, "postal_code": home.postal_code,
        "lat": lat, "lon": lon,
    }  # fmt: skip


def _number(cells: Cells, name: str) -> str:
    text = whole_number(cells.get(name, ""))
    return text if text.isdigit() else ""


def combine(parts: Sequence[Made]) -> Made:
    """The lines of one program: levels listed, numbers added."""
    whole = dict(parts[0])
    levels = sorted({part["_level"] for part in parts})
    whole["Award levels"] = "; ".join(level[3:] for level in levels if level[3:])
    for name in _VARIES - {"_level"}:
        known = [int(part[name]) for part in parts if part.get(name)]
        whole[name] = str(sum(known)) if known else ""
    del whole["_level"]
    return whole


_OUTPUTS: Final = (
    Output("Key", "key"), Output("Type", "subtype"), Output("Program", "name"), Output("UNITID", "parent"),
    Output("Status", "status"), Output("State", "state"), Output("Address", "address"), Output("City", "city"),
    Output("ZIP", "postal_code"), Output("Latitude", "lat"), Output("Longitude", "lon"),
    Output("CIPCODE", "cip_codes"), Output("Disciplines", "disciplines"), Output("Grades", "grades"),
    Output("Award levels"), Output("Awards", None, ("total",)),
)  # fmt: skip

COMPLETIONS: Final = Profile(
    slug="completions",
    title="STEM programs of colleges (IPEDS Completions)",
    source_name="NCES IPEDS, completions by program (C_A)",
    page_url="https://nces.ed.gov/ipeds/use-the-data",
    licence=PUBLIC_DOMAIN,
    example="C2023_A.zip",
    kind="program",
    key_scheme="ipeds-program",
    columns={
        "unitid": ("UNITID",), "cip": ("CIPCODE",), "major": ("MAJORNUM",), "level": ("AWLEVEL",),
        "total": ("CTOTALT",), "women": ("CTOTALW",),
    },
    required=("unitid", "cip", "major", "level", "total"),
    absent=frozenset(("", ".", "-1", "-2")),
    outputs=(*_OUTPUTS, Output("Awards to women", None, ("women",)), Output("Second majors", None, ("total",))),
    make=make_completions,
    combine=combine,
    varies=_VARIES,
    needs_institutions=True,
)  # fmt: skip

SCORECARD: Final = Profile(
    slug="scorecard",
    title="STEM fields of study (College Scorecard)",
    source_name="College Scorecard, field of study",
    page_url="https://collegescorecard.ed.gov/data/",
    licence=PUBLIC_DOMAIN,
    example="Most-Recent-Cohorts-Field-of-Study.csv",
    kind="program",
    key_scheme="scorecard-field",
    columns={
        "unitid": ("UNITID",), "cip": ("CIPCODE",), "title": ("CIPDESC",), "level": ("CREDLEV",),
        "credential": ("CREDDESC",), "total": ("IPEDSCOUNT2", "IPEDSCOUNT1"),
    },
    required=("unitid", "cip", "title", "level", "credential"),
    absent=_SCORECARD_ABSENT,
    outputs=_OUTPUTS,
    make=make_scorecard,
    combine=combine,
    varies=_VARIES,
    needs_institutions=True,
)  # fmt: skip
