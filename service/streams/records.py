"""Reads the lines of a stream: the options of the first line, and one record a line."""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

import orjson

from nomen.service.documents.answers import dump_json
from nomen.service.documents.reading import Entry, Refusal
from nomen.service.documents.strict_json import parse_json
from nomen.service.errors import LINE_TOO_LARGE, TOO_DEEP, RequestError
from nomen.service.streams.lines import Line

OPTIONS = "options"
KNOWN = frozenset({"id", "text", "tokens"})
"""The members of a record that Nomen reads; all others come back as they are."""


class StreamRecord(NamedTuple):
    """What one line of a stream says.

    Attributes:
        line: The number of the line, from 1.
        entry: The document, or why it cannot be tagged.
        rest: The members that Nomen does not know, as JSON; None when there are none.
    """

    line: int
    entry: Entry
    rest: orjson.Fragment | None

    def to_answer(self, fields: Mapping[str, object]) -> bytes:
        """Write the answer to a document that was tagged."""
        answer: dict[str, object] = {"id": self.entry.id, **fields}
        if self.rest is not None:
            answer["record"] = self.rest
        return dump_json(answer) + b"\n"

    def to_error(self, error: RequestError) -> bytes:
        """Write the answer to a line that was not tagged: its number and the problem."""
        given = {} if self.entry.id is None else {"id": self.entry.id}
        return dump_json({**given, "line": self.line, "error": error.to_json()}) + b"\n"


class StreamOptions(NamedTuple):
    """What a line `{"options": …}` holds, as parsed JSON."""

    value: object


def read_options(line: Line) -> StreamOptions | None:
    """Read a line `{"options": {…}}`; None when it is none."""
    try:
        value = None if line.content is None else parse_json(line.content)
    except RequestError:
        return None
    if not isinstance(value, dict) or set(value) != {OPTIONS}:
        return None
    return StreamOptions(value[OPTIONS])


def read_record(line: Line, *, read: Callable[[object], Entry], max_bytes: int) -> StreamRecord:
    """Read a line as a document and what stands beside it.

    Args:
        line: The line.
        read: Reads the document, given as parsed JSON.
        max_bytes: Most bytes of a line.
    """
    if line.content is None:
        error = RequestError(LINE_TOO_LARGE, f"expected at most {max_bytes} bytes in a line")
        return StreamRecord(line.number, Refusal(None, error), None)
    try:
        value = parse_json(line.content)
        rest = _take_rest(value) if isinstance(value, dict) else None
    except RequestError as error:
        return StreamRecord(line.number, Refusal(None, _of_line(error)), None)
    return StreamRecord(line.number, read(value), rest)


def _take_rest(value: dict[str, object]) -> orjson.Fragment | None:
    """Take the members that Nomen does not know, as JSON.

    The standard library writes what orjson refuses.

    Raises:
        RequestError: When they are nested too deeply to be written.
    """
    members = {name: value.pop(name) for name in list(value) if name not in KNOWN}
    if not members:
        return None
    try:
        return orjson.Fragment(orjson.dumps(members))
    except orjson.JSONEncodeError:  # an integer of over 64 bits, or half a surrogate pair
        pass
    try:
        return orjson.Fragment(json.dumps(members, separators=(",", ":")))
    except RecursionError as error:
        raise RequestError(TOO_DEEP, "arrays and objects are nested too deeply") from error


def _of_line(error: RequestError) -> RequestError:
    """Speak of the line where the parser, which knows only bodies, speaks of its line 1."""
    detail = error.detail.replace("(line 1, column", "(column").replace("the body", "the line")
    return RequestError(error.problem, detail)
