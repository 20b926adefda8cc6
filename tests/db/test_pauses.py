"""Points at which a test can make the service wait: silent unless asked for, and each where it is named."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from app.db.pauses import POINTS, REACHED, pause_point
from app.settings import get_settings
from tests.db.clusters import wait_until

APP = Path(__file__).parents[2] / "app"


@pytest.fixture
def pause_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the setting names; not there yet."""
    monkeypatch.setenv("STEMMAP_PAUSE_FILE", str(tmp_path / "pause"))
    get_settings.cache_clear()
    yield tmp_path / "pause"
    monkeypatch.undo()
    get_settings.cache_clear()


def test_whoever_comes_to_the_named_point_says_so_and_waits_until_the_file_is_gone(pause_file: Path) -> None:
    pause_file.write_text("file-kept")
    comer = Thread(target=pause_point, args=("file-kept",))
    comer.start()
    wait_until(lambda: pause_file.read_text() == "file-kept" + REACHED)
    pause_point("file-kept")  # the next one passes
    comer.join(0.1)
    assert comer.is_alive()
    pause_file.unlink()
    comer.join(5)
    assert not comer.is_alive()


@pytest.mark.parametrize("content", [None, "", "apply-locked"])
def test_others_pass(pause_file: Path, content: str | None) -> None:
    if content is not None:
        pause_file.write_text(content)
    pause_point("file-kept")
    assert (pause_file.read_text() if pause_file.exists() else None) == content


def test_without_the_setting_nothing_waits() -> None:
    assert get_settings().pause_file is None
    for point in POINTS:
        pause_point(point)


def test_every_point_is_at_one_place() -> None:
    called = [
        name for path in APP.rglob("*.py") for name in re.findall(r'pause_point\("(.+?)"\)', path.read_text())
    ]
    assert sorted(called) == sorted(POINTS)
