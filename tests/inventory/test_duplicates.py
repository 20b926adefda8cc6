"""Likely duplicates: how good the guesses are on pairs labelled by hand, what is compared, and what is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.errors import BadParameterError, ConflictError, NotFoundError
from app.inventory.applying import apply_upload
from app.inventory.duplicates import Duplicate, decide, list_duplicates
from app.inventory.report import UploadReport
from app.inventory.undo import undo_upload

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


EXPLORA = {"id": "1", "name": "Explora", "type": "science-center", "city": "Albuquerque", "zip": "87104",
           "lat": "35.0966", "lon": "-106.664", "url": "https://explora.us", "phone": "505-224-8300"}  # fmt: skip
CENTER = EXPLORA | {"id": "2", "name": "Explora Science Center", "lat": "35.0967", "unitid": "187985"}


def assets(database: Database) -> dict[str, tuple[str, ...]]:
    """The name and state of every asset that is shown, with its keys."""
    with database.read() as session:
        question = (
            "SELECT a.name, array_agg(i.scheme || ' ' || i.value ORDER BY i.scheme, i.value)"
            " FROM asset a LEFT JOIN asset_identifier i ON i.asset_id = a.id"
            " WHERE a.deleted_at IS NULL GROUP BY a.id, a.name"
        )
        return {name: tuple(keys) for name, keys in session.execute(text(question))}


def say(database: Database, report: UploadReport, decision: str) -> None:
    (pair,) = found(database, report)
    decide(database, report.id, pair.id, decision, "test")


def test_a_likely_duplicate_says_why(database: Database, make_csv: Make, send: Check, check: Check) -> None:
    send(database, body_of(make_csv, EXPLORA))
    report = check(database, body_of(make_csv, CENTER))
    (pair,) = found(database, report)
    assert (pair.row_number, pair.key, pair.name, pair.other_row_number) == (
        2,
        "2",
        "Explora Science Center",
        None,
    )
    assert (pair.other_name, pair.other_state, pair.decision) == ("Explora", "NM", None)
    assert pair.reasons == ["names 35 % alike", "same website", "same phone", "11 m apart"]
    assert 0.9 < pair.score <= 1
    assert report.counts["duplicates"] == 1


@pytest.mark.parametrize("decision", ["both", "distinct"])
def test_a_decided_pair_is_not_shown_again(
    database: Database, make_csv: Make, check: Check, send: Check, decision: str
) -> None:
    body = body_of(make_csv, EXPLORA, CENTER)
    report = check(database, body)
    say(database, report, decision)
    assert [pair.decision for pair in found(database, report)] == [decision]
    assert found(database, check(database, body)) == []
    assert len(assets(database)) == 0
    send(database, body)
    assert set(assets(database)) == {"Explora", "Explora Science Center"}
    assert found(database, check(database, body_of(make_csv, CENTER))) == []


def test_merging_with_an_asset_that_is_there(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    first = send(database, body_of(make_csv, EXPLORA))
    before = assets(database)
    report = check(database, body_of(make_csv, CENTER))
    say(database, report, "merge")
    applied = apply_upload(database, database.settings, report.id, "test")
    assert (applied.counts["added"], applied.counts["changed"]) == (0, 1)
    assert assets(database) == {"Explora Science Center": ("ipeds-unitid 187985", "state:NM 1", "state:NM 2")}
    again = send(database, body_of(make_csv, CENTER))
    assert (again.counts["unchanged"], again.counts["duplicates"]) == (1, 0)
    undo_upload(database, database.settings, report.id, "test")
    assert assets(database) == before
    undo_upload(database, database.settings, first.id, "test")
    assert assets(database) == {}


def test_merging_two_rows_of_a_file(database: Database, make_csv: Make, check: Check) -> None:
    body = body_of(make_csv, EXPLORA, CENTER)
    report = check(database, body)
    say(database, report, "merge")
    applied = apply_upload(database, database.settings, report.id, "test")
    assert (applied.counts["added"], applied.counts["merged"]) == (1, 1)
    assert assets(database) == {"Explora": ("ipeds-unitid 187985", "state:NM 1", "state:NM 2")}
    again = check(database, body)
    assert (again.counts["refused"], again.counts["merged"], again.counts["unchanged"]) == (0, 1, 1)
    assert again.counts["issues"]["row-merged"] == 1
    said = next(issue for issue in again.issues if issue.code == "row-merged")
    assert (said.row_number, said.message) == (3, "Row 2 is the same thing: this row only adds its key (2).")
    assert apply_upload(database, database.settings, again.id, "test").counts["changed"] == 0


def test_merging_two_assets_that_are_there(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    camp = {"id": "3", "name": "Zoom Camp", "type": "camp", "parent": "2"}
    body = body_of(make_csv, EXPLORA, CENTER, camp)
    send(database, body)
    before = assets(database)
    report = check(database, body)
    say(database, report, "merge")
    apply_upload(database, database.settings, report.id, "test")
    assert assets(database) == {
        "Explora": ("ipeds-unitid 187985", "state:NM 1", "state:NM 2"), "Zoom Camp": ("state:NM 3",),
    }  # fmt: skip
    with database.read() as session:
        question = "SELECT p.name FROM asset c JOIN asset p ON p.id = c.parent_id WHERE c.name = 'Zoom Camp'"
        assert session.scalar(text(question)) == "Explora"
    undo_upload(database, database.settings, report.id, "test")
    assert assets(database) == before


def test_assets_of_two_states_are_compared_but_not_merged(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    place = {"city": "", "zip": "", "lat": "36.9995", "lon": "-109.04"}
    send(database, body_of(make_csv, EXPLORA | place), "UT")
    report = check(database, body_of(make_csv, EXPLORA | place))
    (pair,) = found(database, report)
    assert pair.other_state == "UT"
    with pytest.raises(ConflictError, match="belongs to UT: assets of two states are not merged"):
        say(database, report, "merge")
    say(database, report, "both")
    with database.write("test") as session:
        session.execute(text("DELETE FROM duplicate_decision"))
        session.execute(text("UPDATE asset SET visibility = 'internal'"))
    assert found(database, check(database, body_of(make_csv, EXPLORA | place))) == []


def test_decisions_that_make_no_sense(database: Database, make_csv: Make, send: Check, check: Check) -> None:
    report = check(database, body_of(make_csv, EXPLORA, CENTER))
    (pair,) = found(database, report)
    with pytest.raises(BadParameterError, match="no decision 'perhaps'"):
        decide(database, report.id, pair.id, "perhaps", "test")
    with pytest.raises(NotFoundError):
        decide(database, report.id, pair.id + 1000, "both", "test")
    apply_upload(database, database.settings, report.id, "test")
    with pytest.raises(ConflictError, match="is published: send the file again to merge"):
        say(database, report, "merge")


def test_the_last_decision_counts(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, body_of(make_csv, EXPLORA, CENTER))
    for decision in ("merge", "distinct"):
        say(database, report, decision)
    assert apply_upload(database, database.settings, report.id, "test").counts["added"] == 2


@pytest.mark.parametrize(
    "other", [{"type": "camp"}, {"parent": "1"}, {"name": "Explora 2"}, {"name": "Turquoise Museum"}]
)
def test_what_is_never_likely(
    database: Database, make_csv: Make, check: Check, other: dict[str, str]
) -> None:
    assert found(database, check(database, body_of(make_csv, EXPLORA, CENTER | other))) == []


def test_blocks_that_are_too_large_say_nothing(database: Database, make_csv: Make, check: Check) -> None:
    rows = [
        {"id": str(n), "name": "Bosque Robotics Club", "type": "club", "phone": "505-224-8300"}
        for n in range(6)
    ]
    assert len(found(database, check(database, body_of(make_csv, *rows)))) == 15
    small = Database(database.engine, database.settings.model_copy(update={"duplicate_block_max": 5}))
    assert found(database, check(small, body_of(make_csv, *rows))) == []


def test_the_bar_is_a_setting(database: Database, make_csv: Make, check: Check) -> None:
    strict = Database(database.engine, database.settings.model_copy(update={"duplicate_score_min": 1.0}))
    assert found(database, check(strict, body_of(make_csv, EXPLORA, CENTER | {"phone": "", "url": ""}))) == []


def test_only_so_many_pairs_are_judged_the_most_alike_first(
    database: Database, make_csv: Make, check: Check
) -> None:
    few = Database(database.engine, database.settings.model_copy(update={"duplicate_pairs_max": 1}))
    report = check(few, body_of(make_csv, EXPLORA, CENTER, EXPLORA | {"id": "3"}))
    (pair,) = found(database, report)
    assert (pair.name, pair.other_name) == ("Explora", "Explora")


def test_pairs_are_listed_in_pages(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, body_of(make_csv, *[EXPLORA | {"id": str(n)} for n in range(4)]))
    with database.read() as session:
        first = list_duplicates(session, report.id, limit=4)
        rest = list_duplicates(session, report.id, after=first[-1].id, limit=4)
    assert (len(first), len(rest)) == (4, 2)
