import random

import pytest

from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.augmentation.framing import framed
from nomen.training.augmentation.swapping import PersonName
from nomen.training.data.labels import LabelledSentence


class Always:
    """Draws one name."""

    def __init__(self, forename: str, surname: str, *, is_family_first: bool = False) -> None:
        self.drawn = PersonName(forename=forename, surname=surname, is_family_first=is_family_first)

    def draw(self, generator: random.Random) -> PersonName:
        del generator
        return self.drawn


def names_in(sentence: LabelledSentence) -> list[str]:
    return [" ".join(sentence.tokens[start:end]) for start, end in sentence.names]


@pytest.mark.parametrize("seed", range(20))
def test_each_slot_of_a_frame_has_a_labelled_name(seed: int) -> None:
    frames = ["Von: {}\nAn: {}", "Anwesend: {}, {}, {}"]
    found = framed(frames, Always("Uta", "Brandt"), random.Random(seed))
    assert len(found.names) in {2, 3}
    assert set(names_in(found)) <= {"Uta Brandt", "Uta", "Brandt"}


@pytest.mark.parametrize(("surname", "whole"), [("Nagy", "Nagy Pál"), ("王", "王伟")])
def test_family_names_come_first_where_the_source_says_so(surname: str, whole: str) -> None:
    names = Always("伟" if surname == "王" else "Pál", surname, is_family_first=True)
    found = [framed(["Név: {}"], names, random.Random(seed)) for seed in range(30)]
    assert whole in {"".join(names_in(f)) if surname == "王" else names_in(f)[0] for f in found}


def test_a_framed_text_stands_in_the_place_of_a_sentence() -> None:
    sentence = LabelledSentence(("Er", "ging", "."))
    augmenter = Augmenter(Augmentation(frames=1), Always("Uta", "Brandt"), None, ["Name: {}"])
    found = augmenter.apply([sentence], 0, random.Random(1))
    assert found.tokens[:2] == ("Name", ":")
    assert found.names
    without = Augmenter(Augmentation(frames=1), Always("Uta", "Brandt"))
    assert without.apply([sentence], 0, random.Random(1)) == sentence
