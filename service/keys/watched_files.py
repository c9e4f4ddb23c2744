"""Files that decide who may ask: who may write to them, and whether they have changed."""

import asyncio
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from nomen.service.keys.key import KeysError

LOOK_SECONDS = 1.0
"""Time between two looks at a file, and so the longest time until a change counts."""


def check_not_writable_by_all(path: Path) -> None:
    """Refuse a file that everybody on the machine may write to.

    Raises:
        KeysError: When everybody may.
        OSError: When there is no such file.
    """
    if path.stat().st_mode & stat.S_IWOTH:
        raise KeysError(f"{path}: expected a file that others may not write to (chmod o-w)")


class FileWatch:
    """Tells when one of some files has changed.

    A file counts as changed when another file stands in its place, too, as in Kubernetes' volumes,
    where a link is turned to a new folder.

    Args:
        paths: The files.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._known = self._look()

    def has_changed(self) -> bool:
        """Tell whether one has changed since the last call."""
        before, self._known = self._known, self._look()
        return self._known != before

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_state(path) for path in self._paths]


async def call_on_change(
    watch: FileWatch,
    act: Callable[[], None],
    *,
    stopping: asyncio.Event,
    look_seconds: float = LOOK_SECONDS,
) -> None:
    """Call a function whenever one of some files has changed, until `stopping` is set.

    The first look is at once: a process that was forked from an older one has what that one read.
    """
    while not stopping.is_set():
        if watch.has_changed():
            act()
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), look_seconds)


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
