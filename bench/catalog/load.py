"""Requests by `wrk`: a list of paths in turn over some connections, for some seconds."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SCRIPT: Final = """
local paths, headers, at = {{}}, {{{headers}}}, 0
for line in io.lines("{paths}") do paths[#paths + 1] = line end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], headers)
end
function done(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %f %f %d\\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, wrong))
end
"""
_RESULT: Final = re.compile(r"RESULT (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)")


@dataclass(frozen=True)
class Measured:
    """What wrk saw: requests a second, milliseconds at two percentiles, kB an answer, answers that were errors."""

    rate: float
    p50_ms: float
    p99_ms: float
    kb: float
    wrong: int


def measure(
    base: str, paths: Sequence[str], connections: int, seconds: int, headers: dict[str, str] | None = None
) -> Measured:
    """`paths` of `base`, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "script.lua"
        listed.write_text("\n".join(paths) + "\n")
        given = ", ".join(f"[\"{name}\"] = '{value}'" for name, value in (headers or {}).items())
        script.write_text(_SCRIPT.format(paths=listed, headers=given))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s"]
        said = subprocess.run(
            [*command, str(script), base], check=True, capture_output=True, text=True
        ).stdout
    found = _RESULT.search(said)
    assert found, said
    requests, microseconds, size, p50, p99, wrong = (float(each) for each in found.groups())
    return Measured(1e6 * requests / microseconds, p50, p99, size / max(requests, 1) / 1000, int(wrong))
