"""The databases of the benchmark: loaded once, copied, multiplied, dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import create_engine, make_url, text

from app.catalog.features import PUBLIC_FIELDS
from app.db.schema import migrate
from app.settings import get_settings
from app.vocabulary.assets import DISCIPLINES
from bench.catalog.data import fill
from bench.catalog.multiply import multiply
from bench.upload import copy_of, make_template, run_on

_TEMPLATE: Final = "stemmap_bench_catalog"


@contextmanager
def loaded_database(server: str, rows: int, keep: bool) -> Iterator[str]:
    """The URL of a database with `rows` made assets; with `keep` one from before, brought to today's schema."""
    name = f"{_TEMPLATE}_{rows}"
    if not (keep and _is_there(server, name)):
        _load(server, name, rows)
    yield _brought_up(_url(server, name))
    if not keep:
        run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def grown_database(server: str, url: str, rows: int, wanted: int) -> Iterator[str]:
    """The URL of a database with `wanted` assets: fewer are made, more are multiples of the `rows` at `url`."""
    name = f"{_TEMPLATE}_{wanted}_grown"
    if wanted < rows:
        _load(server, name, wanted)
        yield _url(server, name)
        run_on(server, f"DROP DATABASE {name} WITH (FORCE)")
        return
    with copy_of(server, str(make_url(url).database), name) as found:
        engine = create_engine(found)
        multiply(engine, wanted // rows)
        engine.dispose()
        yield found


def _load(server: str, name: str, rows: int) -> None:
    make_template(server, _TEMPLATE, get_settings())
    run_on(server, f"DROP DATABASE IF EXISTS {name}", f"ALTER DATABASE {_TEMPLATE} RENAME TO {name}")
    engine = create_engine(_url(server, name))
    fill(engine, rows, PUBLIC_FIELDS, DISCIPLINES.slugs)
    engine.dispose()


def _brought_up(url: str) -> str:
    engine = create_engine(url)
    migrate(engine)
    engine.dispose()
    return url


def _is_there(server: str, name: str) -> bool:
    engine = create_engine(make_url(server).set(database="postgres"))
    with engine.connect() as connection:
        found = connection.scalar(
            text("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name)"), {"name": name}
        )
    engine.dispose()
    return bool(found)


def _url(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)
