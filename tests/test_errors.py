"""One shape for every error: a fixed code, a status, and a text that helps."""

import importlib
import pkgutil

import pytest

import app
from app.errors import AppError, BadParameterError, NotFoundError

APART = "app.inventory.readers.apart."
"""These run in a process of their own, where GDAL has two drivers; importing them here would take the others away."""


def every_error() -> list[type[AppError]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith(APART):
            importlib.import_module(module.name)
    found, waiting = [], [AppError]
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].__subclasses__()
    return [each for each in found if not each.__name__.startswith("_")]


ERRORS = sorted(every_error(), key=lambda each: each.__name__)


def test_the_errors_are_found() -> None:
    assert len(ERRORS) >= 14
    assert AppError in ERRORS


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__name__)
def test_an_error_explains_itself(error: type[AppError]) -> None:
    assert error.__doc__, "the docstring is the message"
    made = error()
    body = made.problem("/here")
    assert list(body)[:5] == ["type", "title", "status", "code", "detail"]
    assert body["type"] == f"urn:stemmap:error:{error.code}"
    assert body["detail"] == str(made) == error.__doc__.strip()
    assert body["detail"].endswith((".", "`.", ")."))
    assert body["instance"] == "/here"
    assert 400 <= body["status"] < 600
    assert error.code == error.code.lower().replace(" ", "-")


def test_codes_are_not_shared() -> None:
    codes = [error.code for error in ERRORS if "code" in vars(error)]
    assert sorted(codes) == sorted(set(codes))


def test_what_is_said_once_more() -> None:
    error = BadParameterError(
        "No such color.", parameter="color", accepted=iter(["red", "blue"]), nearest="red"
    )
    assert error.problem() == {
        "type": "urn:stemmap:error:bad-parameter",
        "title": "Bad parameter",
        "status": 400,
        "code": "bad-parameter",
        "detail": "No such color.",
        "parameter": "color",
        "accepted": ["red", "blue"],
        "nearest": "red",
    }


def test_an_empty_list_of_what_is_accepted_is_said() -> None:
    assert BadParameterError("x", accepted=[]).problem()["accepted"] == []
    assert "accepted" not in NotFoundError().problem()
