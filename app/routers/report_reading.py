"""What somebody sends about the inventory becomes a report: the same rules for the forms and for the API.

Every text is bounded, of one address only so many are taken an hour, and what cannot be read is refused with its cure.
"""

import math
import time
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from sqlalchemy.orm import Session

from app.catalog.records.record import Record, read_record
from app.errors import BadParameterError, NotFoundError, TooManyError
from app.inventory.cells.texts import without_controls
from app.inventory.reported import PROPOSED, read_value
from app.routers.limits_callers import address_of
from app.settings import Settings
from app.stewardship.attempts import Attempts
from app.stewardship.submissions import NewReport
from app.vocabulary.assets import PROGRAM_SUBTYPES
from app.vocabulary.codes import STATES, state_of, zip_of
from app.vocabulary.reports import CLOSED_AS, OTHER, REPORT_FIELDS, REPORT_KINDS

TRAP: Final = "homepage"
"""A field that people do not see: what fills it in is a program."""
SAID: Final = ("kind", "asset", "field", "value", "state", "proposal", "comment", "email")
_HOUR_S: Final = 3600.0
_EMAIL_CHARS: Final = 254
_READ: Final = frozenset(PROPOSED) - {"name", "subtype", "parent", "address", "city", "postal_code"}
"""Fields of a missing program whose text is read as that of a file."""


def count_report(request: Request, settings: Settings) -> None:
    """Raise TooManyError when as many reports came from this address in the last hour as are taken."""
    state = request.app.state
    if not hasattr(state, "report_attempts"):
        state.report_attempts = Attempts(settings.submissions_per_hour, _HOUR_S)
    wait_s = state.report_attempts.wait_s(address_of(request.scope), time.monotonic())
    if wait_s:
        minutes = math.ceil(wait_s / 60)
        raise TooManyError(
            f"{settings.submissions_per_hour} reports an hour are taken from one address: try again in {minutes} "
            f"minute{'s' if minutes != 1 else ''}.",
            retry_after_s=math.ceil(wait_s),
        )


def asset_of(session: Session, asset_id: str) -> Record:
    """The public asset a report is about. Raises NotFoundError."""
    try:
        found = read_record(session, UUID(asset_id))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("There is no such entry in the inventory (any more).")
    return found


def new_report(session: Session, settings: Settings, given: Mapping[str, Any]) -> NewReport:
    """The report that `given` describes (names of SAID, texts, `proposal` a mapping).

    Raises BadParameterError naming the field at fault, NotFoundError for an asset that is not there.
    """
    if given.get(TRAP):
        raise BadParameterError("The field `homepage` is for programs only: leave it empty.", parameter=TRAP)
    kind = _one_of("kind", _text(given, "kind", settings), REPORT_KINDS)
    sender = {
        "comment": _text(given, "comment", settings) or None,
        "email": _email(_text(given, "email", settings)),
    }
    if kind == "new":
        return _missing(settings, given, sender)
    asset = asset_of(session, _text(given, "asset", settings))
    about = {"asset_id": asset.id, "asset_name": asset["name"], "state": asset["state"], **sender}
    value = _text(given, "value", settings) or None
    if kind == "closed":
        return NewReport(kind, value=_one_of("value", value or "", CLOSED_AS), **about)
    return _correction(about, _one_of("field", _text(given, "field", settings), REPORT_FIELDS), value)


def _correction(about: dict[str, Any], field: str, value: str | None) -> NewReport:
    if field == OTHER:
        value = None
    elif value is not None:
        read_value(field, value)
    if value is None and not about["comment"]:
        missing = "comment" if field == OTHER else "value"
        raise BadParameterError("Say what is right, or what is wrong in your own words.", parameter=missing)
    return NewReport("correction", field=field, value=value, **about)


def _missing(settings: Settings, given: Mapping[str, Any], sender: dict[str, Any]) -> NewReport:
    proposal = given.get("proposal") or {}
    if not isinstance(proposal, Mapping):
        raise BadParameterError(
            "`proposal` is an object: field to text.", parameter="proposal", accepted=PROPOSED
        )
    for name in proposal:
        if name not in PROPOSED:
            raise BadParameterError(
                f"There is no {name[:40]!r} here.", parameter="proposal", accepted=PROPOSED
            )
    said = {name: text for name in PROPOSED if (text := _text(proposal, name, settings))}
    state = state_of(_text(given, "state", settings))
    if state is None:
        raise BadParameterError("Say in which state it is.", parameter="state", accepted=STATES)
    _require_whole(said)
    return NewReport("new", state, said["name"], proposal=said, **sender)


def _require_whole(said: Mapping[str, str]) -> None:
    """Raise BadParameterError for a proposal that lacks what every entry has, or says what cannot be read."""
    if not said.get("name"):
        raise BadParameterError("Say what it is called.", parameter="name")
    _one_of("subtype", said.get("subtype", ""), PROGRAM_SUBTYPES)
    if "postal_code" in said and zip_of(said["postal_code"]) is None:
        raise BadParameterError("A ZIP code has five digits.", parameter="postal_code")
    if not said.keys() & {"city", "postal_code", "url"}:
        raise BadParameterError("Say where it is: a town or ZIP code, or its website.", parameter="city")
    for name in sorted(_READ & said.keys()):
        try:
            read_value(name, said[name])
        except BadParameterError as error:
            raise BadParameterError(error.detail, parameter=name) from error


def _text(given: Mapping[str, Any], name: str, settings: Settings) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadParameterError(f"`{name}` is a text.", parameter=name)
    text = without_controls(value).strip()
    if len(text) > settings.submission_text_max:
        raise BadParameterError(
            f"This may have {settings.submission_text_max:,} characters; yours has {len(text):,}.",
            parameter=name,
        )
    return text


def _one_of(name: str, text: str, known: Any) -> str:
    if text not in known:
        raise BadParameterError(f"Choose one for `{name}`.", parameter=name, accepted=list(known))
    return text


def _email(text: str) -> str | None:
    if not text:
        return None
    try:
        if len(text) <= _EMAIL_CHARS:
            return str(read_value("email", text)["email"])
    except BadParameterError:
        pass
    raise BadParameterError("Write one e-mail address, like maria@example.org, or none.", parameter="email")
