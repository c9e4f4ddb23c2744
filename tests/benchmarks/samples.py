"""The texts that are timed: sentences of installed corpora, or else of the project's test data."""

import os
from dataclasses import dataclass
from pathlib import Path

from nomen.training.data.readers import read_sentences
from nomen.training.data.registry import load_split
from nomen.training.errors import CorpusError

VISIBLE_TESTS = ("conll2003", "wnut17")
OWN = Path("tests/data/train.conll")
SENTENCE = (
    "On Friday the committee heard that Amina Yusuf and her colleague Lars Holm had met the "
    "minister in Lagos to discuss the new trade agreement ."
)
"""Of 25 tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """The texts that are timed.

    Attributes:
        name: Where the sentences are from.
        sentences: Texts of one sentence each.
        document: One text of about 10,000 tokens.
    """

    name: str
    sentences: list[str]
    document: str

    @classmethod
    def load(cls, *, number: int) -> "Samples":
        """Take sentences of the corpora in NOMEN_CORPORA, or else repeat those of the tests."""
        name, sentences = _visible() or _own()
        sentences = (sentences * (number // len(sentences) + 1))[:number]
        document = " ".join(" ".join(sentences).split(" ")[:10_000])
        return cls(name=name, sentences=sentences, document=document)


def _visible() -> tuple[str, list[str]] | None:
    folder = os.environ.get("NOMEN_CORPORA")
    if folder is None:
        return None
    try:
        found = [s for name in VISIBLE_TESTS for s in load_split(name, "test", Path(folder))]
    except CorpusError:
        return None
    return " and ".join(f"{name}/test" for name in VISIBLE_TESTS), [
        " ".join(s.tokens) for s in found
    ]


def _own() -> tuple[str, list[str]]:
    return str(OWN), [" ".join(s.tokens) for s in read_sentences(OWN)]
