"""`stemmap db …` and `stemmap seed`: the schema and the data it starts with."""

import typer

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


def seed() -> None:
    """Load the reference geography and the starter inventory that come with the service. Safe to repeat."""
    from seed.load import seed_all

    with opened_database(any_schema=True) as database:
        migrate(database.engine)
        seed_all(database, err.print)
