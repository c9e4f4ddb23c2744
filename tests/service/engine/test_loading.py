import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomen.model.errors import BundleError, DeviceError
from nomen.model.tagger import Tagger
from nomen.service.engine.loading import describe, open_tagger, open_warm_tagger, settle_memory
from nomen.service.settings import Settings


@pytest.fixture
def own_collector() -> Iterator[None]:
    """Give the garbage collector its settings back."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_settings_choose_the_engine(tiny_bundle: Path) -> None:
    settings = Settings(bundle=str(tiny_bundle), device="cpu", precision="fp32", threads=1)

    assert open_tagger(settings).engine.precision == "fp32"


def test_what_cannot_be_used_is_refused(tmp_path: Path, tiny_bundle: Path) -> None:
    with pytest.raises(BundleError, match=r"manifest\.json"):
        open_tagger(Settings(bundle=str(tmp_path)))
    with pytest.raises(DeviceError, match="expected device cuda"):
        open_tagger(Settings(bundle=str(tiny_bundle), device="cpu", precision="fp16"))


def test_a_warm_tagger_tags_as_a_cold_one(tiny_bundle: Path, tagger: Tagger) -> None:
    warm = open_warm_tagger(Settings(bundle=str(tiny_bundle)))

    (expected,), (found,) = tagger.tag(["Harry waved."]), warm.tag(["Harry waved."])
    assert found.name_probabilities == pytest.approx(expected.name_probabilities, abs=1e-6)


def test_a_tagger_is_described_by_its_bundle_and_engine(tagger: Tagger) -> None:
    model = describe(tagger)

    assert (model.manifest.name, model.engine, model.device) == ("tiny", "onnx", "cpu")
    assert model.sha256 == tagger.bundle.sha256


@pytest.mark.usefixtures("own_collector")
def test_settled_memory_is_not_collected_again() -> None:
    settle_memory()

    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] == 50_000
