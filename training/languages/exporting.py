"""Writes a fitted network as the files of an identifier, calibrated, measured and tested."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safetensors.numpy import save_file

from nomen.model.bundle.bundle import FileFacts
from nomen.model.languages.files import (
    CARD,
    MANIFEST,
    SCHEMA_VERSION,
    WEIGHTS,
    LanguagesManifest,
    Parameters,
    round_vectors,
    with_scales,
)
from nomen.model.languages.identifier import LanguageIdentifier
from nomen.model.languages.letters import script_table
from nomen.training.durable_files import draft_of, replace_folder
from nomen.training.languages.calibration import fit_slope
from nomen.training.languages.card import write_card
from nomen.training.languages.evaluation import cut_samples
from nomen.training.languages.measurement import Measured, identify_with, measure_lengths
from nomen.training.languages.network import LanguageNetwork
from nomen.training.languages.recipe import LanguagesRecipe

DESCRIPTION = "Tells the language of a text."
_CALIBRATED_LENGTHS = (20, 50, 100)
_CALIBRATED_SAMPLES = 60
_SELF_TESTS = (
    "The committee will meet again on Thursday.",
    "Styret møtes igjen på torsdag.",
    "Der Ausschuss tritt am Donnerstag wieder zusammen.",
    "Комитет снова соберётся в четверг.",
    "委員会は木曜日に再び開かれる。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the identifier as it loads, and what it was measured at."""

    identifier: LanguageIdentifier
    measured: Measured


def export_identifier(
    folder: Path,
    network: LanguageNetwork,
    *,
    recipe: LanguagesRecipe,
    languages: Sequence[str],
    dev: Mapping[str, Sequence[str]],
) -> Exported:
    """Write the files of an identifier; they take the place of the folder as a whole.

    Args:
        folder: Where they go.
        network: The fitted network.
        recipe: Its recipe.
        languages: The labels.
        dev: Dev lines by language.
    """
    tensors = round_vectors({name: value.numpy() for name, value in network.state_dict().items()})
    parameters = with_scales(tensors)
    manifest = _manifest(recipe, languages, network)
    samples = [
        sample
        for length in _CALIBRATED_LENGTHS
        for sample in cut_samples(dev, length=length, most=_CALIBRATED_SAMPLES, seed=length + 1)
    ]
    slope = fit_slope(LanguageIdentifier(manifest, parameters), samples)
    calibrated = manifest.model_copy(update={"slope": slope})
    measured = measure_lengths(
        identify_with(LanguageIdentifier(calibrated, parameters)), dev, recipe.bundles
    )
    draft = draft_of(folder)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    save_file(tensors, draft / WEIGHTS)
    (draft / WEIGHTS).chmod(0o644)  # the library writes it for its owner alone
    (draft / CARD).write_text(write_card(calibrated, measured, recipe), encoding="utf-8")
    whole = _finished(calibrated, parameters, measured, draft)
    (draft / MANIFEST).write_text(whole.model_dump_json(indent=1) + "\n", encoding="utf-8")
    replace_folder(draft, folder)
    return Exported(identifier=LanguageIdentifier.load(folder), measured=measured)


def _manifest(
    recipe: LanguagesRecipe, languages: Sequence[str], network: LanguageNetwork
) -> LanguagesManifest:
    _, names = script_table()
    allowed = network.allowed.numpy()
    return LanguagesManifest(
        schema_version=SCHEMA_VERSION,
        name=recipe.name,
        version=recipe.version,
        description=DESCRIPTION,
        dim=recipe.network.dim,
        num_heads=recipe.network.num_heads,
        languages=list(languages),
        scripts={
            name: places.nonzero()[0].tolist()
            for name, places in zip(names, allowed, strict=True)
            if places.any()
        },
        close=recipe.close,
        threshold=recipe.threshold,
        slope=1.0,
        metrics={},
        self_tests=[],
        files={},
    )


def _finished(
    manifest: LanguagesManifest, parameters: Parameters, measured: Measured, folder: Path
) -> LanguagesManifest:
    """Give the manifest with its metrics, self-tests and files."""
    found = LanguageIdentifier(manifest, parameters).identify(_SELF_TESTS)
    tests = [
        {"text": text, "language": each.language, "probability": round(each.probability, 6)}
        for text, each in zip(_SELF_TESTS, found, strict=True)
    ]
    files = {name: FileFacts.from_file(folder / name) for name in (WEIGHTS, CARD)}
    return LanguagesManifest.model_validate(
        manifest.model_dump() | {"metrics": measured.metrics(), "self_tests": tests, "files": files}
    )
