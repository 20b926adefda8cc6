"""Codes are text: leading zeros are kept, and nothing is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vocabulary.codes import STATE_FIPS, STATES, cip_of, state_of, state_scheme, zip_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("14.0801", "14.0801"),
        ("11.07", "11.07"),
        ("26", "26"),
        (" 26 ", "26"),
        ("1.01", "01.01"),
        ("1", "01"),
        ("01.0000", "01.0000"),
        ("11.1", None),
        ("11.070", None),
        ("11.", None),
        ("111", None),
        ("1407.01", None),
        ("14-0801", None),
        ("14.08O1", None),
        ("", None),
    ],
)
def test_cip_of(text: str, code: str | None) -> None:
    assert cip_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("87501", "87501"),
        ("00501", "00501"),
        (" 87501-1234 ", "87501"),
        ("875011234", "87501"),
        ("501", None),
        ("8750", None),
        ("87501-12", None),
        ("87501.0", None),
        ("8750l", None),
        ("", None),
    ],
)
def test_zip_of(text: str, code: str | None) -> None:
    assert zip_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NM", "NM"),
        ("nm", "NM"),
        ("New Mexico", "NM"),
        (" new  mexico ", "NM"),
        ("N. Mex.", "NM"),
        ("35", "NM"),
        ("08", "CO"),
        ("8", None),
        ("Washington", "WA"),
        ("Washington, D.C.", "DC"),
        ("U.S. Virgin Islands", "VI"),
        ("03", None),
        ("Mexico", None),
        ("", None),
    ],
)
def test_state_of(text: str, code: str | None) -> None:
    assert state_of(text) == code


@given(st.text())
@settings(deadline=None)
def test_no_text_makes_them_raise(text: str) -> None:
    assert state_of(text) in {None, *STATES}
    assert zip_of(text) is None or len(zip_of(text) or "") == 5
    assert cip_of(text) is None or len(cip_of(text) or "") in (2, 5, 7)


def test_every_state_has_its_own_fips_code() -> None:
    assert set(STATE_FIPS) == set(STATES)
    assert len(set(STATE_FIPS.values())) == len(STATES) == 56
    assert all(len(fips) == 2 and fips.isdecimal() for fips in STATE_FIPS.values())


def test_the_scheme_of_a_states_own_keys() -> None:
    assert state_scheme("NM") == "state:NM"
