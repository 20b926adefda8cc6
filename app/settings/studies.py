"""Where sites should be, what if, and analyses that run in the background."""

from pydantic import Field
from pydantic_settings import BaseSettings


class StudySettings(BaseSettings):
    """Where sites should be, what if, and analyses that run in the background."""

    siting_sites_max: int = Field(200, ge=1, le=10_000, description="Most new sites one question may choose.")
    siting_candidates_max: int = Field(
        60_000, ge=1, le=10**6, description="Most places among which new sites are chosen."
    )
    siting_pairs_max: int = Field(
        20_000_000,
        ge=1000,
        le=10**9,
        description="Most pairs of people's places and candidates within reach.",
    )
    what_if_changes_max: int = Field(
        500, ge=1, le=100_000, description="Most sites a what-if may add, close or move."
    )
    study_body_max_bytes: int = Field(
        4_194_304, ge=1024, le=10**9, description="Largest question about sites or of a run, in bytes."
    )
    runs_at_once: int = Field(
        1, ge=1, le=64, description="Analyses that run in the background at the same time."
    )
    runs_waiting_max: int = Field(20, ge=0, le=10_000, description="Analyses that may wait for their turn.")
    run_max_s: float = Field(
        600.0, gt=0, le=86_400, description="Longest search for a proof in the background."
    )
    run_inputs_max_bytes: int = Field(
        67_108_864, ge=1024, le=10**9, description="Most bytes kept of what an analysis was computed from."
    )
    run_result_max_bytes: int = Field(
        33_554_432, ge=1024, le=10**9, description="Largest result of an analysis that is kept, in bytes."
    )
    runs_anonymous_max: int = Field(
        200, ge=1, le=10**6, description="Analyses kept of callers without a key."
    )
    runs_anonymous_days: float = Field(
        90.0, gt=0, le=36_500, description="How long analyses of callers without a key are kept."
    )
    run_lost_s: float = Field(
        60.0,
        gt=0,
        le=86_400,
        description="After how long without a sign of life an analysis counts as broken off.",
    )
