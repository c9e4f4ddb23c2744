"""Answers the lines of a stream, group by group."""

import asyncio
import math
from collections.abc import Callable
from functools import partial
from typing import Protocol

from nomen.model.documents import Document
from nomen.model.errors import NomenError
from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.documents import Outcome
from nomen.service.documents.reading import Entry, Refusal
from nomen.service.documents.schemas import Options
from nomen.service.errors import (
    AbandonedError,
    ClosedError,
    EngineEndedError,
    RequestError,
    to_request_error,
)
from nomen.service.scheduling.running import Caller, DocumentRunner
from nomen.service.streams.lines import Line
from nomen.service.streams.records import StreamRecord, read_options, read_record
from nomen.service.streams.stream import EndError
from nomen.service.telemetry.access_record import AccessRecord

ENDINGS = (AbandonedError, ClosedError, EngineEndedError)
"""What ends the whole stream."""


class Work(Protocol):
    """What a route does with the documents of a stream, by the options of its first line."""

    @property
    def options(self) -> Options:
        """The options of the stream."""

    @property
    def is_long(self) -> bool:
        """Whether to write answers takes long even for small documents."""

    def begin(self, value: object) -> None:
        """Take the options of the first line, as JSON.

        Raises:
            RequestError: When an option is unknown or has an invalid value.
        """

    def read(self, value: object) -> Entry:
        """Read one document, given as parsed JSON."""

    def write(self, document: Document, tagged: TaggedDocument) -> dict[str, object]:
        """Give the fields of the answer to a document."""


class GroupAnswers:
    """Answers groups of lines; their passes run side by side, their answers are written in order.

    Args:
        runner: Runs the documents.
        work: What is done with the documents.
        max_line_bytes: Most bytes of a line.
        is_wanted: Tells whether the client is still there.
        record: Gets the tokens of all groups.
    """

    def __init__(
        self,
        runner: DocumentRunner,
        work: Work,
        *,
        max_line_bytes: int,
        is_wanted: Callable[[], bool],
        record: AccessRecord,
    ) -> None:
        self._runner, self._work = runner, work
        self._max_line_bytes = max_line_bytes
        self._is_wanted = is_wanted
        self._record = record
        self._last = asyncio.Event()
        self._last.set()

    def begin(self, line: Line) -> bool:
        """Take the options of the first line, if it has them.

        Raises:
            EndError: When an option is unknown or has an invalid value.
        """
        options = read_options(line)
        if options is None:
            return False
        try:
            self._work.begin(options.value)
        except NomenError as error:
            problem = to_request_error(error)
            problem.pointer = f"/options{problem.pointer or ''}"
            raise EndError(problem, number=line.number) from error
        return True

    async def answer(self, lines: list[Line]) -> bytes:
        """Give the answers to a group of lines."""
        before, done = self._last, asyncio.Event()
        self._last = done
        read = partial(read_record, read=self._work.read, max_bytes=self._max_line_bytes)
        records = [read(line) for line in lines]
        try:
            return await self._run(records, before)
        except ENDINGS:
            raise
        except (NomenError, TimeoutError) as error:
            return b"".join(each.to_error(to_request_error(error)) for each in records)
        finally:
            done.set()

    async def _run(self, records: list[StreamRecord], before: asyncio.Event) -> bytes:
        """Tag the documents of records; write their answers after those of the group before."""
        record = AccessRecord(self._record.request_id)
        outcomes = await self._runner.run_patiently(
            [_document(each) for each in records],
            self._work.options,
            caller=Caller(deadline=self._deadline(), is_wanted=self._is_wanted, record=record),
        )
        self._record.num_tokens += record.num_tokens
        await before.wait()
        write = partial(self._write, records, outcomes)
        is_long = self._work.is_long
        answers = await self._runner.encode(write, outcomes, record=record, is_long=is_long)
        self._record.add_scripts(record.unsupported_scripts)
        return answers

    def _deadline(self) -> float:
        """Give the deadline of a group; the stream itself has none."""
        timeout_ms = self._work.options.timeout_ms
        return math.inf if timeout_ms is None else self._runner.deadline(timeout_ms)

    def _write(self, records: list[StreamRecord], outcomes: list[Outcome]) -> bytes:
        pairs = zip(records, outcomes, strict=True)
        return b"".join(self._to_line(record, outcome) for record, outcome in pairs)

    def _to_line(self, record: StreamRecord, outcome: Outcome) -> bytes:
        if isinstance(record.entry, Refusal):
            return record.to_error(record.entry.error)
        if isinstance(outcome, RequestError):
            return record.to_error(outcome)
        return record.to_answer(self._work.write(record.entry.document, outcome))


def _document(record: StreamRecord) -> Document | RequestError:
    entry = record.entry
    return entry.error if isinstance(entry, Refusal) else entry.document
