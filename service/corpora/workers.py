"""Tags groups of lines in several processes, in their order; knows no file."""

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from model.errors import NomenError
from service.corpora.tagging import Answer, Group, GroupTagger, TagGroups
from service.cpus import available_cpus
from service.loading import open_tagger
from service.settings import Settings

SMALL_BYTES = 500_000
"""Files of less are done before a second process is up."""
GROUPS_AHEAD = 2
"""Groups that wait or are done for each worker: none is idle, and memory stays bounded."""


class WorkerError(NomenError):
    """A worker ended before its work was done: it was killed, or memory ran out."""


def choose_workers(files: Sequence[Path]) -> int:
    """Give one for each CPU; one alone where the files are done before others would be ready."""
    num_bytes = sum(file.stat().st_size for file in files)
    return available_cpus() if num_bytes > SMALL_BYTES else 1


@contextmanager
def open_workers(
    settings: Settings, *, threshold: float | None, number: int
) -> Iterator[TagGroups]:
    """Open processes, each with a tagger of its own; where one is enough, it is this one.

    Args:
        settings: Name the tagger.
        threshold: Lowest name probability of a name's tokens; None is the bundle's.
        number: How many processes.

    Raises:
        NomenError: When the bundle or the device is not to be had.
        WorkerError: When a process was killed.
    """
    if number == 1:
        yield _open_group_tagger(settings, threshold).tag_groups
        return
    pool = ProcessPoolExecutor(
        number,
        mp_context=get_context("spawn"),  # a fork would copy the threads' locks
        initializer=_open,
        initargs=(settings, threshold),
    )

    def tag_groups(groups: Iterator[Group]) -> Iterator[tuple[Group, list[Answer]]]:
        ahead: deque[tuple[Group, Future[list[Answer]]]] = deque()
        for group in groups:
            ahead.append((group, pool.submit(_tag, group)))
            if len(ahead) > GROUPS_AHEAD * number:
                yield _first_of(ahead)
        while ahead:
            yield _first_of(ahead)

    try:
        yield tag_groups
    except BrokenProcessPool as error:
        raise WorkerError("a worker ended too soon; expected memory for each of them") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _first_of(ahead: deque[tuple[Group, Future[list[Answer]]]]) -> tuple[Group, list[Answer]]:
    group, answers = ahead.popleft()
    return group, answers.result()


_opened: list[GroupTagger | NomenError] = []
"""A worker process's own, once it has been opened, or why it was not."""


def _open(settings: Settings, threshold: float | None) -> None:
    try:
        _opened.append(_open_group_tagger(settings, threshold))
    except NomenError as error:  # else the pool would print it at length and break
        _opened.append(error)


def _open_group_tagger(settings: Settings, threshold: float | None) -> GroupTagger:
    opened = GroupTagger(open_tagger(settings), threshold)
    gc.freeze()  # what was loaded stays: no collection needs to look at it again
    return opened


def _tag(group: Group) -> list[Answer]:
    (opened,) = _opened
    if isinstance(opened, NomenError):
        raise opened
    return opened.tag(group)
