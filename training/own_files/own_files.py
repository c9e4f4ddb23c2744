"""OwnFiles: the user's own files of labelled sentences, and what is to become of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nomen.training.errors import CorpusError
from nomen.training.formats.settings import FileSettings

DEFAULT_START = "en"
LANGUAGE_MODEL, NOTHING = "language-model", "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFiles:
    """Files to fit on.

    Attributes:
        train: Files, or folders of brat's documents, one at least.
        dev: Files of dev sentences; without them, some are held out of `train`.
        test: Files that the finished bundle is measured on.
        raw: Plain texts, which the bundle that the fit begins with labels.
        settings: How the files are read.
        start: A bundle's name or folder, a run's folder, `language-model` or `nothing`.
        name: Of the bundle.

    Raises:
        CorpusError: When a file is not there.
    """

    train: Sequence[Path]
    name: str
    dev: Sequence[Path] = ()
    test: Sequence[Path] = ()
    raw: Sequence[Path] = ()
    settings: FileSettings = field(default_factory=FileSettings)
    start: str = DEFAULT_START

    def __post_init__(self) -> None:
        for path in (*self.train, *self.dev, *self.test, *self.raw):
            if not path.exists():
                expected = "expected a file of labelled sentences or the name of a recipe"
                raise CorpusError(f"{path}: no such file; {expected}")


def bundle_name(path: Path) -> str:
    """Give a name that a bundle may have, from that of its folder; `own` where none is left."""
    return re.sub(r"[^a-z0-9]+", "-", path.name.lower()).strip("-") or "own"
