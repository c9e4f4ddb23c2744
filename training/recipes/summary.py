"""Summaries of a recipe's corpora, which `fit` shows before it trains."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import Split
from nomen.training.formats.reading import Tally
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import counted, dev_shares, stream_share

_MOST_TOKENS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSummary:
    """What was read of one split of a corpus.

    Attributes:
        name: `NAME/SPLIT`.
        files: The user's own files; none for a registered corpus.
        num_sentences: At least 1.
        num_tokens: Tokens of all sentences.
        num_names: Names of all sentences.
        dropped: The number of entities that are not names, by type.
        left_out: The number of records that were left out, by reason.
        num_cut: Names that begin or end inside a token.
        first: The first sentence of the user's own training file; None for every other file.
    """

    name: str
    files: Sequence[Path]
    num_sentences: int
    num_tokens: int
    num_names: int
    dropped: Counter[str]
    left_out: Counter[str]
    num_cut: int
    first: LabelledSentence | None

    def lines(self) -> list[str]:
        """Give one line of counts and, if there is one, a line with the first sentence."""
        place = f", from {_places(self.files)}" if self.files else ""
        counts = (
            f"{self.name}{place}: {self.num_sentences:,} sentences, {self.num_tokens:,} tokens, "
            f"{self.num_names:,} names"
        )
        told = [f"{counts}; no names: {counted(self.dropped)}" if self.dropped else counts]
        if self.left_out:
            told.append(f"{self.name}, left out: {counted(self.left_out)}")
        if self.num_cut:
            told.append(f"{self.name}: {self.num_cut:,} names cut a token; see `cut_tokens`")
        if self.first:
            told.append(f"{self.name}, first sentence: {_shown(self.first)}")
        return told


def summarise(recipe: Recipe, folder: Path) -> Iterator[CorpusSummary]:
    """Read the training and dev sentences of each corpus of a recipe, and summarise them.

    Raises:
        CorpusError: When a corpus is missing or malformed.
        RecipeError: When there are no dev sentences.
    """
    dev = dev_shares(recipe)
    for share in recipe.corpora:
        yield _summary(share, "train", folder)
    for share in dev:
        yield _summary(share, "dev", folder)


def _summary(share: CorpusShare, split: Split, folder: Path) -> CorpusSummary:
    tally = Tally()
    num_sentences = num_tokens = num_names = 0
    first: LabelledSentence | None = None
    for item in stream_share(share, split, folder, tally=tally):
        if not isinstance(item, int):
            first = first or item
            num_sentences += 1
            num_tokens += len(item.tokens)
            num_names += len(item.names)
    return CorpusSummary(
        name=f"{share.name}/{split}",
        files=share.files(split),
        num_sentences=num_sentences,
        num_tokens=num_tokens,
        num_names=num_names,
        dropped=tally.dropped,
        left_out=tally.left_out,
        num_cut=tally.num_cut,
        first=first if split == "train" and share.train is not None else None,
    )


def _places(files: Sequence[Path]) -> str:
    """Name the first file, and tell how many others there are."""
    more = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
    return f"{_beside(files[0])}{more}"


def _beside(file: Path) -> Path:
    """Give a path from the current folder, if it lies within."""
    here = Path.cwd()
    return file.resolve().relative_to(here) if file.resolve().is_relative_to(here) else file


def _shown(sentence: LabelledSentence) -> str:
    """Write a sentence for a terminal: `[Ann Lee] left .`; control characters are replaced."""
    tokens = list(sentence.tokens)
    for start, end in sentence.names:
        tokens[start] = f"[{tokens[start]}"
        tokens[end - 1] = f"{tokens[end - 1]}]"
    rest = " …" if len(tokens) > _MOST_TOKENS else ""
    text = " ".join(tokens[:_MOST_TOKENS]) + rest
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
