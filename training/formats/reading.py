"""Reads labelled sentences from the user's own files, of any known format."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.formats.brat import read_brat
from nomen.training.formats.conll import read_conll
from nomen.training.formats.detecting import SHAPES, find_format, is_parquet
from nomen.training.formats.docbin import read_docbin
from nomen.training.formats.examining import examine, is_name
from nomen.training.formats.features import names_beside
from nomen.training.formats.json_values import json_values
from nomen.training.formats.parquet import names_in_schema, read_rows
from nomen.training.formats.records import Fault, Item, LeftOut, Place, Record, RecordError
from nomen.training.formats.sentences import to_sentences
from nomen.training.formats.settings import FileSettings, Format
from nomen.training.formats.shapes import label_studio

MOST_NUMBERS = 0.9
"""Where a larger share of a file's tokens are numbers, they are no tokens."""

_NUMBER = re.compile(r"[.,-]*[0-9][0-9.,-]*")


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A labelled sentence and where it comes from.

    Attributes:
        sentence: The sentence.
        document: What its document is called, the same for all its sentences; unique in its file.
            A record of which the file names no document is a document of its own.
        number: That of its document, in the order in which they first occur, from 0.
    """

    sentence: LabelledSentence
    document: str
    number: int


@dataclass(slots=True)
class Tally:
    """What was counted while a file was read.

    Attributes:
        dropped: Spans that are no names, by type.
        left_out: Records that were left out, by reason.
        num_cut: Names that begin or end inside a token.
        num_tokens: Tokens.
        num_numbers: Tokens that are numbers.
    """

    dropped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    num_cut: int = 0
    num_tokens: int = 0
    num_numbers: int = 0


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """The content of a file of labelled sentences.

    Attributes:
        sentences: One at least.
        dropped: The number of spans that are not names, by type.
        documents: What each sentence's document is called; empty for registered corpora.
        left_out: The number of records that were left out, by reason.
        num_cut: Names that begin or end inside a token.
    """

    sentences: list[LabelledSentence]
    dropped: Counter[str]
    documents: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    num_cut: int = 0


def read_file(path: Path, settings: FileSettings | None = None) -> LabelledFile:
    """Read the sentences of a file.

    Raises:
        CorpusError: When it is missing, empty or malformed, or numbers stand where tokens are
            expected.
    """
    tally = Tally()
    found = list(stream_file(path, settings or FileSettings(), tally))
    return LabelledFile(
        sentences=[each.sentence for each in found],
        dropped=tally.dropped,
        documents=[each.document for each in found],
        left_out=tally.left_out,
        num_cut=tally.num_cut,
    )


def stream_file(path: Path, settings: FileSettings, tally: Tally) -> Iterator[FoundSentence]:
    """Read the sentences of a file one by one.

    Args:
        path: The file.
        settings: How it is read.
        tally: What is counted on the way; complete at the end.

    Raises:
        CorpusError: As `read_file`; that there are no sentences, or only numbers, at the end.
    """
    is_empty = True
    numbers = _DocumentNumbers()
    for number, record in enumerate(records_of(path, settings, tally), 1):
        sentences, cut = to_sentences(record, settings)
        if cut and settings.cut_tokens == "refuse":
            raise CorpusError(f"{cut[0].as_error()}; see the setting cut_tokens")
        tally.num_cut += len(cut)
        document = record.document or f"record {number}"
        document_number = numbers.next(record.document)
        for sentence in sentences:
            is_empty = False
            tally.num_tokens += len(sentence.tokens)
            tally.num_numbers += sum(map(is_number, sentence.tokens))
            yield FoundSentence(sentence, document, document_number)
    if is_empty:
        others = "".join(f", {number} {reason}" for reason, number in tally.left_out.items())
        raise CorpusError(f"{path}: expected at least one sentence, found none{others}")
    if tally.num_numbers > MOST_NUMBERS * tally.num_tokens:
        raise CorpusError(numbers_message(path, settings))


def stream_files(
    paths: Sequence[Path], settings: FileSettings, tally: Tally
) -> Iterator[FoundSentence]:
    """Read the sentences of several files, one after the other; see `stream_file`.

    The numbers of documents go on from file to file.
    """
    first = 0
    for path in paths:
        last = first - 1
        for found in stream_file(path, settings, tally):
            number = first + found.number
            last = max(last, number)
            yield replace(found, number=number) if first else found
        first = last + 1


class _DocumentNumbers:
    """Numbers documents in the order in which they first occur; only those with names are kept."""

    def __init__(self) -> None:
        self._named: dict[str, int] = {}
        self._count = 0

    def next(self, name: str | None) -> int:
        """Give the number of the document of the next record."""
        number = self._named.setdefault(name, self._count) if name else self._count
        self._count = max(self._count, number + 1)
        return number


def records_of(path: Path, settings: FileSettings, tally: Tally) -> Iterator[Record]:
    """Give the examined records of a file.

    Raises:
        CorpusError: When the file cannot be read, or at its first fault.
    """
    for item in read_items(path, settings):
        if isinstance(item, Fault):
            raise item.as_error()
        if isinstance(item, LeftOut):
            tally.left_out[item.reason] += 1
            continue
        record, faults = examine(item, settings.name_types)
        if faults:
            raise faults[0].as_error()
        others = (s.label for s in record.spans if not is_name(s, settings.name_types))
        tally.dropped.update(label for label in others if label)
        yield record


def read_items(path: Path, settings: FileSettings) -> Iterator[Item]:
    """Give the records of a file, its faults, and what is left out, in their order.

    Raises:
        CorpusError: When the file cannot be read at all.
    """
    kind = settings.format or find_format(path)
    if kind == "conll":
        yield from read_conll(path, settings)
    elif kind == "brat":
        yield from read_brat(path, settings)
    elif kind == "spacy":
        yield from read_docbin(path, settings)
    else:
        yield from _shaped(path, kind, settings)


def _shaped(path: Path, kind: Format, settings: FileSettings) -> Iterator[Item]:
    in_rows = is_parquet(path)
    if kind == "hugging-face" and not settings.label_names:
        names = names_in_schema(path) if in_rows else ()
        settings = settings.model_copy(update={"label_names": names or names_beside(path)})
    read: Iterable[tuple[Place, object] | Fault]
    values: Iterable[tuple[Place, object] | Fault | LeftOut]
    read = read_rows(path) if in_rows else json_values(path)
    values = label_studio.chosen(read, settings) if kind == "label-studio" else read
    for item in values:
        if isinstance(item, (Fault, LeftOut)):
            yield item
            continue
        place, value = item
        try:
            yield from SHAPES[kind].read(value, place, settings)
        except RecordError as error:
            yield Fault(place, "malformed", str(error))


def is_number(token: str) -> bool:
    """Tell whether a token is a number, and therefore seldom a word."""
    return not token.isalpha() and _NUMBER.fullmatch(token) is not None


def numbers_message(path: Path, settings: FileSettings) -> str:
    """Tell that numbers stand where tokens are expected, and how to name their column."""
    return (
        f"{path}: column {settings.columns.token}: expected tokens, found numbers; set the tokens' "
        "column, from 0: `columns = { token = 1 }` in a recipe, --token-column in a command"
    )
