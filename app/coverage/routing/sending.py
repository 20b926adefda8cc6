"""One request to the service and its answer: bounded in time and size, sent again while the service is busy.

No redirect is followed and no proxy used: what is asked goes where the operator said and nowhere else.
"""

from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from app.coverage.geodesy import Floats
from app.coverage.routing import osrm, valhalla
from app.coverage.routing.router import Block, Router, RouterError, Sent

_BUSY: Final = (429, 502, 503, 504)
_LONGEST_WAIT_S: Final = 60.0
Points = tuple[Floats, Floats]


def ask(router: Router, origins: Points, destinations: Points, stop: Event) -> Block:
    """Minutes from each origin to each destination, (lon, lat) arrays; ends early when `stop` is set.

    Raises RouterError.
    """
    if router.kind == "osrm":
        status, said = _sent(router, osrm.asked(router.profile, origins, destinations), stop)
        return osrm.answered(status, said, origins, destinations)
    status, said = _sent(
        router, valhalla.asked(router.profile, origins, destinations, router.snap_max_m), stop
    )
    return valhalla.answered(status, said, (len(origins[0]), len(destinations[0])))


def _sent(router: Router, sent: Sent, stop: Event) -> tuple[int, Any]:
    """Status and JSON of the answer, after as many tries as the settings allow."""
    why = ""
    for attempt in range(router.tries):
        wait_s = router.wait_s * 2 ** (attempt - 1) if attempt else 0.0
        if stop.wait(min(wait_s, _LONGEST_WAIT_S)):
            break
        try:
            status, body = _once(router, sent)
        except TimeoutError:
            why = f"did not answer within {router.timeout_s:g} s (STEMMAP_ROUTER_TIMEOUT_S)"
        except (OSError, HTTPException) as failure:
            why = f"cannot be reached at {router.url}: {failure or type(failure).__name__}"
        else:
            if status not in _BUSY:
                return status, _json(router, status, body)
            why = f"is busy (status {status})"
    raise RouterError(
        f"The routing service {why or 'was not asked'}, {router.tries} times in a row: try again later."
    )


def _once(router: Router, sent: Sent) -> tuple[int, bytes]:
    address = urlsplit(router.url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=router.timeout_s)
    headers = {"Accept": "application/json", "User-Agent": "stemmap"}
    headers |= {"Content-Type": "application/json"} if sent.body is not None else {}
    try:
        connection.request(
            "GET" if sent.body is None else "POST", address.path + sent.path, sent.body, headers
        )
        with connection.getresponse() as response:
            return response.status, _body(router, response)
    finally:
        connection.close()


def _body(router: Router, response: HTTPResponse) -> bytes:
    body = response.read(router.answer_max_bytes + 1)
    if len(body) > router.answer_max_bytes:
        raise RouterError(
            f"The routing service answered more than {router.answer_max_bytes:,} bytes "
            "(STEMMAP_ROUTER_ANSWER_MAX_BYTES): lower STEMMAP_ROUTER_PAIRS_MAX."
        )
    return body


def _json(router: Router, status: int, body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise RouterError(
            f"The routing service at {router.url} answered (status {status}) something that is no JSON: is its address "
            "(STEMMAP_ROUTER_URL) right?"
        ) from None
