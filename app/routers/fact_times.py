"""When something is: its schedule, season, days and deadline as facts. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from app.language import _, ngettext
from app.routers.fact import Fact, Fields, labels_of
from app.routers.schedule_words import day_in_words, schedule_in_words
from app.vocabulary import assets

_SOON_DAYS: Final = 60


def when(fields: Fields, today: date) -> Iterator[Fact]:
    """Facts about when it is; days and times are not stated where nothing is."""
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
    if seasons := labels_of(fields, "seasons", assets.SEASONS):
        yield Fact(_("Season"), seasons, "seasons")
    if times := labels_of(fields, "times_of_day", assets.TIMES_OF_DAY):
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
