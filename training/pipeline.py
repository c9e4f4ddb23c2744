"""A recipe to a bundle and a report: pretrain, distil, fit, export."""

from dataclasses import dataclass
from pathlib import Path

from nomen.model.bundle.bundle import Bundle, CorpusFacts
from nomen.training.distillation.distil import check_texts, distil
from nomen.training.durable_files import draft_of, removed_on_error
from nomen.training.evaluation.evaluation import Evaluation
from nomen.training.export.card import OwnData
from nomen.training.export.export import BundleFacts, check_target, export_bundle
from nomen.training.export.kept_presets import presets_of_start
from nomen.training.export.measurement import MeasuredBundle
from nomen.training.fitting.fit import fit
from nomen.training.fitting.fitted_network import FittedNetwork, check_fitted
from nomen.training.fitting.weight_share import nearer_to_start
from nomen.training.pretraining.pretrain import pretrain
from nomen.training.recipes.languages_served import languages_served
from nomen.training.recipes.loading import load_dev, load_dev_pages, load_test
from nomen.training.recipes.provenance import (
    distillation_sources,
    document_facts,
    labelled_facts,
)
from nomen.training.recipes.recipe import Recipe
from nomen.training.reports.change import Change
from nomen.training.reports.judgement import Judgement, judge_bundle, judge_weights
from nomen.training.reports.run_facts import RunFacts, find_start, start_of_run
from nomen.training.runs.devices import with_known_precision
from nomen.training.runs.run_folder import refuse_overwriting
from nomen.training.runs.run_lock import locked_run
from nomen.training.runs.training_run import TrainingRun, joined_run

PRETRAINING = "pretraining"
"""The run folder of a recipe's pretraining, in that of its fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A new bundle.

    Attributes:
        bundle: The bundle.
        evaluations: Its figures by set of sentences.
        change: The bundle that the training began with, on the same sentences; None without one.
        fault: Why it is no better, in one line, where that was allowed; None if it is.
        report: The page of its report.
    """

    bundle: Bundle
    evaluations: dict[str, Evaluation]
    change: Change | None
    fault: str | None
    report: Path


def fit_and_export(
    recipe: Recipe,
    run: TrainingRun,
    *,
    bundle: Path,
    facts: RunFacts | None = None,
    allow_worse: bool = False,
) -> Result | None:
    """Pretrain and train teachers where the recipe says so, then fit and export its network.

    Args:
        recipe: The recipe.
        run: The folders; the pretraining and the teachers have run folders within its own.
        bundle: Where the bundle goes.
        facts: What the training reads and begins with, if that was gathered.
        allow_worse: Write the bundle even if it is no better than what the training began with.

    Returns:
        The bundle; None in every process but the first, which makes it while the others wait.

    Raises:
        CorpusError: When a corpus or text is missing or malformed.
        RecipeError: When the recipe names a text that may not ship, or sizes do not fit.
        TrainingError: When the run folder holds another training, another process trains there,
            or the gradient is not finite.
        NothingLearnedError: When the network hardly finds a name of its dev sentences, or is no
            better than the bundle that it began with.
        ProcessLostError: When another process of the training ends.
    """
    with joined_run(run) as joined:
        joined.processes.by_first(lambda: _check(recipe, run, bundle))
        with locked_run(run.folder, joined.processes):
            joined.processes.by_first(lambda: _keep_facts(recipe, run, facts))
            chosen = _pretrained(with_known_precision(recipe), joined.stage(PRETRAINING))
            fit(chosen, joined, soft_labels=distil(chosen, joined))
            return joined.processes.by_first(
                lambda: _export(
                    run.folder, corpora=run.corpora, bundle=bundle, allow_worse=allow_worse
                )
            )


def _check(recipe: Recipe, run: TrainingRun, bundle: Path) -> None:
    """Tell what would stop a training at its end before it begins."""
    check_target(bundle)
    load_test(recipe, run.corpora)
    distillation_sources(recipe)
    document_facts(recipe)
    check_texts(recipe, run.texts)


def _keep_facts(recipe: Recipe, run: TrainingRun, facts: RunFacts | None) -> None:
    refuse_overwriting(run)
    facts = facts or RunFacts.of(recipe, [], find_start(recipe))
    facts.keep(run.folder, is_resumed=run.resume)


def _pretrained(recipe: Recipe, run: TrainingRun) -> Recipe:
    """Run the recipe's pretraining, unless it has none or begins with something finished."""
    if recipe.pretraining is None or recipe.pretrained is not None or recipe.start is not None:
        return recipe
    pretrain(recipe, run)
    return recipe.model_copy(update={"pretrained": run.folder})


def export_run(folder: Path, *, corpora: Path, bundle: Path, allow_worse: bool = False) -> Result:
    """Write the bundle and the report of a training's run folder.

    Args:
        folder: The run folder; the report goes into its `report`.
        corpora: The folder of registered corpora, whose dev and test sentences are measured.
        bundle: Where the bundle goes.
        allow_worse: Write the bundle even if it is no better than what the training began with.

    Raises:
        TrainingError: When no training finished an epoch in the folder, or one is running there.
        NothingLearnedError: When the network hardly finds a name of its dev sentences, or is no
            better than the bundle that it began with.
    """
    check_fitted(folder)
    with locked_run(folder):
        return _export(folder, corpora=corpora, bundle=bundle, allow_worse=allow_worse)


def _export(folder: Path, *, corpora: Path, bundle: Path, allow_worse: bool) -> Result:
    fitted = FittedNetwork.from_run(folder)
    recipe, facts = fitted.recipe, RunFacts.read(folder)
    judge_weights(fitted, allow_worse=allow_worse)
    dev = load_dev(recipe, corpora)
    fitted = nearer_to_start(fitted, dev)
    judgements: list[Judgement] = []

    def accept(measured: MeasuredBundle) -> None:
        start = start_of_run(recipe, facts)
        epochs = recipe.optimisation.max_epochs
        judgements.append(
            judge_bundle(folder, measured, start=start, max_epochs=epochs, allow_worse=allow_worse)
        )

    with removed_on_error(draft_of(bundle)):
        exported = export_bundle(
            bundle,
            network=fitted.network,
            vocabulary=fitted.vocabulary,
            facts=BundleFacts(
                name=recipe.name,
                version=recipe.version,
                description=recipe.description,
                languages=languages_served(recipe),
                corpora=_sources(fitted),
                presets=presets_of_start(recipe.start, dev),
                own=OwnData(guideline=recipe.guideline, table=facts.own_table()),
            ),
            dev=dev,
            test=load_test(recipe, corpora),
            documents=recipe.dev_documents,
            pages=load_dev_pages(recipe, corpora),
            accept=accept,
        )
    (judgement,) = judgements
    return Result(
        bundle=exported.bundle,
        evaluations=exported.evaluations,
        change=judgement.change,
        fault=judgement.fault,
        report=judgement.page,
    )


def _sources(fitted: FittedNetwork) -> list[CorpusFacts]:
    """List what the weights learned from: corpora, documents, then what came before them."""
    recipe = fitted.recipe
    labelled = labelled_facts(recipe)
    known: dict[str, CorpusFacts] = {}
    for fact in [*labelled, *fitted.pretrained_on, *distillation_sources(recipe)]:
        known.setdefault(fact.name, fact)
    return list(known.values())
