"""The facts of an asset in the order in which people ask for them, in plain words; what is not known is said. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlsplit

from app.catalog.records.words import grades_in_words
from app.language import N_, _, ngettext
from app.routers.asset_words import address_label, cost_in_words, town_in_words
from app.routers.schedule_words import day_in_words, schedule_in_words
from app.vocabulary import assets, careers, people
from app.vocabulary.terms import Vocabulary

Fields = Mapping[str, Any]
_GRADE_WORDS: Final = ("Grades ", "Grade ")
_SOON_DAYS: Final = 60
_HELD_THERE: Final = (None, "in-person", "hybrid")


@dataclass(frozen=True)
class Fact:
    """One line. `value` None: not stated. `field` is what a correction of it is called; `href` where it leads."""

    label: str
    value: str | None
    field: str | None = None
    href: str | None = None
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """Facts under one heading."""

    title: str
    facts: list[Fact]


def sections_of(fields: Fields, today: date) -> list[Section]:
    """Everything known, under headings; sections without a fact are left out."""
    made = (
        (N_("Who it is for"), _for_whom(fields)),
        (N_("When"), _when(fields, today)),
        (N_("What it costs"), _cost(fields)),
        (N_("Where and how"), _where(fields)),
        (N_("What it is about"), _about(fields)),
        (N_("Contact"), _contact(fields)),
    )
    found = ((title, list(facts)) for title, facts in made)
    return [Section(_(title), facts) for title, facts in found if facts]


def not_stated(sections: list[Section]) -> list[Fact]:
    """The facts that nobody has said."""
    return [fact for section in sections for fact in section.facts if fact.value is None]


def _labels(fields: Fields, name: str, vocabulary: Vocabulary) -> str | None:
    return ", ".join(_(vocabulary.label(slug)) for slug in fields[name]) or None


def _asked(fields: Fields) -> bool:
    """Whether people need to know all of it before they come: an institution is only a place."""
    return str(fields["kind"]) != "institution"


def _if_known(fields: Fields, fact: Fact, *, always: bool = False) -> Iterator[Fact]:
    if fact.value is not None or always or _asked(fields):
        yield fact


def _for_whom(fields: Fields) -> Iterator[Fact]:
    grades, ages = _grades(fields["grades"]), _ages(fields["min_age"], fields["max_age"])
    if grades:
        yield Fact(_("Grades"), grades, "grades")
    if ages:
        yield Fact(_("Ages"), ages, "ages")
    if not grades and not ages:
        yield from _if_known(fields, Fact(_("Grades or ages"), None, "grades"))
    if fields["open_to_all"]:
        yield Fact(_("Who may come"), _("Everyone is welcome"), "audiences")
    if designed := _labels(fields, "designed_for", people.AUDIENCES):
        yield Fact(_("Designed for"), designed, "audiences")
    if only := _labels(fields, "restricted_to", people.AUDIENCES):
        yield Fact(_("Only for"), only)
    yield from _if_known(
        fields, Fact(_("Languages"), _labels(fields, "languages", people.LANGUAGES), "languages")
    )


def _grades(grades: list[str]) -> str:
    """`6–8, Adults`: the label says already that they are grades."""
    words = grades_in_words(grades)
    for word in _GRADE_WORDS:
        words = words.replace(word, "")
    return ", ".join(_(part) for part in words.split(", ") if part)


def _ages(low: int | None, high: int | None) -> str | None:
    if low is None and high is None:
        return None
    if high is None:
        return _("%(age)s and older", age=low)
    return _("Up to %(age)s", age=high) if low is None else f"{low}–{high}"


def _when(fields: Fields, today: date) -> Iterator[Fact]:
    facts = list(_times(fields, today))
    if not facts:
        facts = [Fact(_("Days and times"), None, "times_of_day")]
    yield from facts
    if deadline := fields["application_deadline"]:
        words, tone = _deadline(deadline, today)
        yield Fact(_("Apply by"), words, "application_deadline", tone=tone)


def _times(fields: Fields, today: date) -> Iterator[Fact]:
    if fields["schedule"]:
        yield Fact(_("Schedule"), schedule_in_words(fields["schedule"]))
    if seasons := _labels(fields, "seasons", assets.SEASONS):
        yield Fact(_("Season"), seasons, "seasons")
    if times := _labels(fields, "times_of_day", assets.TIMES_OF_DAY):
        yield Fact(_("Time of day"), times, "times_of_day")
    if start := fields["start_date"]:
        yield Fact(_("First day"), day_in_words(start), "start_date")
    if end := fields["end_date"]:
        over = end < today
        words = _("%(day)s (over)", day=day_in_words(end)) if over else day_in_words(end)
        yield Fact(_("Last day"), words, "end_date", tone="late" if over else "")


def _deadline(day: date, today: date) -> tuple[str, str]:
    left = (day - today).days
    words = day_in_words(day)
    if left < 0:
        return _("%(day)s: applications are closed", day=words), "late"
    if left == 0:
        return _("%(day)s: today is the last day", day=words), "soon"
    if left > _SOON_DAYS:
        return words, ""
    days = ngettext("one day left", "%(n)s days left", left)
    return f"{words}: {days % {'n': left} if '%(' in days else days}", "soon"


def _cost(fields: Fields) -> Iterator[Fact]:
    yield Fact(_("Cost"), cost_in_words(fields["cost_amount"], fields["cost_band"]), "cost")
    if (aid := fields["financial_aid"]) is not None:
        yield Fact(_("Financial aid"), _("Offered") if aid else _("None"), "financial_aid")
    if fields["stipend"]:
        yield Fact(_("Pay"), _("Participants receive a stipend"))


def _where(fields: Fields) -> Iterator[Fact]:
    for name, label, vocabulary in (
        ("delivery_mode", _("How it is held"), assets.DELIVERY_MODES),
        ("reach", _("Whom it reaches"), assets.REACHES),
    ):
        if fields[name]:
            yield Fact(label, _(vocabulary.label(fields[name])), name if name == "delivery_mode" else None)
    if fields["address"]:
        yield Fact(_(address_label(fields["address"])), _address(fields), "address")
    elif fields["postal_code"]:
        yield Fact(_("ZIP code"), fields["postal_code"])
    yield from _if_known(fields, _yes_no(_("Transport"), fields["transport_provided"], "transport_provided"))
    yield from _if_known(
        fields,
        Fact(_("Accessibility"), "; ".join(fields["accessibility"]) or None, "accessibility"),
        always=True,
    )
    if fields["broadband_needed"]:
        yield Fact(_("Internet"), _("A fast connection is needed"))


def _address(fields: Fields) -> str:
    town = town_in_words(fields["city"]) if fields["city"] else ""
    state = " ".join(filter(None, (fields["state"], fields["postal_code"])))
    return ", ".join(filter(None, (fields["address"], town, state)))


def _yes_no(label: str, value: bool | None, field: str) -> Fact:
    return Fact(label, None if value is None else _("Provided") if value else _("Not provided"), field)


def _about(fields: Fields) -> Iterator[Fact]:
    if subjects := _labels(fields, "disciplines", assets.DISCIPLINES):
        yield Fact(_("Subjects"), subjects, "disciplines")
    if clusters := _labels(fields, "career_clusters", careers.CLUSTERS):
        yield Fact(_("Career clusters"), clusters)
    if fields["seats"] is not None:
        yield Fact(_("Seats a year"), f"{fields['seats']:,}", "seats")


def _contact(fields: Fields) -> Iterator[Fact]:
    if fields["url"]:
        yield Fact(_("Website"), _host(fields["url"]), "url", fields["url"])
    if fields["phone"]:
        number, _sep, extension = fields["phone"].partition(" ext. ")
        digits = "".join(each for each in number if each.isdigit())
        if len(digits) == 10 and digits.isascii():
            dialled = f"tel:+1-{digits[:3]}-{digits[3:6]}-{digits[6:]}"
            extension = extension if extension.isascii() and extension.isdigit() else ""
            yield Fact(
                _("Phone"), fields["phone"], "phone", dialled + (f";ext={extension}" if extension else "")
            )
        else:
            yield Fact(_("Phone"), fields["phone"], "phone")
    if fields["email"]:
        yield Fact(_("E-mail"), fields["email"], "email", f"mailto:{quote(fields['email'], safe='@')}")
    if not (fields["url"] or fields["phone"] or fields["email"]):
        yield Fact(_("How to reach it"), None, "phone")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def how_it_stands(fields: Fields, today: date) -> str | None:
    """What to know before all else: closed, not offered, over. None where it goes on."""
    if fields["status"] == "defunct":
        return _("This has closed for good.")
    if fields["status"] == "temporarily_closed":
        return _("This is closed for now.")
    if fields["status"] == "inactive":
        return _("This is not offered at present.")
    days = [day for day in (fields["end_date"], fields["application_deadline"]) if day is not None]
    if fields["kind"] == "opportunity" and days and min(days) < today:
        return _("This is over: its last day was %(day)s.", day=day_in_words(min(days)))
    return None


def directions(fields: Fields, lon: float | None, lat: float | None) -> tuple[str, str | None] | None:
    """(address on OpenStreetMap, `geo:` address or None) to be followed by a person; None where no place is known.

    A point leads there only where it is the asset's own, not the middle of an area; else the address does.
    """
    site = "https://www.openstreetmap.org"
    if lon is not None and lat is not None and fields["location_precision"] in ("exact", "street"):
        return f"{site}/?mlat={lat:.6f}&mlon={lon:.6f}#map=17/{lat:.6f}/{lon:.6f}", f"geo:{lat:.6f},{lon:.6f}"
    if fields["address"] and fields["city"] and address_label(fields["address"]) == "Address":
        return f"{site}/search?query={quote(_address(fields), safe='')}", None
    return None


def to_the_town(fields: Fields, lon: float | None, lat: float | None) -> str | None:
    """Address on OpenStreetMap of the town, where nothing nearer is known of something that is held there."""
    if lon is None or lat is None or directions(fields, lon, lat) is not None:
        return None
    if fields["location_precision"] != "city" or fields["delivery_mode"] not in _HELD_THERE:
        return None
    return f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=13/{lat:.5f}/{lon:.5f}"
