from pathlib import Path

import pytest
import torch

from nomen.training.errors import TrainingError
from nomen.training.experiments.baselines.vectors import WordVectors

SHIPPED = Path("training/pretrained/en.safetensors")


def test_each_form_has_its_vector() -> None:
    found = WordVectors.from_file(SHIPPED)
    assert found.vectors.shape == (len(found.forms), found.dim)
    assert not found.vectors.requires_grad
    king, queen, table = (found.vectors[found.forms.index(w)] for w in ("king", "queen", "table"))
    assert torch.cosine_similarity(king, queen, 0) > torch.cosine_similarity(king, table, 0)


def test_what_is_no_pretrained_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="expected what `nomen-train pretrain` writes"):
        WordVectors.from_file(tmp_path / "none.safetensors")
