"""Files that states send: how large, how checked, how many."""

from pydantic import Field
from pydantic_settings import BaseSettings


class UploadSettings(BaseSettings):
    """Files that states send: how large, how checked, how many."""

    upload_max_bytes: int = Field(256 * 2**20, ge=1024, description="Largest upload, in bytes.")
    upload_max_rows: int = Field(250_000, ge=1, description="Most rows in one upload.")
    upload_max_columns: int = Field(200, ge=1, description="Most columns in one upload.")
    upload_max_cell_bytes: int = Field(10_240, ge=16, description="Largest cell, in bytes.")
    upload_max_name_bytes: int = Field(1000, ge=16, le=2000, description="Largest name or key, in bytes.")
    upload_max_unpacked_bytes: int = Field(
        400 * 2**20, ge=1024, description="Largest file in an archive, unpacked, in bytes."
    )
    upload_max_zip_entries: int = Field(500, ge=1, description="Most entries in an archive.")
    upload_max_zip_ratio: int = Field(
        50, ge=2, description="How many times larger an archive above 64 MiB may get when unpacked."
    )
    upload_max_feature_bytes: int = Field(
        8 * 2**20, ge=1024, description="Largest single feature of a map file, in bytes."
    )
    upload_max_vertices: int = Field(200_000, ge=1, description="Most vertices of one shape.")
    upload_max_depth: int = Field(
        64, ge=8, le=500, description="How deep lists and objects in a file may be nested."
    )
    upload_child_memory_bytes: int = Field(
        384 * 2**20,
        ge=32 * 2**20,
        description="Memory the reader of a workbook or map layer may take, in bytes.",
    )
    upload_child_cpu_s: int = Field(
        25, ge=1, le=3600, description="Processor time the reader of a workbook or map layer may take."
    )
    upload_child_wall_s: float = Field(
        30.0, gt=0, le=3600, description="Longest wait for the reader of a workbook or map layer."
    )
    upload_error_share_max: float = Field(
        0.2, ge=0, le=1, description="Share of refused rows above which an upload cannot be published."
    )
    wrong_state_rows_min: int = Field(
        5, ge=1, le=1_000_000, description="Rows of other states from which a file may be another state's."
    )
    wrong_state_share_min: float = Field(
        0.5, gt=0, le=1, description="Share of rows of other states from which a file is refused for that."
    )
    wrong_state_points_max: int = Field(
        200, ge=0, le=100_000, description="Most points looked up to name the state a file is of."
    )
    upload_values_max: int = Field(
        500,
        ge=1,
        le=10_000,
        description="Values that can be said to mean something in one upload; as many unknown ones are listed.",
    )
    upload_issues_inline: int = Field(
        100, ge=1, le=10_000, description="Row findings shown in the answer itself."
    )
    upload_timeout_s: float = Field(
        600.0, gt=0, le=7200, description="Longest a statement that checks or publishes an upload may run."
    )
    upload_tries: int = Field(
        3, ge=1, le=100, description="Times a check is tried while others hold what it needs."
    )
    upload_keep_days: int = Field(
        14,
        ge=1,
        le=3650,
        description="Days a checked upload waits to be published, and the file of a published one is kept.",
    )
    upload_conflicts_inline: int = Field(
        20, ge=1, le=1000, description="Assets named when an upload cannot be undone."
    )
    duplicate_score_min: float = Field(
        0.62, ge=0, le=1, description="Score from which two assets are shown as likely duplicates."
    )
    duplicate_block_max: int = Field(
        15, ge=2, le=1000, description="Most assets that share a name, phone or place and are still compared."
    )
    duplicate_pairs_max: int = Field(
        50_000, ge=1, description="Most pairs judged in one upload, those with the most alike names first."
    )
    uploads_at_once: int = Field(2, ge=1, le=32, description="Uploads read at the same time.")
    upload_body_timeout_s: float = Field(900.0, gt=0, le=3600, description="Longest wait for a whole upload.")
    upload_body_grace_s: float = Field(
        10.0, gt=0, le=600, description="How long an upload may come slower than the least rate."
    )
    upload_min_bytes_per_s: int = Field(
        8192, ge=1, description="Least rate of an upload's body, in bytes a second; a slower one is cut off."
    )
    uploads_waiting_max: int = Field(
        6,
        ge=0,
        le=1000,
        description="Uploads that may arrive or wait for their turn beside those being read.",
    )
    uploads_per_hour: int = Field(60, ge=1, description="Most uploads of one key in an hour.")
    upload_bytes_per_day: int = Field(2 * 2**30, ge=1024, description="Most bytes one key uploads in a day.")
