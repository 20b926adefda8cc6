"""`stemmap key …`: make, list and revoke API keys."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select

from app.errors import NotFoundError
from app.models import ApiKey
from app.stewardship.keys import create_key
from app.terminal.console import err, opened_database, out

app = typer.Typer(help="Keys for writing: make, list, revoke.", no_args_is_help=True, add_completion=False)
ACTOR = "cli"


@app.command()
def create(
    role: Annotated[str, typer.Option(help="admin, editor or reader.")] = "editor",
    state: Annotated[
        list[str] | None, typer.Option(help="State an editor may write; repeat for more.")
    ] = None,
    label: Annotated[str, typer.Option(help="Whose key it is, for your list.")] = "",
) -> None:
    """Make a key and print it, and nothing else, on standard output. It is shown only now.

    Example: `stemmap key create --role editor --state NM --label "NM department of education"`
    """
    states = [text.upper() for text in state or []]
    with opened_database() as database, database.write(ACTOR) as session:
        key = create_key(session, database.settings, role=role, states=states, label=label or role)
    out.print(key, soft_wrap=True)


@app.command("list")
def list_keys() -> None:
    """List keys: number, first characters, role, states, last use. The keys themselves are not stored."""
    with opened_database() as database, database.read() as session:
        keys = session.scalars(select(ApiKey).order_by(ApiKey.id)).all()
    table = Table("Key", "Starts with", "Role", "States", "Label", "Last used", "Revoked")
    for key in keys:
        used, revoked = key.last_used_on, key.revoked_at
        states = ", ".join(key.states) or "all"
        table.add_row(
            str(key.id),
            key.prefix + "…",
            key.role,
            states,
            key.label,
            str(used or "–"),
            f"{revoked:%F}" if revoked else "–",
        )
    out.print(table)


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="The key's number, from `stemmap key list`.")]) -> None:
    """Make a key useless, at once and for good."""
    with opened_database() as database, database.write(ACTOR) as session:
        key = session.get(ApiKey, number)
        if key is None:
            raise NotFoundError(f"There is no key {number}: see `stemmap key list`.")
        key.revoked_at = key.revoked_at or datetime.now(UTC)
        err.print(f"Key {number} ({key.prefix}…) is revoked.")
