"""Codes of the Economic Research Service: the columns of its editions, and what a row gives. Pure."""

import re
from collections.abc import Sequence

from app.geography.official.given import Fact, Given
from app.geography.official.rows import Row, cell, number_of


def rucc_places(header: Sequence[str]) -> dict[str, int] | None:
    """Wide (`FIPS, …, RUCC_2023`) or long (`FIPS, …, Attribute, Value`)."""
    names = [name.upper() for name in header]
    code = next(
        (at for at, name in enumerate(names) if name in ("FIPS", "GEOID", "FIPSTXT", "FIPS CODE")), None
    )
    if code is None:
        return None
    at = {"code": code}
    at["name"] = next(
        (place for place, name in enumerate(names) if name in ("COUNTY_NAME", "COUNTY NAME")), -1
    )
    if "ATTRIBUTE" in names and "VALUE" in names:
        return at | {"attribute": names.index("ATTRIBUTE"), "value": names.index("VALUE")}
    values = [place for place, name in enumerate(names) if re.match(r"^RUCC[_ ]?(\d{4})?$", name)]
    return at | {"value": values[-1]} if values else None


def rucc_row(row: Row, at: dict[str, int]) -> Given | str:
    """The code of a county; a reason in words where the row has none."""
    code = cell(row, at, "code").zfill(5)
    if "attribute" in at and not cell(row, at, "attribute").upper().startswith("RUCC"):
        return "other attributes"
    value = number_of(cell(row, at, "value"))
    if value is None or not 1 <= value <= 9:
        return "without a code"
    return Given("county", code, cell(row, at, "name"), facts=[("rucc", value, None, None)])


def ruca_places(header: Sequence[str]) -> dict[str, int] | None:
    """Headers differ by edition (`TractFIPS20, PrimaryRUCA …`, `State-County-Tract FIPS Code …`): told by words."""
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in header]

    def first(*words: str, without: str = "desc") -> int | None:
        fits = (at for at, name in enumerate(plain) if all(w in name for w in words) and without not in name)
        return next(fits, None)

    tract, primary, secondary = first("tract", "fips"), first("primary", "ruca"), first("secondary", "ruca")
    if tract is None or primary is None:
        return None
    return {"tract": tract, "primary": primary} | ({"secondary": secondary} if secondary is not None else {})


def ruca_row(row: Row, at: dict[str, int]) -> Given | str:
    """The codes of a tract; a reason in words where the row has none."""
    code = cell(row, at, "tract").zfill(11)
    if not code.isdigit() or len(code) != 11:
        return "no tract code"
    facts: list[Fact] = []
    for name, fact in (("primary", "ruca"), ("secondary", "ruca-secondary")):
        value = number_of(cell(row, at, name))
        if value is not None:
            facts.append((fact, value, None, None))
    return Given("tract", code, facts=facts) if facts else "without a code"
