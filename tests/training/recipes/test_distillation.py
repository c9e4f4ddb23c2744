from typing import Any

import pytest
from pydantic import ValidationError

from nomen.training.recipes.distillation import Distillation, TextAmount

TEXT: dict[str, Any] = {"name": "gutenberg", "tokens": 1000}


def test_a_teacher_needs_a_seed_alone() -> None:
    found = Distillation(seeds=[2, 3])
    assert (found.seeds, found.texts, found.weight) == ([2, 3], [], 0.3)
    assert Distillation(seeds=[1], texts=[TextAmount.model_validate(TEXT)]).texts[0].tokens == 1000


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"seeds": []}, "seeds"),
        ({"seeds": [1, 1]}, "seeds: expected each once"),
        ({"texts": [TEXT, TEXT | {"tokens": 5}]}, "texts: expected each once"),
        ({"texts": [TEXT | {"tokens": 0}]}, r"texts.0.tokens"),
        ({"weight": 1.1}, "weight"),
        ({"without_names": -0.1}, "without_names"),
        ({"share": 0}, "share"),
        ({"trust": 0.3}, "trust"),
    ],
)
def test_wrong_fields_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Distillation.model_validate({"seeds": [1]} | fields)
