"""Writes a fitted network as a bundle: its files, then the card, and the manifest last."""

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nomen.model.bundle.bundle import (
    CARD,
    ENGLISH,
    MANIFEST,
    Bundle,
    Calibration,
    CorpusFacts,
    read_bundle,
)
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.text.tokenizer import TOKENIZER_VERSION
from nomen.training.data.labels import Corpora
from nomen.training.durable_files import draft_of, replace_folder
from nomen.training.errors import TrainingError
from nomen.training.evaluation.documents.measuring import PageSets
from nomen.training.export.card import OwnData, write_card
from nomen.training.export.measurement import MeasuredBundle, measure_bundle
from nomen.training.export.network_files import write_network
from nomen.training.export.presets import MIDDLE
from nomen.training.export.self_tests import make_self_tests
from nomen.training.export.smoothquant import smooth_word_vectors

Accept = Callable[[MeasuredBundle], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFacts:
    """What a manifest and a card say that neither the weights nor a measurement tell.

    Attributes:
        name: The bundle's.
        version: The bundle's.
        description: One sentence about it.
        corpora: What the weights learned from.
        languages: The languages that it tags, as primary tags of BCP 47.
        presets: If neither they nor a calibration are to be chosen by dev sentences.
        own: What the card says of its maker's own files.
    """

    name: str
    version: str
    description: str
    corpora: Sequence[CorpusFacts]
    languages: Sequence[str] = tuple(ENGLISH)
    presets: Mapping[str, float] = field(default_factory=dict)
    own: OwnData | None = None


def export_bundle(
    path: Path,
    *,
    network: DeepBiLSTM,
    vocabulary: Vocabulary,
    facts: BundleFacts,
    dev: Corpora,
    test: Corpora,
    documents: Collection[str] = (),
    pages: PageSets | None = None,
    accept: Accept | None = None,
) -> MeasuredBundle:
    """Write, measure and verify a bundle; once whole, it takes an older one's place.

    Args:
        path: Where the bundle goes.
        network: Its weights are smoothed and rounded, in place.
        vocabulary: The network's.
        facts: What the manifest says of the bundle.
        dev: Sentences by corpus, which calibrate the bundle and choose its presets.
        test: Sentences by corpus, which are only measured.
        documents: The corpora of `dev` that are blocks of documents.
        pages: Raw documents by set, which are only measured.
        accept: Raises an error when the measured bundle is not to be written.

    Raises:
        TrainingError: When `path` holds something that is no bundle.
    """
    draft = make_draft(path)
    tokens = all_tokens(dev)
    smooth_word_vectors(network.eval(), vocabulary, tokens)
    write_network(draft, network, vocabulary, tokens)
    bundle = Bundle.build(draft, _manifest_facts(network, vocabulary, facts), vocabulary)
    bundle = bundle.with_facts(presets=dict(facts.presets))
    return finish_bundle(
        path,
        draft=bundle,
        dev=dev,
        test=test,
        documents=documents,
        pages=pages,
        accept=accept,
        calibrate=not facts.presets,
        own=facts.own,
    )


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
    path: Path,
    *,
    draft: Bundle,
    dev: Corpora,
    test: Corpora,
    documents: Collection[str] = (),
    pages: PageSets | None = None,
    accept: Accept | None = None,
    calibrate: bool = True,
    own: OwnData | None = None,
) -> MeasuredBundle:
    """Measure a drafted bundle, write its card and its manifest, verify it and put it in place.

    Args:
        path: Where the bundle goes.
        draft: The bundle in its draft folder, which holds all files but the card and the manifest.
            `measure_bundle` replaces its calibration, default precision and metrics; its presets
            are kept, if there are some.
        dev: Sentences by corpus, which calibrate the bundle and choose its presets.
        test: Sentences by corpus, which are only measured.
        documents: The corpora of `dev` that are blocks of documents.
        pages: Raw documents by set, which are only measured.
        accept: Raises an error when the measured bundle is not to be written.
        calibrate: Whether the calibration is fitted to `dev`; it else changes nothing.
        own: What the card says of its maker's own files.

    Raises:
        BundleError: When the written bundle cannot be read back.
    """
    measured = measure_bundle(
        draft,
        dev=dev,
        test=test,
        documents=documents,
        pages=pages,
        calibrate=calibrate,
    )
    if accept:
        accept(measured)
    write_card(
        draft.path / CARD,
        measured.bundle.manifest,
        measured.evaluations,
        measured.parity,
        measured.on_documents,
        own=own,
        languages=measured.languages,
    )
    measured.bundle.with_file(CARD).write_manifest()
    verified = read_bundle(draft.path)
    replace_folder(draft.path, path)
    return replace(measured, bundle=replace(verified, path=path))


def check_target(path: Path) -> None:
    """Refuse to write a bundle over anything but an older bundle.

    Raises:
        TrainingError: When there is something else.
    """
    is_free = not path.exists() or (path.is_dir() and not any(path.iterdir()))
    if not is_free and not (path / MANIFEST).is_file():
        raise TrainingError(f"{path}: expected no such folder, an empty one or an older bundle")


def all_tokens(corpora: Corpora) -> list[str]:
    """Give the tokens of all sentences, in their order."""
    return [token for sentences in corpora.values() for s in sentences for token in s.tokens]


def creation_time() -> str:
    """Give the current time in UTC as a manifest writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _manifest_facts(
    network: DeepBiLSTM, vocabulary: Vocabulary, facts: BundleFacts
) -> dict[str, Any]:
    """Give what a manifest says before anything is measured."""
    return {
        "name": facts.name,
        "version": facts.version,
        "description": facts.description,
        "languages": list(facts.languages),
        "created": creation_time(),
        "network": network.config,
        "labels": list(network.config.labels),
        "tokenizer_version": TOKENIZER_VERSION,
        "default_threshold": MIDDLE,
        "presets": {},
        "default_precision": "fp32",
        "calibration": {"fp32": Calibration()},
        "corpora": list(facts.corpora),
        "metrics": {},
        "self_tests": make_self_tests(network, vocabulary),
    }
