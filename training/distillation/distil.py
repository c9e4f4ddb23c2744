"""Distils a recipe: trains its teachers and keeps their soft labels in the run folder."""

import logging
from pathlib import Path

from nomen.training.data.raw_texts import check_text, find_text
from nomen.training.distillation.teachers import Teacher, Teachers, label_corpora, label_texts
from nomen.training.durable_files import write_whole
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.fitting.fit import fit
from nomen.training.fitting.soft_labels import SoftLabelSet, write_soft_labels
from nomen.training.formats.raw_text import check_own_texts
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.run_folder import RECIPE, held_already, kept_epochs
from nomen.training.runs.training_run import TrainingRun

SOFT_LABELS = "soft-labels"
"""The folder of the soft labels, in the run folder."""

logger = logging.getLogger("nomen.train")


def distil(recipe: Recipe, run: TrainingRun) -> SoftLabelSet | None:
    """Train a recipe's teachers and let them label its sentences.

    Teachers and soft labels that are in the run folder already are not made again.

    Returns:
        The soft labels; None where the recipe has no teachers.

    Raises:
        CorpusError: When a corpus or text is missing or malformed.
        TrainingError: When the run folder holds the teachers or soft labels of another recipe.
    """
    config = recipe.distillation
    if config is None:
        return None
    folder = run.folder / SOFT_LABELS
    if run.processes.from_first(lambda: _is_labelled(recipe, run)):
        logger.info("soft labels: those of %s", folder)
    else:
        teachers = _train_teachers(recipe, config, run)
        run.processes.by_first(lambda: _label(teachers, recipe, config, run))
    return SoftLabelSet.read(folder)


def _label(teachers: Teachers, recipe: Recipe, config: Distillation, run: TrainingRun) -> None:
    """Write the soft labels of a recipe's sentences and raw texts."""
    folder = run.folder / SOFT_LABELS
    write_soft_labels(
        folder,
        labelled=label_corpora(teachers, recipe, run.corpora),
        raw=label_texts(teachers, recipe, config, run.texts),
        num_labels=len(recipe.network.labels),
    )
    write_whole(folder / RECIPE, recipe.model_dump_json(indent=1).encode())


def _train_teachers(recipe: Recipe, config: Distillation, run: TrainingRun) -> Teachers:
    """Load the teachers that are bundles; train the others."""
    networks: list[Teacher] = [BundledNetwork.load(name) for name in config.bundles]
    for number, seed in enumerate(config.seeds, start=1):
        logger.info("teacher %d of %d: seed %d", number, len(config.seeds), seed)
        networks.append(fit(teacher_recipe(recipe, config, seed), run.stage(f"teacher-{seed}")))
    return Teachers(networks)


def _is_labelled(recipe: Recipe, run: TrainingRun) -> bool:
    """Tell whether the run folder holds all soft labels of the recipe.

    Raises:
        TrainingError: When it holds those of another recipe, or the run is not to be resumed.
    """
    kept = run.folder / SOFT_LABELS / RECIPE
    if not kept.exists():
        return False
    if not run.resume:
        raise held_already(run)
    kept_epochs(kept, recipe)
    return True


def teacher_recipe(recipe: Recipe, config: Distillation, seed: int) -> Recipe:
    """Give the recipe of a teacher: its own seed, epochs and swaps, and no soft labels."""
    optimisation = {"max_epochs": config.teacher_epochs}
    augmentation = {} if config.teacher_swap is None else {"swap": config.teacher_swap}
    return recipe.model_copy(
        update={
            "seed": seed,
            "optimisation": recipe.optimisation.model_copy(update=optimisation),
            "augmentation": recipe.augmentation.model_copy(update=augmentation),
            "distillation": None,
        }
    )


def check_texts(recipe: Recipe, texts: Path) -> None:
    """Check each raw text that the teachers will need, hours before they do.

    Raises:
        CorpusError: When a text of the recipe's `distillation` is missing, or is not the
            registered file.
    """
    if recipe.distillation is None:
        return
    for amount in recipe.distillation.texts:
        check_text(find_text(amount.name), texts)
    check_own_texts(recipe.distillation.files)
