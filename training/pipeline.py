"""A recipe to a bundle and a report: fit, export, measure; knows no command line."""

from dataclasses import dataclass
from pathlib import Path

from model.bundle import Bundle, CorpusFacts
from training.corpora import find_corpus
from training.evaluation import Evaluation
from training.export import BundleFacts, check_target, export_bundle
from training.fit import FittedNetwork, fit
from training.recipe import CorpusShare, Recipe
from training.report import write_report
from training.sources import load_dev, load_test


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A bundle, its figures by set of sentences, and the page of its report."""

    bundle: Bundle
    evaluations: dict[str, Evaluation]
    report: Path


def fit_and_export(
    recipe: Recipe, *, folder: Path, run: Path, bundle: Path, resume: bool = False
) -> Result:
    """Train a recipe's network, then export it; see `fit` and `export_run`."""
    check_target(bundle)
    load_test(recipe, folder)  # what is missing at the end is told at the beginning
    fit(recipe, folder=folder, run=run, resume=resume)
    return export_run(run, folder=folder, bundle=bundle)


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
            corpora=[_facts(share) for share in recipe.corpora],
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


def _facts(share: CorpusShare) -> CorpusFacts:
    if share.train is not None:
        return CorpusFacts(name=share.name, licence_class="own", licence=share.licence, address="")
    corpus = find_corpus(share.name)
    return CorpusFacts(
        name=corpus.name,
        licence_class=corpus.licence_class,
        licence=corpus.licence,
        address=corpus.address,
    )
