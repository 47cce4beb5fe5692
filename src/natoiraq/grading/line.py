"""JSON between two processes, over a pair of pipes."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

Message = dict[str, Any]


class Line:
    """One end of a pair of pipes that carries JSON, a message at a time."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self._reader, self._writer = reader, writer

    def send(self, message: Message) -> None:
        """Send a message."""
        data = json.dumps(message).encode()
        self._writer.write(struct.pack("!Q", len(data)) + data)
        self._writer.flush()

    def receive(self) -> Message | None:
        """Return the next message; None when the other end is gone."""
        head = self._read(8)
        if len(head) < 8:
            return None
        message: Message = json.loads(self._read(struct.unpack("!Q", head)[0]))
        return message

    def _read(self, size: int) -> bytes:
        """Read without looking ahead: the next message may be for another process."""
        data = bytearray()
        while len(data) < size and (part := self._reader.read(size - len(data))):
            data += part
        return bytes(data)
