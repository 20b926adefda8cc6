"""How the server reads HTTP: with httptools, which costs a third of what the pure Python parser does.

It sets no bound of its own to the head of a request (the first line and the headers), so one is set here: whoever
sends more is answered 400 and cut off, and memory stays what it was.
"""

import asyncio
from typing import Final, Literal

HEAD_MAX_BYTES: Final = 65_536
"""The same as the other parser's."""


def http_protocol() -> type[asyncio.Protocol] | Literal["h11"]:
    """What uvicorn is to read requests with; its pure Python parser where httptools is not installed."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ModuleNotFoundError:
        return "h11"

    class BoundedHeads(HttpToolsProtocol):
        """The protocol of uvicorn that ends connections whose heads do not."""

        _head_bytes = 0
        _in_head = False

        def on_message_begin(self) -> None:
            self._in_head, self._head_bytes = True, 0
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self._in_head = False
            super().on_headers_complete()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if not self._in_head:
                return
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_MAX_BYTES and not self.transport.is_closing():
                self._in_head = False
                self.send_400_response("The head of the request is too long.")

    return BoundedHeads
