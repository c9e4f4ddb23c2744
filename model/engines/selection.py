"""Chooses the engine for a bundle, a device and a precision, and runs the bundle's self-tests."""

import ctypes
import importlib.util
import logging
from typing import Literal, get_args

import numpy as np

from nomen.model.bundle.bundle import Bundle
from nomen.model.engines.engine import Engine
from nomen.model.errors import BundleError, DeviceError

Device = Literal["auto", "cpu", "cuda"]
PrecisionChoice = Literal["auto", "fp32", "int8", "fp16"]

TOLERANCES = {"fp32": 1e-3, "fp16": 2e-2, "int8": 0.05}
"""Largest difference from a self-test's probabilities. On some CPUs, int8 products saturate."""

_GPU_DRIVERS = ("libcuda.so.1", "libamdhip64.so", "nvcuda.dll")

logger = logging.getLogger("nomen.model")


def load_engine(
    bundle: Bundle,
    *,
    device: Device = "auto",
    precision: PrecisionChoice = "auto",
    num_threads: int = 1,
) -> Engine:
    """Load the engine for a device, and check it with the bundle's self-tests.

    If precision is `auto` and int8 fails a self-test, fp32 serves and one log line says so.

    Args:
        bundle: A verified bundle.
        device: `auto` is CUDA if torch sees a device, else the CPU.
        precision: `auto` is the bundle's default on the CPU and fp16 on CUDA.
        num_threads: Threads of one forward pass on the CPU.

    Raises:
        DeviceError: When the device or precision is unknown or not available on this machine, or
            when the number of threads is none.
        BundleError: When the engine fails a self-test.
    """
    _check(device, precision, num_threads)
    if device == "cuda" or (device == "auto" and _sees_cuda()):
        return _checked(_load_cuda(bundle, precision), bundle)
    if precision == "fp16":
        raise DeviceError("precision fp16: expected device cuda; on the CPU choose fp32 or int8")
    chosen = bundle.manifest.default_precision if precision == "auto" else precision
    from nomen.model.engines.onnx import OnnxEngine  # noqa: PLC0415  # only processes that run an engine load it

    engine = OnnxEngine(bundle, precision=chosen, num_threads=num_threads)
    if chosen == "int8" and precision == "auto" and not passes_self_test(engine, bundle):
        logger.warning("int8 misses the bundle's self-test on this CPU; fp32 serves")
        engine = OnnxEngine(bundle, precision="fp32", num_threads=num_threads)
    return _checked(engine, bundle)


def passes_self_test(engine: Engine, bundle: Bundle) -> bool:
    """Tell whether an engine gives the probabilities of all self-tests, within the tolerance."""
    for test in bundle.manifest.self_tests:
        name, _ = engine.run([test.tokens])
        difference = np.abs(name[0] - np.array(test.name_probabilities, dtype=np.float32)).max()
        if not difference <= TOLERANCES[engine.precision]:
            return False
    return True


def _check(device: object, precision: object, num_threads: object) -> None:
    for field, given, known in (
        ("device", device, get_args(Device)),
        ("precision", precision, get_args(PrecisionChoice)),
    ):
        if given not in known:
            raise DeviceError(f"{field}: expected {', '.join(known)}")
    if not isinstance(num_threads, int) or isinstance(num_threads, bool) or num_threads < 1:
        raise DeviceError("num_threads: expected a whole number from 1")


def _checked(engine: Engine, bundle: Bundle) -> Engine:
    if not passes_self_test(engine, bundle):
        raise BundleError(
            f"{bundle.path}: self_tests: the {engine.name} engine in {engine.precision} "
            "does not give the expected probabilities"
        )
    return engine


def _sees_cuda() -> bool:
    """Ask torch, but import it only if a GPU driver is installed: the import costs a second."""
    if importlib.util.find_spec("torch") is None or not any(map(_can_load, _GPU_DRIVERS)):
        return False
    import torch  # noqa: PLC0415  # the CPU service runs without it

    return torch.cuda.is_available()


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _load_cuda(bundle: Bundle, precision: PrecisionChoice) -> Engine:
    if precision == "int8":
        raise DeviceError("precision int8: expected device cpu; on CUDA choose fp32 or fp16")
    if importlib.util.find_spec("torch") is None:
        raise DeviceError("device cuda: expected torch; install nomen[torch]")
    if not _sees_cuda():
        raise DeviceError("device cuda: expected a CUDA device, torch sees none here")
    from nomen.model.engines.torch import TorchEngine  # noqa: PLC0415  # needs the extra `torch`

    chosen: Literal["fp32", "fp16"] = "fp32" if precision == "fp32" else "fp16"
    return TorchEngine(bundle, device="cuda", precision=chosen)
