"""Runs a job: the files of a run in chunks, in order and in bounded memory."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from nomen.service.files.answers.records import Failure, Work
from nomen.service.files.formats.compression import Compression
from nomen.service.files.formats.envelope import open_content
from nomen.service.files.formats.opening import FormatOptions, make_format
from nomen.service.files.formats.text import PlainText
from nomen.service.files.jobs.inputs import Input
from nomen.service.files.jobs.long_texts import LONG_BYTES, LongText
from nomen.service.files.jobs.progress import Progress
from nomen.service.files.jobs.workers import Item, WorkInOrder
from nomen.service.files.outputs.journal import Counts
from nomen.service.files.outputs.writing import Writing
from nomen.service.files.sources import SourceError


def run_job(
    writing: Writing, work_in_order: WorkInOrder, options: FormatOptions, progress: Progress
) -> Counts:
    """Read files, work on their chunks, and write what comes of them.

    Args:
        writing: The outputs.
        work_in_order: Works on chunks.
        options: What the caller says about formats.
        progress: Shows how far the job is.

    Raises:
        SourceError: When the only file cannot be read.
        OSError: When an output cannot be written.
    """
    with progress:
        for item, outcome in work_in_order(_items(writing, options, progress)):
            writing.take(item, outcome)
            if isinstance(item, Work):
                progress.show(writing.counts, position=item.position)
        writing.finish()
    return writing.counts


def _items(writing: Writing, options: FormatOptions, progress: Progress) -> Iterator[Item]:
    """Split the files into chunks, from where an earlier run ended."""
    start, position = writing.start, 0

    def on_read(position: int) -> None:
        progress.show(writing.counts, position=position)

    for index, output in enumerate(writing.run.outputs):
        is_done = index < start.output + start.is_finished
        skip = start.items if index == start.output else 0
        for number, each in enumerate(output.inputs):
            size = each.num_bytes or 0
            if not is_done:
                place = Place(
                    output=index,
                    input=number,
                    before=position,
                    compression=output.compression,
                )
                for item in _items_of(each, options, place, on_read):
                    if skip:
                        skip -= 1
                        writing.replay(item)
                    else:
                        yield item
            position += size


class Place(NamedTuple):
    """Where a file stands among the files of a run.

    Attributes:
        output: The index of the output that it goes to.
        input: Its index among the files of the output.
        before: Bytes of all files before it.
        compression: How the output is compressed.
    """

    output: int
    input: int
    before: int
    compression: Compression


def _items_of(
    each: Input, options: FormatOptions, place: Place, on_read: Callable[[int], None]
) -> Iterator[Item]:
    """Split one file into chunks; a long text is one item."""
    try:
        file_format = make_format(each.choice, options)
        with closing(each.open()) as stream:
            content, found = open_content(stream, each.choice, encoding=options.encoding)
            envelope = found.compressed(place.compression)
            if isinstance(file_format, PlainText) and (each.num_bytes or 0) >= LONG_BYTES:
                yield LongText(
                    output=place.output,
                    input=place.input,
                    label=each.label,
                    file=each,
                    encoding=options.encoding,
                    envelope=envelope,
                    position=place.before + (each.num_bytes or 0),
                    on_read=on_read,
                )
                return
            is_told = bool(each.choice.compression) and stream.seekable()
            for i, chunk in enumerate(file_format.split(content)):
                yield Work(
                    output=place.output,
                    input=place.input,
                    label=each.label,
                    format=file_format,
                    envelope=envelope,
                    chunk=chunk,
                    is_first=i == 0,
                    position=place.before + (stream.tell() if is_told else chunk.position),
                )
    except SourceError as error:
        yield Failure(output=place.output, input=place.input, label=each.label, error=error)
    except OSError as error:
        fault = SourceError(f"cannot be read ({error.strerror})")
        yield Failure(output=place.output, input=place.input, label=each.label, error=fault)
