"""CoNLL columns: the sentences of a file, with their entities of every type."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

from nomen.training.data.conll import Columns, Row
from nomen.training.data.labels import entities
from nomen.training.data.readers import BadLine, conll_rows
from nomen.training.formats.opening import lines
from nomen.training.formats.records import Fault, Item, LabelledSpan, Place, TokenRecord
from nomen.training.formats.settings import FileSettings


def read_conll(path: Path, settings: FileSettings) -> Iterator[Item]:
    """Read a file of columns. Where it has starts of documents, they are numbered.

    Raises:
        CorpusError: When the file cannot be read.
    """
    faults: deque[Fault] = deque()
    num_documents = 0
    for found in conll_rows(_whole_lines(path, faults), settings.columns):
        while faults:
            yield faults.popleft()
        if found is None:
            num_documents += 1
        elif isinstance(found, BadLine):
            yield Fault(Place(path, found.line), "malformed", found.message)
        else:
            document = str(num_documents) if num_documents else None
            yield _record(path, found, settings.columns, document)
    yield from faults


def _whole_lines(path: Path, faults: deque[Fault]) -> Iterator[tuple[int, str, bool]]:
    for item in lines(path):
        if isinstance(item, Fault):
            faults.append(item)
        else:
            yield *item, False


def _record(path: Path, rows: list[Row], columns: Columns, document: str | None) -> Item:
    try:
        found = entities([row.tag for row in rows], scheme=columns.scheme)
    except ValueError as error:
        message, index = error.args
        return Fault(Place(path, rows[index].line), "malformed", message)
    return TokenRecord(
        place=Place(path, rows[0].line),
        tokens=tuple(row.token for row in rows),
        spans=tuple(LabelledSpan(*entity) for entity in found),
        document=document,
    )
