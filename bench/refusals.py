"""How long hostile requests take to be refused: `python -m bench.refusals http://127.0.0.1:8000`, a running service.

Run the service with `STEMMAP_RATE_LIMIT=0`. Prints the median and the worst of each request, the harmless one last.
"""

import http.client
import statistics
import sys
import time
from typing import Final
from urllib.parse import urlsplit

REPEATS: Final = 15
ITEMS: Final = "/ogc/collections/assets/items"
REQUESTS: Final = {
    "bbox of NaN": f"{ITEMS}?bbox=NaN,1,2,3",
    "filter too deep": f"{ITEMS}?filter=" + "(" * 1000 + "seats=1" + ")" * 1000,
    "filter of JSON, too deep": f"{ITEMS}?filter-lang=cql2-json&filter="
    + "%7B%22op%22:%22not%22,%22args%22:%5B" * 60,
    "filter with SQL": f"{ITEMS}?filter=name='x'%20OR%201=1;--",
    "forged cursor": f"{ITEMS}?cursor=forged",
    "unknown parameter": f"{ITEMS}?colour=red",
    "bytes that are not UTF-8": f"{ITEMS}?name=%FF",
    "900 parameters": f"{ITEMS}?" + "a=1&" * 900,
    "query of 60 kB": f"{ITEMS}?filter=" + "x" * 60_000,
    "head of 10 MB": f"{ITEMS}?filter=" + "x" * 10_000_000,
    "tile at zoom 40": "/ogc/collections/assets/tiles/WebMercatorQuad/40/1/1",
    "bbox of NaN, service API": "/api/v1/assets?bbox=NaN,1,2,3",
    "distance of 1e400": "/api/v1/coverage?distance=1e400mi",
    "one feature (harmless)": f"{ITEMS}?limit=1",
}


def ask(host: str, path: str) -> tuple[int, float]:
    """Status (0: cut off) and milliseconds of one request."""
    connection = http.client.HTTPConnection(host, timeout=20)
    started = time.perf_counter()
    try:
        connection.request("GET", path)
        status = connection.getresponse().status
    except (http.client.HTTPException, OSError):
        status = 0
    finally:
        connection.close()
    return status, 1000 * (time.perf_counter() - started)


def main() -> None:
    """Print a table."""
    host = urlsplit(sys.argv[1]).netloc
    print(f"{'request':<28}{'status':>7}{'median ms':>11}{'worst ms':>10}")
    for name, path in REQUESTS.items():
        answers = [ask(host, path) for _ in range(REPEATS)]
        took = [each for _, each in answers]
        print(f"{name:<28}{answers[0][0]:>7}{statistics.median(took):>11.1f}{max(took):>10.1f}")


if __name__ == "__main__":
    main()
