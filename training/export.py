"""Writes a fitted network as a bundle: weights, graphs, calibration, card; knows no recipe file."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file

from model.bundle import (
    CARD,
    GRAPHS,
    VOCABULARY,
    WEIGHTS,
    Bundle,
    CorpusFacts,
    Precision,
    SelfTest,
    read_bundle,
    write_manifest,
)
from model.encoding import Encoder
from model.engines.onnx import OnnxEngine
from model.engines.torch import TorchEngine
from model.network import BatchTensors, DeepBiLSTM, name_probabilities
from model.tagger import Tagger
from model.tokenizer import TOKENIZER_VERSION
from model.vocabulary import Vocabulary
from training.augmentation import recased
from training.calibration import fit_calibration
from training.card import write_card
from training.equalisation import equalise
from training.evaluation import Evaluation, Predictions, evaluate, predict, sweep
from training.graph import GraphWriter
from training.labels import LabelledSentence
from training.parity import compare_batches, compare_engines
from training.presets import DEFAULT_THRESHOLD, THRESHOLDS, choose_presets

MOST_F1_LOST_TO_INT8 = 0.003
MOST_PARITY_SENTENCES = 4000
Corpora = Mapping[str, Sequence[LabelledSentence]]
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
    """Write, calibrate, measure and verify a bundle; an older one in its place goes.

    int8, which only LSTMs have, becomes the default engine when its F1 pooled over all dev
    sentences is at most `MOST_F1_LOST_TO_INT8` below that of fp32.
    """
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True)
    pooled = [sentence for sentences in dev.values() for sentence in sentences]
    equalise(network.eval(), vocabulary, [token for s in pooled for token in s.tokens])
    _write_network(path, network, vocabulary)
    manifest = _first_manifest(network, vocabulary, facts)
    write_manifest(path, manifest)
    precisions: list[Precision] = ["fp32", "int8"] if network.config.cell == "lstm" else ["fp32"]
    found = {p: predict(_tagger(path, p), pooled) for p in precisions}
    manifest["calibration"] = {
        p: fit_calibration(f.probabilities, f.is_gold) for p, f in found.items()
    }
    write_manifest(path, manifest)
    found = {p: predict(_tagger(path, p), pooled) for p in precisions}
    manifest["default_precision"] = default = _default_precision(found)
    tagger = _tagger(path, default)
    manifest["presets"] = choose_presets(sweep(tagger, pooled, THRESHOLDS))
    evaluations = _evaluations(tagger, dev, test, pooled)
    parity = _parities(tagger.bundle, pooled) if "int8" in precisions else {}
    manifest["metrics"] = _metrics(evaluations) | parity
    write_manifest(path, manifest)
    write_card(path / CARD, read_bundle(path).manifest, evaluations, parity)
    write_manifest(path, manifest)
    return Exported(bundle=read_bundle(path), pooled=found[default], evaluations=evaluations)


def _evaluations(
    tagger: Tagger, dev: Corpora, test: Corpora, pooled: Sequence[LabelledSentence]
) -> dict[str, Evaluation]:
    sets: dict[str, Sequence[LabelledSentence]] = {f"{name}/test": s for name, s in test.items()}
    sets |= {f"{name}/dev": sentences for name, sentences in dev.items()}
    sets["all dev"] = pooled
    sets["all dev in lower case"] = [recased(sentence, str.lower) for sentence in pooled]
    sets["all dev in UPPER CASE"] = [recased(sentence, str.upper) for sentence in pooled]
    return {name: evaluate(predict(tagger, sentences)) for name, sentences in sets.items()}


def _parities(bundle: Bundle, pooled: Sequence[LabelledSentence]) -> dict[str, float]:
    reference = TorchEngine(bundle, device="cpu", precision="fp32")
    int8 = OnnxEngine(bundle, precision="int8")
    chosen = pooled[:: max(1, len(pooled) // MOST_PARITY_SENTENCES)]
    found = {
        "int8": compare_engines(reference, int8, bundle, chosen),
        "int8_batches": compare_batches(int8, bundle, chosen),
    }
    return {
        f"{key}/{field}": round(value, 6)
        for key, parity in found.items()
        for field, value in parity._asdict().items()
    }


def _metrics(evaluations: Mapping[str, Evaluation]) -> dict[str, float]:
    return {f"f1/{name}": round(evaluation.f1, 4) for name, evaluation in evaluations.items()}


def _write_network(path: Path, network: DeepBiLSTM, vocabulary: Vocabulary) -> None:
    weights = {k: v.detach().cpu().contiguous() for k, v in network.state_dict().items()}
    save_file(weights, path / WEIGHTS)
    (path / WEIGHTS).chmod(0o644)
    text = vocabulary.model_dump_json(indent=None)
    (path / VOCABULARY).write_text(text + "\n", encoding="utf-8")
    graph = GraphWriter(network.config, path / WEIGHTS).model()
    onnx.save(graph, path / GRAPHS["fp32"])
    if network.config.cell == "lstm":
        _quantize(path)


def _quantize(path: Path) -> None:
    """Write the int8 form of the fp32 graph: LSTMs, matrix products and embeddings.

    ONNX Runtime first folds the weights' reordering, so that the quantiser sees constants.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (WEIGHTS, GRAPHS["fp32"]):
            shutil.copy(path / file, folder)
        options = onnxruntime.SessionOptions()
        level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.graph_optimization_level = level
        options.optimized_model_filepath = str(folder / "folded.onnx")
        onnxruntime.InferenceSession(
            folder / GRAPHS["fp32"], options, providers=["CPUExecutionProvider"]
        )
        quantize_dynamic(
            folder / "folded.onnx",
            path / GRAPHS["int8"],
            op_types_to_quantize=["LSTM", "MatMul", "Gather"],
            weight_type=QuantType.QInt8,
        )


def _first_manifest(
    network: DeepBiLSTM, vocabulary: Vocabulary, facts: BundleFacts
) -> dict[str, Any]:
    return {
        "name": facts.name,
        "version": facts.version,
        "description": facts.description,
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "network": network.config,
        "labels": list(network.config.labels),
        "tokenizer_version": TOKENIZER_VERSION,
        "default_threshold": DEFAULT_THRESHOLD,
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
    tests = []
    for sentence in SELF_TEST_SENTENCES:
        tokens = sentence.split()
        logits = network(BatchTensors.from_encoded(encoder.encode([tokens])))  # (1, T, K)
        name, _ = name_probabilities(logits, network.config)
        expected = [round(float(p), 6) for p in np.asarray(name[0])]
        tests.append(SelfTest(tokens=tokens, name_probabilities=expected))
    return tests


def _tagger(path: Path, precision: Precision) -> Tagger:
    bundle = read_bundle(path)
    return Tagger(bundle, OnnxEngine(bundle, precision=precision))


def _default_precision(predictions: Mapping[Precision, Predictions]) -> Precision:
    if "int8" not in predictions:
        return "fp32"
    lost = evaluate(predictions["fp32"]).f1 - evaluate(predictions["int8"]).f1
    return "int8" if lost <= MOST_F1_LOST_TO_INT8 else "fp32"
