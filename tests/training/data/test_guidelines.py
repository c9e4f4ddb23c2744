import pytest

from nomen.training.data.guidelines import strip_titles
from nomen.training.data.labels import LabelledSentence


def stripped(written: str) -> list[str]:
    """Strip a sentence whose names stand in brackets, each bracket a token."""
    tokens: list[str] = []
    bounds: list[int] = []
    for word in written.split():
        if word in {"[", "]"}:
            bounds.append(len(tokens))
        else:
            tokens.append(word)
    names = tuple(zip(bounds[::2], bounds[1::2], strict=True))
    sentence = strip_titles(LabelledSentence(tuple(tokens), names))
    return [" ".join(sentence.tokens[start:end]) for start, end in sentence.names]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[ Ada Byron ] wrote", ["Ada Byron"]),
        ("[ Mr. Bob Stone ] spoke", ["Bob Stone"]),
        ("[ Prime Minister Ada Byron ]", ["Ada Byron"]),
        ("[ Vice President Byron ] and [ Foreign Minister Stone ]", ["Byron", "Stone"]),
        ("[ Secretary of State Ada Byron ]", ["Ada Byron"]),
        ("[ Secretary General Stone ]", ["Stone"]),
        ("[ Lt. Gen. Bob Stone ]", ["Bob Stone"]),
        ("[ U.S. President Ada Byron ]", ["Ada Byron"]),
        ("[ interim Prime Minister Stone ]", ["Stone"]),
        ("[ the late Bob Stone ]", ["Bob Stone"]),
        ("[ her cousin Edith ]", ["Edith"]),
        ("[ Captain and Mrs Stone ]", ["Stone"]),
        ("[ King of the Hills Bob ]", ["Bob"]),
        ("[ President de la Rocha ]", ["de la Rocha"]),
    ],
)
def test_titles_roles_and_remarks_stand_outside_names(written: str, expected: list[str]) -> None:
    assert stripped(written) == expected


@pytest.mark.parametrize(
    "name",
    [
        "van Dyke",
        "al-Hakim Stone",
        "ada byron",
        "Martin Luther King Jr.",
        "Francis of Assisi",
        "Bob Young",
    ],
)
def test_names_without_a_title_stay_as_they_are(name: str) -> None:
    assert stripped(f"so [ {name} ] said") == [name]


@pytest.mark.parametrize(
    ("name", "surname"), [("King", "King"), ("Young", "Young"), ("Mrs. King", "King")]
)
def test_a_surname_that_is_also_a_title_survives(name: str, surname: str) -> None:
    assert stripped(f"then [ {name} ] said") == [surname]


@pytest.mark.parametrize(
    "role", ["Prime", "the president", "Foreign Minister", "Prince of Wales", "Mr. President"]
)
def test_a_role_alone_is_no_name(role: str) -> None:
    assert stripped(f"then [ {role} ] said") == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[ Mr. ] Stone 's house", ["Stone"]),
        ("[ Senator ] Ada Byron said", ["Ada Byron"]),
        ("[ Mr. ] de Stone said", ["de Stone"]),
        ("[ President ] Ada [ Maria Byron ] said", ["Ada Maria Byron"]),
        ("[ Prime ] Minister [ Ada Byron ]", ["Ada Byron"]),
        ("[ Prime ] Minister Ada said", ["Ada"]),
        ("[ Mr. ] [ Stone ]", ["Stone"]),
        ("[ President ] Tuesday", []),
        ("[ president ] Stone", []),
        ("[ Vice ] Squad", []),
        ("said [ Mr. ]", []),
    ],
)
def test_a_title_alone_passes_its_label_on_to_the_name_after_it(
    written: str, expected: list[str]
) -> None:
    assert stripped(written) == expected


def test_a_sentence_without_names_is_left_alone() -> None:
    sentence = LabelledSentence(("Mr.", "Stone"))
    assert strip_titles(sentence) == sentence
