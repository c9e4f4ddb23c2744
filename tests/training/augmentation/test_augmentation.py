import random
from dataclasses import dataclass

import pytest

from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.augmentation.swapping import PersonName
from nomen.training.data.labels import LabelledSentence

FIRST = LabelledSentence(("Hello", "."))
SECOND = LabelledSentence(("Ron", "met", "McGee"), ((0, 1), (2, 3)))
SPLIT = LabelledSentence(("Jean", "-", "Luc", "Picard", "-", "captain"), ((0, 4),))


@dataclass(frozen=True)
class OneName:
    def draw(self, generator: random.Random) -> PersonName:
        del generator
        return PersonName(forename="Ngozi", surname="Ngozi")


def apply(config: Augmentation, index: int = 1) -> LabelledSentence:
    return Augmenter(config, OneName()).apply([FIRST, SECOND], index, random.Random(0))


@pytest.mark.parametrize(
    ("config", "tokens"),
    [
        (Augmentation(), ("Ron", "met", "McGee")),
        (Augmentation(lower=1), ("ron", "met", "mcgee")),
        (Augmentation(upper=1), ("RON", "MET", "MCGEE")),
        (Augmentation(title=1), ("Ron", "Met", "McGee")),
        (Augmentation(join=1), ("Hello", ".", "Ron", "met", "McGee")),
        (Augmentation(swap=1), ("Ngozi", "met", "Ngozi")),
        (Augmentation(swap=1, lower=1), ("ngozi", "met", "ngozi")),
    ],
)
def test_a_sentence_is_changed(config: Augmentation, tokens: tuple[str, ...]) -> None:
    changed = apply(config)
    assert changed.tokens == tokens
    before = len(changed.tokens) - len(SECOND.tokens)
    assert changed.names == ((before, before + 1), (before + 2, before + 3))


@pytest.mark.parametrize(
    ("config", "tokens"),
    [
        (Augmentation(stops=1), "Dr. Zoé Lee met Ron"),
        (Augmentation(unaccent=1), "Dr. Zoe Lee met Ron ."),
        (Augmentation(accent=1), "Dr. Zoé Leé met"),
        (Augmentation(redact=1), "Dr. NAME_1 met NAME_2 ."),
        (Augmentation(namesakes=1), "Lee Prize met"),
        (Augmentation(single=1), "Dr. Lee met Ron ."),
        (Augmentation(surname_first=1), "Dr. Lee , Zoé met Ron ."),
        (Augmentation(enclose=1), "Dr. ( Zoé Lee ) met ( Ron ) ."),
        (Augmentation(recase_names=1), "Dr. zoé lee met ron ."),
        (Augmentation(recase_names=1, upper=1), "DR. ZOÉ LEE MET RON ."),
        (Augmentation(thin=1), "Zoé Lee met"),
        (Augmentation(thin=1, unaccent=1), "Zoe Lee met"),
        (Augmentation(cut_names=1), "Dr. Zoé"),
        (Augmentation(breaks=1), "Dr. \tZoé Lee met Ron ."),
        (Augmentation(head=1), "\nDr. Zoé Lee met Ron ."),
        (Augmentation(quote=1), "> Dr. Zoé Lee met > Ron ."),
        (Augmentation(head=1, quote=1, upper=1), "\f> DR. ZOÉ LEE MET RON > ."),
        (Augmentation(mangle=1), "Dr. ZoÃ © Lee met Ron ."),
        (Augmentation(block=1), "So . \nDr. Zoé Lee met Ron ."),
        (Augmentation(block=1, stops=1), "So \fDr. Zoé Lee met Ron"),
    ],
)
def test_a_share_is_of_its_change(config: Augmentation, tokens: str) -> None:
    corpus = [
        LabelledSentence(("So", ".")),
        LabelledSentence(("Dr.", "Zoé", "Lee", "met", "Ron", "."), ((1, 3), (4, 5))),
    ]
    augmenter = Augmenter(config)
    found = {" ".join(augmenter.apply(corpus, 1, random.Random(s)).tokens) for s in range(1500)}
    assert any(tokens in text for text in found)


def test_the_first_sentence_has_no_neighbour_before_it() -> None:
    assert apply(Augmentation(join=1), index=0) == FIRST


def test_hyphens_are_closed_up_in_names_alone() -> None:
    closed = Augmenter(Augmentation(hyphens=1)).apply([SPLIT], 0, random.Random(0))
    assert closed.tokens == ("Jean-Luc", "Picard", "-", "captain")
    assert closed.names == ((0, 2),)


def test_the_tokenizer_cuts_after_the_casing_changed() -> None:
    sentence = LabelledSentence(("J", ".", "K", ".", "Lee's"), ((0, 5),))
    config = Augmentation(upper=1, recut=1)
    changed = Augmenter(config).apply([sentence], 0, random.Random(0))
    assert changed == LabelledSentence(("J.", "K.", "LEE", "'S"), ((0, 3),))


@pytest.mark.parametrize("kind", ["typos", "scan", "reshape"])
def test_letters_and_forms_change_and_the_number_of_names_does_not(kind: str) -> None:
    config, generator = Augmentation.model_validate({kind: 1}), random.Random(0)
    changed = [Augmenter(config).apply([SPLIT], 0, generator) for _ in range(200)]
    assert any(sentence.tokens != SPLIT.tokens for sentence in changed)
    assert {len(sentence.names) for sentence in changed} == {1}


def test_shares_are_drawn() -> None:
    generator = random.Random(0)
    augmenter = Augmenter(Augmentation(lower=0.3, upper=0.2))
    drawn = [augmenter.apply([SECOND], 0, generator).tokens[0] for _ in range(2000)]
    assert drawn.count("ron") / 2000 == pytest.approx(0.3, abs=0.03)
    assert drawn.count("RON") / 2000 == pytest.approx(0.2, abs=0.03)


def test_names_are_spliced_from_a_source_of_their_own() -> None:
    augmenter = Augmenter(Augmentation(splice=1), spliced=OneName())
    changed = augmenter.apply([SECOND], 0, random.Random(0))
    assert changed == LabelledSentence(("Ngozi", "met", "Ngozi"), ((0, 1), (2, 3)))


def test_a_recipe_without_splicing_keeps_its_draws() -> None:
    augmenter = Augmenter(Augmentation(lower=0.5), spliced=OneName())
    generator = random.Random(0)
    drawn = [" ".join(augmenter.apply([SECOND], 0, generator).tokens) for _ in range(6)]
    plain, small = "Ron met McGee", "ron met mcgee"
    assert drawn == [plain, plain, small, plain, plain, small]


def test_splicing_needs_names() -> None:
    with pytest.raises(ValueError, match="names to splice"):
        Augmenter(Augmentation(splice=1)).apply([SECOND], 0, random.Random(0))


def test_swapping_needs_names() -> None:
    with pytest.raises(ValueError, match="names to swap in"):
        Augmenter(Augmentation(swap=1)).apply([SECOND], 0, random.Random(0))
