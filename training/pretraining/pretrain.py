"""Pretrains one recipe: text, vocabulary, vectors, language model; knows no command line."""

import logging
from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import CSVLogger
from torch import Tensor
from torch.utils.data import DataLoader

from nomen.training.durable_files import named_errors, replaced_file, write_whole
from nomen.training.errors import RecipeError
from nomen.training.pretraining.batches import (
    BatchMaker,
    BatchPlan,
    LanguageBatch,
    Segment,
    held_out_batches,
)
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.pretraining.learner import PretrainingLearner, PretrainingLines
from nomen.training.pretraining.pretrained import (
    PRETRAINED_FILE,
    Pretrained,
    PretrainedFacts,
    write_pretrained,
)
from nomen.training.pretraining.text import PretrainingText
from nomen.training.pretraining.vectors import learn_vectors, read_anchor
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.provenance import pretraining_sources
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import LAST, WholeCheckpoints, last_checkpoint
from nomen.training.runs.quiet import quiet_lightning
from nomen.training.runs.run_folder import kept_epochs, refuse_overwriting
from nomen.training.runs.run_lock import locked_run
from nomen.training.runs.step_seed import StepSeed

RECIPE, VECTORS = "pretraining.json", "vectors.npy"

logger = logging.getLogger("nomen.train")


class PretrainingData(pl.LightningDataModule):
    """The segments of a plan, one after the other, and the held-out sentences."""

    def __init__(
        self, text: PretrainingText, plan: BatchPlan, choices: Pretraining, *, seed: int
    ) -> None:
        super().__init__()
        self._maker = BatchMaker(text.sentences, text.table)
        self._plan = plan
        self._choices = choices
        self._seed = seed
        self._held_out = held_out_batches(
            self._maker,
            text.held_out,
            text.sentences.lengths,
            batch_tokens=choices.batch_tokens,
        )

    def train_dataloader(self) -> DataLoader[LanguageBatch]:
        """Give the segment that Lightning takes for the current epoch."""
        first = (self.trainer.current_epoch if self.trainer else 0) * self._choices.segment_batches
        stop = min(first + self._choices.segment_batches, self._plan.num_batches)
        numbers = range(first, stop)
        segment = Segment(self._plan, self._maker, self._choices, seed=self._seed, numbers=numbers)
        return DataLoader(segment, batch_size=None)

    def val_dataloader(self) -> DataLoader[LanguageBatch]:
        """Give the held-out batches."""
        return DataLoader(self._held_out, batch_size=None)  # type: ignore[arg-type]  # a list is a map-style dataset


def pretrain(
    recipe: Recipe, *, corpora: Path, texts: Path, run: Path, resume: bool = False
) -> Pretrained:
    """Learn the language model of a recipe's `pretraining`.

    Args:
        recipe: The choices.
        corpora: The folder of registered corpora.
        texts: The folder of registered raw texts.
        run: Where checkpoints, logs and the pretrained file go.
        resume: Go on from the run's last checkpoint, if there is one.

    Raises:
        CorpusError: When a text or corpus is missing or malformed.
        RecipeError: When the recipe has no `pretraining`, or one that cannot be.
        TrainingError: When the run folder holds another pretraining, another process writes there,
            or the gradient is no number.
    """
    choices = _check(recipe)
    with locked_run(run):
        last = _start_run(recipe, run, resume=resume)
        return _learn(recipe, choices, corpora=corpora, texts=texts, run=run, last=last)


def _learn(
    recipe: Recipe,
    choices: Pretraining,
    *,
    corpora: Path,
    texts: Path,
    run: Path,
    last: Path | None,
) -> Pretrained:
    text = PretrainingText.read(recipe, choices, corpora=corpora, texts=texts)
    plan = BatchPlan.draw(text.learned, text.sentences.lengths, choices, seed=recipe.seed)
    pl.seed_everything(recipe.seed, verbose=False)
    model = BidirectionalLM(
        recipe.network,
        num_forms=text.vocabulary.num_forms,
        num_characters=text.vocabulary.num_characters,
        cutoffs=choices.cutoffs,
        dropout=choices.dropout,
    )
    if last is None and choices.vectors.epochs:
        weight = model.word_encoder.form_embedding.weight
        weight.data.copy_(_vectors(recipe, choices, text, texts=texts, run=run))
    learner = PretrainingLearner(
        model,
        choices,
        form_counts=torch.tensor(text.form_counts, dtype=torch.float32),
        num_steps=plan.num_batches,
    )
    writer = FileWriter(run / PRETRAINED_FILE, recipe, choices, text)
    trainer = _trainer(choices, run, writer, seed=recipe.seed, num_batches=plan.num_batches)
    data = PretrainingData(text, plan, choices, seed=recipe.seed)
    with named_errors(run):
        trainer.fit(learner, data, ckpt_path=last)
    return Pretrained.from_file(run)


def _check(recipe: Recipe) -> Pretraining:
    if recipe.pretraining is None:
        raise RecipeError("pretraining: expected that table in the recipe")
    if recipe.network.cell != "lstm" or not recipe.network.bidirectional:
        raise RecipeError("network: expected a bidirectional lstm to pretrain")
    pretraining_sources(recipe)
    return recipe.pretraining


def _start_run(recipe: Recipe, run: Path, *, resume: bool) -> Path | None:
    """Write the recipe into the run folder; give the checkpoint to go on from."""
    last = run / LAST
    text = recipe.model_dump_json(indent=1)
    is_same = (run / RECIPE).exists() and (run / RECIPE).read_text(encoding="utf-8") == text
    refuse_overwriting(run, resume=resume)
    if last.exists():
        kept_epochs(run / RECIPE, recipe)
    elif not is_same:
        (run / VECTORS).unlink(missing_ok=True)
    run.mkdir(parents=True, exist_ok=True)
    write_whole(run / RECIPE, text.encode())
    return last if last.exists() else None


def _vectors(
    recipe: Recipe, choices: Pretraining, text: PretrainingText, *, texts: Path, run: Path
) -> Tensor:
    """Learn the forms' first vectors (F, E), or read those that a killed run left."""
    path, dim = run / VECTORS, recipe.network.embedding_dim
    if not path.exists():
        anchor = {}
        if choices.vectors.anchor:
            ids = text.vocabulary.form_ids
            anchor = read_anchor(choices.vectors.anchor, texts, form_ids=ids, dim=dim)
        found = learn_vectors(
            text.sentences,
            text.table.form_ids,
            choices.vectors,
            dim=dim,
            num_forms=text.vocabulary.num_forms,
            seed=recipe.seed,
            anchor=anchor,
        )
        with replaced_file(path) as draft:
            np.save(draft, found)
    return torch.from_numpy(np.load(path))


class FileWriter(Callback):
    """Writes the pretrained file after each segment, so that a killed run leaves one."""

    def __init__(
        self, path: Path, recipe: Recipe, choices: Pretraining, text: PretrainingText
    ) -> None:
        self._path = path
        self._recipe = recipe
        self._choices = choices
        self._text = text

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Write the weights as they are."""
        if not isinstance(pl_module, PretrainingLearner):
            return
        facts = PretrainedFacts(
            network=self._recipe.network,
            vocabulary=self._text.vocabulary,
            form_counts=self._text.form_counts[1:],
            spellings=self._text.spellings,
            cutoffs=self._choices.cutoffs,
            sources=pretraining_sources(self._recipe),
            perplexities={
                way: float(trainer.callback_metrics[f"perplexity_{way}"])
                for way in ("rightward", "leftward")
            },
        )
        write_pretrained(self._path, model=pl_module.model, facts=facts)


def _trainer(
    choices: Pretraining, run: Path, writer: FileWriter, *, seed: int, num_batches: int
) -> pl.Trainer:
    quiet_lightning()
    return pl.Trainer(
        accelerator="auto",
        devices=1,
        precision=choices.precision,
        plugins=[WholeCheckpoints()],
        max_epochs=-(-num_batches // choices.segment_batches),
        callbacks=[
            PretrainingLines(every_batches=min(100, choices.segment_batches)),
            writer,
            last_checkpoint(run / "checkpoints"),
            StepSeed(seed),
        ],
        logger=[CSVLogger(run, name="csv", version=f"{len(list((run / 'csv').glob('*'))):03}")],
        num_sanity_val_steps=0,
        log_every_n_steps=min(
            20, num_batches % choices.segment_batches or 20, choices.segment_batches
        ),
        reload_dataloaders_every_n_epochs=1,
        enable_model_summary=False,
        enable_progress_bar=False,
    )
