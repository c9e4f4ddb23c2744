"""The log: one JSON object per line, on standard error.

An exception is logged by its kind and its traceback, never by its message, because the message of a
library may repeat a text.
"""

import asyncio
import atexit
import logging
import select
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson
import structlog

Event = MutableMapping[str, Any]

QUIET_LOGGERS = ("uvicorn.error", "asyncio")
"""At `info` they repeat lines of our own."""


def configure_logging(level: str, *, stream: TextIO = sys.stderr) -> None:
    """Write our log lines and those of libraries to a stream.

    Args:
        level: The lowest level that is written, in lower case.
        stream: The stream.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    lines = LineWriter(stream)
    structlog.configure(
        processors=[_to_line],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _to_line],
            foreign_pre_chain=[structlog.stdlib.add_log_level],
        )
    )
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def flush_logs() -> None:
    """Write what is pending, in a process that ends without calling `atexit`."""
    lines = structlog.get_config()["logger_factory"]()
    if isinstance(lines, LineWriter):
        lines.flush()


class LineWriter:
    """Writes lines to a stream; the lines of one turn of an event loop share a system call.

    One write per line would cost a busy service as much as tagging a sentence.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._pending: list[str] = []
        atexit.register(self.flush)

    def msg(self, line: str) -> None:
        """Write a line, now or at the end of the event loop's turn."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._stream.write(line + "\n")
            self._stream.flush()
            return
        if not self._pending:
            loop.call_soon(self.flush)
        self._pending.append(line)

    debug = info = warning = error = msg

    def flush(self) -> None:
        """Write the pending lines, with as few writes as other writers of a pipe allow."""
        pending, self._pending = self._pending, []
        for piece in _pieces(pending):
            self._stream.write(piece)
            self._stream.flush()


def _pieces(lines: list[str]) -> Iterator[str]:
    """Join lines into pieces that reach a pipe undivided, though other processes write to it, too.

    *Source:* POSIX, write: at most PIPE_BUF bytes are not interleaved. Log lines are ASCII but for
    the names of keys and bundles, which the division by 2 allows for.
    """
    piece = ""
    for line in lines:
        if piece and len(piece) + len(line) >= select.PIPE_BUF // 2:
            yield piece
            piece = ""
        piece += line + "\n"
    if piece:
        yield piece


def _to_line(_logger: object, method: str, event: Event) -> str:
    """Write an event as JSON with its level and time; a processor of structlog."""
    event.setdefault("level", method)
    event["timestamp"] = datetime.now(UTC)
    if "exc_info" in event:
        event.update(_places(event.pop("exc_info")))
    return orjson.dumps(event, default=str, option=orjson.OPT_UTC_Z).decode()


def _places(found: object) -> Event:
    """Describe an exception, which structlog and logging pass in several forms."""
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if not isinstance(error, BaseException):
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
