"""How much one answer of the catalog holds, and what is kept in memory of it."""

from pydantic import Field
from pydantic_settings import BaseSettings


class AnswerSettings(BaseSettings):
    """How much one answer of the catalog holds, and what is kept in memory of it."""

    page_limit_default: int = Field(
        100, ge=1, le=10_000, description="Assets on a page unless asked otherwise."
    )
    page_limit_max: int = Field(1000, ge=1, le=10_000, description="Most assets on one page.")
    version_keep_s: float = Field(
        0.5, ge=0, le=60, description="How long a worker takes the data version for unchanged, in seconds."
    )
    counts_kept: int = Field(
        10_000,
        ge=1,
        le=10**6,
        description="Counts of questions, and beginnings of pages, that each worker keeps in memory.",
    )
    facet_rows_kept: int = Field(
        2_000_000,
        ge=0,
        le=10**9,
        description="Rows in which facets are counted that each worker keeps in memory, 12 bytes each.",
    )
    map_rows_kept: int = Field(
        1_000_000,
        ge=0,
        le=10**9,
        description="Points of the finder's map that each worker keeps in memory, 33 bytes each.",
    )
    compare_max: int = Field(4, ge=2, le=8, description="Most entries that `/compare` shows side by side.")
    relevance_ranked_max: int = Field(
        10_000,
        ge=1,
        le=10**6,
        description="Most matches of a search that are all ranked by relevance; of more, a sample of 500 is.",
    )
    query_string_max: int = Field(4096, ge=256, le=65_536, description="Longest query string, in bytes.")
    radius_max_m: float = Field(
        200_000, gt=0, le=1_000_000, description="Longest search or reach distance, in metres."
    )
    search_text_max: int = Field(
        200, ge=10, le=2000, description="Longest search text or place name, in characters."
    )
    map_points_max: int = Field(5000, ge=10, le=100_000, description="Most asset points sent to one map.")
