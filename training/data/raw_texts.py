"""The registry of raw texts, and the paragraphs of those that are at hand."""

import itertools
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from nomen.model.environment import LANGUAGES_VARIABLE, TEXTS_VARIABLE
from nomen.model.text.tokenizer import tokenize
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.languages import ENGLISH, languages_folder
from nomen.training.data.published import Published, Sha256
from nomen.training.data.registry import file_sha256
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError

UNKNOWN_WORD = "\ue000"
"""Stands for a word that a text's source has left out: one token, a private-use character."""

REGISTRIES = ("texts.toml", "texts_of_languages.toml")

_END_OF_DOCUMENT = "\f\n"
_MIN_TOKENS, _MAX_TOKENS = 4, 100
_JOINT = re.compile(r" @(.)@ ")


class RawText(Published):
    """The registered facts of one raw text.

    The file of an English text is NAME.txt, that of `raw_de` is de.txt in the folder of languages.

    Attributes:
        language: Its language, as a tag of BCP 47.
        sha256: The file's checksum.
        markup: `wikitext` is removed on reading.
        layout: `paragraphs`, one a line; or `documents` with their line breaks, each of which ends
            with a line that holds a form feed alone.
        left_out: Lines of paragraphs that are not read, from the first to the last, counted from 1:
            their terms are others than those of the rest.
    """

    language: str = ENGLISH
    sha256: Sha256
    markup: Literal["none", "wikitext"] = "none"
    layout: Literal["paragraphs", "documents"] = "paragraphs"
    left_out: tuple[tuple[int, int], ...] = ()

    def path(self, folder: Path) -> Path:
        """Give the path of its file.

        Args:
            folder: The folder of English raw texts, which the folder of languages stands beside.
        """
        if self.language == ENGLISH:
            return folder / f"{self.name}.txt"
        return languages_folder(folder) / "raw" / f"{self.name.removeprefix('raw_')}.txt"


@cache
def texts() -> Mapping[str, RawText]:
    """Read the registry that comes with Nomen."""
    found: dict[str, RawText] = {}
    for file in REGISTRIES:
        table = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))
        found |= {name: RawText(name=name, **facts) for name, facts in table.items()}
    return found


def find_text(name: str) -> RawText:
    """Look a raw text up by its name.

    Raises:
        CorpusError: When the registry has none of that name.
    """
    try:
        return texts()[name]
    except KeyError as error:
        known = ", ".join(sorted(texts()))
        raise CorpusError(f"{name}: no text of that name; expected one of {known}") from error


def read_sentences(text: RawText, folder: Path) -> Iterator[Sequence[str]]:
    """Give the tokens of each sentence of a raw text; of documents, those of each block.

    Raises:
        CorpusError: When it is not at hand, or is not the registered file.
    """
    if text.layout == "paragraphs":
        for paragraph in paragraphs(text, folder):
            yield from split_sentences(paragraph)
    else:
        for document in _documents(check_text(text, folder)):
            yield from (sentence.tokens for sentence in labelled_blocks([LabelledText(document)]))


def paragraphs(text: RawText, folder: Path) -> Iterator[str]:
    """Give the lines of a raw text that are not blank, without its markup.

    Raises:
        CorpusError: When it is not at hand, or is not the registered file.
    """
    with check_text(text, folder).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if any(first <= number <= last for first, last in text.left_out):
                continue
            shown = _without_wikitext(line) if text.markup == "wikitext" else line.strip()
            if shown:
                yield shown


def check_text(text: RawText, folder: Path) -> Path:
    """Give the path of a raw text.

    Raises:
        CorpusError: When it is not at hand, or is not the registered file.
    """
    path = text.path(folder)
    if not path.exists():
        variable = TEXTS_VARIABLE if text.language == ENGLISH else LANGUAGES_VARIABLE
        raise CorpusError(f"{path}: not at hand; expected it there, set {variable}")
    if file_sha256(path) != text.sha256:
        raise CorpusError(f"{path}: sha256 is not the registered one")
    return path


def _documents(path: Path) -> Iterator[str]:
    """Give the documents of a file, without the lines that end them."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        document: list[str] = []
        for line in lines:
            if line == _END_OF_DOCUMENT:
                yield "".join(document)
                document = []
            else:
                document.append(line)
        yield "".join(document)


def draw_sentences(
    sentences: Iterable[Sequence[str]], num_tokens: int, *, seed: str
) -> list[Sequence[str]]:
    """Draw sentences of 4 to 100 tokens, each once, in random order.

    Args:
        sentences: The tokens of each.
        num_tokens: Tokens to draw; the sentence that reaches this number is the last one.
        seed: Of the draws.
    """
    found = {
        tuple(tokens): None
        for tokens in sentences
        if _MIN_TOKENS <= len(tokens) <= _MAX_TOKENS and UNKNOWN_WORD not in tokens
    }
    drawn = list(found)
    random.Random(seed).shuffle(drawn)  # noqa: S311  # no secret
    ends = np.cumsum([len(tokens) for tokens in drawn])
    return list(drawn[: int(np.searchsorted(ends, num_tokens)) + 1])


def split_sentences(text: str) -> Iterator[list[str]]:
    """Tokenize a text as the service does; give the tokens of each sentence."""
    tokenized = tokenize(text)
    starts = [*tokenized.sentence_starts.tolist(), len(tokenized.tokens)]
    for start, stop in itertools.pairwise(starts):
        yield tokenized.tokens[start:stop]


def _without_wikitext(line: str) -> str:
    """Drop headings; join the hyphens, points and commas that WikiText separates."""
    if line.lstrip().startswith("="):
        return ""
    return _JOINT.sub(r"\1", line.strip()).replace("<unk>", UNKNOWN_WORD)
