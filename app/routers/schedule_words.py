"""When something takes place, in words: iCalendar rules (RFC 5545, section 3.3.10) as a sentence. Pure.

What is no rule, or one that says more than is read here, stays as it was written.
"""

import re
from datetime import date
from typing import Final

from app.language import N_, _

DAYS: Final = {
    "MO": N_("Monday"), "TU": N_("Tuesday"), "WE": N_("Wednesday"), "TH": N_("Thursday"), "FR": N_("Friday"),
    "SA": N_("Saturday"), "SU": N_("Sunday"),
}  # fmt: skip
MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_EVERY: Final = {
    "DAILY": (N_("Every day"), N_("Every %(n)s days")),
    "WEEKLY": (N_("Every week"), N_("Every %(n)s weeks")),
    "MONTHLY": (N_("Every month"), N_("Every %(n)s months")),
    "YEARLY": (N_("Every year"), N_("Every %(n)s years")),
}
_PLACES: Final = {
    "1": N_("first %(day)s"), "2": N_("second %(day)s"), "3": N_("third %(day)s"), "4": N_("fourth %(day)s"),
    "-1": N_("last %(day)s"),
}  # fmt: skip
_READ: Final = frozenset(("FREQ", "INTERVAL", "BYDAY", "BYMONTH", "COUNT", "UNTIL", "WKST", "DTSTART"))
_DAY: Final = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR")


def day_in_words(day: date) -> str:
    """`March 4, 2026`."""
    return _("%(month)s %(day)s, %(year)s", month=_(MONTHS[day.month - 1]), day=day.day, year=day.year)


def schedule_in_words(text: str) -> str:
    """`Every week on Tuesday and Thursday, until May 1, 2027` for a rule; any other text as it is."""
    rule = text.strip().removeprefix("RRULE:")
    if "FREQ=" not in rule.upper():
        return text
    try:
        parts = dict(part.split("=", 1) for part in rule.upper().split(";") if part)
        return _sentence(parts) if parts.keys() <= _READ else text
    except (ValueError, KeyError, IndexError):
        return text


def _sentence(parts: dict[str, str]) -> str:
    words = [_every(parts)]
    if "BYMONTH" in parts:
        months = [_(MONTHS[int(number) - 1]) for number in parts["BYMONTH"].split(",") if int(number) > 0]
        words.append(_("in %(months)s", months=_listed(months)))
    sentence = " ".join(word for word in words if word)
    if "UNTIL" in parts:
        sentence += ", " + _("until %(day)s", day=day_in_words(_date(parts["UNTIL"])))
    if "COUNT" in parts:
        sentence += ", " + _("%(n)s times", n=int(parts["COUNT"]))
    return sentence


def _every(parts: dict[str, str]) -> str:
    one, many = _EVERY[parts["FREQ"]]
    interval = int(parts.get("INTERVAL", "1"))
    every = _(one) if interval == 1 else _(many, n=interval)
    if "BYDAY" not in parts:
        return every
    days = [_DAY.fullmatch(each) for each in parts["BYDAY"].split(",")]
    if tuple(each[0] if each else "" for each in days) == _WEEKDAYS and interval == 1:
        return _("Monday to Friday")
    named = _listed([_weekday(each) for each in days])
    return _("%(every)s on %(days)s", every=every, days=named)


def _weekday(match: re.Match[str] | None) -> str:
    if match is None:
        raise ValueError
    day = _(DAYS[match[2]])
    return _(_PLACES[match[1].lstrip("+")], day=day) if match[1] else day


def _listed(words: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def _date(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
