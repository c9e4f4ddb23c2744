import shutil
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SHIPPED, Bundle, read_bundle
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.errors import BundleError
from nomen.model.loaded_bundle import LoadedBundle, check_different, check_same, load_bundles


def test_a_loaded_bundle_says_what_it_tags(bundle: Bundle) -> None:
    loaded = LoadedBundle(bundle, OnnxEngine(bundle, precision="int8"))

    assert loaded.reader.label == f"nomen-en {bundle.manifest.version}"
    assert (loaded.reader.languages, loaded.place) == (("en",), "en")
    assert [len(each.name) for each in loaded.forward([["Harry", "waved"]])] == [2]


def test_bundles_are_loaded_in_their_order(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(SHIPPED / "en-open", tmp_path / "own"))
    read_bundle(copied).with_facts(name="own", languages=["de", "sv"]).write_manifest()

    loaded = load_bundles(["en", copied], device="cpu", precision="auto", num_threads=1)

    assert [each.reader.name for each in loaded] == ["en", "own"]
    assert [each.place for each in loaded] == ["en", str(copied)]
    assert loaded[1].reader.languages == ("de", "sv")


def test_two_bundles_of_one_name_are_refused() -> None:
    with pytest.raises(BundleError, match="xx: expected bundles with different names"):
        check_different(["xx", "zh", "xx"])


def test_no_bundle_is_refused() -> None:
    with pytest.raises(BundleError, match="bundle: expected"):
        load_bundles([], device="cpu", precision="auto", num_threads=1)


def test_a_bundle_that_changed_meanwhile_is_refused(bundle: Bundle) -> None:
    loaded = [LoadedBundle(bundle, OnnxEngine(bundle, precision="int8"))]

    check_same(loaded, ["mine"], [bundle.sha256])
    with pytest.raises(BundleError, match=r"^mine: expected the tagger's own bundle"):
        check_same(loaded, ["mine"], ["another"])
