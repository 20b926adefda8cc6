"""Partners: their keys, their domains, and what is refused with a cure."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.errors import BadParameterError, ConflictError, NotFoundError
from app.settings import Settings
from app.stewardship.partners import add_partner, partner_id, partner_of, partners, remove_partner

WYOMING = "Wyoming Department of Education"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (WYOMING, "wyoming-department-of-education"),
        ("Educación Pública, Nuevo México", "educacion-publica-nuevo-mexico"),
        ("x" * 80, "x" * 60),
        ("學校", ""),
    ],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    assert partner_id(name) == key


def test_a_partner_is_added_found_and_removed(session: Session, settings: Settings) -> None:
    add_partner(
        session, settings, name=WYOMING, domains=["EDU.wyoming.gov ", "*.wyo.edu", "*.wyo.edu"], key="wde"
    )
    assert partner_of(session, "wde").domains == ["edu.wyoming.gov", "*.wyo.edu"]
    assert [each.id for each in partners(session)] == ["wde"]
    assert remove_partner(session, "wde").name == WYOMING
    with pytest.raises(NotFoundError, match="no partner `wde`"):
        partner_of(session, "wde")


@pytest.mark.parametrize(
    "domain",
    [
        "", "*", "https://wyo.edu", "wyo.edu/maps", "wyo.edu; script-src *", "'self'", "*.*.edu", "wyo..edu",
        "wyo.edu\n", "-wyo.edu", "wyo.edu:", "wyo edu", "wÿo.edu", "x" * 64 + ".edu",
    ],
)  # fmt: skip
def test_what_is_no_domain_is_refused(session: Session, settings: Settings, domain: str) -> None:
    if domain.endswith("\n"):
        domain = f"{domain}x"  # what stands around a domain is dropped
    with pytest.raises(BadParameterError, match="no domain: write it like"):
        add_partner(session, settings, name=WYOMING, domains=[domain])


def test_domains_have_a_limit(session: Session, settings: Settings) -> None:
    most = [f"d{number}.edu" for number in range(settings.embed_domains_max)]
    add_partner(session, settings, name=WYOMING, domains=most)
    for domains in ([], [*most, "one-more.edu"]):
        with pytest.raises(BadParameterError, match="one to 20 domains"):
            add_partner(session, settings, name="Other", domains=domains)


def test_names_and_keys_are_taken_once(session: Session, settings: Settings) -> None:
    add_partner(session, settings, name=WYOMING, domains=["wyo.edu"], key="wde")
    for name, key in ((WYOMING, "other"), ("Other", "wde")):
        with pytest.raises(ConflictError, match="There is a partner wde"):
            add_partner(session, settings, name=name, domains=["wyo.edu"], key=key)


@pytest.mark.parametrize(
    ("name", "key"), [("學校", None), ("Us", "a b"), ("Us", "x" * 61), ("Us", "-a"), (" ", "us")]
)
def test_a_name_or_key_that_cannot_be(
    session: Session, settings: Settings, name: str, key: str | None
) -> None:
    with pytest.raises(BadParameterError, match=r"A (key|partner) has"):
        add_partner(session, settings, name=name, domains=["wyo.edu"], key=key)


def test_the_history_keeps_who_let_whom(session: Session, settings: Settings) -> None:
    version = session.scalar(text("SELECT version FROM data_version"))
    add_partner(session, settings, name=WYOMING, domains=["wyo.edu"], key="wde")
    remove_partner(session, "wde")
    rows = session.execute(
        text("SELECT action, before, after FROM audit_entry WHERE table_name = 'embed_partner' ORDER BY id")
    ).all()
    assert [row.action for row in rows] == ["insert", "delete"]
    assert rows[0].after["domains"] == rows[1].before["domains"] == ["wyo.edu"]
    assert session.scalar(text("SELECT version FROM data_version")) == version
