"""A recipe to a bundle and a report: fit, export, measure; knows no command line."""

import logging
from dataclasses import dataclass
from pathlib import Path

from nomen.model.bundle.bundle import Bundle, CorpusFacts
from nomen.training.durable_files import draft_of, removed_on_error, write_whole
from nomen.training.errors import NothingLearnedError, TrainingError
from nomen.training.evaluation.evaluation import Evaluation
from nomen.training.export.export import BundleFacts, check_target, export_bundle
from nomen.training.export.report import write_report
from nomen.training.fitting.fit import FittedNetwork, fit
from nomen.training.fitting.soft_labels import Lessons
from nomen.training.fitting.teachers import Teachers, check_texts, write_lessons
from nomen.training.pretraining.pretrain import pretrain
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.loading import load_dev, load_test
from nomen.training.recipes.provenance import corpus_facts, distillation_sources
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.run_folder import RECIPE, kept_epochs
from nomen.training.runs.run_lock import locked_run

logger = logging.getLogger("nomen.train")

PRETRAINING, LESSONS = "pretraining", "lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A bundle, its figures by set of sentences, and the page of its report."""

    bundle: Bundle
    evaluations: dict[str, Evaluation]
    report: Path


def fit_and_export(
    recipe: Recipe, *, folder: Path, texts: Path, run: Path, bundle: Path, resume: bool = False
) -> Result:
    """Pretrain, train teachers, if need be, then train and export a recipe's network.

    Args:
        recipe: The choices.
        folder: The folder of registered corpora.
        texts: The folder of registered raw texts, for the pretraining and the teachers.
        run: The training's run folder; those of the pretraining and the teachers are in it.
        bundle: Where the bundle goes.
        resume: Go on from the last checkpoint of each, if there is one.

    Raises:
        CorpusError: When a corpus or text is missing or malformed.
        RecipeError: When the recipe names a text that may not ship, or sizes do not fit.
        TrainingError: When the run folder holds another training, another process trains there,
            or the gradient is no number.
        NothingLearnedError: When the network finds no name of its dev sentences.
    """
    check_target(bundle)
    load_test(recipe, folder)  # what is missing at the end is told at the beginning
    distillation_sources(recipe)
    check_texts(recipe, texts)
    with locked_run(run):
        own = run / PRETRAINING
        recipe = _pretrained(recipe, folder=folder, texts=texts, run=own, resume=resume)
        lessons = _lessons(recipe, folder=folder, texts=texts, run=run, resume=resume)
        fit(recipe, folder=folder, run=run, lessons=lessons, resume=resume)
        return export_run(run, folder=folder, bundle=bundle)


def _pretrained(recipe: Recipe, *, folder: Path, texts: Path, run: Path, resume: bool) -> Recipe:
    """Run the recipe's pretraining, unless it has none or names what one has left."""
    if recipe.pretraining is None or recipe.pretrained is not None:
        return recipe
    pretrain(recipe, corpora=folder, texts=texts, run=run, resume=resume)
    return recipe.model_copy(update={"pretrained": run})


def _lessons(
    recipe: Recipe, *, folder: Path, texts: Path, run: Path, resume: bool
) -> Lessons | None:
    """Train the recipe's teachers and let them read, unless it has none; what is done is kept."""
    choices = recipe.distillation
    if choices is None:
        return None
    if _has_lessons(recipe, run, resume=resume):
        logger.info("lessons: those of %s", run / LESSONS)
    else:
        teachers = []
        for number, seed in enumerate(choices.seeds, start=1):
            logger.info("teacher %d of %d: seed %d", number, len(choices.seeds), seed)
            teacher = teacher_recipe(recipe, choices, seed)
            own = run / f"teacher-{seed}"
            teachers.append(fit(teacher, folder=folder, run=own, resume=resume))
        write_lessons(
            recipe,
            choices,
            Teachers(teachers),
            folder=folder,
            texts=texts,
            lessons=run / LESSONS,
        )
        write_whole(run / LESSONS / RECIPE, recipe.model_dump_json(indent=1).encode())
    return Lessons.read(run / LESSONS)


def _has_lessons(recipe: Recipe, run: Path, *, resume: bool) -> bool:
    """Tell whether the recipe's lessons are there, whole.

    Raises:
        TrainingError: When there are those of another recipe, or they are not to be gone on with.
    """
    kept = run / LESSONS / RECIPE
    if not kept.exists():
        return False
    if not resume:
        raise TrainingError(f"{run}: holds a training already; expected --resume or another --run")
    kept_epochs(kept, recipe)
    return True


def teacher_recipe(recipe: Recipe, choices: Distillation, seed: int) -> Recipe:
    """Give the recipe of a teacher: the same but for its choices, and learned from labels alone."""
    optimisation = {"max_epochs": choices.teacher_epochs}
    augmentation = {} if choices.teacher_swap is None else {"swap": choices.teacher_swap}
    return recipe.model_copy(
        update={
            "seed": seed,
            "optimisation": recipe.optimisation.model_copy(update=optimisation),
            "augmentation": recipe.augmentation.model_copy(update=augmentation),
            "distillation": None,
        }
    )


def export_run(run: Path, *, folder: Path, bundle: Path) -> Result:
    """Write the bundle and the report of a training's run folder.

    Args:
        run: The training's run folder; the report goes into its `report`.
        folder: The folder of registered corpora, whose dev sentences are measured.
        bundle: Where the bundle goes.

    Raises:
        NothingLearnedError: When the network finds no name of its dev sentences.
    """
    fitted = FittedNetwork.from_run(run)
    _check_learned(fitted)
    recipe = fitted.recipe
    with removed_on_error(draft_of(bundle)):
        exported = export_bundle(
            bundle,
            network=fitted.network,
            vocabulary=fitted.vocabulary,
            facts=BundleFacts(
                name=recipe.name,
                version=recipe.version,
                description=recipe.description,
                corpora=_sources(fitted),
            ),
            dev=load_dev(recipe, folder),
            test=load_test(recipe, folder),
        )
    page = write_report(
        run / "report",
        manifest=exported.bundle.manifest,
        pooled=exported.pooled,
        evaluations=exported.evaluations,
        logs=run / "csv",
    )
    return Result(bundle=exported.bundle, evaluations=exported.evaluations, report=page)


def _check_learned(fitted: FittedNetwork) -> None:
    if fitted.num_dev_names == 0:
        epochs = fitted.recipe.optimisation.max_epochs
        raise NothingLearnedError(
            "no bundle was written: the network finds none of the names of its own dev sentences; "
            f"try --resume with more than {epochs} as optimisation.max_epochs, more labelled "
            'sentences, or pretrained = "en"'
        )


def _sources(fitted: FittedNetwork) -> list[CorpusFacts]:
    """Tell what the weights learned from: corpora, then what pretraining and teachers read."""
    labelled = [corpus_facts(share) for share in fitted.recipe.corpora]
    known: dict[str, CorpusFacts] = {}
    for fact in [*labelled, *fitted.pretrained_on, *distillation_sources(fitted.recipe)]:
        known.setdefault(fact.name, fact)
    return list(known.values())
