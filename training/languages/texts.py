"""The texts of each language: lines of raw texts and of labelled sentences, in two halves.

A line belongs to dev if a checksum of its letters says so. A line that stands twice, in one file or
in several, is therefore never in both.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.training.data.languages import ENGLISH
from nomen.training.data.raw_texts import texts
from nomen.training.errors import CorpusError
from nomen.training.languages.recipe import LanguagesRecipe

MOST_CHARACTERS = 6_000_000
"""Of a language; of English, of each of its texts a share of it."""
_DEV_OF = 20
"""One line of so many is dev."""
_CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
_LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split()  # noqa: SIM905 - a table
_SERBIAN = str.maketrans(
    dict(zip(_CYRILLIC, _LATIN, strict=True))
    | {upper: latin.capitalize() for upper, latin in zip(_CYRILLIC.upper(), _LATIN, strict=True)}
)
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f]+")
_BEFORE_MARK = re.compile(
    r" (?=[.,;:!?%)\]}\u00bb\u201d\u2019\u2026])|(?<=[(\[{\u00ab\u201e\u201c]) "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTexts:
    """The lines of one language, in the order of their sources.

    Attributes:
        train: What is learned.
        dev: What is measured.
    """

    train: list[str]
    dev: list[str]


def read_texts(
    recipe: LanguagesRecipe, folder: Path, english: Path | None
) -> dict[str, LanguageTexts]:
    """Read the texts of each language at hand.

    Args:
        recipe: Which labelled sentences and which texts of English belong to them.
        folder: The folder with `raw/` and `ner/`.
        english: The folder of raw texts in English; None reads none.

    Returns:
        By language, in the order of their codes.

    Raises:
        CorpusError: When a text is missing.
    """
    files: dict[str, list[Path]] = {}
    for path in sorted((folder / "raw").glob("*.txt")):
        files.setdefault(path.stem.partition("_")[0], []).append(path)
    if english is not None:
        files[ENGLISH] = [english / f"{name}.txt" for name in recipe.english]
    if not files:
        raise CorpusError(f"{folder}: expected raw/LANGUAGE.txt")
    found = {}
    for language in sorted(files):
        share = MOST_CHARACTERS // len(files[language])
        lines = [
            line
            for path in files[language]
            for line in _read_lines(path, share, _left_out(recipe, path.stem))
        ]
        for corpus in recipe.sentences.get(language, []):
            lines += _read_sentences(folder / "ner" / corpus / "train.conll")
        found[language] = _halved(_in_other_scripts(language, lines))
    return found


def _left_out(recipe: LanguagesRecipe, stem: str) -> Sequence[tuple[int, int]]:
    """Give the lines of a text that are not read, as the registry or the recipe says."""
    registered = texts().get(f"raw_{stem}")
    return registered.left_out if registered else recipe.left_out.get(stem, [])


def _read_lines(path: Path, most: int, left_out: Sequence[tuple[int, int]]) -> Iterator[str]:
    left = most
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                if any(first <= number <= last for first, last in left_out):
                    continue
                if stripped := line.strip():
                    yield stripped
                    left -= len(stripped)
                if left <= 0:
                    return
    except OSError as error:
        raise CorpusError(f"{path}: expected a text in UTF-8") from error


def _read_sentences(path: Path) -> Iterator[str]:
    try:
        blocks = path.read_text(encoding="utf-8").split("\n\n")
    except OSError as error:
        raise CorpusError(f"{path}: expected labelled sentences") from error
    for block in blocks:
        tokens = [line.split("\t")[0] for line in block.splitlines() if line]
        if tokens:
            yield _BEFORE_MARK.sub("", " ".join(tokens))


def _in_other_scripts(language: str, lines: list[str]) -> list[str]:
    """Add Serbian in Latin letters, and Japanese without kana."""
    if language == "sr":
        return lines + [line.translate(_SERBIAN) for line in lines]
    if language == "ja":
        return lines + [_KANA.sub("", line) for line in lines[::4]]
    return lines


def _halved(lines: list[str]) -> LanguageTexts:
    train: list[str] = []
    dev: list[str] = []
    for line in lines:
        half = dev if zlib.crc32(line.casefold().encode()) % _DEV_OF == 0 else train
        half.append(line)
    return LanguageTexts(train=train, dev=dev)
