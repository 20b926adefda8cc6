"""The press of a service: made when it is first needed, one for each worker."""

from threading import Lock

from fastapi import FastAPI

from app.maps.press.press import Press

_lock = Lock()


def press_of(app: FastAPI) -> Press:
    """The one press of `app`, bounded by its settings."""
    with _lock:
        press: Press | None = getattr(app.state, "press", None)
        if press is None:
            press = app.state.press = Press(app.state.settings)
        return press
