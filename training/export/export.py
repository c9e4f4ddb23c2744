"""Writes a fitted network as a bundle: weights, graphs, calibration, card; knows no recipe file."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from nomen.model.bundle.bundle import (
    CARD,
    GRAPHS,
    MANIFEST,
    Bundle,
    Calibration,
    CorpusFacts,
    Precision,
    SelfTest,
    read_bundle,
    write_manifest,
)
from nomen.model.engines.engine import Engine
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.engines.torch import TorchEngine
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.tagger import Tagger
from nomen.model.text.tokenizer import TOKENIZER_VERSION
from nomen.training.augmentation import perturbation
from nomen.training.data.labels import Corpora, LabelledSentence
from nomen.training.durable_files import draft_of, replace_folder
from nomen.training.errors import TrainingError
from nomen.training.evaluation.calibration import fit_calibration
from nomen.training.evaluation.evaluation import Evaluation, Predictions, evaluate, predict, sweep
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.export.card import write_card
from nomen.training.export.network_files import write_network
from nomen.training.export.parity import compare_batches, compare_engines
from nomen.training.export.presets import MIDDLE, THRESHOLDS, choose_presets, preset_metrics
from nomen.training.export.recording import RecordedEngine
from nomen.training.export.smoothquant import equalise

MOST_F1_LOST_TO_INT8 = 0.003
MOST_PARITY_SENTENCES = 4000
SELF_TEST_SENTENCES = (
    "Harry Potter and Hermione Granger invented a new spell .",
    "the letter from maria santos reached the office in may",
    "NGUYEN VAN ANH MEETS DR. O'NEILL",
    "@sam lol did Priya and tomasz see it ?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFacts:
    """What a bundle says of itself that its weights do not tell."""

    name: str
    version: str
    description: str
    corpora: Sequence[CorpusFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A bundle on disk, with what its default engine says of the dev and test sentences."""

    bundle: Bundle
    pooled: Predictions
    evaluations: dict[str, Evaluation]


def export_bundle(
    path: Path,
    *,
    network: DeepBiLSTM,
    vocabulary: Vocabulary,
    facts: BundleFacts,
    dev: Corpora,
    test: Corpora,
) -> Exported:
    """Write, calibrate, measure and verify a bundle; once whole it takes an older one's place.

    int8, which only LSTMs have, becomes the default engine when its F1 pooled over all dev
    sentences is at most `MOST_F1_LOST_TO_INT8` below that of fp32.

    Raises:
        TrainingError: When `path` holds something that is no bundle.
    """
    draft = make_draft(path)
    tokens = [token for sentences in dev.values() for s in sentences for token in s.tokens]
    equalise(network.eval(), vocabulary, tokens)
    write_network(draft, network, vocabulary, tokens)
    manifest = _first_manifest(network, vocabulary, facts)
    return finish_bundle(path, draft=draft, manifest=manifest, dev=dev, test=test)


def make_draft(path: Path) -> Path:
    """Make the empty folder beside `path` in which a bundle is written before it is whole.

    Raises:
        TrainingError: When `path` holds something that is no bundle.
    """
    check_target(path)
    draft = draft_of(path)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    return draft


def finish_bundle(
    path: Path, *, draft: Path, manifest: dict[str, Any], dev: Corpora, test: Corpora
) -> Exported:
    """Calibrate, measure and verify a drafted bundle; it takes an older one's place.

    Args:
        path: Where the bundle goes.
        draft: The folder that holds its weights, vocabulary and graphs.
        manifest: What the bundle says of itself; what is fitted and measured here is replaced,
            and presets are chosen if there are none.
        dev: Sentences by corpus, to calibrate and to choose the presets.
        test: Sentences by corpus, measured alone.
    """
    pooled = [sentence for sentences in dev.values() for sentence in sentences]
    manifest["calibration"] = {"fp32": Calibration(), "int8": Calibration()}
    write_manifest(draft, manifest)
    engines = _engines(read_bundle(draft))
    found = _calibrate(draft, manifest, engines, pooled)
    tagger = Tagger(read_bundle(draft), engines[manifest["default_precision"]])
    swept = [sweep(tagger, sentences, THRESHOLDS) for sentences in dev.values()]
    presets = manifest["presets"] or choose_presets(swept)
    manifest |= {"presets": presets, "default_threshold": presets["balanced"]}
    write_manifest(draft, manifest)
    tagger = Tagger(read_bundle(draft), engines[manifest["default_precision"]])
    evaluations = _evaluations(tagger, dev, test, pooled)
    parity = _parities(tagger.bundle, found, pooled)
    manifest["metrics"] = _metrics(evaluations) | preset_metrics(presets, swept) | parity
    write_manifest(draft, manifest)
    write_card(draft / CARD, read_bundle(draft).manifest, evaluations, parity)
    write_manifest(draft, manifest)
    replace_folder(draft, path)
    pooled_predictions = found[manifest["default_precision"]]
    return Exported(bundle=read_bundle(path), pooled=pooled_predictions, evaluations=evaluations)


def check_target(path: Path) -> None:
    """Refuse to write a bundle over anything but an older bundle.

    Raises:
        TrainingError: When there is something else.
    """
    is_free = not path.exists() or (path.is_dir() and not any(path.iterdir()))
    if not is_free and not (path / MANIFEST).is_file():
        raise TrainingError(f"{path}: expected no such folder, an empty one or an older bundle")


def _engines(bundle: Bundle) -> dict[Precision, RecordedEngine]:
    precisions: tuple[Precision, ...] = ("fp32", "int8")
    return {
        precision: RecordedEngine(OnnxEngine(bundle, precision=precision))
        for precision in precisions
        if GRAPHS[precision] in bundle.manifest.files
    }


def _calibrate(
    draft: Path,
    manifest: dict[str, Any],
    engines: Mapping[Precision, Engine],
    pooled: Sequence[LabelledSentence],
) -> dict[Precision, Predictions]:
    """Fit each precision's calibration, then choose the default among them."""
    bundle = read_bundle(draft)
    raw = {p: predict(Tagger(bundle, engine), pooled) for p, engine in engines.items()}
    manifest["calibration"] = {
        p: fit_calibration(f.probabilities, f.is_gold) for p, f in raw.items()
    }
    write_manifest(draft, manifest)
    bundle = read_bundle(draft)
    found = {p: predict(Tagger(bundle, engine), pooled) for p, engine in engines.items()}
    fits = "int8" in found and _f1_lost_to_int8(found) <= MOST_F1_LOST_TO_INT8
    manifest["default_precision"] = "int8" if fits else "fp32"
    return found


def _f1_lost_to_int8(found: Mapping[Precision, Predictions]) -> float:
    return _f1(found["fp32"]) - _f1(found["int8"])


def _f1(predictions: Predictions) -> float:
    return SpanCounts(*(int(count) for count in predictions.counts().sum(axis=0))).f1


def _evaluations(
    tagger: Tagger, dev: Corpora, test: Corpora, pooled: Sequence[LabelledSentence]
) -> dict[str, Evaluation]:
    sets: dict[str, Sequence[LabelledSentence]] = {f"{name}/test": s for name, s in test.items()}
    sets |= {f"{name}/dev": sentences for name, sentences in dev.items()}
    sets["all dev"] = pooled
    sets["all dev in lower case"] = [perturbation.lower(sentence) for sentence in pooled]
    sets["all dev in UPPER CASE"] = [perturbation.upper(sentence) for sentence in pooled]
    return {name: evaluate(predict(tagger, sentences)) for name, sentences in sets.items()}


def _parities(
    bundle: Bundle, found: Mapping[Precision, Predictions], pooled: Sequence[LabelledSentence]
) -> dict[str, float]:
    if "int8" not in found:
        return {}
    reference = TorchEngine(bundle, device="cpu", precision="fp32")
    int8 = OnnxEngine(bundle, precision="int8")
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


def _metrics(evaluations: Mapping[str, Evaluation]) -> dict[str, float]:
    return {f"f1/{name}": round(evaluation.f1, 4) for name, evaluation in evaluations.items()}


def creation_time() -> str:
    """Give the time of now in UTC, as a manifest says it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _first_manifest(
    network: DeepBiLSTM, vocabulary: Vocabulary, facts: BundleFacts
) -> dict[str, Any]:
    return {
        "name": facts.name,
        "version": facts.version,
        "description": facts.description,
        "created": creation_time(),
        "network": network.config,
        "labels": list(network.config.labels),
        "tokenizer_version": TOKENIZER_VERSION,
        "default_threshold": MIDDLE,
        "presets": {},
        "default_precision": "fp32",
        "calibration": {},
        "corpora": list(facts.corpora),
        "metrics": {},
        "self_tests": _self_tests(network, vocabulary),
    }


@torch.inference_mode()
def _self_tests(network: DeepBiLSTM, vocabulary: Vocabulary) -> list[SelfTest]:
    encoder = Encoder(vocabulary, max_characters=network.config.max_characters)
    labels = network.config.labels
    tests = []
    for sentence in SELF_TEST_SENTENCES:
        tokens = sentence.split()
        batch = encoder.encode([tokens])
        probabilities = label_probabilities(network(BatchTensors.from_encoded(batch))).numpy()
        name, _ = name_probabilities(probabilities, batch.lengths, labels)  # (1, T)
        expected = [round(float(p), 6) for p in name[0]]
        tests.append(SelfTest(tokens=tokens, name_probabilities=expected))
    return tests
