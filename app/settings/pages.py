"""What pages show, and where they may be shown."""

import re
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

DOMAIN = r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?"
"""A regular expression for `edu.wyoming.gov`, `*.wyo.edu`, `localhost:8080`: it can say nothing else in a header."""


class PageSettings(BaseSettings):
    """What pages show, and where they may be shown."""

    time_zone: str = Field(
        "America/Denver", description="Where a day ends: a deadline of today counts until midnight there."
    )
    tiles_url: str | None = Field(
        None,
        description="External base map tiles, for example https://tile.example/{z}/{x}/{y}.png; default none.",
    )
    tiles_attribution: str = Field("", description="Credit line the tile provider asks for.")
    profiles_kept: int = Field(
        64, ge=1, le=10_000, description="Profiles of states and counties each worker keeps in memory."
    )
    stewards: tuple[str, ...] = Field(
        (), description="Who looks after a state's inventory, one text each: `NM: name, e-mail or address`."
    )
    embed_ancestors: tuple[str, ...] = Field(
        ("*",),
        description="Domains whose pages may show /embed without naming a partner; * for all, [] for none.",
    )
    embed_domains_max: int = Field(20, ge=1, le=100, description="Most domains of one partner.")
    six_states: Annotated[tuple[str, ...], Field(description="States of the front page, by postal code.")] = (
        "CO",
        "ID",
        "NM",
        "NV",
        "UT",
        "WY",
    )

    @field_validator("embed_ancestors")
    @classmethod
    def _are_domains(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            if text != "*" and not re.fullmatch(DOMAIN, text):
                raise ValueError(f"{text} is no domain: write * or one like edu.wyoming.gov or *.wyo.edu")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value} is no time zone: write one like America/Denver")
        return value
