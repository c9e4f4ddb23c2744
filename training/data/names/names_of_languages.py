"""Lists of given and family names by language, from the folder of languages."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nomen.training.data.languages import languages_folder
from nomen.training.data.names.name_lists import Half, half_of
from nomen.training.errors import CorpusError

_LISTS_OF = {"nn": "nb"}
"""Languages without lists of their own, and whose lists they share."""
FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages whose texts put the family name first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNames:
    """The listed names of one language in its own script; either list may be empty.

    Attributes:
        given: Given names, of one word or several.
        family: Family names.
    """

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()


def read_listed_names(language: str, corpora: Path, half: Half) -> ListedNames:
    """Read one half of a language's lists; what has no list is empty.

    Args:
        language: A tag of BCP 47.
        corpora: The folder of corpora, which the folder of languages stands beside.
        half: Which half of the names, see `half_of`.

    Raises:
        CorpusError: When a list cannot be read.
    """
    stem = _LISTS_OF.get(language, language)
    folder = languages_folder(corpora) / "names"
    given, family = (_read(folder / f"{stem}.{kind}.txt", half) for kind in ("given", "family"))
    return ListedNames(given=given, family=family)


def _read(path: Path, half: Half) -> tuple[str, ...]:
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: expected a readable list of names in UTF-8") from error
    lines = (unicodedata.normalize("NFC", line.strip()) for line in text.splitlines())
    found = dict.fromkeys(line for line in lines if line and _is_name(line))
    return tuple(name for name in found if half_of(name) == half)


def _is_name(line: str) -> bool:
    """Tell whether a line has letters, blanks, hyphens and apostrophes alone."""
    marks = "-' \u2019\u200c."
    return all(c.isalpha() or unicodedata.combining(c) or c in marks for c in line)
