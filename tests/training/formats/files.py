"""Files in a folder of a test."""

import gzip
from pathlib import Path

import zstandard


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file; its ending says how it is compressed."""
    data = content.encode() if isinstance(content, str) else content
    if name.endswith(".gz"):
        data = gzip.compress(data)
    if name.endswith(".zst"):
        data = zstandard.ZstdCompressor().compress(data)
    path = folder / name
    path.write_bytes(data)
    return path
