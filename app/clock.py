"""The one clock of the answers: which day it is where the service is at home."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.settings import get_settings


def today() -> date:
    """The day answers are given for: what is over as of today is left out."""
    return datetime.now(_zone()).date()


def day_began(day: date) -> datetime:
    """The moment `day` began there."""
    return datetime.combine(day, time.min, _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(get_settings().time_zone)
