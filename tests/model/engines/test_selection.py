import dataclasses
import logging
from typing import Any

import pytest
import torch

from nomen.model.bundle.bundle import Bundle
from nomen.model.engines.selection import load_engine, passes_self_test
from nomen.model.errors import BundleError, DeviceError


@pytest.fixture
def failing(bundle: Bundle) -> Bundle:
    """Give a bundle whose self-tests expect probabilities that no engine gives."""
    tests = [
        test.model_copy(update={"name_probabilities": [1.0] * len(test.tokens)})
        for test in bundle.manifest.self_tests
    ]
    manifest = bundle.manifest.model_copy(update={"self_tests": tests})
    return dataclasses.replace(bundle, manifest=manifest)


def test_the_bundle_sets_the_default_precision(bundle: Bundle) -> None:
    engine = load_engine(bundle, device="cpu")
    assert (engine.name, engine.device) == ("onnx", "cpu")
    assert engine.precision == bundle.manifest.default_precision


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_every_precision_passes_the_self_test(bundle: Bundle, precision: str) -> None:
    engine = load_engine(bundle, device="cpu", precision="int8" if precision == "int8" else "fp32")
    assert engine.precision == precision
    assert passes_self_test(engine, bundle)


def test_an_engine_that_fails_a_self_test_is_refused(failing: Bundle) -> None:
    with pytest.raises(BundleError, match="self_tests: the onnx engine in fp32"):
        load_engine(failing, device="cpu", precision="fp32")


def test_fp32_serves_where_int8_fails_a_self_test(
    failing: Bundle, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(BundleError, match="fp32"):
        load_engine(failing, device="cpu")
    expected = "int8 misses the bundle's self-test on this CPU; fp32 serves"
    assert [record.message for record in caplog.records] == [expected]


def test_half_precision_on_the_cpu_is_refused(bundle: Bundle) -> None:
    with pytest.raises(DeviceError, match="fp16: expected device cuda"):
        load_engine(bundle, device="cpu", precision="fp16")


def test_int8_on_cuda_is_refused(bundle: Bundle) -> None:
    with pytest.raises(DeviceError, match="int8: expected device cpu"):
        load_engine(bundle, device="cuda", precision="int8")


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_asking_for_cuda_without_a_device_is_an_error(bundle: Bundle) -> None:
    with pytest.raises(DeviceError, match="device cuda: expected a CUDA device"):
        load_engine(bundle, device="cuda")


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_auto_takes_the_cpu_without_cuda(bundle: Bundle) -> None:
    assert load_engine(bundle, device="auto").device == "cpu"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"device": "gpu"}, "device: expected auto, cpu, cuda"),
        ({"precision": "int4"}, "precision: expected auto, fp32, int8, fp16"),
        ({"precision": None}, "precision: expected auto, fp32, int8, fp16"),
        ({"num_threads": 0}, "num_threads: expected a whole number from 1"),
        ({"num_threads": "2"}, "num_threads: expected a whole number from 1"),
        ({"num_threads": True}, "num_threads: expected a whole number from 1"),
    ],
    ids=range(6),
)
def test_unknown_choices_are_refused(
    bundle: Bundle, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(DeviceError, match=f"^{message}$"):
        load_engine(bundle, **arguments)
