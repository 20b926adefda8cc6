"""Questions about coverage: how many at a time, how long, and what is kept of them."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class CoverageSettings(BaseSettings):
    """Questions about coverage: how many at a time, how long, and what is kept of them."""

    coverage_timeout_s: float = Field(10.0, gt=0, le=600, description="Longest a coverage query may run.")
    warm_up: bool = Field(
        True,
        description="Whether each worker visits its own pages when it starts, and again when the data have changed.",
    )
    coverage_at_once: int = Field(2, ge=1, le=32, description="Coverage questions answered at the same time.")
    coverage_wait_s: float = Field(
        3.0, gt=0, le=60, description="Longest wait of a coverage question for its turn."
    )
    coverage_kept: int = Field(
        16, ge=1, le=1000, description="Coverage answers kept in memory by each worker."
    )
    coverage_demands_kept: int = Field(
        48, ge=1, le=1000, description="Sets of demand points kept in memory by each worker."
    )
    coverage_layers_kept: int = Field(
        48, ge=4, le=1000, description="Sets of areas and facts kept in memory by each worker."
    )
    coverage_supply_rows_kept: int = Field(
        500_000,
        ge=0,
        le=10**8,
        description="Most public assets that each worker keeps in memory for coverage questions; of more, each "
        "question reads its own.",
    )
    coverage_raam_points_max: int = Field(
        20_000, ge=1, le=10**6, description="Most points of people for which rational agents are settled."
    )
    coverage_presets_max: int = Field(
        19, ge=1, le=100, description="Most presets that one agreement puts together."
    )
    coverage_bodies_kept: int = Field(
        16, ge=1, le=1000, description="Coverage answers kept in memory as they were sent, by each worker."
    )
    coverage_body_kept_max_bytes: int = Field(
        2 * 2**20, ge=0, le=2**30, description="Largest coverage answer kept in memory as it was sent."
    )
    coverage_rows_default: int = Field(
        50, ge=1, le=10_000, description="Worst areas in a coverage answer unless asked."
    )
    coverage_kernel: Literal["auto", "numba", "plain"] = Field(
        "auto", description="What sums over pairs of places and sites: numba where it is installed, or numpy."
    )
    coverage_threads: int = Field(2, ge=1, le=64, description="Threads one sum over pairs may use.")
