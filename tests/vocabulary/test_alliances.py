"""Alliances: the known one, those of a setting, and what is none."""

import pytest
from pydantic import ValidationError

from app.errors import BadParameterError
from app.settings import AllianceGiven, Settings
from app.vocabulary.alliances import alliances_of, states_of_alliances

FOUR = {
    "four-corners": AllianceGiven(name="Four Corners", states=("ut", "Arizona", "CO", "NM"), source="A test")
}


def given(settings: Settings, alliances: dict[str, AllianceGiven]) -> Settings:
    return settings.model_copy(update={"alliances": alliances})


def test_intermountain_stem_is_known_with_its_source(settings: Settings) -> None:
    known = alliances_of(settings)["im-stem"]
    assert known.states == ("CO", "ID", "NM", "NV", "UT", "WY")
    assert (known.years, "NSF INCLUDES" in known.source) == ("2017–2020", True)


def test_a_setting_adds_to_them(settings: Settings) -> None:
    with_four = given(settings, FOUR)
    assert list(alliances_of(with_four)) == ["im-stem", "four-corners"]
    assert states_of_alliances("four-corners", with_four) == ("AZ", "CO", "NM", "UT")
    assert states_of_alliances("im-stem, four-corners", with_four) == (
        "AZ",
        "CO",
        "ID",
        "NV",
        "NM",
        "UT",
        "WY",
    )


def test_what_is_no_state_or_no_name_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = {"x": AllianceGiven(name="X", states=("Atlantis",), source="A test")}
    with pytest.raises(ValueError, match="`Atlantis` of x is no state"):
        alliances_of(given(settings, strange))
    with pytest.raises(BadParameterError, match="no alliance `nobody`"):
        states_of_alliances("nobody", settings)
    monkeypatch.setenv(
        "STEMMAP_ALLIANCES", '{"Four Corners": {"name": "F", "states": ["NM"], "source": "A test"}}'
    )
    with pytest.raises(ValidationError, match="no name for addresses"):
        Settings()
