"""A device whose memory is too small for a batch: torch's own error, raised on the CPU."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from starlette.testclient import TestClient
from torch.nn.modules.module import register_module_forward_pre_hook

from nomen.model.bundle.bundle import read_bundle
from nomen.model.engines.torch import TorchEngine
from nomen.model.errors import DeviceMemoryError
from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings

MOST_STEPS = 64
"""Rows times tokens for which the device has memory."""
DOCUMENTS = [["Harry", "Potter", "met", str(number)] * 4 for number in range(32)]


@contextmanager
def small_memory() -> Iterator[None]:
    """Have torch run out of memory in every module that reads more than MOST_STEPS steps."""

    def check(_module: torch.nn.Module, arguments: tuple[Any, ...]) -> None:
        x = arguments[0]
        if isinstance(x, torch.Tensor) and x.dim() == 3 and x.shape[0] * x.shape[1] > MOST_STEPS:
            raise torch.OutOfMemoryError

    handle = register_module_forward_pre_hook(check)
    try:
        yield
    finally:
        handle.remove()


@pytest.fixture
def tagger(tiny_bundle: Path) -> Tagger:
    bundle = read_bundle(tiny_bundle)
    return Tagger(bundle, TorchEngine(bundle, device="cpu", precision="fp32"))


def test_l8_the_library_answers_as_with_enough_memory(tagger: Tagger) -> None:
    expected = tagger.tag(DOCUMENTS)

    with small_memory():
        found = tagger.tag(DOCUMENTS)

    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one.name_probabilities, other.name_probabilities, atol=1e-6)


def test_l8_the_service_fails_no_request_and_counts_what_did_not_fit(tagger: Tagger) -> None:
    body = {"documents": [{"tokens": tokens} for tokens in DOCUMENTS]}
    with small_memory(), TestClient(create_app(Settings(), tagger)) as client:
        codes = [client.post("/v1/tag/batch", json=body).status_code for _ in range(3)]
        metrics = client.get("/metrics").text

    assert codes == [200] * 3
    assert "\nnomen_out_of_memory_total 1.0\n" in metrics  # the first part of 128 tokens
    assert "\nnomen_batch_tokens_count 24.0\n" in metrics


def test_l8_a_document_that_does_not_fit_alone_is_an_error(tagger: Tagger) -> None:
    with small_memory(), pytest.raises(DeviceMemoryError, match="too small for a pass"):
        tagger.tag([["Harry"] * (MOST_STEPS + 1)])
