"""Likely duplicates: how good the guesses are on pairs labelled by hand, what is compared, and what is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from app.db.engine import Database
from app.inventory.duplicates import Duplicate, list_duplicates
from app.inventory.report import UploadReport

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
HEADER = (
    "id",
    "name",
    "type",
    "address",
    "city",
    "zip",
    "lat",
    "lon",
    "url",
    "phone",
    "email",
    "unitid",
    "parent",
)

LABELLED = """
# one thing or two | type | one name | the other | what they share: u website, h its host, p phone, a address,
# m e-mail, n official number, z ZIP, c town (in capitals: both have one and they differ) | metres apart
= | science-center | Explora | Explora Science Center | uc | 60
= | science-center | ¡Explora! | Explora | pc | 30
= | museum | New Mexico Museum of Natural History and Science | NM Museum of Natural History & Science | uaz | 15
= | museum | Museum of Natural History | Natural History Museum | az |
= | museum | National Museum of Nuclear Science & History | National Museum of Nuclear Science and History | c |
= | library | Juan Tabo Library | Juan Tabo Public Library | z | 120
= | library | Cherry Hills Library | Cherry Hills Branch Library | pz |
= | library | St. Pius Library | Saint Pius Library | z | 40
= | library | Española Public Library | Espanola Public Library | zu |
= | library | Octavia Fellin Public Library | Octavia Fellin Library | uc | 200
= | library | Vista Grande Public Library | Vista Grande Public Libary | z | 20
= | university | University of New Mexico | UNM | uac | 80
= | university | New Mexico Tech | New Mexico Institute of Mining and Technology | nuap |
= | university | Eastern New Mexico University | Eastern New Mexico Univ. | u | 90
= | community-college | Santa Fe Community College | Santa Fe Comm. College | uz |
= | community-college | Luna Community College | Luna Community College | c |
= | community-college | San Juan College | San Juan College | n |
= | tribal-college | Navajo Technical University | Navajo Technical Univ | uz | 300
= | school | Harrison Middle School | Harrison Middle | z | 10
= | school | Desert Ridge Middle School | Desert Ridge MS | uaz |
= | school | Mount Taylor Elementary School | Mt. Taylor Elementary | z | 70
= | makerspace | Quelab Makerspace | Quelab | uz | 25
= | makerspace | FUSE Makerspace at CNM | FUSE Makerspace | ua | 5
= | national-lab | Sandia National Laboratories | Sandia National Labs | uz |
= | national-lab | Los Alamos National Laboratory | Los Alamos National Lab | hz |
= | club | Bernalillo Robotics Club | Bernalillo Robotics Club | mz |
= | club | Rocketeers Club | Rocketeers | mp | 0
= | club | Girls Who Code Rio Rancho | Girls Who Code - Rio Rancho | z |
= | camp | Camp Invention Taos | Camp Invention - Taos | uz |
= | camp | Rocket Summer Camp | Rocket Camp | pz | 0
= | camp | Bosque Ecology Camp | Bosque Ecology Camp | u |
= | mentoring | Techbridge Girls Mentoring | Techbridge Girls | uz |
= | internship | Spaceport America Internship | Spaceport America Internships | uz |
= | competition | Supercomputing Challenge | New Mexico Supercomputing Challenge | ua |
= | employer | Intel Corporation | Intel | uz | 140
! | library | Juan Seguin Library | Lomas Tramway Library | hZC | 9000
! | library | Taos Public Library | Questa Public Library | ZC | 30000
! | library | Public Library | Gallup Public Library | ZC | 20000
! | library | Erna Fergusson Library | Ernie Pyle Library | hZC | 3500
! | library | San Pedro Library | San Pedro Library | ZC | 80000
! | library | Alamosa Library | Westgate Library | hzc | 4000
! | university | UNM - Los Alamos | UNM - Taos | hZC | 70000
! | university | University of New Mexico - Gallup | University of New Mexico - Valencia | hZC | 150000
! | university | NMSU Alamogordo | NMSU Grants | hZC | 250000
! | community-college | Central College Westside Campus | Central College Montoya Campus | uZc | 16000
! | school | Public School 101 | Public School 102 | z | 400
! | school | Rio Grande High School | Rio Grande Elementary School | ZC | 9000
! | school | Lincoln Elementary School | Lincoln Elementary School | ZC | 60000
! | school | Mesa Middle School | Manzano Mesa Elementary | zc | 900
! | club | Clovers 4-H Club of Sandoval County | Clovers 4-H Club of Torrance County | hZC | 70000
! | club | Torrance County 4-H Robotics Club | Socorro County 4-H Robotics Club | hZC | 70000
! | club | Scout Troop 12 | Scout Troop 15 | mz | 0
! | club | Robotics Club | Chess Club | az | 0
! | club | Coding Club Monday | Coding Club Tuesday | uap | 0
! | camp | Robotics Camp | Rocket Camp | uapz | 0
! | camp | Camp Voyager Session 1 | Camp Voyager Session 2 | uapz | 0
! | camp | Zoo Camp: Junior Keepers | Zoo Camp: Wildlife Artists | uap | 0
! | camp | Summer Science Camp Clovis | Summer Science Camp Portales | hZC | 30000
! | course | Algebra II | Algebra III | uap | 0
! | course | Intro to Python | Intro to Java | uap | 0
! | mentoring | MESA at Valley High | MESA at Highland High | hZ | 5500
! | internship | Sandia Internship: Materials | Sandia Internship: Cybersecurity | uapz | 0
! | internship | NASA Summer Internship | NASA Space Grant Fellowship | uz | 0
! | competition | Science Olympiad Regional Farmington | Science Olympiad Regional Socorro | hZC | 200000
! | museum | Turquoise Museum | Rattlesnake Museum | zc | 600
! | museum | Space History Museum | Rail History Museum | ZC | 60000
! | makerspace | Hive Makerspace | Coppertop Makerspace | zc | 1800
! | employer | Intel | Honeywell | az | 0
! | state-agency | Department of Education | Department of Workforce Solutions | zc | 300
! | extension-4h | Lea County Extension Office | Eddy County Extension Office | hZC | 100000
"""
"""Made up by us in the manner of real lists."""

SHARED = {
    "a": "address",
    "c": "city",
    "z": "zip",
    "u": "url",
    "h": "url",
    "p": "phone",
    "m": "email",
    "n": "unitid",
}
PRECISION_MIN, RECALL_MIN = 0.95, 0.9


@dataclass(frozen=True)
class Labelled:
    """Two rows and whether they are one thing."""

    are_one: bool
    first: dict[str, str]
    second: dict[str, str]


def row(number: int, side: str) -> dict[str, str]:
    """What a row holds of its own; every place is far from every other."""
    return {
        "id": f"{number}{side}", "address": f"{number}{ord(side)} Camino {number}", "city": f"Town{number}{side}",
        "zip": "", "url": f"https://site{number}.example/{side}", "phone": f"505-{200 + number}-{1000 + ord(side)}",
        "email": f"{side}{number}@mail.example", "unitid": f"{100000 + number * 2 + ord(side) % 2}",
        "lat": f"{31.9 + number * 0.07:.5f}", "lon": "-106.5", "parent": "",
    }  # fmt: skip


def labelled() -> list[Labelled]:
    pairs = []
    for number, line in enumerate(each for each in StringIO(LABELLED) if each[0] in "=!"):
        label, kind, name, other, shared, metres = (cell.strip() for cell in line.split("|"))
        first = row(number, "a") | {"name": name, "type": kind}
        second = row(number, "b") | {"name": other, "type": kind}
        first |= {"zip": f"{87000 + number}"}
        second |= {"zip": first["zip"] if "z" in shared else f"{88000 + number}" if "Z" in shared else ""}
        for letter, column in SHARED.items():
            if letter in shared:
                second[column] = first[column] if letter != "h" else first["url"] + "/other"
            elif letter.upper() not in shared and not (column == "url" and {"u", "h"} & set(shared)):
                second[column] = "" if column != "zip" else second["zip"]
        if "h" in shared:
            first["url"], second["url"] = f"https://site{number}.example/x", f"https://site{number}.example/y"
        if metres:
            north = 1 if number < 35 else -1
            second["lat"] = f"{float(first['lat']) + north * float(metres) / 111195:.6f}"
        else:
            second["lat"] = second["lon"] = ""
        pairs.append(Labelled(label == "=", first, second))
    return pairs


def body_of(make_csv: Make, *rows: dict[str, str]) -> bytes:
    return make_csv(HEADER, *[[each.get(name, "") for name in HEADER] for each in rows])


def found(database: Database, report: UploadReport, limit: int = 1000) -> list[Duplicate]:
    with database.read() as session:
        return list_duplicates(session, report.id, limit=limit)


def test_labelled_pairs(checking_database: Database, make_csv: Make, check: Check) -> None:
    pairs = labelled()
    assert len(pairs) >= 60
    report = check(
        checking_database, body_of(make_csv, *[side for pair in pairs for side in (pair.first, pair.second)])
    )
    assert report.counts["refused"] == 0
    said = {
        frozenset((each.row_number, each.other_row_number)): each for each in found(checking_database, report)
    }
    truth = {frozenset((2 + 2 * place, 3 + 2 * place)) for place, pair in enumerate(pairs) if pair.are_one}
    right = truth & said.keys()
    wrong = [
        (each.name, each.other_name, each.score, each.reasons)
        for pair, each in said.items()
        if pair not in truth
    ]
    missed = [pairs[(min(pair) - 2) // 2].first["name"] for pair in truth - said.keys()]
    assert len(right) / len(said) >= PRECISION_MIN, wrong
    assert len(right) / len(truth) >= RECALL_MIN, missed
