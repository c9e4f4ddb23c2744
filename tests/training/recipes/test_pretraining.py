import pytest
from pydantic import ValidationError

from nomen.training.recipes.pretraining import Pretraining


def test_cutoffs_ascend() -> None:
    with pytest.raises(ValidationError, match="expected ascending numbers"):
        Pretraining(cutoffs=[100, 10])


def test_a_text_stands_once() -> None:
    with pytest.raises(ValidationError, match="texts: expected each once"):
        Pretraining(texts=["inaugural", "inaugural"])


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Pretraining.model_validate({"text": ["inaugural"]})
