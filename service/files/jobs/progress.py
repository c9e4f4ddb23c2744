"""Shows how far a job is: a bar on a terminal, a line every half minute elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from nomen.service.files.outputs.journal import Counts
from nomen.service.files.terminal import tell

LINE_SECONDS = 30.0
"""Time between two lines where there is no terminal."""


class Progress:
    """The progress of a job.

    Args:
        num_bytes: Bytes of all files; None where nobody knows.
        done: What an earlier run had done.
    """

    def __init__(self, num_bytes: int | None, done: Counts) -> None:
        self._num_bytes = num_bytes
        self._done = (done.num_documents, done.num_tokens)
        self._started = self._shown = time.monotonic()
        console = Console(stderr=True)
        self._is_terminal = console.is_terminal
        self._bar = Bar(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("", total=num_bytes, speed="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def show(self, counts: Counts, *, position: int) -> None:
        """Show what is done.

        Args:
            counts: What is done.
            position: Bytes of the files that are read.
        """
        now = time.monotonic()
        if self._is_terminal:
            self._bar.update(self._task, completed=position, speed=self._speed(counts, now))
        elif now - self._shown >= LINE_SECONDS:
            self._shown = now
            tell(self._line(counts, position, now))

    def _speed(self, counts: Counts, now: float) -> str:
        seconds = max(now - self._started, 1e-9)
        documents = (counts.num_documents - self._done[0]) / seconds
        tokens = (counts.num_tokens - self._done[1]) / seconds
        return f"{counts.num_documents:,} documents, {documents:,.0f}/s, {tokens:,.0f} tokens/s"

    def _line(self, counts: Counts, position: int, now: float) -> str:
        speed = self._speed(counts, now)
        if not self._num_bytes:
            return speed
        share = min(position / self._num_bytes, 1)
        left = (now - self._started) * (1 - share) / share if share else 0
        return f"{speed}, {share:.0%}, {left / 60:,.0f} min left"
