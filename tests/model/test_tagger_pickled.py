"""A pickled tagger is loaded again where it arrives; covers `model/tagger.py`."""

import multiprocessing
import pickle
import shutil
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SHIPPED
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.errors import BundleError
from nomen.model.tagger import Tagger, load_tagger

HARRY = "Harry Potter and Hermione Granger invented a new spell."


def answer(tagger: Tagger) -> dict[str, object]:
    return tagger.tag([HARRY])[0].to_dict()


def loaded_again(tagger: Tagger) -> Tagger:
    arrived: Tagger = pickle.loads(pickle.dumps(tagger))  # noqa: S301  # our own
    return arrived


def test_a_pickle_is_the_bundles_name_and_the_settings() -> None:
    tagger = load_tagger("en", device="cpu", precision="fp32", num_threads=2)

    pickled = pickle.dumps(tagger)

    assert len(pickled) < 500
    assert str(SHIPPED).encode() not in pickled
    assert loaded_again(tagger).engine.precision == "fp32"
    assert answer(loaded_again(tagger)) == answer(tagger)


def test_a_process_loads_a_tagger_once(default_tagger: Tagger) -> None:
    assert loaded_again(default_tagger) is loaded_again(default_tagger) is copy(default_tagger)


def test_a_bundle_that_does_not_ship_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SHIPPED / "en-open", tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    tagger = load_tagger("mine", device="cpu")
    pickled = pickle.dumps(tagger)
    monkeypatch.chdir("/")

    assert answer(pickle.loads(pickled)) == answer(tagger)  # noqa: S301  # our own


def test_a_tagger_of_an_own_engine_arrives_with_the_same_kind(default_tagger: Tagger) -> None:
    engine = OnnxEngine(default_tagger.bundle, precision="fp32")

    arrived = loaded_again(Tagger(default_tagger.bundle, engine))

    assert (arrived.engine.precision, arrived.engine.device) == ("fp32", "cpu")


def test_another_bundle_in_the_same_place_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "en", tmp_path / "mine")
    pickled = pickle.dumps(load_tagger(tmp_path / "mine"))
    shutil.rmtree(tmp_path / "mine")
    shutil.copytree(SHIPPED / "en-open", tmp_path / "mine")

    with pytest.raises(BundleError, match="mine: expected the tagger's own bundle, found another"):
        pickle.loads(pickled)  # noqa: S301  # our own


@pytest.mark.slow
def test_a_spawned_process_gives_the_same_answers(default_tagger: Tagger) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = pool.submit(default_tagger.tag, [HARRY]).result()

    assert there[0].to_dict() == answer(default_tagger)


def test_a_tagger_says_what_it_is(default_tagger: Tagger) -> None:
    version = default_tagger.bundle.manifest.version

    assert repr(default_tagger) == f"<Tagger nomen-en {version}: onnx, int8, cpu>"
