"""Partners whose pages may show ours in a frame: added, changed, listed, removed; what browsers are told of them."""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import BadParameterError, ConflictError, NotFoundError
from app.models import AuditEntry, EmbedPartner
from app.models.partner import PARTNER_ID
from app.settings import DOMAIN, Settings

_NAME_MAX = 200
_ID_MAX = 60
_CHANGES_SHOWN = 50


def partner_id(name: str) -> str:
    """`wyoming-department-of-education`: a name as addresses write it; empty where nothing of it can be written."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_ID_MAX].strip("-")


def add_partner(
    session: Session, settings: Settings, *, name: str, domains: Sequence[str], key: str | None = None
) -> EmbedPartner:
    """Store a partner. Raises BadParameterError for a domain or key that is none, ConflictError for one there is."""
    name, ident = name.strip(), key or partner_id(name)
    if not name or len(name) > _NAME_MAX:
        raise BadParameterError(f"A partner has a name of {_NAME_MAX} characters at most.", parameter="name")
    if not re.fullmatch(PARTNER_ID, ident) or len(ident) > _ID_MAX:
        raise BadParameterError(
            f"A key has small letters, digits and single hyphens, {_ID_MAX} at most: add --key wde.",
            parameter="key",
        )
    known = session.scalar(
        select(EmbedPartner).where((EmbedPartner.id == ident) | (EmbedPartner.name == name))
    )
    if known is not None:
        raise ConflictError(f"There is a partner {known.id} ({known.name}): remove it first, or add --key.")
    partner = EmbedPartner(id=ident, name=name, domains=_domains(domains, settings))
    session.add(partner)
    session.flush()
    return partner


def _domains(given: Sequence[str], settings: Settings) -> list[str]:
    found = list(dict.fromkeys(text.strip().lower() for text in given))
    if not 1 <= len(found) <= settings.embed_domains_max:
        raise BadParameterError(
            f"A partner has one to {settings.embed_domains_max} domains: add --domain edu.wyoming.gov.",
            parameter="domain",
        )
    for text in found:
        if not re.fullmatch(DOMAIN, text):
            raise BadParameterError(
                f"`{text[:80]}` is no domain: write it like edu.wyoming.gov, *.wyo.edu or localhost:8080, "
                "without https:// and without a path.",
                parameter="domain",
            )
    return found


def partners(session: Session) -> Sequence[EmbedPartner]:
    """All partners by name."""
    return session.scalars(select(EmbedPartner).order_by(EmbedPartner.name)).all()


def partner_of(session: Session, ident: str) -> EmbedPartner:
    """The partner with this key. Raises NotFoundError."""
    found = session.get(EmbedPartner, ident) if re.fullmatch(PARTNER_ID, ident) else None
    if found is None:
        raise NotFoundError(f"There is no partner `{ident[:_ID_MAX]}`.", parameter="partner")
    return found


def change_domains(session: Session, settings: Settings, ident: str, domains: Sequence[str]) -> EmbedPartner:
    """Let a partner's pages be elsewhere. Raises NotFoundError, and BadParameterError for a domain that is none."""
    found = partner_of(session, ident)
    found.domains = _domains(domains, settings)
    session.flush()
    return found


def changes_of(session: Session) -> Sequence[AuditEntry]:
    """What was done to partners lately, the last first."""
    asked = select(AuditEntry).where(AuditEntry.table_name == EmbedPartner.__tablename__)
    return session.scalars(asked.order_by(AuditEntry.id.desc()).limit(_CHANGES_SHOWN)).all()


def remove_partner(session: Session, ident: str) -> EmbedPartner:
    """Take a partner away, and give back what it was. Raises NotFoundError."""
    found = partner_of(session, ident)
    session.delete(found)
    session.flush()
    return found
