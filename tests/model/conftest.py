"""Sentences for tests of the model, which know nothing of training."""

from pathlib import Path

TOKENS = [
    ("Harry", "Potter", "met", "Hermione", "in", "Oslo", "."),
    ("a", "spell", "by", "ron", "weasley"),
    ("Nobody", "was", "here"),
]


def own_tokens() -> list[list[str]]:
    """Give the sentences of the tests' own training file."""
    text = Path("tests/data/train.conll").read_text(encoding="utf-8")
    sentences = [block.splitlines() for block in text.strip().split("\n\n")]
    return [[line.split("\t")[0] for line in lines] for lines in sentences]
