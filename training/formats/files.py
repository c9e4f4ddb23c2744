"""The files that the sentences of a path depend on."""

from collections.abc import Iterator
from pathlib import Path

from nomen.training.formats.brat import brat_files
from nomen.training.formats.features import files_beside
from nomen.training.formats.settings import FileSettings


def files_behind(path: Path, settings: FileSettings) -> list[Path]:
    """Give the files that are read for a path: its own, and those that belong to them.

    Args:
        path: The file, or a folder of brat's documents.
        settings: How it is read; its `format` is that of the file.

    Raises:
        CorpusError: When one of brat's files has no counterpart.
    """
    return list(_files(path, settings))


def _files(path: Path, settings: FileSettings) -> Iterator[Path]:
    if settings.format == "brat":
        for pair in brat_files(path):
            yield from pair
        return
    yield path
    if settings.format == "hugging-face" and not settings.label_names:
        yield from files_beside(path)
