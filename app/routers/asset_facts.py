"""The facts of an asset in the order in which people ask for them, in plain words; what is not known is said. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import quote, urlsplit

from app.catalog.records.words import grades_in_words
from app.language import N_, _
from app.routers.asset_ways import address_of
from app.routers.asset_words import address_label, cost_in_words
from app.routers.fact import Fact, Fields, Section, if_known, labels_of
from app.routers.fact_times import when
from app.routers.schedule_words import day_in_words
from app.vocabulary import assets, careers, people

_GRADE_WORDS: Final = ("Grades ", "Grade ")


def sections_of(fields: Fields, today: date) -> list[Section]:
    """Everything known, under headings; sections without a fact are left out."""
    made = (
        (N_("Who it is for"), _for_whom(fields)),
        (N_("When"), when(fields, today)),
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


def _for_whom(fields: Fields) -> Iterator[Fact]:
    grades, ages = _grades(fields["grades"]), _ages(fields["min_age"], fields["max_age"])
    if grades:
        yield Fact(_("Grades"), grades, "grades")
    if ages:
        yield Fact(_("Ages"), ages, "ages")
    if not grades and not ages:
        yield from if_known(fields, Fact(_("Grades or ages"), None, "grades"))
    if fields["open_to_all"]:
        yield Fact(_("Who may come"), _("Everyone is welcome"), "audiences")
    if designed := labels_of(fields, "designed_for", people.AUDIENCES):
        yield Fact(_("Designed for"), designed, "audiences")
    if only := labels_of(fields, "restricted_to", people.AUDIENCES):
        yield Fact(_("Only for"), only)
    yield from if_known(
        fields, Fact(_("Languages"), labels_of(fields, "languages", people.LANGUAGES), "languages")
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
        yield Fact(_(address_label(fields["address"])), address_of(fields), "address")
    elif fields["postal_code"]:
        yield Fact(_("ZIP code"), fields["postal_code"])
    yield from if_known(fields, _yes_no(_("Transport"), fields["transport_provided"], "transport_provided"))
    yield from if_known(
        fields,
        Fact(_("Accessibility"), "; ".join(fields["accessibility"]) or None, "accessibility"),
        always=True,
    )
    if fields["broadband_needed"]:
        yield Fact(_("Internet"), _("A fast connection is needed"))


def _yes_no(label: str, value: bool | None, field: str) -> Fact:
    return Fact(label, None if value is None else _("Provided") if value else _("Not provided"), field)


def _about(fields: Fields) -> Iterator[Fact]:
    if subjects := labels_of(fields, "disciplines", assets.DISCIPLINES):
        yield Fact(_("Subjects"), subjects, "disciplines")
    if clusters := labels_of(fields, "career_clusters", careers.CLUSTERS):
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
