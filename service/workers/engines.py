"""The engines that the workers share, as their supervisor sees them.

There is one, and while the bundle is loaded again, another one beside it. The supervisor sends them
the connections of the workers, and nothing of what goes through these.
"""

import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass

import structlog

from nomen.service.engine.framing import LOADED
from nomen.service.engine.process import (
    EXIT_DEADLINE_SECONDS,
    engine_command,
    send_connection,
    send_settings,
)
from nomen.service.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """A running engine.

    Attributes:
        number: Later ones have higher numbers, from 1.
        process: Its process.
        door: The supervisor's end; once it is closed, no connection comes any more, and the engine
            ends with its last one.
    """

    number: int
    process: subprocess.Popen[bytes]
    door: socket.socket


class Engines:
    """Starts engines when workers ask for them, and ends those that have been replaced.

    Args:
        settings: The settings of the engines.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: list[Engine] = []
        self._running: list[Engine] = []
        self._num_started = 0
        self._log = structlog.get_logger("nomen.workers")

    @property
    def doors(self) -> list[socket.socket]:
        """The doors to listen to."""
        return [each.door for each in self._open]

    @property
    def pids(self) -> set[int]:
        """The ids of all processes that have not been waited for."""
        return {each.process.pid for each in self._running}

    @property
    def pid(self) -> int | None:
        """The id of the process that serves; None without one."""
        return self._open[0].process.pid if self._open else None

    def connect(self, connection: socket.socket, *, newer_than: int) -> int:
        """Send an engine its end of a connection; give the number of the engine.

        The engine may still be loading. Where it has ended, the connection closes.

        Args:
            connection: The end.
            newer_than: The number that the engine must be above; else another one is started.
        """
        if not self._open or self._open[-1].number <= newer_than:
            self._start()
        newest = self._open[-1]
        with suppress(OSError):
            send_connection(newest.door, connection)
        return newest.number

    def hear(self, door: socket.socket) -> None:
        """Take what an engine says at its door: that it has loaded, was refused, or has ended."""
        place = self.doors.index(door)
        verdict = b""
        with suppress(OSError):
            verdict = door.recv(1)
        replaced = self._open[:place] if verdict == LOADED else [self._open[place]]
        for each in replaced:
            self._open.remove(each)
            each.door.close()

    def reap(self) -> None:
        """Wait for the processes that have ended."""
        for each in list(self._running):
            code = each.process.poll()
            if code is not None:
                self._running.remove(each)
                log = self._log.error if code else self._log.info
                log("shared engine ended", pid=each.process.pid, code=code)

    def close(self) -> None:
        """End all; call it once no worker is left."""
        for each in self._open:
            each.door.close()
        for each in self._running:
            try:
                each.process.wait(EXIT_DEADLINE_SECONDS)
            except subprocess.TimeoutExpired:
                each.process.kill()
                each.process.wait()

    def _start(self) -> None:
        door, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603  # our own command
                engine_command(theirs),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # a terminal's Ctrl-C goes to the supervisor alone
            )
        with suppress(OSError):  # it has ended, which the door will tell
            send_settings(door, self._settings)
        door.setblocking(False)  # noqa: FBT003  # as the socket has it
        self._num_started += 1
        engine = Engine(self._num_started, process, door)
        self._open.append(engine)
        self._running.append(engine)
        self._log.info("shared engine started", pid=process.pid)
