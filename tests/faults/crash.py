"""One crash: an upload is on its way, the service or its database is killed, starts again and is looked at."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Literal

import httpx2

from app.db.pauses import POINTS
from tests.faults.published import Inventory, State
from tests.faults.service import Service

Victim = Literal["service", "database"]
Outcome = Literal["old", "new", "between"]
VICTIMS: tuple[Victim, ...] = ("service", "database")

EXPECTED: dict[str, Outcome] = {point: "new" if point == "apply-committed" else "old" for point in POINTS}
"""What is published after a kill at each point: only what was committed."""

REACH_S = 30
RECOVERY_S = 10
TIDY_S = 10
_STATE = "NM"
_HEADER = "id,type,name,city,zip,disciplines,grades,phone,crash ref"
_COUNT = 200
_MOVED = 40
"""How many rows only the first, or only the second file has."""


def inventory_file(edition: int) -> bytes:
    """One of two inventories (0 or 1): each has rows the other has not, and every second common row differs."""
    first = 0 if edition == 0 else _MOVED
    rows = [_HEADER]
    for number in range(first, first + _COUNT):
        name = f"Crash Lab {number}" + (f" edition {edition}" if number % 2 else "")
        rows.append(
            f"F-{number},library,{name},Santa Fe,87501,coding; robotics,6-8,505-555-0{number:03},{number}"
        )
    return "\n".join(rows).encode()


@dataclass
class Sending:
    """A client in a thread of its own: what it was answered, step by step."""

    work: Callable[[], None]
    answers: list[httpx2.Response] = field(default_factory=list)
    broken: httpx2.TransportError | None = None
    thread: Thread = field(init=False)

    def begin(self) -> None:
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.work()
        except httpx2.TransportError as failure:
            self.broken = failure


@dataclass(frozen=True)
class Crash:
    """What came of one crash."""

    point: str
    victim: Victim
    outcome: Outcome
    recovery_s: float
    leftovers: dict[str, int]


class Crashes:
    """A service whose state publishes two inventories in turn and is killed in between."""

    def __init__(self, service: Service, inventory: Inventory) -> None:
        self.service, self.inventory = service, inventory
        self.editions: list[str] = []
        self._last_applied = ""

    def prepare(self) -> None:
        """Publish both: from then on each edition always looks the same."""
        for edition in (0, 1):
            self.publish(edition)
            self.editions.append(self.inventory.state().checksum)
        assert self.editions[0] != self.editions[1]

    def publish(self, edition: int) -> None:
        """Send an inventory and apply it; all must go well."""
        for step in self._steps("apply-committed", edition):
            answer = step()
            assert answer.status_code in (200, 201), answer.text
            self._last_applied = answer.json()["id"]

    def _now(self) -> int:
        return self.editions.index(self.inventory.state().checksum)

    def _steps(self, point: str, edition: int) -> list[Callable[[], httpx2.Response]]:
        """The requests of a client on its way to `point`."""
        sent: list[str] = []

        def send() -> httpx2.Response:
            body: Any = inventory_file(edition)
            answer = self.service.client.post(
                "/api/v1/uploads",
                params={"state": _STATE},
                content=body,
                headers={"Content-Type": "text/csv"},
            )
            sent.append(answer.json().get("id", ""))
            return answer

        def apply() -> httpx2.Response:
            return self.service.client.post(
                f"/api/v1/uploads/{sent[-1]}/apply", params={"vanished": "remove"}
            )

        def undo() -> httpx2.Response:
            return self.service.client.post(f"/api/v1/uploads/{self._last_applied}/undo")

        if point.startswith("undo"):
            return [undo]
        return [send, apply]

    def crash(self, point: str, victim: Victim) -> Crash:
        """Kill `victim` when the service is at `point`; afterwards the other edition is published after all."""
        now = self._now()
        if point.startswith("undo"):
            self.publish(1 - now)
            now = 1 - now
        before = self.inventory.state()
        sending = self._send(point, 1 - now)
        recovery_s = self._kill(victim)
        sending.thread.join(60)
        assert not sending.thread.is_alive(), "the client was left without an answer"
        self._require_honest(sending, victim)
        self._wait_tidy(before.audit_end)
        after = self.inventory.state()
        leftovers = {
            what: count for what, count in self.inventory.leftovers(before.audit_end).items() if count
        }
        outcome = self._outcome(before, after, 1 - now)
        if outcome == "old":
            self.publish(1 - now)
        elif outcome == "between":
            self.publish(now)
        assert self._now() == (now if outcome == "between" else 1 - now), "sending again publishes it"
        return Crash(point, victim, outcome, recovery_s, leftovers)

    def _send(self, point: str, edition: int) -> Sending:
        steps = self._steps(point, edition)
        sending = Sending(lambda: None)

        def work() -> None:
            for step in steps:
                sending.answers.append(step())
                if not sending.answers[-1].is_success:
                    return

        sending.work = work
        self.service.pause_at(point)
        sending.begin()
        end = time.monotonic() + REACH_S
        while not self.service.is_waiting():
            assert sending.thread.is_alive(), (point, [each.text for each in sending.answers])
            assert time.monotonic() < end, f"{point} was not reached"
            time.sleep(0.005)
        return sending

    def _kill(self, victim: Victim) -> float:
        """Kill it; seconds until the service answers again."""
        if victim == "service":
            self.service.kill()
            self.service.let_go()
            return self.service.start()
        began = time.monotonic()
        self.service.kill_database()
        self.service.let_go()
        self.service.wait_ready(RECOVERY_S)
        return time.monotonic() - began

    def _require_honest(self, sending: Sending, victim: Victim) -> None:
        """A client of a dead service hears nothing; a dead database is a 503 that says when to come back."""
        if victim == "service":
            assert sending.broken is not None
            return
        assert sending.broken is None, sending.broken
        for answer in sending.answers:
            if not answer.is_success:
                assert answer.status_code == 503, answer.text
                assert answer.json()["code"] == "database-down"
                assert answer.headers["retry-after"]

    def _wait_tidy(self, since: int) -> None:
        """A killed client's session ends within a second or two, and the sweep comes now and then."""
        end = time.monotonic() + TIDY_S
        while any(self.inventory.leftovers(since).values()) and time.monotonic() < end:
            time.sleep(0.02)

    def _outcome(self, before: State, after: State, edition: int) -> Outcome:
        if after.checksum == before.checksum:
            assert after.data_version == before.data_version
            return "old"
        if after.checksum == self.editions[edition]:
            assert after.data_version > before.data_version
            return "new"
        return "between"
