"""What a question asks for in words, counties by their names: `Luna County, NM`, not `35029`."""

from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, describe
from app.geography.meant import county_names


def described(session: Session, chosen: AssetFilter) -> list[tuple[str, str, str]]:
    """(name, value, label) of each part of `chosen`; a county that is not known keeps its code."""
    names = county_names(session, chosen.county)
    return [
        (name, value, names.get(value, label) if name == "county" else label)
        for name, value, label in describe(chosen)
    ]


def labels_of(session: Session, chosen: AssetFilter) -> dict[str, str]:
    """The wishes of `chosen` by name, in words: the values of one as `Robotics / Computing`."""
    labels: dict[str, list[str]] = {}
    for name, _value, label in described(session, chosen):
        labels.setdefault(name, []).append(label)
    return {name: " / ".join(each) for name, each in labels.items()}
