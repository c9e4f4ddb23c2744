from pathlib import Path

from nomen.model.bundle.bundle import read_bundle
from nomen.training.data.labels import LabelledSentence
from nomen.training.export.kept_presets import ENOUGH_NAMES, presets_of_start

FEW = {"own": [LabelledSentence(("Ann", "left"), ((0, 1),))]}
MANY = {"own": FEW["own"] * ENOUGH_NAMES}


def test_few_dev_names_keep_the_presets_of_the_start(tiny_bundle: Path) -> None:
    presets = presets_of_start(str(tiny_bundle), FEW)
    assert presets == read_bundle(tiny_bundle).manifest.presets
    assert presets


def test_nothing_is_kept_of_no_bundle_or_with_many_dev_names(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    assert presets_of_start(None, FEW) == {}
    assert presets_of_start(str(tmp_path), FEW) == {}
    assert presets_of_start(str(tiny_bundle), MANY) == {}
