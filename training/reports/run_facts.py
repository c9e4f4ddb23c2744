"""RunFacts: what a training reads and begins with, told before it and kept in its run folder."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from nomen.model.bundle.bundle import MANIFEST, Bundle, first_fault, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.errors import BundleError
from nomen.training.durable_files import write_whole
from nomen.training.errors import TrainingError
from nomen.training.evaluation.tables import TextTable
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import counted
from nomen.training.recipes.summary import CorpusSummary

RUN_FACTS = "read.json"
"""The file of the facts, in a run folder."""
OWN_BUNDLE = "bundle"
"""Where a run folder has its bundle by default."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadSplit(_Kept):
    """What was read of one split of a corpus, without a word of its text.

    Attributes:
        name: `NAME/SPLIT`.
        types: The types of entities that are names, of the user's own file; empty for others.
        num_sentences: Its sentences.
        num_tokens: Their tokens.
        num_names: Their names.
        dropped: The number of entities that are not names, by type.
        left_out: The number of records that were left out, by reason.
        num_cut: Names that begin or end inside a token.
    """

    name: str
    types: list[str]
    num_sentences: int
    num_tokens: int
    num_names: int
    dropped: dict[str, int]
    left_out: dict[str, int]
    num_cut: int

    @classmethod
    def of(cls, summary: CorpusSummary, *, types: Sequence[str]) -> Self:
        """Take the numbers of a summary."""
        return cls(
            name=summary.name,
            types=list(types),
            num_sentences=summary.num_sentences,
            num_tokens=summary.num_tokens,
            num_names=summary.num_names,
            dropped=summary.dropped,
            left_out=summary.left_out,
            num_cut=summary.num_cut,
        )


class RunFacts(_Kept):
    """What a training reads and begins with.

    Attributes:
        splits: What was read.
        start_sha256: The checksum of the bundle that it begins with; None without one.
    """

    splits: list[ReadSplit] = []
    start_sha256: str | None = None

    @classmethod
    def of(cls, recipe: Recipe, summaries: Sequence[CorpusSummary], start: Bundle | None) -> Self:
        """Gather the facts of a recipe, its summaries and the bundle that `find_start` gives."""
        own = {share.name: share.types for share in recipe.corpora if share.train is not None}
        return cls(
            splits=[
                ReadSplit.of(summary, types=own.get(summary.name.rpartition("/")[0], []))
                for summary in summaries
            ],
            start_sha256=start.sha256 if start else None,
        )

    def own_table(self) -> TextTable | None:
        """Give what was read of the user's own files for a card; None without such files."""
        rows = [
            (
                split.name,
                ", ".join(split.types),
                counted(Counter(split.dropped)) or "–",
                *(f"{n:,}" for n in (split.num_sentences, split.num_tokens, split.num_names)),
            )
            for split in self.splits
            if split.types
        ]
        headings = ("set", "names are", "no names", "sentences", "tokens", "names")
        return TextTable(headings=headings, sections=[rows], num_text_columns=3) if rows else None

    @classmethod
    def read(cls, run: Path) -> Self:
        """Read those of a run folder; a run of an earlier version has none.

        Raises:
            TrainingError: When the file is damaged.
        """
        path = run / RUN_FACTS
        if not path.exists():
            return cls()
        try:
            return cls.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise TrainingError(f"{path}: {first_fault(error)}") from error

    def keep(self, run: Path, *, is_resumed: bool) -> None:
        """Write them into a run folder; a resumed training has begun with what it had before."""
        if not (is_resumed and (run / RUN_FACTS).exists()):
            write_whole(run / RUN_FACTS, self.model_dump_json(indent=1).encode())


def find_start(recipe: Recipe) -> Bundle | None:
    """Read the bundle that a recipe begins with; None where it begins with none.

    Of a run folder, it is the bundle within it, if it is there.

    Raises:
        BundleError: When the bundle is refused.
    """
    if recipe.start is None:
        return None
    path = find_bundle(recipe.start)
    if (path / MANIFEST).exists():
        return read_bundle(path)
    return read_bundle(path / OWN_BUNDLE) if (path / OWN_BUNDLE / MANIFEST).exists() else None


def start_of_run(recipe: Recipe, facts: RunFacts) -> Bundle | None:
    """Give the bundle that a run began with; None without one, or where another stands there now.

    A bundle that ships is replaced by the training that begins with it, for example.
    """
    try:
        start = find_start(recipe)
    except BundleError:
        return None
    return start if start and start.sha256 == facts.start_sha256 else None


def describe_start(recipe: Recipe, start: Bundle | None) -> Iterator[str]:
    """Say what a training trains first, and what it begins with.

    Args:
        recipe: The recipe.
        start: The bundle that `find_start` gives.
    """
    config = recipe.distillation
    if config and (num_teachers := len(config.seeds)):
        yield f"trains first: {num_teachers} teachers"
    if recipe.start is not None:
        told = f"{start.manifest.name} {start.manifest.version}" if start else recipe.start
        yield f"begins with: the bundle {told}"
    elif recipe.pretrained is not None:
        yield f"begins with: the language model {recipe.pretrained.stem}"
    elif recipe.pretraining is not None:
        texts = ", ".join(recipe.pretraining.texts) or "its labelled sentences"
        yield f"begins with: a language model, trained first on {texts}"
    else:
        yield "begins with: random weights"
