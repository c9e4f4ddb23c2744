"""The limits of the edge, made once from the settings."""

import resource
from dataclasses import dataclass
from typing import Self

from nomen.service.settings import Settings

RESERVED_FILES = 128
"""Files that connections leave to everything else: the engine, the log, refused connections."""
MOST_CONNECTIONS = 4096
"""The default where the limit of open files allows more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EdgeLimits:
    """What one connection and all connections together may take.

    Attributes:
        head_bytes: Most bytes of a head, and of the trailers of a body.
        head_lines: Most header lines of a head, and of the trailers of a body.
        head_seconds: Longest time to receive a head.
        body_seconds: Longest time to receive a body.
        body_bytes_per_second: Least rate of a body once it has had some seconds.
        unread_seconds: How long a client may read nothing of its answer.
        connections: Most open connections.
        held_body_bytes: Most bytes of all bodies whose requests have no answer yet.
    """

    head_bytes: int = 32_768
    head_lines: int = 100
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    body_bytes_per_second: int = 500
    unread_seconds: float = 60.0
    connections: int = MOST_CONNECTIONS
    held_body_bytes: int = 2**26

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Read the limits of a service."""
        return cls(
            head_bytes=settings.max_head_bytes,
            head_lines=settings.max_head_lines,
            head_seconds=settings.head_seconds,
            body_seconds=settings.body_seconds,
            body_bytes_per_second=settings.body_bytes_per_second,
            unread_seconds=settings.stream_idle_seconds,
            connections=settings.max_connections or default_connections(),
            held_body_bytes=max(settings.held_body_bytes, settings.max_body_bytes),
        )


def default_connections() -> int:
    """Give the number of connections for which the process may open files."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(1, min(soft - RESERVED_FILES, MOST_CONNECTIONS))
