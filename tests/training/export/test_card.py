import pytest

from nomen.model.bundle.bundle import CorpusFacts
from nomen.training.export.card import guideline

OWN = CorpusFacts(name="mine", licence_class="own", licence="the user's own", address="")
PUBLISHED = CorpusFacts(name="gmb", licence_class="open", licence="any", address="https://a.org")
RAW_TEXT = CorpusFacts(name="inaugural", licence_class="open", licence="any", address="")


def test_published_corpora_have_the_guideline_of_conll2003() -> None:
    told = guideline([PUBLISHED, RAW_TEXT])
    assert told.startswith("A name is what CoNLL-2003's guideline calls PER")
    assert "mine" not in told


@pytest.mark.parametrize("others", [[], [RAW_TEXT]])
def test_own_files_have_the_guideline_of_their_maker(others: list[CorpusFacts]) -> None:
    told = guideline([OWN, *others])
    assert told.startswith("In mine, which are its maker's own files, a name is what their labels")
    assert "CoNLL-2003" not in told


def test_own_files_beside_published_ones_have_each_their_own() -> None:
    own, published = guideline([OWN, PUBLISHED]).split("\n\n")
    assert "the guideline is their maker's" in own
    assert published.startswith("In the published corpora: a name is what CoNLL-2003's guideline")
