"""How to cite a run: one sentence, and BibTeX. Pure."""

from app.coverage.runs.records import Run

_NAMES = {
    "coverage": "Who is out of reach",
    "agreement": "Where definitions of a gap agree",
    "siting": "Where the next sites should be",
    "what-if": "What would change if sites opened, closed or moved",
    "hotspots": "Hot and cold spots of people out of reach",
}


def citation(run: Run, publisher: str, address: str) -> str:
    """One sentence to cite; `address` leads to the run."""
    made = run.finished_at or run.created_at
    data = f", data version {run.data_version} as of {run.as_of.isoformat()}" if run.data_version else ""
    return (
        f"{publisher} ({made.year}). {_NAMES[run.kind]}: analysis {run.id}{data}, stemmap {run.code_version}. "
        f"Computed {made.date().isoformat()}. {address}"
    )


def bibtex(run: Run, publisher: str, address: str) -> str:
    """The same as a BibTeX entry; braces in names are left out."""
    made = run.finished_at or run.created_at
    data = f"Data version {run.data_version or 'not read'} as of {run.as_of.isoformat()}"
    fields = {
        "author": "{" + _plain(publisher) + "}",
        "title": "{" + f"{_NAMES[run.kind]}: analysis {run.id}" + "}",
        "year": str(made.year),
        "month": str(made.month),
        "note": f"{data}, stemmap {run.code_version}",
        "howpublished": "\\url{" + _plain(address) + "}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{run.id},\n{lines}\n}}\n"


def _plain(text: str) -> str:
    return text.translate(str.maketrans("", "", "{}\\"))
