"""Tests of `training/runs/run_folder.py`; its resuming is tested in `fitting/test_fit.py`."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nomen.training.data.labels import Corpora
from nomen.training.errors import TrainingError
from nomen.training.runs.run_folder import (
    holds_other_sentences,
    refuse_overwriting,
    sentences_digest,
)
from tests.training.run_at import run_at
from tests.training.sentences import SENTENCES

HARRY, SPELL, NOBODY = SENTENCES
SOFT = np.zeros((5, 5), dtype=np.float16)


@pytest.mark.parametrize(
    "other",
    [
        {"own": [HARRY, NOBODY, SPELL]},
        {"own": [HARRY, SPELL]},
        {"other": SENTENCES},
        {"own": [HARRY, replace(SPELL, names=((3, 4),)), NOBODY]},
        {"own": [HARRY, replace(SPELL, soft_labels=SOFT), NOBODY]},
        {"own": [HARRY, SPELL], "more": [NOBODY]},
    ],
)
def test_other_sentences_have_another_digest(other: Corpora) -> None:
    own = sentences_digest({"own": SENTENCES}, {})
    assert own == sentences_digest({"own": SENTENCES}, {})
    assert own not in {sentences_digest(other, {}), sentences_digest({}, {"own": SENTENCES})}


@pytest.mark.parametrize(("kept", "is_other"), [(None, False), ("a1", False), ("b2", True)])
def test_a_folder_without_a_digest_holds_no_other_sentences(
    kept: str | None,
    is_other: bool,  # noqa: FBT001  # a case
    tmp_path: Path,
) -> None:
    if kept:
        (tmp_path / "sentences.sha256").write_text(kept, encoding="utf-8")
    assert holds_other_sentences(tmp_path, "a1") is is_other


def test_a_run_that_is_not_resumed_does_not_overwrite(tmp_path: Path) -> None:
    refuse_overwriting(run_at(tmp_path))
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / "last.ckpt").touch()
    refuse_overwriting(run_at(tmp_path, resume=True))
    with pytest.raises(TrainingError, match="holds a training already; expected --resume"):
        refuse_overwriting(run_at(tmp_path))
