from pathlib import Path

import pytest

from nomen.model.tagger import Tagger
from nomen.training.errors import CorpusError
from nomen.training.experiments.consistency.consistency import (
    fit_consistency,
    measure_consistency,
)


def test_documents_are_needed(tiny_tagger: Tagger, tmp_path: Path) -> None:
    for command in (measure_consistency, fit_consistency):
        with pytest.raises(CorpusError, match=r"a corpus with documents, or --documents$"):
            command(tiny_tagger, corpora=tmp_path, texts=None)


@pytest.mark.slow
def test_fewer_letters_of_names_are_left_in_whole_documents(
    default_tagger: Tagger, corpora: Path
) -> None:
    figures = measure_consistency(default_tagger, corpora=corpora, texts=None)
    for name in ("litbank_prop/dev", "docred/dev", "all"):
        assert figures[name].left_share.value <= 0.9
        assert figures[name].false_share.value <= 1.1
    assert figures["all"].raised_ece < 0.15 < figures["all"].ece_before
