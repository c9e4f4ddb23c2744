import dataclasses
import hashlib
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import Bundle, FileFacts, read_bundle
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.errors import BundleError


def with_graph(copied: Path, content: bytes, *, name: str = "network.onnx") -> Bundle:
    """Put other bytes in place of a graph."""
    bundle = read_bundle(copied)
    (copied / name).write_bytes(content)
    facts = FileFacts(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    files = bundle.manifest.files | {name: facts}
    manifest = bundle.manifest.model_copy(update={"files": files})
    return dataclasses.replace(bundle, manifest=manifest)


@pytest.mark.parametrize("content", [b"garbage", b""])
def test_a_file_that_is_no_graph_is_refused(copied: Path, content: bytes) -> None:
    bundle = with_graph(copied, content)
    with pytest.raises(BundleError, match=r"network.onnx: graph: ONNX Runtime cannot run it"):
        OnnxEngine(bundle, precision="fp32")


def test_a_graph_whose_weights_are_missing_is_refused(copied: Path) -> None:
    graph = (copied / "network.onnx").read_bytes()
    moved = graph.replace(b"weights.safetensors", b"weights.elsewherett")
    bundle = with_graph(copied, moved)
    with pytest.raises(BundleError, match=r"network.onnx: graph: ONNX Runtime cannot run it"):
        OnnxEngine(bundle, precision="fp32")


def test_a_graph_with_other_inputs_is_refused(copied: Path) -> None:
    renamed = (copied / "words.onnx").read_bytes().replace(b"shape_ids", b"shade_ids")
    bundle = with_graph(copied, renamed, name="words.onnx")
    with pytest.raises(BundleError, match=r"words.onnx: graph: expected inputs"):
        OnnxEngine(bundle, precision="fp32")


def test_a_precision_that_the_bundle_lacks_is_refused(bundle: Bundle) -> None:
    files = {k: v for k, v in bundle.manifest.files.items() if k != "network.int8.onnx"}
    manifest = bundle.manifest.model_copy(update={"files": files})
    with pytest.raises(BundleError, match=r"network.int8.onnx: expected in the bundle"):
        OnnxEngine(dataclasses.replace(bundle, manifest=manifest), precision="int8")
