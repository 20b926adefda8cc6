"""The press: real documents, its limits, and what it never fetches."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from app.errors import BusyError, TooMuchWorkError
from app.maps.press import running
from app.maps.press.__main__ import static_file
from app.maps.press.job import ORIGIN, Limits
from app.maps.press.press import Press
from app.maps.press.running import CannotPrintError, made
from app.settings import Settings

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>'
LIMITS = Limits(60.0, 512 * 2**20)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_a_picture_is_as_large_as_it_says() -> None:
    assert size_of(made("png", SVG, LIMITS)) == (30, 20)


def test_a_picture_resolves_no_entity() -> None:
    bad = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
    with pytest.raises(RuntimeError):
        made("png", bad, LIMITS)


def test_what_takes_too_long_is_ended_with_a_cure() -> None:
    with pytest.raises(TooMuchWorkError, match="print the page from your browser"):
        made("png", SVG, Limits(0.01, LIMITS.memory_bytes))


def test_without_its_library_the_cure_is_the_browser(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "cairosvg.py").write_text('raise OSError("cannot load library libcairo.so.2")\n')
    path = f"{tmp_path}:{running._ENVIRONMENT['PYTHONPATH']}"
    monkeypatch.setattr(running, "_ENVIRONMENT", running._ENVIRONMENT | {"PYTHONPATH": path})
    with pytest.raises(CannotPrintError, match="Print the page from"):
        made("png", SVG, LIMITS)


@pytest.mark.parametrize("path", ["../settings.py", "%2e%2e/settings.py", "none.css", "/etc/passwd", ""])
def test_only_our_static_files_are_read(path: str) -> None:
    prefix = f"{ORIGIN}/static/"
    with pytest.raises(ValueError, match="none of our files"):
        static_file(prefix + path, prefix)
    with pytest.raises(ValueError, match="none of our files"):
        static_file("https://elsewhere.example/static/paper.css", prefix)
    assert b"@page" in static_file(prefix + "paper.css", prefix)


class Echo:
    """Makes documents that are what they were made of, and remembers them; waits while `go_on` is not set."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.begun, self.go_on = Event(), Event()
        self.go_on.set()

    def __call__(self, _kind: str, given: bytes, _limits: Limits) -> bytes:
        self.begun.set()
        assert self.go_on.wait(10)
        self.seen.append(given)
        return given


@pytest.fixture
def making() -> Echo:
    return Echo()


def press_of(settings: Settings, making: Echo, **more: float) -> Press:
    return Press(settings.model_copy(update=more), making)


def given_by(text: bytes) -> Callable[[], bytes]:
    return lambda: text


def test_a_document_is_made_once_for_its_key(settings: Settings, making: Echo) -> None:
    press = press_of(settings, making)
    assert press.document("png", ("a", 1), given_by(b"one")) == b"one"
    assert press.document("png", ("a", 1), given_by(b"other")) == b"one"
    assert press.document("png", ("a", 2), given_by(b"two")) == b"two"
    assert making.seen == [b"one", b"two"]


def test_what_is_kept_has_a_bound(settings: Settings, making: Echo) -> None:
    press = press_of(settings, making, print_kept_bytes=1000)
    for number in range(10):
        press.document("png", number, given_by(bytes([number]) * 200))
    assert press.size == 1000
    press.document("png", "large", given_by(b"x" * 251))
    press.document("png", "large", given_by(b"x" * 251))
    assert len(making.seen) == 12


def test_who_finds_no_turn_is_told_to_come_back(settings: Settings, making: Echo) -> None:
    press = press_of(settings, making, print_at_once=1, print_wait_s=0.05)
    making.go_on.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(press.document, "png", "first", given_by(b"first"))
        assert making.begun.wait(10)
        with pytest.raises(BusyError, match="Too many documents"):
            press.document("png", "second", given_by(b"second"))
        making.go_on.set()
        assert first.result(10) == b"first"


def test_a_failure_is_not_kept(settings: Settings, making: Echo) -> None:
    press = press_of(settings, making)

    def fails() -> bytes:
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        press.document("pdf", "a", fails)
    assert press.document("pdf", "a", given_by(b"now")) == b"now"
