"""`stemmap partner …`: whose pages may show ours in a frame."""

from typing import Annotated

import typer
from rich.table import Column, Table

from app.stewardship.partners import add_partner, change_domains, partners, remove_partner
from app.terminal.console import actor, err, opened_database, out

app = typer.Typer(
    help="Partners whose pages may show ours: add, list, change, remove.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Whose pages they are, as people call them.")],
    domain: Annotated[
        list[str],
        typer.Option(help="Where its pages are, like edu.wyoming.gov or *.wyo.edu; repeat for more."),
    ],
    key: Annotated[
        str | None, typer.Option(help="How addresses name it; default: made from the name.")
    ] = None,
) -> None:
    """Let the pages of a partner show ours, and print the key that addresses name it by.

    Example: `stemmap partner add "Wyoming Department of Education" --domain edu.wyoming.gov --domain "*.wyo.edu"`
    """
    with opened_database() as database, database.write(actor()) as session:
        partner = add_partner(session, database.settings, name=name, domains=domain, key=key)
        ident = partner.id
    out.print(ident, soft_wrap=True)
    err.print(f"Its pages name it: data-partner={ident}, or ?partner={ident} in the address of a frame.")


@app.command("list")
def list_partners() -> None:
    """List partners: key, name, domains, since when."""
    with opened_database() as database, database.read() as session:
        rows = [
            (each.id, each.name, ", ".join(each.domains), f"{each.created_at:%F}")
            for each in partners(session)
        ]
    table = Table(Column("Key", overflow="fold"), "Name", "Domains", "Since")
    for row in rows:
        table.add_row(*row)
    out.print(table)


@app.command()
def change(
    key: Annotated[str, typer.Argument(help="The partner's key, from `stemmap partner list`.")],
    domain: Annotated[
        list[str], typer.Option(help="Where its pages are from now on, instead of before; repeat for more.")
    ],
) -> None:
    """Change where a partner's pages are. Its key and the code on its pages stay.

    Example: `stemmap partner change wde --domain edu.wyoming.gov --domain "*.wyo.edu"`
    """
    with opened_database() as database, database.write(actor()) as session:
        partner = change_domains(session, database.settings, key, domain)
        said = f"{partner.name}: {', '.join(partner.domains)}."
    err.print(said, soft_wrap=True)


@app.command()
def remove(
    key: Annotated[str, typer.Argument(help="The partner's key, from `stemmap partner list`.")],
) -> None:
    """Let a partner's pages show ours no longer. Frames that name it say that there is no such partner."""
    with opened_database() as database, database.write(actor()) as session:
        name = remove_partner(session, key).name
    err.print(f"{name} is no partner any more.")
