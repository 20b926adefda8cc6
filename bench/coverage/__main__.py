"""Every figure that coverage is held to, ours and the peers' in one run, as a Markdown table.

`python -m bench.coverage [--peers PYTHON] [--only WORD] [--tracts FILE] [--small] [--home FOLDER]`. Each case runs in a
process of its own; answers are compared before a ratio is printed. `--peers` names an interpreter with PySAL `access`,
`esda` and `spopt`. Ratios of one run hold from machine to machine, seconds do not.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.coverage import cases
from bench.coverage.table import Row, head, line


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--peers", help="interpreter with PySAL access, esda and spopt")
    ask.add_argument("--only", nargs="*", help="cases whose names hold one of these words")
    ask.add_argument("--tracts", type=Path, help="real places: centers of population of the Census Bureau")
    ask.add_argument("--small", action="store_true", help="a tenth of the points")
    ask.add_argument(
        "--home", type=Path, default=Path("build/bench-coverage"), help="where the service's data is kept"
    )
    given = ask.parse_args()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start\n\n{head()}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), given):
            print(line(row.cells()), flush=True)
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")


def rows(folder: Path, given: argparse.Namespace) -> Iterator[Row]:
    """All cases asked for, one after the other."""
    less = 10 if given.small else 1
    for name, case in cases.CASES.items():
        if given.only and not any(word in name for word in given.only):
            continue
        yield from case(cases.Setting(folder, given.peers, given.home, less, given.tracts))


if __name__ == "__main__":
    main()
