"""One worker as its supervisor sees it: a process, made by a fork, and the pipe to it.

A fork shares the memory of all that was imported and built before it, so a worker costs little more
than what it serves. The supervisor has one thread and no event loop, so nothing is lost by it.
"""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess

from nomen.model.errors import NomenError
from nomen.service.errors import EngineEndedError
from nomen.service.telemetry.logs import flush_logs
from nomen.service.workers.messages import Message
from nomen.service.workers.siblings import Siblings

Work = Callable[[Siblings], None]
"""Serves until it is told to end."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The supervisor gets them and tells its workers, which ignore their own."""
FAILED = 1


@dataclass(slots=True, eq=False)
class Worker:
    """A running worker.

    Attributes:
        process: The process.
        link: The supervisor's end of the pipe.
        started: When it was started, in the monotonic clock's time.
        heard: When it last answered.
        is_lost: Whether the pipe is closed, so that only the process' end is waited for.
        engine: The number of the shared engine that it was connected to last; 0 for none.
    """

    process: ForkProcess
    link: "Connection[Message, Message]"
    started: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    is_lost: bool = False
    engine: int = 0

    @property
    def id(self) -> int:
        """The id of its process."""
        return self.process.pid or 0

    def tell(self, message: Message) -> None:
        """Send a message; a worker that has ended gets none."""
        try:
            self.link.send(message)
        except OSError:
            self.is_lost = True


def start_worker(work: Work, *, is_first: bool, others: Iterable[Callable[[], object]]) -> Worker:
    """Fork a worker.

    Args:
        work: What it does.
        is_first: Whether it speaks for all where one line is enough.
        others: Closes what it inherits of the supervisor's connections to workers and engines.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe()
    gc.collect()
    gc.freeze()  # a collection would copy the pages that are shared
    process = context.Process(target=_run, args=(work, theirs, [ours.close, *others], is_first))
    process.start()
    theirs.close()
    return Worker(process, ours)


def _run(
    work: Work,
    link: "Connection[Message, Message]",
    others: Iterable[Callable[[], object]],
    is_first: bool,  # noqa: FBT001  # as Process passes it
) -> None:
    """Work in the new process, which knows nothing of the supervisor but its pipe."""
    signal.set_wakeup_fd(-1)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for close in others:
        close()
    siblings = Siblings(link, is_first=is_first)
    try:
        work(siblings)
    except (NomenError, OSError) as error:
        has_ended = isinstance(error, EngineEndedError | OSError)
        siblings.say_failed(str(error), has_ended=has_ended)
        sys.exit(FAILED)
    finally:
        flush_logs()
