"""docs/official-sources.md speaks of every source, and of the fields that are STEM in part."""

from pathlib import Path

import pytest

from app.inventory.official.profile import Profile
from app.inventory.official.registry import PROFILES
from app.vocabulary.cip import PARTLY_STEM, STEM_LIST_SOURCE

PAGE = (Path(__file__).parents[2] / "docs" / "official-sources.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_each_source_is_explained_with_where_it_is_from(profile: Profile) -> None:
    assert f"| `{profile.slug}` |" in PAGE
    assert profile.page_url in PAGE


def test_the_stem_list_is_explained() -> None:
    assert ", ".join(sorted(PARTLY_STEM)) in " ".join(PAGE.split())
    assert STEM_LIST_SOURCE.split(", ", 1)[1] in PAGE
