"""Measures a bundle before its manifest is written, and chooses what the manifest says.

All of it happens in memory. Each engine is opened once and runs each batch of sentences once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.bundle.bundle import GRAPHS, Bundle, Calibration, Precision
from nomen.model.engines.engine import Engine
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.engines.torch import TorchEngine
from nomen.model.tagger import Tagger
from nomen.training.augmentation import perturbation
from nomen.training.data.labels import Corpora, LabelledSentence, Span
from nomen.training.evaluation.calibration import fit_calibration
from nomen.training.evaluation.documents.measuring import PageSets, measure_documents
from nomen.training.evaluation.documents.results import DocumentsResult
from nomen.training.evaluation.evaluation import Evaluation, Predictions, evaluate, predict, sweep
from nomen.training.evaluation.predictor import TaggerPredictor, tag_at_thresholds
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.export.languages import HIGH_RECALL, LanguageFigures, measure_languages
from nomen.training.export.parity import compare_batches, compare_engines
from nomen.training.export.presets import (
    THRESHOLDS,
    choose_presets,
    letters_left,
    preset_metrics,
)
from nomen.training.export.recording import RecordedEngine
from nomen.training.export.traffic import traffic_metrics

ALL_DEV = "all dev"
"""The name of the dev sentences of all corpora among the sets that are measured."""
LOWER_DEV, UPPER_DEV = f"{ALL_DEV} in lower case", f"{ALL_DEV} in UPPER CASE"
"""The names of the same in other casings."""

MOST_F1_LOST_TO_INT8 = 0.003
MOST_PARITY_SENTENCES = 4000

_PRECISIONS: tuple[Precision, ...] = ("fp32", "int8")

Engines = Mapping[Precision, Engine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredBundle:
    """A bundle and what its engines say of the dev and test sentences.

    Attributes:
        bundle: Its manifest holds the calibration, the default precision, the presets and metrics.
        pooled: The default engine's predictions for all dev sentences.
        predictions: What the default engine says at the default threshold, by the name of a set of
            sentences.
        evaluations: The figures of these predictions.
        on_documents: The default engine's figures of raw documents; None without documents.
        parity: How far int8 is from fp32 and from itself; empty where the bundle has no int8.
        languages: The default engine's figures of the dev sets of each language.
    """

    bundle: Bundle
    pooled: Predictions
    predictions: dict[str, Predictions]
    evaluations: dict[str, Evaluation]
    on_documents: DocumentsResult | None
    parity: dict[str, float]
    languages: dict[str, LanguageFigures]


def measure_bundle(
    bundle: Bundle,
    *,
    dev: Corpora,
    test: Corpora,
    documents: Collection[str] = (),
    pages: PageSets | None = None,
    calibrate: bool = True,
) -> MeasuredBundle:
    """Calibrate a bundle, choose its default precision and presets, and measure it.

    int8, which only LSTMs have, becomes the default when its F1 over all dev sentences is at most
    `MOST_F1_LOST_TO_INT8` below that of fp32.

    Args:
        bundle: A bundle whose graphs are on the disk. Presets in its manifest are kept.
        dev: Sentences by corpus, which calibrate the bundle and choose its presets.
        test: Sentences by corpus, which are only measured.
        documents: The corpora of `dev` that are blocks of documents.
        pages: Raw documents by set, which are only measured. Without a name they are ignored.
        calibrate: Whether the calibration is fitted to `dev`; it else changes nothing.
    """
    pooled = [sentence for sentences in dev.values() for sentence in sentences]
    engines = {
        precision: RecordedEngine(OnnxEngine(bundle, precision=precision))
        for precision in _PRECISIONS
        if GRAPHS[precision] in bundle.manifest.files
    }
    bundle = bundle.with_facts(calibration=dict.fromkeys(_PRECISIONS, Calibration()))
    if calibrate:
        bundle = _calibrated(bundle, engines, pooled)
    found = _predictions(bundle, engines, pooled)
    default = _default_precision(found)
    bundle = bundle.with_facts(default_precision=default)
    tagger = Tagger(bundle, engines[default])
    swept = [sweep(tagger, sentences, THRESHOLDS) for sentences in dev.values()]
    left = _letters_left(tagger, [dev[name] for name in documents])
    presets = bundle.manifest.presets or choose_presets(swept, left)
    bundle = bundle.with_facts(presets=presets, default_threshold=presets["balanced"])
    tagger = Tagger(bundle, engines[default])
    predictions = _set_predictions(tagger, dev, test, pooled)
    by_set = {f"{name}/dev": counts for name, counts in zip(dev, swept, strict=True)}
    languages = measure_languages(predictions, by_set, presets[HIGH_RECALL])
    evaluations = {name: evaluate(each) for name, each in predictions.items()}
    on_documents = _on_documents(tagger, pages or {})
    parity = _parity(bundle, engines, found, pooled) if "int8" in engines else {}
    f1 = {f"f1/{name}": round(evaluation.f1, 4) for name, evaluation in evaluations.items()}
    traffic = traffic_metrics(predictions[ALL_DEV])
    metrics = (
        f1 | preset_metrics(presets, swept) | _document_metrics(on_documents) | traffic | parity
    )
    return MeasuredBundle(
        bundle=bundle.with_facts(metrics=metrics),
        pooled=found[default],
        predictions=predictions,
        evaluations=evaluations,
        on_documents=on_documents,
        parity=parity,
        languages=languages,
    )


def _on_documents(tagger: Tagger, pages: PageSets) -> DocumentsResult | None:
    """Measure raw documents, if one of them has a name."""
    if not any(page.labelled.names for each in pages.values() for page in each):
        return None
    predictor = TaggerPredictor(tagger=tagger, name=tagger.bundle.manifest.name)
    return measure_documents(predictor, pages)


def _document_metrics(found: DocumentsResult | None) -> dict[str, float]:
    """Give the means over genres as `documents/f1` and `documents/PRESET/letters_left`."""
    if found is None:
        return {}
    mean = found.mean_of_genres
    left = {f"documents/{name}/letters_left": share.value for name, share in mean.left.items()}
    figures = {"documents/f1": mean.f1.value, **left}
    return {name: round(value, 4) for name, value in figures.items()}


def _letters_left(tagger: Tagger, sets: Sequence[Sequence[LabelledSentence]]) -> dict[float, float]:
    """Give the share of the letters of names that each threshold leaves, the mean of the sets."""
    shares = [
        [_share_left(sentences, found) for found in _names_at_thresholds(tagger, sentences)]
        for sentences in sets
        if any(sentence.names for sentence in sentences)
    ]
    return dict(zip(THRESHOLDS, np.mean(shares, axis=0).tolist(), strict=True)) if shares else {}


def _names_at_thresholds(
    tagger: Tagger, sentences: Sequence[LabelledSentence]
) -> Iterator[list[list[Span]]]:
    return tag_at_thresholds(tagger, [sentence.tokens for sentence in sentences], THRESHOLDS)


def _share_left(sentences: Sequence[LabelledSentence], found: Sequence[Sequence[Span]]) -> float:
    counts = [letters_left(*pair) for pair in zip(sentences, found, strict=True)]
    left, whole = np.sum(counts, axis=0).tolist()
    return float(left / whole)


def _calibrated(bundle: Bundle, engines: Engines, pooled: Sequence[LabelledSentence]) -> Bundle:
    """Fit the calibration of each precision to its uncalibrated predictions."""
    found = _predictions(bundle, engines, pooled)
    fitted = {p: fit_calibration(f.probabilities, f.is_gold) for p, f in found.items()}
    return bundle.with_facts(calibration=fitted, default_precision="fp32")


def _predictions(
    bundle: Bundle, engines: Engines, sentences: Sequence[LabelledSentence]
) -> dict[Precision, Predictions]:
    return {p: predict(Tagger(bundle, engine), sentences) for p, engine in engines.items()}


def _default_precision(found: Mapping[Precision, Predictions]) -> Precision:
    is_good_enough = "int8" in found and _f1_lost_to_int8(found) <= MOST_F1_LOST_TO_INT8
    return "int8" if is_good_enough else "fp32"


def _f1_lost_to_int8(found: Mapping[Precision, Predictions]) -> float:
    return _f1(found["fp32"]) - _f1(found["int8"])


def _f1(predictions: Predictions) -> float:
    return SpanCounts(*(int(count) for count in predictions.counts().sum(axis=0))).f1


def _set_predictions(
    tagger: Tagger, dev: Corpora, test: Corpora, pooled: Sequence[LabelledSentence]
) -> dict[str, Predictions]:
    sets = {f"{name}/test": sentences for name, sentences in test.items()}
    sets |= {f"{name}/dev": sentences for name, sentences in dev.items()}
    sets[ALL_DEV] = pooled
    sets[LOWER_DEV] = [perturbation.lower(sentence) for sentence in pooled]
    sets[UPPER_DEV] = [perturbation.upper(sentence) for sentence in pooled]
    return {name: predict(tagger, sentences) for name, sentences in sets.items()}


def _parity(
    bundle: Bundle,
    engines: Engines,
    found: Mapping[Precision, Predictions],
    pooled: Sequence[LabelledSentence],
) -> dict[str, float]:
    """Compare int8 with torch in fp32, and each sentence alone with itself in other batches."""
    reference = TorchEngine(bundle, device="cpu", precision="fp32")
    int8 = engines["int8"]
    chosen = pooled[:: max(1, len(pooled) // MOST_PARITY_SENTENCES)]
    parities = {
        "int8": compare_engines(reference, int8, bundle, chosen),
        "int8_batches": compare_batches(int8, bundle, chosen),
    }
    return {"int8/f1_lost": round(_f1_lost_to_int8(found), 6)} | {
        f"{key}/{field}": round(value, 6)
        for key, parity in parities.items()
        for field, value in parity._asdict().items()
    }
