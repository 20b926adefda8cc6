"""A state's file from bytes to assets: ours against `ogr2ogr` loading it unchecked, and against the database's floor.

Run `python -m bench.upload` (ROWS: `--rows 20000`). It makes databases of its own on the configured server and drops
them. Ours is check and apply: columns mapped, every cell read, rows located, matched and published with history.
The peer is `ogr2ogr` with PG_USE_COPY, which checks nothing. The floor is one INSERT ... SELECT of the same assets
into a table with the same columns, rules and indexes. Prints medians of rounds that take turns, and their ratios.
"""

import argparse
import csv
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, create_engine, make_url, text

from app.db.engine import Database, database_url, make_engine
from app.db.schema import migrate
from app.geography.reference import load_reference
from app.inventory.applying import apply_upload
from app.inventory.origin import Origin
from app.inventory.uploads import check_upload
from app.settings import Settings, get_settings
from app.vocabulary.assets import DISCIPLINES, SUBTYPES
from seed.load import SEED

ROWS: Final = 200_000
FEW: Final = 250
ROUNDS: Final = 3
HEADER: Final = (
    "Program ID", "Program Name", "Program Type", "Description", "Website", "E-mail", "Phone",
    "Street Address", "City",
    "State", "ZIP", "Latitude", "Longitude", "STEM Areas", "Grade Levels", "Audience", "Cost",
    "Start Date", "End Date",
    "Season", "Time of Day", "Delivery", "Capacity", "Financial Aid", "Transportation", "Status",
    "Legislative District",
)  # fmt: skip
TOWNS: Final = (
    ("Santa Fe", "87501"),
    ("Taos", "87571"),
    ("Gallup", "87301"),
    ("Las Cruces", "88001"),
    ("Roswell", "88201"),
)
WORDS: Final = [
    "robot",
    "river",
    "solar",
    "code",
    "mesa",
    "bridge",
    "signal",
    "garden",
    "rocket",
    "lab",
    "data",
    "camp",
    "north",
    "field",
    "trail",
    "maker",
]
GRADES: Final = ("K-5", "6-8", "9-12", "K-2, 3-5", "6; 7; 8", "high school", "PK")
AUDIENCES: Final = ("", "girls", "all students", "rural; low income", "English learners")
INSERT_FLOOR: Final = "INSERT INTO floor_asset ({names}) SELECT {names} FROM asset"


def row(number: int, dice: random.Random) -> list[str]:
    """One row of a well-kept inventory, its point in New Mexico."""
    town, code = dice.choice(TOWNS)
    words = " ".join(dice.choices(WORDS, k=14))
    kinds = [slug for types in SUBTYPES.values() for slug in types]
    return [
        f"NM-{number:06}", f"{' '.join(dice.choices(WORDS, k=2)).title()} Program {number}",
        dice.choice(kinds).replace("-", " "),
        f"{words.capitalize()}.", f"https://www.{dice.choice(WORDS)}{number}.example.org/programs",
        f"info@{dice.choice(WORDS)}{number}.example.org", f"505-555-{number % 10_000:04}",
        f"{number % 9_000 + 100} Main Street",
        town, "NM", code, f"{dice.uniform(32.1, 36.9):.6f}", f"{dice.uniform(-108.9, -103.1):.6f}",
        "; ".join(dice.sample(DISCIPLINES.slugs, k=dice.randint(1, 3))), dice.choice(GRADES), dice.choice(AUDIENCES),
        dice.choice(("Free", "$25", "120", "0")), f"2026-{number % 6 + 1:02}-01", f"2026-{number % 6 + 7:02}-28",
        dice.choice(("Summer", "School year", "Year-round")), dice.choice(("After school", "Weekend", "Evening")),
        dice.choice(("In person", "Online", "Hybrid")), str(number % 60 + 5), dice.choice(("yes", "no", "")),
        dice.choice(("yes", "no", "")), "active", str(number % 70 + 1),
    ]  # fmt: skip


def write_file(path: Path, rows: int) -> None:
    """The file that everybody loads."""
    dice = random.Random(7)  # noqa: S311 - not a secret
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        out.writerows(row(number, dice) for number in range(rows))


def run_on(server: str, *statements: str) -> None:
    """Statements that cannot run in a transaction."""
    engine = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@contextmanager
def copy_of(server: str, template: str, name: str) -> Iterator[str]:
    """A fresh database like the template, dropped afterwards."""
    run_on(
        server,
        f"DROP DATABASE IF EXISTS {name}",
        f"CREATE DATABASE {name} TEMPLATE {template}",
    )
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    run_on(server, f"DROP DATABASE {name}")


def make_template(server: str, name: str, settings: Settings) -> None:
    """A database with the reference geography and without assets."""
    run_on(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    engine = make_engine(make_url(server).set(database=name).render_as_string(hide_password=False), settings)
    migrate(engine)
    with Database(engine, settings).write("bench") as session:
        load_reference(session, SEED / "geography", lambda _: None)
    engine.dispose()


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rss_kib() -> int:
    """The most memory this process ever had; not its parent's, as `getrusage` may say."""
    status = Path("/proc/self/status").read_text(encoding="ascii").split()
    return int(status[status.index("VmHWM:") + 1])


def ours(url: str, path: Path, home: Path) -> dict[str, float]:
    """Check and apply, in this process; seconds, and how far memory grew."""
    settings = get_settings().model_copy(update={"home": home, "upload_max_rows": 10**7})
    engine = make_engine(url, settings)
    database = Database(engine, settings)
    with path.open("rb") as file:
        warm = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        warm.write(b"".join(file.readline() for _ in range(3)))
        check_upload(database, settings, warm, Origin("NM", "warm.csv", "bench", "warm"))
        before = rss_kib()
        start = time.perf_counter()
        report = check_upload(database, settings, file, Origin("NM", path.name, "bench", "bench"))
        checked = time.perf_counter()
        assert report.counts["refused"] == 0, report.counts
        apply_upload(database, settings, report.id, "bench")
        applied = time.perf_counter()
    engine.dispose()
    return {"check": checked - start, "apply": applied - checked, "grown_mib": (rss_kib() - before) / 1024}


def ours_apart(url: str, path: Path, home: Path) -> dict[str, float]:
    """`ours` in a process of its own, so that memory is its own too."""
    command = [sys.executable, "-m", "bench.upload", "--once", url, str(path), str(home)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(answer.stdout))


def peer(url: str, path: Path) -> None:
    """What `ogr2ogr` needs for the same file."""
    parts = make_url(url)
    words = {"host": parts.query.get("host") or parts.host, "port": parts.query.get("port") or parts.port,
    "dbname": parts.database,
             "user": parts.username, "password": parts.password}  # fmt: skip
    target = "PG:" + " ".join(f"{key}={value}" for key, value in words.items() if value)
    subprocess.run(
        ["ogr2ogr", "-f", "PostgreSQL", target, str(path), "-nln", "peer", "-a_srs", "EPSG:4326",
        "--config", "PG_USE_COPY", "YES",
         "-oo", "X_POSSIBLE_NAMES=Longitude", "-oo", "Y_POSSIBLE_NAMES=Latitude", "-lco", "GEOMETRY_NAME=geom"],
        check=True,
    )  # fmt: skip


def floor(engine: Engine) -> float:
    """Seconds for one INSERT ... SELECT of the published assets into a table like theirs, without triggers."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE floor_asset (LIKE asset INCLUDING ALL)"))
        names = connection.scalar(
            text(
                "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = 'asset' AND is_generated = 'NEVER'"
            )
        )
    with engine.begin() as connection:
        return seconds(lambda: connection.execute(text(INSERT_FLOOR.format(names=names))))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Upload benchmark")
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--once", nargs=3, metavar=("URL", "FILE", "HOME"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.once:
        print(json.dumps(ours(given.once[0], Path(given.once[1]), Path(given.once[2]))))
        return
    with database_url(get_settings()) as server, tempfile.TemporaryDirectory() as folder:
        make_template(server, "stemmap_bench", get_settings())
        measure(server, Path(folder), given.rows, given.rounds)
        run_on(server, "DROP DATABASE stemmap_bench")


def measure(server: str, folder: Path, rows: int, rounds: int) -> None:
    """Ours, the peer and the floor in turns, then the small file."""
    big, few = folder / "big.csv", folder / "few.csv"
    write_file(big, rows)
    write_file(few, FEW)
    found: list[dict[str, float]] = []
    for _ in range(rounds):
        with copy_of(server, "stemmap_bench", "stemmap_bench_peer") as url:
            peer_s = seconds(lambda url=url: peer(url, big)) if shutil.which("ogr2ogr") else float("nan")  # type: ignore[misc]
        with copy_of(server, "stemmap_bench", "stemmap_bench_ours") as url:
            times = ours_apart(url, big, folder)
            engine = create_engine(url)
            times |= {"peer": peer_s, "floor": floor(engine)}
            engine.dispose()
        found.append(times)
    with copy_of(server, "stemmap_bench", "stemmap_bench_few") as url:
        small = ours_apart(url, few, folder)
    show(rows, big.stat().st_size, found, small)


def show(rows: int, size_bytes: int, found: list[dict[str, float]], small: dict[str, float]) -> None:
    """Medians and ratios."""
    middle = {name: statistics.median(times[name] for times in found) for name in found[0]}
    total = statistics.median(times["check"] + times["apply"] for times in found)
    print(f"{rows:,} rows, {size_bytes / 2**20:.0f} MiB, medians of {len(found)} rounds")
    print(f"  ours    check {middle['check']:6.2f} s + apply {middle['apply']:6.2f} s = {total:6.2f} s")
    print(f"  memory of our process grew by {max(times['grown_mib'] for times in found):.0f} MiB")
    print(f"  ogr2ogr (unchecked)  {middle['peer']:6.2f} s    ours is {total / middle['peer']:5.2f} x")
    over = middle["apply"] / middle["floor"]
    print(f"  INSERT ... SELECT    {middle['floor']:6.2f} s    apply is {over:5.2f} x this floor")
    print(f"{FEW} rows: report in {small['check']:.2f} s, applied in {small['apply']:.2f} s")


if __name__ == "__main__":
    main()
