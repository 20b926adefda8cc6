"""Whose file it is, and what its sender chose about how to check it. Pure."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, get_args

from app.errors import BadParameterError
from app.inventory.official.choice import OfficialChoice
from app.inventory.readers import ReadOptions
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import IDENTIFIER_SCHEMES, STATES, state_scheme

Vanished = Literal["keep", "inactive", "remove"]
"""What happens to assets of the same source that a file no longer has."""
VANISHED: Final[tuple[Vanished, ...]] = get_args(Vanished)
BadPoints = Literal["refuse", "ignore"]
"""What happens to a row whose point cannot be right."""
BAD_POINTS: Final[tuple[BadPoints, ...]] = get_args(BadPoints)


def bad_points_of(text: str) -> BadPoints | None:
    """The choice, None for an empty text. Raises BadParameterError for one there is not."""
    if text and text not in BAD_POINTS:
        raise BadParameterError(
            f"There is no choice {text[:60]!r}.", parameter="bad_points", accepted=BAD_POINTS
        )
    return next((choice for choice in BAD_POINTS if choice == text), None)


@dataclass(frozen=True)
class Origin:
    """Whose file it is: state, file name, who sent it, and what its rows are said to come from.

    `state` None is a national file: each row names its own state. `key_scheme` is the identifier scheme of the
    file's keys; None means the state's own (`state:NM`).
    """

    state: str | None
    file_name: str
    actor: str
    source_name: str
    kind: str | None = None
    key_scheme: str | None = None

    def check(self) -> None:
        """Raise BadParameterError for a state, kind or key scheme that does not exist."""
        if self.state is not None and self.state not in STATES:
            raise BadParameterError(f"There is no state {self.state!r}.", parameter="state", accepted=STATES)
        require_kind(self.kind)
        if self.key_scheme is not None and self.key_scheme not in _SCHEMES:
            raise BadParameterError(
                f"There is no identifier scheme {self.key_scheme!r}.",
                parameter="key_scheme",
                accepted=IDENTIFIER_SCHEMES,
            )


def require_kind(kind: str | None) -> None:
    """Raise BadParameterError for a kind that does not exist; none at all is fine."""
    if kind and kind not in KINDS:
        raise BadParameterError(f"There is no kind {kind[:60]!r}.", parameter="kind", accepted=KINDS)


_SCHEMES = frozenset((*IDENTIFIER_SCHEMES, *map(state_scheme, STATES)))


@dataclass(frozen=True)
class CheckOptions:
    """What a person said about a file: how to read it, what its columns mean, what becomes of vanished rows.

    `columns` maps a header to a field's name, or to None for a note. `official` says which federal download it is.
    `values` says what texts mean (see `meant`), on top of what was said about this upload before. `kind` is the kind
    of every row, "" where the file says it, None for what was said before. `bad_points` says whether a row with a
    point that cannot be right is refused or placed by its ZIP code or town; None for what was said before.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    columns: dict[str, str | None] | None = None
    vanished: Vanished = "keep"
    official: OfficialChoice | None = None
    values: dict[str, dict[str, str | None]] | None = None
    kind: str | None = None
    bad_points: BadPoints | None = None

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "CheckOptions":
        """What `as_json` gave."""
        read = ReadOptions(**stored.get("read", {}))
        official = stored.get("official")
        return cls(
            read,
            stored.get("columns"),
            stored.get("vanished", "keep"),
            OfficialChoice.from_json(official) if official else None,
            stored.get("values"),
            stored.get("kind"),
            stored.get("bad_points"),
        )


USUAL: Final = CheckOptions()
"""Nothing was said."""
