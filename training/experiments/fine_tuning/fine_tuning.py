"""Fine-tunes a bundle on one half of sets of documents, and measures it on the other."""

import logging
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nomen.model.tagger import load_tagger
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.document_sets import load_labelled_pages
from nomen.training.data.documents import documents_folder
from nomen.training.evaluation.predictor import TaggerPredictor
from nomen.training.experiments.baselines.selection import train_baseline
from nomen.training.experiments.baselines.sentences import BaselineSentences
from nomen.training.experiments.fine_tuning.halves import Halves, write_own_file
from nomen.training.experiments.fine_tuning.measuring import (
    Figures,
    KeptSets,
    Sentences,
    figures_of,
)
from nomen.training.own_files.own_files import OwnFiles
from nomen.training.own_files.own_recipe import chosen_for
from nomen.training.pipeline import fit_and_export
from nomen.training.recipes.overrides import overridden
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.training_run import TrainingRun

SETS = ("tate_artists", "pep_headers", "aci_bench")
"""Sets that no bundle learned from."""
_RECIPE = Path("en.toml")

logger = logging.getLogger("nomen.train")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is fine-tuned and measured.

    Attributes:
        corpora: The folder of corpora, which that of documents stands beside.
        out: Where files, runs and bundles go; it must be new.
        start: The bundle to begin with.
        kept: The recipe whose dev sets are measured before and after.
        settings: Overrides of the recipe, as `--set`.
        most_kept: Sentences or blocks of each dev set that is measured before and after.
        spacy_steps: Steps of spaCy; 0 leaves it out.
        seed: Of the halves.
    """

    corpora: Path
    out: Path
    start: str = "en"
    kept: Recipe = field(default_factory=lambda: read_recipe(_RECIPE, Recipe))
    settings: Sequence[str] = ()
    most_kept: int = 150
    spacy_steps: int = 2000
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuned:
    """One fine-tuning.

    Attributes:
        name: The set.
        num_pages: Pages that were learned from or held out.
        before: The bundle untouched.
        after: Fine-tuned.
        spacy: F1 of spaCy, trained on the same sentences; NaN without it.
        seconds: From the file to the bundle.
        cpu_seconds: Of the process meanwhile.
    """

    name: str
    num_pages: int
    before: Figures
    after: Figures
    spacy: float
    seconds: float
    cpu_seconds: float


def fine_tune_all(plan: Plan, sets: Sequence[str], rows: Sequence[int]) -> Iterator[FineTuned]:
    """Fine-tune on each set and number of pages, one after the other.

    A number that is larger than the half takes the half; the same pages are not taken twice.

    Raises:
        CorpusError: When a set is missing.
    """
    for name in sets:
        pages = load_labelled_pages(name, "dev", documents_folder(plan.corpora))
        halves = Halves.of(pages, seed=plan.seed)
        for number in sorted({min(number, len(halves.own)) for number in rows}):
            yield _fine_tune(plan, name, halves, number)


def _fine_tune(plan: Plan, name: str, halves: Halves, number: int) -> FineTuned:
    folder = plan.out / f"{name}-{number}"
    folder.mkdir(parents=True)
    file = folder / "own.jsonl"
    write_own_file(file, halves.own[:number])
    other = list(labelled_blocks(page.labelled for page in halves.other))
    kept = KeptSets.of(plan.kept, plan.corpora, most=plan.most_kept, without=name)
    started, cpu_started = time.monotonic(), time.process_time()
    own = OwnFiles(train=[file], name=name.replace("_", "-"), start=plan.start)
    recipe = overridden(chosen_for(own), plan.settings)
    run = TrainingRun(corpora=plan.corpora, texts=plan.corpora, folder=folder / "run")
    fit_and_export(recipe, run, bundle=folder / "bundle", allow_worse=True)
    seconds, cpu_seconds = time.monotonic() - started, time.process_time() - cpu_started
    return FineTuned(
        name=name,
        num_pages=number,
        before=_measure(plan.start, other, kept),
        after=_measure(str(folder / "bundle"), other, kept),
        spacy=_spacy(plan, recipe, folder / "spacy", other),
        seconds=seconds,
        cpu_seconds=cpu_seconds,
    )


def _measure(bundle: str, own: Sentences, kept: KeptSets) -> Figures:
    tagger = load_tagger(bundle, device="cpu", num_threads=1)
    return figures_of(TaggerPredictor(tagger=tagger, name=bundle), own, kept)


def _spacy(plan: Plan, recipe: Recipe, folder: Path, other: Sentences) -> float:
    if not plan.spacy_steps:
        return math.nan
    sentences = BaselineSentences.from_recipe(recipe, plan.corpora)
    baseline = train_baseline(
        "spacy", sentences, folder, max_steps=plan.spacy_steps, seed=recipe.seed
    )
    return figures_of(baseline, other, None).own
