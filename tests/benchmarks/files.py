"""Measures `nomen tag` and `nomen redact` on files: speed by format, and memory by size."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.samples import SENTENCE, Samples
from tests.benchmarks.timing import Row, Work, compare, interleave

WORKERS = ("--workers", "2")
SAMPLE_SECONDS = 0.2
SIZES_MB = (100, 400)
TEXT_SIZES_MB = (40, 80)
"""Sizes of one text; both are more than what is tagged at once."""
CARRIED_BYTES = 40_000
"""Size of the members of a record that are only carried through, so that memory tests are quick."""
ENDINGS = ("jsonl", "json", "csv", "parquet")


def measure(samples: Samples, *, rounds: int, is_quick: bool) -> Iterator[Row]:
    """Give the rows of files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _speed(samples, folder, rounds=rounds, number=500 if is_quick else 30_000)
        yield from _memory(folder, [size // 50 if is_quick else size for size in SIZES_MB])
        sizes = [size // 40 if is_quick else size for size in TEXT_SIZES_MB]
        yield from _long_text(samples, folder, sizes)


def _speed(samples: Samples, folder: Path, *, rounds: int, number: int) -> Iterator[Row]:
    texts = [{"note": text} for text in islice(cycle(samples.sentences), number)]
    files = {ending: _write(folder / f"speed.{ending}", texts) for ending in ENDINGS}
    lines, field, column = files["jsonl"], ("--text-field", "note"), ("--column", "note")
    by_file = ("--operator", "number", "--scope", "file")
    works: dict[str, Work] = {
        "tag, JSON Lines, all fields": partial(_run, "tag", lines, *field),
        "redact, JSON Lines": partial(_run, "redact", lines, *field),
        "redact, JSON Lines, numbers through the file": partial(
            _run, "redact", lines, *field, *by_file
        ),
        "redact, JSON array": partial(_run, "redact", files["json"], *field),
        "redact, CSV": partial(_run, "redact", files["csv"], *column),
        "redact, Parquet": partial(_run, "redact", files["parquet"], *column),
    }
    seconds = interleave(works, rounds=rounds)
    values = {name: [number / each for each in taken] for name, taken in seconds.items()}
    group = f"{number} texts in a file, two workers, start included"
    yield from compare(group, values, unit="documents/s")
    del values["tag, JSON Lines, all fields"]
    yield from compare("the same, beside JSON Lines", values, unit="documents/s")


def _memory(folder: Path, sizes_mb: Sequence[int]) -> Iterator[Row]:
    for ending in ENDINGS:
        peaks = {}
        option = "--column" if ending in ("csv", "parquet") else "--text-field"
        for size in sizes_mb:
            file = _write(folder / f"memory.{ending}", _records(size * 1_000_000))
            peaks[f"{size} MB"] = [_peak_mb("redact", file, option, "note")]
            file.unlink()
        yield from compare(f"memory of all processes, redact, {ending}", peaks, unit="MB")


def _long_text(samples: Samples, folder: Path, sizes_mb: Sequence[int]) -> Iterator[Row]:
    """Give the memory for one text without a line break."""
    peaks = {}
    file = folder / "long.txt"
    for size in sizes_mb:
        num_bytes = 0
        with file.open("w", encoding="utf-8") as stream:
            for sentence in cycle(samples.sentences):
                num_bytes += stream.write(sentence.replace("\n", " ") + " ")
                if num_bytes >= size * 1_000_000:
                    break
        peaks[f"{size} MB"] = [_peak_mb("redact", file)]
    yield from compare("memory of all processes, redact, one text", peaks, unit="MB")


def _records(num_bytes: int) -> Iterator[dict[str, str]]:
    for number in range(num_bytes // (CARRIED_BYTES + len(SENTENCE))):
        carried = f"{number:09} " * (CARRIED_BYTES // 10)  # differs, or Parquet would store it once
        yield {"note": SENTENCE, "carried": carried}


def _write(file: Path, records: Iterable[dict[str, str]]) -> Path:
    """Write records in the format of the file's ending."""
    if file.suffix == ".parquet":
        _write_parquet(file, records)
        return file
    with file.open("w", encoding="utf-8", newline="") as stream:
        if file.suffix == ".csv":
            rows = csv.writer(stream)
            for i, record in enumerate(records):
                rows.writerows([record.keys(), record.values()] if i == 0 else [record.values()])
            return file
        is_array = file.suffix == ".json"
        stream.write("[" if is_array else "")
        for i, record in enumerate(records):
            stream.write(",\n" if is_array and i else "")
            stream.write(json.dumps(record) + ("" if is_array else "\n"))
        stream.write("]" if is_array else "")
    return file


def _write_parquet(file: Path, records: Iterable[dict[str, str]]) -> None:
    remaining = iter(records)
    first = list(islice(remaining, 500))
    table = pa.Table.from_pylist(first)
    with pq.ParquetWriter(file, table.schema, compression="none", use_dictionary=False) as writer:
        writer.write_table(table)
        while rows := list(islice(remaining, 500)):
            writer.write_table(pa.Table.from_pylist(rows, schema=table.schema))


def _command(command: str, file: Path, *options: str) -> list[str]:
    program = [sys.executable, "-m", "nomen.service.cli", command, str(file), *WORKERS, *options]
    return [*program, "--output", f"{file.parent}/out{file.suffix}", "--force"]


def _run(command: str, file: Path, *options: str) -> None:
    subprocess.run(_command(command, file, *options), check=True, stderr=subprocess.DEVNULL)


def _peak_mb(command: str, file: Path, *options: str) -> float:
    """Give the largest proportional set size of a command and its workers, in MB."""
    peak = 0
    arguments = _command(command, file, *options)
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_memory_kb, _tree(process.pid))))
            with suppress(subprocess.TimeoutExpired):
                process.wait(SAMPLE_SECONDS)
    return peak / 1000


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
            yield from _tree(int(child))


def _memory_kb(pid: int) -> int:
    """Give the proportional set size of a process. *Source:* proc(5), `smaps_rollup`."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
