"""Every point × every victim, many times (`make faults REPEATS=50`): a table, and exit code 1 if anything is wrong.

Seeds a data folder of its own under /tmp first, and removes it at the end. Ctrl-C ends it with the
table of what was done.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from statistics import median

from sqlalchemy import create_engine

from app.db.engine import Database
from app.db.local import local_postgres
from app.db.pauses import POINTS
from app.settings import Settings
from app.stewardship.keys import create_key
from tests.db.clusters import short_folder
from tests.faults.crash import EXPECTED, VICTIMS, Crash, Crashes
from tests.faults.published import Inventory
from tests.faults.service import ROOT, Service

_HEADER = (
    f"{'point':<22}{'victim':<10}{'old':>5}{'new':>5}{'between':>9}{'left':>6}{'median s':>10}{'max s':>7}"
)


@contextmanager
def seeded() -> Iterator[Crashes]:
    """A service on a data folder as a person's first start makes it."""
    with short_folder() as folder:
        home = folder / "home"
        environment = os.environ | {"STEMMAP_HOME": str(home)}
        command = [sys.executable, "-m", "app.cli", "seed"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        with local_postgres(home) as url:
            settings = Settings(home=home)
            engine = create_engine(url)
            with Database(engine, settings).write("faults") as session:
                key = create_key(session, settings, role="admin", states=[], label="faults")
            engine.dispose()
            service = Service(home, key)
            try:
                service.start()
                crashes = Crashes(service, Inventory(url, home))
                crashes.prepare()
                yield crashes
            finally:
                service.stop()


def line(point: str, victim: str, found: list[Crash]) -> str:
    """One line of the table."""
    outcomes = [each.outcome for each in found]
    left = sum(1 for each in found if each.leftovers)
    seconds = [each.recovery_s for each in found] or [0.0]
    return (
        f"{point:<22}{victim:<10}{outcomes.count('old'):>5}{outcomes.count('new'):>5}"
        f"{outcomes.count('between'):>9}{left:>6}{median(seconds):>10.1f}{max(seconds):>7.1f}"
    )


def main() -> int:
    """Run the matrix; 0 when every kill ended as it must."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=1e9, help="Begin no further repeat after so long.")
    given = parser.parse_args()
    found: list[Crash] = []
    began = time.monotonic()
    with suppress(KeyboardInterrupt), seeded() as crashes:
        for repeat in range(given.repeats):
            if time.monotonic() - began > 60 * given.minutes:
                break
            for point in POINTS:
                found.extend(crashes.crash(point, victim) for victim in VICTIMS)
            print(f"{repeat + 1} of {given.repeats}: {len(_wrong(found))} wrong", file=sys.stderr, flush=True)
    return table(found)


def table(found: list[Crash]) -> int:
    """Print what was found; 0 when every kill ended as it must."""
    print(_HEADER)
    for point in POINTS:
        for victim in VICTIMS:
            print(
                line(point, victim, [each for each in found if (each.point, each.victim) == (point, victim)])
            )
    wrong = _wrong(found)
    for each in wrong:
        print(f"NOT AS IT MUST BE: {each}")
    return 1 if wrong else 0


def _wrong(found: list[Crash]) -> list[Crash]:
    return [each for each in found if each.outcome != EXPECTED[each.point] or each.leftovers]


if __name__ == "__main__":
    raise SystemExit(main())
