"""The folder of other languages than English: corpora in `ner`, texts in `raw`, and `names`."""

import os
from pathlib import Path

from nomen.model.environment import LANGUAGES_VARIABLE

ENGLISH = "en"


def languages_folder(other: Path) -> Path:
    """Give the folder: `NOMEN_LANGUAGES`, else `languages` beside another folder of data."""
    return Path(os.environ.get(LANGUAGES_VARIABLE) or other.parent / "languages")
