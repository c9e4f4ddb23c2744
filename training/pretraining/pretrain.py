"""Pretrains a recipe: text, vocabulary, vectors, language model."""

from pathlib import Path

import lightning.pytorch as pl
import numpy as np
import torch
from torch import Tensor

from nomen.training.durable_files import named_errors, replaced_file, write_whole
from nomen.training.errors import RecipeError, TrainingError
from nomen.training.pretraining.batches import BatchPlan
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.pretraining.learner import PretrainingLearner
from nomen.training.pretraining.pretrained import PRETRAINED_FILE, Pretrained
from nomen.training.pretraining.segments import PretrainingData
from nomen.training.pretraining.text import PretrainingText
from nomen.training.pretraining.trainer import PretrainedWriter, build_trainer
from nomen.training.pretraining.vectors import learn_vectors, read_anchor
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.provenance import pretraining_sources
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import LAST
from nomen.training.runs.devices import with_known_precision
from nomen.training.runs.run_folder import (
    SENTENCES,
    holds_other_sentences,
    kept_epochs,
    refuse_overwriting,
)
from nomen.training.runs.run_lock import locked_run
from nomen.training.runs.training_run import TrainingRun, joined_run

RECIPE, VECTORS = "pretraining.json", "vectors.npy"


def pretrain(recipe: Recipe, run: TrainingRun) -> Pretrained:
    """Learn the language model of a recipe's `pretraining`.

    Args:
        recipe: The recipe.
        run: The folders; the pretrained file goes into the run folder.

    Raises:
        CorpusError: When a text or corpus is missing or malformed.
        RecipeError: When the recipe has no `pretraining`, or its network cannot be pretrained.
        TrainingError: When the run folder holds another pretraining, or one of other sentences,
            when another training writes there, or when the gradient is not finite.
        ProcessLostError: When another process of the run ends.
    """
    config = _check(recipe := with_known_precision(recipe))
    with joined_run(run) as joined, locked_run(joined.folder, joined.processes):
        joined.processes.by_first(lambda: _check_folder(recipe, joined))
        text = PretrainingText.read(recipe, config, corpora=run.corpora, texts=run.texts)
        last = joined.processes.from_first(
            lambda: _start_run(recipe, run.folder, sentences=text.sentences.digest())
        )
        _learn(recipe, config, text, joined, last=last)
        joined.processes.wait()
        return Pretrained.from_file(run.folder)


def _check_folder(recipe: Recipe, run: TrainingRun) -> None:
    refuse_overwriting(run)
    if (run.folder / LAST).exists():
        kept_epochs(run.folder / RECIPE, recipe)


def _check(recipe: Recipe) -> Pretraining:
    if recipe.pretraining is None:
        raise RecipeError("pretraining: expected that table in the recipe")
    if recipe.network.cell != "lstm" or not recipe.network.bidirectional:
        raise RecipeError("network: expected a bidirectional lstm to pretrain")
    pretraining_sources(recipe)
    return recipe.pretraining


def _start_run(recipe: Recipe, folder: Path, *, sentences: str) -> Path | None:
    """Write the recipe and the digest of the sentences; give the checkpoint to go on from.

    Vectors that another recipe or other sentences left are removed.

    Raises:
        TrainingError: When the checkpoint is of other sentences.
    """
    text = recipe.model_dump_json(indent=1)
    kept, is_other = folder / RECIPE, holds_other_sentences(folder, sentences)
    is_resumed = (folder / LAST).exists()
    if is_resumed and is_other:
        raise TrainingError(f"{folder / SENTENCES}: expected the same sentences to resume")
    is_same_recipe = kept.exists() and kept.read_text(encoding="utf-8") == text
    if not is_resumed and (is_other or not is_same_recipe):
        (folder / VECTORS).unlink(missing_ok=True)
    write_whole(kept, text.encode())
    write_whole(folder / SENTENCES, sentences.encode())
    return folder / LAST if is_resumed else None


def _learn(
    recipe: Recipe,
    config: Pretraining,
    text: PretrainingText,
    run: TrainingRun,
    *,
    last: Path | None,
) -> None:
    """Train the language model from the checkpoint `last`, if there is one."""
    plan = BatchPlan.draw(text.learned, text.sentences.lengths, config, seed=recipe.seed)
    pl.seed_everything(recipe.seed, verbose=False)
    model = BidirectionalLM(
        recipe.network,
        num_forms=text.vocabulary.num_forms,
        num_characters=text.vocabulary.num_characters,
        cutoffs=config.cutoffs,
        dropout=config.dropout,
    )
    if last is None and config.vectors.epochs:
        weight = model.word_encoder.form_embedding.weight
        weight.data.copy_(_vectors(recipe, config, text, run))
    learner = PretrainingLearner(
        model,
        config,
        form_counts=torch.tensor(text.form_counts, dtype=torch.float32),
        num_steps=plan.num_batches,
        processes=run.processes,
    )
    writer = PretrainedWriter(run.folder / PRETRAINED_FILE, recipe, config, text)
    trainer = build_trainer(
        config,
        run.folder,
        writer,
        seed=recipe.seed,
        num_batches=plan.num_batches,
        processes=run.processes,
    )
    data = PretrainingData(text, plan, config, seed=recipe.seed, processes=run.processes)
    with named_errors(run.folder):
        trainer.fit(learner, data, ckpt_path=last)


def _vectors(
    recipe: Recipe, config: Pretraining, text: PretrainingText, run: TrainingRun
) -> Tensor:
    """Learn the first vectors of the forms, float32 (F, E), or read those of a killed run."""
    path = run.folder / VECTORS
    run.processes.by_first(lambda: _write_vectors(path, recipe, config, text, run))
    return torch.from_numpy(np.load(path))


def _write_vectors(
    path: Path, recipe: Recipe, config: Pretraining, text: PretrainingText, run: TrainingRun
) -> None:
    dim = recipe.network.embedding_dim
    if not path.exists():
        anchor = {}
        if config.vectors.anchor:
            ids = text.vocabulary.form_ids
            anchor = read_anchor(config.vectors.anchor, run.texts, form_ids=ids, dim=dim)
        found = learn_vectors(
            text.sentences,
            text.encoded.form_ids,
            config.vectors,
            dim=dim,
            num_forms=text.vocabulary.num_forms,
            seed=recipe.seed,
            anchor=anchor,
        )
        with replaced_file(path) as draft:
            np.save(draft, found)
