from pathlib import Path

import pytest

from nomen.training.formats.records import Fault, Place


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(Path("a.jsonl"), 3), "a.jsonl:3"),
        (Place(Path("a.json"), 3, record=2), "a.json:3, record 2"),
        (Place(Path("a.parquet"), 3, "row"), "a.parquet, row 3"),
    ],
)
def test_a_place_names_its_file(place: Place, expected: str) -> None:
    assert str(place) == expected
    assert str(Fault(place, "empty", "expected more").as_error()) == f"{expected}: expected more"
