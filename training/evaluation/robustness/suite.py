"""The suite: measures a predictor on every evaluation set.

It measures the visible sets, the same sentences changed or with other names, hard negatives, short
texts, raw documents, and the calibration of probabilities. `texts.py` defines the evaluation sets.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from nomen.training.data.documents import documents_folder
from nomen.training.data.names.name_lists import NameLists, load_names, names_folder
from nomen.training.errors import CorpusError
from nomen.training.evaluation.documents.comparing import RewrittenResult, measure_rewritten
from nomen.training.evaluation.documents.evaluating import (
    DocumentSets,
    DocumentsEvaluation,
    evaluate_documents,
)
from nomen.training.evaluation.documents.rewriting import prose_pages
from nomen.training.evaluation.intervals import measure_counts
from nomen.training.evaluation.predictor import Predictor
from nomen.training.evaluation.robustness.calibration import (
    CrossFit,
    ScoredTokens,
    calibration_row,
    calibration_rows,
)
from nomen.training.evaluation.robustness.genres import score_genres
from nomen.training.evaluation.robustness.report import write_suite
from nomen.training.evaluation.robustness.results import CalibrationResult, SuiteResult, SwapsResult
from nomen.training.evaluation.robustness.sets import (
    Scored,
    TokensByName,
    measure_blanks,
    measure_changed,
    measure_hard_negatives,
    measure_presets,
    measure_swaps,
    score,
    texts_with_names,
)
from nomen.training.evaluation.robustness.short_texts.measuring import measure_short_texts
from nomen.training.evaluation.robustness.texts import (
    PERTURBED,
    SWAPPED,
    EvaluationSet,
    read_hard_negatives,
    visible_sets,
)

logger = logging.getLogger("nomen.train")


def run_suite(
    predictor: Predictor,
    *,
    folder: Path,
    names: Path | None,
    out: Path,
    documents: Path | None = None,
    seed: int = 0,
) -> SuiteResult:
    """Measure a predictor on every evaluation set; write `suite.json`, `suite.md` and the plots.

    Args:
        predictor: The tagger; if it gives probabilities, their calibration is measured, too.
        folder: The folder of registered corpora; sets that are not in it are left out.
        names: The folder of the lists of names. None takes the folder beside the corpora; without
            that one, swapped names are left out.
        out: Where results go.
        documents: The folder of documents. None takes the folder beside the corpora; without that
            one, documents are left out.
        seed: Of all draws.

    Raises:
        CorpusError: When no set is in the folder, one is not the registered file, or the lists of
            names cannot be read.
    """
    visible, missing = visible_sets(folder)
    beside = names_folder(folder)
    lists = load_names(names or beside) if names or beside.is_dir() else None
    result = measure_suite(
        predictor,
        visible,
        lists=lists,
        documents=_read_documents(documents, corpora=folder),
        missing=missing,
        seed=seed,
    )
    write_suite(result, out)
    return result


def _read_documents(folder: Path | None, *, corpora: Path) -> DocumentSets | None:
    beside = documents_folder(corpora)
    return DocumentSets.read(folder or beside) if folder or beside.is_dir() else None


def measure_suite(
    predictor: Predictor,
    visible: Mapping[str, EvaluationSet],
    *,
    lists: NameLists | None = None,
    documents: DocumentSets | None = None,
    missing: Sequence[str] = (),
    seed: int = 0,
) -> SuiteResult:
    """Measure a predictor on visible sets, by `NAME/SPLIT`, and on the sets made from them.

    Raises:
        CorpusError: When no visible set is a dev set.
    """
    started = time.monotonic()
    dev = [name for name in visible if name.endswith("/dev")]
    if not dev:
        raise CorpusError("expected at least one dev set among the visible ones")
    scored = _score_all(predictor, visible)
    sets = {name: measure_counts(found.counts, seed=seed) for name, found in scored.items()}
    perturbed = {name: visible[name] for name in PERTURBED if name in visible}
    changed, cased = measure_changed(predictor, perturbed, seed=seed) if perturbed else ({}, {})
    swaps, by_group = _swaps(predictor, visible, lists, seed=seed)
    prose = texts_with_names(EvaluationSet.joined(perturbed.values()))
    by_genre = score_genres(predictor, documents.pages) if documents else {}
    logger.info("suite: doubled blanks, hard negatives, short texts, presets, calibration")
    all_dev = EvaluationSet.joined(visible[name] for name in dev)
    return SuiteResult(
        name=predictor.name,
        seed=seed,
        missing=missing,
        sets=sets,
        mean_dev_f1=float(np.mean([sets[name].f1.value for name in dev])),
        pooled_dev=measure_counts(np.concatenate([scored[n].counts for n in dev]), seed=seed),
        changed=changed,
        blanks=measure_blanks(predictor, perturbed, seed=seed) if perturbed else None,
        swaps=swaps,
        hard_negatives=measure_hard_negatives(predictor, read_hard_negatives(), seed=seed),
        short_texts=measure_short_texts(predictor, lists, prose, seed=seed),
        documents=_documents(predictor, documents, seed=seed),
        rewritten_prose=_rewritten_prose(predictor, perturbed, seed=seed),
        calibration=_calibration(scored, cased, by_group, by_genre, seed=seed),
        presets=measure_presets(predictor, all_dev, seed=seed),
        seconds=time.monotonic() - started,
    )


def _score_all(predictor: Predictor, visible: Mapping[str, EvaluationSet]) -> dict[str, Scored]:
    scored = {}
    for number, (name, evaluated) in enumerate(visible.items(), start=1):
        logger.info("suite: %s (set %d of %d)", name, number, len(visible))
        scored[name] = score(predictor, evaluated)
    return scored


def _swaps(
    predictor: Predictor,
    visible: Mapping[str, EvaluationSet],
    lists: NameLists | None,
    *,
    seed: int,
) -> tuple[SwapsResult | None, TokensByName]:
    if lists is None or not set(SWAPPED) & set(visible):
        return None, {}
    return measure_swaps(predictor, visible, lists, seed=seed)


def _documents(
    predictor: Predictor, sets: DocumentSets | None, *, seed: int
) -> DocumentsEvaluation | None:
    if sets is None:
        return None
    return evaluate_documents(predictor, sets, is_rewritten=True, seed=seed)


def _rewritten_prose(
    predictor: Predictor, sets: Mapping[str, EvaluationSet], *, seed: int
) -> dict[str, RewrittenResult]:
    prose = {name: list(prose_pages(part.sentences, name=name)) for name, part in sets.items()}
    return measure_rewritten(predictor, prose, seed=seed)


def _calibration(
    scored: Mapping[str, Scored],
    by_casing: TokensByName,
    by_group: TokensByName,
    by_genre: TokensByName,
    *,
    seed: int,
) -> CalibrationResult | None:
    by_set = {name: found.tokens for name, found in scored.items() if found.tokens}
    if not by_set:
        return None
    pooled = ScoredTokens.joined(list(by_set.values()))
    maps = CrossFit.fit(pooled)
    return CalibrationResult(
        pooled=calibration_row(pooled, maps, seed=seed),
        by_set=calibration_rows(by_set, maps, seed=seed),
        by_casing=calibration_rows(by_casing, maps, seed=seed),
        by_group=calibration_rows(by_group, maps, seed=seed),
        by_genre=calibration_rows(by_genre, maps, seed=seed),
    )
