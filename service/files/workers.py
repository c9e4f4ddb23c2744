"""Tags groups of lines in several processes, in their order."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from nomen.model.errors import NomenError
from nomen.model.tagger import Tagger
from nomen.service.documents.thresholds import parse_threshold
from nomen.service.engine.loading import open_tagger, settle_memory
from nomen.service.errors import WorkerEndedError
from nomen.service.files.cpus import available_cpus
from nomen.service.files.jsonl import Lines
from nomen.service.files.tagging import GroupTagger, OutputLines, TagGroups
from nomen.service.settings import Settings

SMALL_BYTES = 500_000
"""Smaller files are done before a second process has loaded."""
GROUPS_AHEAD = 2
"""Groups queued for each other process, so that it never idles."""
MOST_AHEAD = 16
"""Groups per other process whose output may wait for its turn; this bounds the memory."""


def choose_workers(files: Sequence[Path]) -> int:
    """Choose one worker per CPU, or only one for small files."""
    num_bytes = sum(file.stat().st_size for file in files)
    return available_cpus() if num_bytes > SMALL_BYTES else 1


def open_here(settings: Settings, threshold: str | None) -> GroupTagger:
    """Load a tagger in this process; arguments and errors as for `open_workers`."""
    tagger = _open_tagger(settings)
    return GroupTagger(tagger, parse_threshold(threshold, tagger.bundle.manifest))


@contextmanager
def open_workers(settings: Settings, *, threshold: str | None, number: int) -> Iterator[TagGroups]:
    """Start worker processes, each with its own tagger; this process is the first of them.

    Args:
        settings: The settings, which name the bundle.
        threshold: The threshold as the command line gives it; see `parse_threshold`.
        number: The number of processes.

    Raises:
        NomenError: When the bundle, the device or the threshold cannot be used.
        WorkerEndedError: When a process was killed.
    """
    if number == 1:
        yield open_here(settings, threshold).tag_groups
        return
    pool = ProcessPoolExecutor(
        number - 1,
        mp_context=get_context("spawn"),  # a fork would copy the threads' locks
        initializer=_open,
        initargs=(settings,),
    )
    try:
        for _ in range(number - 1):  # they load while this process does
            pool.submit(_be_ready)
        yield partial(_tag_groups, open_here(settings, threshold), pool, number - 1)
    except BrokenProcessPool as error:
        raise WorkerEndedError from error
    finally:
        pool.shutdown(cancel_futures=True)


def _tag_groups(
    here: GroupTagger, pool: ProcessPoolExecutor, num_others: int, groups: Iterator[Lines]
) -> Iterator[tuple[Lines, OutputLines]]:
    """Send groups to the other processes while they have room, else tag them here."""
    ahead: deque[tuple[Lines, Future[OutputLines]]] = deque()
    for group in groups:
        if sum(not output.done() for _, output in ahead) < GROUPS_AHEAD * num_others:
            ahead.append((group, pool.submit(_tag, group, here.threshold)))
        else:
            ahead.append((group, _done(here.tag(group))))
        while ahead[0][1].done() or len(ahead) > MOST_AHEAD * num_others:
            yield _first_of(ahead)
            if not ahead:
                break
    while ahead:
        yield _first_of(ahead)


def _done(output: OutputLines) -> Future[OutputLines]:
    future: Future[OutputLines] = Future()
    future.set_result(output)
    return future


def _first_of(ahead: deque[tuple[Lines, Future[OutputLines]]]) -> tuple[Lines, OutputLines]:
    group, output = ahead.popleft()
    return group, output.result()


_opened: list[Tagger | NomenError] = []
"""The tagger of a worker process once it has loaded, or why it could not."""


def _open(settings: Settings) -> None:
    try:
        _opened.append(_open_tagger(settings))
    except NomenError as error:  # else the pool would print a traceback and break
        _opened.append(error)


def _open_tagger(settings: Settings) -> Tagger:
    opened = open_tagger(settings)
    settle_memory()
    return opened


def _be_ready() -> None:
    """Do nothing; a pool starts its processes only when it gets work."""


def _tag(group: Lines, threshold: float) -> OutputLines:
    (opened,) = _opened
    if isinstance(opened, NomenError):
        raise opened
    return GroupTagger(opened, threshold).tag(group)
