"""A loaded bundle: a verified one with the engine that runs it, and its calibration."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from nomen.model.bundle.bundle import SHIPPED, Bundle, Calibration, Precision, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.engines.calibration import calibrate
from nomen.model.engines.engine import Engine
from nomen.model.engines.selection import Device, PrecisionChoice, load_engine
from nomen.model.errors import BundleError
from nomen.model.reading import Reader
from nomen.model.text.scripts import learned_scripts
from nomen.model.windows import WindowProbabilities

Origin = tuple[tuple[str, ...], Device, PrecisionChoice, int]
"""What bundles were loaded from: the arguments of `load_tagger`, in their order."""


class LoadedBundle:
    """A bundle and its engine; threads may share it.

    Args:
        bundle: A verified bundle.
        engine: The engine that runs it.

    Attributes:
        bundle: As given.
        engine: As given.
        calibration: That of the engine's precision.
        reader: What routing and answers know of it.
    """

    def __init__(self, bundle: Bundle, engine: Engine) -> None:
        self.bundle = bundle
        self.engine = engine
        manifest = bundle.manifest
        precision: Precision = "int8" if engine.precision == "int8" else "fp32"
        self.calibration = manifest.calibration.get(precision, Calibration())
        self.reader = Reader(
            name=manifest.name,
            label=f"nomen-{manifest.name} {manifest.version}",
            languages=tuple(manifest.languages),
            scripts=learned_scripts(bundle.vocabulary.forms),
        )

    @property
    def place(self) -> str:
        """The name of a bundle that ships with Nomen, or the path of another one."""
        path = self.bundle.path
        return path.name if path.parent == SHIPPED else str(path.resolve())

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        """Run one forward pass over the tokens of sentences or windows, at least one."""
        names, begins = self.engine.run(sentences)  # (B, T) each
        calibrated = calibrate(names, self.calibration)
        begins = begins * np.divide(calibrated, names, out=np.ones_like(names), where=names > 0)
        return [
            WindowProbabilities(calibrated[i, : len(tokens)], begins[i, : len(tokens)])
            for i, tokens in enumerate(sentences)
        ]


def load_bundles(
    names: Sequence[str | Path], *, device: Device, precision: PrecisionChoice, num_threads: int
) -> list[LoadedBundle]:
    """Load bundles in their order; arguments and errors as for `load_tagger`.

    Args:
        names: Names or folders, at least one.
        device: `auto`, `cpu` or `cuda`.
        precision: `auto`, `fp32`, `int8` or `fp16`.
        num_threads: Threads of one forward pass on the CPU.
    """
    if not isinstance(names, Sequence) or not names:
        raise BundleError("bundle: expected the name of a bundle, the folder of one, or a list")
    loaded = []
    for name in names:
        bundle = read_bundle(find_bundle(name))
        engine = load_engine(bundle, device=device, precision=precision, num_threads=num_threads)
        loaded.append(LoadedBundle(bundle, engine))
    check_different(each.reader.name for each in loaded)
    return loaded


def check_same(loaded: Sequence[LoadedBundle], names: Sequence[str], sha256: Sequence[str]) -> None:
    """Check that bundles that were loaded again are the ones from before.

    Args:
        loaded: The bundles.
        names: Their names or folders.
        sha256: The checksums of the ones from before.

    Raises:
        BundleError: When one of them is another.
    """
    for name, expected, found in zip(names, sha256, loaded, strict=True):
        if found.bundle.sha256 != expected:
            raise BundleError(f"{name}: expected the tagger's own bundle, found another")


def check_different(names: Iterable[str]) -> None:
    """Check that no two bundles have the same name, so that a caller can choose one.

    Raises:
        BundleError: When two have.
    """
    known: set[str] = set()
    for name in names:
        if name in known:
            raise BundleError(f"{name}: expected bundles with different names")
        known.add(name)
