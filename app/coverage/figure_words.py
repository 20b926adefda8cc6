"""Numbers, lengths and lists inside a sentence. Pure."""

from app.language import _, gettext
from app.settings import MILE_M


def margin(moe: float | None) -> str:
    """` ± 1,200`; empty where the margin is not known."""
    return "" if moe is None else f" ± {moe:,.0f}"


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) == 1:
        return items[0]
    return _("%(some)s and %(last)s", some=", ".join(items[:-1]), last=items[-1])


def percent(share: float) -> str:
    """A share for people; `0%` is nobody and `100%` everybody."""
    value = 100 * share
    if 0 < value < 0.1:
        return gettext("less than 0.1%")
    if 99.9 < value < 100:
        return gettext("more than 99.9%")
    return f"{value:.0f}%" if value in (0, 100) or 9.95 <= value < 99.5 else f"{value:.1f}%"


def miles(distance_m: float) -> str:
    """`82 miles`, `4.1 miles`."""
    value = distance_m / MILE_M
    number = f"{value:,.0f}" if value >= 9.95 else f"{value:.1f}"
    return _("%(n)s mile", n=number) if number == "1.0" else _("%(n)s miles", n=number)
