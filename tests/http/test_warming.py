"""The first answer is made when the service starts, unless that is switched off."""

import logging
import threading
import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import event

from app.db.engine import Database
from app.main import create_app
from app.routers import warming
from app.routers.visiting import Visitor
from app.routers.warming import warm_up
from tests.coverage.conftest import SCENARIO


def statements_of_first_answer(database: Database, *, warmed: bool) -> int:
    """How many statements the first question to a service takes, once it has warmed up."""
    url = SecretStr(database.engine.url.render_as_string(hide_password=False))
    settings = database.settings.model_copy(update={"database_url": url, "warm_up": warmed})
    app, said = create_app(settings), []
    with TestClient(app) as client:
        for thread in threading.enumerate():
            if thread.name == "warm-up":
                thread.join(60)
        event.listen(app.state.database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        assert client.get("/api/v1/coverage").status_code == 200
    return sum("area_population" in statement for statement in said)


def test_the_first_answer_is_there_already(own_database: Database) -> None:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    assert statements_of_first_answer(own_database, warmed=False) > 0
    assert statements_of_first_answer(own_database, warmed=True) == 0


def test_the_pages_were_visited_and_are_again_when_the_data_change(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_LOOK_S", 0.05)
    walks: list[list[tuple[str, int]]] = []
    walk = Visitor.walk
    monkeypatch.setattr(Visitor, "walk", lambda self: walks.append(walk(self)))
    url = SecretStr(own_database.engine.url.render_as_string(hide_password=False))
    settings = own_database.settings.model_copy(update={"database_url": url, "warm_up": True})
    with TestClient(create_app(settings)):
        until(lambda: len(walks) == 1)
        with own_database.write("test") as session:
            session.connection().exec_driver_sql(
                "UPDATE asset SET name = name || ' again' WHERE state = 'NM'"
            )
        until(lambda: len(walks) == 2)
    found = dict(walks[0])
    assert set(found.values()) == {200}, found
    kinds = {address.split("?")[0].strip("/").partition("/")[0] for address in found}
    assert kinds == {"", "browse", "gaps", "states", "assets", "counties", "reports", "maps"}


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def test_what_cannot_be_answered_yet_is_only_logged(
    empty_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "stemmap.service"):
        warm_up(empty_database)
    (line,) = caplog.messages
    assert line.startswith("The first coverage answer was not made ahead: ")
