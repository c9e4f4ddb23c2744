import numpy as np

from nomen.model.names.layout import Layout, runs


def test_a_token_list_is_laid_out_without_blanks() -> None:
    layout = Layout.of_tokens(["Ada", "Quill"])
    assert layout.text == "AdaQuill"
    assert (layout.starts.tolist(), layout.ends.tolist()) == ([0, 3], [3, 8])


def test_tokens_that_are_touched_and_tokens_that_are_covered() -> None:
    layout = Layout.of_tokens(["ab", "cd", "ef"])
    assert layout.tokens_in(1, 5) == range(3)
    assert layout.tokens_in(2, 4) == range(1, 2)
    assert layout.tokens_within([(1, 5), (2, 4), (3, 4)]) == [range(1, 2), range(1, 2), range(2, 2)]
    assert layout.tokens_within([]) == []


def test_runs_of_chosen_tokens() -> None:
    assert runs(np.array([True, True, False, True])) == [range(2), range(3, 4)]
    assert runs(np.zeros(0, dtype=np.bool_)) == []
