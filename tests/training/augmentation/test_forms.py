import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation import forms
from nomen.training.augmentation.forms import NameParts
from nomen.training.data.labels import LabelledSentence, spans

Change = Callable[[LabelledSentence, random.Random], LabelledSentence]

CHANGES: dict[str, Change] = {
    "one part": forms.one_part,
    "register order": forms.in_register_order,
    "initials": forms.with_initials,
    "nickname": forms.with_nickname,
    "capitals": lambda sentence, _: forms.surname_in_capitals(sentence),
    "recased": forms.recased_names,
}


def written(change: str, name: str) -> set[str]:
    """Give all forms of a name, which stands before `left`."""
    tokens = (*name.split(" "), "left")
    sentence = LabelledSentence(tokens, ((0, len(tokens) - 1),))
    found = [CHANGES[change](sentence, random.Random(seed)) for seed in range(300)]
    assert {new.tokens[new.names[0][1] :] for new in found} == {("left",)}
    return {" ".join(new.tokens[:-1]) for new in found}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("John Smith", (("John",), ("Smith",), ())),
        ("Jan Piet van der Berg", (("Jan", "Piet"), ("van", "der", "Berg"), ())),
        ("J. F. Kennedy Jr.", (("J.", "F."), ("Kennedy",), ("Jr.",))),
        ("Nuala Ní Dhomhnaill", (("Nuala",), ("Ní", "Dhomhnaill"), ())),
    ],
)
def test_a_whole_name_has_parts(name: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert NameParts.build(name.split()) == NameParts(*expected)


@pytest.mark.parametrize("name", ["Ron", "van Dyke", "Smith , John", "Smith J.", "Ron Jr.", "Jr."])
def test_other_forms_are_not_split(name: str) -> None:
    assert NameParts.build(name.split()) is None


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        ("one part", "Jan van der Berg Jr.", {"Jan", "van der Berg"}),
        ("one part", "J. Smith", {"Smith"}),
        ("one part", "Ron", {"Ron"}),
        ("register order", "John Smith", {
            "Smith , John", "Smith , J.", "Smith , J", "Smith John", "Smith J",
            "SMITH , John", "SMITH , J.", "SMITH , J", "SMITH John", "SMITH J",
        }),
        ("initials", "Jean-Luc F. Bo", {"J. L. F. Bo", "J L F Bo", "JLF Bo"}),
        ("initials", "Ron Lee III", {"R. Lee III", "R Lee III"}),
        ("capitals", "Jan van Dyke Jr.", {"Jan VAN DYKE Jr."}),
        ("recased", "\nJan van Dyke", {"\njan van dyke", "\nJAN VAN DYKE"}),
    ],
)  # fmt: skip
def test_a_name_is_written_in_all_forms(change: str, name: str, expected: set[str]) -> None:
    assert written(change, name) == expected


def test_a_nickname_stands_inside_the_name() -> None:
    found = written("nickname", "Robert Smith")
    assert {"Robert ( Rob ) Smith", 'Robert " Robo " Smith', "Robert “ Roby ” Smith"} <= found
    assert written("nickname", "R. Smith") == {"R. Smith"}


def test_suffixes_stay_behind_the_surname_that_comes_first() -> None:
    assert "Lee , Ron Jr." in written("register order", "Ron Lee Jr.")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@given(
    rows=st.lists(st.tuples(st.text(min_size=1), st.sampled_from("BIO")), min_size=1),
    seed=st.integers(),
)
def test_no_name_is_lost_and_the_rest_stays(
    change: Change, rows: list[tuple[str, str]], seed: int
) -> None:
    tokens, labels = zip(*rows, strict=True)
    sentence = LabelledSentence(tuple(tokens), tuple(spans(labels)))
    found = change(sentence, random.Random(seed))
    assert len(found.names) == len(sentence.names)
    assert all(found.tokens)
    assert _outside(found) == _outside(sentence)


def _outside(sentence: LabelledSentence) -> list[str]:
    pairs = zip(sentence.tokens, sentence.in_names(), strict=True)
    return [token for token, is_named in pairs if not is_named]
