"""What the page of an asset says: known things once, unknown things as such, dates by how long there is."""

from datetime import date
from typing import Any

import pytest

from app.catalog.features import PUBLIC_FIELDS
from app.routers.asset_facts import how_it_stands, not_stated, sections_of
from app.routers.asset_ways import directions, to_the_town
from app.routers.schedule_words import schedule_in_words

TODAY = date(2026, 11, 23)
LISTS = (
    "disciplines", "career_clusters", "grades", "designed_for", "restricted_to", "languages", "seasons", "times_of_day",
    "accessibility",
)  # fmt: skip


def asset(**known: Any) -> dict[str, Any]:
    return dict.fromkeys(PUBLIC_FIELDS) | {"kind": "program", "status": "active", "state": "NM"} | {
        name: [] for name in LISTS
    } | known  # fmt: skip


def said(**known: Any) -> dict[str, str | None]:
    facts = [fact for section in sections_of(asset(**known), TODAY) for fact in section.facts]
    assert len({fact.label for fact in facts}) == len(facts), "a label twice"
    return {fact.label: fact.value for fact in facts}


def test_what_nobody_said_is_said() -> None:
    missing = not_stated(sections_of(asset(), TODAY))
    assert [fact.label for fact in missing] == [
        "Grades or ages", "Languages", "Days and times", "Cost", "Transport", "Accessibility", "How to reach it",
    ]  # fmt: skip
    assert all(fact.field for fact in missing)


def test_an_institution_is_only_a_place() -> None:
    missing = not_stated(sections_of(asset(kind="institution"), TODAY))
    assert [fact.label for fact in missing] == ["Days and times", "Cost", "Accessibility", "How to reach it"]


def test_known_things_are_in_plain_words() -> None:
    facts = said(
        grades=["6", "7", "8", "adult"], min_age=11, cost_band="free", cost_amount=0, transport_provided=True,
        open_to_all=True, designed_for=["women-girls"], address="1 Main St", city="SANTA FE", postal_code="87501",
        seats=1200, financial_aid=False,
    )  # fmt: skip
    assert facts["Grades"] == "6–8, Adults"
    assert facts["Ages"] == "11 and older"
    assert facts["Cost"] == "Free"
    assert facts["Transport"] == "Provided"
    assert facts["Who may come"] == "Everyone is welcome"
    assert facts["Address"] == "1 Main St, Santa Fe, NM 87501"
    assert facts["Seats a year"] == "1,200"
    assert facts["Financial aid"] == "None"


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (date(2026, 11, 22), "November 22, 2026: applications are closed"),
        (date(2026, 11, 23), "November 23, 2026: today is the last day"),
        (date(2026, 11, 24), "November 24, 2026: one day left"),
        (date(2026, 12, 23), "December 23, 2026: 30 days left"),
        (date(2027, 6, 1), "June 1, 2027"),
    ],
)
def test_a_deadline_says_how_long_there_is(deadline: date, words: str) -> None:
    assert said(kind="opportunity", application_deadline=deadline)["Apply by"] == words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"status": "defunct"}, "This has closed for good."),
        ({"status": "temporarily_closed"}, "This is closed for now."),
        ({"status": "inactive"}, "This is not offered at present."),
        (
            {"kind": "opportunity", "end_date": date(2026, 11, 22)},
            "This is over: its last day was November 22, 2026.",
        ),
        ({"kind": "opportunity", "end_date": TODAY}, None),
        ({"end_date": date(2026, 11, 22)}, None),
    ],
)
def test_what_to_know_first(known: dict[str, Any], words: str | None) -> None:
    assert how_it_stands(asset(**known), TODAY) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270501T000000Z", "Every week on Tuesday and Thursday, until May 1, 2027"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "Every 2 weeks on Saturday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=MONTHLY;BYDAY=1SA;COUNT=6", "Every month on first Saturday, 6 times"),
        ("FREQ=DAILY;BYMONTH=6,7", "Every day in June and July"),
        ("freq=monthly;byday=-1fr", "Every month on last Friday"),
        ("Saturdays, 10 to noon", "Saturdays, 10 to noon"),
        ("FREQ=WEEKLY;BYHOUR=9", "FREQ=WEEKLY;BYHOUR=9"),
        ("FREQ=SOMETIMES", "FREQ=SOMETIMES"),
        ("FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=XX"),
        ("FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;UNTIL=soon"),
        ("FREQ=DAILY;BYMONTH=13", "FREQ=DAILY;BYMONTH=13"),
    ],
)  # fmt: skip
def test_a_rule_is_a_sentence(rule: str, words: str) -> None:
    assert schedule_in_words(rule) == words


def test_links_that_a_person_follows() -> None:
    facts = {
        fact.label: fact.href
        for section in sections_of(
            asset(phone="505-555-0123 ext. 12", email="a?b@c.org", url="https://www.x.org/a"), TODAY
        )
        for fact in section.facts
    }
    assert facts["Phone"] == "tel:+1-505-555-0123;ext=12"
    assert facts["E-mail"] == "mailto:a%3Fb@c.org"
    assert facts["Website"] == "https://www.x.org/a"


def test_directions_only_where_a_place_is_known() -> None:
    exact = directions(asset(location_precision="exact"), -106.5, 35.1)
    assert exact
    assert exact[0].startswith("https://www.openstreetmap.org/?mlat=35.100000&mlon=-106.500000")
    assert exact[1] == "geo:35.100000,-106.500000"
    by_address = directions(asset(location_precision="city", address="1 Main St", city="Taos"), -105.5, 36.4)
    assert by_address == ("https://www.openstreetmap.org/search?query=1%20Main%20St%2C%20Taos%2C%20NM", None)
    assert directions(asset(location_precision="city", city="Taos"), -105.5, 36.4) is None
    assert directions(asset(address="PO Box 5", city="Taos"), None, None) is None


def test_the_way_to_a_town_only_where_nothing_nearer_is_known() -> None:
    town = asset(location_precision="city", city="Taos", address="PO Box 5")
    assert to_the_town(town, -105.5, 36.4) == (
        "https://www.openstreetmap.org/?mlat=36.40000&mlon=-105.50000#map=13/36.40000/-105.50000"
    )
    assert to_the_town(town, None, None) is None
    assert to_the_town(town | {"location_precision": "county"}, -105.5, 36.4) is None
    assert to_the_town(town | {"delivery_mode": "virtual-live"}, -105.5, 36.4) is None
    assert to_the_town(town | {"address": "1 Main St"}, -105.5, 36.4) is None
