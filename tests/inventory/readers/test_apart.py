"""The child process: what it may not do, what it is not told, and that it ends when it must."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import TooLargeError
from app.inventory.readers import ReadOptions
from app.inventory.readers.apart import process
from app.inventory.readers.apart.job import Job
from app.inventory.readers.apart.process import input_file, read_apart, work_folder
from app.inventory.readers.limits import Limits, limits_of
from app.settings import Settings
from tests.inventory.readers.making import xlsx_bytes

LIMITS = limits_of(Settings())


def in_child(code: str, limits: Limits = LIMITS) -> subprocess.CompletedProcess[str]:
    """Run `code` as the child runs: its environment, its limits (after the readers are loaded)."""
    start = (
        "import app.inventory.readers.apart.layer, app.inventory.readers.apart.workbook\n"
        "from app.inventory.readers.apart.__main__ import limit_this_process\n"
        "from app.inventory.readers.limits import Limits\n"
        f"limit_this_process({limits!r})\n"
    )
    return subprocess.run(
        [sys.executable, "-P", "-s", "-c", start + code],
        env=process._ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_gdal_has_two_drivers_in_the_child() -> None:
    done = in_child("import pyogrio; print(sorted(pyogrio.list_drivers()))")
    assert done.stdout.strip() == "['ESRI Shapefile', 'GPKG']", done.stderr


def test_the_child_is_told_no_secrets_and_no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMAP_SECRET", "not for the child")
    monkeypatch.setenv("https_proxy", "http://proxy.example:1")
    told = json.loads(in_child("import os, json; print(json.dumps(dict(os.environ)))").stdout)
    assert "not for the child" not in told.values()
    assert not [name for name in told if "proxy" in name.lower() and name != "GDAL_HTTP_PROXY"]


def test_memory_of_the_child_ends_at_the_limit_and_below_512_mb() -> None:
    status = "print(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])\n"
    done = in_child(status + "bytearray(400 * 2**20)")
    assert "MemoryError" in done.stderr
    assert int(done.stdout.split()[0]) * 1024 + LIMITS.child_memory_bytes < 512 * 2**20


def test_the_child_cannot_fill_the_disk(tmp_path: Path) -> None:
    small = Limits(**{**LIMITS.__dict__, "unpacked_bytes": 1024})
    place = tmp_path / "big"
    in_child(f"open({str(place)!r}, 'wb').write(bytes(100_000))", small)
    assert place.stat().st_size <= 2048


def test_a_child_that_takes_too_long_is_killed_and_its_folder_deleted() -> None:
    limits = Limits(**{**LIMITS.__dict__, "child_wall_s": 0.02})
    folder = work_folder()
    input_file(folder, ".xlsx").write_bytes(xlsx_bytes())
    with pytest.raises(TooLargeError, match="longer than"):
        read_apart(folder, Job("workbook", ".xlsx", ReadOptions(), limits))
    assert not Path(folder.name).exists()


def test_rows_that_nobody_takes_leave_nothing_open() -> None:
    folder = work_folder()
    input_file(folder, ".xlsx").write_bytes(xlsx_bytes())
    sheet = read_apart(folder, Job("workbook", ".xlsx", ReadOptions(), LIMITS))
    assert Path(folder.name).exists()
    sheet.close()
    assert not Path(folder.name).exists()
    assert list(sheet.batches) == []
