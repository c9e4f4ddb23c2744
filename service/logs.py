"""Log lines: JSON, one a line, on standard error; knows no request.

An exception is told by its kind and the places it went through, never by its message: messages of
libraries may repeat a text.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import orjson
import structlog

Event = MutableMapping[str, Any]

QUIET_LOGGERS = ("uvicorn.error", "asyncio")
"""They tell at `info` what we tell ourselves."""


def configure_logging(level: str, *, stream: TextIO = sys.stderr) -> None:
    """Send our log lines and those of libraries to a stream.

    Args:
        level: The least level that is written, in small letters.
        stream: Where to.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tell_exception_by_place,
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, _to_json],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _to_json],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def tell_exception_by_place(_logger: object, _method: str, event: Event) -> Event:
    """Replace an exception by its kind and its frames; a processor of structlog."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def _to_json(_logger: object, _method: str, event: Event) -> str:
    return orjson.dumps(event, default=str).decode()
