"""Alliances of states that an operator adds."""

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_settings import BaseSettings


class AllianceGiven(BaseModel):
    """An alliance of states as an operator writes it: its name, its states, who says so, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(min_length=1, max_length=200)
    states: tuple[str, ...] = Field(min_length=1)
    source: str = Field(min_length=1, max_length=500)
    years: str = Field("", max_length=40)


class AllianceSettings(BaseSettings):
    """Alliances of states that an operator adds."""

    alliances: dict[str, AllianceGiven] = Field(
        {},
        description="Alliances of states besides the known ones, by their name in addresses.",
    )

    @field_validator("alliances")
    @classmethod
    def _are_slugs(cls, value: dict[str, AllianceGiven]) -> dict[str, AllianceGiven]:
        for slug in value:
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 60:
                raise ValueError(f"{slug} is no name for addresses: write small letters, digits and hyphens")
        return value
