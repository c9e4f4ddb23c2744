"""A recipe to a bundle and a report: fit, export, measure; knows no command line."""

from dataclasses import dataclass
from pathlib import Path

from model.bundle import Bundle, CorpusFacts
from training.evaluation import Evaluation
from training.export import BundleFacts, check_target, export_bundle
from training.fit import FittedNetwork, fit
from training.lessons import Lessons
from training.licences import corpus_facts, distillation_sources
from training.pretraining import pretrain
from training.recipe import Recipe
from training.report import write_report
from training.sources import load_dev, load_test
from training.teachers import Teachers, write_lessons

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
    """
    check_target(bundle)
    load_test(recipe, folder)  # what is missing at the end is told at the beginning
    distillation_sources(recipe)
    recipe = _pretrained(recipe, folder=folder, texts=texts, run=run / PRETRAINING, resume=resume)
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
    if not Lessons.are_in(run / LESSONS):
        teachers = [
            fit(_teacher(recipe, seed), folder=folder, run=run / f"teacher-{seed}", resume=resume)
            for seed in choices.seeds
        ]
        write_lessons(recipe, Teachers(teachers), folder=folder, texts=texts, lessons=run / LESSONS)
    return Lessons.read(run / LESSONS)


def _teacher(recipe: Recipe, seed: int) -> Recipe:
    """Give the recipe of a teacher: the same, but learned from labels alone."""
    epochs = recipe.distillation.teacher_epochs if recipe.distillation else 1
    optimisation = recipe.optimisation.model_copy(update={"max_epochs": epochs})
    return recipe.model_copy(
        update={"seed": seed, "optimisation": optimisation, "distillation": None}
    )


def export_run(run: Path, *, folder: Path, bundle: Path) -> Result:
    """Write the bundle and the report of a training's run folder.

    Args:
        run: The training's run folder; the report goes into its `report`.
        folder: The folder of registered corpora, whose dev sentences are measured.
        bundle: Where the bundle goes.
    """
    fitted = FittedNetwork.from_run(run)
    recipe = fitted.recipe
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


def _sources(fitted: FittedNetwork) -> list[CorpusFacts]:
    """Tell what the weights learned from: corpora, then what pretraining and teachers read."""
    labelled = [corpus_facts(share) for share in fitted.recipe.corpora]
    texts = [*fitted.pretrained_on, *distillation_sources(fitted.recipe)]
    return list({fact.name: fact for fact in [*labelled, *texts]}.values())
