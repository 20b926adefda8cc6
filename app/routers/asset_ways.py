"""The way to an asset: its address, and where a map shows it. Pure."""

from typing import Final
from urllib.parse import quote

from app.routers.asset_words import address_label, town_in_words
from app.routers.fact import Fields

_HELD_THERE: Final = (None, "in-person", "hybrid")


def address_of(fields: Fields) -> str:
    """Address, town, state and ZIP code in one line, as far as they are known."""
    town = town_in_words(fields["city"]) if fields["city"] else ""
    state = " ".join(filter(None, (fields["state"], fields["postal_code"])))
    return ", ".join(filter(None, (fields["address"], town, state)))


def directions(fields: Fields, lon: float | None, lat: float | None) -> tuple[str, str | None] | None:
    """(address on OpenStreetMap, `geo:` address or None) to be followed by a person; None where no place is known.

    A point leads there only where it is the asset's own, not the middle of an area; else the address does.
    """
    site = "https://www.openstreetmap.org"
    if lon is not None and lat is not None and fields["location_precision"] in ("exact", "street"):
        return f"{site}/?mlat={lat:.6f}&mlon={lon:.6f}#map=17/{lat:.6f}/{lon:.6f}", f"geo:{lat:.6f},{lon:.6f}"
    if fields["address"] and fields["city"] and address_label(fields["address"]) == "Address":
        return f"{site}/search?query={quote(address_of(fields), safe='')}", None
    return None


def to_the_town(fields: Fields, lon: float | None, lat: float | None) -> str | None:
    """Address on OpenStreetMap of the town, where nothing nearer is known of something that is held there."""
    if lon is None or lat is None or directions(fields, lon, lat) is not None:
        return None
    if fields["location_precision"] != "city" or fields["delivery_mode"] not in _HELD_THERE:
        return None
    return f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=13/{lat:.5f}/{lon:.5f}"
