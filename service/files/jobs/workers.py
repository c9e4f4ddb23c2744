"""Works on chunks in several processes, in their order."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import NamedTuple

from nomen.model.bundle.bundle import Manifest
from nomen.model.documents import PreparedDocument
from nomen.model.errors import NomenError
from nomen.model.long_documents.tagging import Run
from nomen.model.tagger import Tagger
from nomen.model.windows import WindowProbabilities
from nomen.service.cpus import available_cpus
from nomen.service.engine.loading import open_tagger, settle_memory
from nomen.service.errors import WorkerEndedError
from nomen.service.files.answers.records import Failure, Result, Work
from nomen.service.files.jobs.long_texts import LongText
from nomen.service.files.jobs.working import Task, Worker
from nomen.service.files.sources import SourceError
from nomen.service.settings import Settings

SMALL_BYTES = 500_000
"""Smaller files are done before a second process has loaded."""
CHUNKS_AHEAD = 2
"""Chunks queued for each other process, so that it never idles."""
MOST_AHEAD = 16
"""Chunks per other process whose result may wait for its turn; this bounds the memory."""

MOST_AHEAD_BYTES = 64_000_000
"""Bytes of chunks whose result may wait for its turn, for files of one chunk."""

Item = Work | LongText | Failure
Outcome = Result | SourceError
WorkInOrder = Callable[[Iterator[Item]], Iterator[tuple[Item, Outcome]]]
"""Works on chunks; gives each with what came of it, in their order."""


class Workers(NamedTuple):
    """The worker processes of a job.

    Attributes:
        work: Works on chunks.
        manifests: Those of the bundles that they use, by name and version.
        sha256: The checksums of all, with commas.
    """

    work: WorkInOrder
    manifests: Mapping[str, Manifest]
    sha256: str

    @classmethod
    def of(cls, work: WorkInOrder, here: Worker) -> "Workers":
        """Give the workers of a job; all use the bundles that this process does."""
        sha256 = ",".join(each.bundle.sha256 for each in here.tagger.bundles)
        manifests = {each.reader.label: each.bundle.manifest for each in here.tagger.bundles}
        return cls(work, manifests, sha256)


def choose_workers(num_bytes: int | None) -> int:
    """Choose one worker per CPU, or only one for small files; None is a size nobody knows."""
    return available_cpus() if num_bytes is None or num_bytes > SMALL_BYTES else 1


def open_here(settings: Settings, task: Task) -> Worker:
    """Load a tagger in this process; arguments and errors as for `open_workers`."""
    return Worker(_open_tagger(settings), task)


@contextmanager
def open_workers(settings: Settings, task: Task, *, number: int) -> Iterator[Workers]:
    """Start worker processes, each with its own tagger; this process is the first of them.

    Args:
        settings: The settings, which name the bundle.
        task: What is done with every chunk.
        number: The number of processes.

    Raises:
        NomenError: When the bundle, the device or the threshold cannot be used.
        WorkerEndedError: When a process was killed.
    """
    if number == 1:
        here = open_here(settings, task)
        work = partial(_with_long_texts, partial(_work_here, here), here, here.run_parts)
        yield Workers.of(work, here)
        return
    pool = ProcessPoolExecutor(
        number - 1,
        mp_context=get_context("spawn"),  # a fork would copy the threads' locks
        initializer=_open,
        initargs=(settings, task),
    )
    try:
        for _ in range(number - 1):  # they load while this process does
            pool.submit(_be_ready)
        here = open_here(settings, task)
        run_parts = partial(_run_in_pool, here, pool, number - 1)
        in_pool = partial(_work_in_pool, here, pool, number - 1)
        work = partial(_with_long_texts, in_pool, here, run_parts)
        yield Workers.of(work, here)
    except BrokenProcessPool as error:
        raise WorkerEndedError from error
    finally:
        pool.shutdown(cancel_futures=True)


def _with_long_texts(
    work: WorkInOrder, here: Worker, run_parts: Run, items: Iterator[Item]
) -> Iterator[tuple[Item, Outcome]]:
    """Work on long texts one after the other, and on what lies between them as `work` does."""
    for is_long, group in groupby(items, key=lambda item: isinstance(item, LongText)):
        if not is_long:
            yield from work(group)
            continue
        for item in group:
            if isinstance(item, LongText):
                yield from _work_on_long_text(here, run_parts, item)


def _work_on_long_text(
    here: Worker, run_parts: Run, item: LongText
) -> Iterator[tuple[Item, Outcome]]:
    try:
        for result in here.work_on_long_text(item, run_parts):
            yield item, result
    except SourceError as error:
        yield item, error


def _run_in_pool(
    here: Worker, pool: ProcessPoolExecutor, num_others: int, parts: Iterator[PreparedDocument]
) -> Iterator[tuple[PreparedDocument, list[WindowProbabilities]]]:
    """Run the windows of a long text's parts in all processes, in their order."""
    ahead: deque[tuple[PreparedDocument, Future[list[WindowProbabilities]]]] = deque()
    for part in parts:
        if sum(not outputs.done() for _, outputs in ahead) < CHUNKS_AHEAD * num_others:
            ahead.append((part, pool.submit(_run_part, part.windows_alone())))
        else:
            future: Future[list[WindowProbabilities]] = Future()
            future.set_result(here.run_part(part))
            ahead.append((part, future))
        while ahead and (ahead[0][1].done() or len(ahead) > 2 * CHUNKS_AHEAD * num_others):
            first, outputs = ahead.popleft()
            yield first, outputs.result()
    for part, outputs in ahead:
        yield part, outputs.result()


def _work_here(here: Worker, items: Iterator[Item]) -> Iterator[tuple[Item, Outcome]]:
    for item in items:
        yield item, _outcome(_done(here, item))


def _work_in_pool(
    here: Worker, pool: ProcessPoolExecutor, num_others: int, items: Iterator[Item]
) -> Iterator[tuple[Item, Outcome]]:
    """Send chunks to the other processes while they have room, else work on them here."""
    ahead: deque[tuple[Item, Future[Result]]] = deque()
    num_bytes = 0
    for item in items:
        is_room = sum(not result.done() for _, result in ahead) < CHUNKS_AHEAD * num_others
        if isinstance(item, Work) and is_room:
            ahead.append((item, pool.submit(_work, item)))
        else:
            ahead.append((item, _done(here, item)))
        num_bytes += _size(item)
        while ahead and (
            ahead[0][1].done()
            or len(ahead) > MOST_AHEAD * num_others
            or num_bytes > MOST_AHEAD_BYTES
        ):
            first, result = ahead.popleft()
            num_bytes -= _size(first)
            yield first, _outcome(result)
    while ahead:
        first, result = ahead.popleft()
        yield first, _outcome(result)


def _size(item: Item) -> int:
    return len(item.chunk.content) if isinstance(item, Work) else 0


def _done(here: Worker, item: Item) -> Future[Result]:
    future: Future[Result] = Future()
    try:
        if isinstance(item, Work):
            future.set_result(here.work(item))
        elif isinstance(item, Failure):
            future.set_exception(item.error)
    except SourceError as error:
        future.set_exception(error)
    return future


def _outcome(future: Future[Result]) -> Outcome:
    try:
        return future.result()
    except SourceError as error:
        return error


_opened: list[Worker | NomenError] = []
"""The worker of a worker process once it has loaded, or why it could not."""


def _open(settings: Settings, task: Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent, which ends the pool
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        _opened.append(Worker(_open_tagger(settings), task))
    except NomenError as error:  # else the pool would print a traceback and break
        _opened.append(error)


def _end_with_parent() -> None:
    """End this process when its parent has ended, even by a kill."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _open_tagger(settings: Settings) -> Tagger:
    opened = open_tagger(settings)
    settle_memory()
    return opened


def _be_ready() -> None:
    """Do nothing; a pool starts its processes only when it gets work."""


def _work(work: Work) -> Result:
    return _worker().work(work)


def _run_part(part: PreparedDocument) -> list[WindowProbabilities]:
    return _worker().run_part(part)


def _worker() -> Worker:
    (opened,) = _opened
    if isinstance(opened, NomenError):
        raise opened
    return opened
