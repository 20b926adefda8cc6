"""Short ids that can be read out and typed: `run-7k3m9q2x`."""

import re
import secrets
from typing import Final

from app.errors import NotFoundError
from app.vocabulary.runs import ID_LENGTH, ID_LETTERS, ID_PATTERN

_FORM: Final = re.compile(ID_PATTERN)


def new_run_id() -> str:
    """A fresh id: 39 bits of chance; the database refuses one that is there already."""
    return "run-" + "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def known_form(text: str) -> str:
    """`text` as an id. Raises NotFoundError for what cannot be one."""
    folded = text.strip().lower()
    if not _FORM.match(folded):
        raise NotFoundError(f"There is no run {text[:60]!r}: ids are like run-7k3m9q2x.")
    return folded
