"""Reports, pictures and map tiles."""

from pydantic import Field
from pydantic_settings import BaseSettings


class DrawingSettings(BaseSettings):
    """Reports, pictures and map tiles."""

    print_at_once: int = Field(
        2, ge=1, le=32, description="PDF files and pictures each worker makes at the same time."
    )
    print_wait_s: float = Field(
        10.0, gt=0, le=60, description="Longest wait of a PDF file or picture for its turn."
    )
    print_timeout_s: float = Field(
        30.0, gt=0, le=600, description="Longest the making of a PDF file or picture may take."
    )
    print_memory_bytes: int = Field(
        768 * 2**20,
        ge=64 * 2**20,
        description="Memory the making of a PDF file or picture may take, in bytes.",
    )
    print_kept_bytes: int = Field(
        32 * 2**20,
        ge=0,
        le=2**32,
        description="PDF files and pictures kept in memory by each worker, in bytes.",
    )
    reports_kept: int = Field(
        16, ge=1, le=1000, description="Reports kept in memory by each worker, before they are drawn."
    )
    tile_points_max: int = Field(
        10_000,
        ge=1,
        le=10**6,
        description="Most points of one map tile; where there are more they are clustered.",
    )
    tile_memory_bytes: int = Field(
        64 * 2**20, ge=2**16, description="Finished map tiles kept in memory by each worker, in bytes."
    )
    tile_disk_bytes: int = Field(
        256 * 2**20,
        ge=2**16,
        description="Finished map tiles kept in the data folder by all workers, in bytes.",
    )
    overview_every_s: float = Field(
        5.0, ge=0, le=3600, description="Least time between two makings of the map tiles of low zooms."
    )
