"""Plain texts of any length: each is read, tagged and written in sections, in bounded memory."""

import codecs
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import IO, Any, Final

import numpy as np

from nomen.model.long_documents.sections import Section
from nomen.model.reading import most_known
from nomen.model.redaction.operators import Number, Operator
from nomen.model.redaction.redaction import Redactor
from nomen.service.documents.answers import dump_json, to_json
from nomen.service.documents.schemas import AnswerField
from nomen.service.files.answers.records import Result, Work
from nomen.service.files.answers.redacting import RedactedFile
from nomen.service.files.answers.tagging import FIELDS, AnswerLines
from nomen.service.files.formats.compression import compress
from nomen.service.files.formats.envelope import Envelope, open_content
from nomen.service.files.formats.text import PlainText
from nomen.service.files.jobs.inputs import Input
from nomen.service.files.sources import SourceError

LONG_BYTES = 8_000_000
"""Bytes from which a plain text is long."""
_LAST: Final = ("unsupported_scripts", "language", "model", "unsupported")
"""The fields that are known once the whole text is read."""
BLOCK_BYTES = 1 << 18
"""Bytes that are read or written at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """A file that is one long plain text.

    Attributes:
        output: The index of the output that it goes to.
        input: The index of its file among those of the output.
        label: The file's name as the caller gave it.
        file: The file.
        encoding: The encoding that the caller names.
        envelope: The compression and the encoding that the file stands in.
        position: Bytes of all files up to its end, as stored, for progress.
        on_read: Is told how many bytes of all files are read.
    """

    output: int
    input: int
    label: str
    file: Input
    encoding: str | None
    envelope: Envelope
    position: int
    on_read: Callable[[int], None]

    def read(self) -> Iterator[str]:
        """Read the text from its start, in chunks.

        Raises:
            SourceError: When it cannot be read, or is not in its encoding.
        """
        decoder = codecs.getincrementaldecoder("utf-8")()
        before = self.position - (self.file.num_bytes or 0)
        num_read = 0
        with closing(self.file.open()) as stream:
            content, _ = open_content(stream, self.file.choice, encoding=self.encoding)
            while True:
                block = content.read(BLOCK_BYTES)
                try:
                    text = decoder.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    place = num_read + error.start - len(decoder.getstate()[0])
                    raise SourceError(f"byte {place} is not UTF-8") from error
                yield text
                if not block:
                    return
                num_read += len(block)
                self.on_read(before + (stream.tell() if stream.seekable() else num_read))

    def whole(self) -> Work:
        """Give the whole file as one chunk.

        Raises:
            SourceError: When it cannot be read.
        """
        text_format = PlainText()
        with closing(self.file.open()) as stream:
            content, _ = open_content(stream, self.file.choice, encoding=self.encoding)
            (chunk,) = text_format.split(content)
        return Work(
            output=self.output,
            input=self.input,
            label=self.label,
            format=text_format,
            envelope=self.envelope,
            chunk=chunk,
            is_first=True,
            position=self.position,
        )


def write_sections(
    text: LongText, writer: AnswerLines | RedactedFile, sections: Iterable[Section]
) -> Iterator[Result]:
    """Write what comes of a long text, piece by piece; the last result has the counts."""
    if isinstance(writer, RedactedFile):
        yield from _redacted(text, writer.operator, sections)
    else:
        yield from _answered(text, writer, sections)


def _redacted(text: LongText, operator: Operator, sections: Iterable[Section]) -> Iterator[Result]:
    """Redact the sections of a text; a person keeps the number through all of them."""
    if isinstance(operator, Number):
        operator = replace(operator, scope="batch")
    redactor = Redactor(operator)
    num_tokens = 0
    told = _Told()
    yield Result(output=text.envelope.start(), is_partial=True)
    for section in sections:
        redacted = redactor.redact(section.text, section.tagged.names)
        num_tokens += len(section.tagged.tokens)
        told.add(section)
        yield Result(output=text.envelope.seal(redacted.text.encode()), is_partial=True)
    yield told.result(num_tokens)


def _answered(text: LongText, writer: AnswerLines, sections: Iterable[Section]) -> Iterator[Result]:
    """Write one answer. Its arrays wait in files without names, one for each field."""
    told = _Told()
    with ExitStack() as stack:
        arrays: dict[AnswerField, IO[bytes]] = {
            field: stack.enter_context(TemporaryFile())
            for field in FIELDS
            if field in writer.fields and field not in _LAST
        }
        num_tokens = _spool(arrays, sections, told)
        head = {"id": None, **({"file": text.label} if writer.with_file else {})}
        last: dict[str, object] = {
            field: value for field, value in told.fields().items() if field in writer.fields
        }
        for piece in _pieces(dump_json(head)[:-1], arrays, last):
            yield Result(output=compress(piece, writer.compression), is_partial=True)
    yield told.result(num_tokens)


class _Told:
    """Gathers what the sections of a text tell of its languages."""

    def __init__(self) -> None:
        self._scripts: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._unsupported: Counter[str] = Counter()
        self._models: Counter[str] = Counter()

    def add(self, section: Section) -> None:
        """Take in a section."""
        tagged = section.tagged
        self._scripts.update(tagged.unsupported_scripts)
        self._unsupported.update(tagged.unsupported)
        self._languages[tagged.language] += len(section.text)
        for model in filter(None, tagged.model.split(", ")):
            self._models[model] += len(section.text)

    def fields(self) -> dict[AnswerField, object]:
        """Give the fields of an answer that stand at its end."""
        return {
            "unsupported_scripts": dict(self._scripts.most_common()),
            "language": most_known(self._languages),
            "model": ", ".join(model for model, _ in self._models.most_common()),
            "unsupported": dict(self._unsupported.most_common()),
        }

    def result(self, num_tokens: int) -> Result:
        """Give the last result of the text."""
        return Result(
            num_documents=1,
            num_tokens=num_tokens,
            unsupported_scripts=self._scripts,
            unsupported=self._unsupported,
            models=dict.fromkeys(self._models, 1),
        )


def _spool(arrays: dict[AnswerField, IO[bytes]], sections: Iterable[Section], told: "_Told") -> int:
    """Write the elements of each array of an answer to its file; give the number of tokens.

    Args:
        arrays: The file of each field that is an array.
        sections: Of the text.
        told: Gets what the sections tell of their languages.
    """
    num_characters = num_tokens = 0
    for section in sections:
        told.add(section)
        answer = to_json(section.tagged, document=section.text, fields=arrays.keys())
        for field, file in arrays.items():
            moved = _moved(answer[field], field, num_characters, num_tokens)
            elements = dump_json(moved)[1:-1]
            if elements:
                file.write(b"," + elements if file.tell() else elements)
        num_characters += len(section.text)
        num_tokens += len(section.tagged.tokens)
    return num_tokens


def _moved(values: Any, field: AnswerField, num_characters: int, num_tokens: int) -> Any:  # noqa: ANN401  # the value of any field
    """Give a field of a section's answer with places in the whole text."""
    if field in ("starts", "ends"):
        return values + np.int64(num_characters)
    if field == "names":
        moves = {"start": num_characters, "end": num_characters}
        moves |= {"first_token": num_tokens, "last_token": num_tokens}
        return [
            {**name, **{key: name[key] + move for key, move in moves.items()}} for name in values
        ]
    return values


def _pieces(
    head: bytes, arrays: Mapping[AnswerField, IO[bytes]], last: Mapping[str, object]
) -> Iterator[bytes]:
    """Give the line of an answer piece by piece."""
    yield head
    for field, file in arrays.items():
        yield b',"%s":[' % field.encode()
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            yield block
        yield b"]"
    yield b"".join(b",%s" % dump_json({key: each})[1:-1] for key, each in last.items()) + b"}\n"
