"""An engine that several service processes share, as one of them sees it."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Self

from nomen.service.engine.inference import InferenceResult, Sentences
from nomen.service.engine.link import EngineLink
from nomen.service.engine.model_facts import ServedModel

Send = Callable[[socket.socket], None]
"""Has the engine get its end of a connection."""


class SharedInference:
    """A connection to the engine, which another process has started; `join` makes one.

    Attributes:
        pid: None: who started the process counts its CPU time and memory.
    """

    pid: int | None = None

    def __init__(self, link: EngineLink, *, engine: int) -> None:
        self._link = link
        self._engine = engine

    @classmethod
    async def join(cls, send: Send) -> tuple[Self, list[ServedModel]]:
        """Connect to the engine and wait until it has loaded and self-tested its bundles.

        Raises:
            RefusedError: When the bundle or the device cannot be used.
            EngineEndedError: When the engine ends first.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            send(theirs)
        link = await EngineLink.open(ours)
        try:
            greeting = await link.greeting()
        except BaseException:
            link.abort()
            raise
        return cls(link, engine=greeting.pid), greeting.models

    @property
    def is_alive(self) -> bool:
        """Whether the engine runs; see `Inference`."""
        return self._link.is_open

    def run(
        self, sentences: Sentences, readers: Sequence[int] = ()
    ) -> asyncio.Future[InferenceResult]:
        """Queue sentences; see `EngineLink`."""
        return self._link.run(sentences, readers)

    async def until_ended(self) -> None:
        """Wait until the engine has ended; who started it knows its exit code."""
        await asyncio.shield(self._link.lost)

    def kill(self) -> None:
        """Kill the engine, for all who share it; see `RunningInference`."""
        if self._link.is_open:
            with suppress(ProcessLookupError):
                os.kill(self._engine, signal.SIGKILL)
        self._link.abort()

    async def close(self) -> None:
        """Close the connection; the engine goes on for the others."""
        self._link.close()
