"""Fair use, the way of answers, and how long a filter expression may be."""

from ipaddress import ip_network
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class CallerSettings(BaseSettings):
    """Fair use, the way of answers, and how long a filter expression may be."""

    rate_limit: int = Field(
        6000,
        ge=0,
        le=10**9,
        description="Units an address may ask for in a minute, of each worker; 0: no limit.",
    )
    rate_limit_key: int = Field(
        60_000, ge=1, le=10**9, description="Units a key may ask for in a minute, of each worker."
    )
    rate_limit_callers_kept: int = Field(
        20_000, ge=1, le=10**6, description="Callers whose use each worker remembers."
    )
    rate_limit_look_ups: int = Field(
        60, ge=1, le=10**6, description="Unknown keys an address may try in a minute; more are passed over."
    )
    trusted_proxies: Annotated[
        tuple[str, ...],
        Field(description="Addresses or networks of proxies whose X-Forwarded-For is believed."),
    ] = ("127.0.0.1", "::1")
    compress_min_bytes: int = Field(
        1024, ge=0, le=10**6, description="Answers from this size on are compressed, in bytes."
    )
    compress_zstd_level: int = Field(3, ge=1, le=22, description="How hard zstd tries.")
    compress_br_level: int = Field(3, ge=0, le=11, description="How hard Brotli tries.")
    compress_gzip_level: int = Field(3, ge=1, le=9, description="How hard gzip tries.")
    cql2_text_max: int = Field(
        4000, ge=16, le=100_000, description="Longest filter expression, in characters."
    )
    cql2_depth_max: int = Field(
        20, ge=2, le=100, description="How deep the conditions of a filter expression may be nested."
    )
    cql2_nodes_max: int = Field(
        300, ge=4, le=10_000, description="Most operators, properties and values in a filter expression."
    )
    cql2_vertices_max: int = Field(
        500, ge=1, le=10_000, description="Most vertices of one geometry in a filter expression."
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            ip_network(text, strict=False)
        return value
