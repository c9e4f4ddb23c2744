import numpy as np
import pytest

from nomen.model.names.deciding import decide_names
from nomen.model.names.layout import Layout
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.text.tokenizer import tokenize


def decided(
    text: str, likely: dict[str, float], rules: NameRules = NO_RULES
) -> list[tuple[str, float | None]]:
    """Decide the names of a text whose listed tokens have these probabilities, all others 0."""
    found = tokenize(text)
    name = np.array([likely.get(token, 0) for token in found.tokens], dtype=np.float32)
    layout = Layout(text, found.starts, found.ends)
    names = decide_names(
        found.tokens, layout, name, np.zeros_like(name), threshold=0.5, rules=rules
    )
    return [
        (text[found.starts[each.tokens.start] : found.ends[each.tokens.stop - 1]], each.probability)
        for each in names
    ]


ALL_OF_IT = dict.fromkeys(["<", "b", ">", "/", "Quill"], 0.5) | {"Ada": 1.0}


def test_each_piece_of_a_cut_name_has_its_own_probability() -> None:
    assert decided("<b>Ada</b> Quill", ALL_OF_IT) == [("Ada", 1.0), ("Quill", 0.5)]


def test_a_placeholder_is_no_name_even_by_the_deny_list() -> None:
    rules = NameRules(placeholders=(r"\[NAME\]",), deny=("NAME", "NAME] Quill"))
    likely = {"Ada": 1.0, "[": 1.0, "NAME": 1.0, "]": 1.0}
    assert decided("Ada [NAME] Quill", likely, rules) == [("Ada", 1.0), ("Quill", None)]


def test_a_denied_phrase_is_cut_at_tags() -> None:
    rules = NameRules(deny=("Ada</b> Quill",))
    assert decided("<b>Ada</b> Quill", {}, rules) == [("Ada", None), ("Quill", None)]


def test_a_piece_of_a_cut_name_may_be_allowed() -> None:
    assert decided("<b>Ada</b> Quill", ALL_OF_IT, NameRules(allow=("Ada",))) == [("Quill", 0.5)]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (NO_RULES, [(range(2), 0.5)]),
        (NameRules(placeholders=("aQ",)), []),
        (NameRules(placeholders=("Qui",)), [(range(1), 1.0)]),
    ],
)
def test_a_token_list_is_matched_without_blanks(
    rules: NameRules, expected: list[tuple[range, float]]
) -> None:
    name = np.array([1, 0.5], dtype=np.float32)
    found = decide_names(
        ["Ada", "Quill"], None, name, np.zeros_like(name), threshold=0.5, rules=rules
    )
    assert [tuple(each) for each in found] == expected
