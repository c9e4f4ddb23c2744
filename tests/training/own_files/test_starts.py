from pathlib import Path

import pytest

from nomen.model.errors import BundleError
from nomen.model.network.config import NetworkConfig
from nomen.training.own_files.starts import find_start
from nomen.training.recipes.recipe import PRETRAINED


def test_a_bundle_is_begun_with_by_its_folder(
    tiny_bundle: Path, tiny_config: NetworkConfig
) -> None:
    found = find_start(str(tiny_bundle))
    assert (found.bundle, found.network) == (str(tiny_bundle), tiny_config)
    assert found.told == "tiny 0.1.0"


def test_a_language_model_gives_sizes_and_a_file() -> None:
    found = find_start("language-model")
    assert found.pretrained == PRETRAINED / "en.safetensors"
    assert (found.network.hidden_size, found.network.dropout) == (160, 0.35)


def test_nothing_is_the_usual_network() -> None:
    assert find_start("nothing").network == NetworkConfig()


def test_another_word_is_refused() -> None:
    with pytest.raises(BundleError, match="expected the folder of a bundle, or one of: en"):
        find_start("fr")
