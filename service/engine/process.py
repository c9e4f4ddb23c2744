"""The engine's process as the service sees it: starts it, sends it sentences, reads its results.

In a process of its own, the engine never competes with the event loop for Python's global lock. The
process ends with the service, because its connection closes.
"""

import asyncio
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress

from nomen.service.engine.framing import write_frame
from nomen.service.engine.inference import InferenceResult, Sentences
from nomen.service.engine.link import EngineLink
from nomen.service.engine.model_facts import ServedModel
from nomen.service.settings import Settings

EXIT_DEADLINE_SECONDS = 1.0
"""A process that has not ended this long after its last connection closed is killed."""


def engine_command(door: socket.socket) -> list[str]:
    """Give the command of an engine's process, which inherits its end of a door."""
    return [sys.executable, "-P", "-m", "nomen.service.engine.worker", str(door.fileno())]


def send_settings(door: socket.socket, settings: Settings) -> None:
    """Send an engine its settings through its door, as the first that it gets."""
    door.sendall(write_frame(settings.model_dump(mode="json")))


def send_connection(door: socket.socket, connection: socket.socket) -> None:
    """Send an engine its end of a connection through its door."""
    socket.send_fds(door, [b"+"], [connection.fileno()])


class InferenceProcess:
    """A running engine process; `start` makes one.

    Attributes:
        pid: The process's id.
        ended: Done with the exit code once the process has ended, for whatever reason.
    """

    def __init__(self, process: asyncio.subprocess.Process, link: EngineLink) -> None:
        self.pid: int | None = process.pid
        self._process = process
        self.ended = asyncio.create_task(process.wait(), name="engine")
        self._link = link

    @classmethod
    async def start(cls, settings: Settings) -> "tuple[InferenceProcess, list[ServedModel]]":
        """Start the process and wait until it has loaded and self-tested its bundles.

        Raises:
            RefusedError: When the bundle or the device cannot be used.
            EngineEndedError: When the process ends first.
        """
        door, inner_door = socket.socketpair()
        ours, theirs = socket.socketpair()
        with door, theirs:
            with inner_door:
                process = await asyncio.create_subprocess_exec(
                    *engine_command(inner_door),
                    stdin=asyncio.subprocess.DEVNULL,
                    pass_fds=[inner_door.fileno()],
                    start_new_session=True,  # a terminal's Ctrl-C goes to the service alone
                )
            with suppress(OSError):  # it has ended, which the link will tell
                send_settings(door, settings)
                send_connection(door, theirs)
        started = cls(process, await EngineLink.open(ours))
        try:
            greeting = await started._link.greeting()
        except BaseException:
            started.kill()  # there is nothing to finish
            await started.close()
            raise
        return started, greeting.models

    @property
    def is_alive(self) -> bool:
        """Whether the process runs; see `Inference`."""
        return self._link.is_open

    def run(
        self, sentences: Sentences, readers: Sequence[int] = ()
    ) -> asyncio.Future[InferenceResult]:
        """Queue sentences; see `EngineLink`."""
        return self._link.run(sentences, readers)

    async def until_ended(self) -> int:
        """Wait until the process has ended; give its exit code, negative for a signal."""
        return await asyncio.shield(self.ended)

    def kill(self) -> None:
        """Kill the process; see `RunningInference`."""
        if not self.ended.done():
            self._process.kill()
        self._link.abort()

    async def close(self) -> None:
        """Close the connection, which ends the process; see `Inference`."""
        self._link.close()
        await asyncio.wait({self.ended}, timeout=EXIT_DEADLINE_SECONDS)
        if not self.ended.done():  # it is still in a forward pass
            self.kill()
            await asyncio.wait({self.ended}, timeout=EXIT_DEADLINE_SECONDS)  # a driver may hold it
