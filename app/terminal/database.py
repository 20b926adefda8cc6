"""`stemmap db …` and `stemmap seed`: the schema and the data it starts with."""

from pathlib import Path
from typing import Annotated

import typer

from app.db.backup import BackupError, restore_backup, write_backup
from app.db.schema import check, current_revision, migrate, newest_revision
from app.terminal.console import err, opened_database, out

app = typer.Typer(help="The database's schema.", no_args_is_help=True, add_completion=False)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the schema to the newest version. Safe to repeat."""
    with opened_database(any_schema=True) as database:
        before = current_revision(database.engine)
        after = migrate(database.engine)
    out.print(f"Schema {after}" + ("" if before == after else f" (was {before or 'empty'})"))


@app.command()
def status() -> None:
    """Say which schema the database has and which this code needs; exit code 1 when they differ."""
    with opened_database(any_schema=True) as database:
        found, needed = current_revision(database.engine), newest_revision()
    out.print(f"Schema {found or 'empty'}, needed {needed}")
    if found != needed:
        err.print("Run `stemmap db migrate`.")
        raise typer.Exit(1)


@app.command("check")
def check_command() -> None:
    """Check that models and migrations agree (for developers)."""
    with opened_database(any_schema=True) as database:
        check(database.engine)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write a copy of the whole database to a file, also while the service runs.

    Example: `stemmap db backup stemmap-2026-11-30.dump`
    """
    with opened_database() as database:
        write_backup(database.engine, file)
    err.print(f"{file}: {file.stat().st_size:,} bytes. Keep the secret of the data folder beside it.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file written by `stemmap db backup`.")]) -> None:
    """Put a copy back into a database that is still empty (a new data folder), all of it or nothing.

    Example: `STEMMAP_HOME=/srv/new stemmap db restore stemmap-2026-11-30.dump`
    """
    with opened_database(any_schema=True) as database:
        if current_revision(database.engine) is not None:
            raise BackupError("This database is not empty: name a new data folder with STEMMAP_HOME.")
        restore_backup(database.engine, file)
        migrate(database.engine)
    err.print("Restored.")


def seed() -> None:
    """Load the reference geography and the starter inventory that come with the service. Safe to repeat."""
    from seed.load import seed_all

    with opened_database(any_schema=True) as database:
        migrate(database.engine)
        seed_all(database, err.print)
