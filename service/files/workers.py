"""Tags groups of lines in several processes, in their order; knows no file."""

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
from nomen.service.files.cpus import available_cpus
from nomen.service.files.jsonl import Lines
from nomen.service.files.tagging import Answers, GroupTagger, TagGroups
from nomen.service.settings import Settings

SMALL_BYTES = 500_000
"""Files of less are done before a second process is up."""
GROUPS_AHEAD = 2
"""Groups that each other process is given at once, so that it is never idle."""
MOST_AHEAD = 16
"""Groups for each other process that are kept until their turn comes: memory stays bounded."""


class WorkerError(NomenError):
    """A worker ended before its work was done: it was killed, or memory ran out."""


def choose_workers(files: Sequence[Path]) -> int:
    """Give one for each CPU; one alone where the files are done before others would be ready."""
    num_bytes = sum(file.stat().st_size for file in files)
    return available_cpus() if num_bytes > SMALL_BYTES else 1


def open_here(settings: Settings, threshold: str | None) -> GroupTagger:
    """Open a tagger in this process; arguments and errors as for `open_workers`."""
    tagger = _open_tagger(settings)
    return GroupTagger(tagger, parse_threshold(threshold, tagger.bundle.manifest))


@contextmanager
def open_workers(settings: Settings, *, threshold: str | None, number: int) -> Iterator[TagGroups]:
    """Open processes, each with a tagger of its own; the first one is this one.

    Args:
        settings: Name the tagger.
        threshold: Of a name's tokens, as a command has it; see `parse_threshold`.
        number: How many processes.

    Raises:
        NomenError: When the bundle or the device is not to be had, or the threshold is none.
        WorkerError: When a process was killed.
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
        for _ in range(number - 1):  # they load while we do
            pool.submit(_be_ready)
        yield partial(_tag_groups, open_here(settings, threshold), pool, number - 1)
    except BrokenProcessPool as error:
        raise WorkerError("a worker ended too soon; expected memory for each of them") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _tag_groups(
    here: GroupTagger, pool: ProcessPoolExecutor, num_others: int, groups: Iterator[Lines]
) -> Iterator[tuple[Lines, Answers]]:
    """Tag groups there while the others have room for them, else here."""
    ahead: deque[tuple[Lines, Future[Answers]]] = deque()
    for group in groups:
        if sum(not answers.done() for _, answers in ahead) < GROUPS_AHEAD * num_others:
            ahead.append((group, pool.submit(_tag, group, here.threshold)))
        else:
            ahead.append((group, _done(here.tag(group))))
        while ahead[0][1].done() or len(ahead) > MOST_AHEAD * num_others:
            yield _first_of(ahead)
            if not ahead:
                break
    while ahead:
        yield _first_of(ahead)


def _done(answers: Answers) -> Future[Answers]:
    future: Future[Answers] = Future()
    future.set_result(answers)
    return future


def _first_of(ahead: deque[tuple[Lines, Future[Answers]]]) -> tuple[Lines, Answers]:
    group, answers = ahead.popleft()
    return group, answers.result()


_opened: list[Tagger | NomenError] = []
"""A worker process's own, once it has been opened, or why it was not."""


def _open(settings: Settings) -> None:
    try:
        _opened.append(_open_tagger(settings))
    except NomenError as error:  # else the pool would print it at length and break
        _opened.append(error)


def _open_tagger(settings: Settings) -> Tagger:
    opened = open_tagger(settings)
    settle_memory()
    return opened


def _be_ready() -> None:
    """Do nothing: a pool starts its processes when it is given work."""


def _tag(group: Lines, threshold: float) -> Answers:
    (opened,) = _opened
    if isinstance(opened, NomenError):
        raise opened
    return GroupTagger(opened, threshold).tag(group)
