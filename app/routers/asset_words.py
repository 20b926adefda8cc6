"""What the page of an asset says in words: its cost in one line, dates, its town, where it is from. Pure.

For the eye alone: what is stored, exported and answered to programs stays as it was sent.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from app.inventory.place.addresses import read_address
from app.language import N_, _
from app.routers.schedule_words import day_in_words as day_in_words
from app.vocabulary.assets import COST_BANDS, FRESHNESS, STATUSES
from app.vocabulary.codes import STATES

_SMALL: Final = frozenset(("of", "or", "the", "and", "de", "del", "la"))
_SHORTEST: Final = 3
_KINDS: Final = {
    "program": (N_("program"), N_("programs")),
    "institution": (N_("institution"), N_("institutions")),
    "opportunity": (N_("opportunity"), N_("opportunities")),
}
"""Shorter names in capitals may be initials."""


def cost_in_words(amount: Any, band: str | None) -> str | None:
    """`Free`, `$25 (under $50)`, `$25, sliding scale`; None where nothing is known."""
    words = _(COST_BANDS.label(band)) if band else None
    if amount is None or (not amount and band == "free"):
        return words
    if not amount:
        return _("Free (%(how)s)", how=_lower(words)) if words else _("Free")
    price = f"${amount:,.2f}".removesuffix(".00")
    if not words or band == "free":
        return price
    return f"{price} ({_lower(words)})"


def _lower(words: str | None) -> str:
    return f"{words[:1].lower()}{words[1:]}" if words else ""


def kind_in_words(kind: str, count: int) -> str:
    """`program`, `programs`: a kind in the middle of a sentence."""
    one, many = _KINDS[kind]
    return _(one) if count == 1 else _(many)


def status_in_words(status: str) -> str | None:
    """`Closed for good`; None for what goes on."""
    return None if status == "active" else _(STATUSES.label(status))


def checked_in_words(status: str, freshness: str, verified_at: date | None) -> str:
    """`Verified within a year`; of what is closed not how fresh that is, but when it was found so."""
    if status == "active" or verified_at is None:
        return _(FRESHNESS.label(freshness))
    day = day_in_words(verified_at)
    if status in ("defunct", "temporarily_closed"):
        return _("Checked closed on %(day)s", day=day)
    return _("Checked not offered on %(day)s", day=day)


def town_in_words(name: str) -> str:
    """`Salt Lake City` for `SALT LAKE CITY`; a name that is not all in capitals as it is."""
    if not name.isupper() or len(name) < _SHORTEST:
        return name
    words = re.sub(r"[^\W\d_]+(?:'s\b)?", lambda word: word[0].capitalize(), name)
    first, *others = words.split(" ")
    return " ".join([first, *(each.lower() if each.lower() in _SMALL else each for each in others)])


def address_label(address: str) -> str:
    """`Mailing address` for a post office box or a mail route, else `Address`."""
    read = read_address(address)
    return N_("Mailing address") if read.is_box or read.is_rural else N_("Address")


def origin_in_words(fields: Mapping[str, Any]) -> str:
    """Whose list an entry that nobody verified is from, and of when."""
    state = STATES.label(fields["state"])
    source = fields["source_name"]
    own = not source or source == f"inventory of {state}"
    day = day_in_words(fields["updated_at"])
    if own:
        return _("From %(state)s’s list of %(day)s, not yet verified", state=state, day=day)
    return _("From the list “%(source)s” of %(day)s, not yet verified", source=source, day=day)
