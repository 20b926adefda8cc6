"""The limits a reader keeps, as plain numbers: they also go to the child process, which knows no settings."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child process starts without them
    from app.settings import Settings


@dataclass(frozen=True)
class Limits:
    """What one file may have and cost. Bytes, counts and seconds."""

    rows: int
    columns: int
    unpacked_bytes: int
    zip_entries: int
    zip_ratio: int
    feature_bytes: int
    vertices: int
    depth: int
    child_memory_bytes: int
    child_cpu_s: int
    child_wall_s: float


def limits_of(settings: "Settings") -> Limits:
    """The limits these settings name."""
    return Limits(
        rows=settings.upload_max_rows,
        columns=settings.upload_max_columns,
        unpacked_bytes=settings.upload_max_unpacked_bytes,
        zip_entries=settings.upload_max_zip_entries,
        zip_ratio=settings.upload_max_zip_ratio,
        feature_bytes=settings.upload_max_feature_bytes,
        vertices=settings.upload_max_vertices,
        depth=settings.upload_max_depth,
        child_memory_bytes=settings.upload_child_memory_bytes,
        child_cpu_s=settings.upload_child_cpu_s,
        child_wall_s=settings.upload_child_wall_s,
    )
