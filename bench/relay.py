"""A relay between browser and server that counts the bytes it carries: what is really on the wire.

A browser's own tools show WebSocket messages after they are unpacked; this counts the TCP stream,
compressed as it is sent, in both directions.
"""

from __future__ import annotations

import asyncio
from threading import Thread


class Relay:
    """Listens on a free port of this machine, until the process ends, and passes all on to another."""

    def __init__(self, target: int) -> None:
        self.bytes = 0
        self.port = 0
        self._target = target
        self._loop = asyncio.new_event_loop()
        Thread(target=self._run, daemon=True).start()
        while not self.port:
            pass

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._loop.run_forever()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(65_536):
                self.bytes += len(chunk)
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
