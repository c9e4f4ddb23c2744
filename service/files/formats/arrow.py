"""Arrow record batches as bytes, and Parquet files made of them.

A chunk of a Parquet file, and what is written of one, is a record batch in Arrow's stream format.
The pieces of an output are framed by their lengths, and become a Parquet file when all are there.
"""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

CODEC = b"nomen.codec"
"""The member of a batch's metadata that names the compression of the Parquet file."""
GROUP_BYTES = 16_000_000
"""Content of a row group, about, before it is compressed."""
LENGTH_BYTES = 8


def import_pyarrow() -> ModuleType:
    """Import pyarrow with its Parquet reader.

    Raises:
        SourceError: When it is not installed.
    """
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise SourceError(".parquet: expected pyarrow: pip install 'nomen[corpora]'") from error


def dump_batch(batch: "pa.RecordBatch") -> bytes:
    """Write a batch with its schema."""
    pa = import_pyarrow()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def load_batch(content: bytes) -> "pa.RecordBatch":
    """Read a batch."""
    return import_pyarrow().ipc.open_stream(content).read_next_batch()


def frame(content: bytes) -> bytes:
    """Put the length of a piece before it."""
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


def assemble(pieces: BinaryIO, output: BinaryIO) -> None:
    """Make a Parquet file of framed batches.

    Args:
        pieces: The framed batches, one or more, all of one schema.
        output: The file.
    """
    pa = import_pyarrow()
    writer, waiting, size = None, [], 0
    for batch in _batches(pieces):
        codec = batch.schema.metadata[CODEC].decode()
        metadata = {key: each for key, each in batch.schema.metadata.items() if key != CODEC}
        schema = batch.schema.with_metadata(metadata or None)
        if writer is None:
            writer = pa.parquet.ParquetWriter(output, schema, compression=codec)
        waiting.append(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
        size += batch.nbytes
        if size >= GROUP_BYTES:
            writer.write_table(pa.Table.from_batches(waiting))
            waiting, size = [], 0
    if writer is not None:
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
        writer.close()


def with_codec(schema: "pa.Schema", codec: str) -> "pa.Schema":
    """Note the compression of a Parquet file in the schema of its batches."""
    return schema.with_metadata({**(schema.metadata or {}), CODEC: codec.encode()})


def _batches(pieces: BinaryIO) -> Iterator["pa.RecordBatch"]:
    while length := pieces.read(LENGTH_BYTES):
        yield load_batch(pieces.read(int.from_bytes(length, "big")))
