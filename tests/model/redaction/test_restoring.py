from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.errors import RestoreError
from nomen.model.redaction.operators import (
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Surrogate,
)
from nomen.model.redaction.redaction import RedactedDocument, Redactor
from nomen.model.redaction.restoring import check_restorable, restore
from nomen.model.tagged_documents import Name
from nomen.model.text.tokenizer import tokenize
from tests.model.redaction.names_in import names_in

KEY = b"a key of the tests"
TEXT = "Ada Byron met Zoe. Byron's car was A. Byron's own; ADA\n> BYRON drove Zoe home."
NAMES = names_in(TEXT, "Ada Byron", "Zoe", "Byron", "A. Byron", "ADA\n> BYRON", "Zoe")
OPERATORS: list[Operator] = [
    Replace(with_="[PERSON]"),
    Number(),
    Number(template="P{n}"),
    Hash(key=KEY),
    Surrogate(key=KEY),
]


def pairs_of(document: RedactedDocument) -> list[tuple[str, str]]:
    return [(name.replacement, name.original) for name in document.names]


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_unchanged_text_is_restored_exactly(operator: Operator) -> None:
    document = Redactor(operator).redact(TEXT, NAMES)
    assert document.text != TEXT
    assert restore(document.text, document.names) == TEXT
    assert restore(document.text, pairs_of(document)) == TEXT


NUMBERED = [("[NAME_1]", "Ada Byron"), ("[NAME_2]", "Zoe"), ("[NAME_1]", "Byron")]


@pytest.mark.parametrize(
    ("answer", "restored"),
    [
        ("[NAME_2] met [NAME_1].", "Zoe met Ada Byron."),
        ("[NAME_1] and [NAME_1]", "Ada Byron and Byron"),
        ("[NAME_1], [NAME_1], [NAME_1]", "Ada Byron, Ada Byron, Ada Byron"),
        ("It was [NAME_1]'s, **[NAME_2]**!", "It was Ada Byron's, **Zoe**!"),
        ("[NAME_12] is somebody else", "[NAME_12] is somebody else"),
        (
            "[name_1] and [ NAME_1] are no replacements",
            "[name_1] and [ NAME_1] are no replacements",
        ),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_a_changed_text_gets_its_originals(answer: str, restored: str) -> None:
    assert restore(answer, NUMBERED) == restored


def test_a_replacement_that_is_a_word_is_not_found_inside_others() -> None:
    pairs = [("Lucy", "Ada"), ("Lucy Doe", "Ada Byron"), ("Doe", "Byron")]
    answer = "Lucyan, Lucy Doe, Lucy\nDoe, Lucy's Doe, Does"
    assert restore(answer, pairs) == "Lucyan, Ada Byron, Ada Byron, Ada's Byron, Does"


def test_an_original_is_not_searched_for_other_replacements() -> None:
    assert restore("Lucy met Doe", [("Lucy", "Doe"), ("Doe", "Lucy")]) == "Doe met Lucy"


def test_line_ends_come_back_only_where_they_still_are() -> None:
    pairs = [("[NAME_1]\n> ", "Ada\n> Byron"), ("Lucy\nDoe", "Zoe\nRoe")]
    assert restore("[NAME_1]\n>  sat; Lucy\nDoe", pairs) == "Ada\n> Byron sat; Zoe\nRoe"
    assert restore("[NAME_1] sat; Lucy Doe", pairs) == "Ada Byron sat; Zoe Roe"


def test_what_follows_an_unchanged_text_is_restored_too() -> None:
    document = Redactor(Number()).redact(TEXT, NAMES)
    restored = restore(f"{document.text} So [NAME_2] said.", document.names)
    assert restored == f"{TEXT} So Zoe said."


def test_a_replacement_of_several_persons_is_put_back_only_as_often_as_it_was_there() -> None:
    pairs = [("[NAME]", "Ada Byron"), ("[NAME]", "Zoe")]
    assert restore("[NAME] saw [NAME]", pairs) == "Ada Byron saw Zoe"
    with pytest.raises(RestoreError, match=r"^\[NAME\] does not stand in the text as often"):
        restore("[NAME] saw [NAME] and [NAME]", pairs)
    pairs = [("X", "Ada Byron"), ("X", "Zoe")]
    with pytest.raises(RestoreError, match=r"^one replacement stands for several names, and"):
        restore("X saw X and X", pairs)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("Ada wrote. The form says [NAME].", Replace()),
        ("The form says [NAME]. Ada wrote.", Replace()),
        ("Ada wrote to the\n> client.", Replace(with_="the client")),
        ("Ada wrote. The form says X.", Replace(with_=" X ")),
    ],
)
def test_a_replacement_that_the_text_held_before_becomes_no_name(
    text: str, operator: Operator
) -> None:
    document = Redactor(operator).redact(text, names_in(text, "Ada"))
    assert restore(document.text, document.names) == text
    assert restore(f"{document.text} So [NAME] said.", document.names) == f"{text} So [NAME] said."
    with pytest.raises(RestoreError, match=r"^the text held a replacement before it was redacted"):
        restore(f"No: {document.text}", document.names)


def test_a_batch_may_number_a_person_as_a_text_did_before() -> None:
    redactor = Redactor(Number(scope="batch"))
    redactor.redact("Ada", names_in("Ada", "Ada"))
    text = "Ada signs as [NAME_1]."
    document = redactor.redact(text, names_in(text, "Ada"))
    assert document.text == "[NAME_1] signs as [NAME_1]."
    assert restore(document.text, document.names) == text


@pytest.mark.parametrize("answer", ["[NAME] wrote: [NAME]", "[NAME] wrote. [NAME] left. [NAME]"])
def test_the_default_placeholder_is_put_back_only_as_often_as_it_was_put_there(answer: str) -> None:
    num_other = 3 if answer.count("[NAME]") == 2 else 2
    with pytest.raises(RestoreError, match=r"^\[NAME\] does not stand in the text as often"):
        restore(answer, [("[NAME]", "Ada Byron")] * num_other)


@pytest.mark.parametrize(
    ("operator", "message"),
    [(Mask(), "masked"), (Mask(keep_first=1), "masked"), (Remove(), "removed")],
)
def test_masked_and_removed_names_are_not_put_back(operator: Operator, message: str) -> None:
    document = Redactor(operator).redact(TEXT, NAMES)
    with pytest.raises(RestoreError, match=f"^{message} names cannot be put back: redact with"):
        restore(document.text, document.names)
    with pytest.raises(RestoreError, match=f"^{message} names cannot be put back: redact with"):
        check_restorable(operator)


@pytest.mark.parametrize("operator", OPERATORS)
def test_names_of_other_operators_can_be_put_back(operator: Operator) -> None:
    check_restorable(operator)


def test_nothing_is_put_back_where_there_was_no_name() -> None:
    assert restore("Nobody was here.", []) == "Nobody was here."


@pytest.mark.parametrize(
    ("originals", "restored"),
    [
        (["Lee, Ann", "Ann Lee", "Ann"], "Ann Lee"),
        (["ANN LEE", "Lee, Ann", "Lee", "Ann Lee"], "Ann Lee"),
        (["Lee, Ann", "Ann", "ANN LEE"], "ANN LEE"),
        (["Lee, Ann", "Ann"], "Lee, Ann"),
    ],
)
def test_an_answer_gets_the_fullest_form_that_fits_a_sentence(
    originals: list[str], restored: str
) -> None:
    pairs = [("[NAME_1]", original) for original in originals]
    assert restore("[NAME_1] waves.", pairs) == f"{restored} waves."


def test_names_as_json_has_them_are_put_back() -> None:
    document = Redactor(Replace(with_="X")).redact("Ada, Zoe, X", names_in("Ada, Zoe, X", "Ada"))
    names: Any = document.to_dict(with_originals=True)["names"]
    assert restore(document.text, names) == "Ada, Zoe, X"
    assert restore("So X", [{"replacement": "X", "original": "Ada"}]) == "So Ada"


def test_names_without_their_originals_are_refused() -> None:
    document = Redactor(Number()).redact(TEXT, NAMES)
    names: Any = document.to_dict()["names"]
    with pytest.raises(RestoreError, match=r"^pairs: expected the names of a redacted text"):
        restore(document.text, names)


@pytest.mark.parametrize("pairs", [None, 1, "ab", [1], ["ab"], [("X",)], [("X", 1)], [(None, "X")]])
def test_what_is_no_list_of_pairs_is_refused(pairs: object) -> None:
    message = "^pairs: expected the names of a redacted text, or replacements with their originals$"
    with pytest.raises(RestoreError, match=message):
        restore("X", pairs)  # type: ignore[arg-type]  # what may happen


def test_pairs_may_say_where_they_stood_as_those_of_a_map_do() -> None:
    pairs: Any = [["X", "Ada", 0], ["X", "Zoe", 7]]
    assert restore("X, not X, X", pairs) == "Ada, not Zoe, X"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(RestoreError, match=r"^text: expected a string$"):
        restore(None, [])  # type: ignore[arg-type]  # what may happen


def names_at(text: str, bounds: Sequence[int]) -> list[Name]:
    """Give every second run of tokens between bounds as a name."""
    found = tokenize(text)
    names = []
    for i, (first, stop) in enumerate(pairwise(bounds)):
        if i % 2 and first < stop:
            start, end = int(found.starts[first]), int(found.ends[stop - 1])
            names.append(
                Name(
                    text=text[start:end],
                    start=start,
                    end=end,
                    first_token=first,
                    last_token=stop - 1,
                    probability=0.5,
                )
            )
    return names


@given(st.data(), st.sampled_from(OPERATORS))
def test_any_text_is_restored(data: st.DataObject, operator: Operator) -> None:
    words = st.sampled_from(["Ada", "Byron", "A.", "[NAME]", "[NAME_1]", "\r\n> ", "'s", "P1", " "])
    text = "".join(data.draw(st.lists(words | st.text(max_size=5))))
    num_tokens = len(tokenize(text).tokens)
    bounds = sorted(data.draw(st.lists(st.integers(0, num_tokens), max_size=8)))
    document = Redactor(operator).redact(text, names_at(text, bounds))
    assert restore(document.text, document.names) == text


@pytest.mark.parametrize(
    ("text", "pairs", "message"),
    [
        (None, NAMES, "text: expected a string"),
        ("x", [5], "pairs: expected the names of a redacted text"),
        ("x", [("a",)], "pairs: expected the names of a redacted text"),
        ("x", [("a", 5)], "pairs: expected the names of a redacted text"),
        ("x", "ab", "pairs: expected the names of a redacted text"),
        ("x", 5, "pairs: expected the names of a redacted text"),
    ],
)
def test_what_is_no_text_or_pair_is_refused(text: str, pairs: object, message: str) -> None:
    with pytest.raises(RestoreError, match=f"^{message}"):
        restore(text, pairs)  # type: ignore[arg-type]  # refused
