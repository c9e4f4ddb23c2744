"""Answers the lines of a stream: what each route does with a group of records."""

import math
from collections.abc import Callable
from functools import partial

from nomen.model.documents import Document
from nomen.model.errors import NomenError
from nomen.service.documents.answers import to_json
from nomen.service.documents.documents import Outcome
from nomen.service.documents.reading import Refusal
from nomen.service.documents.schemas import Options
from nomen.service.errors import (
    AbandonedError,
    ClosedError,
    EngineEndedError,
    RequestError,
    to_request_error,
)
from nomen.service.scheduling.tagging import Tagging
from nomen.service.streams.lines import Line
from nomen.service.streams.records import StreamRecord, read_options, read_record
from nomen.service.streams.stream import EndError
from nomen.service.telemetry.access_record import AccessRecord

ENDINGS = (AbandonedError, ClosedError, EngineEndedError)
"""What ends the whole stream."""


class TagAnswers:
    """Answers lines as `/v1/tag` does.

    Args:
        tagging: Tags their documents.
        max_line_bytes: Most bytes of a line.
        is_wanted: Tells whether the client is still there.
        record: Gets the tokens of all groups.
    """

    def __init__(
        self,
        tagging: Tagging,
        *,
        max_line_bytes: int,
        is_wanted: Callable[[], bool],
        record: AccessRecord,
    ) -> None:
        self._tagging = tagging
        self._max_line_bytes = max_line_bytes
        self._is_wanted = is_wanted
        self._record = record
        self._options = Options()

    def begin(self, line: Line) -> bool:
        """Take the options of the first line, if it has them.

        Raises:
            EndError: When an option is unknown or has an invalid value.
        """
        try:
            options = read_options(line, Options)
            if options is not None:
                self._tagging.check_options(options)
        except RequestError as error:
            raise EndError(error, number=line.number) from error
        if options is None:
            return False
        self._options = options
        return True

    async def answer(self, lines: list[Line]) -> bytes:
        """Tag a group of lines and write their answers."""
        records = [read_record(line, max_bytes=self._max_line_bytes) for line in lines]
        record = AccessRecord(self._record.request_id)
        try:
            return await self._tagging.tag_group(
                [_document(each) for each in records],
                self._options,
                write=partial(self._write, records),
                deadline=self._deadline(),
                is_wanted=self._is_wanted,
                record=record,
            )
        except ENDINGS:
            raise
        except (NomenError, TimeoutError) as error:
            return b"".join(each.to_error(to_request_error(error)) for each in records)
        finally:
            self._record.num_tokens += record.num_tokens

    def _deadline(self) -> float:
        """Give the deadline of a group; the stream itself has none."""
        timeout_ms = self._options.timeout_ms
        return math.inf if timeout_ms is None else self._tagging.deadline(timeout_ms)

    def _write(self, records: list[StreamRecord], outcomes: list[Outcome]) -> bytes:
        pairs = zip(records, outcomes, strict=True)
        return b"".join(self._to_line(record, outcome) for record, outcome in pairs)

    def _to_line(self, record: StreamRecord, outcome: Outcome) -> bytes:
        if isinstance(record.entry, Refusal):
            return record.to_error(record.entry.error)
        if isinstance(outcome, RequestError):
            return record.to_error(outcome)
        unit = self._options.offset_unit
        return record.to_answer(to_json(outcome, document=record.entry.document, unit=unit))


def _document(record: StreamRecord) -> Document | RequestError:
    entry = record.entry
    return entry.error if isinstance(entry, Refusal) else entry.document
