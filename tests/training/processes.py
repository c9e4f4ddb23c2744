"""Starts the processes of one training, as `torchrun` does, for tests of several."""

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from nomen.training.processes import LOCAL_NUMBER, LOCAL_RANK, NUMBER, RANK, Processes

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended."""

    code: int
    printed: str
    errors: str


def start_two(arguments: Sequence[str], *, number: int = 2) -> list[Ended]:
    """Run Python with these arguments in two processes; give how each ended, by rank."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free.getsockname()[1])}
    shared = {**os.environ, **address, NUMBER: str(number), LOCAL_NUMBER: str(number)}
    started = [
        subprocess.Popen(
            [sys.executable, *arguments],
            env={**shared, RANK: str(rank), LOCAL_RANK: str(rank)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(number)
    ]
    answers = [process.communicate() for process in started]
    return [
        Ended(code=process.returncode, printed=printed, errors=errors)
        for process, (printed, errors) in zip(started, answers, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Second(Processes):
    """The second of two processes whose first one found the same and has written all files."""

    rank: int = 1
    number: int = 2

    def gather(self, found: T) -> list[T]:
        """Give its own answer twice."""
        return [found, found]
