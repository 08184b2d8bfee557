"""A stream put together again after its beginning was read to see what it is."""

from __future__ import annotations

import io
from typing import Any, BinaryIO


class Joined(io.RawIOBase):
    """Bytes already read, followed by the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (a writable buffer has no name in 3.11)
        """Fill a buffer from the head, then from the rest."""
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
