"""The bundles that ship with Nomen, by their names."""

from pathlib import Path
from typing import Any

import pytest

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.model.bundle.shipped import find_bundle, shipped_names
from nomen.model.errors import BundleError


def test_a_bundle_that_ships_has_the_name_of_its_folder() -> None:
    names = shipped_names()
    assert {"en", "en-open"} <= names
    assert [read_bundle(SHIPPED / name).manifest.name for name in names] == list(names)
    assert "languages" not in names


def test_a_shipped_bundle_is_found_by_its_name() -> None:
    assert find_bundle("en") == SHIPPED / "en"


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="expected the folder of a bundle, or one of: en"):
        find_bundle(tmp_path / "nowhere")


@pytest.mark.parametrize("place", [None, 7, b"en", ["en"]], ids=range(4))
def test_what_is_neither_name_nor_folder_is_refused(place: Any) -> None:  # noqa: ANN401  # all kinds
    with pytest.raises(BundleError, match=r"^bundle: expected the name of a bundle, or the folder"):
        find_bundle(place)
