"""Which kernel is used: the setting decides, a missing numba is no obstacle unless it is asked for."""

import importlib.util

import pytest

from app.coverage.reach import choose
from app.errors import BadParameterError
from app.settings import get_settings


@pytest.fixture(autouse=True)
def fresh_settings() -> None:
    get_settings.cache_clear()


def test_the_setting_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMAP_COVERAGE_KERNEL", "plain")
    monkeypatch.setenv("STEMMAP_COVERAGE_THREADS", "1")
    assert choose.kernel_name() == "plain"
    assert choose.threads() == 1
    get_settings.cache_clear()


def test_without_numba_the_plain_kernel_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "find_spec", lambda _: None)
    assert choose.kernel_name("auto") == "plain"
    with pytest.raises(BadParameterError, match=r"numba is not installed: install `stemmap\[fast\]`"):
        choose.kernel_name("numba")


def test_where_numba_is_installed_it_is_used() -> None:
    expected = "numba" if importlib.util.find_spec("numba") else "plain"
    assert choose.kernel_name("auto") == expected


def test_there_are_two_kernels() -> None:
    with pytest.raises(BadParameterError, match="There is no kernel `gpu`"):
        choose.kernel_name("gpu")  # type: ignore[arg-type]
