"""Trains every cell, number of directions and depth of a comparison on the same budget."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, takewhile
from pathlib import Path

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback
from torch import Tensor

from nomen.model.network.config import NUM_GATES, NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.errors import RecipeError
from nomen.training.experiments.cells_recipe import CompareRecipe
from nomen.training.experiments.cells_report import write_report
from nomen.training.experiments.cells_results import Moment, VariantResult
from nomen.training.experiments.gradients import GradientReach, gradient_reach, join_sentences
from nomen.training.fitting.batches import LabelledBatch, collate
from nomen.training.fitting.epochs import EpochSource
from nomen.training.fitting.learner import Learner
from nomen.training.fitting.progress import ThroughputBar
from nomen.training.fitting.training_data import TrainingData, build_source, build_vocabulary
from nomen.training.recipes.loading import load_augmenters, load_dev, load_test, load_train
from nomen.training.runs.devices import lightning_precision
from nomen.training.runs.optimiser import RunningAverage
from nomen.training.runs.quiet import quiet_lightning
from nomen.training.runs.run_lock import locked_run
from nomen.training.runs.step_seed import StepSeed

logger = logging.getLogger("nomen.train")


def compare(recipe: CompareRecipe, *, folder: Path, run: Path) -> Path:
    """Train every variant, write each result as soon as it is there, and write the report.

    A variant that already has a result of the same config in the run folder is not trained again.

    Args:
        recipe: The variants, the sentences and the budget.
        folder: The folder of registered corpora.
        run: Where results, tables and plots go.

    Returns:
        The path of the Markdown page.

    Raises:
        CorpusError: When a corpus is missing, malformed or too small.
        RecipeError: When the budget is less than a batch.
        TrainingError: When a gradient is not finite, or another process uses the run folder.
    """
    with locked_run(run):
        return _compare(recipe, folder=folder, run=run)


def _compare(recipe: CompareRecipe, *, folder: Path, run: Path) -> Path:
    paths = {v: run / "results" / f"{_name(v)}.json" for v in recipe.variants()}
    kept = {v: VariantResult.from_file(p, digest=recipe.digest(v)) for v, p in paths.items()}
    results = {variant: result for variant, result in kept.items() if result}
    missing = [variant for variant in paths if variant not in results]
    logger.info("%d variants, %d of them to train", len(paths), len(missing))
    if missing:
        for variant, result in _train_all(missing, Comparison.build(recipe, folder)):
            result.write(paths[variant])
            results[variant] = result
    return write_report([results[variant] for variant in paths], run)


def _train_all(
    variants: Sequence[NetworkConfig], comparison: "Comparison"
) -> Iterator[tuple[NetworkConfig, VariantResult]]:
    started = time.monotonic()
    for i, variant in enumerate(variants, start=1):
        result = comparison.train(variant)
        yield variant, result
        done, left = (sum(map(_cost, part)) for part in (variants[:i], variants[i:]))
        seconds_left = (time.monotonic() - started) * left / done
        logger.info(
            "%d of %d: %s, dev F1 %.4f, %.0f tokens/s, %.0f s, about %.0f s left",
            i, len(variants), _name(variant), result.dev.f1,
            result.tokens_per_second, result.seconds, seconds_left,
        )  # fmt: skip


def _name(variant: NetworkConfig) -> str:
    return f"{variant.cell}-{variant.num_directions}-{variant.num_layers}"


def _cost(variant: NetworkConfig) -> int:
    """Estimate a variant's relative time: its gates, and 6 for the other layers (measured)."""
    return 6 + NUM_GATES[variant.cell] * variant.num_layers * variant.num_directions


class TokenCount(Callback):
    """Counts the labelled tokens of a training."""

    def __init__(self) -> None:
        self.num_tokens = 0

    def on_train_batch_start(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,
        batch: LabelledBatch,
        batch_idx: int,
    ) -> None:
        """Count a batch."""
        del trainer, pl_module, batch_idx
        self.num_tokens += batch.num_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What all variants of a comparison share: the recipe, the sentences, the budget.

    Attributes:
        recipe: The variants, the sentences and the budget.
        vocabulary: The forms and characters of the training sentences.
        form_counts: How often each form occurs, float32 (F,), the unknown form first.
        data: The training batches and the sentences to measure on.
        splits: The splits to measure on: `dev` and, if the recipe names some, `test`.
        texts: The texts that the reach of gradients is measured on.
        num_steps: Number of batches within the budget.
    """

    recipe: CompareRecipe
    vocabulary: Vocabulary
    form_counts: Tensor
    data: TrainingData
    splits: list[str]
    texts: LabelledBatch
    num_steps: int

    @classmethod
    def build(cls, recipe: CompareRecipe, folder: Path) -> "Comparison":
        """Read the corpora and count the batches within the budget."""
        train, labels = load_train(recipe, folder), recipe.network.labels
        measured = {"dev": load_dev(recipe, folder), "test": load_test(recipe, folder)}
        splits = {
            split: [sentence for corpus in corpora.values() for sentence in corpus]
            for split, corpora in measured.items()
            if corpora
        }
        vocabulary, form_counts = build_vocabulary(recipe, train)
        encoder = Encoder(vocabulary, max_characters=recipe.network.max_characters)
        source = build_source(recipe, train, load_augmenters(recipe, folder, train))
        texts = join_sentences(splits["dev"], recipe.gradients)
        return cls(
            recipe=recipe,
            vocabulary=vocabulary,
            form_counts=form_counts,
            data=TrainingData(source, splits, encoder, labels),
            splits=list(splits),
            texts=collate(texts, encoder, labels),
            num_steps=_steps_within(source, recipe.num_tokens),
        )

    def train(self, variant: NetworkConfig) -> VariantResult:
        """Train one variant from new weights and measure it."""
        pl.seed_everything(self.recipe.seed, verbose=False)
        network = DeepBiLSTM.build(variant, self.vocabulary)
        before, tokens = self._measure(network, "before"), TokenCount()
        learner = Learner(
            network,
            self.recipe.optimisation,
            form_counts=self.form_counts,
            dev_names=self.splits,
            num_steps=self.num_steps,
        )
        trainer = self._trainer(tokens)
        started = time.monotonic()
        trainer.fit(learner, self.data)
        seconds = time.monotonic() - started
        trainer.validate(learner, self.data, verbose=False)
        found = dict(zip(self.splits, learner.dev_counts, strict=True))
        return VariantResult(
            network=variant,
            digest=self.recipe.digest(variant),
            num_parameters=sum(p.numel() for p in network.parameters()),
            num_recurrent_parameters=sum(p.numel() for p in network.recurrent.parameters()),
            num_tokens=tokens.num_tokens,
            num_steps=trainer.global_step,
            seconds=seconds,
            dev=found["dev"],
            test=found.get("test"),
            gradients=before | self._measure(network, "after"),
        )

    def _measure(self, network: DeepBiLSTM, moment: Moment) -> dict[Moment, GradientReach]:
        if network.config.bidirectional:
            return {}
        max_distance = self.recipe.gradients.max_distance
        return {moment: gradient_reach(network, self.texts, max_distance=max_distance)}

    def _trainer(self, tokens: TokenCount) -> pl.Trainer:
        """Make a trainer that uses the budget up and measures no dev sentences on the way."""
        callbacks: list[Callback] = [tokens, StepSeed(self.recipe.seed), ThroughputBar()]
        if decay := self.recipe.optimisation.average_decay:
            callbacks.append(RunningAverage(decay))
        quiet_lightning()
        return pl.Trainer(
            accelerator="auto",
            devices=1,
            precision=lightning_precision(self.recipe.optimisation.precision),
            max_steps=self.num_steps,
            max_epochs=-1,
            check_val_every_n_epoch=self.num_steps + 1,
            callbacks=callbacks,
            num_sanity_val_steps=0,
            logger=False,
            enable_checkpointing=False,
            reload_dataloaders_every_n_epochs=1,
            enable_model_summary=False,
        )


def _steps_within(source: EpochSource, num_tokens: int) -> int:
    """Count the first batches that together have at most `num_tokens` tokens."""
    batches = (batch for epoch in count() for batch in source.draw(epoch=epoch))
    sizes = (sum(len(sentence.tokens) for sentence in batch) for batch in batches)
    steps = sum(1 for _ in takewhile(lambda seen: seen <= num_tokens, accumulate(sizes)))
    if steps == 0:
        raise RecipeError(f"num_tokens: {num_tokens} is less than a batch; expected more")
    return steps
