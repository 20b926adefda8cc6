"""Facets with exact counts against the plain count of the same filter, on the database that is configured.

Run `STEMMAP_DATABASE_URL=… python -m bench.facets`. Prints medians of rounds that take turns: `count(*)`, facets whose
rows are read anew, facets whose rows are kept from before (the same data version), and their ratios to the count.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.facet_sets import FacetSets
from app.catalog.facets import facet_counts
from app.catalog.filters import AssetFilter, parse_filter
from app.catalog.search import count_of
from app.clock import today
from app.db.engine import Database, database_url, make_engine
from app.settings import get_settings

ROUNDS: Final = 7
QUESTIONS: Final[tuple[tuple[tuple[str, str], ...], ...]] = (
    (),
    (("state", "NM"), ("discipline", "robotics")),
    (("near", "87501"), ("within", "100mi")),
    (("near", "87501"), ("within", "100mi"), ("kind", "program")),
)


def timed_ms(run: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that `run` took, and what it returned."""
    began = time.perf_counter()
    found = run()
    return 1000 * (time.perf_counter() - began), found


def measure(session: Session, chosen: AssetFilter) -> tuple[int, list[float]]:
    """Matches, and the medians of count, facets read anew and facets kept; all three agree on the count."""
    sets, rounds, matched = FacetSets(10**9), list[list[float]](), 0
    for _ in range(ROUNDS):
        count_ms, matched = timed_ms(lambda: count_of(session, where(session, chosen, today=today())))
        anew_ms, anew = timed_ms(lambda: facet_counts(session, chosen, today=today()))
        kept_ms, kept = timed_ms(lambda: facet_counts(session, chosen, today=today(), sets=sets))
        if not anew.matched == kept.matched == matched:
            raise SystemExit(f"counts differ: {matched}, {anew.matched}, {kept.matched}")
        rounds.append([count_ms, anew_ms, kept_ms])
    return matched, [statistics.median(times) for times in zip(*rounds, strict=True)]


def main() -> None:
    """Measure and print."""
    settings = get_settings()
    with database_url(settings) as url:
        database = Database(make_engine(url, settings), settings)
        with database.read() as session:
            for pairs in QUESTIONS:
                print(line(pairs, *measure(session, parse_filter(pairs, settings=settings))))
        database.engine.dispose()


def line(pairs: tuple[tuple[str, str], ...], matched: int, medians_ms: list[float]) -> str:
    """One question in words."""
    count, anew, kept = medians_ms
    question = "&".join(f"{name}={value}" for name, value in pairs) or "everything"
    return (
        f"{question}: {matched:,} matches, count {count:.1f} ms, facets anew {anew:.1f} ms (x{anew / count:.2f}), "
        f"kept {kept:.1f} ms (x{kept / count:.2f})"
    )


if __name__ == "__main__":
    main()
